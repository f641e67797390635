//! Who signed a document, and what is believed of it.

use crate::support::{
    Story, check_refused, check_taken, checked, files, head, photo, photo_of, receipt,
    small_dossier, small_set_value,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bcd_core::{
    engine::{GoodFile, Request, Response, handle},
    format::{
        bundle::Files, canonical, envelope::EnvelopeHead, problem::Code, read::read, signing::fits,
    },
    id::{SignerKey, UnitId},
    intake::Summary,
    signer::{
        Identity, IdentityWord, Introduction, Pin, PinBook, Pins, Signer, document, introduction,
        text,
    },
};
use ed25519_dalek::Signer as _;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A device that signs, with the kind of key that its browser has.
pub enum Device {
    Ed25519(ed25519_dalek::SigningKey),
    P256(p256::ecdsa::SigningKey),
}

impl Device {
    pub fn ed25519(seed: u8) -> Self {
        Self::Ed25519(ed25519_dalek::SigningKey::from_bytes(&[seed; 32]))
    }

    pub fn p256(seed: u8) -> Self {
        Self::P256(p256::ecdsa::SigningKey::from_bytes(&[seed; 32].into()).unwrap())
    }

    pub fn key(&self) -> SignerKey {
        SignerKey(match self {
            Self::Ed25519(key) => {
                format!("ed25519:{}", URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes()))
            }
            Self::P256(key) => {
                let point = key.verifying_key().to_encoded_point(false);
                format!("p256:{}", URL_SAFE_NO_PAD.encode(point.as_bytes()))
            }
        })
    }

    pub fn sign(&self, message: &[u8]) -> String {
        text(&match self {
            Self::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
        })
    }

    pub fn introduces(&self, other: &Self, unit: &str) -> Introduction {
        let (unit, key) = (UnitId::from(unit), other.key());
        let signature = self.sign(&introduction(&unit, &key));
        Introduction { unit, key, by: self.key(), signature }
    }

    pub fn signer(&self, introductions: &[Introduction]) -> Signer {
        Signer { key: Some(self.key()), introductions: introductions.to_vec() }
    }
}

/// The file of a submission that a device signed, which another of its unit introduced.
pub fn signed(device: &Device) -> Vec<u8> {
    let first = Device::ed25519(7);
    let unit = small_dossier().unit.id.0;
    submission(device, device.signer(&[first.introduces(device, &unit)])).1
}

/// A submission with a photo, as a device makes and signs it: the document, and the file that goes up.
pub fn submission(device: &Device, signer: Signer) -> (Vec<u8>, Vec<u8>) {
    let picture = photo::png(24, 5, 8);
    let hash = canonical::sha256(&picture);
    let story =
        Story::opened().step("1.1", "kha").evidence("bang-1", photo_of(&picture, "Ảnh", &["1.1"]));
    let carried: Files = files(&[&picture]);
    let request = Request::Freeze {
        head: EnvelopeHead { signer, ..head(&story.dossier) },
        dossier: "ho-so-1".into(),
        fields: story.dossier.fields.clone(),
        set: small_set_value(),
        before: BTreeMap::new(),
        files: vec![hash.clone()],
        warned: false,
    };
    let (response, blobs) = handle(request, carried.values().cloned().collect());
    let Response::Written { digest, problems, .. } = response else { panic!("not made") };
    assert_eq!((problems, blobs.len()), (vec![], 1), "not signed yet, so there is no file");
    let signature = Some(device.sign(&document("submission", &digest)));
    let carry = Request::Carry { signature, files: vec![hash] };
    let (response, mut blobs) = handle(carry, vec![blobs[0].clone(), picture]);
    let Response::Written { problems, .. } = response else { panic!("not signed") };
    assert_eq!(problems, []);
    let file = blobs.pop().unwrap();
    (blobs.pop().unwrap(), file)
}

/// With another digest that fits, as somebody who changes a document would make it.
pub fn changed(document: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(document).unwrap();
    change(&mut value);
    value["digest"] = canonical::digest(&value).unwrap().into();
    canonical::bytes(&value).unwrap()
}

#[test]
fn a_signed_submission_is_taken_in_and_says_whose_key_signed_it() {
    for device in [Device::ed25519(1), Device::p256(1)] {
        let (stored, file) = submission(&device, device.signer(&[]));
        let taken = check_taken(&file);
        assert_eq!(taken.signer, device.signer(&[]));
        // As it is stored, it is signed, too, so that it can be handed on.
        let stored: Value = serde_json::from_slice(&stored).unwrap();
        assert_eq!(stored["signature"].as_str().map(str::len), Some(128));
        assert_eq!(stored["digest"].as_str(), Some(taken.digest.as_str()));
    }
}

#[test]
fn who_changes_a_signed_document_cannot_sign_it() {
    let (device, other) = (Device::ed25519(1), Device::p256(2));
    let (_, file) = submission(&device, device.signer(&[]));
    let refused = |file: &[u8]| check_refused(file, &[Code::WrongSignature]);
    refused(&changed(&file, |value| value["writer"]["name"] = "Người khác".into()));
    refused(&changed(&file, |value| value["writer"]["key"] = other.key().as_str().into()));
    refused(&changed(&file, |value| {
        value.as_object_mut().unwrap().remove("signature");
    }));
    refused(&changed(&file, |value| value["writer"]["key"] = 7.into()));
    refused(&changed(&file, |value| value["writer"]["key"] = "ed25519:".into()));
    for signature in [json!(null), json!(7), json!(""), json!("0".repeat(128))] {
        refused(&changed(&file, |value| value["signature"] = signature));
    }
    // Signatures are spelt in one way.
    refused(&changed(&file, |value| {
        let upper = value["signature"].as_str().unwrap().to_uppercase();
        value["signature"] = upper.into();
    }));
    // Without the key it is another document, which nobody signed.
    let bare = changed(&file, |value| {
        value.as_object_mut().unwrap().remove("signature");
        value["writer"].as_object_mut().unwrap().remove("key");
    });
    let bare = check_taken(&bare);
    assert_ne!(bare.digest, check_taken(&file).digest);
    assert_eq!(bare.signer.key, None);
}

#[test]
fn a_signature_of_one_kind_of_document_is_none_of_another() {
    let device = Device::ed25519(3);
    let head = EnvelopeHead { signer: device.signer(&[]), ..head(&small_dossier()) };
    let digest = format!("sha256:{}", "a".repeat(64));
    let request = receipt(head, &digest, "cap-tren", "Thành Đoàn");
    let (Response::Made { digest, problems, .. }, blobs) = handle(request, vec![]) else {
        panic!("not made")
    };
    assert_eq!(problems, []);
    let signed = |kind: &str| {
        let signature = Some(device.sign(&document(kind, &digest)));
        let carry = Request::Carry { signature, files: vec![] };
        handle(carry, blobs.clone()).1.pop().unwrap()
    };
    let (found, _) = checked(&signed("review"));
    let Some(GoodFile::Review(file)) = found else { panic!("no review") };
    let line = file.row.line;
    assert_eq!((line.signer, line.reviewer_id), (device.signer(&[]), UnitId::from("cap-tren")));
    check_refused(&signed("submission"), &[Code::WrongSignature]);
}

// RFC 8032, 7.1, test 2; RFC 6979, A.2.5, "sample" with SHA-256.
#[test]
fn signatures_of_the_standards_fit() {
    let hex = |text: &str| -> Vec<u8> {
        let digits = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        (0..text.len()).step_by(2).map(digits).collect()
    };
    let key = |kind: &str, digits: &str| {
        SignerKey(format!("{kind}:{}", URL_SAFE_NO_PAD.encode(hex(digits))))
    };
    let ed25519 =
        key("ed25519", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    let signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                     085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    assert!(fits(&ed25519, &[0x72], signature));
    assert!(!fits(&ed25519, &[0x73], signature));
    let p256 = key(
        "p256",
        "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6\
         7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
    );
    let signature = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
                     f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
    assert!(fits(&p256, b"sample", signature));
    assert!(!fits(&p256, b"samples", signature));
    // A key that is no point of the curve, and one of small order, with which a signature of zeros
    // would fit any message.
    let mut zeros = [0; 32];
    zeros[0] = 1;
    let small = SignerKey(format!("ed25519:{}", URL_SAFE_NO_PAD.encode(zeros)));
    let of_small = text(&[zeros, [0; 32]].concat());
    assert!(!fits(&small, b"whatever", &of_small));
    for strange in ["", "rsa:AAAA", "p256:AAAA", "ed25519:\u{1F600}", "ed25519"] {
        assert!(!fits(&SignerKey::from(strange), b"sample", signature), "{strange}");
    }
}

fn pins(all: &[(&Device, Pin)]) -> Pins {
    all.iter().map(|(device, pin)| (device.key(), *pin)).collect()
}

#[test]
fn the_first_device_is_pinned_its_introductions_count_and_a_new_one_is_held_apart() {
    let [first, second, third] = [1, 2, 3].map(Device::ed25519);
    let unit = UnitId::from("don-vi-1");
    let identity = |signer: &Signer, known: &[(&Device, Pin)]| signer.identity(&unit, &pins(known));
    let alone = first.signer(&[]);
    assert_eq!(identity(&alone, &[]), Identity::First);
    assert_eq!(identity(&alone, &[(&first, Pin::First)]), Identity::First);
    assert_eq!(identity(&alone, &[(&first, Pin::Compared)]), Identity::Confirmed);
    // A second device that the first introduced is as well known as the first, over any number of steps.
    let second_by_first = first.introduces(&second, "don-vi-1");
    let third_by_second = second.introduces(&third, "don-vi-1");
    let both = [third_by_second.clone(), second_by_first.clone()];
    for (pin, expect) in [(Pin::First, Identity::First), (Pin::Compared, Identity::Confirmed)] {
        let known = [(&first, pin)];
        assert_eq!(
            identity(&second.signer(std::slice::from_ref(&second_by_first)), &known),
            expect
        );
        assert_eq!(identity(&third.signer(&both), &known), expect);
        // One that nobody introduced is new, and so is one of another unit.
        assert_eq!(identity(&second.signer(&[]), &known), Identity::New);
        assert_eq!(
            identity(&third.signer(std::slice::from_ref(&third_by_second)), &known),
            Identity::New
        );
        let elsewhere = second.signer(&[first.introduces(&second, "don-vi-2")]);
        assert_eq!(identity(&elsewhere, &known), Identity::New);
        assert_eq!(identity(&Signer::default(), &known), Identity::Missing);
    }
    // Who was rejected vouches for nobody.
    let known = [(&first, Pin::Rejected)];
    assert_eq!(identity(&alone, &known), Identity::Rejected);
    let both = [(&first, Pin::Rejected), (&third, Pin::First)];
    assert_eq!(identity(&second.signer(&[second_by_first]), &both), Identity::New);
    assert_eq!(identity(&Signer::default(), &[]), Identity::Unsigned);
    // Where all that came was rejected, the unit begins anew.
    assert_eq!(identity(&Signer::default(), &known), Identity::Unsigned);
    assert_eq!(identity(&third.signer(&[]), &known), Identity::First);
}

#[test]
fn three_words_say_it_and_only_what_is_not_known_is_held_apart() {
    use Identity::{Confirmed, First, Missing, New, Rejected, Unsigned};
    for (identity, word, apart) in [
        (Confirmed, IdentityWord::Confirmed, false),
        (First, IdentityWord::Unconfirmed, false),
        (Unsigned, IdentityWord::Unconfirmed, false),
        (New, IdentityWord::Unconfirmed, true),
        (Missing, IdentityWord::Unconfirmed, true),
        (Rejected, IdentityWord::Mismatch, true),
    ] {
        assert_eq!((identity.word(), identity.is_apart()), (word, apart));
    }
    let unit = UnitId::from("don-vi-1");
    let book: PinBook =
        [(unit.clone(), pins(&[(&Device::ed25519(1), Pin::First)]))].into_iter().collect();
    let of = |signer: Signer, settled: bool| Summary {
        unit: unit.clone(),
        signer,
        settled,
        ..Summary::default()
    };
    let new = Device::ed25519(2).signer(&[]);
    assert!(of(new.clone(), false).is_apart(&book));
    assert!(!of(new.clone(), true).is_apart(&book), "a person said that it is right");
    let key = new.key.clone().unwrap();
    let rejected: Pins = [(key, Pin::Rejected)].into_iter().collect();
    let rejected: PinBook = [(unit.clone(), rejected)].into_iter().collect();
    assert!(of(new, true).is_apart(&rejected));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    // Whatever somebody without the key does to a signed file: it is refused, or nobody signed it, or it
    // says what it said.
    #[test]
    fn no_change_to_a_signed_file_is_believed_to_be_signed(at in any::<prop::sample::Index>(), byte in any::<u8>(), fit in any::<bool>()) {
        let device = Device::ed25519(5);
        let (_, file) = submission(&device, device.signer(&[]));
        let mut other = file.clone();
        let at = at.index(other.len());
        other[at] = byte;
        // With a digest that fits, where it can still be read.
        if fit && let Ok(mut value) = serde_json::from_slice::<Value>(&other) {
            value["digest"] = canonical::digest(&value).unwrap().into();
            other = canonical::bytes(&value).unwrap();
        }
        let reading = read(&other);
        if reading.problems.is_empty() && let Some(Some(GoodFile::Submission(summary))) = Some(checked(&other).0) {
            let before = check_taken(&file);
            prop_assert!(summary.signer.key.is_none() || summary == before);
        }
    }
}
