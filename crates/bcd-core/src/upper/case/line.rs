//! A case in a line: what lists and the table of units need, without its fields.

use super::{Case, CaseId, CaseState, Decision, Verdict};
use crate::{
    id::{FileHash, ItemId, UnitId},
    intake::{
        Summary,
        marks::{self, Mark},
    },
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

    /// What was said of items and counts for a submission: of that one, or of an earlier one that says the
    /// same of the item. `earlier` finds the submissions that are here, by digest.
    pub fn holding<'a>(
        &'a self,
        counted: &Summary,
        earlier: Earlier<'_>,
    ) -> impl Iterator<Item = (&'a str, &'a Verdict)> + use<'a> {
        let said_of: BTreeSet<&str> = self.said_of.values().map(String::as_str).collect();
        let since = said_of.into_iter().map(|of| (of, Since::of(of, counted, earlier)));
        let since: BTreeMap<&str, Since> = since.collect();
        self.verified.iter().filter_map(move |(item, verdict)| {
            let changed = since.get(self.said_of.get(item)?.as_str())?;
            (!changed.has(item)).then_some((item.as_str(), verdict))
        })
    }

    /// Whether the decision was made on another submission than the one that counts, and that says
    /// something else. The decision stands, but whoever counts it has to be told.
    pub fn is_decided_on_other(&self, counted: &Summary, earlier: Earlier<'_>) -> bool {
        self.decided
            .as_ref()
            .is_some_and(|decided| Since::of(&decided.of, counted, earlier).has_any())
    }

    /// Which case.
    pub fn id(&self) -> CaseId {
        CaseId { office: self.office.clone(), unit: self.unit.clone(), cycle: self.cycle.clone() }
    }
}

/// The line of a submission that is here, by digest.
pub type Earlier<'a> = &'a dyn Fn(&str) -> Option<&'a Summary>;

/// The items of which a submission says something else than the one that counts, or whose answer is worth
/// something else in its set, by what stands in both: what a unit says to have changed decides nothing.
/// `None`: it is not here, or not to be read, so nobody can tell.
pub(super) struct Since(Option<BTreeSet<ItemId>>);

impl Since {
    /// Since the submission with the digest `of`.
    pub(super) fn of(of: &str, counted: &Summary, earlier: Earlier<'_>) -> Self {
        if of == counted.digest {
            return Self(Some(BTreeSet::new()));
        }
        let same = |it: &&Summary| it.unit == counted.unit && it.cycle == counted.cycle;
        let both = || Some((said(earlier(of).filter(same)?)?, said(counted)?));
        Self(both().map(|(before, now)| {
            let changed = |item: &&ItemId| before.get(*item) != now.get(*item);
            before.keys().chain(now.keys()).filter(changed).cloned().collect()
        }))
    }

    /// Whether an item changed, or nobody can tell.
    pub(super) fn has(&self, item: &str) -> bool {
        self.0.as_ref().is_none_or(|items| items.contains(item))
    }

    fn has_any(&self) -> bool {
        self.0.as_ref().is_none_or(|items| !items.is_empty())
    }
}

// What a submission says of each item.
fn said(summary: &Summary) -> Option<BTreeMap<ItemId, Mark>> {
    let marks = (summary.form == marks::FORM).then(|| summary.marks.read())??;
    let said = |mark: Mark| (mark.item.clone(), Mark { changed: false, ..mark });
    Some(marks.into_iter().map(said).collect())
}

// FNV-1a, 64 bits: it only has to differ where a person changed something.
fn mark(state: &Merged) -> String {
    let text = serde_json::to_string(state).unwrap_or_default();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
