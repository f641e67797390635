//! Which roll-ups of lower offices may be counted, and which count unless a person says otherwise.

use super::{Rolling, below_lines};
use bcd_core::{
    format::rollup::RollupLine,
    id::UnitId,
    signer::{Identity, PinBook, Pins},
    upper::rollup::tree::{Shelf, name_of},
};
use reactive_graph::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a person chose of roll-ups, by digest: counted, or not.
pub type Chosen = BTreeMap<String, bool>;

/// A roll-up of a lower office that may be counted.
#[derive(Clone, Debug, PartialEq)]
pub struct OfferedRollup {
    /// It.
    pub line: RollupLine,
    /// How far its writer is known to be the office.
    pub identity: Identity,
    /// How many others of the office have its number.
    pub forks: usize,
    /// The office, by name, whose roll-up that is offered, too, counts this one's office already: both
    /// together would count its units twice. Only one that is confirmed, or that the person chose, says so.
    pub within: Option<String>,
    /// Whether it counts: the person chose it, or it is confirmed and nothing else counts it.
    pub counts: bool,
}

impl OfferedRollup {
    /// Whether nobody compared the words of its writer: it may be anybody.
    pub fn is_unconfirmed(&self) -> bool {
        self.identity != Identity::Confirmed
    }
}

impl Rolling {
    /// The newest roll-up of each lower office in a cycle; without those of which nobody knows that the
    /// office wrote them. Follows signals.
    pub fn offered(&self, office: &UnitId, cycle: &str, chosen: &Chosen) -> Vec<OfferedRollup> {
        self.lines.with(|lines| {
            let of_cycle = lines.iter().filter(|it| it.cycle == cycle && it.office.id != *office);
            let known = of_cycle.filter(|it| !self.is_apart(it));
            let newest = Shelf::newest(known);
            let by_digest = lines.iter().map(|it| (it.digest.clone(), it.clone())).collect();
            let chosen = |line: &RollupLine| chosen.get(&line.digest).copied();
            // The offices that the roll-up of another one counts already.
            let mut within = BTreeMap::new();
            for (line, _) in &newest {
                let is_believed = self.identity(line) == Identity::Confirmed;
                if !is_believed && chosen(line) != Some(true) {
                    continue;
                }
                for digest in below_lines(&by_digest, &line.parts) {
                    if let Some(part) = by_digest.get(&digest) {
                        within.entry(part.office.id.clone()).or_insert(name_of(&line.office));
                    }
                }
            }
            let offer = |(line, forks): (&RollupLine, usize)| {
                let within = within.get(&line.office.id).cloned();
                let identity = self.identity(line);
                let usual = within.is_none() && identity == Identity::Confirmed;
                let counts = chosen(line).unwrap_or(usual);
                OfferedRollup { line: line.clone(), identity, forks, within, counts }
            };
            newest.into_iter().map(offer).collect()
        })
    }

    /// What a person chooses who says that all that are offered are right: each counts, but for those that
    /// another one counts already. Follows signals.
    pub fn all_offered(&self, office: &UnitId, cycle: &str) -> Chosen {
        let digests = |all: Vec<OfferedRollup>| all.into_iter().map(|it| (it.line.digest, true));
        let every: Chosen = digests(self.offered(office, cycle, &Chosen::new())).collect();
        let within = self.offered(office, cycle, &every).into_iter();
        let within: BTreeSet<String> =
            within.filter(|it| it.within.is_some()).map(|it| it.line.digest).collect();
        every.into_keys().map(|digest| (digest.clone(), !within.contains(&digest))).collect()
    }

    /// How far the device that signed a roll-up is known to be its office's. Follows signals.
    pub fn identity(&self, line: &RollupLine) -> Identity {
        self.book.with(|book| identity_of(line, book))
    }

    /// Whether a roll-up is held apart: signed by no device that is known to be its office's. Follows
    /// signals.
    pub fn is_apart(&self, line: &RollupLine) -> bool {
        self.identity(line).is_apart()
    }
}

/// How far the device that signed a roll-up is known to be its office's, by these keys.
pub(super) fn identity_of(line: &RollupLine, book: &PinBook) -> Identity {
    line.signer.identity(&line.office.id, book.get(&line.office.id).unwrap_or(&Pins::new()))
}
