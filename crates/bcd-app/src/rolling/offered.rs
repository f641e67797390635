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
    /// Whether, of roll-ups that nobody confirmed or chose, it says to count another, or another to count it.
    pub is_entangled: bool,
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
            let is_confirmed = |line: &RollupLine| self.identity(line) == Identity::Confirmed;
            // The offices that the roll-ups of others say to count already, each with those others.
            let mut within: BTreeMap<UnitId, Vec<&RollupLine>> = BTreeMap::new();
            for (line, _) in &newest {
                for digest in below_lines(&by_digest, &line.parts) {
                    if let Some(part) = by_digest.get(&digest) {
                        within.entry(part.office.id.clone()).or_default().push(line);
                    }
                }
            }
            let shown: BTreeSet<&UnitId> = newest.iter().map(|(line, _)| &line.office.id).collect();
            let above = |line: &RollupLine| within.get(&line.office.id).into_iter().flatten();
            let counts_another = |line: &RollupLine| {
                let others = within.iter().filter(|(office, _)| shown.contains(office));
                others.flat_map(|(_, above)| above).any(|it| it.digest == line.digest)
            };
            let offer = |(line, forks): (&RollupLine, usize)| {
                let believed = |it: &&&RollupLine| is_confirmed(it) || chosen(it) == Some(true);
                let within = above(line).find(believed).map(|it| name_of(&it.office));
                let identity = self.identity(line);
                let is_entangled = identity != Identity::Confirmed
                    && within.is_none()
                    && (above(line).next().is_some() || counts_another(line));
                let usual = within.is_none() && identity == Identity::Confirmed;
                let counts = chosen(line).unwrap_or(usual);
                OfferedRollup { line: line.clone(), identity, forks, within, is_entangled, counts }
            };
            newest.into_iter().map(offer).collect()
        })
    }

    /// What a person chooses who says that all that are offered are right: each counts of which none says that
    /// it counts another. Of the others they choose one by one, or whoever sends one that names all of them
    /// would count in their place. Follows signals.
    pub fn all_offered(&self, office: &UnitId, cycle: &str) -> Chosen {
        let all = self.offered(office, cycle, &Chosen::new()).into_iter();
        let free = all.filter(|it| it.within.is_none() && !it.is_entangled);
        free.map(|it| (it.line.digest, true)).collect()
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
