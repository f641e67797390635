//! Rows out of the list of units, and cases.

use super::{sent, unit};
use crate::support::{Story, check_taken, forged, freeze, freeze_with, small_set, small_set_value};
use bcd_core::{
    format::{bundle::Files, envelope::EnvelopeHead},
    id::{RecordId, StepId, UnitId},
    intake::{Latest, Marks, SetRef, Summary},
    points::Points,
    signer::IdentityWord,
    text::order::Alphabet,
    upper::{
        case::{CaseLine, CaseState, Decision, Mark, Verdict, VerdictWord},
        roll::{
            Due, RollUnit,
            standing::{Late, Stage, Standing as RollStanding},
        },
        table::{
            CaseYear, Level, Standing, Table, UnitYear,
            join::{of_list, with_cases},
        },
    },
};

fn line(id: &str, name: &str, latest: Option<Summary>) -> RollStanding {
    let unit = RollUnit {
        id: RecordId::from(id),
        name: name.to_owned(),
        officer: "Lê Thị Hoa".to_owned(),
        ..RollUnit::default()
    };
    let stage = latest.as_ref().map_or(Stage::Registered, |it| Stage::Sent(it.seq));
    let latest = latest.map(|summary| Latest { summary, forks: 0, apart: 0 });
    RollStanding { unit, stage, registered: None, late: None, latest }
}

fn answered(unit: &str) -> Summary {
    sent(unit, &Story::opened().step("1.1", "tot").step("2.1", "10"))
}

fn known(_: &Summary) -> IdentityWord {
    IdentityWord::Confirmed
}

#[test]
fn every_line_of_the_roll_is_a_row_and_so_is_every_unit_that_sent_without_one() {
    let due = chrono::NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
    let late = RollStanding {
        late: Some(Late { with: Due::Report, due, days: 6 }),
        ..line("r2", "Đoàn xã An Cư", None)
    };
    let apart =
        RollStanding { stage: Stage::Unconfirmed(1), ..line("r3", "Lạ", Some(answered("c"))) };
    let matched = line("r1", "Tên trong danh sách", Some(answered("a")));
    // Somebody who is in no list sent something: a row without a line.
    let loose = RollStanding {
        unit: RollUnit { name: "b".to_owned(), unit: Some("b".into()), ..RollUnit::default() },
        ..line("", "b", Some(answered("b")))
    };
    let rows = of_list(vec![matched, late, apart, loose], known);
    let said: Vec<_> = rows
        .iter()
        .map(|row| (row.name.as_str(), row.unit.as_ref().map_or("", UnitId::as_str), row.days_late))
        .collect();
    let expect =
        [("Tên trong danh sách", "a", 0), ("Đoàn xã An Cư", "", 6), ("Lạ", "c", 0), ("b", "b", 0)];
    assert_eq!(said, expect);
    // What nobody knows to be the unit's counts as not sent.
    assert_eq!(
        rows.iter().map(|it| it.latest.is_some()).collect::<Vec<_>>(),
        [true, false, false, true]
    );
    // The roll says nothing of it, so the unit does; the officer is the roll's.
    assert_eq!((rows[0].kind.as_str(), rows[0].cluster.as_str()), ("commune", "Cụm thi đua số 2"));
    assert_eq!((rows[0].officer.as_str(), rows[3].officer.as_str()), ("Lê Thị Hoa", ""));
    assert_eq!((&rows[0].roll, &rows[3].roll), (&Some(RecordId::from("r1")), &None));
}

#[test]
fn a_case_gives_its_standing_its_verdicts_in_points_and_how_often_the_unit_was_recognised() {
    let set = small_set();
    let sets = [(SetRef::of(&set), set)];
    let case = |cycle: &str, state, at: &str| CaseLine {
        unit: UnitId::from("a"),
        cycle: cycle.to_owned(),
        state,
        officer: "Trần Văn Nam".to_owned(),
        at: at.to_owned(),
        ..CaseLine::default()
    };
    let step = |step: &str| Verdict::Set(Mark::Step(StepId::from(step)));
    let verdicts = [
        ("1.1", step("kha")),
        ("1.2", Verdict::Ask),
        ("2.1", Verdict::Agree),
        ("3.1", step("gan")),
        ("3.2", step("bậc lạ")),
    ];
    let now = CaseLine {
        verified: verdicts.clone().map(|(item, it)| (item.to_owned(), it)).into(),
        said_of: verdicts.map(|(item, _)| (item.to_owned(), answered("a").digest)).into(),
        ..case("2026", CaseState::Recognised, "2026-11-01T08:00:00+07:00")
    };
    let lines = [
        now,
        // Another office's, older: the later one stands.
        case("2026", CaseState::Verifying, "2026-10-01T08:00:00+07:00"),
        case("2025", CaseState::Commended, ""),
        case("2023", CaseState::Recognised, ""),
    ];
    let mut rows = vec![unit(answered("a")), unit(answered("b"))];
    with_cases(&mut rows, &lines, "2026", &sets, &|_| None);
    assert_eq!((rows[0].recognised, rows[1].recognised), (2, 0));
    assert_eq!((rows[0].officer.as_str(), rows[1].officer.as_str()), ("Trần Văn Nam", ""));
    assert_eq!(rows[1].case, None);
    let table = Table::of(rows, &sets, &Alphabet::default());
    let row = &table.rows[0];
    assert_eq!(row.standing, Standing::Sent(CaseState::Recognised));
    let verified = |item: &str| row.cells[table.column(item)?]?.verified;
    let said = |item: &str| verified(item).map(|it| (it.said, it.level, it.got));
    assert_eq!(said("1.1"), Some((VerdictWord::Set, Level::Part, Points(450))));
    // Asked, not answered yet: as the unit has it.
    assert_eq!(said("1.2"), Some((VerdictWord::Ask, Level::Open, Points(0))));
    assert_eq!(said("2.1"), Some((VerdictWord::Agree, Level::Lacking, Points::whole(10))));
    assert_eq!(said("3.1"), Some((VerdictWord::Set, Level::Unmet, Points(475))));
    // A step that the set does not have is worth nothing that anybody knows.
    assert_eq!(said("3.2"), Some((VerdictWord::Set, Level::Open, Points(0))));
    assert_eq!(said("3.3"), None);
    assert_eq!(row.verified, Some(Points(450 + 1000 + 475)));
}

#[test]
fn every_state_of_a_case_is_a_standing_of_its_own() {
    let mut all: Vec<Standing> = CaseState::ALL.map(Standing::Sent).into();
    let recognised: Vec<_> = all.iter().filter(|it| it.is_recognised()).copied().collect();
    assert_eq!(
        recognised,
        [Standing::Sent(CaseState::Recognised), Standing::Sent(CaseState::Commended)]
    );
    all.sort();
    all.dedup();
    assert_eq!(all.len(), CaseState::ALL.len());
    let empty = UnitYear { case: Some(CaseYear::default()), ..UnitYear::default() };
    assert_eq!(empty.case.unwrap().standing, Standing::Missing);
}

#[test]
fn what_was_said_of_an_item_that_the_unit_changed_since_counts_no_more() {
    let set = small_set();
    let first = sent("a", &Story::opened().step("1.1", "tot").step("2.1", "10"));
    // The next one, which says something else of one item.
    let after = |before: &Summary, changed: &str| {
        let (seq, parent) = (before.seq + 1, Some(before.digest.clone()));
        let mut marks = before.marks.read().unwrap();
        let mut of = marks.iter_mut().filter(|mark| mark.item.as_str() == changed);
        of.next().into_iter().for_each(|mark| mark.print = format!("khac-{seq}"));
        let marks = Marks::of(&marks);
        Summary { digest: format!("sha256:{seq}"), seq, parent, marks, ..before.clone() }
    };
    let agreed = |item: &str| (item.to_owned(), Verdict::Agree);
    let of = |item: &str, digest: &str| (item.to_owned(), digest.to_owned());
    let line = CaseLine {
        verified: [agreed("1.1"), agreed("2.1"), agreed("3.1")].into(),
        // One of them was said of the later submission: that makes the others no newer.
        said_of: [of("1.1", &first.digest), of("2.1", &first.digest), of("3.1", "sha256:2")].into(),
        seen: "sha256:2".to_owned(),
        ..CaseLine::default()
    };
    let holding = |latest: &Summary, here: &[&Summary]| {
        let earlier = |digest: &str| here.iter().find(|it| it.digest == digest).copied();
        let year = CaseYear::of(&line, Some(&set), latest, &earlier);
        year.verified.into_keys().collect::<Vec<_>>()
    };
    let (same, second) = (after(&first, ""), after(&first, "1.1"));
    assert_eq!(holding(&same, &[&first]), ["1.1", "2.1", "3.1"]);
    assert_eq!(holding(&second, &[&first]), ["2.1", "3.1"]);
    // Sent again: what is another one now is changed, and nothing else, as at the desk.
    let (again, third) = (after(&same, ""), after(&second, "3.1"));
    assert_eq!(holding(&again, &[&first, &same]), ["1.1", "2.1", "3.1"]);
    assert_eq!(holding(&third, &[&first, &second]), ["2.1"]);
    let fourth = after(&third, "");
    assert_eq!(holding(&fourth, &[&first, &second]), ["2.1"]);
    // What it was said of is not here, or is of another unit, and only it could tell.
    assert_eq!(holding(&same, &[]), ["3.1"]);
    assert_eq!(holding(&fourth, &[&second, &third]), Vec::<String>::new());
    assert_eq!(holding(&again, &[&first]), ["1.1", "2.1"]);
    let other = Summary { unit: UnitId::from("b"), ..same.clone() };
    assert_eq!(holding(&again, &[&first, &other]), ["1.1", "2.1"]);
}

// The unit sends more points, and says that nothing changed.
#[test]
fn whether_a_verdict_still_holds_is_not_the_units_own_word() {
    let first = Story::opened().step("1.1", "kha").step("2.1", "7").step("3.2", "tot");
    let before = freeze(&first.dossier, &small_set_value(), &Files::new());
    let second = first.step("1.1", "tot").step("2.1", "10");
    let head = EnvelopeHead {
        seq: 2,
        parent: Some(before.digest.clone()),
        ..crate::support::head(&second.dossier)
    };
    let set = small_set_value();
    let after = freeze_with(head, &second.dossier, &set, &before.shared, &Files::new());
    let after = forged(&after.file, |it| it["body"]["changed"] = serde_json::json!([]));
    let (before, after) = (check_taken(&before.file), check_taken(&after));
    assert!(after.marks.read().unwrap().iter().all(|mark| !mark.changed));
    let items = ["1.1", "2.1", "3.2"].map(str::to_owned);
    let line = CaseLine {
        verified: items.clone().map(|item| (item, Verdict::Agree)).into(),
        said_of: items.map(|item| (item, before.digest.clone())).into(),
        decided: Some(Decision { of: before.digest.clone(), ..Decision::default() }),
        ..CaseLine::default()
    };
    let earlier = |digest: &str| Some(&before).filter(|it| it.digest == digest);
    let holding: Vec<_> = line.holding(&after, &earlier).map(|(item, _)| item).collect();
    assert_eq!(holding, ["3.2"]);
    assert!(line.is_decided_on_other(&after, &earlier));
    assert_eq!(line.holding(&after, &|_| None).count(), 0, "nobody can tell");
    assert_eq!(line.holding(&before, &|_| None).count(), 3);
}

#[test]
fn a_case_of_which_no_submission_counts_any_more_is_no_recognised_unit() {
    let decided = CaseLine {
        unit: UnitId::from("a"),
        cycle: "2026".to_owned(),
        state: CaseState::Recognised,
        ..CaseLine::default()
    };
    // Its device was rejected since.
    let apart = RollStanding {
        stage: Stage::Unconfirmed(1),
        ..line("r1", "Đoàn a", Some(answered("a")))
    };
    let mut rows = of_list(vec![apart], known);
    with_cases(&mut rows, &[decided], "2026", &[], &|_| None);
    let table = Table::of(rows, &[], &Alphabet::default());
    assert_eq!((table.rows[0].standing, table.rows[0].recognised), (Standing::Missing, 0));
}
