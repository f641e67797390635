//! Roll-ups that are wrong: each is shown for what it is, and nothing is counted twice silently.

use super::rollup_desk::{Desk, line_of, sent, silent};
use crate::support::{check_refused, checked, forged};
use bcd_core::{
    format::problem::Code,
    id::UnitId,
    upper::{
        case::CaseState,
        rollup::{
            make::{Choice, RollupDoubt},
            tree::{RollupOddity, Shelf},
        },
    },
};
use serde_json::{Value, json};

fn commune() -> Desk {
    Desk::of(
        "xa-a",
        vec![sent("truong-1", 1, CaseState::Recognised), silent("d2", "Đoàn trường 2")],
    )
}

fn province() -> (Desk, Vec<u8>) {
    let mut commune = commune();
    let a = commune.makes();
    let mut province = Desk::of("tinh", vec![sent("khoi-1", 2, CaseState::Verifying)]);
    let file = province.takes(&commune, &a).makes();
    (province, file)
}

#[track_caller]
fn check(code: Code, change: impl FnOnce(&mut Value)) {
    check_refused(&forged(&province().1, change), &[code]);
}

#[test]
fn totals_that_do_not_follow_are_refused_whichever_they_are() {
    let totals = |at: &str, n: i64| {
        check(Code::WrongTotals, |v| {
            *v.pointer_mut(&format!("/body/totals/{at}")).unwrap() = json!(n)
        });
    };
    for (at, n) in [
        ("counts/units", 4),
        ("counts/registered", 3),
        ("counts/sent", 3),
        ("counts/late", 0),
        ("counts/recognised", 2),
        ("counts/declined", 1),
        ("counts/waiting", 0),
        ("standings/0/units", 2),
        ("bands/0/own", 2),
        ("items/0/met", 5),
        ("kinds/0/counts/units", 9),
        ("clusters/0/counts/sent", 7),
    ] {
        totals(at, n);
    }
    check(Code::WrongTotals, |v| v["body"]["totals"]["items"] = json!([]));
    check(Code::WrongTotals, |v| v["body"]["totals"]["bands"][0]["from"] = json!(10));
    // A row that is left out, or one more.
    check(Code::WrongTotals, |v| v["body"]["rows"] = json!([]));
    check(Code::WrongTotals, |v| v["body"]["parts"] = json!([]));
}

#[test]
fn a_part_that_no_units_can_come_to_is_refused() {
    for (at, n) in [
        ("counts/units", 9),
        ("counts/waiting", 1),
        ("kinds/0/counts/units", 1),
        ("items/0/met", 9),
    ] {
        check(Code::BadField, |v| {
            *v.pointer_mut(&format!("/body/parts/0/totals/{at}")).unwrap() = json!(n);
        });
    }
    check(Code::BadField, |v| {
        v["body"]["parts"][0]["totals"]["counts"]["units"] = json!(1_u64 << 52)
    });
}

#[test]
fn a_unit_in_two_rows_and_an_office_in_two_parts_are_refused() {
    for list in ["rows", "parts"] {
        check(Code::CountedTwice, |v| {
            let list = v["body"][list].as_array_mut().unwrap();
            list.push(list[0].clone());
        });
    }
}

#[test]
fn an_office_is_not_its_own_part_and_a_part_is_of_the_same_cycle() {
    check(Code::OwnPart, |v| v["body"]["parts"][0]["office"] = v["unit"].clone());
    check(Code::OtherCycle, |v| v["body"]["parts"][0]["cycle"] = json!("2025"));
}

#[test]
fn rows_that_contradict_themselves_are_refused() {
    check(Code::BadField, |v| drop(v["body"]["rows"][0].as_object_mut().unwrap().remove("digest")));
    check(Code::BadField, |v| v["body"]["rows"][0]["standing"] = json!("recognised"));
    check(Code::BadField, |v| v["body"]["rows"][0]["held_by"] = json!("ai-do"));
    check(Code::WrongScore, |v| v["body"]["rows"][0]["own"]["got"] = json!(9));
    check(Code::BadField, |v| v["seq"] = json!(0));
    check(Code::BadField, |v| v["parent"] = json!("sha256:1"));
}

#[test]
fn points_that_no_item_can_have_are_refused_at_their_place() {
    let (_, file) = province();
    // Met, of 5 points; the office said nothing of it.
    for (field, changes) in [
        ("got", json!({ "got": 6 })),
        ("got", json!({ "got": -1 })),
        ("got", json!({ "state": "open" })),
        ("got", json!({ "state": "na" })),
        ("got", json!({ "max": 1 })),
        ("max", json!({ "max": 10_001, "got": 0 })),
        ("max", json!({ "max": -1, "got": 0 })),
        ("verified", json!({ "verified": "met" })),
        ("verified", json!({ "verified": "met", "verified_got": 5 })),
        ("verified_got", json!({ "verified_got": 5 })),
        ("verified", json!({ "said": "agree", "verified": "met", "verified_got": 5 })),
        ("verified", json!({ "said": "set" })),
        ("verified_got", json!({ "said": "set", "verified": "met" })),
        ("verified_got", json!({ "said": "set", "verified": "met", "verified_got": 5.01 })),
        ("verified_got", json!({ "said": "set", "verified": "met", "verified_got": -1 })),
        ("verified_got", json!({ "said": "set", "verified": "met", "verified_got": 999_999_999 })),
        ("verified_got", json!({ "said": "set", "verified": "na", "verified_got": 1 })),
        ("verified_got", json!({ "said": "set", "verified": "open", "verified_got": 1 })),
    ] {
        let forged = forged(&file, |v| {
            let item = v["body"]["rows"][0]["items"][0].as_object_mut().unwrap();
            item.extend(changes.as_object().unwrap().clone());
        });
        let (found, problems) = checked(&forged);
        let places: Vec<_> = problems.iter().map(|it| (it.code, it.place.as_str())).collect();
        let place = format!("body/rows/1/items/1.1/{field}");
        assert!(found.is_none(), "{changes}");
        assert_eq!(places, [(Code::BadField, place.as_str())], "{changes}");
    }
}

#[test]
fn a_unit_of_the_office_that_is_counted_two_levels_below_is_decided_by_a_person() {
    let mut ward = Desk::of("phuong", vec![sent("truong-1", 1, CaseState::Recognised)]);
    let of_ward = ward.makes();
    let mut commune = Desk::of("xa-a", vec![sent("truong-2", 1, CaseState::Received)]);
    let of_commune = commune.takes(&ward, &of_ward).makes();
    let mut province = Desk::of("tinh", vec![sent("truong-1", 2, CaseState::Verifying)]);
    province.takes(&commune, &of_commune);
    let doubts = province.tries().unwrap_err();
    assert!(
        matches!(&doubts[..], [RollupDoubt::Twice { here: true, parts, .. }] if parts.len() == 1)
    );
    for (choice, recognised) in [(Choice::Here, 0), (Choice::Part("xa-a".into()), 1)] {
        let mut decided = province.clone();
        decided.choices.insert("truong-1".into(), choice);
        let file = decided.makes();
        let counts = line_of(&file).counts;
        assert_eq!((counts.units, counts.recognised), (2, recognised));
        let opened = decided.opens(&file);
        assert_eq!((opened.odd, opened.whole), (vec![], Some(opened.file.body.totals)));
    }
}

#[test]
fn a_unit_below_two_parts_is_decided_by_a_person() {
    let mut province = Desk::of("tinh", vec![]);
    for (commune, ward) in [("xa-a", "phuong-a"), ("xa-b", "phuong-b")] {
        let mut below = Desk::of(ward, vec![sent("truong-1", 1, CaseState::Recognised)]);
        let file = below.makes();
        let mut commune = Desk::of(commune, vec![]);
        let file = commune.takes(&below, &file).makes();
        province.takes(&commune, &file);
    }
    let doubts = province.tries().unwrap_err();
    assert!(
        matches!(&doubts[..], [RollupDoubt::Twice { here: false, parts, .. }] if parts.len() == 2)
    );
    province.choices.insert("truong-1".into(), Choice::Part("xa-b".into()));
    let file = province.makes();
    assert_eq!(line_of(&file).counts.units, 1);
    assert_eq!(province.opens(&file).odd, []);
}

#[test]
fn a_part_whose_own_parts_are_not_here_counts_unchecked_only_if_a_person_says_so() {
    let mut ward = Desk::of("phuong", vec![sent("truong-1", 1, CaseState::Recognised)]);
    let of_ward = ward.makes();
    let mut commune = Desk::of("xa-a", vec![]);
    let of_commune = commune.takes(&ward, &of_ward).makes();
    // The same school is a row of the province, and the ward's roll-up did not come along.
    let mut province = Desk::of("tinh", vec![sent("truong-1", 2, CaseState::Verifying)]);
    let digest = line_of(&of_ward).digest;
    province.takes(&commune, &of_commune).here.remove(&digest);
    let doubts = province.tries().unwrap_err();
    let unchecked = RollupDoubt::NotHereBelow {
        office: "Đoàn xa-a".into(),
        below: "Đoàn phuong".into(),
        digest: digest.clone(),
    };
    assert_eq!(doubts, [unchecked]);
    province.choices.insert(digest.clone(), Choice::Unchecked);
    let file = province.makes();
    assert_eq!(line_of(&file).counts.units, 2);
    // Whoever looks into it is told, and once the ward's is here, that the school counts twice.
    let opened = province.opens(&file);
    let not_here = RollupOddity::NotHere { office: "Đoàn phuong".into(), digest: digest.clone() };
    assert_eq!((opened.odd, opened.whole), (vec![not_here], None));
    province.here.insert(digest, of_ward);
    let odd = province.opens(&file).odd;
    assert!(matches!(&odd[..], [RollupOddity::Twice { office, .. }] if office == "Đoàn tinh"));
    assert!(matches!(&province.tries().unwrap_err()[..], [RollupDoubt::Twice { .. }]));
}

#[test]
fn a_unit_that_a_part_knows_by_name_alone_is_asked_about() {
    let mut commune = commune();
    let a = commune.makes();
    let mut school = sent("truong-2", 2, CaseState::Recognised);
    school.name = "Đoàn trường 2".into();
    let mut province = Desk::of("tinh", vec![school]);
    province.takes(&commune, &a);
    let doubts = province.tries().unwrap_err();
    assert!(matches!(&doubts[..], [RollupDoubt::Alike { unit, .. }] if unit == "truong-2"));
    for (choice, units, recognised) in
        [(Choice::Here, 2, 2), (Choice::Part("xa-a".into()), 2, 1), (Choice::Both, 3, 2)]
    {
        let mut decided = province.clone();
        decided.choices.insert("truong-2".into(), choice);
        let file = decided.makes();
        let counts = line_of(&file).counts;
        assert_eq!((counts.units, counts.recognised), (units, recognised));
        assert_eq!(decided.opens(&file).odd, []);
    }
}

#[test]
fn two_lines_matched_to_one_unit_are_told_of_before_there_is_a_roll_up() {
    let mut desk = commune();
    desk.rows.push(sent("truong-1", 2, CaseState::Verifying));
    assert_eq!(desk.tries().unwrap_err(), [RollupDoubt::TwoRows { unit: "Đoàn truong-1".into() }]);
}

#[test]
fn a_unit_in_two_parts_counts_in_the_one_that_a_person_chose() {
    let (mut a, mut b) =
        (commune(), Desk::of("xa-b", vec![sent("truong-1", 2, CaseState::Declined)]));
    let (of_a, of_b) = (a.makes(), b.makes());
    let mut province = Desk::of("tinh", vec![]);
    province.takes(&a, &of_a).takes(&b, &of_b);
    let doubts = province.tries().unwrap_err();
    assert!(
        matches!(&doubts[..], [RollupDoubt::Twice { here: false, parts, .. }] if parts.len() == 2)
    );
    // What was decided must be one of them.
    province.choices.insert("truong-1".into(), Choice::Here);
    assert_eq!(province.tries().unwrap_err(), doubts);
    province.choices.insert("truong-1".into(), Choice::Part("xa-b".into()));
    let file = province.makes();
    let counts = line_of(&file).counts;
    assert_eq!((counts.units, counts.recognised, counts.declined), (2, 0, 1));
    assert_eq!(province.opens(&file).odd, []);
}

#[test]
fn a_name_without_an_id_that_a_part_counts_is_asked_about() {
    let mut commune = commune();
    let a = commune.makes();
    let mut province = Desk::of("tinh", vec![silent("d9", "BCH Đoàn Truong-1")]);
    province.takes(&commune, &a);
    let doubts = province.tries().unwrap_err();
    let [RollupDoubt::Alike { unit, parts, .. }] = &doubts[..] else { panic!("{doubts:?}") };
    assert_eq!((unit.as_str(), parts.len()), ("tinh|d9", 1));
    let mut both = province.clone();
    both.choices.insert(unit.clone(), Choice::Both);
    assert_eq!(line_of(&both.makes()).counts.units, 3);
    province.choices.insert(unit.clone(), Choice::Part("xa-a".into()));
    let file = province.makes();
    assert_eq!(line_of(&file).counts.units, 2);
    assert_eq!(province.opens(&file).odd, []);
}

#[test]
fn offices_that_count_each_other_are_told_of() {
    let (mut a, mut b) =
        (Desk::of("a", vec![sent("u1", 1, CaseState::Received)]), Desk::of("b", vec![]));
    let of_a = a.makes();
    let of_b = b.takes(&a, &of_a).makes();
    a.takes(&b, &of_b);
    // b's part is a, so a would count its own units twice.
    let doubts = a.tries().unwrap_err();
    assert!(doubts.contains(&RollupDoubt::OwnPart { office: "Đoàn b".into() }), "{doubts:?}");
    // Somebody made such a file all the same; each alone is good.
    a.parts.clear();
    let mut other = a.clone();
    other.office.id = UnitId::from("c");
    let of_c = other.takes(&b, &of_b);
    of_c.rows.clear();
    let forged = forged(&of_c.makes(), |v| v["unit"]["id"] = json!("a"));
    let odd = other.opens(&forged).odd;
    assert!(odd.contains(&RollupOddity::BelowItself { office: "Đoàn a".into() }), "{odd:?}");
}

#[test]
fn a_file_that_says_of_a_part_what_its_document_does_not_is_told_of() {
    let (desk, file) = province();
    let wrong = forged(&file, |v| {
        let totals = &v["body"]["parts"][0]["totals"];
        // As if the commune had named the whole of another commune's.
        let text = totals.to_string().replace("\"office\":\"xa-a\"", "\"office\":\"xa-z\"");
        v["body"]["parts"][0]["totals"] = serde_json::from_str(&text).unwrap();
        let text = v["body"]["totals"]["clusters"].to_string().replace("xa-a", "xa-z");
        let mut clusters: Vec<Value> = serde_json::from_str(&text).unwrap();
        clusters.sort_by_key(|it| (it["office"].to_string(), it["cluster"].to_string()));
        v["body"]["totals"]["clusters"] = clusters.into();
    });
    assert_eq!(
        desk.opens(&wrong).odd,
        [RollupOddity::SaysOtherwise { office: "Đoàn xa-a".into() }]
    );
    assert_eq!(desk.opens(&file).odd, []);
    // Whoever counts it would count what is not there.
    let mut centre = Desk::of("trung-uong", vec![]);
    let mut below = desk.clone();
    below.here.remove(&line_of(&file).digest);
    centre.takes(&below, &wrong);
    let says_otherwise = RollupDoubt::SaysOtherwise { office: "Đoàn xa-a".into() };
    assert_eq!(centre.tries().unwrap_err(), [says_otherwise]);
}

#[test]
fn days_beyond_all_are_refused_at_their_place() {
    let file = forged(&province().1, |v| v["body"]["rows"][0]["days_late"] = json!(10_001));
    let places: Vec<_> = checked(&file).1.iter().map(|it| (it.code, it.place.clone())).collect();
    assert_eq!(places, [(Code::BadField, "body/rows/1/days_late".to_owned())]);
}

#[test]
fn two_roll_ups_with_one_number_are_told_of() {
    let mut one = commune();
    let mut two = one.clone();
    two.rows.pop();
    let (first, second) = (one.makes(), two.makes());
    let lines = [line_of(&first), line_of(&second)];
    let newest = Shelf::newest(&lines);
    assert_eq!((newest.len(), newest[0].1), (1, 1));
    let mut province = Desk::of("tinh", vec![]);
    let file = province.takes(&one, &first).makes();
    province.here.extend(two.here.clone());
    let same = RollupOddity::SameNumber { office: "Đoàn xa-a".into(), seq: 1 };
    assert_eq!(province.opens(&file).odd, [same]);
}

#[test]
fn a_part_that_is_not_here_is_not_made_up() {
    let (mut desk, _) = province();
    let digest = format!("sha256:{}", "0".repeat(64));
    desk.parts.push(digest.clone());
    assert_eq!(desk.tries().unwrap_err(), [RollupDoubt::NotHere { digest }]);
}

#[test]
fn a_roll_up_with_more_parts_than_there_are_offices_is_refused() {
    let file = forged(&province().1, |v| {
        let part = v["body"]["parts"][0].clone();
        v["body"]["parts"] = (0..1_001).map(|_| part.clone()).collect();
    });
    let places: Vec<_> = checked(&file).1.iter().map(|it| (it.code, it.place.clone())).collect();
    assert_eq!(places, [(Code::TooMany, "body/parts".to_owned())]);
}
