//! A case in a line: what lists and the table of units need, without its fields.

use super::{Case, CaseId, CaseState, Decision, Verdict};
use crate::{
    id::{FileHash, UnitId},
    intake::Summary,
    merge::{Merged, conflict},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A case in a line. It follows from the case, and is made anew whenever that changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// The office's unit.
    pub office: UnitId,
    /// The unit.
    pub unit: UnitId,
    /// The cycle.
    pub cycle: String,
    /// Where it stands.
    pub state: CaseState,
    /// The officer who follows the unit.
    pub officer: String,
    /// What was said of items.
    pub verified: BTreeMap<String, Verdict>,
    /// Digest of the submission of which each was said, by item.
    #[serde(default)]
    pub said_of: BTreeMap<String, String>,
    /// Digest of the submission last looked at; empty = none.
    pub seen: String,
    /// The submissions that came, by digest, with their numbers.
    pub received: BTreeMap<String, u32>,
    /// Digest of the latest of them.
    pub latest: String,
    /// Photos of visits.
    pub photos: Vec<FileHash>,
    /// Whether anything was said beside that submissions came.
    pub worked: bool,
    /// A fingerprint of all fields, by which a sync tells whether there is something new to say. It
    /// proves nothing.
    pub mark: String,
    /// The decision that holds.
    pub decided: Option<Decision>,
    /// Whether a submission came after the one that was decided on.
    pub decided_on_older: bool,
    /// Steps that could not be taken, since two officers took one at once.
    pub contested: u32,
    /// Fields on which two officers said different things.
    pub conflicts: u32,
    /// When it last changed, RFC 3339.
    pub at: String,
    /// Who changed it last; may be empty.
    pub by: String,
}

impl CaseLine {
    /// The line of a case.
    pub fn of(id: &CaseId, state: &Merged) -> Self {
        let case = Case::of(&state.fields);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let word = |digest: Option<&str>| digest.unwrap_or_default().to_owned();
        let (seen, latest) = (word(case.seen()), word(case.latest()));
        let said_of = case.items.iter().map(|(item, said)| (item.0.clone(), said.of.clone()));
        let said_of = said_of.collect();
        let (decided_on_older, contested) = (case.is_decided_on_older(), case.contested().count());
        Self {
            office: id.office.clone(),
            unit: id.unit.clone(),
            cycle: id.cycle.clone(),
            state: case.state,
            said_of,
            seen,
            latest,
            decided_on_older,
            contested: count(contested),
            conflicts: count(conflict::conflicts(state).len()),
            worked: state.fields.keys().any(|path| !path.starts_with("received/")),
            photos: super::photos(state).into_iter().collect(),
            mark: mark(state),
            received: case.received,
            verified: case.items.into_iter().map(|(item, said)| (item.0, said.verdict)).collect(),
            officer: case.officer,
            decided: case.decided,
            at: case.at,
            by: case.by,
        }
    }

    /// What was said of items and counts for a submission: of that one, or of an earlier one of items
    /// that the unit has not changed since. `earlier` finds the submissions in between, by digest.
    pub fn holding<'a>(
        &'a self,
        counted: &Summary,
        earlier: Earlier<'_>,
    ) -> impl Iterator<Item = (&'a str, &'a Verdict)> + use<'a> {
        let history = History::of(counted, earlier);
        self.verified.iter().filter_map(move |(item, verdict)| {
            let of = self.said_of.get(item).map_or("", String::as_str);
            history.holds(of, |changed| changed == item).then_some((item.as_str(), verdict))
        })
    }

    /// Whether the decision was made on another submission than the one that counts, and the unit
    /// changed something since. The decision stands, but whoever counts it has to be told.
    pub fn is_decided_on_other(&self, counted: &Summary, earlier: Earlier<'_>) -> bool {
        let history = History::of(counted, earlier);
        self.decided.as_ref().is_some_and(|decided| !history.holds(&decided.of, |_| true))
    }

    /// Which case.
    pub fn id(&self) -> CaseId {
        CaseId { office: self.office.clone(), unit: self.unit.clone(), cycle: self.cycle.clone() }
    }
}

/// The line of a submission that is here, by digest.
pub type Earlier<'a> = &'a dyn Fn(&str) -> Option<&'a Summary>;

/// The submissions from the one that counts back to the first that is still told of by one after it:
/// each by digest, with the items that the unit says that it changed since.
struct History(BTreeMap<String, BTreeSet<String>>);

impl History {
    fn of(counted: &Summary, earlier: Earlier<'_>) -> Self {
        let mut all = BTreeMap::from([(counted.digest.clone(), BTreeSet::new())]);
        let (mut changed, mut at) = (BTreeSet::new(), counted);
        // Where nobody can read what changed, nobody can tell of what lies before.
        while let (Some(parent), false, Some(marks)) = (&at.parent, at.is_stale(), at.marks.read())
        {
            changed.extend(marks.into_iter().filter(|it| it.changed).map(|it| it.item.0));
            all.entry(parent.clone()).or_insert_with(|| changed.clone());
            let before = earlier(parent).filter(|before| {
                // Numbers go down, so this ends whatever files say.
                let same = before.unit == at.unit && before.cycle == at.cycle;
                same && before.seq < at.seq
            });
            let Some(before) = before else { break };
            at = before;
        }
        Self(all)
    }

    /// Whether what was said of the submission `of` still holds, where it concerns these items.
    fn holds(&self, of: &str, concerns: impl Fn(&str) -> bool) -> bool {
        self.0.get(of).is_some_and(|changed| !changed.iter().any(|item| concerns(item)))
    }
}

// FNV-1a, 64 bits: it only has to differ where a person changed something.
fn mark(state: &Merged) -> String {
    let text = serde_json::to_string(state).unwrap_or_default();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
