//! Laws of the plan: what holds for any tasks.

use super::{Notebook, id};
use crate::support::entry;
use bcd_core::{
    field::Fields,
    id::RecordId,
    merge::Merged,
    year::{
        Year,
        bulk::BulkChange,
        command::{YearCommand, fields_of},
        copy,
        cycle::{Cycle, Quarter},
        plan,
        record::live,
        task::TaskState,
        value::{Day, Figure},
    },
};
use proptest::{prelude::*, sample::Index};
use std::collections::BTreeSet;

fn a_day() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => (2027_i32..2030, 1_u32..13, 1_u32..32).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")),
        1 => Just(String::new()),
        1 => prop::sample::select(vec!["2028-02-29", "2028-12-31", "2027-09-01", "mai"])
            .prop_map(str::to_owned),
    ]
}

// A plan by dice: days that may not exist, orders that may meet, some deleted.
fn a_plan() -> impl Strategy<Value = Fields> {
    let task = (a_day(), a_day(), -3_i64..4, 0_u8..5, any::<bool>());
    proptest::collection::vec(task, 0..25).prop_map(|tasks| {
        let mut fields = Fields::new();
        for (number, (start, end, order, state, deleted)) in tasks.into_iter().enumerate() {
            let mut put = |field: &str, value: serde_json::Value| {
                fields.insert(format!("task/t{number}/{field}"), entry(value, 1, "may-1"));
            };
            put("content", format!("Việc {number}").into());
            put("start", start.into());
            put("end", end.into());
            put("order", order.into());
            let state = TaskState::ALL[usize::from(state) % TaskState::ALL.len()];
            put("state", state.as_str().into());
            if deleted && number % 4 == 0 {
                put("deleted", true.into());
            }
        }
        fields
    })
}

fn a_cycle() -> impl Strategy<Value = Cycle> {
    prop::sample::select(vec!["2027", "2028", "2027–2028", "2028–2029"])
        .prop_map(|text| Cycle::parse(text).unwrap())
}

fn ids(year: &Year) -> BTreeSet<RecordId> {
    live(&year.tasks).map(|(id, _)| id.clone()).collect()
}

fn chosen(year: &Year, picks: &[Index]) -> BTreeSet<RecordId> {
    let all: Vec<RecordId> = ids(year).into_iter().collect();
    if all.is_empty() {
        return BTreeSet::new();
    }
    picks.iter().map(|pick| pick.get(&all).clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_view_by_quarter_is_a_partition(fields in a_plan(), cycle in a_cycle()) {
        let year = Year::of(&fields);
        let parted = plan::by_quarter(&year, &cycle);
        let parts = parted.periods.iter().chain([&parted.undated, &parted.outside]);
        let shown: Vec<RecordId> = parts.flatten().map(|(id, _)| (*id).clone()).collect();
        prop_assert_eq!(shown.len(), ids(&year).len());
        prop_assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), ids(&year));
        // A quarter's tasks by their last day are among those that run in it, and so with months.
        for (quarter, period) in Quarter::ALL.into_iter().zip(&parted.periods) {
            let running = plan::in_quarter(&year, &cycle, quarter);
            prop_assert!(period.iter().all(|line| running.contains(line)));
            for line in period {
                let month = line.1.due().and_then(|due| cycle.month_of(due)).unwrap();
                prop_assert!(plan::in_month(&year, &cycle, month).contains(line));
            }
        }
    }

    #[test]
    fn a_copied_plan_has_as_many_tasks_and_all_their_days(
        fields in a_plan(), from in a_cycle(), to in a_cycle(),
    ) {
        let last = Year::of(&fields);
        let mut next = Notebook::with(Fields::new());
        next.sets(&copy::plan(&last, &copy::offered(&last), (&from, &to), &next.year));
        prop_assert_eq!(ids(&next.year), ids(&last));
        for (id, task) in live(&last.tasks) {
            let copy = &next.year.tasks[id];
            prop_assert_eq!(copy.state, TaskState::Planned);
            prop_assert_eq!(&copy.content, &task.content);
            for (mine, theirs) in [(&copy.start, &task.start), (&copy.end, &task.end)] {
                // A day stays a day, and what is none stays as it was typed.
                prop_assert_eq!(mine.date().is_some(), theirs.date().is_some());
                prop_assert!(theirs.date().is_some() || mine == theirs);
            }
            // Who came first still does.
            let (a, b) = (task.start.date(), task.end.date());
            let (x, y) = (copy.start.date(), copy.end.date());
            prop_assert!(a.zip(b).is_none_or(|(a, b)| a > b || x.zip(y).is_some_and(|(x, y)| x <= y)));
        }
    }

    #[test]
    fn a_bulk_change_touches_only_what_was_chosen(
        fields in a_plan(),
        picks in proptest::collection::vec(any::<Index>(), 0..5),
        what in 0_u8..6,
    ) {
        let book = Notebook::with(fields);
        let chosen = chosen(&book.year, &picks);
        let change = match what {
            0 => BulkChange::Start(Day::from("2028-05-19")),
            1 => BulkChange::End(Day::from("2028-05-19")),
            2 => BulkChange::Shift(-400),
            3 => BulkChange::Lead("Nam".into()),
            4 => BulkChange::State(TaskState::Done, Day::from("2028-05-19")),
            _ => BulkChange::Deleted(true),
        };
        let mut after = book.clone();
        after.does(YearCommand::Bulk(chosen.clone(), change));
        for (id, task) in &book.year.tasks {
            prop_assert!(chosen.contains(id) || after.year.tasks[id] == *task, "{}", id);
        }
        prop_assert_eq!(after.year.tasks.len(), book.year.tasks.len());
        prop_assert_eq!(Year::of(&after.fields), after.year);
    }

    #[test]
    fn any_run_of_moves_keeps_every_task_and_puts_it_where_it_was_sent(
        fields in a_plan(),
        moves in proptest::collection::vec((any::<Index>(), any::<Option<Index>>()), 1..12),
    ) {
        let mut book = Notebook::with(fields);
        let order = |book: &Notebook| -> Vec<RecordId> {
            plan::ordered(&book.year).into_iter().map(|(id, _)| id.clone()).collect()
        };
        for (moved, before) in moves {
            let mut wanted = order(&book);
            if wanted.is_empty() {
                continue;
            }
            let moved = wanted.remove(moved.index(wanted.len()));
            let at = before.map_or(wanted.len(), |before| before.index(wanted.len() + 1));
            let before = wanted.get(at).cloned();
            wanted.insert(at, moved.clone());
            book.does(YearCommand::Move(moved, before));
            prop_assert_eq!(order(&book), wanted);
        }
    }

    #[test]
    fn two_devices_that_plan_apart_lose_nothing(
        fields in a_plan(),
        mine in proptest::collection::vec(any::<Index>(), 1..4),
        theirs in proptest::collection::vec(any::<Index>(), 1..4),
    ) {
        let start = Notebook::with(fields);
        let (mut one, mut two) = (start.on("may-1"), start.on("may-2"));
        let (mine, theirs) = (chosen(&start.year, &mine), chosen(&start.year, &theirs));
        one.does(YearCommand::Bulk(mine.clone(), BulkChange::Lead("Nam".into())));
        two.does(YearCommand::Bulk(theirs.clone(), BulkChange::Helpers("Hoa".into())));
        for (book, name) in [(&mut one, "moi-1"), (&mut two, "moi-2")] {
            let set = YearCommand::Figure(bcd_core::year::record::RecordKind::Task, id(name), "target", Figure::Is(5));
            let sets = fields_of(set, &book.fields, &book.year);
            book.sets(&sets);
        }
        let mut both = Merged::of(one.fields.clone());
        both.merge(Merged::of(two.fields.clone()));
        let year = Year::of(&both.fields);
        prop_assert!(both.lost.is_empty(), "unlike fields of one task do not meet");
        for id in &mine {
            prop_assert_eq!(year.tasks[id].lead.as_str(), "Nam");
        }
        for id in &theirs {
            prop_assert_eq!(year.tasks[id].helpers.as_str(), "Hoa");
        }
        prop_assert_eq!(year.tasks.len(), start.year.tasks.len() + 2);
    }
}
