//! Lists of counts in the order of their keys: putting them in order, taking an entry out, comparing two.

use super::{Band, ClusterCount, Counts, ItemCount, KindCount, StandingCount, UnitStanding};
use core::cmp::Ordering;

/// One entry of a list of counts.
pub(super) trait Tally: Clone {
    /// Which comes first; equal = the same key.
    fn order(&self, other: &Self) -> Ordering;
    /// Its key, for a message.
    fn key(&self) -> String;
    /// Its counts.
    fn figures(&mut self) -> impl Iterator<Item = &mut u64>;
}

impl Counts {
    /// The names of its figures, in their order.
    pub(super) const NAMES: [&str; 8] =
        ["units", "registered", "sent", "late", "recognised", "declined", "waiting", "on_other"];

    pub(super) fn figures(&mut self) -> [&mut u64; 8] {
        let Self { units, registered, sent, late, recognised, declined, waiting, on_other } = self;
        [units, registered, sent, late, recognised, declined, waiting, on_other]
    }
}

impl Tally for StandingCount {
    fn order(&self, other: &Self) -> Ordering {
        self.standing.cmp(&other.standing)
    }
    fn key(&self) -> String {
        match self.standing {
            UnitStanding::Sent(state) => format!("{state:?}"),
            other => format!("{other:?}"),
        }
    }
    fn figures(&mut self) -> impl Iterator<Item = &mut u64> {
        [&mut self.units].into_iter()
    }
}

impl Tally for Band {
    fn order(&self, other: &Self) -> Ordering {
        self.from.cmp(&other.from)
    }
    fn key(&self) -> String {
        self.from.to_string()
    }
    fn figures(&mut self) -> impl Iterator<Item = &mut u64> {
        [&mut self.own, &mut self.verified].into_iter()
    }
}

impl Tally for ItemCount {
    fn order(&self, other: &Self) -> Ordering {
        (&self.set, &self.item).cmp(&(&other.set, &other.item))
    }
    fn key(&self) -> String {
        self.item.0.clone()
    }
    fn figures(&mut self) -> impl Iterator<Item = &mut u64> {
        let Self { met, unmet, open, na, agreed, corrected, asked, met_verified, .. } = self;
        [met, unmet, open, na, agreed, corrected, asked, met_verified].into_iter()
    }
}

impl Tally for KindCount {
    fn order(&self, other: &Self) -> Ordering {
        self.kind.cmp(&other.kind)
    }
    fn key(&self) -> String {
        self.kind.clone()
    }
    fn figures(&mut self) -> impl Iterator<Item = &mut u64> {
        self.counts.figures().into_iter()
    }
}

impl Tally for ClusterCount {
    fn order(&self, other: &Self) -> Ordering {
        (&self.office, &self.cluster).cmp(&(&other.office, &other.cluster))
    }
    fn key(&self) -> String {
        self.cluster.clone()
    }
    fn figures(&mut self) -> impl Iterator<Item = &mut u64> {
        self.counts.figures().into_iter()
    }
}

// Counts are checked before they are added (`is_sound`), so they never come near the end of a `u64`;
// and if they did, the sum would differ from what the file says.
pub(super) fn add_figures<'a>(ours: impl IntoIterator<Item = &'a mut u64>, mut theirs: Counts) {
    add_all(ours, theirs.figures());
}

fn add_all<'a, 'b>(
    ours: impl IntoIterator<Item = &'a mut u64>,
    theirs: impl IntoIterator<Item = &'b mut u64>,
) {
    for (ours, theirs) in ours.into_iter().zip(theirs) {
        *ours = ours.saturating_add(*theirs);
    }
}

pub(super) fn take_figures<'a>(
    ours: impl IntoIterator<Item = &'a mut u64>,
    mut theirs: Counts,
) -> bool {
    take_all(ours, theirs.figures())
}

fn take_all<'a, 'b>(
    ours: impl IntoIterator<Item = &'a mut u64>,
    theirs: impl IntoIterator<Item = &'b mut u64>,
) -> bool {
    ours.into_iter().zip(theirs).all(|(ours, theirs)| match ours.checked_sub(*theirs) {
        Some(left) => {
            *ours = left;
            true
        }
        None => false,
    })
}

/// Puts a list in order; entries of one key become one.
pub(super) fn gather<T: Tally>(list: &mut Vec<T>) {
    list.sort_by(T::order);
    list.dedup_by(|entry, kept| {
        let same = kept.order(entry).is_eq();
        if same {
            add_all(kept.figures(), entry.figures());
        }
        same
    });
}

/// Takes an entry's counts out of a list that is in order. False: they are not all in it.
pub(super) fn take<T: Tally>(list: &mut [T], entry: &T) -> bool {
    match list.binary_search_by(|known| known.order(entry)) {
        Ok(at) => take_all(list[at].figures(), entry.clone().figures()),
        Err(_) => !is_something(entry),
    }
}

pub(super) fn is_something<T: Tally>(entry: &T) -> bool {
    entry.clone().figures().any(|count| *count > 0)
}

pub(super) fn is_normal<T: Tally>(list: &[T]) -> bool {
    list.is_sorted_by(|a, b| a.order(b).is_lt()) && list.iter().all(is_something)
}

pub(super) fn list_difference<T: Tally + PartialEq>(
    name: &str,
    ours: &[T],
    theirs: &[T],
) -> Option<(String, u64, u64)> {
    let mut pairs = ours.iter().zip(theirs);
    let (a, b) = match pairs.find(|(a, b)| a != b) {
        Some((a, b)) => (Some(a), Some(b)),
        None => (ours.get(theirs.len()), theirs.get(ours.len())),
    };
    let entry = a.or(b)?;
    let place = format!("{name}/{}", entry.key());
    // Of different keys, only the first is what the two differ in.
    let same = a.zip(b).is_none_or(|(a, b)| a.order(b).is_eq());
    let figures = |it: Option<&T>| -> Vec<u64> {
        it.map(|it| it.clone().figures().map(|n| *n).collect()).unwrap_or_default()
    };
    let (a, b) = (figures(a), figures(b.filter(|_| same)));
    let all = (0..a.len().max(b.len())).map(|at| {
        let one = |list: &[u64]| list.get(at).copied().unwrap_or(0);
        (one(&a), one(&b))
    });
    let mut unlike = all.filter(|(a, b)| a != b);
    let (a, b) = unlike.next().unwrap_or_default();
    Some((place, a, b))
}

pub(super) fn sum(counts: impl IntoIterator<Item = u64>) -> Option<u64> {
    counts.into_iter().try_fold(0_u64, u64::checked_add)
}

pub(super) fn is_all(whole: Counts, mut parts: impl Iterator<Item = Counts>) -> bool {
    let mut sum = Counts::default();
    parts.all(|mut one| {
        let fits = one.figures().into_iter().all(|count| *count <= whole.units);
        add_figures(sum.figures(), one);
        fits
    }) && sum == whole
}
