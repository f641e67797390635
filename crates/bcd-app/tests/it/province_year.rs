//! The year of a province at random, on the use-cases themselves: units write, send by drive and by
//! hand, send twice, lose their phones, get new names and are merged; two communes with two officers
//! each verify, ask, change their minds and decide; the province and the centre roll up. At the end
//! nothing that anybody entered is gone, every unit has its decision wherever it should be known, and
//! the sums of each level are those of its parts.

mod town;

use super::{
    rolling::{opened, takes},
    support::{Device, desk::acquaint, memoir::Dice},
};
use bcd_app::{exchange::outgoing::Outgoing, rolling::Rolled};
use bcd_core::{
    format::rollup::RollupLine,
    upper::rollup::{make::Choice, row::OwnRows, totals::Totals},
};
use std::collections::BTreeMap;
use town::Town;

const RUNS: u64 = 30;
const STEPS: usize = 100;
const CYCLE: &str = "2026";
const TOWNS: [&str; 2] = ["an-cu", "binh-hai"];

fn makes(device: &Device, own: OwnRows, parts: Vec<String>) -> (Outgoing, RollupLine) {
    let tab = device.tab();
    let mut choices = BTreeMap::new();
    // What was merged into a line counts by that line.
    for unit in own.became.keys() {
        choices.insert(format!("|{unit}"), Choice::ByLine);
    }
    let made = tab.run(opened(&tab).make(CYCLE, own, parts, choices)).unwrap();
    let Rolled::Made(file, line) = made else { panic!("{made:?}") };
    (file, *line)
}

/// An upper office takes in what its offices rolled up, and rolls that up: its file and line.
fn rolls_up_further(
    office: &str,
    below: &[(Outgoing, RollupLine)],
    seed: u64,
) -> (Outgoing, RollupLine) {
    let device = Device::new(office);
    device.speaks_for(office, office);
    let mut sum = Totals::default();
    for (file, line) in below {
        takes(&device, file);
        let opened = device.tab().run(opened(&device.tab()).open(&line.digest)).unwrap();
        sum.add(&opened.file.body.totals);
    }
    let parts = below.iter().map(|(_, line)| line.digest.clone()).collect();
    let (file, line) = makes(&device, OwnRows::default(), parts);
    let opened = device.tab().run(opened(&device.tab()).open(&line.digest)).unwrap();
    assert_eq!((opened.odd, opened.whole), (vec![], Some(sum.clone())), "seed {seed}: {office}");
    let said = opened.file.body.totals;
    assert_eq!(said, sum, "seed {seed}: {office} counts something else than its parts");
    (file, line)
}

/// A year; what it comes to at the centre.
fn live(seed: u64) -> RollupLine {
    let mut dice = Dice(seed);
    let mut towns = TOWNS.map(Town::new);
    for town in &mut towns {
        // The officers of an office know each other's devices from the first unit on.
        town.units[0].freezes();
        town.units[0].syncs(&town.drive);
        town.officers.iter().for_each(|officer| officer.turns_to(&town.units[0].id));
        acquaint(&town.officers[0], &town.officers[1], &town.drive);
    }
    for step in 0..STEPS {
        let town = dice.roll(TOWNS.len());
        towns[town].acts_at_random(&mut dice, step);
    }
    for town in &mut towns {
        town.ends_the_year(seed);
        town.check(seed);
    }
    let merged = dice.roll(2) == 0;
    let communes: Vec<_> = towns.iter().map(|town| town.rolls_up(merged, seed)).collect();
    let province = rolls_up_further("tinh-doan", &communes, seed);
    let (_, line) = rolls_up_further("trung-uong", &[province], seed);
    line
}

#[test]
fn whatever_a_province_does_in_a_year_nothing_is_lost_and_every_sum_is_that_of_its_parts() {
    (0..RUNS).for_each(|seed| drop(live(seed)));
}

#[test]
fn the_same_year_ends_in_the_same_bytes() {
    assert_eq!(live(7), live(7));
}
