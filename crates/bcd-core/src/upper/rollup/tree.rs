//! The tree of roll-ups: the way down from a number to the unit, and what is odd on it.
//!
//! A document names its parts by digest, so none can lie below itself. An office can: its version 2 may
//! count another office that counts its version 1.

use super::totals::Totals;
use crate::{
    format::{
        envelope::UnitRef,
        rollup::{Rollup, RollupLine, RollupPart, RollupRow},
    },
    id::UnitId,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A roll-up that is here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RollupFile {
    /// In a line.
    pub line: RollupLine,
    /// What it says.
    pub body: Rollup,
}

/// A roll-up that was looked into.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OpenedRollup {
    /// It.
    pub file: RollupFile,
    /// What is odd about it, beside the others that were there.
    pub odd: Vec<RollupOddity>,
    /// What its rows and those below come to, where every document was there.
    pub whole: Option<Totals>,
}

/// What is odd about a roll-up beside those that are here. A person looks at it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RollupOddity {
    /// A part is not here: of what is below nothing is known but its totals.
    NotHere {
        /// The office whose it is.
        office: String,
        /// Its digest.
        digest: String,
    },
    /// A later version of a part is here.
    Newer {
        /// The office whose it is.
        office: String,
        /// The version that is counted.
        counted: u32,
        /// The latest here.
        latest: u32,
    },
    /// An office has another roll-up with the number of this part.
    SameNumber {
        /// The office.
        office: String,
        /// The number.
        seq: u32,
    },
    /// What is said of a part is not what its own document says.
    SaysOtherwise {
        /// The office whose it is.
        office: String,
    },
    /// A unit is counted several times.
    Twice {
        /// The office whose roll-up counts it so.
        office: String,
        /// The unit, by name.
        unit: String,
        /// Where: the office's own list if it is among them by that name, and parts by office.
        holders: Vec<String>,
    },
    /// An office lies below itself.
    BelowItself {
        /// The office.
        office: String,
    },
    /// A unit is left out of a part that does not count it.
    LeftOutInVain {
        /// The office whose part it is.
        office: String,
        /// The unit, by name.
        unit: String,
    },
}

/// By what a unit is known: its id, or where nobody knows that, its line in an office's list.
pub fn key(row: &RollupRow, office: &UnitId) -> String {
    let line = row.line.as_ref().map_or("", |line| line.as_str());
    row.unit.as_ref().map_or_else(|| format!("{office}|{line}"), |unit| unit.0.clone())
}

/// Whether a [`key`] is that of a line: nobody knows the unit's id. No id has a bar.
pub(super) fn is_by_line(key: &str) -> bool {
    key.contains('|')
}

/// Roll-ups that are here, by digest.
#[derive(Clone, Debug, Default)]
pub struct Shelf(BTreeMap<String, RollupFile>);

/// The units that are counted at or below a roll-up, by [`key`].
pub(super) type Counted<'a> = BTreeMap<String, Place<'a>>;

/// How and where a unit is counted in a roll-up.
#[derive(Clone, Debug, Default)]
pub(super) struct Place<'a> {
    /// How often.
    pub times: u64,
    /// Its name, as it stands where it was found first.
    pub name: &'a str,
    /// The roll-up's own row.
    row: Option<&'a RollupRow>,
    /// The parts that count it, without what is left out of them.
    parts: Vec<&'a RollupPart>,
}

impl FromIterator<RollupFile> for Shelf {
    fn from_iter<I: IntoIterator<Item = RollupFile>>(files: I) -> Self {
        Self(files.into_iter().map(|file| (file.line.digest.clone(), file)).collect())
    }
}

impl Shelf {
    /// One of them.
    pub fn get(&self, digest: &str) -> Option<&RollupFile> {
        self.0.get(digest)
    }

    /// The digests at and below `roots` that are here, each after those below it.
    fn upward(&self, roots: &[&str]) -> Vec<&str> {
        let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
        // By hand and not by recursion: somebody may have made a tree as deep as the memory.
        let mut todo: Vec<(&str, bool)> = roots
            .iter()
            .filter_map(|root| Some((self.0.get_key_value(*root)?.0.as_str(), false)))
            .collect();
        while let Some((digest, is_done)) = todo.pop() {
            if is_done {
                order.push(digest);
            } else if seen.insert(digest) {
                todo.push((digest, true));
                let parts = self.0.get(digest).into_iter().flat_map(|file| &file.body.parts);
                todo.extend(parts.filter_map(|part| {
                    Some((self.0.get_key_value(&part.digest)?.0.as_str(), false))
                }));
            }
        }
        order
    }

    /// The units that are counted at and below each of `roots`, and everything on the way.
    pub(super) fn counted(&self, roots: &[&str]) -> BTreeMap<&str, Counted<'_>> {
        let mut all: BTreeMap<&str, Counted<'_>> = BTreeMap::new();
        for digest in self.upward(roots) {
            let Some(file) = self.0.get(digest) else { continue };
            let mut counted = Counted::new();
            for row in file.body.rows.iter().filter(|row| row.held_by.is_none()) {
                let place = counted.entry(key(row, &file.line.office.id)).or_default();
                count(place, 1, &row.name);
                place.row = place.row.or(Some(row));
            }
            for part in &file.body.parts {
                let left = left_out(part);
                for (unit, below) in all.get(part.digest.as_str()).into_iter().flatten() {
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
        all
    }

    /// Offices at and below each of `roots`.
    pub(super) fn offices(&self, roots: &[&str]) -> BTreeMap<&str, BTreeSet<&UnitId>> {
        let mut all: BTreeMap<&str, BTreeSet<&UnitId>> = BTreeMap::new();
        for digest in self.upward(roots) {
            let Some(file) = self.0.get(digest) else { continue };
            let mut offices: BTreeSet<&UnitId> = [&file.line.office.id].into();
            for part in &file.body.parts {
                offices.insert(&part.office.id);
                offices.extend(all.get(part.digest.as_str()).into_iter().flatten());
            }
            all.insert(digest, offices);
        }
        all
    }

    /// What is odd at and below a roll-up, as far as documents are here.
    pub fn oddities(&self, root: &str) -> Vec<RollupOddity> {
        let (counted, offices) = (self.counted(&[root]), self.offices(&[root]));
        let mut odd = BTreeSet::new();
        for digest in self.upward(&[root]) {
            let Some(file) = self.0.get(digest) else { continue };
            let office = &file.line.office;
            for part in &file.body.parts {
                self.look_at(part, &counted, &mut odd);
                let below = offices.get(part.digest.as_str());
                if part.office.id == office.id || below.is_some_and(|all| all.contains(&office.id))
                {
                    odd.insert(RollupOddity::BelowItself { office: name_of(office) });
                }
            }
            for place in counted.get(digest).into_iter().flat_map(BTreeMap::values) {
                if place.times > 1 {
                    let holders = holders(office, place);
                    // Where one part counts it several times, that one is told of instead.
                    if holders.len() > 1 {
                        let (office, unit) = (name_of(office), place.name.to_owned());
                        odd.insert(RollupOddity::Twice { office, unit, holders });
                    }
                }
            }
        }
        odd.into_iter().collect()
    }

    fn look_at(
        &self,
        part: &RollupPart,
        counted: &BTreeMap<&str, Counted<'_>>,
        odd: &mut BTreeSet<RollupOddity>,
    ) {
        let office = name_of(&part.office);
        let same = |it: &&RollupFile| {
            it.line.office.id == part.office.id
                && it.line.cycle == part.cycle
                && it.line.digest != part.digest
        };
        let latest = self.0.values().filter(same).map(|file| file.line.seq).max().unwrap_or(0);
        if latest > part.seq {
            let (office, counted) = (office.clone(), part.seq);
            odd.insert(RollupOddity::Newer { office, counted, latest });
        }
        if self.0.values().filter(same).any(|file| file.line.seq == part.seq) {
            odd.insert(RollupOddity::SameNumber { office: office.clone(), seq: part.seq });
        }
        let Some(file) = self.get(&part.digest) else {
            odd.insert(RollupOddity::NotHere { office, digest: part.digest.clone() });
            return;
        };
        let line = &file.line;
        let is_said = (&line.office.id, line.seq, &line.cycle)
            == (&part.office.id, part.seq, &part.cycle)
            && file.body.totals == part.totals;
        if !is_said {
            odd.insert(RollupOddity::SaysOtherwise { office: office.clone() });
        }
        // What is below may be missing in turn; then nobody can tell.
        let is_whole = self.is_whole(&part.digest);
        let units = counted.get(part.digest.as_str());
        for left in &part.without {
            let unit = key(&left.row, &left.office);
            let known = units.and_then(|units| units.get(&unit));
            let way = self.way(&unit, &part.digest, counted);
            let row = way.as_ref().and_then(|way| own_row(way.last()?, &unit, counted));
            let stands = way.is_none() || row.is_some_and(|row| *row == left.row);
            if (known.is_none() && is_whole) || !stands {
                let (office, unit) = (office.clone(), left.row.name.clone());
                odd.insert(RollupOddity::LeftOutInVain { office, unit });
            }
        }
    }

    fn is_whole(&self, root: &str) -> bool {
        self.0.contains_key(root) && self.missing(root).next().is_none()
    }

    /// The parts at and below a roll-up that are not here: what they count, nobody can tell.
    pub fn missing(&self, root: &str) -> impl Iterator<Item = &RollupPart> {
        let files = self.upward(&[root]).into_iter().filter_map(|digest| self.0.get(digest));
        let parts = files.flat_map(|file| &file.body.parts);
        parts.filter(|part| !self.0.contains_key(&part.digest))
    }

    /// The way down from a roll-up to the one in whose rows a unit is counted: their digests, the first
    /// being `root`. `None`: it is not counted there, or documents on the way are not here.
    pub fn find(&self, unit: &str, root: &str) -> Option<Vec<String>> {
        self.way(unit, root, &self.counted(&[root]))
    }

    /// The same, where it is known what is counted below.
    pub(super) fn way(
        &self,
        unit: &str,
        root: &str,
        counted: &BTreeMap<&str, Counted<'_>>,
    ) -> Option<Vec<String>> {
        let mut way = vec![root.to_owned()];
        // No way is longer than there are documents.
        while way.len() <= self.0.len() {
            let place = counted.get(way.last()?.as_str())?.get(unit)?;
            if place.row.is_some() {
                return Some(way);
            }
            way.push(place.parts.first()?.digest.clone());
        }
        None
    }

    /// The newest roll-up of each office and cycle, by office and cycle; with each, how many others have
    /// its number. If there are any, the office has to say which one holds.
    pub fn newest<'a>(
        lines: impl IntoIterator<Item = &'a RollupLine>,
    ) -> Vec<(&'a RollupLine, usize)> {
        let mut newest: BTreeMap<(&UnitId, &str), (&RollupLine, usize)> = BTreeMap::new();
        for line in lines {
            let place = newest.entry((&line.office.id, &line.cycle)).or_insert((line, 0));
            if place.0.digest == line.digest {
                continue;
            }
            match line.seq.cmp(&place.0.seq) {
                core::cmp::Ordering::Greater => *place = (line, 0),
                core::cmp::Ordering::Less => {}
                core::cmp::Ordering::Equal => {
                    let last = if line.digest > place.0.digest { line } else { place.0 };
                    *place = (last, place.1 + 1);
                }
            }
        }
        newest.into_values().collect()
    }

    /// What the rows at and below a roll-up come to, each reckoned anew. `None`: documents are missing.
    /// It is what the roll-up says, if nothing is odd.
    pub fn reckoned(&self, root: &str) -> Option<Totals> {
        if !self.is_whole(root) {
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
}

fn count<'a>(place: &mut Place<'a>, times: u64, name: &'a str) {
    if place.times == 0 {
        place.name = name;
    }
    place.times = place.times.saturating_add(times);
}

/// The row of a unit that a roll-up counts itself.
pub(super) fn own_row<'a>(
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
pub(super) fn times(part: &RollupPart, unit: &str, counted: &BTreeMap<&str, Counted<'_>>) -> u64 {
    let all = counted.get(part.digest.as_str()).and_then(|units| units.get(unit));
    let left = part.without.iter().filter(|out| key(&out.row, &out.office) == unit).count();
    all.map_or(0, |place| place.times).saturating_sub(left as u64)
}

fn holders(office: &UnitRef, place: &Place<'_>) -> Vec<String> {
    let own = place.row.iter().map(|_| name_of(office));
    own.chain(place.parts.iter().map(|part| name_of(&part.office))).collect()
}

/// An office by name, or by id where it has none.
pub fn name_of(office: &UnitRef) -> String {
    if office.name.is_empty() { office.id.0.clone() } else { office.name.clone() }
}
