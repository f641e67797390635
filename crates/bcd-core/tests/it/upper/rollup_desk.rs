//! An office that makes roll-ups, and rows to make them of.

use crate::support::{NOW, checked};
use bcd_core::{
    engine::{GoodFile, Request, Response, handle},
    format::{
        envelope::{EnvelopeHead, UnitRef},
        rollup::{RollupDecision, RollupItem, RollupLine, RollupRow, RowScore, UnitStanding},
    },
    id::UnitId,
    intake::{MarkState, SetRef},
    points::Points,
    upper::{
        case::CaseState,
        rollup::{
            make::{Choice, RollupAsk, RollupDoubt},
            tree::{OpenedRollup, Shelf},
        },
    },
};
use std::collections::BTreeMap;

/// A unit of the list that sent: `met` of its two items; where its case stands.
pub fn sent(unit: &str, met: usize, state: CaseState) -> RollupRow {
    let standing = UnitStanding::Sent(state);
    let item = |id: &str, is_met: bool| RollupItem {
        item: id.into(),
        criterion: id[..1].to_owned(),
        state: if is_met { MarkState::Met } else { MarkState::Unmet },
        got: Points::whole(if is_met { 5 } else { 0 }),
        max: Points::whole(5),
        ..RollupItem::default()
    };
    let items = vec![item("1.1", met > 0), item("2.1", met > 1)];
    let decision = standing.decided().map(|recognised| RollupDecision {
        recognised,
        number: "12-QĐ/ĐTN".into(),
        date: "2026-11-20".into(),
        on_other: false,
    });
    RollupRow {
        unit: Some(unit.into()),
        line: Some(format!("dong-{unit}").as_str().into()),
        name: format!("Đoàn {unit}"),
        kind: "school".into(),
        cluster: "Cụm 1".into(),
        standing,
        registered: true,
        seq: 1,
        digest: Some(format!("sha256:{}", "5e".repeat(32))),
        set: Some(SetRef {
            id: "small".into(),
            version: 1,
            print: "00112233445566778899aabbccddeeff".into(),
        }),
        ready: met > 1,
        own: Some(RowScore::of(&items, RollupItem::own)),
        items,
        decision,
        ..RollupRow::default()
    }
}

/// A unit that sent nothing, by a line of the list whose unit nobody knows yet.
pub fn silent(line: &str, name: &str) -> RollupRow {
    RollupRow {
        line: Some(line.into()),
        name: name.into(),
        kind: "school".into(),
        days_late: 3,
        ..RollupRow::default()
    }
}

/// An office that makes roll-ups, with what came to it.
#[derive(Clone, Default)]
pub struct Desk {
    pub office: UnitRef,
    pub rows: Vec<RollupRow>,
    /// Documents, by digest.
    pub here: BTreeMap<String, Vec<u8>>,
    pub parts: Vec<String>,
    pub became: BTreeMap<UnitId, String>,
    pub choices: BTreeMap<String, Choice>,
    seq: u32,
    parent: Option<String>,
}

impl Desk {
    pub fn of(id: &str, rows: Vec<RollupRow>) -> Self {
        let office = UnitRef { id: UnitId::from(id), name: format!("Đoàn {id}") };
        Self { office, rows, ..Self::default() }
    }

    /// Takes in a file, with all that its sender has of what is below, as one more part. A later version
    /// takes the place of the earlier one.
    pub fn takes(&mut self, from: &Self, file: &[u8]) -> &mut Self {
        let (Some(GoodFile::Rollup(line)), problems) = checked(file) else { panic!("no roll-up") };
        assert_eq!(problems, []);
        let line: RollupLine = serde_json::from_value(line).unwrap();
        self.here.extend(from.here.clone());
        self.here.insert(line.digest.clone(), file.to_vec());
        let here: Vec<RollupLine> = self.here.values().map(|document| line_of(document)).collect();
        self.parts.push(line.digest.clone());
        let newest = Shelf::newest(&here);
        self.parts.retain(|digest| newest.iter().any(|(line, _)| line.digest == *digest));
        self.parts.sort();
        self.parts.dedup();
        self
    }

    pub fn ask(&self) -> RollupAsk {
        RollupAsk {
            office: self.office.clone(),
            cycle: "2026".into(),
            rows: self.rows.clone(),
            parts: self.parts.clone(),
            became: self.became.clone(),
            choices: self.choices.clone(),
        }
    }

    /// Its next version, or what a person has to decide first.
    pub fn tries(&mut self) -> Result<Vec<u8>, Vec<RollupDoubt>> {
        let head = EnvelopeHead {
            id: "0b8a6f1e-6a9f-4f7e-8f56-2f4a3a1c9d77".into(),
            unit: self.office.id.0.clone(),
            name: self.office.name.clone(),
            cycle: "2026".into(),
            seq: self.seq + 1,
            parent: self.parent.clone(),
            device: "may-tren".into(),
            by: "Phạm Văn Nam".into(),
            at: NOW.into(),
            app: "0.1.0".into(),
            ..EnvelopeHead::default()
        };
        let mut blobs = vec![serde_json::to_vec(&self.ask()).unwrap()];
        blobs.extend(self.here.values().cloned());
        match handle(Request::RollUp { head }, blobs) {
            (Response::Made { digest, problems, .. }, blobs) => {
                assert_eq!(problems, []);
                self.seq += 1;
                self.parent = Some(digest.clone());
                self.here.insert(digest, blobs[1].clone());
                Ok(blobs[1].clone())
            }
            (Response::Undecided, blobs) => Err(serde_json::from_slice(&blobs[0]).unwrap()),
            other => panic!("{other:?}"),
        }
    }

    pub fn makes(&mut self) -> Vec<u8> {
        self.tries().unwrap()
    }

    /// What the app says of a roll-up here.
    pub fn opens(&self, file: &[u8]) -> OpenedRollup {
        let blobs = [file.to_vec()].into_iter().chain(self.here.values().cloned()).collect();
        match handle(Request::OpenRollup, blobs) {
            (Response::Rollup, blobs) => serde_json::from_slice(&blobs[0]).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    pub fn shelf(&self) -> Shelf {
        let alone = Self::default();
        self.here.values().map(|document| alone.opens(document).file).collect()
    }
}

pub fn line_of(file: &[u8]) -> RollupLine {
    let (Some(GoodFile::Rollup(line)), _) = checked(file) else { panic!("no roll-up") };
    serde_json::from_value(line).unwrap()
}
