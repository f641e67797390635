//! Hostile texts: wherever a text may stand, HTML, direction marks and endless ones are refused.

use crate::support::{check_change as check, checked, forged, photo_file, resigned, small_file};
use bcd_core::format::{limits, problem::Code, read::read};
use serde_json::{Value, json};

#[test]
fn a_file_full_of_mistakes_does_not_fill_the_screen() {
    let file = forged(&small_file(), |v| {
        let line = json!({ "kind": "la", "items": vec!["9.9"; 500], "url": "x".repeat(1_000), "date": "x" });
        v["body"]["evidence"] = (0..500).map(|n| (n.to_string(), line.clone())).collect();
        v["body"]["answers"] = json!({ "a".repeat(10_000): { "step": "<b>" } });
    });
    let problems = read(&file).problems;
    assert!(!problems.is_empty() && problems.len() < 300, "{}", problems.len());
    for problem in problems {
        assert!(problem.place.chars().count() < 200, "{}", problem.place);
        assert!(problem.args.iter().all(|arg| arg.chars().count() < 200));
    }
}

#[test]
fn a_problem_does_not_pass_on_what_it_complains_about() {
    let file = forged(&small_file(), |v| v["body"]["\u{202E}ngược"] = "\u{202E}".into());
    let problems = read(&file).problems;
    assert_eq!(problems.len(), 2);
    assert!(problems.iter().all(|p| !format!("{p:?}").contains('\u{202E}')));
    assert_eq!(problems[0].args, ["U+202E"]);
}

// Every text of a document, by JSON pointer.
fn texts(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(place.to_owned()),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(n, v)| texts(v, &format!("{place}/{n}"), found));
        }
        Value::Object(object) => object.iter().for_each(|(key, v)| {
            texts(v, &format!("{place}/{}", key.replace('~', "~0").replace('/', "~1")), found);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn html_direction_marks_and_endless_texts_are_refused_in_every_text_field() {
    let picture = crate::support::photo::png(8, 1, 0);
    let file = photo_file(&picture, |_| ());
    let good = forged(&file, |v| {
        v["parent"] = format!("sha256:{}", "0".repeat(64)).into();
        v["body"]["answers"] = json!({ "1.1": { "note": "x", "na_reason": "x" } });
        v["body"]["evidence"]["vb"] = serde_json::from_str(
            r#"{"kind": "document", "title": "x", "number": "x", "date": "2026-01-01", "url": "https://x", "items": ["1.1"]}"#,
        ).unwrap();
        v["body"]["changed"] = json!(["1.1"]);
        v["body"]["set"]["note"] = json!({ "vi": "x", "en": "x" });
        v["moi"] = json!({ "x": ["y"] });
    });
    assert_eq!(checked(&good).1, []);
    let good: Value = serde_json::from_slice(&good).unwrap();
    let mut places = Vec::new();
    texts(&good, "", &mut places);
    places.retain(|place| !place.starts_with("/files/"));
    assert!(places.len() > 60, "{}", places.len());
    let long = ["x".repeat(limits::TEXT_CHARS + 1), "x".repeat(1024 * 1024)];
    for (number, place) in places.into_iter().enumerate() {
        let hostile = [
            ("<img src=x onerror=alert(1)>", Code::Markup),
            ("</p>", Code::Markup),
            ("<!-- x", Code::Markup),
            ("\u{202E}fdp.exe", Code::ForbiddenCharacter),
            ("a\u{200F}b", Code::ForbiddenCharacter),
            ("a\0b", Code::ForbiddenCharacter),
            ("\u{FEFF}", Code::ForbiddenCharacter),
            // A megabyte takes its time; every eighth place has one.
            (&long[usize::from(number % 8 == 0)], Code::TextTooLong),
        ];
        for (text, code) in hostile {
            let mut value = good.clone();
            *value.pointer_mut(&place).unwrap() = text.into();
            let resigned = resigned(value);
            let (found, problems) = checked(&resigned);
            let codes: Vec<Code> = problems.iter().map(|p| p.code).collect();
            // Two fields are looked at before any text is, and the digest is set anew.
            let expect = match place.as_str() {
                "/digest" => continue,
                "/format" => Code::Foreign,
                "/kind" => Code::UnsupportedKind,
                _ => code,
            };
            assert!(found.is_none() && codes.contains(&expect), "{place}: {codes:?}");
        }
    }
}

#[test]
fn names_of_fields_are_looked_at_like_texts() {
    for (key, code) in [("<script>", Code::Markup), ("\u{2066}x", Code::ForbiddenCharacter)] {
        check(code, |v| v["body"]["moi"] = json!({ key: 1 }));
    }
    check(Code::TextTooLong, |v| v["body"]["moi"] = json!({ "x".repeat(30_000): 1 }));
}

#[test]
fn a_name_that_nobody_sees_or_that_looks_like_another_is_refused() {
    let unseen =
        ["\u{200B}", "\u{3164}", "\u{115F}", "\u{FFA0}", "\u{2060}", "\u{AD}", "\u{E0041}"];
    for mark in unseen {
        check(Code::ForbiddenCharacter, |v| v["unit"]["name"] = format!("An{mark} Cư").into());
    }
    for blank in ["\u{A0}", "\u{2003} ", "\u{200D}", "\u{FE0F}"] {
        check(Code::BadField, |v| v["unit"]["name"] = blank.into());
    }
    // A family is four people and what joins them.
    let family = "Đoàn phường An Cư 👨\u{200D}👩\u{200D}👧 ❤\u{FE0F}";
    assert_eq!(checked(&forged(&small_file(), |v| v["unit"]["name"] = family.into())).1, []);
}
