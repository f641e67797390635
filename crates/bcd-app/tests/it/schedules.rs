//! Random years: several devices edit, sync, hand files on, come back late and meet every fault.
//! At the end all are equal to the byte, and nothing that a person entered is gone unless a
//! person wrote over it, having seen it.

use crate::support::{
    Device, Flaky, OWN, When,
    device::DOSSIER,
    memoir::{Dice, Memoir},
    settle,
};
use bcd_core::{
    field::Entry,
    format::canonical,
    id::DeviceId,
    merge::{
        Merged,
        conflict::{Conflict, conflicts},
    },
};
use bcd_sync::drive::DriveFault;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Seeds that once failed (before a device pinned what it lost); run first, for ever.
const ONCE_FAILED: &[u64] = &[623, 4936];
const SCHEDULES: u64 = 10_000;

const PATHS: [&str; 5] = [
    "answer/1.1.1/note",
    "answer/1.2.1/step",
    "task/a/content",
    "evidence/e/deleted",
    "branch/kp1/secretary",
];

struct World {
    devices: Vec<Device>,
    drive: Flaky,
    by_hand: Vec<Vec<u8>>,
    snapshots: Vec<BTreeMap<String, Vec<u8>>>,
    memoir: Memoir,
    entered: usize,
    /// Pages of conflicts that somebody left open: the device, and what was on it.
    pages: Option<Vec<(Device, Conflict)>>,
    /// Fields that people write in.
    paths: &'static [&'static str],
    steps: usize,
}

impl World {
    fn new() -> Self {
        let first = Device::opened("a");
        let devices = vec![first, Device::joining("b"), Device::joining("c")];
        Self {
            devices,
            drive: Flaky::new("chung"),
            by_hand: Vec::new(),
            snapshots: Vec::new(),
            memoir: Memoir::default(),
            entered: 0,
            pages: None,
            paths: &PATHS,
            steps: 24,
        }
    }

    /// In which people decide on pages that are older than what is there; all write in one field.
    fn with_old_pages() -> Self {
        Self { pages: Some(Vec::new()), paths: &PATHS[..1], steps: 48, ..Self::new() }
    }

    fn edit(&mut self, dice: &mut Dice) {
        let device = dice.of(&self.devices);
        // Before the dossier came to it there is nothing to write into.
        if device.value("unit/id").is_null() {
            return;
        }
        let path = dice.of(self.paths);
        self.entered += 1;
        // Each value once, so that it can be followed.
        let value = json!(format!("v{}", self.entered));
        self.memoir.over(path, [device.value(path)]);
        self.memoir.enter(path, &value);
        device.write(DOSSIER, path, value);
    }

    fn decide(&mut self, dice: &mut Dice) {
        let device = dice.of(&self.devices);
        let found = device.conflicts();
        if found.is_empty() {
            return;
        }
        let mut shown = (device, dice.of(&found));
        if let Some(pages) = &mut self.pages {
            pages.push(shown);
            shown = dice.of(pages);
        }
        let (device, conflict) = shown;
        let standing = conflict.standing;
        let all: Vec<Entry> = conflict.others.into_iter().chain([standing]).collect();
        let chosen = dice.of(&all).v;
        let all: Vec<Value> = all.into_iter().map(|entry| entry.v).collect();
        self.memoir.over(&conflict.path, all.clone());
        self.memoir.enter(&conflict.path, &chosen);
        device.decide_of(&conflict.path, chosen, &all);
    }

    fn hand_on(&mut self, dice: &mut Dice) {
        let from = dice.of(&self.devices);
        if !from.value("unit/id").is_null() {
            self.by_hand.push(from.file_by_hand());
        }
        if !self.by_hand.is_empty() {
            // Any that was ever made, also twice, also years late.
            let file = dice.of(&self.by_hand);
            dice.of(&self.devices).take_by_hand(&file);
        }
    }

    fn sync(&mut self, dice: &mut Dice) {
        if dice.roll(3) == 0 {
            let fault = match dice.roll(9) {
                0 => When::AnswerLost,
                1 => When::KilledBefore,
                2 => When::KilledAfter,
                3 => When::Half,
                4 => When::Empty,
                5 => When::Gaps,
                6 => When::Refused(DriveFault::Changed),
                7 => When::Refused(DriveFault::NotFound),
                _ => When::Refused(DriveFault::OfflineOrCors),
            };
            self.drive.fail(dice.roll(8), fault);
        }
        let device = dice.of(&self.devices);
        device.set_year(2016 + dice.roll(20) as i32);
        device.sync(&self.drive, OWN);
        self.drive.heal();
    }

    fn meddle(&mut self, dice: &mut Dice) {
        let files = self.drive.memory.files();
        let paths: Vec<String> = files.keys().cloned().collect();
        match dice.roll(6) {
            0 => self.snapshots.push(files),
            // Somebody empties the folder, or it is unmounted.
            1 => paths.iter().for_each(|path| self.drive.memory.take_away(path)),
            // The drive goes back to an earlier day.
            2 if !self.snapshots.is_empty() => {
                paths.iter().for_each(|path| self.drive.memory.take_away(path));
                for (path, bytes) in dice.of(&self.snapshots) {
                    self.drive.memory.lay(&path, &bytes);
                }
            }
            _ if paths.is_empty() => {}
            3 => self.drive.memory.take_away(&dice.of(&paths)),
            // A sync program's copy of an earlier state.
            4 => {
                let path = dice.of(&paths);
                let copy = path.replace(".json", " (1).json");
                self.drive.memory.lay(&copy, &files[&path]);
            }
            _ => {
                let path = dice.of(&paths);
                let mut bytes = files[&path].clone();
                let at = dice.roll(bytes.len());
                if dice.roll(2) == 0 {
                    bytes.truncate(at);
                } else {
                    bytes[at] ^= 1 << dice.roll(8);
                }
                self.drive.memory.lay(&path, &bytes);
            }
        }
    }
}

fn live_through(seed: u64) {
    live_in(World::new(), seed);
}

fn live_in(mut world: World, seed: u64) {
    let mut dice = Dice(seed);
    for _ in 0..dice.roll(world.steps) {
        match dice.roll(12) {
            0..4 => world.edit(&mut dice),
            4..8 => world.sync(&mut dice),
            8 => world.decide(&mut dice),
            9 | 10 => world.hand_on(&mut dice),
            _ => world.meddle(&mut dice),
        }
    }
    settle(&world.devices, &world.drive, OWN);
    let states: Vec<Merged> = world.devices.iter().map(Device::state).collect();
    let bytes = |state: &Merged| canonical::bytes(&serde_json::to_value(state).unwrap()).unwrap();
    for state in &states {
        assert_eq!(bytes(state), bytes(&states[0]), "seed {seed}: two devices are not alike");
    }
    world.memoir.check(&states[0], seed);
    // In agreement also on what is still to be decided, and nothing is left to do.
    let open: BTreeSet<_> = conflicts(&states[0]).into_iter().map(|c| c.path).collect();
    for device in &world.devices {
        assert_eq!(device.conflicts().into_iter().map(|c| c.path).collect::<BTreeSet<_>>(), open);
        world.drive.memory.cost();
        device.sync(&world.drive, OWN);
        let cost = world.drive.memory.cost();
        assert_eq!((cost.reads, cost.writes), (0, 0), "seed {seed}: {cost:?}");
    }
}

#[test]
fn whatever_happens_all_devices_end_equal_and_nothing_entered_is_gone() {
    ONCE_FAILED.iter().copied().for_each(live_through);
    let halves = [0, 1].map(|half| {
        std::thread::spawn(move || (0..SCHEDULES / 2).for_each(|n| live_through(n * 2 + half)))
    });
    for half in halves {
        half.join().unwrap();
    }
}

#[test]
fn a_decision_on_an_old_page_takes_nothing_along_that_was_not_on_it() {
    (0..SCHEDULES / 5).for_each(|seed| live_in(World::with_old_pages(), seed));
}

#[test]
fn the_memoir_notices_a_loss() {
    let mut memoir = Memoir::default();
    memoir.enter("cycle", &json!("2026"));
    let state = |v: Value| {
        let entry = Entry { v, n: 1, dev: DeviceId::from("a"), ..Entry::default() };
        Merged::of([("cycle".to_owned(), entry)].into())
    };
    memoir.check(&state(json!("2026")), 0);
    let lost = std::panic::catch_unwind(|| memoir.check(&state(json!("2027")), 0));
    assert!(lost.is_err());
}
