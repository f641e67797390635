//! The engine: reading, checking, freezing and packing files, as messages to and from a worker.
//!
//! A request is JSON plus byte blobs; so is a response. No state is kept between requests.

mod backup;
#[cfg(feature = "files")]
mod checking;
#[cfg(feature = "files")]
mod fitting;
#[cfg(feature = "files")]
mod handling;
#[cfg(feature = "files")]
mod rolling;
pub use backup::{BackupRequest, FoundBackup};
#[cfg(feature = "files")]
pub use handling::{ResponseWithBlobs, handle};

use crate::{
    field::{Fields, Path},
    format::{
        device::Device, envelope::EnvelopeHead, pack::PackLine, problem::Problem,
        review::ReviewFile, share::Withheld,
    },
    id::{DeviceId, DossierId, FileHash, RecordId, UnitId},
    intake::Summary,
    signer::Signer,
    year::handed::CountsNotTaken,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What the page asks for. The documentation of each variant lists its blobs in order.
#[derive(Debug, Serialize, Deserialize)]
pub enum Request {
    /// Freeze a dossier as a submission. Blobs: the files of `files`. Like every document, it is not
    /// signed yet if the envelope names a key: then [`Request::Carry`] signs it and makes its file.
    Freeze {
        /// The envelope.
        head: EnvelopeHead,
        /// The dossier.
        dossier: DossierId,
        /// All its fields.
        fields: Fields,
        /// Its criteria set, as it was received.
        set: Value,
        /// Shared fields of the submission before.
        before: BTreeMap<Path, Value>,
        /// Hashes of the blobs.
        files: Vec<String>,
        /// The person was warned of files that may hold place and time, and sends them.
        #[serde(default)]
        warned: bool,
    },
    /// The picture without traces of place, time and device. Blobs: the file.
    WithoutTraces,
    /// Sign a document, if a signature is given, and make its file. Blobs: the document, then the files;
    /// those that the document does not name are left out.
    Carry {
        /// The signature of [`crate::signer::document`], in hex digits.
        #[serde(default)]
        signature: Option<String>,
        /// Hashes of the blobs after the first; empty where it is still to be found.
        files: Vec<String>,
    },
    /// Read and check files. Blobs: each file, and behind it its photos, if they came separately.
    Check {
        /// For each file the hashes of the blobs behind it.
        files: Vec<Vec<String>>,
    },
    /// Make a device file. Blobs: the files that it is to carry, in the order of `carried`.
    Device {
        /// The envelope.
        head: EnvelopeHead,
        /// The body.
        body: Device,
        /// Hashes of the blobs; empty if photos travel in files of their own.
        carried: Vec<String>,
        /// Return [`Response::Unchanged`] if the body has this digest.
        unless: Option<String>,
    },
    /// Make a review or a pack. Blobs: the files that it is to carry, in the order of `carried`.
    Write {
        /// Its kind.
        kind: String,
        /// The envelope.
        head: EnvelopeHead,
        /// Its body.
        body: Value,
        /// Hashes of the blobs; empty if photos travel in files of their own.
        #[serde(default)]
        carried: Vec<String>,
        /// Return [`Response::Unchanged`] if the body has this digest.
        #[serde(default)]
        unless: Option<String>,
    },
    /// Look into a stored document. Blobs: the document.
    Open,
    /// Make a roll-up. Blobs: a [`RollupAsk`](crate::upper::rollup::make::RollupAsk) as JSON, then the
    /// documents of roll-ups that are here. What only few pages know goes as JSON in blobs, so that the
    /// others need not carry the reading of it.
    RollUp {
        /// The envelope.
        head: EnvelopeHead,
    },
    /// Look into a stored roll-up. Blobs: its document, then those of others that are here.
    OpenRollup,
    /// The fields that take a stored submission of a branch into the year of its Đoàn cơ sở.
    /// Blobs: the document.
    TakeIn {
        /// The dossier's fields.
        fields: Fields,
        /// The branch; `None` = the one whose record has the submission's unit id.
        branch: Option<RecordId>,
    },
    /// Make a backup. Blobs: documents of `sent`, of `received`, of `packs`, of `rollups`, then files.
    Backup(Box<BackupRequest>),
    /// The content hash of a file. Blobs: the file.
    Hash,
    /// Pack whole files into one. Blobs: the files.
    PackSeveral {
        /// Their names, each once.
        names: Vec<String>,
    },
    /// The files of one that may hold several. Blobs: the file.
    UnpackSeveral,
}

/// What the engine answers.
#[allow(clippy::large_enum_variant, reason = "one at a time; a box would buy nothing")]
#[derive(Debug, Serialize, Deserialize)]
pub enum Response {
    /// A document, ready. Blobs: the document to store; the file to send, unless it is to be signed.
    Written {
        /// Its digest.
        digest: String,
        /// Whether the file is a bundle.
        bundled: bool,
        /// Fields that went up.
        shared: BTreeMap<Path, Value>,
        /// What stayed at home.
        withheld: Withheld,
        /// Problems for which an upper level's app would refuse the file; if there are any, do not
        /// send it.
        problems: Vec<Problem>,
        /// Rows that a backup lacks, since with them no reader would take it.
        #[serde(default)]
        left_out: usize,
    },
    /// Files that were read, in the order of the request. Blobs: for each good one the document, then
    /// the files of `files`.
    Checked(Vec<Checked>),
    /// A document without what only submissions have. Blobs: the document to store; the file to send,
    /// unless it is to be signed.
    Made {
        /// Its digest.
        digest: String,
        /// Digest of the body alone, which does not depend on who wrote the file and when.
        body: String,
        /// Whether the file is a bundle.
        bundled: bool,
        /// Problems for which another app would refuse the file; if there are any, do not send it.
        problems: Vec<Problem>,
    },
    /// What a file is without traces: its hash, and the file as a blob. None = it bears none, or it
    /// cannot be looked through.
    WithoutTraces(Option<FileHash>),
    /// There is nothing new to write.
    Unchanged,
    /// There is no roll-up before a person decided something. Blobs: a list of
    /// [`RollupDoubt`](crate::upper::rollup::make::RollupDoubt) as JSON.
    Undecided,
    /// A roll-up that was looked into. Blobs: an
    /// [`OpenedRollup`](crate::upper::rollup::tree::OpenedRollup) as JSON.
    Rollup,
    /// A document that was opened.
    Opened {
        /// Its line.
        summary: Summary,
        /// What it says, as fields.
        fields: BTreeMap<Path, Value>,
        /// The criteria set that it answered.
        set: Value,
        /// What stayed in the unit.
        withheld: Withheld,
        /// Items changed since the submission before.
        changed: Vec<String>,
    },
    /// What a branch's submission sets, or why it is not taken in.
    TakenIn(Result<Vec<(Path, Value)>, CountsNotTaken>),
    /// A content hash.
    Hash(FileHash),
    /// Several files in one. Blobs: that one.
    Packed,
    /// The files that lie in one. Blobs: the files.
    Several {
        /// Their names. None = it is one file.
        names: Vec<String>,
        /// How many bytes each of them, or the one, is when it is unpacked.
        unpacked: Vec<u64>,
    },
    /// It could not be done; a text for the error report, not for people.
    Failed(String),
}

/// A file that was read.
#[derive(Debug, Serialize, Deserialize)]
pub struct Checked {
    /// What it is; none if it may not be stored.
    pub found: Option<GoodFile>,
    /// Hash and media type of the carried files.
    pub files: Vec<(FileHash, String)>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Files that it names but that did not come with it, if nothing else is wrong.
    pub needs: Vec<FileHash>,
}

impl Checked {
    /// How many blobs of the answer are its own.
    pub fn blobs(&self) -> usize {
        self.found.as_ref().map_or(0, |_| 1 + self.files.len())
    }
}

/// A good file.
#[allow(clippy::large_enum_variant, reason = "one at a time; a box would buy nothing")]
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum GoodFile {
    /// A submission.
    Submission(Summary),
    /// A backup. Its documents come as blobs by hash in `files`.
    Backup(Box<FoundBackup>),
    /// A device's state of a dossier.
    Device(DeviceFile),
    /// An upper level's answer.
    Review(Box<ReviewFile>),
    /// A pack.
    Pack(PackLine),
    /// A roll-up: its [`RollupLine`](crate::format::rollup::RollupLine) as a value, which only those
    /// take apart that work with roll-ups.
    Rollup(Value),
}

/// Documents in a backup that are whole and not good: a rule became stricter since they came, or somebody
/// made the backup. The others are taken back without them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotTaken {
    /// How many.
    pub count: usize,
    /// The first of them: whose they are, or their hashes, and what is wrong.
    pub first: Vec<(String, Problem)>,
}

impl NotTaken {
    /// How many are named.
    pub const NAMED: usize = 10;

    /// One more.
    pub fn add(&mut self, name: String, problem: Problem) {
        self.count += 1;
        if self.first.len() < Self::NAMED {
            self.first.push((name, problem));
        }
    }
}

/// A device file, read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DeviceFile {
    /// What it says.
    pub body: Device,
    /// Its digest.
    pub digest: String,
    /// Digest of the body alone, as in [`Response::Made`].
    pub state: String,
    /// The unit.
    pub unit: UnitId,
    /// The unit's name.
    pub name: String,
    /// The cycle.
    pub cycle: String,
    /// The device that wrote it.
    pub device: DeviceId,
    /// The person who wrote it; may be empty.
    pub by: String,
    /// When, RFC 3339, by that device's clock.
    pub at: String,
    /// The pack that lies in it, checked.
    pub pack: Option<PackLine>,
    /// Who signed it.
    #[serde(default)]
    pub signer: Signer,
}
