//! Case (hồ sơ thẩm định): what an office says of one unit's one cycle.
//!
//! Like a dossier it is a map of stamped fields, and merges like one, so that two officers may work on
//! it on two devices. Everything in it is said to the unit. It stands beside the unit's own answers and
//! never changes them. The paths are listed in `docs/file-format.md`.

pub mod command;
pub mod doubt;
pub mod line;
pub mod state;
pub mod verified;

use crate::{
    criteria::Item,
    field::{Entry, Fields},
    id::{FileHash, ItemId, RecordId, StepId, UnitId},
    merge::{Merged, conflict},
    points::Points,
};
pub use line::{CaseLine, Earlier};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
pub use state::{CaseState, Decision, StepTaken, StepValue};
use std::collections::BTreeMap;

/// Which case: who says it, of which unit, of which cycle. The devices of one office have the same
/// one without asking each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseId {
    /// The office's unit.
    pub office: UnitId,
    /// The unit.
    pub unit: UnitId,
    /// The cycle.
    pub cycle: String,
}

impl CaseId {
    /// Its key in the database. Ids and cycles have no bar.
    pub fn key(&self) -> String {
        format!("{}|{}|{}", self.office, self.unit, self.cycle)
    }

    /// Which case has this key; `None`: none has.
    pub fn of_key(key: &str) -> Option<Self> {
        let mut parts = key.splitn(3, '|');
        let (office, unit, cycle) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { office: office.into(), unit: unit.into(), cycle: cycle.to_owned() })
    }
}

/// A case whole, as it is stored and as a backup has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StoredCase {
    /// Which.
    pub id: CaseId,
    /// Its fields, and what lost.
    pub state: Merged,
}

/// What the officer says of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// As the unit has it (đồng ý).
    Agree,
    /// Otherwise (chấm lại).
    Set(Mark),
    /// The unit is to add something (yêu cầu bổ sung).
    Ask,
}

/// What an item is set to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// A step of its ladder, where items are answered by points.
    Step(StepId),
    /// Met or not, where they are answered so.
    Met(bool),
}

/// The word of a verdict in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum VerdictWord {
    /// [`Verdict::Agree`].
    Agree,
    /// [`Verdict::Set`].
    Set,
    /// [`Verdict::Ask`]; what the unit says counts until it answers.
    Ask,
}

impl Verdict {
    /// Its word.
    pub const fn word(&self) -> VerdictWord {
        match self {
            Self::Agree => VerdictWord::Agree,
            Self::Set(_) => VerdictWord::Set,
            Self::Ask => VerdictWord::Ask,
        }
    }
}

impl Mark {
    /// Whether an item that is set so is met, and its points; `None`: its ladder has no such step.
    pub fn worth(&self, item: &Item) -> Option<(bool, Points)> {
        match self {
            Self::Step(step) => item.step(step.as_str()).map(|step| (step.met, step.points)),
            Self::Met(true) => Some((true, item.max())),
            Self::Met(false) => Some((false, Points::default())),
        }
    }
}

/// The value of `item/{item}` in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemValue {
    /// Which verdict.
    pub say: VerdictWord,
    /// The step that it sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<StepId>,
    /// Met or not, as it sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met: Option<bool>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Digest of the submission that it was said of.
    pub of: String,
}

impl ItemValue {
    /// As it stands in a file.
    pub fn of(verdict: &Verdict, why: String, of: String) -> Self {
        let (step, met) = match verdict {
            Verdict::Set(Mark::Step(step)) => (Some(step.clone()), None),
            Verdict::Set(Mark::Met(met)) => (None, Some(*met)),
            Verdict::Agree | Verdict::Ask => (None, None),
        };
        Self { say: verdict.word(), step, met, why, of }
    }

    /// What it says; `None` if it sets nothing, or both.
    pub fn verdict(&self) -> Option<Verdict> {
        match (self.say, &self.step, self.met) {
            (VerdictWord::Agree, ..) => Some(Verdict::Agree),
            (VerdictWord::Ask, ..) => Some(Verdict::Ask),
            (VerdictWord::Set, Some(step), None) => Some(Verdict::Set(Mark::Step(step.clone()))),
            (VerdictWord::Set, None, Some(met)) => Some(Verdict::Set(Mark::Met(met))),
            (VerdictWord::Set, ..) => None,
        }
    }
}

/// What was said of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemSaid {
    /// The verdict.
    pub verdict: Verdict,
    /// Why; never empty of an item that was set otherwise or asked about.
    pub why: String,
    /// Digest of the submission that it was said of.
    pub of: String,
    /// The officer, as they named themselves; may be empty.
    pub by: String,
    /// When, RFC 3339, by that device's clock.
    pub at: String,
}

/// A visit to the unit (kiểm tra thực tế).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// Who went.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// What was seen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Photos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<FileHash>,
    /// Taken out again; its day is kept so that other devices learn of it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deleted: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A case, typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// The unit's submissions that came, by digest, with their numbers.
    pub received: BTreeMap<String, u32>,
    /// What was said of items.
    pub items: BTreeMap<ItemId, ItemSaid>,
    /// All steps in the order of their stamps, those included that could not be taken.
    pub history: Vec<StepTaken>,
    /// Where it stands.
    pub state: CaseState,
    /// The decision that holds.
    pub decided: Option<Decision>,
    /// The officer who follows the unit.
    pub officer: String,
    /// Visits to the unit, without those taken out.
    pub visits: BTreeMap<RecordId, Visit>,
    /// Words to the unit on the whole.
    pub word: String,
    /// What it is proposed to be commended for.
    pub commend: String,
    /// When it last changed, RFC 3339, by the clock of the device that wrote last.
    pub at: String,
    /// Who changed it last; may be empty.
    pub by: String,
}

impl Case {
    /// Reads every field. What this version does not understand changes nothing here and stays in the
    /// fields.
    pub fn of(fields: &Fields) -> Self {
        let mut case = Self::default();
        let (mut steps, mut last): (Vec<(&str, &Entry, StepValue)>, Option<&Entry>) =
            (Vec::new(), None);
        for (path, entry) in fields {
            if last.is_none_or(|last| entry.stands_over(last)) {
                last = Some(entry);
            }
            let text = || entry.v.as_str().unwrap_or_default().to_owned();
            match path.split_once('/') {
                None if path == "officer" => case.officer = text(),
                None if path == "word" => case.word = text(),
                None if path == "commend" => case.commend = text(),
                Some(("received", digest)) => {
                    let number = entry.v.as_u64().and_then(|n| u32::try_from(n).ok());
                    case.received.extend(number.map(|number| (digest.to_owned(), number)));
                }
                Some(("item", item)) => {
                    case.items.extend(said(entry).map(|said| (ItemId::from(item), said)));
                }
                Some(("step", id)) => steps.extend(value(entry).map(|step| (id, entry, step))),
                Some(("visit", id)) => {
                    let visit = value::<Visit>(entry).filter(|visit| !visit.deleted);
                    case.visits.extend(visit.map(|visit| (RecordId::from(id), visit)));
                }
                None | Some(_) => {}
            }
        }
        if let Some(last) = last {
            (case.at, case.by) = (last.at.clone(), last.by.clone());
        }
        steps.sort_by(|(a, x, _), (b, y, _)| x.stamp().cmp(&y.stamp()).then_with(|| a.cmp(b)));
        state::fold(steps, &mut case);
        case
    }

    /// The submission with the highest number that came: its digest; of several with one number, the
    /// last by digest. `None`: none came.
    pub fn latest(&self) -> Option<&str> {
        let last = self.received.iter().max_by_key(|(digest, number)| (**number, digest.as_str()));
        last.map(|(digest, _)| digest.as_str())
    }

    /// The number of a submission that came; 0 for any other.
    pub fn number(&self, digest: &str) -> u32 {
        self.received.get(digest).copied().unwrap_or(0)
    }

    /// The last submission that somebody looked at: what verdicts and steps speak about.
    pub fn seen(&self) -> Option<&str> {
        let items = self.items.values().map(|said| said.of.as_str());
        let steps = self.history.iter().map(|step| step.value.of.as_str());
        let all = items.chain(steps).filter(|digest| self.received.contains_key(*digest));
        all.max_by_key(|digest| (self.number(digest), *digest))
    }

    /// Whether a submission came after the one on which the decision was made. The decision stands.
    pub fn is_decided_on_older(&self) -> bool {
        let latest = self.latest().map_or(0, |digest| self.number(digest));
        self.decided.as_ref().is_some_and(|decided| self.number(&decided.of) < latest)
    }

    /// Items that the unit is asked about.
    pub fn asked(&self) -> impl Iterator<Item = (&ItemId, &ItemSaid)> {
        self.items.iter().filter(|(_, said)| said.verdict == Verdict::Ask)
    }

    /// Steps that could not be taken from where the case stood: two officers took one at once.
    pub fn contested(&self) -> impl Iterator<Item = &StepTaken> {
        self.history.iter().filter(|step| step.contested)
    }
}

/// Fields on which two officers said different things without knowing of each other.
pub fn conflicts(state: &Merged) -> Vec<conflict::Conflict> {
    conflict::conflicts(state)
}

/// The photos that a case names, also in values that lost; not those of a visit that was taken out.
pub fn photos(state: &Merged) -> std::collections::BTreeSet<FileHash> {
    let lost = state.lost.iter().flat_map(|(path, list)| list.iter().map(move |e| (path, e)));
    let all = state.fields.iter().chain(lost).filter(|(path, _)| path.starts_with("visit/"));
    let visits = all.filter_map(|(_, entry)| value::<Visit>(entry));
    visits.filter(|visit| !visit.deleted).flat_map(|visit| visit.photos).collect()
}

fn said(entry: &Entry) -> Option<ItemSaid> {
    let value: ItemValue = value(entry)?;
    let verdict = value.verdict()?;
    let (by, at) = (entry.by.clone(), entry.at.clone());
    Some(ItemSaid { verdict, why: value.why, of: value.of, by, at })
}

/// The value of a field in its shape; `None` where it has another one, or was emptied.
pub(crate) fn value<T: DeserializeOwned>(entry: &Entry) -> Option<T> {
    T::deserialize(&entry.v).ok()
}
