//! Files that were made to harm whoever takes them in, or whoever only looks at them.

use crate::support::{
    Device, Flaky, OWN,
    bench::Seal,
    check_good,
    device::{DOSSIER, UNIT},
    forged,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bcd_app::{
    exchange::{
        intake::Count,
        receiving::{IncomingSource, ReceiveOutcome},
    },
    merging::{KnownDevice, Merge},
    rows,
    store::tables,
    tools::Signer,
};
use bcd_core::{
    field::Entry,
    format::{bundle::pack_several, canonical, problem::Code},
    id::{SignerKey, UnitId},
    signer::{Introduction, introduction, text},
};
use bcd_sync::{
    local::Trouble,
    report::{Happened, Report},
};
use reactive_graph::prelude::*;
use serde_json::{Value, json};
use std::{cell::Cell, rc::Rc};

const PACK: &str = "packs/x.json";

fn refused(report: &Report) -> Vec<(&str, Option<Code>)> {
    let events = report.events.iter().filter_map(|event| match &event.what {
        Happened::Refused(why) => Some((event.path.as_str(), why.as_ref().map(|it| it.code))),
        _ => None,
    });
    events.collect()
}

// The file of a device on a drive.
fn own(drive: &Flaky, device: &Device) -> Option<(String, Vec<u8>)> {
    drive.memory.files().into_iter().find(|(path, _)| path.contains(device.id.as_str()))
}

#[test]
fn a_file_at_which_the_engine_ends_is_refused_once_and_the_sync_goes_on() {
    let (drive, hoa) = (Flaky::new("chung"), Device::opened("h"));
    drive.memory.lay(PACK, b"PK\x05\x06 so hard to read");
    hoa.tab().ends_at.replace(Some(b"PK\x05\x06".to_vec()));
    let report = hoa.sync(&drive, OWN);
    check_good(&report);
    assert_eq!(refused(&report), [(PACK, Some(Code::EndsReading))]);
    assert!(own(&drive, &hoa).is_some(), "what this device has to say is there");
    // It is named again, and not read.
    drive.memory.cost();
    let again = hoa.sync(&drive, OWN);
    check_good(&again);
    assert_eq!(refused(&again), refused(&report));
    assert_eq!(drive.memory.cost().reads, 0);
    // Where nothing can be read, it is not the file.
    hoa.look_again(&drive);
    hoa.tab().answers.set(0);
    assert_eq!(hoa.sync(&drive, OWN).trouble, Some(Trouble::Engine));
    hoa.tab().answers.set(usize::MAX);
    hoa.tab().ends_at.replace(None);
    let report = hoa.sync(&drive, OWN);
    assert_eq!(refused(&report), [(PACK, Some(Code::BadBundle))], "it is read again");
}

#[test]
fn a_file_at_which_the_engine_ends_in_the_place_of_ones_own_is_written_over() {
    let (drive, hoa) = (Flaky::new("chung"), Device::opened("h"));
    hoa.sync(&drive, OWN);
    let (path, file) = own(&drive, &hoa).unwrap();
    let said = |file: &[u8]| serde_json::from_slice::<Value>(file).unwrap()["body"].clone();
    drive.memory.lay(&path, b"PK\x05\x06");
    hoa.tab().ends_at.replace(Some(b"PK\x05\x06".to_vec()));
    for _ in 0..2 {
        check_good(&hoa.sync(&drive, OWN));
    }
    let (at, after) = own(&drive, &hoa).unwrap();
    assert_eq!((at, said(&after)), (path, said(&file)));
}

// As a file brought it, before such paths were refused: what lost in a field with a mark in its path.
#[test]
fn a_value_beside_a_field_with_a_mark_in_its_path_is_none_of_another_field() {
    let hoa = Device::opened("h");
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("của Hoa"));
    let entry = Entry {
        v: json!("giả"),
        n: 50,
        dev: "x".into(),
        over: json!({ hoa.id.as_str(): 50 }),
        ..Entry::default()
    };
    let key = format!("{DOSSIER}|answer/1.1.1/note|x|50|x|0");
    hoa.browser.shelf.lay(tables::LOST, &key, &rows::write(&entry));
    let stands = Entry { v: json!("đứng"), n: 51, ..Entry::default() };
    let of = format!("{DOSSIER}|answer/1.1.1/note|x");
    hoa.browser.shelf.lay(tables::FIELDS, &of, &rows::write(&stands));
    hoa.restart();
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("của Hoa"));
    let of: Vec<_> = hoa.conflicts().into_iter().map(|it| it.path).collect();
    assert_eq!(of, ["answer/1.1.1/note|x"], "it is a field of its own");
}

fn stranger() -> (SignerKey, impl Fn(&Device, &[u8]) -> String) {
    let seal = Seal::of("x");
    let key = Device::new("nobody").tab().run(seal.key()).unwrap().unwrap();
    let sign = move |at: &Device, said: &[u8]| text(&at.tab().run(seal.sign(said)).unwrap());
    (SignerKey(key), sign)
}

#[test]
fn nobody_brings_introductions_by_strangers_into_what_a_device_signs() {
    let hoa = Device::opened("h");
    let file = hoa.file_by_hand();
    let own = hoa.tab().run(hoa.tab().services().signers.own()).unwrap().unwrap();
    let (by, sign) = stranger();
    let unit = UnitId::from(UNIT);
    let signature = sign(&hoa, &introduction(&unit, &own));
    let good = Introduction { unit, key: own, by, signature };
    let with = |introductions: Value, said: &str| {
        let mine = |file: &mut Value| {
            file["writer"]["device"] = json!("x-0000-0000");
            file["body"]["introductions"] = introductions;
            file["body"]["fields"]["answer/1.1.1/note"] = json!({ "v": said, "n": 90, "dev": "x-0000-0000", "at": "2026-01-01T00:00:00+07:00" });
        };
        forged(&file, mine)
    };
    // A person says yes to what a stranger wrote.
    let outcome = hoa.take_by_hand(&with(json!([good]), "một"));
    assert!(matches!(outcome, ReceiveOutcome::Device(..)));
    assert_eq!(hoa.value("answer/1.1.1/note"), json!("một"));
    assert_eq!(hoa.rows::<Introduction>(tables::INTRODUCTIONS), []);
    let next: Value = serde_json::from_slice(&hoa.file_by_hand()).unwrap();
    assert_eq!(next["writer"].get("introductions"), None);
    // One that is not even signed is refused where it stands, whoever says so.
    let bad = json!([Introduction { signature: "00".into(), ..good }]);
    let ReceiveOutcome::Bad(problems) = hoa.open_by_hand(&with(bad.clone(), "hai")) else {
        panic!()
    };
    assert_eq!(problems[0].code, Code::WrongSignature);
    let unsigned = forged(&file, |said| said["writer"]["introductions"] = bad);
    let ReceiveOutcome::Bad(problems) = hoa.open_by_hand(&unsigned) else { panic!() };
    assert_eq!(problems[0].code, Code::WrongSignature);
}

/// A file with these files in it, under these media types.
fn carrying(file: &[u8], files: &[(&[u8], &str)]) -> Vec<u8> {
    let mut inline = serde_json::Map::new();
    let named = forged(file, |said| {
        said["writer"]["device"] = json!("x-0000-0000");
        for (bytes, mime) in files {
            let hash = canonical::sha256(bytes);
            said["body"]["files"][&hash] = json!(mime);
            inline.insert(hash, STANDARD.encode(bytes).into());
        }
    });
    let mut named: Value = serde_json::from_slice(&named).unwrap();
    named["files"] = inline.into();
    named.to_string().into_bytes()
}

// The media types under which files are known.
fn types(device: &Device) -> Vec<(String, String)> {
    let tab = device.tab();
    tab.run(tab.work.disk().texts(tables::FILE_TYPES, "")).unwrap()
}

#[test]
fn a_file_that_brings_nothing_new_leaves_nothing_behind() {
    let hoa = Device::opened("h");
    let hash = hoa.photo("anh", &[1; 900]);
    let (file, before) = (hoa.file_by_hand(), hoa.files());
    let known = types(&hoa);
    let kept = &before[&hash];
    let full = carrying(&file, &[(kept, "text/html"), (b"anything at all", "image/png")]);
    let outcome = hoa.open_by_hand(&full);
    assert!(matches!(outcome, ReceiveOutcome::Device(_, Merge::Done(0, 0))));
    assert_eq!(hoa.files(), before);
    assert_eq!(types(&hoa), known);
    // Nor is the type of what is here changed where a person says yes.
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("viết thêm"));
    let minh = Device::new("m");
    minh.take_by_hand(&file);
    let known = types(&minh);
    let more = carrying(&hoa.file_by_hand(), &[(kept, "text/html")]);
    assert!(matches!(minh.take_by_hand(&more), ReceiveOutcome::Device(_, Merge::Done(1, 0))));
    assert_eq!(types(&minh), known);
}

#[test]
fn a_photo_that_a_dossier_lacks_comes_with_a_file_that_brings_nothing_else() {
    let (hoa, minh) = (Device::opened("h"), Device::new("m"));
    hoa.photo("anh", &[1; 900]);
    let whole = hoa.file_by_hand();
    let mut bare: Value = serde_json::from_slice(&whole).unwrap();
    bare.as_object_mut().unwrap().remove("files");
    minh.take_by_hand(bare.to_string().as_bytes());
    assert!(minh.files().is_empty());
    let outcome = minh.open_by_hand(&whole);
    assert!(matches!(outcome, ReceiveOutcome::Device(_, Merge::Done(0, 0))));
    assert_eq!(minh.files(), hoa.files());
}

// 70 kB each, and 70 MB unpacked.
#[test]
fn zips_that_are_large_unpacked_are_opened_one_after_the_other() {
    let (upper, blank) = (Device::new("t"), vec![b' '; 70 << 20]);
    let packed = pack_several(&[("trong.json".to_owned(), blank)].into()).unwrap();
    assert!(packed.len() < 100_000, "{}", packed.len());
    let source = |n: usize| IncomingSource::Bytes(format!("{n}.zip"), packed.as_slice().into());
    let (tab, ended) = (upper.tab(), Rc::new(Cell::new(None)));
    let slot = ended.clone();
    tab.engine.close();
    tab.engine.came.set(0);
    tab.act(|| {
        tab.services().intake.take((0..4).map(source).collect(), move |it| slot.set(Some(it)))
    });
    assert_eq!(tab.engine.came.get(), 1, "only the first is being opened");
    // While it is being checked, no other is opened.
    tab.engine.let_one_in();
    upper.browser.idle();
    assert_eq!(tab.engine.came.get(), 2);
    tab.engine.open();
    upper.browser.idle();
    assert_eq!(ended.get(), Some(Count { taken: 0, open: 4 }));
    assert_eq!(tab.services().intake.progress.get_untracked(), (0, 0));
}

#[test]
fn a_device_file_after_which_one_s_own_would_be_too_large_is_refused_and_changes_nothing() {
    let (hoa, thief) = (Device::opened("h"), Device::opened("x"));
    hoa.write(DOSSIER, "answer/1.1.1/note", json!("của Hoa"));
    let file = forged(&thief.file_by_hand(), |said| {
        let value = json!({"v": "x".repeat(15_000), "n": 2, "dev": "x", "at": ""});
        for n in 0..700 {
            said["body"]["fields"][format!("answer/x{n}/note")] = value.clone();
        }
    });
    let before = hoa.state();
    let ReceiveOutcome::Bad(problems) = hoa.open_by_hand(&file) else { panic!("taken") };
    assert_eq!(problems.into_iter().map(|it| it.code).collect::<Vec<_>>(), [Code::DossierFull]);
    assert_eq!(hoa.state(), before);
    assert_eq!(hoa.rows::<KnownDevice>(tables::DEVICES), []);
}
