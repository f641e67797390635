//! Hostile reviews: cases that are none, alone and in a backup.

use crate::support::{check_refused, checked, forged};
use bcd_core::format::{limits, problem::Code};
use serde_json::{Value, json};

#[test]
fn a_review_in_a_backup_is_checked_like_one_that_comes_alone() {
    let backup = crate::fixtures::v1("2026-11-25-backup-with-review.json");
    let changed =
        |change: fn(&mut Value)| forged(&backup, |v| change(&mut v["body"]["reviews"][0]));
    assert_eq!(checked(&changed(|_| ())).1, []);
    let field = |key: &'static str, value: Value| {
        forged(&backup, |v| v["body"]["reviews"][0]["line"][key] = value)
    };
    check_refused(&field("submission", "sha256:x|y".into()), &[Code::BadField]);
    check_refused(&field("seq", 0.into()), &[Code::BadField]);
    check_refused(&field("at", "mai".into()), &[Code::BadDate]);
    check_refused(&field("state", "vui".into()), &[Code::BadField]);
    check_refused(&field("by", "A\u{202E}B".into()), &[Code::ForbiddenCharacter]);
    check_refused(&field("reviewer", "<b>".into()), &[Code::Markup]);
    // What it says, and what this browser's own office says, too.
    for kept in ["/body/reviews/0/case", "/body/cases/0/state"] {
        let said = |path: &str, value: Value| {
            forged(&backup, |v| v.pointer_mut(kept).unwrap()["fields"][path]["v"] = value)
        };
        check_refused(&said("word", "<b>".into()), &[Code::Markup]);
        check_refused(&said("officer", 7.into()), &[Code::BadField]);
        check_refused(&said("item/2.2.1", json!({ "say": "vui" })), &[Code::BadField]);
    }
    let office = forged(&backup, |v| v["body"]["cases"][0]["id"]["office"] = "a|b".into());
    check_refused(&office, &[Code::BadField]);
}

#[test]
fn a_review_whose_case_is_not_one_is_refused() {
    let review = crate::fixtures::v1("2026-11-25-review.json");
    let changed = |change: &dyn Fn(&mut Value)| forged(&review, |v| change(&mut v["body"]));
    let value = |path: &'static str, value: Value| {
        changed(&|body| body["fields"][path]["v"] = value.clone())
    };
    assert_eq!(checked(&changed(&|_| ())).1, []);
    // The state follows from the steps, and nobody is recognised by saying so.
    for state in ["recognised", "received", "vui"] {
        check_refused(&changed(&|body| body["state"] = state.into()), &[Code::BadField]);
    }
    let decided =
        json!({ "from": "passed", "to": "recognised", "number": "", "date": "2026-12-01" });
    check_refused(&value("step/2", decided), &[Code::BadField]);
    check_refused(
        &value("step/2", json!({ "from": "received", "to": "passed" })),
        &[Code::BadField],
    );
    check_refused(&value("item/2.2.1", json!({ "say": "set", "of": "x" })), &[Code::BadField]);
    let visit = |day: &str, photo: &str| json!({ "day": day, "photos": [photo] });
    check_refused(&value("visit/1", visit("2026-02-30", "")), &[Code::BadDate]);
    check_refused(&value("visit/1", visit("2026-11-24", "../x")), &[Code::BadField]);
    check_refused(&changed(&|body| body["reviewer"]["id"] = "a|b".into()), &[Code::BadField]);
    check_refused(
        &changed(&|body| body["fields"]["word"]["n"] = json!(1_u64 << 53)),
        &[Code::BadField],
    );
    // The number is that of the submission, which came.
    check_refused(&forged(&review, |v| v["seq"] = 3.into()), &[Code::BadField]);
    let many = changed(&|body| {
        for n in 0..=limits::REVIEW_FIELDS {
            body["fields"][format!("moi/{n}")] = body["fields"]["word"].clone();
        }
    });
    check_refused(&many, &[Code::TooMany]);
    // A field of a later version is kept.
    let later = changed(&|body| body["fields"]["moi"] = body["fields"]["word"].clone());
    assert_eq!(checked(&later).1, []);
}

#[test]
fn a_review_is_checked_as_it_is_taken_in_with_what_its_side_list_brings_to_stand() {
    let review = crate::fixtures::v1("2026-11-25-review.json");
    let changed = |change: &dyn Fn(&mut Value)| forged(&review, |v| change(&mut v["body"]));
    // A value that lost against nothing becomes a field, and counts as one.
    let alone = |many: usize| {
        changed(&|body| {
            let one = body["fields"]["word"].clone();
            for n in 0..many {
                body["lost"][format!("moi/{n}")] = json!([one]);
            }
        })
    };
    assert_eq!(checked(&alone(10)).1, []);
    check_refused(&alone(limits::REVIEW_FIELDS), &[Code::TooMany]);
    // One that stands over that of the fields: nothing came, so there is no number.
    let taken_back = changed(&|body| {
        let path = format!("received/{}", body["submission"].as_str().unwrap());
        let n = json!(1_000);
        body["lost"][path] = json!([{"v": null, "n": n, "dev": "x", "at": ""}]);
    });
    check_refused(&taken_back, &[Code::BadField]);
}
