//! One submission as rows: one of its own, and one for each item that it is asked.

use bcd_core::{
    criteria::{CriteriaSet, Item, Mode},
    dossier::Dossier,
    engine::GoodFile,
    format::{
        bundle::Files,
        envelope::Envelope,
        problem::{Code, Problem},
        read::{Document, Reading, read, read_with},
        submission::Submission,
    },
    id::{FileHash, ItemId, SignerKey, StepId, UnitId},
    intake::{self, MarkState, Summary},
    points::Points,
    scoring::{Worth, worth},
    sync::take::check_place,
};
use serde::Serialize;

/// A submission.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SubmissionRow {
    /// Its digest, by which item rows name it.
    pub digest: String,
    /// Unit id.
    pub unit: UnitId,
    /// What the unit was called when it sent it.
    pub name: String,
    /// Kind of unit.
    pub kind: String,
    /// Cluster.
    pub cluster: String,
    /// Upper level.
    pub upper: String,
    /// Cycle.
    pub cycle: String,
    /// Submission number.
    pub seq: u32,
    /// Digest of the submission before; null for the first.
    pub parent: Option<String>,
    /// When written, RFC 3339.
    pub written_at: String,
    /// The key that signed it; null = not signed.
    pub signer: Option<SignerKey>,
    /// Keys that say that this one is the unit's, too.
    pub introduced_by: Vec<SignerKey>,
    /// Made on a sample unit.
    pub sample: bool,
    /// The criteria set that it answers.
    pub set_id: String,
    /// The set's version.
    pub set_version: u32,
    /// `points` or `pass`.
    pub mode: Mode,
    /// Points reached.
    pub got: Points,
    /// Points reachable.
    pub max: Points,
    /// Items without an answer.
    pub unanswered: u32,
    /// Gates that are not met.
    pub gates_unmet: usize,
    /// Nothing stands in the way of recognition, by the unit's own account.
    pub recognisable: bool,
    /// Items claimed without evidence.
    pub lacking: u32,
    /// Pieces of evidence.
    pub evidence: u32,
}

/// An item of a submission. What its set does not ask of the unit's kind has no row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemRow {
    /// The submission.
    pub digest: String,
    /// Its unit.
    pub unit: UnitId,
    /// Its cycle.
    pub cycle: String,
    /// Its number.
    pub seq: u32,
    /// The criterion's id.
    pub criterion: String,
    /// The item's id.
    pub item: ItemId,
    /// Without it no recognition.
    pub gate: bool,
    /// How it stands.
    pub state: MarkState,
    /// The chosen step; null without.
    pub step: Option<StepId>,
    /// Points reached; 0 where it is open or does not apply.
    pub got: Points,
    /// Points reachable; 0 where it does not apply.
    pub max: Points,
    /// Pieces of evidence that support it.
    pub evidence: usize,
    /// Claimed without evidence.
    pub lacking: bool,
}

/// A file that has no rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeftOut {
    /// Where it lies on the drive.
    pub path: String,
    /// Why, at least one thing.
    pub why: Vec<Why>,
}

/// A reason to leave a file out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Why {
    /// A code of `docs/file-format.md`; `AlreadyHere`: a copy of one that has rows; `Sealed`: it has to be
    /// opened first; `Unreadable`: the system does not hand it out.
    pub code: String,
    /// Where in the document; empty for the whole file.
    pub place: String,
}

impl Why {
    /// A reason that concerns the whole file.
    pub fn whole(code: &str) -> Vec<Self> {
        vec![Self { code: code.to_owned(), place: String::new() }]
    }
}

impl From<Problem> for Why {
    fn from(problem: Problem) -> Self {
        Self { code: format!("{:?}", problem.code), place: problem.place }
    }
}

/// The rows of a good submission.
pub type Rows = (SubmissionRow, Vec<ItemRow>);

/// Makes the rows of a file that lies at `path` of a drive; photos that lie apart come by `photo`.
///
/// # Errors
/// All that is wrong with it.
pub fn rows(
    path: &str,
    bytes: &[u8],
    photo: impl FnMut(&FileHash) -> Option<Vec<u8>>,
) -> Result<Rows, Vec<Problem>> {
    let Reading { document, problems, .. } = read_whole(bytes, photo);
    if !problems.is_empty() {
        return Err(problems);
    }
    let Some(Document::Submission(envelope)) = document else {
        return Err(vec![Problem::at(Code::NotItsPlace, path, &[])]);
    };
    let summary = intake::summary(&envelope);
    check_place(path, &GoodFile::Submission(summary.clone())).map_err(|problem| vec![problem])?;
    let items = items(&envelope);
    Ok((submission(summary, &envelope.body), items))
}

// A file on a drive names photos that lie beside it. One that is not there is a problem, as for the
// app.
fn read_whole(bytes: &[u8], photo: impl FnMut(&FileHash) -> Option<Vec<u8>>) -> Reading {
    let reading = read(bytes);
    let lie_apart = |problem: &Problem| problem.code == Code::FileMissing;
    let Some(Document::Submission(envelope)) = &reading.document else { return reading };
    if reading.problems.is_empty() || !reading.problems.iter().all(lie_apart) {
        return reading;
    }
    let named: Vec<FileHash> =
        envelope.body.evidence.values().filter_map(|line| line.file.clone()).collect();
    let mut photo = photo;
    let files: Files =
        named.into_iter().filter_map(|hash| photo(&hash).map(|bytes| (hash.0, bytes))).collect();
    read_with(bytes, files)
}

fn submission(summary: Summary, body: &Submission) -> SubmissionRow {
    let Summary { score, signer, .. } = summary;
    SubmissionRow {
        digest: summary.digest,
        unit: summary.unit,
        name: summary.name,
        kind: summary.kind,
        cluster: summary.cluster,
        upper: summary.upper,
        cycle: summary.cycle,
        seq: summary.seq,
        parent: summary.parent,
        written_at: summary.at,
        signer: signer.key,
        introduced_by: signer.introductions.into_iter().map(|it| it.by).collect(),
        sample: summary.sample,
        set_id: body.set.id.clone(),
        set_version: body.set.version,
        mode: body.mode,
        got: score.got,
        max: score.max,
        unanswered: score.unanswered,
        gates_unmet: score.gates_unmet.len(),
        recognisable: score.recognisable,
        lacking: summary.lacking,
        evidence: summary.evidence,
    }
}

fn items(envelope: &Envelope<Submission>) -> Vec<ItemRow> {
    let Envelope { digest, unit, cycle, seq, body, .. } = envelope;
    let (set, mode): (&CriteriaSet, Mode) = (&body.set, body.mode);
    let dossier: Dossier = body.to_dossier(unit, cycle);
    let row = |criterion: &str, item: &Item| {
        let answer = dossier.answers.get(&item.id).cloned().unwrap_or_default();
        let (state, got, max) = match worth(item, &answer, mode) {
            Worth::Na => (MarkState::Na, Points::default(), Points::default()),
            Worth::Open => (MarkState::Open, Points::default(), item.max()),
            Worth::Given(got, true) => (MarkState::Met, got, item.max()),
            Worth::Given(got, false) => (MarkState::Unmet, got, item.max()),
        };
        ItemRow {
            digest: digest.clone(),
            unit: unit.id.clone(),
            cycle: cycle.clone(),
            seq: *seq,
            criterion: criterion.to_owned(),
            item: item.id.clone(),
            gate: item.gate,
            state,
            step: answer.step,
            got,
            max,
            evidence: dossier.evidence_of(item.id.as_str()).count(),
            lacking: dossier.lacks_evidence(item, mode),
        }
    };
    let asked = set.items().filter(|(_, item)| item.applies_to(&body.unit.kind));
    asked.map(|(criterion, item)| row(&criterion.id, item)).collect()
}
