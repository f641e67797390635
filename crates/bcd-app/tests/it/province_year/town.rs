//! A unit with its phone, and a town: an office with two officers, its units, and their drive.

use super::{CYCLE, makes};
use crate::{
    rolling::opened,
    signing::judge,
    support::{
        Device, Flaky, UP, check_good,
        desk::{Officer, said_to},
        memoir::{Dice, Memoir},
        small_set,
    },
};
use bcd_app::{
    exchange::outgoing::Outgoing,
    reviewing::NotDone,
    roll::Rolls,
    rows,
    store::{StoreValue, tables},
};
use bcd_core::{
    field::Fields,
    format::rollup::{RollupLine, RollupRow},
    id::UnitId,
    merge::Merged,
    signer::Pin,
    upper::{
        case::{Case, CaseId, CaseState, Mark, Verdict, state::Way},
        roll::act::{Change, Target},
    },
};
use reactive_graph::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

const UNITS: usize = 3;

/// A unit and its phone.
pub struct Unit {
    pub id: String,
    phone: Device,
    phones: usize,
    memoir: Memoir,
}

impl Unit {
    fn new(id: String) -> Self {
        let phone = Device::of_unit(&format!("{id}-1"), &id, &format!("Đoàn {id}"));
        Self { id, phone, phones: 1, memoir: Memoir::default() }
    }

    fn fields(&self) -> Fields {
        self.phone.tab().work.dossier.with_untracked(|dossier| dossier.fields.clone())
    }

    fn writes(&mut self, path: &str, value: String) {
        let before = self.fields();
        self.phone.write(&format!("{}-2026", self.id), path, json!(value));
        let after = self.fields();
        note(&mut self.memoir, &before, &after);
    }

    /// Freezes a submission: the file of it.
    pub fn freezes(&self) -> Vec<u8> {
        let sent = self.phone.freeze(&small_set());
        self.phone.document(&sent.digest)
    }

    pub fn syncs(&self, drive: &Flaky) {
        check_good(&self.phone.sync(drive, UP));
    }

    /// The phone is lost; what there was comes from its last backup to another one.
    fn loses_the_phone(&mut self) {
        let backup = self.phone.backup();
        self.phones += 1;
        let phone = Device::new(&format!("{}-{}", self.id, self.phones));
        phone.restore(&backup);
        self.phone = phone;
    }
}

/// An office with two officers, its units, and the drive between all of them.
pub struct Town {
    id: String,
    pub drive: Flaky,
    pub officers: [Officer; 2],
    pub units: Vec<Unit>,
    memoirs: BTreeMap<String, Memoir>,
    decided: usize,
}

impl Town {
    pub fn new(id: &str) -> Self {
        let officer = |number: usize| {
            let device = Device::new(&format!("{id}-can-bo-{number}"));
            device.speaks_for(id, &format!("Thành Đoàn {id}"));
            Officer::at(device)
        };
        let units = (0..UNITS).map(|number| Unit::new(format!("{id}-{number}"))).collect();
        let (officers, drive) = ([officer(1), officer(2)], Flaky::new(id));
        Self { id: id.into(), drive, officers, units, memoirs: BTreeMap::new(), decided: 0 }
    }

    fn state(&self, officer: usize, unit: &str) -> Merged {
        let (office, unit) = (UnitId::from(self.id.as_str()), UnitId::from(unit));
        let id = CaseId { office, unit, cycle: CYCLE.into() };
        let shelf = &self.officers[officer].device.browser.shelf;
        let row = shelf.memory.value(tables::CASES, &id.key()).and_then(StoreValue::text);
        row.map(|text| rows::read(&text).unwrap()).unwrap_or_default()
    }

    /// An officer does something to the case of a unit, which may not be possible just then.
    fn does(
        &mut self,
        at: usize,
        unit: &str,
        act: impl FnOnce(&Officer, CaseState) -> Result<(), NotDone>,
    ) -> bool {
        let before = self.state(at, unit);
        let officer = &self.officers[at];
        officer.turns_to(unit);
        let state = officer.opens().state;
        let done = act(officer, state);
        assert!(matches!(done, Ok(()) | Err(NotDone::Fault(_))), "{done:?}");
        let after = self.state(at, unit);
        note(self.memoirs.entry(unit.to_owned()).or_default(), &before.fields, &after.fields);
        done.is_ok()
    }

    fn number(&mut self) -> String {
        self.decided += 1;
        format!("{}-QĐ/ĐTN", self.decided)
    }

    pub fn acts_at_random(&mut self, dice: &mut Dice, step: usize) {
        let (at, unit) = (dice.roll(2), dice.roll(UNITS));
        let id = self.units[unit].id.clone();
        match dice.roll(12) {
            0 => self.units[unit].writes("answer/1.1.1/note", format!("ghi chú {step}")),
            1 => {
                let step = dice.of(&["0", "4"]).to_owned();
                self.units[unit].writes("answer/1.1.1/step", step);
            }
            2 => self.units[unit].writes("unit/name", format!("Đoàn {id} lần {step}")),
            3 | 4 => {
                self.units[unit].freezes();
                self.units[unit].syncs(&self.drive);
            }
            5 => {
                let file = self.units[unit].freezes();
                self.officers[at].device.take_by_hand(&file);
            }
            6 if dice.roll(3) == 0 => self.units[unit].loses_the_phone(),
            6 => self.units[unit].syncs(&self.drive),
            7 => self.collects(at),
            _ if self.state(at, &id).fields.is_empty() => self.collects(at),
            8 | 9 => {
                let verdict = match dice.roll(3) {
                    0 => Verdict::Agree,
                    1 => Verdict::Set(Mark::Step("0".into())),
                    _ => Verdict::Ask,
                };
                let why = format!("lý do {step}");
                self.does(at, &id, |officer, _| officer.says(verdict, &why));
            }
            _ => {
                let (pick, number) = (dice.roll(9), self.number());
                self.does(at, &id, |officer, state| {
                    let ways: Vec<CaseState> =
                        CaseState::ALL.into_iter().filter(|to| state.way(*to).is_some()).collect();
                    let to = ways[pick % ways.len()];
                    let why = format!("vì {step}");
                    match state.way(to) {
                        Some(Way::Decision) => {
                            officer.decides_so(to == CaseState::Recognised, &number, &why)
                        }
                        _ => officer.steps(to, &why),
                    }
                });
            }
        }
    }

    /// An officer syncs, and compares the words of who is not known yet.
    fn collects(&self, at: usize) {
        let officer = &self.officers[at];
        officer.collects(&self.drive);
        for summary in officer.device.received() {
            let tab = officer.device.tab();
            if tab.act(|| tab.services().lists.is_apart(&summary)) {
                judge(&officer.device, &summary, Pin::Compared);
            }
        }
    }

    fn syncs_all(&self) {
        for _ in 0..2 {
            self.units.iter().for_each(|unit| unit.syncs(&self.drive));
            [0, 1].into_iter().for_each(|at| self.collects(at));
        }
    }

    /// Units that sent something.
    fn senders(&self) -> Vec<String> {
        let sent = self.units.iter().filter(|unit| !unit.phone.sent().is_empty());
        sent.map(|unit| unit.id.clone()).collect()
    }

    /// The first officer brings every case to its end.
    pub fn ends_the_year(&mut self, seed: u64) {
        for turn in 0.. {
            assert!(turn < 20, "seed {seed}: it never comes to an end");
            self.syncs_all();
            let mut open = false;
            for id in self.senders() {
                let number = self.number();
                let mut asked = false;
                let moved = self.does(0, &id, |officer, state| match state {
                    CaseState::Received | CaseState::Answered => {
                        officer.steps(CaseState::Verifying, "")
                    }
                    CaseState::Verifying => officer.steps(CaseState::Passed, ""),
                    CaseState::Passed => officer.decides(&number),
                    CaseState::NotPassed => officer.decides_so(false, &number, "Chưa đủ"),
                    CaseState::Asked => {
                        asked = true;
                        Ok(())
                    }
                    CaseState::Recognised | CaseState::Declined | CaseState::Commended => Ok(()),
                });
                assert!(moved, "seed {seed}: {id}");
                if asked {
                    let unit = self.units.iter_mut().find(|unit| unit.id == id).unwrap();
                    unit.writes("answer/1.1.1/note", format!("bổ sung {turn}"));
                    unit.freezes();
                }
                let state = Case::of(&self.state(0, &id).fields).state;
                open |= !matches!(
                    state,
                    CaseState::Recognised | CaseState::Declined | CaseState::Commended
                );
            }
            if !open {
                self.syncs_all();
                return;
            }
        }
    }

    pub fn check(&self, seed: u64) {
        for unit in &self.units {
            let state = Merged::of(unit.fields());
            unit.memoir.check(&state, seed);
        }
        for id in self.senders() {
            let [here, there] = [0, 1].map(|at| self.state(at, &id));
            assert_eq!(
                Case::of(&here.fields),
                Case::of(&there.fields),
                "seed {seed}: {id}: two officers of one office know different things"
            );
            for state in [&here, &there] {
                self.memoirs[&id].check(state, seed);
            }
            let unit = self.units.iter().find(|unit| unit.id == id).unwrap();
            let said = said_to(&unit.phone, &id);
            let known: Vec<&Case> = said.iter().filter(|it| !it.apart).map(|it| &it.case).collect();
            let case = Case::of(&here.fields);
            assert_eq!(known.len(), 1, "seed {seed}: {id}: {said:?}");
            assert_eq!((known[0].state, &known[0].decided), (case.state, &case.decided));
        }
    }

    /// The list of units of the first officer; one unit may be merged into another.
    fn lists_its_units(&self, merged: bool) -> Rolls {
        let tab = self.officers[0].device.tab();
        let rolls = tab.act(|| Rolls::of(&tab.services()));
        tab.run(rolls.read()).unwrap();
        tab.received();
        let strays = rolls.strays(CYCLE);
        tab.run(rolls.add_all(&strays)).unwrap();
        let lines: Vec<_> = rolls.standings(CYCLE).into_iter().map(|it| it.unit.id).collect();
        if let ([first, second, ..], true) = (&lines[..], merged) {
            let lines = vec![first.clone(), second.clone()];
            let merge = Change::Merge(lines, Target::Existing(first.clone()));
            tab.run(rolls.change(merge, "2026-07-01", CYCLE, "NQ 1")).unwrap();
        }
        rolls
    }

    pub fn rolls_up(&self, merged: bool, seed: u64) -> (Outgoing, RollupLine) {
        let rolls = self.lists_its_units(merged);
        let (officer, tab) = (&self.officers[0], self.officers[0].device.tab());
        let rolling = opened(&tab);
        let cases = officer.desk.lines.get_untracked();
        let own = tab.run(rolling.rows(CYCLE, rolls, &cases)).unwrap();
        let units: Vec<&UnitId> = own.rows.iter().filter_map(|row| row.unit.as_ref()).collect();
        let once: BTreeSet<&UnitId> = units.iter().copied().collect();
        assert_eq!(units.len(), once.len(), "seed {seed}: a unit is counted twice");
        let sent: BTreeSet<UnitId> =
            self.senders().iter().map(|id| UnitId::from(id.as_str())).collect();
        assert_eq!(once.into_iter().cloned().collect::<BTreeSet<_>>(), sent, "seed {seed}");
        self.check_rows(&own.rows, seed);
        let lines = own.rows.iter().filter(|row| row.line.is_some()).count();
        let made = makes(&officer.device, own, vec![]);
        assert_eq!(made.1.counts.units, lines as u64, "seed {seed}: by its line");
        made
    }

    // Each unit stands in the sum as it stands in its case.
    fn check_rows(&self, rows: &[RollupRow], seed: u64) {
        for row in rows {
            let id = row.unit.as_ref().unwrap();
            let case = Case::of(&self.state(0, id.as_str()).fields);
            let decided = case.decided.as_ref().map(|it| (it.recognised, it.number.as_str()));
            let counted = row.decision.as_ref().map(|it| (it.recognised, it.number.as_str()));
            assert_eq!(counted, decided, "seed {seed}: {id}");
        }
    }
}

// What was written over what, as whoever wrote saw it.
fn note(memoir: &mut Memoir, before: &Fields, after: &Fields) {
    for (path, entry) in after.iter().filter(|(path, entry)| before.get(*path) != Some(entry)) {
        memoir.over(path, before.get(path).map(|entry| entry.v.clone()));
        memoir.enter(path, &entry.v);
    }
}
