//! Device files that are well made and would end a dossier: whoever took them could not write the
//! next file, or none that others take.

use crate::support::{check_refused, checked, disk, forged};
use bcd_core::{
    field::Entry,
    format::{limits, problem::Code},
    merge::Merged,
    sync::take::{Answer, Standing, TakeOutcome, take},
};
use serde_json::{Value, json};

fn file() -> Vec<u8> {
    disk::load("tests/fixtures/v1/2026-11-25-device.json")
}

fn entry(v: Value, n: u64) -> Value {
    json!({ "v": v, "n": n, "dev": "may-9", "at": "2026-11-22T20:15:00+07:00", "by": "" })
}

fn nested(levels: usize) -> Value {
    (0..levels).fold(json!(1), |inner, _| json!([inner]))
}

#[test]
fn what_leaves_no_room_for_the_next_change_is_refused() {
    assert_eq!(checked(&file()).1, []);
    let with = |field: Value| forged(&file(), |v| v["body"]["fields"]["x/y/z"] = field);
    assert_eq!(checked(&with(entry(json!(1), limits::COUNTER))).1, []);
    check_refused(&with(entry(json!(1), limits::COUNTER + 1)), &[Code::BadField]);
    assert_eq!(checked(&with(entry(nested(limits::DEPTH / 2), 1))).1, []);
    check_refused(&with(entry(nested(limits::DEPTH / 2 + 1), 1)), &[Code::BadField]);
}

#[test]
fn a_value_that_says_to_have_seen_what_is_not_written_yet_is_refused() {
    let with = |seen: u64| {
        forged(&file(), |v| {
            let mut value = entry(json!("giả"), 7);
            value["over"] = json!({ "may-khac": seen });
            v["body"]["fields"]["answer/1.2.1/note"] = value;
        })
    };
    assert_eq!(checked(&with(7)).1, []);
    check_refused(&with(8), &[Code::BadField]);
}

/// What becomes of a value with this counter that says to have seen so many devices, where the
/// highest counter is 5.
fn taken(n: u64, devices: usize, beside: usize, standing: Standing) -> Option<Code> {
    let entry = |n: u64, dev: &str| Entry { v: json!(n), n, dev: dev.into(), ..Entry::default() };
    let before = Merged::of([("unit/id".to_owned(), entry(5, "h"))].into());
    let mut theirs = before.clone();
    let over = (0..devices).map(|n| (format!("m{n}"), json!(1))).collect();
    theirs.fields.insert("a/b/c".into(), Entry { over, ..entry(n, "x") });
    let lost = (0..beside).map(|at| entry(1, &format!("k{at}"))).collect();
    theirs.lost.insert("a/b/c".into(), lost);
    match take(&before, &theirs, &"h".into(), standing, Answer::Yes) {
        TakeOutcome::Refused(problem) => Some(problem.code),
        _ => None,
    }
}

#[test]
fn who_came_last_has_little_of_the_room_of_those_before() {
    let standings = [Standing::New, Standing::Known, Standing::Own];
    for (standing, ahead) in standings.into_iter().zip([1_u64 << 24, 1 << 32, 1 << 23]) {
        assert_eq!(taken(5 + ahead, 1, 1, standing), None);
        assert_eq!(taken(6 + ahead, 1, 1, standing), Some(Code::RunsAhead));
    }
    for (standing, devices) in standings.into_iter().zip([250, 500, 1_000]) {
        assert_eq!(taken(6, devices, 0, standing), None);
        assert_eq!(taken(6, devices + 1, 0, standing), Some(Code::RunsAhead));
    }
    for (standing, beside) in standings.into_iter().zip([100, 200, 200]) {
        assert_eq!(taken(6, 0, beside, standing), None);
        assert_eq!(taken(6, 0, beside + 1, standing), Some(Code::RunsAhead));
    }
}

#[test]
fn after_a_backup_other_devices_take_what_is_written_next() {
    let entry = |n: u64| Entry { v: json!(n), n, dev: "h".into(), ..Entry::default() };
    let state = |n: u64| Merged::of([("a/b/c".to_owned(), entry(n))].into());
    let takes = |before: &Merged, n: u64, standing| {
        !matches!(
            take(before, &state(n), &"h".into(), standing, Answer::Yes),
            TakeOutcome::Refused(_)
        )
    };
    let here = state(5);
    let most = (0..=53).map(|bits| 5 + (1_u64 << bits)).rfind(|n| takes(&here, *n, Standing::Own));
    let next = most.unwrap() + 8_000_000;
    for standing in [Standing::New, Standing::Known] {
        assert!(takes(&here, next, standing), "{standing:?}");
    }
    // Where nothing is here, it may be all that is left of what known devices led ahead again and again.
    let nothing = Merged::default();
    let led = 5 + 200 * (1_u64 << 32);
    assert!(takes(&nothing, led, Standing::Own));
    assert!(!takes(&nothing, limits::COUNTER / 1_000, Standing::Own));
}

/// A state of about so many megabytes.
fn large(megabytes: usize) -> Merged {
    let v = "x".repeat(15_000).into();
    let entry = Entry { v, n: 1, dev: "x".into(), ..Entry::default() };
    let field = |at: usize| (format!("answer/{at}/note"), entry.clone());
    Merged::of((0..megabytes * 70).map(field).collect())
}

#[test]
fn no_file_makes_a_dossier_so_large_that_other_devices_refuse_its_file() {
    let said = |before: &Merged, theirs: &Merged, standing, answer| match take(
        before,
        theirs,
        &"h".into(),
        standing,
        answer,
    ) {
        TakeOutcome::Refused(problem) => Some(problem.code),
        _ => None,
    };
    let nothing = Merged::default();
    for (standing, fits, more) in
        [(Standing::New, 7, 9), (Standing::Known, 13, 15), (Standing::Own, 15, 17)]
    {
        assert_eq!(said(&nothing, &large(fits), standing, Answer::Yes), None);
        for answer in [Answer::Ask, Answer::Nothing, Answer::Yes] {
            let refused = said(&nothing, &large(more), standing, answer);
            assert_eq!(refused, Some(Code::DossierFull), "{standing:?}");
        }
    }
    // What two devices wrote is measured together; what is here already may come again.
    let here = Merged::of([("a/b/c".to_owned(), large(1).fields["answer/0/note"].clone())].into());
    assert_eq!(said(&here, &large(13), Standing::Own, Answer::Yes), Some(Code::DossierFull));
    assert_eq!(said(&large(15), &large(13), Standing::New, Answer::Yes), None);
}

#[test]
fn values_of_one_field_are_bounded() {
    let with = |count: usize| {
        forged(&file(), |v| {
            let list = (0..count).map(|n| entry(json!(n), n as u64 + 1));
            v["body"]["lost"]["answer/1.2.1/note"] = list.collect();
        })
    };
    assert_eq!(checked(&with(limits::BESIDE)).1, []);
    check_refused(&with(limits::BESIDE + 1), &[Code::BadField]);
}

#[test]
fn a_file_after_which_one_s_own_would_be_too_large_is_refused() {
    let half = limits::JSON_BYTES / 2;
    let with = |bytes: usize| {
        forged(&file(), |v| v["body"]["fields"]["x/y/z"] = entry("x".repeat(bytes).into(), 1))
    };
    assert_eq!(checked(&with(half - 64 * 1024)).1, []);
    check_refused(&with(half), &[Code::TooLarge]);
}

#[test]
fn a_file_says_which_unit_it_is_of_in_every_value_of_that_field() {
    let with = |change: &dyn Fn(&mut Value)| forged(&file(), |v| change(&mut v["body"]));
    let refused = |change: &dyn Fn(&mut Value)| check_refused(&with(change), &[Code::BadField]);
    refused(&|body| {
        body["fields"].as_object_mut().unwrap().remove("unit/id");
    });
    refused(&|body| body["fields"]["unit/id"]["v"] = json!("khac"));
    refused(&|body| body["fields"]["unit/id"]["v"] = json!(7));
    let mine = checked(&file()).0;
    assert!(mine.is_some());
    let lost = |unit: &str| {
        let list = json!([entry(json!(unit), 1)]);
        with(&|body| body["lost"]["unit/id"] = list.clone())
    };
    check_refused(&lost("khac"), &[Code::BadField]);
}

#[test]
fn a_name_without_end_is_refused() {
    for place in ["/unit/name", "/writer/name"] {
        let with = |length: usize| {
            forged(&file(), |v| *v.pointer_mut(place).unwrap() = "ă".repeat(length).into())
        };
        assert_eq!(checked(&with(limits::NAME_CHARS)).1, []);
        check_refused(&with(limits::NAME_CHARS + 1), &[Code::TextTooLong]);
    }
}

/// So many values of one field, each of which says to have seen so many devices, none of them all that
/// another one has.
fn crowd(values: usize, devices: usize) -> Merged {
    let value = |at: usize| {
        let over = (0..devices).map(|n| (format!("m{n:04}"), json!(if n == at { 3 } else { 2 })));
        let dev = format!("m{at:04}").as_str().into();
        Entry { v: json!(at), n: 3, dev, over: over.collect(), ..Entry::default() }
    };
    let lost = (1..values).map(value).collect();
    let fields = [("a/b/c".to_owned(), value(0))].into();
    Merged { fields, lost: [("a/b/c".to_owned(), lost)].into() }
}

// Each value of a field is compared with each, and each with all that it says to have seen.
#[test]
fn what_would_take_long_to_merge_is_refused_before_it_is_merged() {
    let with = |values: usize, devices: usize| {
        let state = serde_json::to_value(crowd(values, devices)).unwrap();
        forged(&file(), |v| {
            v["body"]["fields"]["a/b/c"] = state["fields"]["a/b/c"].clone();
            v["body"]["lost"] = state["lost"].clone();
        })
    };
    let cost = crowd(200, 99).cost_with(&Merged::default());
    assert_eq!(cost, 200 * 200 * 100);
    assert_eq!((checked(&with(200, 99)).1, cost), (vec![], limits::MERGE_COST));
    check_refused(&with(200, 100), &[Code::RunsAhead]);
    // A backup may hold several such, and not endlessly many.
    let backup = |states: usize| {
        forged(&disk::load("tests/fixtures/v1/2026-11-22-backup.json"), |v| {
            let state = serde_json::to_value(crowd(200, 98)).unwrap();
            for n in 0..states {
                v["body"]["dossiers"][format!("bia-{n}")] = state.clone();
            }
        })
    };
    assert_eq!(checked(&backup(5)).1, []);
    check_refused(&backup(6), &[Code::RunsAhead]);
}

#[test]
fn what_a_dossier_would_cost_afterwards_depends_on_who_wrote_it() {
    let cost = |state: &Merged| state.cost_with(&Merged::default());
    let said = |before: &Merged, theirs: &Merged, standing| match take(
        before,
        theirs,
        &"h".into(),
        standing,
        Answer::Yes,
    ) {
        TakeOutcome::Refused(problem) => Some(problem.code),
        _ => None,
    };
    let nothing = Merged::default();
    for (standing, (fits, more)) in [
        (Standing::New, ((49, 50), (50, 50))),
        (Standing::Known, ((70, 50), (71, 50))),
        (Standing::Own, ((99, 50), (100, 50))),
    ] {
        let (fits, more) = (crowd(fits.0, fits.1), crowd(more.0, more.1));
        assert!(cost(&fits) < cost(&more));
        assert_eq!(said(&nothing, &fits, standing), None, "{}", cost(&fits));
        assert_eq!(said(&nothing, &more, standing), Some(Code::RunsAhead), "{}", cost(&more));
        // What is here already may come again from anybody.
        assert_eq!(said(&fits, &fits, Standing::New), None);
    }
    // So much that it is not even tried.
    assert_eq!(said(&nothing, &crowd(201, 100), Standing::Own), Some(Code::RunsAhead));
}

// The device of a stamp is compared whenever values are.
#[test]
fn a_device_in_a_stamp_is_short() {
    let with = |place: &str, length: usize| {
        forged(&file(), |v| {
            let mut value = entry(json!("giả"), 7);
            match place {
                "dev" => value["dev"] = "m".repeat(length).into(),
                _ => value["over"] = json!({ "m".repeat(length): 1 }),
            }
            v["body"]["fields"]["answer/1.2.1/note"] = value;
        })
    };
    for place in ["dev", "over"] {
        assert_eq!(checked(&with(place, limits::STAMP_BYTES)).1, []);
        check_refused(&with(place, limits::STAMP_BYTES + 1), &[Code::BadField]);
    }
}

#[test]
fn an_id_in_a_backup_cannot_lead_elsewhere() {
    let backup = disk::load("tests/fixtures/v1/2026-11-22-backup.json");
    assert_eq!(checked(&backup).1, []);
    for bad in ["a/../b", "a|b", " "] {
        let file = forged(&backup, |v| {
            let dossiers = v["body"]["dossiers"].as_object_mut().unwrap();
            let (_, dossier) = std::mem::take(dossiers).into_iter().next().unwrap();
            dossiers.insert(bad.to_owned(), dossier);
        });
        check_refused(&file, &[Code::BadField]);
    }
}

// Keys of tables are made of paths, with this mark between.
#[test]
fn a_path_that_would_lead_to_another_key_is_refused_wherever_fields_stand() {
    let odd = |state: &mut Value, list: bool| {
        let value = entry(json!(null), 1);
        match list {
            false => state["fields"]["answer/1.2.1/step|x"] = value,
            true => state["lost"]["answer/1.2.1/step|x"] = json!([value]),
        }
    };
    let backup = disk::load("tests/fixtures/v1/2026-11-25-backup-with-review.json");
    let review = disk::load("tests/fixtures/v1/2026-11-25-review.json");
    for list in [false, true] {
        check_refused(&forged(&file(), |v| odd(&mut v["body"], list)), &[Code::BadField]);
        check_refused(&forged(&review, |v| odd(&mut v["body"], list)), &[Code::BadField]);
        let places = ["/body/reviews/0/case", "/body/cases/0/state"];
        for place in places {
            let file = forged(&backup, |v| odd(v.pointer_mut(place).unwrap(), list));
            check_refused(&file, &[Code::BadField]);
        }
        for place in ["dossiers", "drafts"] {
            let file = forged(&backup, |v| {
                v["body"][place]["ho-so"] = json!({ "fields": {} });
                odd(&mut v["body"][place]["ho-so"], list);
            });
            check_refused(&file, &[Code::BadField]);
        }
        let roll = forged(&backup, |v| {
            let value = entry(json!("x"), 1);
            v["body"]["roll"] = match list {
                false => json!({ "fields": { "unit/1/na|me": value } }),
                true => json!({ "fields": {}, "lost": { "unit/1/na|me": [value] } }),
            };
        });
        check_refused(&roll, &[Code::BadField]);
    }
}
