//! Hostile files: each is refused for its own reason, and nothing of it is stored.

use crate::support::{check_change as check, check_refused, checked, forged, small_file};
use bcd_core::format::{
    limits,
    problem::{Code, Problem},
    read::read,
};
use serde_json::{Value, json};

#[test]
fn the_file_that_is_broken_here_is_good() {
    assert!(checked(&small_file()).0.is_some());
    assert!(checked(&forged(&small_file(), |_| ())).0.is_some());
}

#[test]
fn nothing_and_blanks_are_empty() {
    for file in ["", " ", "\r\n\t ", "\u{FEFF}", "\u{FEFF}\n"] {
        check_refused(file.as_bytes(), &[Code::Empty]);
    }
}

#[test]
fn other_texts_are_not_json() {
    for file in [
        "Kính gửi Đoàn cấp trên,",
        "<!doctype html><p>x",
        "{'format': 1}",
        "{\"a\": 1,}",
        "[1] 2",
        "NaN",
        "{\"a\":1e999}",
    ] {
        check_refused(file.as_bytes(), &[Code::NotJson]);
    }
}

#[test]
fn a_mistake_is_named_by_line_and_column() {
    let Problem { args, .. } = read(b"{\n  \"a\": x\n}").problems.remove(0);
    assert_eq!(args, ["2", "8"]);
}

#[test]
fn json_of_something_else_is_foreign() {
    let others = [
        json!({}),
        json!([]),
        json!(null),
        json!(7),
        json!("ba-chu-dong"),
        json!({ "format": "geojson" }),
        json!({ "format": ["ba-chu-dong"] }),
    ];
    for other in others {
        check_refused(other.to_string().as_bytes(), &[Code::Foreign]);
    }
    check(Code::Foreign, |value| value["format"] = "BA-CHU-DONG".into());
}

#[test]
fn a_picture_or_other_bytes_are_no_text() {
    check_refused(&crate::support::photo::png(8, 1, 0), &[Code::NotText]);
    check_refused(b"\x1f\x8b\x08\0\0\0\0\0", &[Code::NotText]);
}

#[test]
fn utf_16_is_no_text_and_a_mark_before_utf_8_is_taken() {
    let text = String::from_utf8(small_file()).unwrap();
    let mut little = vec![0xff, 0xfe];
    little.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    check_refused(&little, &[Code::NotText]);
    let mut big = vec![0xfe, 0xff];
    big.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    check_refused(&big, &[Code::NotText]);
    assert!(checked(format!("\u{FEFF}{text}").as_bytes()).0.is_some());
}

#[test]
fn a_file_cut_anywhere_is_never_good_and_is_known_as_cut() {
    let file = small_file();
    assert_eq!(read(&[]).problems[0].code, Code::Empty);
    for length in 1..file.len() {
        let reading = read(&file[..length]);
        let codes: Vec<Code> = reading.problems.iter().map(|p| p.code).collect();
        assert_eq!(codes, [Code::Truncated], "{length} of {}", file.len());
        assert!(reading.document.is_none());
    }
    check_refused(&file[..file.len() / 2], &[Code::Truncated]);
}

#[test]
fn a_change_without_a_new_digest_is_seen() {
    let text = String::from_utf8(small_file()).unwrap();
    let changes = [
        text.replacen("\"step\":\"kha\"", "\"step\":\"tot\"", 1),
        text.replacen("sha256:", "sha256:0", 1),
        text.replacen("sha256:", "SHA256:", 1),
        text.replacen("Đoàn phường An Cư", "Đoàn phường An Cu", 1),
        text.replacen("\"seq\":1", "\"seq\":2", 1),
    ];
    for other in changes {
        assert_ne!(other, text);
        check_refused(other.as_bytes(), &[Code::WrongDigest]);
    }
    let mut value: Value = serde_json::from_str(&text).unwrap();
    value.as_object_mut().unwrap().remove("digest");
    check_refused(value.to_string().as_bytes(), &[Code::WrongDigest]);
    value["digest"] = 7.into();
    check_refused(value.to_string().as_bytes(), &[Code::WrongDigest]);
}

#[test]
fn a_newer_version_is_said_to_be_newer() {
    for version in [json!(2), json!(99), json!(9_007_199_254_740_991_u64)] {
        check(Code::NewerVersion, |value| value["version"] = version);
    }
    // Also where the newer version reckons its digest otherwise.
    let text = String::from_utf8(small_file()).unwrap();
    let newer = text.replacen("\"version\":1,\"writ", "\"version\":2,\"writ", 1);
    assert_ne!(newer, text);
    check_refused(newer.as_bytes(), &[Code::NewerVersion]);
    assert_eq!(read(newer.as_bytes()).problems[0].args, ["2"]);
}

#[test]
fn what_is_no_version_is_a_bad_field() {
    for version in [json!(0), json!(-1), json!("1"), json!(1.5), json!(null), json!([1])] {
        check(Code::BadField, |value| value["version"] = version);
    }
}

#[test]
fn kinds_that_this_version_does_not_take_in_are_named() {
    for kind in ["minutes", "SUBMISSION", ""] {
        check(Code::UnsupportedKind, |value| value["kind"] = kind.into());
    }
    check(Code::UnsupportedKind, |value| {
        value.as_object_mut().unwrap().remove("kind");
    });
}

#[test]
fn a_hundred_megabytes_are_refused_at_once() {
    let mut huge = small_file();
    huge.resize(100 * 1024 * 1024, b' ');
    check_refused(&huge, &[Code::TooLarge]);
    huge.truncate(limits::JSON_BYTES + 1);
    check_refused(&huge, &[Code::TooLarge]);
    assert_eq!(read(&huge).problems[0].args, ["32"]);
}

#[test]
fn ten_thousand_levels_are_refused_without_going_down() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        check_refused(deep.as_bytes(), &[Code::TooDeep]);
        check_refused(open.repeat(10_000).as_bytes(), &[Code::TooDeep]);
    }
    let mut inner = json!(1);
    for _ in 0..limits::DEPTH - 2 {
        inner = json!([inner]);
    }
    assert!(checked(&forged(&small_file(), |v| v["body"]["moi"] = inner.clone())).0.is_some());
    check(Code::TooDeep, |v| v["body"]["moi"] = json!([inner]));
    // Brackets in a text are no levels.
    check_good(|v| v["body"]["moi"] = "[{".repeat(100).into());
    check_good(|v| v["body"]["moi"] = format!("\\\"{}", "[{".repeat(100)).into());
}

#[track_caller]
fn check_good(change: impl FnOnce(&mut Value)) {
    assert_eq!(checked(&forged(&small_file(), change)).1, []);
}

#[test]
fn millions_of_values_are_refused() {
    let many = format!("[{}0]", "0,".repeat(limits::VALUES));
    check_refused(many.as_bytes(), &[Code::TooMany]);
    let many = format!("[{}{{}}]", "{},".repeat(limits::VALUES / 2));
    check_refused(many.as_bytes(), &[Code::TooMany]);
}
