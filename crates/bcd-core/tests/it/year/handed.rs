//! What goes up of the year, and how a branch's figures come into its Đoàn cơ sở.

use super::{Notebook, day, id, y2026};
use crate::support::{
    check_refused, check_taken, forged, freeze, freeze_with, head, small_file, small_set_value,
};
use bcd_core::{
    dossier::Dossier,
    engine::{Request, Response, handle},
    format::{
        bundle::Files,
        envelope::EnvelopeHead,
        problem::Code,
        read::{Document, read},
        year::YearCounts,
    },
    year::{
        cycle::Quarter,
        handed::{CountsNotTaken, branch_of, counts},
        summary::branches,
        totals,
        value::{Figure, MOST},
    },
};
use serde_json::{Value, json};

fn file(book: &Notebook, change: impl FnOnce(&mut EnvelopeHead)) -> Vec<u8> {
    let dossier = Dossier::of(book.fields.clone());
    let mut head = head(&dossier);
    change(&mut head);
    let sent = freeze_with(head, &dossier, &small_set_value(), &Default::default(), &Files::new());
    assert_eq!(sent.problems, []);
    sent.file
}

fn year_of(file: &[u8]) -> YearCounts {
    match read(file).document {
        Some(Document::Submission(envelope)) => *envelope.body.year.unwrap(),
        other => panic!("{other:?}"),
    }
}

// A branch that keeps its own book on its own phone.
fn branch_book() -> Notebook {
    Notebook::opened()
        .put("unit/id", "0f6e0b9e-5f0d-4c53-8e0c-7a4c9f6f0b02")
        .put("unit/name", "Chi đoàn khu phố 1")
        .put("unit/kind", "branch")
        .put("quarter/1/unit/members", 21)
        .put("quarter/1/unit/new", 1)
        .put("quarter/1/unit/hard", 1)
        .put("quarter/1/unit/confirmed", "2026-03-28")
        .put("annual/unit/rated", 20)
        .put("annual/unit/class/excellent", 4)
        .meeting("h1", &[], "2026-01-10")
        .meeting("h2", &[], "2026-03-10")
        .task("v1", "2026-02-01", "2026-02-28")
        .task("v2", "2026-12-01", "2026-12-30")
        .done("v1", "2026-02-20")
        .intro("g", "", 4, 2)
}

fn ward() -> Notebook {
    Notebook::opened().branch("kp1", 20).branch("kp2", 12).meeting("h", &["kp1"], "2026-02-10")
}

fn take_in(
    ward: &mut Notebook,
    file: &[u8],
    branch: Option<&str>,
) -> Result<usize, CountsNotTaken> {
    let request = Request::TakeIn { fields: ward.fields.clone(), branch: branch.map(id) };
    let (Response::TakenIn(sets), _) = handle(request, vec![file.to_vec()]) else {
        panic!("no answer")
    };
    let sets: Vec<_> =
        sets?.into_iter().map(|(path, value)| bcd_core::command::Set { path, value }).collect();
    ward.sets(&sets);
    Ok(sets.len())
}

#[test]
fn a_unit_that_keeps_no_year_sends_none() {
    let value: Value = serde_json::from_slice(&small_file()).unwrap();
    assert!(value["body"].get("year").is_none());
    assert_eq!(counts(&Notebook::opened().year, day("2026-10-01")), None);
    let odd = branch_book().put("cycle", "năm nay");
    assert_eq!(counts(&odd.year, day("2026-10-01")), None);
}

#[test]
fn what_goes_up_is_counts_and_never_names() {
    let secrets = [
        ("branch/kp1/secretary", "Trần Bí Thư"),
        ("intro/g/who", "Ng.V.Giới"),
        ("intro/g/by", "L.T.Thiệu"),
        ("intro/g/note", "nhà ở ấp Ba"),
        ("meeting/h/opinions", "Bạn Tư muốn nghỉ"),
        ("meeting/h/conclusions", "Giúp bạn Năm"),
        ("meeting/h/news", "Tin nội bộ"),
        ("task/v/content", "Thăm nhà bạn Sáu"),
        ("task/v/lead", "Đ/c Bảy"),
        ("task/v/result", "Đã trao quà cho bạn Tám"),
        ("visit/t/who", "Đ/c Chín"),
        ("pairing/p/outcome", "Bạn Mười khá hơn"),
        ("course/c/result", "Kết quả riêng"),
        ("joint/j/partner", "Công an phường"),
        ("model/m/title", "Mô hình của bạn Út"),
        ("paper/k/text/goals", "Mục tiêu nội bộ"),
        ("registration/officer", "Đ/c Theo Dõi"),
        ("target/t/title", "Chỉ tiêu của bạn Hai"),
        ("deadline/d/title", "Hạn riêng"),
    ];
    let book = secrets
        .iter()
        .fold(ward().intro("g", "kp1", 2, 1), |book, (path, text)| book.put(path, *text));
    let sent = String::from_utf8(file(&book, |_| {})).unwrap();
    for (path, text) in secrets {
        assert!(!sent.contains(text), "{path} went up");
    }
    check_taken(sent.as_bytes());
    assert_eq!(year_of(sent.as_bytes()).introductions.introduced, 2);
    // In a small branch a number of hard cases would name somebody.
    let book = book.put("quarter/1/kp1/hard", 1).put("quarter/1/kp2/hard", 2);
    let value: Value = serde_json::from_slice(&file(&book, |_| {})).unwrap();
    assert_eq!(value["body"]["year"]["quarters"]["1"]["hard"], 3);
    assert!(!value["body"]["year"]["branches"].to_string().contains("hard"));
}

#[test]
fn counts_are_of_the_units_own_day() {
    let book = ward();
    let at = |time: &str| year_of(&file(&book, |head| head.at = time.to_owned()));
    // Just after midnight in Vietnam, on a phone set to Vietnam, to UTC and to the west.
    for time in ["2026-04-01T00:10:00+07:00", "2026-03-31T17:10:00Z", "2026-03-31T10:10:00-07:00"] {
        let counts = at(time);
        assert_eq!(counts.as_of, "2026-04-01", "{time}");
        assert_eq!((counts.meetings.held, counts.meetings.due), (1, 6));
    }
    assert_eq!(at("2026-03-31T16:50:00Z").as_of, "2026-03-31");
    // After the year's turn the year is over: twelve periods each.
    assert_eq!(at("2027-01-01T00:00:00+07:00").meetings.due, 24);
}

#[test]
fn a_branch_hands_up_and_nothing_is_retyped() {
    let mut ward = ward();
    let handed = file(&branch_book(), |head| head.at = "2026-04-01T08:00:00+07:00".into());
    assert!(take_in(&mut ward, &handed, Some("kp1")).unwrap() > 10);
    let first = ward.year.quarter(Quarter::One, "kp1");
    assert_eq!(
        (first.members, first.new, first.hard),
        (Figure::Is(21), Figure::Is(1), Figure::Is(1))
    );
    assert_eq!(first.confirmed.0, "2026-03-28");
    let line = &branches(&ward.year, &y2026(), day("2026-04-01"))[0];
    assert_eq!(
        (line.held, line.due),
        (3, 3),
        "January and March by the branch, February by the ward"
    );
    assert_eq!((line.introduced, line.admitted), (4, 2));
    assert_eq!((line.tasks.all, line.tasks.done), (2, 1));
    assert_eq!(totals::annual(&ward.year).classes["excellent"], 4);
    assert_eq!(totals::members(&ward.year), Some(33));
    // Again: nothing to do. From now on the branch is known by its unit id.
    assert_eq!(take_in(&mut ward, &handed, None), Ok(0));
    let unit = "0f6e0b9e-5f0d-4c53-8e0c-7a4c9f6f0b02";
    assert_eq!(branch_of(&ward.year, &unit.into()), Some(id("kp1")));
    // And the ward's own file carries it further up, as counts.
    let up = year_of(&file(&ward, |head| head.at = "2026-04-01T09:00:00+07:00".into()));
    assert_eq!((up.branches[0].held.as_slice(), up.branches[0].due), (&[1, 2, 3][..], 3));
    assert_eq!(up.introductions.introduced, 4);
}

#[test]
fn a_later_hand_up_takes_back_what_was_wrong() {
    let mut ward = ward();
    let first = file(&branch_book(), |_| {});
    take_in(&mut ward, &first, Some("kp1")).unwrap();
    let fewer = branch_book().put("meeting/h2/deleted", true);
    let second = file(&fewer, |head| head.seq = 2);
    take_in(&mut ward, &second, None).unwrap();
    assert_eq!(ward.year.handed[&id("kp1")].held, ["1".to_owned()].into());
    assert_eq!(take_in(&mut ward, &first, None), Err(CountsNotTaken::Older));
}

#[test]
fn what_does_not_fit_is_not_taken_in() {
    let mut here = ward();
    let good = file(&branch_book(), |_| {});
    assert_eq!(take_in(&mut here, &good, None), Err(CountsNotTaken::NoSuchBranch));
    assert_eq!(take_in(&mut here, &good, Some("la")), Err(CountsNotTaken::NoSuchBranch));
    assert_eq!(take_in(&mut here, &small_file(), Some("kp1")), Err(CountsNotTaken::NoCounts));
    let other = file(&branch_book().put("cycle", "2027"), |head| head.cycle = "2027".into());
    assert_eq!(take_in(&mut here, &other, Some("kp1")), Err(CountsNotTaken::OtherCycle));
    let sample = file(&branch_book().put("sample", true), |_| {});
    assert_eq!(take_in(&mut here, &sample, Some("kp1")), Err(CountsNotTaken::Sample));
    assert_eq!(here.fields, ward().fields);
}

#[test]
fn counts_that_cannot_be_are_refused() {
    let good = file(&ward().put("quarter/1/unit/members", 32), |_| {});
    type Change = fn(&mut Value);
    let cases: [(Code, Change); 14] = [
        (Code::BadDate, |y| y["as_of"] = json!("2026-02-30")),
        (Code::BadDate, |y| y["quarters"]["1"]["confirmed"] = json!("hôm qua")),
        (Code::BadField, |y| y["quarters"]["5"] = json!({})),
        (Code::BadField, |y| y["quarters"]["1"]["members"] = json!(MOST + 1)),
        (Code::BadField, |y| y["quarters"]["1"]["members"] = json!(-1)),
        (Code::BadField, |y| y["meetings"]["held"] = json!(99)),
        (Code::BadField, |y| y["tasks"]["on_time"] = json!(1)),
        (Code::BadField, |y| {
            y["tasks"] = json!({"planned": 1, "done": 1, "on_time": 1, "late": 1})
        }),
        (Code::BadField, |y| y["branches"][0]["held"] = json!([2, 1])),
        (Code::BadField, |y| y["branches"][0]["held"] = json!([13])),
        (Code::BadField, |y| y["branches"][0]["period"] = json!("weekly")),
        (Code::BadField, |y| y["branches"][1]["id"] = y["branches"][0]["id"].clone()),
        (Code::BadField, |y| y["branches"][0]["id"] = json!("a/b")),
        (Code::Markup, |y| y["branches"][0]["name"] = json!("<b>Chi đoàn</b>")),
    ];
    for (code, change) in cases {
        let bad = forged(&good, |value| change(&mut value["body"]["year"]));
        check_refused(&bad, &[code]);
    }
    let many = forged(&good, |value| {
        let list =
            (0..2_001).map(|n| json!({ "id": n.to_string(), "period": "monthly", "due": 0 }));
        value["body"]["year"]["branches"] = list.collect();
    });
    check_refused(&many, &[Code::TooMany]);
}

#[test]
fn a_slip_of_the_finger_does_not_make_the_file_unreadable() {
    let book = ward()
        .put("quarter/1/kp1/members", MOST)
        .put("quarter/1/kp2/members", MOST)
        .put("quarter/1/kp1/new", "nhiều")
        .put("intro/g/count", MOST)
        .put("intro/k/count", MOST)
        .put("annual/unit/class/a", -3)
        .put("handed/kp1/done", MOST)
        .put("handed/kp1/planned", 1)
        .put("handed/kp2/held/77", true);
    let counts = year_of(&file(&book, |_| {}));
    assert_eq!(counts.quarters["1"].members, Some(MOST));
}

#[test]
fn unknown_counts_of_a_later_version_survive() {
    let newer = forged(&file(&ward(), |_| {}), |v| v["body"]["year"]["moi"] = json!({ "a": 1 }));
    check_taken(&newer);
    assert_eq!(read(&newer).value["body"]["year"]["moi"]["a"], 1);
}

#[test]
fn the_same_year_gives_the_same_bytes() {
    let book = branch_book();
    let dossier = Dossier::of(book.fields.clone());
    let once = freeze(&dossier, &small_set_value(), &Files::new());
    let again = freeze(&dossier, &small_set_value(), &Files::new());
    assert_eq!(once.file, again.file);
}
