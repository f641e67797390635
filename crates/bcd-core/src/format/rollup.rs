//! The body of a roll-up (tổng hợp): what an office says of its units in one cycle, made to be sent
//! further up.
//!
//! It has rows, and the roll-ups of lower offices as parts. No data stands as a key, so that engines
//! read it as tables. Nobody's name is in it, nor anything that stays with a unit or an office.

use super::envelope::UnitRef;
use crate::{
    id::{DeviceId, ItemId, RecordId, UnitId},
    intake::{Mark, MarkState, SetRef},
    points::Points,
    signer::Signer,
    upper::{
        case::{CaseState, VerdictWord},
        roll::standing::Stage,
        rollup::totals::{Counts, Totals, is_false, is_zero},
    },
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an office says of its units. The envelope names the office, the cycle and, as `seq`, the
/// version; its `parent` is the digest of the version before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rollup {
    /// The office's own units, each once.
    pub rows: Vec<RollupRow>,
    /// Roll-ups of lower offices that it counts.
    pub parts: Vec<RollupPart>,
    /// What rows and parts come to. The reader reckons it again.
    pub totals: Totals,
}

/// A unit in a cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RollupRow {
    /// The unit's id in its submissions; missing while nobody knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Its line in the office's list of units; missing if it is not on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<RecordId>,
    /// Its name.
    pub name: String,
    /// Its kind; may be empty.
    pub kind: String,
    /// Its cluster, a name that means something in this office; may be empty.
    pub cluster: String,
    /// Where it stands.
    pub standing: UnitStanding,
    /// It registered for the cycle, or sent something that counts.
    pub registered: bool,
    /// Days late with what was due; 0 = in time.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub days_late: u64,
    /// Number of the submission that is counted; 0 = none is.
    pub seq: u32,
    /// Its digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The set that it answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<SetRef>,
    /// By the unit's own account nothing stands in the way of recognition.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ready: bool,
    /// Points by the unit's own account. It follows from `items`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<RowScore>,
    /// Points with what the office said of items; missing where it said nothing. It follows from `items`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<RowScore>,
    /// What was asked of it, in the order of the set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<RollupItem>,
    /// The decision that holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<RollupDecision>,
    /// A lower office among the parts counts this unit; then it is shown here and not counted. A
    /// person decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<UnitId>,
}

/// Where a unit stands, from what is known of its submissions and from the office's case. One word in
/// files: that of the case where there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum UnitStanding {
    /// Not registered, nothing sent (chưa đăng ký).
    #[default]
    NotRegistered,
    /// Registered, nothing sent (chưa gửi).
    Registered,
    /// Something came of which nobody knows yet that the unit wrote it (chưa xác nhận).
    Unconfirmed,
    /// A submission counts; where its case stands.
    #[serde(untagged)]
    Sent(CaseState),
}

impl UnitStanding {
    /// From how far it is in the office's list, and from the case if there is one.
    pub fn of(stage: Stage, case: Option<CaseState>) -> Self {
        match stage {
            Stage::NotRegistered => Self::NotRegistered,
            Stage::Registered => Self::Registered,
            Stage::Unconfirmed(_) => Self::Unconfirmed,
            Stage::Sent(_) => Self::Sent(case.unwrap_or_default()),
        }
    }

    /// Whether a submission of it counts.
    pub const fn is_sent(self) -> bool {
        matches!(self, Self::Sent(_))
    }

    /// What was decided; `None`: nothing yet.
    pub const fn decided(self) -> Option<bool> {
        match self {
            Self::Sent(CaseState::Recognised | CaseState::Commended) => Some(true),
            Self::Sent(CaseState::Declined) => Some(false),
            _ => None,
        }
    }
}

/// Points reached, in all and by criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowScore {
    /// Points reached.
    pub got: Points,
    /// Points reachable: those of items that apply.
    pub max: Points,
    /// The same by criterion, in the order of the set.
    pub criteria: Vec<CriterionGot>,
}

/// Points of a criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CriterionGot {
    /// The criterion.
    pub id: String,
    /// Points reached.
    pub got: Points,
    /// Points reachable.
    pub max: Points,
}

impl RowScore {
    /// What items come to, in the order in which their criteria appear. `of` says how an item stands,
    /// and with how many points.
    pub fn of<'a>(
        items: &'a [RollupItem],
        of: impl Fn(&'a RollupItem) -> (MarkState, Points),
    ) -> Self {
        let (mut score, mut places) = (Self::default(), BTreeMap::new());
        for item in items {
            let place = *places.entry(&item.criterion).or_insert_with(|| {
                let id = item.criterion.clone();
                score.criteria.push(CriterionGot { id, ..CriterionGot::default() });
                score.criteria.len() - 1
            });
            let (state, got) = of(item);
            if state != MarkState::Na {
                let criterion = &mut score.criteria[place];
                criterion.got = criterion.got + got;
                criterion.max = criterion.max + item.max;
                score.got = score.got + got;
                score.max = score.max + item.max;
            }
        }
        score
    }
}

/// An item of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RollupItem {
    /// Which.
    pub item: ItemId,
    /// Its criterion.
    pub criterion: String,
    /// Whether it is a gate (★).
    #[serde(default, skip_serializing_if = "is_false")]
    pub gate: bool,
    /// How the unit answered.
    pub state: MarkState,
    /// Points by that answer.
    pub got: Points,
    /// The most that it is worth.
    pub max: Points,
    /// Claimed as met, without evidence.
    #[serde(default, skip_serializing_if = "is_false")]
    pub lacking: bool,
    /// What the office said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<VerdictWord>,
    /// How it stands where the office set it otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<MarkState>,
    /// Points then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_got: Option<Points>,
}

impl RollupItem {
    /// From what a submission says of the item.
    pub fn of(mark: Mark) -> Self {
        Self {
            item: mark.item,
            criterion: mark.criterion,
            gate: mark.gate,
            state: mark.state,
            got: mark.got,
            max: mark.max,
            lacking: mark.lacking,
            ..Self::default()
        }
    }

    /// By the unit's own account.
    pub fn own(&self) -> (MarkState, Points) {
        (self.state, self.got)
    }

    /// With what the office said.
    pub fn now(&self) -> (MarkState, Points) {
        (self.verified.unwrap_or(self.state), self.verified_got.unwrap_or(self.got))
    }
}

/// A decision, without its reasons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RollupDecision {
    /// Recognised, or not.
    pub recognised: bool,
    /// Its number.
    pub number: String,
    /// Its day, `YYYY-MM-DD`.
    pub date: String,
    /// It was made on another submission than the one that is counted, and the unit changed something
    /// since, or nobody can tell. It holds all the same, until the office takes it back.
    #[serde(default, skip_serializing_if = "is_false")]
    pub on_other: bool,
}

/// The roll-up of a lower office. What it says in detail, its own document does, which travels beside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RollupPart {
    /// The office.
    pub office: UnitRef,
    /// The cycle: that of the whole.
    pub cycle: String,
    /// Its version.
    pub seq: u32,
    /// Digest of its document.
    pub digest: String,
    /// What it comes to, as it says itself.
    pub totals: Totals,
    /// Units of it that are counted elsewhere and not here, as they stand there. A person decided so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<RowLeftOut>,
}

/// A row of a part that is not counted with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowLeftOut {
    /// The office in whose roll-up it is a row: the part's, or one below.
    pub office: UnitId,
    /// The row.
    pub row: RollupRow,
}

impl Rollup {
    /// What rows and parts come to, for the office whose roll-up it is. `None`: more is left out of
    /// the parts than they count.
    pub fn reckoned(&self, office: &UnitId) -> Option<Totals> {
        let rows = self.rows.iter().filter(|row| row.held_by.is_none());
        let rows = rows.map(|row| Some(Totals::of(row, office)));
        rows.chain(self.parts.iter().map(RollupPart::counted)).sum()
    }
}

impl RollupPart {
    /// What is counted of it. `None`: more is left out than it counts.
    pub fn counted(&self) -> Option<Totals> {
        let left = self.without.iter().map(|RowLeftOut { office, row }| Totals::of(row, office));
        self.totals.clone().less(left)
    }
}

/// A roll-up in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollupLine {
    /// Digest of the document; its key.
    pub digest: String,
    /// The office.
    pub office: UnitRef,
    /// The cycle.
    pub cycle: String,
    /// 1, 2, 3…
    pub seq: u32,
    /// Digest of the version before.
    #[serde(default)]
    pub parent: Option<String>,
    /// When, RFC 3339, by the writer's clock.
    pub at: String,
    /// Who wrote it; may be empty.
    pub by: String,
    /// The device that wrote it.
    pub device: DeviceId,
    /// How many rows it has.
    pub rows: u64,
    /// Digests of its parts.
    pub parts: Vec<String>,
    /// What it comes to, in short: lines are read whenever roll-ups are worked with.
    pub counts: Counts,
    /// Who signed it.
    #[serde(default)]
    pub signer: Signer,
    /// It was made here. No file says this of itself.
    #[serde(default)]
    pub own: bool,
    /// Bytes of the document as it is stored here.
    #[serde(default)]
    pub bytes: u64,
}
