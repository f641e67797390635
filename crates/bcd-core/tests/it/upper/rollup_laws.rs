//! Laws of totals and of trees of roll-ups, over random ones to any depth.

use super::rollup_desk::{Desk, line_of, sent, silent};
use crate::support::{check_refused, forged};
use bcd_core::{
    format::{
        limits,
        problem::Code,
        rollup::{RollupRow, UnitStanding},
    },
    intake::MarkState,
    upper::{
        case::CaseState,
        rollup::{
            make::{Choice, RollupDoubt},
            totals::Totals,
            tree::key,
        },
    },
};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;

fn a_row() -> impl Strategy<Value = RollupRow> {
    use CaseState::{Asked, Commended, Declined, Recognised, Verifying};
    use UnitStanding::{NotRegistered, Registered, Sent};
    let standing = prop::sample::select(vec![
        Sent(Asked),
        Sent(Commended),
        Sent(Declined),
        NotRegistered,
        Sent(Recognised),
        Registered,
        Sent(Verifying),
    ]);
    let words = (0_u8..40, 0_usize..3, 0_u64..3, 0_u8..3, prop::bool::ANY);
    (standing, words).prop_map(|(standing, (unit, met, late, cluster, na))| {
        let mut row = match standing {
            Sent(state) => sent(&format!("u{unit}"), met, state),
            _ => RollupRow {
                unit: Some(format!("u{unit}").as_str().into()),
                standing,
                registered: standing == Registered,
                ..silent("d", &format!("Đoàn u{unit}"))
            },
        };
        if let Some(item) = row.items.first_mut().filter(|_| na) {
            (item.state, item.got) = (MarkState::Na, Default::default());
            row.own = Some(bcd_core::format::rollup::RowScore::of(
                &row.items,
                bcd_core::format::rollup::RollupItem::own,
            ));
        }
        row.days_late = late;
        row.cluster = format!("Cụm {cluster}");
        row
    })
}

fn totals() -> impl Strategy<Value = Totals> {
    prop::collection::vec((a_row(), 0_u8..3), 0..8).prop_map(|rows| {
        let mut totals = Totals::default();
        for (row, office) in rows {
            totals.add(&Totals::of(&row, &format!("o{office}").as_str().into()));
        }
        totals
    })
}

fn sum(one: &Totals, other: &Totals) -> Totals {
    let mut sum = one.clone();
    sum.add(other);
    sum
}

/// An office with its own units, and offices below it.
#[derive(Clone, Debug)]
struct Tree(Vec<RollupRow>, Vec<Tree>);

fn tree() -> impl Strategy<Value = Tree> {
    let rows = || prop::collection::vec(a_row(), 0..4);
    let leaf = rows().prop_map(|rows| Tree(rows, vec![]));
    leaf.prop_recursive(4, 16, 4, move |below| {
        (rows(), prop::collection::vec(below, 0..4)).prop_map(|(rows, below)| Tree(rows, below))
    })
}

// Rolls a tree up; where a unit is in several places, the person takes the first one offered. Leaves the
// row that counts of each unit.
fn roll_up(tree: &Tree, number: &mut usize) -> (Desk, Vec<u8>, BTreeMap<String, RollupRow>) {
    *number += 1;
    let id = format!("o{number:03}");
    let mut rows = BTreeMap::new();
    for row in &tree.0 {
        rows.insert(key(row, &id.as_str().into()), row.clone());
    }
    let mut desk = Desk::of(&id, rows.values().cloned().collect());
    let mut counted: BTreeMap<String, (String, BTreeMap<String, RollupRow>)> = BTreeMap::new();
    for below in &tree.1 {
        let (from, file, rows) = roll_up(below, number);
        desk.takes(&from, &file);
        counted.insert(from.office.id.0.clone(), (line_of(&file).digest, rows));
    }
    let file = match desk.tries() {
        Ok(file) => file,
        Err(doubts) => {
            for doubt in doubts {
                let RollupDoubt::Twice { unit, here, parts, .. } = doubt else {
                    panic!("{doubt:?}")
                };
                let choice = if here { Choice::Here } else { Choice::Part(parts[0].0.clone()) };
                desk.choices.insert(unit, choice);
            }
            desk.makes()
        }
    };
    let mut all = rows;
    for (office, (_, rows)) in counted {
        for (unit, row) in rows {
            match desk.choices.get(&unit) {
                None => drop(all.insert(unit, row)),
                Some(Choice::Part(holder)) if holder.as_str() == office => {
                    drop(all.insert(unit, row))
                }
                Some(_) => {}
            }
        }
    }
    (desk, file, all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn totals_add_up_in_any_order_and_grouping(a in totals(), b in totals(), c in totals()) {
        prop_assert_eq!(sum(&sum(&a, &b), &c), sum(&a, &sum(&b, &c)));
        prop_assert_eq!(sum(&a, &b), sum(&b, &a));
        prop_assert_eq!(&sum(&a, &Totals::default()), &a);
        prop_assert_eq!(&sum(&Totals::default(), &a), &a);
        prop_assert!(a.is_sound() && sum(&a, &b).is_sound());
        let back = sum(&a, &b).less([b.clone()]);
        prop_assert_eq!(back.as_ref(), Some(&a));
        prop_assert_eq!([&a, &b, &c].into_iter().cloned().sum::<Totals>(), sum(&sum(&a, &b), &c));
        prop_assert_eq!(a.difference(&b).is_none(), a == b);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_roll_up_of_any_depth_comes_to_what_its_units_come_to(tree in tree()) {
        let (desk, file, rows) = roll_up(&tree, &mut 0);
        let line = line_of(&file);
        // Clusters know their office, so the plain sum is made without them.
        let mut plain = Totals::default();
        rows.values().for_each(|row| plain.add(&Totals::of(row, &"x".into())));
        prop_assert_eq!(line.counts, plain.counts);
        let opened = desk.opens(&file);
        let totals = opened.file.body.totals;
        prop_assert_eq!(totals.counts, plain.counts);
        prop_assert_eq!(&totals.standings, &plain.standings);
        prop_assert_eq!(&totals.bands, &plain.bands);
        prop_assert_eq!(&totals.items, &plain.items);
        prop_assert_eq!(&totals.kinds, &plain.kinds);
        prop_assert_eq!(opened.odd, vec![]);
        prop_assert_eq!(opened.whole, Some(totals));
        let shelf = desk.shelf();
        for unit in rows.keys() {
            prop_assert!(shelf.find(unit, &line.digest).is_some(), "no way to {}", unit);
        }
        // The same again gives the same bytes.
        prop_assert_eq!(roll_up(&tree, &mut 0).1, file);
    }
}

// Hundreds of units with as many items as there may be, the last first: whoever puts each where it belongs in the list
// moves all the others, and takes minutes.
#[test]
fn rows_that_come_in_the_worst_order_are_counted_as_fast_as_any() {
    let file = Desk::of("tinh", vec![sent("u", 0, CaseState::Received)]).makes();
    let row = |number: usize| {
        let items = (0..limits::ITEMS).map(|item| {
            let item = format!("{:03}", 999 - item);
            json!({ "item": item, "criterion": "c", "state": "na", "got": 0, "max": 0 })
        });
        let own = json!({ "got": 0, "max": 0, "criteria": [{ "id": "c", "got": 0, "max": 0 }] });
        json!({
            "unit": format!("u{number}"), "name": "", "kind": "", "cluster": "",
            "standing": "received", "registered": true, "seq": 1,
            "digest": format!("sha256:{}", "0".repeat(64)),
            "set": { "id": format!("{:03}", 999 - number), "version": 1, "print": "" },
            "own": own, "items": items.collect::<Vec<_>>(),
        })
    };
    let many = forged(&file, |v| v["body"]["rows"] = (0..330).map(row).collect());
    check_refused(&many, &[Code::WrongTotals]);
}
