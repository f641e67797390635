//! The upper level's desk: officers, and what a unit reads of them.

use super::{
    DOWN, Device, Flaky, UP, check_good,
    device::{DOSSIER, UNIT},
    small_set,
};
use bcd_app::{
    lists::SentLine,
    reviewing::{LookedAt, NotDone, Reviewing, SaidByUpper},
};
use bcd_core::{
    format::envelope::UnitRef,
    id::{ItemId, UnitId},
    upper::{
        case::{Case, CaseLine, CaseState, Verdict, command::CaseCommand},
        office::Office,
    },
};
use reactive_graph::prelude::*;
use serde_json::json;
use std::cell::RefCell;

/// The office's unit.
pub const OFFICE: &str = "thanh-doan";
/// The one item of the small set.
pub const ITEM: &str = "1.1.1";

/// An officer at a device of the office, with the desk open and one unit's case before them.
pub struct Officer {
    pub device: Device,
    pub desk: Reviewing,
    unit: RefCell<UnitId>,
}

impl Officer {
    pub fn new(id: &str) -> Self {
        let device = Device::new(id);
        device.speaks_for(OFFICE, "Thành Đoàn Bình Hải");
        Self::at(device)
    }

    pub fn at(device: Device) -> Self {
        let tab = device.tab();
        let desk = tab.act(|| {
            let desk = tab.services().reviewing();
            desk.start();
            desk
        });
        Self { device, desk, unit: RefCell::new(UNIT.into()) }
    }

    /// Another unit's case comes before them.
    pub fn turns_to(&self, unit: &str) {
        self.unit.replace(unit.into());
    }

    fn unit(&self) -> UnitId {
        self.unit.borrow().clone()
    }

    pub fn collects(&self, drive: &Flaky) {
        check_good(&self.device.sync(drive, DOWN));
    }

    pub fn opens(&self) -> Case {
        self.device.tab().run(self.desk.open(&self.unit(), "2026")).unwrap().case
    }

    pub fn says(&self, verdict: Verdict, why: &str) -> Result<(), NotDone> {
        self.device.tab().run(self.desk.say(&self.looks_at(), &[ItemId::from(ITEM)], verdict, why))
    }

    pub fn steps(&self, to: CaseState, why: &str) -> Result<(), NotDone> {
        self.device.tab().run(self.desk.step(&self.looks_at(), to, why))
    }

    pub fn decides(&self, number: &str) -> Result<(), NotDone> {
        self.decides_so(true, number, "")
    }

    pub fn decides_so(&self, recognised: bool, number: &str, why: &str) -> Result<(), NotDone> {
        let at = self.looks_at();
        let decide = self.desk.decide(&at, recognised, number, "2026-12-01", why);
        self.device.tab().run(decide)
    }

    /// The unit's latest submission, which the officer has before them.
    pub fn looks_at(&self) -> LookedAt {
        LookedAt { unit: self.unit(), cycle: "2026".to_owned(), digest: self.line().latest }
    }

    /// The file that answers the unit.
    pub fn file(&self) -> Vec<u8> {
        let unit = self.unit();
        let made = self.desk.make_file(&unit, "2026");
        self.device.tab().run(made).unwrap().bytes.to_vec()
    }

    pub fn line(&self) -> CaseLine {
        let key = (self.unit(), "2026".to_owned());
        self.desk.lines.with_untracked(|lines| lines.get(&key).cloned()).unwrap_or_default()
    }
}

/// Two officers on one drive let each other's devices in, so that the unit takes one for the other.
pub fn acquaint(one: &Officer, other: &Officer, drive: &Flaky) {
    for officer in [one, other] {
        officer.collects(drive);
        officer.opens();
        let name = CaseCommand::SetOfficer("Phạm Văn Nam".to_owned());
        officer.device.tab().run(officer.desk.does(&officer.unit(), "2026", name)).unwrap();
        officer.collects(drive);
    }
    for officer in [one, other, one, other] {
        officer.collects(drive);
    }
}

/// The unit chooses a step of the item, and hands up what there is.
pub fn hands_up(unit: &Device, drive: &Flaky, step: &str) -> SentLine {
    unit.write(DOSSIER, &format!("answer/{ITEM}/step"), json!(step));
    let sent = unit.freeze(&small_set());
    check_good(&unit.sync(drive, UP));
    sent
}

/// What the unit reads.
pub fn said(unit: &Device) -> Vec<SaidByUpper> {
    said_to(unit, UNIT)
}

/// What another unit reads.
pub fn said_to(unit: &Device, id: &str) -> Vec<SaidByUpper> {
    let tab = unit.tab();
    let desk = tab.act(|| tab.services().reviewing());
    tab.run(desk.said_of(&UnitId::from(id), "2026")).unwrap()
}

/// The same, of the one who answers.
pub fn said_once(unit: &Device) -> SaidByUpper {
    let mut all = said(unit);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

impl Device {
    /// The person says for whom this browser receives and answers.
    pub fn speaks_for(&self, office: &str, name: &str) {
        let unit = UnitRef { id: UnitId::from(office), name: name.to_owned() };
        let office = Office { unit, signs: String::new() };
        let tab = self.tab();
        tab.run(tab.services().offices().choose(office)).unwrap();
    }

    /// The person says so where nobody did: for the unit of the open dossier, or for an office without one.
    pub fn speaks(&self) {
        let tab = self.tab();
        if tab.run(tab.services().offices().chosen()).unwrap().is_some() {
            return;
        }
        let (unit, name) =
            tab.work.dossier.with_untracked(|it| (it.unit.id.0.clone(), it.unit.name.clone()));
        match unit.is_empty() {
            true => self.speaks_for(&format!("co-quan-{}", self.id), "Thành Đoàn Bình Hải"),
            false => self.speaks_for(&unit, &name),
        }
    }
}
