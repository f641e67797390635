//! What is counted at and below roll-ups, in so many steps and no more: documents can name each other so
//! that every unit of the lowest is counted once for each of those above it.

use super::{RollupFile, Shelf, key};
use crate::{
    format::rollup::{RollupPart, RollupRow},
    id::UnitId,
    upper::rollup::totals::Totals,
};
use std::collections::{BTreeMap, BTreeSet};

/// How many units are counted, each once for every document on the way down to it. A country of 3,400
/// communes with 50 units each, counted over three levels, comes to half of that.
pub const MOST_COUNTED: usize = 1_000_000;

/// It would be more than [`MOST_COUNTED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::upper::rollup) struct TooMuch;

struct Room(usize);

impl Room {
    fn take(&mut self, steps: usize) -> Result<(), TooMuch> {
        self.0 = self.0.checked_sub(steps).ok_or(TooMuch)?;
        Ok(())
    }
}

/// The units that are counted at or below a roll-up, by [`key`].
pub(in crate::upper::rollup) type Counted<'a> = BTreeMap<String, Place<'a>>;

/// How and where a unit is counted in a roll-up.
#[derive(Clone, Debug, Default)]
pub(in crate::upper::rollup) struct Place<'a> {
    /// How often.
    pub times: u64,
    /// Its name, as it stands where it was found first.
    pub name: &'a str,
    /// The roll-up's own row.
    pub(super) row: Option<&'a RollupRow>,
    /// The parts that count it, without what is left out of them.
    pub(super) parts: Vec<&'a RollupPart>,
}

impl Shelf {
    /// The units that are counted at and below each of `roots`, and everything on the way.
    ///
    /// # Errors
    /// [`TooMuch`].
    pub(in crate::upper::rollup) fn counted(
        &self,
        roots: &[&str],
    ) -> Result<BTreeMap<&str, Counted<'_>>, TooMuch> {
        let (mut all, mut room) = (BTreeMap::<&str, Counted<'_>>::new(), Room(MOST_COUNTED));
        for digest in self.upward(roots) {
            let Some(file) = self.0.get(digest) else { continue };
            let mut counted = Counted::new();
            room.take(file.body.rows.len())?;
            for row in file.body.rows.iter().filter(|row| row.held_by.is_none()) {
                let place = counted.entry(key(row, &file.line.office.id)).or_default();
                count(place, 1, &row.name);
                place.row = place.row.or(Some(row));
            }
            for part in &file.body.parts {
                let Some(units) = all.get(part.digest.as_str()) else { continue };
                room.take(units.len())?;
                let left = left_out(part);
                for (unit, below) in units {
                    let left = left.get(unit).copied().unwrap_or(0);
                    let times = below.times.saturating_sub(left);
                    if times > 0 {
                        let place = counted.entry(unit.clone()).or_default();
                        count(place, times, below.name);
                        place.parts.push(part);
                    }
                }
            }
            all.insert(digest, counted);
        }
        Ok(all)
    }

    /// Offices at and below each of `roots`.
    ///
    /// # Errors
    /// [`TooMuch`].
    pub(in crate::upper::rollup) fn offices(
        &self,
        roots: &[&str],
    ) -> Result<BTreeMap<&str, BTreeSet<&UnitId>>, TooMuch> {
        let (mut all, mut room) = (BTreeMap::<&str, BTreeSet<&UnitId>>::new(), Room(MOST_COUNTED));
        for digest in self.upward(roots) {
            let Some(file) = self.0.get(digest) else { continue };
            let mut offices: BTreeSet<&UnitId> = [&file.line.office.id].into();
            for part in &file.body.parts {
                let below = all.get(part.digest.as_str());
                room.take(1 + below.map_or(0, BTreeSet::len))?;
                offices.insert(&part.office.id);
                offices.extend(below.into_iter().flatten());
            }
            all.insert(digest, offices);
        }
        Ok(all)
    }

    /// The parts at and below some roll-ups of which something else is said than their own documents say.
    /// Nothing is counted then: what is below could be anything.
    pub(in crate::upper::rollup) fn said_otherwise(
        &self,
        roots: &[&str],
    ) -> impl Iterator<Item = &RollupPart> {
        let files = self.upward(roots).into_iter().filter_map(|digest| self.0.get(digest));
        files.flat_map(|file| &file.body.parts).filter(|part| {
            self.get(&part.digest).is_some_and(|RollupFile { line, body }| {
                (&line.office.id, line.seq, &line.cycle) != (&part.office.id, part.seq, &part.cycle)
                    || body.totals != part.totals
            })
        })
    }

    /// What the rows at and below a roll-up come to, each reckoned anew. `None`: documents are missing, or
    /// say something else of each other than they say themselves. It is what the roll-up says, if nothing is
    /// odd.
    pub fn reckoned(&self, root: &str) -> Option<Totals> {
        if !self.0.contains_key(root)
            || self.missing(&[root]).next().is_some()
            || self.said_otherwise(&[root]).next().is_some()
        {
            return None;
        }
        let mut all: BTreeMap<&str, Totals> = BTreeMap::new();
        for digest in self.upward(&[root]) {
            let file = self.get(digest)?;
            let rows = file.body.rows.iter().filter(|row| row.held_by.is_none());
            let rows = rows.map(|row| Some(Totals::of(row, &file.line.office.id)));
            let parts = file.body.parts.iter().map(|part| {
                let left = part.without.iter().map(|left| Totals::of(&left.row, &left.office));
                all.get(part.digest.as_str())?.clone().less(left)
            });
            let totals = rows.chain(parts).sum::<Option<Totals>>()?;
            all.insert(digest, totals);
        }
        all.remove(root)
    }

    /// Which documents at and below a roll-up have everything that is below them here.
    pub(super) fn whole(&self, root: &str) -> BTreeSet<&str> {
        let mut whole = BTreeSet::new();
        for digest in self.upward(&[root]) {
            let parts = self.0.get(digest).map(|file| &file.body.parts);
            let is_whole = |part: &RollupPart| whole.contains(part.digest.as_str());
            if parts.is_some_and(|parts| parts.iter().all(is_whole)) {
                whole.insert(digest);
            }
        }
        whole
    }
}

fn count<'a>(place: &mut Place<'a>, times: u64, name: &'a str) {
    if place.times == 0 {
        place.name = name;
    }
    place.times = place.times.saturating_add(times);
}

/// The row of a unit that a roll-up counts itself.
pub(in crate::upper::rollup) fn own_row<'a>(
    digest: &str,
    unit: &str,
    counted: &BTreeMap<&str, Counted<'a>>,
) -> Option<&'a RollupRow> {
    counted.get(digest)?.get(unit)?.row
}

fn left_out(part: &RollupPart) -> BTreeMap<String, u64> {
    let mut left = BTreeMap::new();
    for out in &part.without {
        *left.entry(key(&out.row, &out.office)).or_insert(0) += 1;
    }
    left
}

/// How often a part counts a unit, without what is left out of it.
pub(in crate::upper::rollup) fn times(
    part: &RollupPart,
    unit: &str,
    counted: &BTreeMap<&str, Counted<'_>>,
) -> u64 {
    let all = counted.get(part.digest.as_str()).and_then(|units| units.get(unit));
    let left = part.without.iter().filter(|out| key(&out.row, &out.office) == unit).count();
    all.map_or(0, |place| place.times).saturating_sub(left as u64)
}
