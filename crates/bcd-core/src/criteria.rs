//! Criteria set (bộ tiêu chí): what a unit is assessed against, and the rule that recognises it.

pub mod meaning;
mod prefill;

pub use prefill::{Prefill, PrefillWords};

use crate::{
    id::{ItemId, StepId},
    points::Points,
    text::Text,
};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// A criteria set. Immutable once published: a new version replaces it, ids stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CriteriaSet {
    /// Stable id of the set, the same in all its versions.
    pub id: String,
    /// 1, 2, 3…
    pub version: u32,
    /// The years it is meant for, as people write them: `2023–2027`.
    pub period: String,
    /// Whether it is the sample that ships with the app, to be adapted by an upper level.
    #[serde(default)]
    pub sample: bool,
    /// Its name.
    pub title: Text,
    /// Where it comes from, and how official it is.
    #[serde(default)]
    pub note: Text,
    /// When a unit is recognised.
    pub rule: RecognitionRule,
    /// The criteria, in order.
    pub criteria: Vec<Criterion>,
}

/// How items are answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// A step of the item's own ladder (theo điểm).
    #[default]
    Points,
    /// Met or not met (đạt / chưa đạt); met counts the item's most points.
    Pass,
}

impl Mode {
    /// All modes, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Points, Self::Pass];

    /// As written in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Pass => "pass",
        }
    }

    /// From its word in files.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }
}

/// When a unit is recognised. All conditions must hold; a high score in one criterion does not
/// compensate for another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecognitionRule {
    /// How items are answered.
    pub mode: Mode,
    /// Whether every gate item (★) must be met.
    pub gates: bool,
    /// The least share of each criterion's own points, in percent (0–100).
    pub criterion_min_percent: u8,
    /// The least share of all points, in percent (0–100).
    pub total_min_percent: u8,
}

/// One of the three criteria.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Criterion {
    /// `1`, `2`, `3`.
    pub id: String,
    /// The full heading.
    pub title: Text,
    /// A few words for narrow places.
    #[serde(default)]
    pub short: Text,
    /// Its groups, in order.
    pub groups: Vec<Group>,
}

/// A group of items under a criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Group {
    /// Such as `1.2`.
    pub id: String,
    /// Its heading.
    pub title: Text,
    /// Its items, in order.
    pub items: Vec<Item>,
}

/// One item (nội dung) to answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Item {
    /// Such as `1.2.1`.
    pub id: ItemId,
    /// ★: without it, no recognition.
    #[serde(default)]
    pub gate: bool,
    /// Notes and photos of it may name young people, so they stay in the unit.
    #[serde(default)]
    pub sensitive: bool,
    /// What is asked.
    pub text: Text,
    /// What counts as evidence.
    #[serde(default)]
    pub evidence: Text,
    /// Where the item and its ladder come from.
    #[serde(default)]
    pub source: Text,
    /// Steps, best first.
    pub ladder: Vec<Step>,
    /// Kinds of unit; empty = every kind.
    #[serde(default)]
    pub applies_to: Vec<String>,
    /// What the app does for the item by itself: words of [`Prefill`] separated by spaces.
    #[serde(default)]
    pub prefill: PrefillWords,
}

/// A step (mức) of a ladder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// Unique within the item.
    pub id: StepId,
    /// What it is worth.
    pub points: Points,
    /// Whether reaching it counts as met (đạt), which gates ask for.
    pub met: bool,
    /// What it takes, in a few words.
    #[serde(default)]
    pub label: Text,
}

/// Items of a set by their ids.
pub type ItemsById<'a> = LiteMap<&'a str, &'a Item>;

impl CriteriaSet {
    /// Every item, in order, with its criterion.
    pub fn items(&self) -> impl Iterator<Item = (&Criterion, &Item)> {
        self.criteria
            .iter()
            .flat_map(|c| c.groups.iter().flat_map(move |g| g.items.iter().map(move |i| (c, i))))
    }

    /// Every item by its id; if a broken set has two with one id, the first.
    pub fn by_id(&self) -> ItemsById<'_> {
        let mut items = LiteMap::new();
        for (_, item) in self.items() {
            items.entry(item.id.as_str()).or_insert(item);
        }
        items
    }

    /// The item with this id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items().map(|(_, item)| item).find(|item| item.id.as_str() == id)
    }
}

impl Item {
    /// The most that the item is worth.
    pub fn max(&self) -> Points {
        self.ladder.iter().map(|step| step.points).max().unwrap_or_default()
    }

    /// The step with this id.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.ladder.iter().find(|step| step.id.as_str() == id)
    }

    /// Whether the item is asked of a unit of this kind.
    pub fn applies_to(&self, unit_kind: &str) -> bool {
        self.applies_to.is_empty() || self.applies_to.iter().any(|kind| kind == unit_kind)
    }
}

/// What is wrong with a criteria set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetFault {
    /// Two items share this id.
    DuplicateItem(ItemId),
    /// The item has no steps, or two steps share an id, or a step is worth less than 0 or too much.
    BadLadder(ItemId),
    /// A percentage of the rule is over 100.
    BadRule,
    /// There is nothing to answer.
    NoItems,
}

/// Checks a criteria set that came from elsewhere.
pub fn faults(set: &CriteriaSet) -> Vec<SetFault> {
    let mut found = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (_, item) in set.items() {
        if !seen.insert(&item.id) {
            found.push(SetFault::DuplicateItem(item.id.clone()));
        }
        let ladder = &item.ladder;
        // Inserted one by one: collecting sorts, which is more code to load. A file from elsewhere
        // may be long, so not each is compared with each.
        let mut steps = std::collections::BTreeSet::new();
        let repeats = ladder.iter().any(|step| !steps.insert(&step.id));
        let in_range =
            |s: &Step| s.points >= Points::default() && s.points <= crate::points::MAX_STEP;
        if ladder.is_empty() || repeats || !ladder.iter().all(in_range) {
            found.push(SetFault::BadLadder(item.id.clone()));
        }
    }
    if seen.is_empty() {
        found.push(SetFault::NoItems);
    }
    if set.rule.criterion_min_percent > 100 || set.rule.total_min_percent > 100 {
        found.push(SetFault::BadRule);
    }
    found
}
