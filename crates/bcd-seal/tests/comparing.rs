//! Two people who compare a key see the same if, and only if, it is the same.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing where something must be, fails")]

use bcd_seal::{qr, words, work::answer};
use quircs::Quirc;
use std::collections::BTreeSet;

const ED25519: &str = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const P256: &str =
    "p256:BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";

#[test]
fn the_words_of_a_key_are_these_for_ever() {
    // They stand on cards and in notebooks: a change here makes all of those wrong. Found with another
    // program's scrypt.
    assert_eq!(words(ED25519).unwrap(), "xuan luong chin choi gioi");
    assert_eq!(words(P256).unwrap(), "ru oai mit chep em");
}

#[test]
fn a_key_has_five_words_and_another_key_has_others() {
    let other = ED25519.replace("11qY", "11qZ");
    let all: BTreeSet<String> = [ED25519, P256, &other].map(|key| words(key).unwrap()).into();
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|words| words.split(' ').count() == 5));
}

#[test]
fn what_is_no_key_has_no_words() {
    let (long, short) = (format!("{ED25519}AA"), &ED25519[..ED25519.len() - 2]);
    let compressed = P256.replace("p256:B", "p256:A");
    // The same bytes under another last letter.
    let (respelt, padded) = (ED25519.replace("URo", "URp"), format!("{ED25519}="));
    let standard = ED25519.replace('_', "/");
    let other_kind = ED25519.replace("ed25519", "rsa");
    let crossed = ED25519.replace("ed25519", "p256");
    let spaced = format!(" {ED25519}");
    for rubbish in [
        "",
        ":",
        "ed25519",
        "ed25519:",
        "p256:",
        "khóa",
        &long,
        short,
        &compressed,
        &respelt,
        &padded,
        &standard,
        &other_kind,
        &crossed,
        &spaced,
    ] {
        assert_eq!(words(rubbish), None, "{rubbish}");
    }
}

#[test]
fn a_camera_reads_from_the_picture_what_was_put_in() {
    let link = format!("https://vi-du.vn/doan/3cd/#/khoa?k={ED25519}&ten=Đoàn%20phường");
    for text in [ED25519, P256, &link, "", "12345", &"x".repeat(2_331)] {
        let (path, side) = qr(text).unwrap();
        let (picture, width) = photographed(&path, side as usize);
        let mut reader = Quirc::default();
        let codes: Vec<_> = reader.identify(width, width, &picture).collect();
        assert_eq!(codes.len(), 1, "{text}");
        let read = codes[0].as_ref().unwrap().decode().unwrap();
        assert_eq!(read.payload, text.as_bytes());
        assert!(!matches!(read.ecc_level, quircs::EccLevel::L), "{text}");
    }
    assert_eq!(qr(&"x".repeat(2_332)), None);
}

#[test]
fn the_worker_says_the_same() {
    let ask = |job: &str| answer(job, vec![]).map(|(answer, _)| answer);
    let four = words(ED25519).unwrap();
    assert_eq!(
        ask(&format!(r#"{{"Words":"{ED25519}"}}"#)).unwrap(),
        format!(r#"{{"Words":"{four}"}}"#)
    );
    let (path, side) = qr(ED25519).unwrap();
    assert_eq!(
        ask(&format!(r#"{{"Qr":"{ED25519}"}}"#)).unwrap(),
        format!(r#"{{"Qr":["{path}",{side}]}}"#)
    );
    assert_eq!(ask(r#"{"Words":"x"}"#).unwrap_err(), "no key");
    assert_eq!(
        ask(&format!(r#"{{"Qr":"{}"}}"#, "x".repeat(3_000))).unwrap_err(),
        "too long a text"
    );
}

/// The path as it is drawn, dark on light with a quiet zone of four modules, and its width.
fn photographed(path: &str, side: usize) -> (Vec<u8>, usize) {
    const QUIET: usize = 4;
    const PIXELS: usize = 5;
    let width = (side + 2 * QUIET) * PIXELS;
    let mut picture = vec![255; width * width];
    for run in path.split_terminator('z') {
        let (at, length) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
        let (x, y) = at.split_once(' ').unwrap();
        let (length, back) = length.split_once("v1H").unwrap();
        assert_eq!(back, x);
        let [x, y, length] = [x, y, length].map(|number| number.parse::<usize>().unwrap());
        assert!(y < side && x + length <= side);
        for row in (y + QUIET) * PIXELS..(y + QUIET + 1) * PIXELS {
            let start = row * width + (x + QUIET) * PIXELS;
            picture[start..start + length * PIXELS].fill(0);
        }
    }
    (picture, width)
}
