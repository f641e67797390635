//! The body of a submission (bản gửi): a dossier frozen, with the set that it answered.

use super::{share::Withheld, year::YearCounts};
use crate::{
    criteria::{CriteriaSet, Mode},
    dossier::Dossier,
    field::Path,
    id::{DossierId, EvidenceId, FileHash, ItemId, StepId},
    points::Points,
    scoring::{Blocker, Score},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a submission says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Submission {
    /// The dossier that was frozen.
    pub dossier: DossierId,
    /// Made on a sample unit.
    #[serde(default)]
    pub sample: bool,
    /// The unit's kind, upper level and cluster; its id and name stand in the envelope.
    #[serde(default)]
    pub unit: UnitDetails,
    /// The criteria set that was answered, whole, so that the file can be read alone.
    pub set: CriteriaSet,
    /// How items were answered.
    pub mode: Mode,
    /// Answers by item.
    pub answers: BTreeMap<ItemId, AnswerLine>,
    /// Evidence by id.
    #[serde(default)]
    pub evidence: BTreeMap<EvidenceId, EvidenceLine>,
    /// What the answers are worth; must follow from them.
    pub score: ScoreLine,
    /// How much stayed in the unit.
    #[serde(default)]
    pub withheld: Withheld,
    /// Items changed since the submission before.
    #[serde(default)]
    pub changed: Vec<ItemId>,
    /// The year's counts, where the unit keeps its year in the app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<Box<YearCounts>>,
}

/// More about the unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnitDetails {
    /// Kind of unit.
    #[serde(default)]
    pub kind: String,
    /// The upper level's name.
    #[serde(default)]
    pub upper: String,
    /// The cluster's name.
    #[serde(default)]
    pub cluster: String,
}

/// An answer as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnswerLine {
    /// The chosen step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<StepId>,
    /// Met or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met: Option<bool>,
    /// Does not apply.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub na: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub na_reason: String,
    /// A reason was given, and stays in the unit.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub na_reason_kept: bool,
    /// The note.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A piece of evidence as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvidenceLine {
    /// `document`, `link`, `photo` or `file`.
    pub kind: String,
    /// Name or caption.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Number and symbol.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Day, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Address, http or https.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// The file's SHA-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileHash>,
    /// The file's media type.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mime: String,
    /// The file's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The file's size in bytes.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub size: u64,
    /// Items that it supports.
    pub items: Vec<ItemId>,
}

/// A score as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScoreLine {
    /// Per criterion, in the set's order.
    pub criteria: Vec<CriterionLine>,
    /// Points reached.
    pub got: Points,
    /// Points reachable.
    pub max: Points,
    /// Gates that are not met.
    pub gates_unmet: Vec<ItemId>,
    /// Items without an answer.
    pub unanswered: u32,
    /// Whether nothing blocks recognition, by the unit's own account.
    pub recognisable: bool,
}

/// A criterion's score as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CriterionLine {
    /// The criterion.
    pub id: String,
    /// Points reached.
    pub got: Points,
    /// Points reachable.
    pub max: Points,
    /// The least for recognition.
    pub need: Points,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}

impl From<&Score> for ScoreLine {
    fn from(score: &Score) -> Self {
        let line = |c: &crate::scoring::CriterionScore| CriterionLine {
            id: c.id.clone(),
            got: c.got,
            max: c.max,
            need: c.need,
        };
        let unmet = |b: &Blocker| match b {
            Blocker::GateOpen(id) | Blocker::GateUnmet(id) => Some(id.clone()),
            Blocker::CriterionBelow { .. }
            | Blocker::TotalBelow { .. }
            | Blocker::NaWithoutReason(_)
            | Blocker::NothingApplies { .. } => None,
        };
        Self {
            criteria: score.criteria.iter().map(line).collect(),
            got: score.got,
            max: score.max,
            gates_unmet: score.blockers.iter().filter_map(unmet).collect(),
            unanswered: u32::try_from(score.unanswered).unwrap_or(u32::MAX),
            recognisable: score.blockers.is_empty(),
        }
    }
}

/// The answers and evidence lines of a dossier made of shared fields only.
pub fn lines(
    dossier: &Dossier,
) -> (BTreeMap<ItemId, AnswerLine>, BTreeMap<EvidenceId, EvidenceLine>) {
    let answers = dossier.answers.iter().map(|(id, answer)| {
        let line = AnswerLine {
            step: answer.step.clone(),
            met: answer.met,
            na: answer.na,
            na_reason: answer.na_reason.clone(),
            na_reason_kept: answer.na_reason_kept,
            note: answer.note.clone(),
        };
        (id.clone(), line)
    });
    let evidence = dossier.evidence.iter().map(|(id, e)| {
        let line = EvidenceLine {
            kind: e.kind.as_str().to_owned(),
            title: e.title.clone(),
            number: e.number.clone(),
            date: e.date.clone(),
            url: e.url.clone(),
            file: e.file.clone(),
            mime: e.mime.clone(),
            name: e.name.clone(),
            size: e.size,
            items: e.items.iter().cloned().collect(),
        };
        (id.clone(), line)
    });
    (answers.collect(), evidence.collect())
}

/// The shared fields of a submission, so that it can be viewed like a dossier.
pub fn fields(
    body: &Submission,
    unit: &super::envelope::UnitRef,
    cycle: &str,
) -> BTreeMap<Path, Value> {
    let mut fields = BTreeMap::new();
    for (path, value) in [
        ("unit/id", unit.id.as_str()),
        ("unit/name", &unit.name),
        ("unit/kind", &body.unit.kind),
        ("unit/upper", &body.unit.upper),
        ("unit/cluster", &body.unit.cluster),
        ("cycle", cycle),
        ("mode", body.mode.as_str()),
    ] {
        put(&mut fields, path.to_owned(), value.into());
    }
    put(&mut fields, "sample".to_owned(), body.sample.into());
    for (id, answer) in &body.answers {
        let at = |field: &str| format!("answer/{id}/{field}");
        put(&mut fields, at("step"), answer.step.as_ref().map(|s| s.as_str()).into());
        put(&mut fields, at("na"), answer.na.into());
        put(&mut fields, at("na_reason"), answer.na_reason.as_str().into());
        put(&mut fields, at("na_reason_kept"), answer.na_reason_kept.into());
        put(&mut fields, at("note"), answer.note.as_str().into());
        if let Some(met) = answer.met {
            // `false` is an answer here, not an absence.
            fields.insert(at("met"), met.into());
        }
    }
    fields.extend(evidence_fields(&body.evidence));
    fields
}

fn put(fields: &mut BTreeMap<Path, Value>, path: Path, value: Value) {
    if !super::share::is_nothing(&value) {
        fields.insert(path, value);
    }
}

fn evidence_fields(
    evidence: &BTreeMap<EvidenceId, EvidenceLine>,
) -> impl Iterator<Item = (Path, Value)> + '_ {
    evidence.iter().flat_map(|(id, e)| {
        let texts = [
            ("kind", e.kind.as_str()),
            ("title", &e.title),
            ("number", &e.number),
            ("date", &e.date),
            ("url", &e.url),
            ("file", e.file.as_ref().map_or("", FileHash::as_str)),
            ("mime", &e.mime),
            ("name", &e.name),
        ];
        let texts = texts
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(field, text)| (field.to_owned(), Value::from(text)));
        let size = (e.size > 0).then(|| ("size".to_owned(), Value::from(e.size)));
        let items = e.items.iter().map(|item| (format!("for/{item}"), Value::from(true)));
        texts
            .chain(size)
            .chain(items)
            .map(move |(field, value)| (format!("evidence/{id}/{field}"), value))
            .collect::<Vec<_>>()
    })
}

impl Submission {
    /// The submission as a dossier, so that the same views can show it. Its stamps have no meaning.
    pub fn to_dossier(&self, unit: &super::envelope::UnitRef, cycle: &str) -> Dossier {
        let entry = |v| crate::field::Entry { v, ..Default::default() };
        Dossier::of(fields(self, unit, cycle).into_iter().map(|(p, v)| (p, entry(v))).collect())
    }
}
