//! Chance: fields and files of the year made by dice. Nothing panics, everything ends, and what
//! the app writes it can read.

use super::{Notebook, day, id, rules, templates, y2026};
use crate::{
    fuzz::{Edit, edit, edits},
    support::{default_set, freeze, head, resigned, small_set, small_set_value},
};
use bcd_core::{
    dossier::Dossier,
    engine::{Request, Response, handle},
    field::Fields,
    format::{
        bundle::Files,
        problem::Code,
        read::{Document, read},
    },
    year::{
        Year,
        cycle::Cycle,
        deadline,
        due::{due, pledges},
        faults::faults,
        handed, open, plan, proposal,
        record::RecordKind,
        summary, target, totals,
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;

fn a_path() -> impl Strategy<Value = String> {
    let kind = prop::sample::select(RecordKind::ALL);
    let name = prop::sample::select(vec!["a", "b", "unit", "1", "report", "roll-2", ""]);
    let field = prop::sample::select(vec![
        "start",
        "end",
        "date",
        "done",
        "state",
        "order",
        "count",
        "admitted",
        "branch",
        "branch/a",
        "for/2.3.1",
        "for/1.4.1",
        "members",
        "period",
        "since",
        "strength",
        "present",
        "total",
        "goal",
        "plan/1",
        "actual/4",
        "kind",
        "class/x",
        "rated",
        "held/1",
        "held/12",
        "planned",
        "late",
        "deleted",
        "template",
        "text/basis",
        "strong",
        "weak",
        "until",
        "signed",
        "lead",
        "project",
        "recognised",
        "roll",
        "name",
    ]);
    let quarterly = prop::sample::select(vec!["members", "new", "moved_out", "hard", "confirmed"]);
    let other = prop::sample::select(vec![
        "cycle",
        "unit/kind",
        "registration/registered",
        "registration/item/1.1/standing",
        "registration/item/1.1/until",
        "evidence/e/for/3.1.2",
        "evidence/e/date",
        "evidence/e/of/task-a",
    ]);
    prop_oneof![
        6 => (kind, name, field).prop_map(|(k, id, f)| format!("{}/{id}/{f}", k.as_str())),
        2 => (0_u8..6, prop::sample::select(vec!["a", "unit"]), quarterly)
            .prop_map(|(q, id, f)| format!("quarter/{q}/{id}/{f}")),
        1 => other.prop_map(str::to_owned),
    ]
}

fn a_value() -> impl Strategy<Value = Value> {
    let texts = vec![
        "",
        "a",
        "b",
        "2026",
        "2026–2027",
        "2026-02-28",
        "2026-12-31",
        "2027-01-01",
        "9999-12-31",
        "0000-01-01",
        "2026-02-30",
        "done",
        "dropped",
        "quarterly",
        "strong",
        "class-share",
        "unit",
        "annual-plan",
        "hard",
        "-1",
        "99999999999999999999",
        "mai",
    ];
    prop_oneof![
        4 => prop::sample::select(texts).prop_map(Value::from),
        2 => any::<bool>().prop_map(Value::from),
        2 => prop_oneof![0_i64..40, Just(i64::MIN), Just(i64::MAX), Just((1 << 53) - 1)]
            .prop_map(Value::from),
        1 => prop_oneof![Just(Value::Null), Just(json!(0.5)), Just(json!([])), Just(json!({}))],
    ]
}

fn a_book() -> impl Strategy<Value = Fields> {
    proptest::collection::btree_map(a_path(), a_value(), 0..60).prop_map(|fields| {
        let mut book = Notebook::opened();
        for (path, value) in fields {
            book = book.put(&path, value);
        }
        book.fields
    })
}

// A branch's file as it should be.
static GOOD: LazyLock<Value> = LazyLock::new(|| {
    let book = Notebook::opened()
        .put("unit/id", "chi-doan")
        .put("quarter/1/unit/members", 21)
        .put("annual/unit/class/x", 3)
        .meeting("h", &[], "2026-01-10")
        .task("t", "2026-01-10", "2026-01-20");
    let sent = freeze(&Dossier::of(book.fields), &small_set_value(), &Files::new());
    serde_json::from_slice(&sent.file).unwrap()
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_fields_are_looked_at_to_an_end(fields in a_book(), today in 0_u64..800) {
        let today = day("2025-06-01") + chrono::Days::new(today);
        let year = Year::of(&fields);
        let dossier = Dossier::of(fields.clone());
        let (set, rules) = (default_set(), rules());
        drop(faults(&year, &set, &templates().templates));
        for cycle in [Some(y2026()), Cycle::parse("2026–2027"), year.days()].into_iter().flatten() {
            drop(deadline::all(&rules, &year, &cycle));
            drop(due(&year, &cycle, &rules, today, u32::MAX));
            drop((plan::by_quarter(&year, &cycle), plan::in_month(&year, &cycle, 0)));
            drop(target::lines(&year, &cycle));
            for line in summary::branches(&year, &cycle, today) {
                prop_assert!(line.held <= line.due);
                prop_assert!(line.tasks.on_time <= line.tasks.done);
            }
            drop(proposal::all(&year, &cycle, &rules, &set, today));
        }
        prop_assert!(totals::whole(&year).cases >= totals::whole(&year).graduated);
        drop(pledges(&year, &small_set(), &dossier, today));
        drop(open::register(&dossier, &year, &set, &Default::default()));
    }

    #[test]
    fn what_is_written_of_any_year_can_be_read(fields in a_book()) {
        let dossier = Dossier::of(fields);
        let sent = freeze(&dossier, &small_set_value(), &Files::new());
        let of_year = sent.problems.iter().filter(|problem| problem.place.starts_with("body/year"));
        prop_assert_eq!(of_year.count(), 0, "{:?}", sent.problems);
        prop_assert_eq!(head(&dossier).seq, 1);
    }

    #[test]
    fn a_well_signed_branch_file_is_taken_in_or_refused(edits in edits()) {
        check_taken_in(&edits);
    }
}

// Whatever a branch's file says, what comes of it is a year whose own file can be read.
fn check_taken_in(edits: &[Edit]) {
    let file = resigned(edit(GOOD.clone(), edits));
    let reading = read(&file);
    if !reading.problems.is_empty() {
        return;
    }
    let Some(Document::Submission(envelope)) = reading.document else { return };
    let ward = Notebook::opened().branch("kp1", 20);
    let direct = handed::take_in(&ward.year, &id("kp1"), &envelope);
    let request = Request::TakeIn { fields: ward.fields.clone(), branch: Some(id("kp1")) };
    let (Response::TakenIn(asked), _) = handle(request, vec![file]) else { panic!("no answer") };
    assert_eq!(direct.is_ok(), asked.is_ok());
    let Ok(sets) = direct else { return };
    let mut ward = ward;
    ward.sets(&sets);
    let sent = freeze(&Dossier::of(ward.fields), &small_set_value(), &Files::new());
    let codes: Vec<Code> = sent.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, []);
}
