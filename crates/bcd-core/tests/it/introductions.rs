//! Devices that introduce each other: whose word counts, and how many of them.

use crate::{
    signing::{Device, changed, submission},
    support::{
        check_refused, check_taken, checked, freeze_with, head, small_dossier, small_set_value,
    },
};
use bcd_core::{
    engine::{Request, handle},
    format::{bundle::Files, envelope::EnvelopeHead, limits, problem::Code},
    id::{SignerKey, UnitId},
    signer::{
        Introduction, MOST_INTRODUCTIONS, Signer, chain, document, introduction, worth_keeping,
    },
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[test]
fn introductions_that_nobody_signed_are_refused() {
    let [first, second] = [1, 2].map(Device::ed25519);
    let good = first.introduces(&second, "don-vi-1");
    let (_, file) = submission(&second, second.signer(std::slice::from_ref(&good)));
    assert_eq!(check_taken(&file).signer.introductions, std::slice::from_ref(&good));
    let mine = Introduction { signature: second.sign(b"x"), ..good.clone() };
    let of_another = Introduction { unit: UnitId::from("don-vi-2"), ..good.clone() };
    let by_another = Introduction { by: Device::ed25519(9).key(), ..good.clone() };
    // Well signed, and not to be stored in every line: an endless text in the place of a key, of an id.
    let endless = |unit: String, key: String| {
        let (unit, key) = (UnitId(unit), SignerKey(key));
        let signature = first.sign(&introduction(&unit, &key));
        Introduction { unit, key, by: first.key(), signature }
    };
    let long = endless("don-vi-1".into(), "a".repeat(limits::KEY_BYTES + 1));
    let long_unit = endless("a".repeat(limits::ID_BYTES + 1), second.key().0);
    for wrong in [mine, of_another, by_another, long, long_unit] {
        let head = EnvelopeHead { signer: second.signer(&[wrong]), ..head(&small_dossier()) };
        let sent = unsigned(head);
        let signature = Some(second.sign(&document("submission", &sent.1)));
        let carry = Request::Carry { signature, files: vec![] };
        let file = handle(carry, vec![sent.0]).1.pop().unwrap();
        check_refused(&file, &[Code::WrongSignature]);
    }
    let many = vec![good; MOST_INTRODUCTIONS + 1];
    let head = EnvelopeHead { signer: second.signer(&many), ..head(&small_dossier()) };
    let sent = unsigned(head);
    let signature = Some(second.sign(&document("submission", &sent.1)));
    let carry = Request::Carry { signature, files: vec![] };
    check_refused(&handle(carry, vec![sent.0]).1.pop().unwrap(), &[Code::TooMany]);
}

// A submission that its device has still to sign: its bytes, its digest.
fn unsigned(head: EnvelopeHead) -> (Vec<u8>, String) {
    let signer = head.signer.clone();
    let bare = EnvelopeHead { signer: Signer::default(), ..head };
    let sent =
        freeze_with(bare, &small_dossier(), &small_set_value(), &BTreeMap::new(), &Files::new());
    let with_key = changed(&sent.document, |value| {
        let said = serde_json::to_value(&signer).unwrap();
        for (key, part) in said.as_object().unwrap() {
            value["writer"][key] = part.clone();
        }
    });
    let value: Value = serde_json::from_slice(&with_key).unwrap();
    (with_key, value["digest"].as_str().unwrap().to_owned())
}

// Nobody answers for them, and there could be any number in a line that is read at every start.
#[test]
fn who_signs_nothing_is_introduced_by_nobody() {
    let introductions = json!([Device::ed25519(1).introduces(&Device::ed25519(2), "don-vi")]);
    let fixtures = ["22-submission", "22-backup", "25-device", "25-review", "25-pack", "30-rollup"];
    for name in fixtures {
        let file = crate::fixtures::v1(&format!("2026-11-{name}.json"));
        let with = |said: Value| {
            changed(&file, |v| {
                v["writer"].as_object_mut().unwrap().remove("key");
                v["writer"]["introductions"] = said;
                v.as_object_mut().unwrap().remove("signature");
            })
        };
        assert_eq!(checked(&with(json!([]))).1, [], "{name}");
        check_refused(&with(introductions.clone()), &[Code::WrongSignature]);
        check_refused(&with(json!({ "0": introductions[0] })), &[Code::WrongSignature]);
    }
}

#[test]
fn of_introductions_that_came_those_are_kept_that_lead_from_or_to_a_known_device() {
    let devices: Vec<Device> = (0..9).map(Device::ed25519).collect();
    let unit = UnitId::from("don-vi");
    let by = |by: usize, other: usize| devices[by].introduces(&devices[other], "don-vi");
    let kept = |all: &[Introduction], known: usize, signer: Option<usize>| {
        let signer = signer.map(|at| devices[at].key());
        let kept = worth_keeping(all, &unit, &[devices[known].key()], signer.as_ref());
        all.iter().filter(|it| kept.contains(it)).cloned().collect::<Vec<_>>()
    };
    // From 1 over 2 to 3, which brings them; 4 is introduced by 1, too.
    let honest = [by(1, 2), by(2, 3), by(1, 4)];
    assert_eq!(kept(&honest, 0, Some(3)), honest);
    assert_eq!(kept(&honest, 1, None), honest);
    assert_eq!(kept(&honest, 2, None), [by(2, 3)]);
    // A stranger, 7, introduces this device, 0, or another that is known here.
    let strange = [by(7, 0), by(8, 7), by(7, 4)];
    assert_eq!(kept(&strange, 0, None), []);
    assert_eq!(kept(&strange, 0, Some(3)), []);
    assert_eq!(kept(&strange, 4, None), []);
    // Of another unit: none.
    let other = [devices[0].introduces(&devices[2], "khac")];
    assert_eq!(kept(&other, 0, Some(0)), []);
}

#[test]
fn the_nearest_introductions_go_along_with_a_document() {
    let devices: Vec<Device> = (1..=30).map(Device::ed25519).collect();
    let all: Vec<Introduction> =
        devices.windows(2).map(|pair| pair[0].introduces(&pair[1], "don-vi-1")).collect();
    let unit = UnitId::from("don-vi-1");
    let of_fourth = chain(&devices[3].key(), &unit, &all);
    assert_eq!(of_fourth, [all[2].clone(), all[1].clone(), all[0].clone()]);
    assert_eq!(chain(&devices[0].key(), &unit, &all), []);
    assert_eq!(chain(&devices[3].key(), &UnitId::from("don-vi-2"), &all), []);
    assert_eq!(chain(&devices[29].key(), &unit, &all).len(), MOST_INTRODUCTIONS);
    // Two that introduced each other lead to no endless search.
    let round = [all[0].clone(), devices[1].introduces(&devices[0], "don-vi-1")];
    assert_eq!(chain(&devices[1].key(), &unit, &round).len(), 2);
}
