//! Intake (tiếp nhận): how an incoming submission relates to those already here.

pub mod marks;

pub use marks::{Mark, MarkState, Marks, SetRef};

#[cfg(feature = "files")]
use crate::format::{envelope::Envelope, submission::Submission};
use crate::{
    criteria::Mode,
    format::submission::ScoreLine,
    id::{DossierId, UnitId},
    signer::{Identity, PinBook, Pins, Signer},
};
use serde::{Deserialize, Serialize};
use std::{cmp::Ordering, collections::BTreeMap};

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
    /// The set that was answered.
    #[serde(default)]
    pub set: SetRef,
    /// How items were answered.
    #[serde(default)]
    pub mode: Mode,
    /// What it says of each item.
    #[serde(default)]
    pub marks: Marks,
    /// The version of what was derived from the document, [`marks::FORM`] of the app that did.
    #[serde(default)]
    pub form: u32,
    /// Who signed it.
    #[serde(default)]
    pub signer: Signer,
    /// A person said that it is right, whatever is odd about it. No file says this of itself.
    #[serde(default)]
    pub settled: bool,
}

impl Summary {
    /// Whether it is to be made anew from its document: another version of the app made it, or its marks
    /// are damaged.
    pub fn is_stale(&self) -> bool {
        self.form != marks::FORM || self.marks.read().is_none()
    }

    /// How far the device that signed it is known to be its unit's.
    pub fn identity(&self, book: &PinBook) -> Identity {
        self.signer.identity(&self.unit, book.get(&self.unit).unwrap_or(&Pins::new()))
    }

    /// Whether it is held apart. A person may say that one is right which no known device signed; one of
    /// a rejected device never is.
    pub fn is_apart(&self, book: &PinBook) -> bool {
        let identity = self.identity(book);
        identity.is_apart() && (!self.settled || identity == Identity::Rejected)
    }
}

/// What a good file is, beside what is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Its dossier is here as another unit's. Kept, for a person to decide: whichever came first may be
    /// the wrong one.
    OtherUnit,
    /// Not signed by a device that is known to be the unit's. Kept apart until a person decides.
    Apart,
}

impl Arrival {
    /// Whether it is to be stored.
    pub fn is_kept(self) -> bool {
        self != Self::AlreadyHere
    }
}

/// Says which submissions are held apart: those of which nobody knows that the unit wrote them.
pub type Apart<'a> = &'a dyn Fn(&Summary) -> bool;

/// Decides by ids, numbers and digests, never by names or times: a unit may be renamed, and two
/// units may have the same name. What is held apart has no say on others.
pub fn classify(arrival: &Summary, here: &[Summary], apart: Apart<'_>) -> Arrival {
    if here.iter().any(|known| known.digest == arrival.digest) {
        return Arrival::AlreadyHere;
    }
    if apart(arrival) {
        return Arrival::Apart;
    }
    let here = || here.iter().filter(|known| !apart(known));
    if here().any(|known| known.unit != arrival.unit && is_one_dossier(arrival, known)) {
        return Arrival::OtherUnit;
    }
    let same = here().filter(|known| known.unit == arrival.unit);
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

/// Something about a submission that a person has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// Numbers before it are not here: it is the first after this one, 0 for none.
    Gap(u32),
    /// It follows another submission than the one with the number before it.
    OtherParent,
    /// So many others have its number.
    SameNumber(usize),
    /// Its dossier is here as that of a unit with this name.
    OtherUnit(String),
}

/// What is odd about a submission, beside the others that are here. Nothing is, where a person said
/// that it is right.
pub fn oddities(summary: &Summary, here: &[Summary], apart: Apart<'_>) -> Vec<Oddity> {
    if summary.settled {
        return Vec::new();
    }
    let others = || here.iter().filter(|it| it.digest != summary.digest && !apart(it));
    let series = || others().filter(|it| (&it.unit, &it.cycle) == (&summary.unit, &summary.cycle));
    let mut odd = Vec::new();
    let before = series().filter(|it| it.seq < summary.seq).map(|it| it.seq).max().unwrap_or(0);
    if summary.seq > before.saturating_add(1) {
        odd.push(Oddity::Gap(before));
    } else if before > 0 {
        let follows = |it: &Summary| Some(&it.digest) == summary.parent.as_ref();
        if !series().any(|it| it.seq == before && follows(it)) {
            odd.push(Oddity::OtherParent);
        }
    }
    match series().filter(|it| it.seq == summary.seq).count() {
        0 => {}
        others => odd.push(Oddity::SameNumber(others)),
    }
    let other = others().find(|it| it.unit != summary.unit && is_one_dossier(summary, it));
    odd.extend(other.map(|it| Oddity::OtherUnit(it.name.clone())));
    odd
}

/// The latest submission of a unit in a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latest {
    /// The submission; of several with one number, the one that was written last.
    pub summary: Summary,
    /// How many others have its number; if there are any, the unit has to say which one counts.
    pub forks: usize,
    /// How many of the unit and cycle are held apart.
    pub apart: usize,
}

/// The latest submission of each unit and cycle, by unit id and cycle. One that is held apart counts
/// only where there is no other.
pub fn latest(received: &[Summary], apart: Apart<'_>) -> Vec<Latest> {
    let mut by_unit: BTreeMap<(&str, &str), Series<'_>> = BTreeMap::new();
    for summary in received {
        let series = by_unit.entry((summary.unit.as_str(), &summary.cycle)).or_default();
        series.add(summary, apart(summary));
    }
    by_unit.into_values().filter_map(Series::latest).collect()
}

#[derive(Default)]
struct Series<'a> {
    known: Option<(&'a Summary, usize)>,
    aside: Option<(&'a Summary, usize)>,
    apart: usize,
}

impl<'a> Series<'a> {
    fn add(&mut self, summary: &'a Summary, apart: bool) {
        self.apart += usize::from(apart);
        let place = if apart { &mut self.aside } else { &mut self.known };
        let Some((last, forks)) = place else {
            *place = Some((summary, 0));
            return;
        };
        *forks = match summary.seq.cmp(&last.seq) {
            Ordering::Equal => *forks + 1,
            Ordering::Greater => 0,
            Ordering::Less => *forks,
        };
        if (summary.seq, &summary.at, &summary.digest) > (last.seq, &last.at, &last.digest) {
            *last = summary;
        }
    }

    fn latest(self) -> Option<Latest> {
        let (summary, forks) = self.known.or(self.aside)?;
        Some(Latest { summary: summary.clone(), forks, apart: self.apart })
    }
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
#[cfg(feature = "files")]
pub fn summary(envelope: &Envelope<Submission>) -> Summary {
    let body = &envelope.body;
    let dossier = body.to_dossier(&envelope.unit, &envelope.cycle);
    let marks = marks::marks(&body.set, body.mode, &dossier, &body.changed);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
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
        lacking: count(marks.iter().filter(|mark| mark.lacking).count()),
        evidence: count(body.evidence.len()),
        set: SetRef::of(&body.set),
        mode: body.mode,
        marks: Marks::of(&marks),
        form: marks::FORM,
        signer: envelope.writer.signer(),
        settled: false,
    }
}
