//! The submissions that are here, found by digest, by unit and cycle, by dossier, and by the one
//! before: what a file is beside thousands of others costs the same as beside a few.

use super::{Apart, Arrival, Latest, Oddity, Summary};
use crate::id::{DossierId, UnitId};
use std::collections::{BTreeMap, BTreeSet};

// Numbers and digests of one unit in one cycle, in their order.
type Series = BTreeSet<(u32, String)>;
// A cycle, and whether it is of samples: what is marked as one has no say on what is real.
type Lane = (String, bool);
type Digests = BTreeSet<String>;

/// The submissions that are here. Iterates in the order of their digests.
#[derive(Clone, Debug, Default)]
pub struct Index {
    all: BTreeMap<String, Summary>,
    series: BTreeMap<UnitId, BTreeMap<Lane, Series>>,
    dossiers: BTreeMap<DossierId, BTreeMap<UnitId, Digests>>,
    /// Those that name a digest as the submission before them.
    following: BTreeMap<String, Digests>,
}

impl Index {
    /// How many.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All, by digest.
    pub fn iter(&self) -> impl Iterator<Item = &Summary> {
        self.all.values()
    }

    /// The one with this digest.
    pub fn get(&self, digest: &str) -> Option<&Summary> {
        self.all.get(digest)
    }

    /// Puts one in; another with its digest goes.
    pub fn insert(&mut self, summary: Summary) {
        self.remove(&summary.digest);
        let Summary { digest, unit, dossier, seq, parent, .. } = &summary;
        let lanes = self.series.entry(unit.clone()).or_default();
        lanes.entry(lane(&summary)).or_default().insert((*seq, digest.clone()));
        if !dossier.as_str().is_empty() {
            let units = self.dossiers.entry(dossier.clone()).or_default();
            units.entry(unit.clone()).or_default().insert(digest.clone());
        }
        if let Some(parent) = parent {
            self.following.entry(parent.clone()).or_default().insert(digest.clone());
        }
        self.all.insert(digest.clone(), summary);
    }

    /// Takes one out.
    pub fn remove(&mut self, digest: &str) -> Option<Summary> {
        let gone = self.all.remove(digest)?;
        if let Some(lanes) = self.series.get_mut(&gone.unit) {
            if let Some(series) = lanes.get_mut(&lane(&gone)) {
                series.remove(&(gone.seq, gone.digest.clone()));
            }
            lanes.retain(|_, series| !series.is_empty());
            if lanes.is_empty() {
                self.series.remove(&gone.unit);
            }
        }
        if let Some(units) = self.dossiers.get_mut(&gone.dossier) {
            if let Some(digests) = units.get_mut(&gone.unit) {
                digests.remove(digest);
            }
            units.retain(|_, digests| !digests.is_empty());
            if units.is_empty() {
                self.dossiers.remove(&gone.dossier);
            }
        }
        if let Some(parent) = &gone.parent
            && let Some(digests) = self.following.get_mut(parent)
        {
            digests.remove(digest);
            if digests.is_empty() {
                self.following.remove(parent);
            }
        }
        Some(gone)
    }

    /// Those of the unit and cycle of this one, by number and digest; of a sample, samples alone.
    pub fn series<'a>(
        &'a self,
        like: &Summary,
    ) -> impl DoubleEndedIterator<Item = &'a Summary> + use<'a> {
        let series = self.series_of(like);
        series.into_iter().flatten().filter_map(|(_, digest)| self.get(digest))
    }

    /// Those of a dossier, whichever unit they say to be of, in the order of their numbers.
    pub fn of_dossier(&self, dossier: &DossierId) -> Vec<&Summary> {
        let digests = self.dossiers.get(dossier).into_iter().flatten().flat_map(|(_, all)| all);
        let mut all: Vec<&Summary> = digests.filter_map(|digest| self.get(digest)).collect();
        all.sort_by_key(|summary| summary.seq);
        all
    }

    /// What a submission that arrives is beside those here. Decides by ids, numbers and digests, never
    /// by names or times: a unit may be renamed, and two units may have the same name. What is held
    /// apart has no say on others.
    pub fn classify(&self, arrival: &Summary, apart: Apart<'_>) -> Arrival {
        if self.all.contains_key(&arrival.digest) {
            return Arrival::AlreadyHere;
        }
        if apart(arrival) {
            return Arrival::Apart;
        }
        if self.as_other_units(arrival, apart).is_some() {
            return Arrival::OtherUnit;
        }
        let latest = self.series(arrival).rfind(|known| !apart(known));
        match latest {
            None => Arrival::New,
            Some(latest) if arrival.seq > latest.seq => Arrival::Newer,
            Some(_) if self.numbered(arrival).any(|known| !apart(known)) => Arrival::Fork,
            Some(_) => Arrival::Older,
        }
    }

    /// What is odd about a submission, beside the others that are here. Nothing is, where a person said
    /// that it is right.
    pub fn oddities(&self, summary: &Summary, apart: Apart<'_>) -> Vec<Oddity> {
        if summary.settled {
            return Vec::new();
        }
        let mut odd = Vec::new();
        let series = self.series_of(summary).into_iter();
        let earlier = series.flat_map(|series| series.range(..(summary.seq, String::new())));
        let earlier = earlier.filter_map(|(_, digest)| self.get(digest));
        let before = earlier.rev().find(|it| !apart(it)).map_or(0, |it| it.seq);
        if summary.seq > before.saturating_add(1) {
            odd.push(Oddity::Gap(before));
        } else if before > 0 && !self.follows(summary, before, apart) {
            odd.push(Oddity::OtherParent);
        }
        let others = self.numbered(summary).filter(|it| it.digest != summary.digest);
        match others.filter(|it| !apart(it)).count() {
            0 => {}
            others => odd.push(Oddity::SameNumber(others)),
        }
        let other = self.as_other_units(summary, apart);
        odd.extend(other.map(|it| Oddity::OtherUnit(it.name.clone())));
        odd
    }

    /// The latest submission of each unit and cycle, by unit id and cycle, and beside it the latest sample.
    /// One that is held apart counts only where there is no other.
    pub fn latest(&self, apart: Apart<'_>) -> Vec<Latest> {
        let all = self.series.values().flat_map(BTreeMap::values);
        all.filter_map(|series| {
            let all = series.iter().filter_map(|(_, digest)| self.get(digest));
            latest_of(all, apart)
        })
        .collect()
    }

    /// Submissions with the same number as this one but different content.
    pub fn forks_of<'a>(&'a self, summary: &'a Summary) -> impl Iterator<Item = &'a Summary> {
        self.numbered(summary).filter(|other| other.digest != summary.digest)
    }

    fn series_of(&self, like: &Summary) -> Option<&Series> {
        self.series.get(&like.unit)?.get(&lane(like))
    }

    // Those with the unit, the cycle and the number of a submission.
    fn numbered<'a>(&'a self, summary: &Summary) -> impl Iterator<Item = &'a Summary> + use<'a> {
        let (seq, series) = (summary.seq, self.series_of(summary));
        let from = series.into_iter().flat_map(move |series| series.range((seq, String::new())..));
        let same = from.take_while(move |(number, _)| *number == seq);
        same.filter_map(|(_, digest)| self.get(digest))
    }

    // Whether the submission that it names before it is the unit's, and has this number.
    fn follows(&self, summary: &Summary, before: u32, apart: Apart<'_>) -> bool {
        let named = summary.parent.as_ref().and_then(|parent| self.get(parent));
        named.is_some_and(|it| {
            (&it.unit, lane(it), it.seq) == (&summary.unit, lane(summary), before) && !apart(it)
        })
    }

    // The same dossier as another unit's: by the dossier's id, or because one names the other's digest
    // as the submission before it. The one with the lowest digest.
    fn as_other_units(&self, summary: &Summary, apart: Apart<'_>) -> Option<&Summary> {
        let of_dossier = self.dossiers.get(&summary.dossier).into_iter().flatten();
        let of_dossier = of_dossier.filter(|(unit, _)| **unit != summary.unit);
        let following = self.following.get(&summary.digest).into_iter().flatten();
        let digests = of_dossier.flat_map(|(_, digests)| digests).chain(following);
        let all = digests.chain(&summary.parent).filter_map(|digest| self.get(digest));
        let others =
            all.filter(|it| it.unit != summary.unit && it.sample == summary.sample && !apart(it));
        others.min_by(|a, b| a.digest.cmp(&b.digest))
    }
}

fn lane(summary: &Summary) -> Lane {
    (summary.cycle.clone(), summary.sample)
}

impl FromIterator<Summary> for Index {
    fn from_iter<T: IntoIterator<Item = Summary>>(all: T) -> Self {
        let mut index = Self::default();
        all.into_iter().for_each(|summary| index.insert(summary));
        index
    }
}

// The latest of a series that comes in the order of its numbers.
fn latest_of<'a>(series: impl Iterator<Item = &'a Summary>, apart: Apart<'_>) -> Option<Latest> {
    let (mut known, mut aside, mut count) = (None, None, 0);
    for summary in series {
        let place = if apart(summary) {
            count += 1;
            &mut aside
        } else {
            &mut known
        };
        let Some((last, forks)) = place else {
            *place = Some((summary, 0));
            continue;
        };
        *forks = if summary.seq == last.seq { *forks + 1 } else { 0 };
        if (summary.seq, &summary.at, &summary.digest) > (last.seq, &last.at, &last.digest) {
            *last = summary;
        }
    }
    let (summary, forks) = known.or(aside)?;
    Some(Latest { summary: summary.clone(), forks, apart: count })
}
