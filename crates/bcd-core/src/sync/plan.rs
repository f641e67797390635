//! What to read and what to write, from what is here, what is listed and what was seen before.

mod gone;
mod photos;
mod writes;

pub use gone::{afresh, cycles, known_by_name, laid_anew, vanished, was_set_back};
pub use photos::{photo_to_look_for, photos, photos_there, photos_unsealed};
pub use writes::{Write, lies_at, place, stale, writes};

use super::{Roles, layout};
use crate::{
    format::{limits, problem::Problem},
    id::{DeviceId, DossierId, FileHash, UnitId},
    merge::loss::Loss,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A file as a listing shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct There {
    /// Its revision, where the drive has any.
    pub rev: Option<String>,
    /// Its size in bytes, where the drive says so.
    pub size: Option<u64>,
}

/// What folders showed, by path. Folders that could not be listed are not in it, and nothing
/// follows from that.
pub type Listing = BTreeMap<String, There>;

/// What became of a file of the drive the last time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Its revision then.
    pub rev: Option<String>,
    /// What it turned out to be.
    pub what: What,
    /// Digest of the document, or of the state that was written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub digest: String,
    /// What it would take away, while it waits for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Loss>,
    /// What is wrong with it, while it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Problem>,
}

/// What a file of the drive turned out to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// Read, and taken in or known already.
    #[default]
    Taken,
    /// Written by this device.
    Written,
    /// Not good, or not for us; read again when it has changed.
    Refused,
    /// It would take much away; waits for a person.
    Held,
    /// It was there; whether it still is has to be looked at.
    Doubtful,
}

impl Seen {
    /// A file that was refused.
    pub fn refused(rev: Option<String>, why: Option<Problem>) -> Self {
        Self { rev, what: What::Refused, why, ..Self::default() }
    }

    /// Whether the file was good when it was seen, and nothing speaks against it since.
    pub fn is_good(&self) -> bool {
        matches!(self.what, What::Taken | What::Written)
    }
}

/// What was seen of a drive, by path.
pub type Memory = BTreeMap<String, Seen>;

/// A dossier of this device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// The dossier.
    pub dossier: DossierId,
    /// Its unit.
    pub unit: UnitId,
    /// The unit's name, as it stands in file names.
    pub slug: String,
    /// The cycle.
    pub cycle: String,
}

/// A submission of this unit, or one that was received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The unit.
    pub unit: UnitId,
    /// The unit's name, as it stands in file names.
    pub slug: String,
    /// The cycle.
    pub cycle: String,
    /// Its number.
    pub seq: u32,
    /// Its digest.
    pub digest: String,
    /// Photos and files that it names.
    pub files: Vec<FileHash>,
}

/// A pack of this browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// Its digest.
    pub digest: String,
    /// Who published it, as it stands in file names.
    pub slug: String,
    /// Its version.
    pub version: u32,
    /// Whether this browser published it.
    pub own: bool,
}

/// What is here.
#[derive(Clone, Debug, Default)]
pub struct Here {
    /// This device.
    pub device: DeviceId,
    /// Dossiers, without samples.
    pub dossiers: Vec<Own>,
    /// Units whose device files are read although no dossier of theirs is here.
    pub joined: BTreeSet<UnitId>,
    /// Own submissions.
    pub sent: Vec<Sent>,
    /// Received submissions.
    pub received: Vec<Sent>,
    /// Packs.
    pub packs: Vec<Pack>,
    /// Photos and files that dossiers name.
    pub named: BTreeSet<FileHash>,
    /// Those of them that are not here.
    pub missing: BTreeSet<FileHash>,
    /// Whether everything that goes to the drive is sealed with a passphrase.
    pub sealed: bool,
}

impl Here {
    /// A path as it is on this drive.
    pub fn sealed(&self, path: String) -> String {
        if self.sealed { path + layout::SEALED } else { path }
    }

    /// Where a photo or file lies.
    pub fn file(&self, hash: &FileHash) -> String {
        self.sealed(layout::file(hash.as_str()))
    }

    /// Units that this device keeps.
    pub fn units(&self) -> BTreeSet<&UnitId> {
        self.dossiers.iter().map(|own| &own.unit).chain(&self.joined).collect()
    }
}

/// Folders whose files matter to this device, each to be listed once.
/// [`layout::SUBMISSIONS`] stands for its cycles, which are listed one by one.
pub fn folders(roles: Roles, here: &Here) -> Vec<String> {
    let mut folders = vec![layout::PACKS.to_owned()];
    if roles.devices {
        folders.extend(here.units().into_iter().map(layout::devices));
    }
    if roles.sends {
        let units: BTreeSet<_> = here.dossiers.iter().map(|own| &own.unit).collect();
        folders.extend(units.into_iter().map(layout::reviews));
    }
    if roles.collects || roles.devices {
        folders.push(layout::SUBMISSIONS.to_owned());
    }
    folders
}

/// Files to read, in the order in which they are to be taken in: dossiers before what was handed up
/// of them, earlier submissions before later ones.
///
/// A file is read when it is new, has changed, or has no revision to tell. A submission whose
/// digest is here already is not read: its name says the digest, and a name that lies only keeps
/// its own file from being read.
///
/// Who does not collect reads submissions of its own units only, once their dossiers are here: what
/// another device of the unit handed up.
pub fn reads(roles: Roles, listing: &Listing, memory: &Memory, here: &Here) -> Vec<String> {
    let known: BTreeSet<&str> = here
        .sent
        .iter()
        .chain(&here.received)
        .map(|sent| sent.digest.as_str())
        .chain(here.packs.iter().map(|pack| pack.digest.as_str()))
        .map(layout::short)
        .collect();
    let units: BTreeSet<_> = here.dossiers.iter().map(|own| &own.unit).collect();
    let of_own =
        |name: &str| units.iter().any(|unit| layout::claims_unit(name, unit) == Some(true));
    let wanted = |(path, there): &(&String, &There)| {
        let (folder, name) = apart(path);
        if layout::is_aside(name) {
            return false;
        }
        let seen = memory.get(*path);
        if there.rev.is_some() && seen.is_some_and(|seen| seen.rev == there.rev) {
            return false;
        }
        if is_submission(path) && !roles.collects && !of_own(name) {
            return false;
        }
        let by_digest = folder == layout::PACKS || is_submission(path);
        !(by_digest && layout::claimed(name).is_some_and(|digest| known.contains(digest)))
    };
    let mut paths: Vec<String> =
        listing.iter().filter(wanted).map(|(path, _)| path.clone()).collect();
    // Sorted by path already, which stays so within what is alike.
    paths.sort_by_key(|path| {
        let number = layout::claimed_number(apart(path).1);
        match is_submission(path) {
            true => (1, number.unwrap_or(u32::MAX)),
            false => (0, 0),
        }
    });
    paths
}

/// Whether a path is in the folder of submissions.
pub fn is_submission(path: &str) -> bool {
    path.strip_prefix(layout::SUBMISSIONS).is_some_and(|rest| rest.starts_with('/'))
}

/// The most bytes that a file of this name may have: a document, or a bundle of documents with
/// their photos, and a little more for sealing.
pub fn most_bytes(path: &str) -> usize {
    let bare = path.strip_suffix(layout::SEALED).unwrap_or(path);
    let most = if bare.ends_with(".zip") { limits::BUNDLE_BYTES } else { limits::JSON_BYTES };
    most + most / 1000 + 1024
}

fn in_folder<'a>(
    memory: &'a Memory,
    folder: &str,
) -> impl Iterator<Item = (&'a String, &'a Seen)> + use<'a> {
    let start = format!("{folder}/");
    memory.range(start.clone()..).take_while(move |(path, _)| path.starts_with(&start))
}

/// Files that still wait for a person, as they were when they were read.
pub fn held(listing: &Listing, memory: &Memory) -> Vec<(String, Loss)> {
    let waits = |(path, seen): (&String, &Seen)| {
        let same = listing.get(path).is_some_and(|there| there.rev == seen.rev);
        seen.held.filter(|_| same).map(|loss| (path.clone(), loss))
    };
    memory.iter().filter_map(waits).collect()
}

/// Files that were refused and have not changed since, each with what is wrong with it.
pub fn refused(listing: &Listing, memory: &Memory) -> Vec<(String, Option<Problem>)> {
    let still = |(path, seen): (&String, &Seen)| {
        let same = listing.get(path).is_some_and(|there| there.rev == seen.rev);
        (same && seen.what == What::Refused).then(|| (path.clone(), seen.why.clone()))
    };
    memory.iter().filter_map(still).collect()
}

/// Whether a file is one that was sealed, by its name.
pub fn is_sealed(path: &str) -> bool {
    path.ends_with(layout::SEALED)
}

// A path apart: the folder, and the name in it.
fn apart(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}
