//! Intake (tiếp nhận): how an incoming submission relates to those already here.

mod index;
pub mod marks;
mod relation;

pub use index::Index;
pub use marks::{Mark, MarkState, Marks, SetRef};
pub use relation::{Apart, Arrival, Latest, Oddity};

#[cfg(feature = "files")]
use crate::format::{
    envelope::Envelope,
    submission::{self, Submission},
};
use crate::{
    criteria::Mode,
    format::submission::ScoreLine,
    id::{DossierId, UnitId},
    signer::{Identity, PinBook, Pins, Signer},
};
use serde::{Deserialize, Serialize};

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

/// The line of a submission.
#[cfg(feature = "files")]
pub fn summary(envelope: &Envelope<Submission>) -> Summary {
    let body = &envelope.body;
    let dossier = body.to_dossier(&envelope.unit, &envelope.cycle);
    let prints = marks::prints(&submission::fields(body, &envelope.unit, &envelope.cycle));
    let changed = body.changed.iter().collect();
    let marks = marks::marks(&body.set, body.mode, &dossier, &changed, &prints);
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
