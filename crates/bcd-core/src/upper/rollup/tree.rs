//! The tree of roll-ups: the way down from a number to the unit, and what is odd on it.
//!
//! A document names its parts by digest, so none can lie below itself. An office can: its version 2 may
//! count another office that counts its version 1.

mod counted;

pub use counted::MOST_COUNTED;
pub(super) use counted::{Counted, TooMuch, own_row, times};

use super::totals::Totals;
use crate::{
    format::{
        envelope::UnitRef,
        rollup::{Rollup, RollupLine, RollupPart, RollupRow},
    },
    id::UnitId,
};
use counted::Place;
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
    /// So much lies below it that units are not looked at: nobody can tell whether one is counted twice.
    TooMuch,
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

    /// What is odd at and below a roll-up, as far as documents are here. Where one says of another what that
    /// one does not, or where it would be too much, units are not looked at.
    pub fn oddities(&self, root: &str) -> Vec<RollupOddity> {
        let mut odd = BTreeSet::new();
        let versions = self.versions();
        for file in self.upward(&[root]).into_iter().filter_map(|digest| self.0.get(digest)) {
            for part in &file.body.parts {
                self.look_at(part, &versions, &mut odd);
            }
        }
        let roots = [root];
        let otherwise = self.said_otherwise(&roots).map(|part| name_of(&part.office));
        odd.extend(otherwise.map(|office| RollupOddity::SaysOtherwise { office }));
        let is_said = |odd: &RollupOddity| matches!(odd, RollupOddity::SaysOtherwise { .. });
        if !odd.iter().any(is_said) && self.look_at_units(root, &mut odd).is_err() {
            odd.insert(RollupOddity::TooMuch);
        }
        odd.into_iter().collect()
    }

    // The versions of each office and cycle that are here.
    fn versions(&self) -> BTreeMap<(&UnitId, &str), Vec<(u32, &str)>> {
        let mut versions = BTreeMap::<_, Vec<_>>::new();
        for RollupFile { line, .. } in self.0.values() {
            let of = versions.entry((&line.office.id, line.cycle.as_str())).or_default();
            of.push((line.seq, line.digest.as_str()));
        }
        versions
    }

    fn look_at(
        &self,
        part: &RollupPart,
        versions: &BTreeMap<(&UnitId, &str), Vec<(u32, &str)>>,
        odd: &mut BTreeSet<RollupOddity>,
    ) {
        let office = name_of(&part.office);
        let of = versions.get(&(&part.office.id, part.cycle.as_str())).into_iter().flatten();
        let others =
            || of.clone().filter(|(_, digest)| *digest != part.digest).map(|(seq, _)| *seq);
        if let Some(latest) = others().max().filter(|latest| *latest > part.seq) {
            let (office, counted) = (office.clone(), part.seq);
            odd.insert(RollupOddity::Newer { office, counted, latest });
        }
        if others().any(|seq| seq == part.seq) {
            odd.insert(RollupOddity::SameNumber { office: office.clone(), seq: part.seq });
        }
        if !self.0.contains_key(&part.digest) {
            odd.insert(RollupOddity::NotHere { office, digest: part.digest.clone() });
        }
    }

    fn look_at_units(&self, root: &str, odd: &mut BTreeSet<RollupOddity>) -> Result<(), TooMuch> {
        let (counted, offices) = (self.counted(&[root])?, self.offices(&[root])?);
        let whole = self.whole(root);
        for digest in self.upward(&[root]) {
            let Some(file) = self.0.get(digest) else { continue };
            let office = &file.line.office;
            for part in file.body.parts.iter() {
                // What is below may be missing in turn; then nobody can tell.
                self.look_at_left(part, &counted, whole.contains(part.digest.as_str()), odd);
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
        Ok(())
    }

    fn look_at_left(
        &self,
        part: &RollupPart,
        counted: &BTreeMap<&str, Counted<'_>>,
        is_whole: bool,
        odd: &mut BTreeSet<RollupOddity>,
    ) {
        if !self.0.contains_key(&part.digest) {
            return;
        }
        let units = counted.get(part.digest.as_str());
        for left in &part.without {
            let unit = key(&left.row, &left.office);
            let known = units.and_then(|units| units.get(&unit));
            let way = self.way(&unit, &part.digest, counted);
            let row = way.as_ref().and_then(|way| own_row(way.last()?, &unit, counted));
            let stands = way.is_none() || row.is_some_and(|row| *row == left.row);
            if (known.is_none() && is_whole) || !stands {
                let (office, unit) = (name_of(&part.office), left.row.name.clone());
                odd.insert(RollupOddity::LeftOutInVain { office, unit });
            }
        }
    }

    /// The parts at and below some roll-ups that are not here: what they count, nobody can tell. Each with
    /// the office that counts it.
    pub fn missing(&self, roots: &[&str]) -> impl Iterator<Item = (&UnitRef, &RollupPart)> {
        let files = self.upward(roots).into_iter().filter_map(|digest| self.0.get(digest));
        let parts =
            files.flat_map(|file| file.body.parts.iter().map(|part| (&file.line.office, part)));
        parts.filter(|(_, part)| !self.0.contains_key(&part.digest))
    }

    /// The way down from a roll-up to the one in whose rows a unit is counted: their digests, the first
    /// being `root`. `None`: it is not counted there, documents on the way are not here, or it is too much to
    /// count.
    pub fn find(&self, unit: &str, root: &str) -> Option<Vec<String>> {
        self.way(unit, root, &self.counted(&[root]).ok()?)
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
}

fn holders(office: &UnitRef, place: &Place<'_>) -> Vec<String> {
    let own = place.row.iter().map(|_| name_of(office));
    own.chain(place.parts.iter().map(|part| name_of(&part.office))).collect()
}

/// An office by name, or by id where it has none.
pub fn name_of(office: &UnitRef) -> String {
    if office.name.is_empty() { office.id.0.clone() } else { office.name.clone() }
}
