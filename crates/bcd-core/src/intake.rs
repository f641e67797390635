//! Intake (tiếp nhận): how an incoming submission relates to those already here.

use crate::{
    format::{
        envelope::Envelope,
        problem::{Code, Problem},
        submission::{ScoreLine, Submission},
    },
    id::{DossierId, UnitId},
};
use serde::{Deserialize, Serialize};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, btree_map::Entry},
};

/// A submission in short: what lists and decisions need, without the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The document's digest; its key here.
    pub digest: String,
    /// The dossier that was frozen.
    pub dossier: DossierId,
    /// Unit id.
    pub unit: UnitId,
    /// Unit name.
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
    /// Digest of the submission before.
    pub parent: Option<String>,
    /// When written, RFC 3339.
    pub at: String,
    /// Who wrote; may be empty.
    pub by: String,
    /// Made on a sample unit.
    pub sample: bool,
    /// The score, as checked.
    pub score: ScoreLine,
    /// Claimed items without evidence.
    pub lacking: u32,
    /// Pieces of evidence.
    pub evidence: u32,
}

/// What a good file is, beside what is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// The first of its unit and cycle.
    New,
    /// A later number than any here.
    Newer,
    /// The same document is here.
    AlreadyHere,
    /// An earlier number than the latest here; kept as history.
    Older,
    /// The same number with different content, made on two devices that did not know of each other.
    /// Both are kept.
    Fork,
    /// Not taken in.
    Refused(Problem),
}

impl Arrival {
    /// Whether it is to be stored.
    pub fn is_kept(&self) -> bool {
        match self {
            Self::New | Self::Newer | Self::Older | Self::Fork => true,
            Self::AlreadyHere | Self::Refused(_) => false,
        }
    }
}

/// Decides by ids, numbers and digests, never by names or times: a unit may be renamed, and two
/// units may have the same name. A dossier belongs to one unit; if it arrives under another unit
/// id, it is refused.
pub fn classify(arrival: &Summary, here: &[Summary]) -> Arrival {
    if here.iter().any(|known| known.digest == arrival.digest) {
        return Arrival::AlreadyHere;
    }
    let mut others = here.iter().filter(|known| known.unit != arrival.unit);
    if let Some(other) = others.find(|known| is_one_dossier(arrival, known)) {
        return Arrival::Refused(Problem::at(
            Code::DuplicateUnit,
            "unit",
            &[&other.name, &arrival.name],
        ));
    }
    let same = here.iter().filter(|known| known.unit == arrival.unit);
    let numbers = same.filter(|known| known.cycle == arrival.cycle).map(|known| known.seq);
    match numbers.clone().max() {
        None => Arrival::New,
        Some(latest) if arrival.seq > latest => Arrival::Newer,
        Some(_) if numbers.clone().any(|seq| seq == arrival.seq) => Arrival::Fork,
        Some(_) => Arrival::Older,
    }
}

// By the dossier's id, or because one names the other's digest as the submission before it.
fn is_one_dossier(one: &Summary, other: &Summary) -> bool {
    (!one.dossier.as_str().is_empty() && one.dossier == other.dossier)
        || one.parent.as_ref() == Some(&other.digest)
        || other.parent.as_ref() == Some(&one.digest)
}

/// The latest submission of a unit in a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latest {
    /// The submission; of several with one number, the one that was written last.
    pub summary: Summary,
    /// How many others have its number; if there are any, the unit has to say which one counts.
    pub forks: usize,
}

/// The latest submission of each unit and cycle, by unit id and cycle.
pub fn latest(received: &[Summary]) -> Vec<Latest> {
    let mut by_unit: BTreeMap<(&str, &str), (&Summary, usize)> = BTreeMap::new();
    for summary in received {
        match by_unit.entry((summary.unit.as_str(), &summary.cycle)) {
            Entry::Vacant(first) => drop(first.insert((summary, 0))),
            Entry::Occupied(mut known) => {
                let (last, forks) = known.get_mut();
                let later = (summary.seq, &summary.at, &summary.digest)
                    > (last.seq, &last.at, &last.digest);
                *forks = match summary.seq.cmp(&last.seq) {
                    Ordering::Equal => *forks + 1,
                    Ordering::Greater => 0,
                    Ordering::Less => *forks,
                };
                if later {
                    *last = summary;
                }
            }
        }
    }
    let latest = |(summary, forks): (&Summary, usize)| Latest { summary: summary.clone(), forks };
    by_unit.into_values().map(latest).collect()
}

/// Submissions with the same number as this one but different content.
pub fn forks_of<'a>(
    summary: &'a Summary,
    received: &'a [Summary],
) -> impl Iterator<Item = &'a Summary> {
    received.iter().filter(|other| {
        other.digest != summary.digest
            && (&other.unit, &other.cycle, other.seq)
                == (&summary.unit, &summary.cycle, summary.seq)
    })
}

/// The line of a submission.
pub fn summary(envelope: &Envelope<Submission>) -> Summary {
    let body = &envelope.body;
    Summary {
        digest: envelope.digest.clone(),
        dossier: body.dossier.clone(),
        unit: envelope.unit.id.clone(),
        name: envelope.unit.name.clone(),
        kind: body.unit.kind.clone(),
        cluster: body.unit.cluster.clone(),
        upper: body.unit.upper.clone(),
        cycle: envelope.cycle.clone(),
        seq: envelope.seq,
        parent: envelope.parent.clone(),
        at: envelope.written_at.clone(),
        by: envelope.writer.name.clone(),
        sample: body.sample,
        score: body.score.clone(),
        lacking: u32::try_from(lacking(envelope)).unwrap_or(u32::MAX),
        evidence: u32::try_from(body.evidence.len()).unwrap_or(u32::MAX),
    }
}

fn lacking(envelope: &Envelope<Submission>) -> usize {
    let body = &envelope.body;
    let dossier = body.to_dossier(&envelope.unit, &envelope.cycle);
    body.set.items().filter(|(_, item)| dossier.lacks_evidence(item, body.mode)).count()
}
