//! The sample upper level: 40 units to play with, which never mix with what is real, and go by one tap.

use crate::{
    rolling::opened,
    support::{
        DOWN, Device, Flaky, UP, check_good,
        desk::{Officer, hands_up},
        device::UNIT,
        tab::Tab,
    },
};
use bcd_app::{
    exchange::{outbox::Audience, outgoing::SendError},
    reviewing::{LookedAt, Reviewing, ToDecide},
    roll::Rolls,
    sample_desk::SampleDesk,
    store::tables,
};
use bcd_core::{
    id::UnitId,
    intake::Summary,
    sample::desk::{SampleStage, UNITS, is_its, units},
    sync::Roles,
    upper::{
        case::{CaseState, Verdict},
        roll::{cells, heads::understand, import::plan, officers::to_all, standing::Stage},
    },
};
use bcd_sync::memory::Cost;
use reactive_graph::prelude::*;
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

const CYCLE: &str = "2026";
const NAME: &str = "Đoàn cấp trên (thử)";

struct Desk {
    tab: Rc<Tab>,
    sample: SampleDesk,
    reviewing: Reviewing,
    rolls: Rolls,
}

impl Desk {
    fn at(device: &Device) -> Self {
        let tab = device.tab();
        let (reviewing, rolls) = tab.act(|| {
            let services = tab.services();
            let reviewing = services.reviewing();
            reviewing.start();
            (reviewing, Rolls::of(&services))
        });
        tab.run(rolls.read()).unwrap();
        let sample = tab.services().sample_desk(reviewing, rolls);
        Self { tab, sample, reviewing, rolls }
    }

    fn makes(&self) {
        let (heard, upto) = (Cell::new(0), Cell::new(0));
        let progress = |done, of| {
            heard.set(heard.get() + 1);
            upto.set(of);
            assert_eq!(done, heard.get());
        };
        self.tab.run(self.sample.make(NAME, progress)).unwrap();
        assert_eq!((heard.get(), upto.get()), (UNITS, UNITS));
    }

    fn removes(&self) {
        self.tab.run(self.sample.remove()).unwrap();
    }

    fn states(&self, cycle: &str) -> BTreeMap<CaseState, usize> {
        let mut states = BTreeMap::new();
        self.reviewing.lines.with_untracked(|lines| {
            for line in lines.values().filter(|line| line.cycle == cycle) {
                *states.entry(line.state).or_default() += 1;
            }
        });
        states
    }

    fn units(&self) -> BTreeSet<UnitId> {
        let list = self.rolls.list(CYCLE);
        list.into_iter().filter_map(|standing| standing.unit.unit).collect()
    }
}

/// Everything in a browser's tables, but for numbers that rise with every change, and the form of lines.
fn everything(device: &Device) -> BTreeMap<(String, String), Vec<u8>> {
    let mut all = BTreeMap::new();
    for table in tables::ALL {
        for (key, value) in device.browser.shelf.memory.rows(table, "") {
            if *table != tables::META || !["received", "roll", "case-lines"].contains(&key.as_str())
            {
                all.insert(((*table).to_owned(), key), format!("{value:?}").into_bytes());
            }
        }
    }
    all
}

fn real_list(desk: &Desk) {
    let rows = cells::rows("Tên đơn vị\tCụm\nĐoàn phường An Cư\tCụm 1\n").unwrap();
    let plan = plan(&desk.rolls.roll.get_untracked().unwrap(), &rows, &understand(&rows));
    desk.tab.run(desk.rolls.import(&plan)).unwrap();
}

#[test]
fn forty_units_stand_at_every_stage_as_is_told() {
    let device = Device::new("t");
    let desk = Desk::at(&device);
    desk.makes();
    let list = desk.rolls.list(CYCLE);
    assert_eq!((list.len(), desk.units().len()), (UNITS, UNITS));
    let many = |stage| SampleStage::COUNTS.iter().find(|(it, _)| *it == stage).unwrap().1;
    let at = |is: fn(Stage) -> bool| list.iter().filter(|it| is(it.stage)).count();
    assert_eq!(at(|it| it == Stage::NotRegistered), many(SampleStage::NotRegistered));
    assert_eq!(at(|it| it == Stage::Registered), many(SampleStage::Late));
    assert_eq!(at(|it| it == Stage::Sent(2)), many(SampleStage::SentTwice));
    let once = UNITS
        - [SampleStage::NotRegistered, SampleStage::Late, SampleStage::SentTwice]
            .map(many)
            .iter()
            .sum::<usize>();
    assert_eq!(at(|it| it == Stage::Sent(1)), once);
    let late = list.iter().filter(|it| it.stage.lacks() && it.late.is_some()).count();
    assert_eq!(late, many(SampleStage::NotRegistered) + many(SampleStage::Late));
    assert!(list.iter().any(|it| !it.stage.lacks() && it.late.is_some()), "some sent late");
    let expected = BTreeMap::from([
        (CaseState::Received, many(SampleStage::Sent) + many(SampleStage::SentTwice)),
        (CaseState::Asked, many(SampleStage::Asked)),
        (CaseState::Verifying, many(SampleStage::Verifying)),
        (CaseState::Passed, many(SampleStage::Passed)),
        (CaseState::Recognised, many(SampleStage::Recognised)),
    ]);
    assert_eq!(desk.states(CYCLE), expected);
    let before = units(NAME).iter().filter(|it| it.recognised_before).count();
    assert!(before > 5);
    assert_eq!(desk.states("2025"), BTreeMap::from([(CaseState::Recognised, before)]));
    // Each line has what an officer's list has, and is one with what its unit sent.
    for it in &list {
        let unit = &it.unit;
        for text in [&unit.name, &unit.kind, &unit.cluster, &unit.secretary, &unit.officer] {
            assert!(!text.is_empty(), "{unit:?}");
        }
        assert!(it.latest.as_ref().is_none_or(|it| it.summary.sample && it.summary.lacking < 31));
    }
    assert!(desk.rolls.strays(CYCLE).is_empty());
    // A second tap makes no second one.
    let all = everything(&device);
    desk.tab.run(desk.sample.make(NAME, |_, _| panic!("made again"))).unwrap();
    assert_eq!(everything(&device), all);
}

#[test]
fn removing_it_leaves_nothing_behind_and_what_is_real_is_as_it_was() {
    let drive = Flaky::new("len");
    let (unit, nam) = (Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, &drive, "Lần một");
    nam.collects(&drive);
    nam.opens();
    nam.says(Verdict::Agree, "").unwrap();
    let desk = Desk::at(&nam.device);
    real_list(&desk);
    let (before, real) = (everything(&nam.device), desk.rolls.list(CYCLE));
    desk.makes();
    assert!(desk.units().iter().all(is_its), "the desk shows it alone");
    assert_eq!(desk.rolls.list(CYCLE).len(), UNITS);
    // What is done to it goes with it, also what a person imports and decides in it.
    real_list(&desk);
    let line = desk.reviewing.lines.with_untracked(|lines| {
        lines.values().find(|line| line.state == CaseState::Verifying).cloned().unwrap()
    });
    let (unit, cycle, digest) = (line.unit, line.cycle, line.latest);
    let at = bcd_app::reviewing::LookedAt { unit, cycle, digest };
    desk.tab.run(desk.reviewing.step(&at, CaseState::Passed, "")).unwrap();
    desk.removes();
    assert_eq!(everything(&nam.device), before);
    assert_eq!(desk.rolls.list(CYCLE), real);
    assert_eq!(desk.reviewing.lines.with_untracked(BTreeMap::len), 1);
    assert!(nam.device.received().iter().all(|it| it.unit.as_str() == UNIT));
    // And once more.
    desk.removes();
    assert_eq!(everything(&nam.device), before);
}

#[test]
fn nothing_of_it_is_sent_counted_or_backed_up() {
    let drive = Flaky::new("chung");
    let nam = Officer::new("nam");
    let empty = nam.device.backup();
    let desk = Desk::at(&nam.device);
    desk.makes();
    let all = Roles { devices: true, sends: true, collects: true };
    for roles in [DOWN, UP, all] {
        check_good(&nam.device.sync(&drive, roles));
    }
    let Cost { writes, .. } = drive.memory.cost();
    assert_eq!((writes, drive.memory.files().len()), (0, 0));
    let tab = nam.device.tab();
    let outbox = tab.services().outbox;
    assert_eq!(tab.act(|| outbox.waiting_for(Audience::Lower)), 0);
    let cases = desk.reviewing.lines.get_untracked();
    let rolling = opened(&tab);
    let rows = tab.run(rolling.rows(CYCLE, desk.rolls, &cases));
    assert!(matches!(rows, Err(SendError::Sample)), "{rows:?}");
    let made = rolling.make(CYCLE, Default::default(), vec![], BTreeMap::new());
    assert!(matches!(tab.run(made), Err(SendError::Sample)));
    let unit = units(NAME).remove(39).unit.id;
    let file = tab.run(desk.reviewing.make_file(&unit, CYCLE));
    assert!(matches!(file, Err(SendError::NoOffice)), "no file answers a sample");
    // Its backup brings nothing of it.
    let (phone, other) = (Device::new("may-moi"), Device::new("may-khac"));
    phone.restore(&nam.device.backup());
    other.restore(&empty);
    assert_eq!(everything(&phone).len(), everything(&other).len());
    assert!(phone.rows::<Summary>(tables::RECEIVED).is_empty());
}

#[test]
fn it_is_the_same_everywhere() {
    let digests = |name: &str| {
        let device = Device::new(name);
        Desk::at(&device).makes();
        let all = device.received().into_iter().map(|it| (it.unit, it.cycle, it.seq, it.digest));
        all.collect::<BTreeSet<_>>()
    };
    let (one, other) = (digests("a"), digests("b"));
    assert!(one == other && one.len() > 40, "{}", one.len());
}

#[test]
fn where_it_cannot_be_made_whole_nothing_of_it_is_left() {
    let device = Device::new("t");
    let desk = Desk::at(&device);
    let before = everything(&device);
    for answers in [0, 1, 30] {
        desk.tab.answers.set(answers);
        assert!(desk.tab.run(desk.sample.make(NAME, |_, _| ())).is_err());
        assert_eq!(everything(&device), before, "after {answers} answers");
    }
    desk.tab.answers.set(usize::MAX);
    device.browser.shelf.room.set(60);
    let made = desk.tab.run(desk.sample.make(NAME, |_, _| ()));
    assert!(made.is_err(), "a full storage");
    device.browser.shelf.room.set(usize::MAX);
    // What could not be removed then is removed by the next tap.
    desk.removes();
    assert_eq!(everything(&device), before);
    desk.makes();
    assert_eq!(desk.units().len(), UNITS);
}

#[test]
fn many_are_decided_on_and_officers_given_in_the_sample_and_nothing_of_it_stays() {
    let device = Device::new("t");
    let desk = Desk::at(&device);
    real_list(&desk);
    let before = everything(&device);
    desk.makes();
    let passed: Vec<ToDecide> = desk.reviewing.lines.with_untracked(|lines| {
        let passed = lines.values().filter(|line| line.state == CaseState::Passed);
        let at = passed.map(|line| LookedAt {
            unit: line.unit.clone(),
            cycle: line.cycle.clone(),
            digest: line.received.keys().next().unwrap().clone(),
        });
        at.map(|at| ToDecide { at, recognised: true, why: String::new() }).collect()
    });
    assert!(passed.len() > 1);
    let there = desk.states(CYCLE)[&CaseState::Recognised];
    desk.tab.run(desk.reviewing.decide_all(&passed, "12-QĐ/ĐTN", "2026-12-01")).unwrap();
    assert_eq!(desk.states(CYCLE)[&CaseState::Recognised], there + passed.len());
    let roll = desk.rolls.roll.get_untracked().unwrap();
    let given = to_all(&roll.live().collect::<Vec<_>>(), "Cán bộ mới");
    let done = desk.tab.run(desk.rolls.assign(&given)).unwrap();
    assert_eq!((done.changed, done.id), (UNITS, None), "it goes with the sample");
    desk.removes();
    assert_eq!(everything(&device), before);
}
