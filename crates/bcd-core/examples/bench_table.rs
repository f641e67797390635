//! How long the table units × items takes to make, filter, sort and count, from the rows as the
//! database has them: `cargo run --release -p bcd-core --example bench_table [units] [years]`.

#![expect(
    clippy::disallowed_types,
    clippy::disallowed_macros,
    reason = "a measurement needs a clock and a place to print; the core has neither"
)]

use bcd_core::{
    criteria::CriteriaSet,
    format::submission::{CriterionLine, ScoreLine},
    id::UnitId,
    intake::{Mark, MarkState, Marks, SetRef, Summary, marks},
    points::Points,
    text::order::Alphabet,
    upper::table::{
        Filter, ItemIs, Level, Sort, SortBy, Table, UnitYear, View,
        compare::compare,
        statistics::{self, GroupBy},
    },
};
use std::{hint::black_box, time::Instant};

#[path = "support/province.rs"]
mod province;

const RUNS: usize = 9;

/// The same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % sides
    }
}

fn main() -> Result<(), String> {
    let mut numbers = std::env::args().skip(1).map(|it| it.parse::<usize>());
    let units = numbers.next().and_then(Result::ok).unwrap_or(1_900);
    let years = numbers.next().and_then(Result::ok).unwrap_or(3);
    let set = serde_json::from_value(province::default_set()?).map_err(|e| e.to_string())?;
    let set_ref = SetRef::of(&set);
    let mut dice = Dice(1);
    let row = |year: usize, unit: usize, dice: &mut Dice| line(&set, &set_ref, year, unit, dice);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for year in 0..years {
        let lines = (0..units).map(|unit| row(year, unit, &mut dice));
        rows.push(lines.map(|it| serde_json::to_string(&it).unwrap_or_default()).collect());
    }
    let bytes: usize = rows.iter().flatten().map(String::len).sum();
    println!("{units} units × {} items × {years} years", set.items().count());
    println!("a row: {} bytes", bytes / (units * years).max(1));
    let alphabet = Alphabet::default();
    let sets = [(set_ref, set.clone())];
    let read = || -> Vec<Vec<UnitYear>> {
        rows.iter().map(|year| year.iter().filter_map(|row| unit_year(row)).collect()).collect()
    };
    measure("rows read from JSON, all years", || read().len());
    let inputs = read();
    let first = || Table::of(inputs[0].clone(), &sets, &alphabet);
    measure("lines of a year, cloned", || inputs[0].clone().len());
    measure("table of a year, with that clone", || first().rows.len());
    let table = first();
    let all: Vec<usize> = (0..table.rows.len()).collect();
    let none: &[Option<bcd_core::upper::table::filter::Trend>] = &[];
    let query = Filter { query: "quang 1".to_owned(), ..Filter::default() };
    measure("filter by words", || query.rows(&table, none, &alphabet).len());
    let item = Some((table.columns[0].item.clone(), ItemIs::At(Level::Lacking)));
    let item = Filter { item, ..Filter::default() };
    measure("filter by an item's level", || item.rows(&table, none, &alphabet).len());
    for (what, by) in [
        ("sort by name", SortBy::Name),
        ("sort by total", SortBy::Total),
        ("sort by an item", SortBy::Item(table.columns[7].item.clone())),
    ] {
        let sort = Sort { by, descending: true };
        measure(what, || {
            let mut rows = all.clone();
            sort.apply(&table, &mut rows);
            rows[0]
        });
    }
    measure("tallies of all items, weakest first", || {
        statistics::by_strength(&statistics::items(&table, &all)).len()
    });
    measure("groups by cluster", || {
        statistics::groups(&table, &all, GroupBy::Cluster, &alphabet).len()
    });
    let then = Table::of(inputs.last().cloned().unwrap_or_default(), &sets, &alphabet);
    measure("against another year", || compare(&table, &then).items.len());
    let view = View { filter: item, ..View::default() };
    measure("address written and read", || View::read(&view.write()).1.len());
    Ok(())
}

fn measure<T>(what: &str, run: impl Fn() -> T) {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{what}: {:.3} ms (median of {RUNS})", times[RUNS / 2]);
}

fn line(set: &CriteriaSet, set_ref: &SetRef, year: usize, unit: usize, dice: &mut Dice) -> Summary {
    let (mut all, mut criteria) = (Vec::new(), Vec::<CriterionLine>::new());
    for (criterion, item) in set.items() {
        let (step, max) = (&item.ladder[dice.roll(item.ladder.len())], item.max());
        let state = if step.met { MarkState::Met } else { MarkState::Unmet };
        if criteria.last().is_none_or(|it| it.id != criterion.id) {
            criteria.push(CriterionLine { id: criterion.id.clone(), ..CriterionLine::default() });
        }
        if let Some(line) = criteria.last_mut() {
            (line.got, line.max) = (line.got + step.points, line.max + max);
        }
        all.push(Mark {
            item: item.id.clone(),
            criterion: criterion.id.clone(),
            gate: item.gate,
            state,
            got: step.points,
            max,
            lacking: step.met && dice.roll(5) == 0,
            changed: dice.roll(10) == 0,
            print: format!("{:016x}", dice.roll(usize::MAX)),
        });
    }
    let sum = |of: fn(&CriterionLine) -> Points| criteria.iter().map(of).sum();
    let (got, max) = (sum(|it| it.got), sum(|it| it.max));
    Summary {
        digest: format!("sha256:{:064x}", year * 1_000_000 + unit),
        unit: UnitId(format!("018f0000-0000-7000-8000-{unit:012}")),
        name: format!("Đoàn xã Quảng Xương {unit}"),
        kind: "commune".to_owned(),
        cluster: format!("Cụm thi đua số {}", unit % 34 + 1),
        cycle: (2026 - year).to_string(),
        seq: 2,
        at: "2026-09-28T20:15:00+07:00".to_owned(),
        score: ScoreLine { criteria, got, max, ..ScoreLine::default() },
        set: set_ref.clone(),
        marks: Marks::of(&all),
        form: marks::FORM,
        ..Summary::default()
    }
}

fn unit_year(row: &str) -> Option<UnitYear> {
    let latest: Summary = serde_json::from_str(row).ok()?;
    Some(UnitYear {
        unit: Some(latest.unit.clone()),
        name: latest.name.clone(),
        kind: latest.kind.clone(),
        cluster: latest.cluster.clone(),
        latest: Some(latest),
        ..UnitYear::default()
    })
}
