//! Totals: counts over units. They are reckoned, never typed.
//!
//! [`Totals::add`] is associative and commutative, and the default is its zero, so a roll-up of
//! roll-ups comes to what its units come to, whichever way they are put together. Lists are in the
//! order of their keys and hold nothing that is zero, so equal totals are equal bytes.

mod tally;

use crate::{
    format::rollup::{RollupRow, RowScore, UnitStanding},
    id::{ItemId, UnitId},
    intake::MarkState,
    upper::case::VerdictWord,
};
use serde::{Deserialize, Serialize};
use tally::{
    add_figures, gather, is_all, is_normal, is_something, list_difference, sum, take, take_figures,
};

/// The most units that one roll-up counts: more than there are in the country.
pub const MOST_UNITS: u64 = 10_000_000;

/// What some units come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Totals {
    /// All of them.
    pub counts: Counts,
    /// By where they stand.
    pub standings: Vec<StandingCount>,
    /// By their share of points, in tenths.
    pub bands: Vec<Band>,
    /// By item.
    pub items: Vec<ItemCount>,
    /// By kind.
    pub kinds: Vec<KindCount>,
    /// By cluster. Clusters of two offices are two, whatever they are called.
    pub clusters: Vec<ClusterCount>,
}

/// Units. Recognised, declined and waiting together are those that sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// All.
    pub units: u64,
    /// That registered, or sent.
    pub registered: u64,
    /// That sent something that counts.
    pub sent: u64,
    /// That were late with something, also if they have sent since.
    pub late: u64,
    /// Recognised.
    pub recognised: u64,
    /// Not recognised.
    pub declined: u64,
    /// That sent, and wait for a decision.
    pub waiting: u64,
    /// Recognised or not by a decision on another submission than the one that is counted, where
    /// something changed since.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub on_other: u64,
}

/// Units at one standing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StandingCount {
    /// Which.
    pub standing: UnitStanding,
    /// Units.
    pub units: u64,
}

/// Units with so many percent of their points.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Band {
    /// The least percent: 0, 10 … 90; up to below the next, of 90 up to 100.
    pub from: u8,
    /// Units, by their own account.
    pub own: u64,
    /// Units, with what the office said; those of which it said nothing are not in it.
    pub verified: u64,
}

/// What units answered to an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemCount {
    /// The set, by id: items of two sets are two, whatever their ids.
    pub set: String,
    /// The item.
    pub item: ItemId,
    /// Units that say that they met it.
    pub met: u64,
    /// … did not.
    pub unmet: u64,
    /// … that did not answer.
    pub open: u64,
    /// … to which it does not apply.
    pub na: u64,
    /// Units of which the office agreed.
    pub agreed: u64,
    /// … of which it set the item otherwise.
    pub corrected: u64,
    /// … that it asked for more.
    pub asked: u64,
    /// Units that met it, with what the office said.
    pub met_verified: u64,
}

/// Units of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KindCount {
    /// The kind; may be empty.
    pub kind: String,
    /// Units.
    pub counts: Counts,
}

/// Units of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClusterCount {
    /// The office whose cluster it is.
    pub office: UnitId,
    /// The cluster; may be empty.
    pub cluster: String,
    /// Units.
    pub counts: Counts,
}

impl Totals {
    /// Of one unit of an office.
    pub fn of(row: &RollupRow, office: &UnitId) -> Self {
        let count = u64::from;
        let (sent, decided) = (row.standing.is_sent(), row.standing.decided());
        let counts = Counts {
            units: 1,
            registered: count(row.registered),
            sent: count(sent),
            late: count(row.days_late > 0),
            recognised: count(decided == Some(true)),
            declined: count(decided == Some(false)),
            waiting: count(sent && decided.is_none()),
            on_other: count(row.decision.as_ref().is_some_and(|it| it.on_other)),
        };
        let set = row.set.as_ref().map(|set| set.id.clone()).unwrap_or_default();
        let mut totals = Self {
            counts,
            standings: vec![StandingCount { standing: row.standing, units: 1 }],
            bands: Vec::new(),
            items: Vec::new(),
            kinds: vec![KindCount { kind: row.kind.clone(), counts }],
            clusters: vec![ClusterCount {
                office: office.clone(),
                cluster: row.cluster.clone(),
                counts,
            }],
        };
        let own = row.own.as_ref().and_then(tenth);
        let verified = row.verified.as_ref().and_then(tenth);
        let own = own.map(|from| Band { from, own: 1, verified: 0 });
        let verified = verified.map(|from| Band { from, own: 0, verified: 1 });
        totals.bands.extend(own.into_iter().chain(verified));
        for item in &row.items {
            let is = |state| count(item.state == state);
            let said = |said| count(item.said == Some(said));
            let item = ItemCount {
                set: set.clone(),
                item: item.item.clone(),
                met: is(MarkState::Met),
                unmet: is(MarkState::Unmet),
                open: is(MarkState::Open),
                na: is(MarkState::Na),
                agreed: said(VerdictWord::Agree),
                corrected: said(VerdictWord::Set),
                asked: said(VerdictWord::Ask),
                met_verified: count(item.now().0 == MarkState::Met),
            };
            totals.items.push(item);
        }
        totals.gather();
        totals
    }

    /// The texts in it, which come from files.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        let items = self.items.iter().flat_map(|it| [&it.set, &it.item.0]);
        let clusters = self.clusters.iter().flat_map(|it| [&it.office.0, &it.cluster]);
        self.kinds.iter().map(|it| &it.kind).chain(items).chain(clusters)
    }

    /// Counts those of `other`, too. It goes through the whole list; of many totals, make the sum.
    pub fn add(&mut self, other: &Self) {
        self.append(other.clone());
        self.gather();
    }

    /// Without those of `others`. `None`: they are not all in it.
    #[must_use]
    pub fn less(mut self, others: impl IntoIterator<Item = Self>) -> Option<Self> {
        others.into_iter().all(|other| self.take(&other)).then_some(())?;
        self.standings.retain(is_something);
        self.bands.retain(is_something);
        self.items.retain(is_something);
        self.kinds.retain(is_something);
        self.clusters.retain(is_something);
        Some(self)
    }

    // Puts the lists behind one another.
    fn append(&mut self, mut other: Self) {
        add_figures(self.counts.figures(), other.counts);
        self.standings.append(&mut other.standings);
        self.bands.append(&mut other.bands);
        self.items.append(&mut other.items);
        self.kinds.append(&mut other.kinds);
        self.clusters.append(&mut other.clusters);
    }

    // Puts the lists in order, each key once.
    fn gather(&mut self) {
        gather(&mut self.standings);
        gather(&mut self.bands);
        gather(&mut self.items);
        gather(&mut self.kinds);
        gather(&mut self.clusters);
    }

    fn len(&self) -> usize {
        let few = self.standings.len() + self.bands.len() + self.kinds.len();
        few + self.items.len() + self.clusters.len()
    }

    // Leaves entries in the lists of which nothing is left: to close each gap would go through the rest.
    fn take(&mut self, other: &Self) -> bool {
        take_figures(self.counts.figures(), other.counts)
            && other.standings.iter().all(|it| take(&mut self.standings, it))
            && other.bands.iter().all(|it| take(&mut self.bands, it))
            && other.items.iter().all(|it| take(&mut self.items, it))
            && other.kinds.iter().all(|it| take(&mut self.kinds, it))
            && other.clusters.iter().all(|it| take(&mut self.clusters, it))
    }

    /// The first place at which two totals differ, with both figures; `None`: they are the same.
    pub fn difference(&self, other: &Self) -> Option<(String, u64, u64)> {
        let (mut ours, mut theirs) = (self.counts, other.counts);
        let pairs = ours.figures().map(|n| *n).into_iter().zip(theirs.figures().map(|n| *n));
        let mut unlike = Counts::NAMES.into_iter().zip(pairs).filter(|(_, (a, b))| a != b);
        let counts = unlike.next().map(|(name, (a, b))| (format!("counts/{name}"), a, b));
        counts
            .or_else(|| list_difference("standings", &self.standings, &other.standings))
            .or_else(|| list_difference("bands", &self.bands, &other.bands))
            .or_else(|| list_difference("items", &self.items, &other.items))
            .or_else(|| list_difference("kinds", &self.kinds, &other.kinds))
            .or_else(|| list_difference("clusters", &self.clusters, &other.clusters))
    }

    /// Whether units can come to this: it is in the one form, each list adds up to the whole, and
    /// nothing is more than all.
    pub fn is_sound(&self) -> bool {
        let Counts { units, registered, sent, late, recognised, declined, waiting, on_other } =
            self.counts;
        // First, so that no sum below can be too large.
        let all = [registered, sent, late, recognised, declined, waiting, on_other];
        if units > MOST_UNITS || all.into_iter().any(|count| count > units) {
            return false;
        }
        let of_item = |it: &ItemCount| {
            let answered = [it.met, it.unmet, it.open, it.na];
            let said = [it.agreed, it.corrected, it.asked];
            sum(answered).is_some_and(|answered| {
                let said = sum(said).is_some_and(|said| said <= answered);
                answered <= sent && said && it.met_verified <= answered
            })
        };
        let of_bands = |count: fn(&Band) -> u64| {
            sum(self.bands.iter().map(count)).is_some_and(|scored| scored <= sent)
        };
        recognised + declined + waiting == sent
            && on_other <= recognised + declined
            && is_normal(&self.standings)
            && is_normal(&self.bands)
            && is_normal(&self.items)
            && is_normal(&self.kinds)
            && is_normal(&self.clusters)
            && sum(self.standings.iter().map(|it| it.units)) == Some(units)
            && self.bands.iter().all(|band| band.from % 10 == 0 && band.from <= 90)
            && of_bands(|band| band.own)
            && of_bands(|band| band.verified)
            && self.items.iter().all(of_item)
            && is_all(self.counts, self.kinds.iter().map(|it| it.counts))
            && is_all(self.counts, self.clusters.iter().map(|it| it.counts))
    }
}

/// The time that it takes grows with what is counted, and hardly faster: the lists are put in order only
/// whenever they have become twice as long.
impl core::iter::Sum for Totals {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        let (mut sum, mut ordered) = (Self::default(), 0);
        for totals in all {
            sum.append(totals);
            if sum.len() > 2 * ordered + 1_000 {
                sum.gather();
                ordered = sum.len();
            }
        }
        sum.gather();
        sum
    }
}

/// The tenth that a score is in; `None` where there is nothing to reach.
fn tenth(score: &RowScore) -> Option<u8> {
    let share = score.got.percent_of(score.max);
    (score.max.0 > 0).then(|| share.min(99) / 10 * 10)
}

/// For serde.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
pub(crate) fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// For serde.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
pub(crate) fn is_false(flag: &bool) -> bool {
    !flag
}
