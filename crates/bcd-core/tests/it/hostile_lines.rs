//! What stands in lines, which are read whenever a list is, is short and means what it says.

use crate::{
    fixtures::v1,
    support::{check_refused, checked, forged, small_file},
};
use bcd_core::format::{limits, problem::Code, read::read};
use serde_json::{Value, json};

const SUBMISSION: &str = "";
const BACKUP: &str = "2026-11-22-backup.json";
const WITH_REVIEW: &str = "2026-11-25-backup-with-review.json";
const DEVICE: &str = "2026-11-25-device.json";
const REVIEW: &str = "2026-11-25-review.json";
const PACK: &str = "2026-11-25-pack.json";

fn file(name: &str) -> Vec<u8> {
    if name == SUBMISSION { small_file() } else { v1(name) }
}

fn at<'a>(file: &'a mut Value, place: &str) -> &'a mut Value {
    place.split('/').skip(1).fold(file, |value, step| match step.parse::<usize>() {
        Ok(index) if value.is_array() => &mut value[index],
        _ => &mut value[step],
    })
}

#[test]
fn names_and_titles_that_lists_show_are_short() {
    for (name, places) in [
        (SUBMISSION, &["/unit/name", "/writer/name", "/body/unit/kind", "/body/unit/upper"][..]),
        (SUBMISSION, &["/body/unit/cluster", "/body/set/id"]),
        (BACKUP, &["/unit/name", "/writer/name"]),
        (DEVICE, &["/unit/name", "/writer/name"]),
        (REVIEW, &["/unit/name", "/writer/name", "/body/reviewer/name", "/body/signs"]),
        (PACK, &["/unit/name", "/writer/name", "/body/title/vi", "/body/title/en"]),
        (WITH_REVIEW, &["/body/reviews/0/line/reviewer", "/body/reviews/0/line/by"]),
    ] {
        for place in places {
            let with =
                |length: usize| forged(&file(name), |v| *at(v, place) = "ă".repeat(length).into());
            let said = checked(&with(limits::NAME_CHARS)).1;
            // A kind that nobody knows is asked other items, so the score is another one.
            let is_kind = *place == "/body/unit/kind";
            assert!(said.iter().all(|it| is_kind && it.code == Code::WrongScore), "{said:?}");
            let said = checked(&with(limits::NAME_CHARS + 1)).1;
            let long = said.iter().find(|it| it.code == Code::TextTooLong).unwrap();
            let named = long.place.rsplit('/').next().unwrap();
            assert!(place.contains(named), "{place}: {long:?}");
        }
    }
    let note = |length: usize| {
        forged(&file(PACK), |v| *at(v, "/body/note/vi") = "ă".repeat(length).into())
    };
    assert_eq!(checked(&note(limits::PACK_NOTE_CHARS)).1, []);
    check_refused(&note(limits::PACK_NOTE_CHARS + 1), &[Code::TextTooLong]);
}

#[test]
fn every_kind_of_document_was_written_at_some_time() {
    for name in [SUBMISSION, BACKUP, DEVICE, REVIEW, PACK] {
        let with = |time: &str| forged(&file(name), |v| v["written_at"] = time.into());
        assert_eq!(checked(&with("2026-11-25T08:00:00.123456789+07:00")).1, [], "{name}");
        let endless = format!("2026-11-25T08:00:00.{}+07:00", "1".repeat(15_000));
        for bad in ["", "hôm qua", "2026-11-25", &endless] {
            check_refused(&with(bad), &[Code::BadDate]);
        }
    }
}

#[test]
fn the_submission_before_is_named_by_its_digest() {
    let with = |parent: &str| forged(&small_file(), |v| v["parent"] = parent.into());
    assert_eq!(checked(&with(&format!("sha256:{}", "a".repeat(64)))).1, []);
    check_refused(&with(&"a".repeat(20_000)), &[Code::BadField]);
}

#[test]
fn items_that_are_said_to_have_changed_are_no_more_than_a_set_has() {
    let with =
        |count: usize| forged(&small_file(), |v| v["body"]["changed"] = vec!["1.1"; count].into());
    assert_eq!(checked(&with(limits::ITEMS)).1, []);
    check_refused(&with(limits::ITEMS + 1), &[Code::TooMany]);
}

#[test]
fn the_unit_of_a_dossier_in_a_backup_is_an_id() {
    let with = |unit: Value, lost: bool| {
        forged(&file(BACKUP), |v| {
            let dossiers = v["body"]["dossiers"].as_object_mut().unwrap();
            let dossier = dossiers.values_mut().next().unwrap();
            let mut entry = dossier["fields"]["unit/id"].clone();
            entry["v"] = unit;
            match lost {
                true => dossier["lost"]["unit/id"] = json!([entry]),
                false => dossier["fields"]["unit/id"] = entry,
            }
        })
    };
    for lost in [false, true] {
        assert_eq!(checked(&with(json!("7d1f6a52"), lost)).1, []);
        for bad in [json!("a|b"), json!("a/b"), json!("a".repeat(65)), json!(7), json!({})] {
            check_refused(&with(bad, lost), &[Code::BadField]);
        }
    }
}

#[test]
fn a_pack_has_no_endless_groups_deadlines_or_templates() {
    let with = |place: &str, count: usize| {
        forged(&file(PACK), |v| {
            let list = at(v, place).as_array_mut().unwrap();
            let first = list[0].clone();
            for n in list.len()..count {
                let mut part = first.clone();
                part["id"] = format!("bia-{n}").into();
                if part["items"].is_array() {
                    part["items"] = json!([]);
                }
                list.push(part);
            }
        })
    };
    for (place, most) in [
        // Nine more are those of other criteria.
        ("/body/set/criteria/0/groups", limits::ITEMS - 9),
        ("/body/deadlines/deadlines", limits::PACK_DEADLINES),
    ] {
        assert_eq!(checked(&with(place, most)).1, [], "{place}");
        check_refused(&with(place, most + 1), &[Code::TooMany]);
    }
    let templates = |count: usize| {
        let text = json!({ "vi": "Mẫu" });
        let template = |n: usize| {
            json!({
                "id": format!("mau-{n}"), "kind": text, "subject": text, "short": text,
                "sections": [],
            })
        };
        forged(&file(PACK), |v| v["body"]["templates"] = (0..count).map(template).collect())
    };
    assert_eq!(checked(&templates(limits::PACK_TEMPLATES)).1, []);
    check_refused(&templates(limits::PACK_TEMPLATES + 1), &[Code::TooMany]);
    // The set of a submission is bounded in the same way.
    let groups = |count: usize| {
        forged(&small_file(), |v| {
            let group = json!({ "id": "9", "title": { "vi": "Nhóm" }, "items": [] });
            let groups = at(v, "/body/set/criteria/0/groups").as_array_mut().unwrap();
            groups.resize(count, group);
        })
    };
    assert!(read(&groups(limits::ITEMS - 2)).problems.is_empty());
    check_refused(&groups(limits::ITEMS), &[Code::TooMany]);
}
