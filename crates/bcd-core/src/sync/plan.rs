//! What to read and what to write, from what is here, what is listed and what was seen before.

use super::{Roles, layout};
use crate::{
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
    /// Photos and files that dossiers name and that are not here.
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

/// Files to read, in the order of their paths.
///
/// A file is read when it is new, has changed, or has no revision to tell. A submission whose
/// digest is here already is not read: its name says the digest, and a name that lies only keeps
/// its own file from being read.
///
/// Who does not collect reads submissions of its own unit only, by the slug of their names: what
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
    let wanted = |(path, there): &(&String, &There)| {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if layout::is_aside(name) {
            return false;
        }
        let seen = memory.get(*path);
        if there.rev.is_some() && seen.is_some_and(|seen| seen.rev == there.rev) {
            return false;
        }
        let of_others = folder.starts_with(layout::SUBMISSIONS)
            && !roles.collects
            && here.dossiers.iter().all(|own| own.slug != layout::slug_of(name));
        if of_others {
            return false;
        }
        let by_digest = folder == layout::PACKS || folder.starts_with(layout::SUBMISSIONS);
        !(by_digest && layout::claimed(name).is_some_and(|digest| known.contains(digest)))
    };
    listing.iter().filter(wanted).map(|(path, _)| path.clone()).collect()
}

/// A document to write, whose content lies here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// This device's file of a dossier.
    Device(Own),
    /// An own submission.
    Submission(Sent),
    /// A receipt for a received submission.
    Receipt(Sent),
    /// A pack that this browser published.
    Pack(Pack),
}

impl Write {
    /// Where it goes.
    pub fn path(&self, here: &Here) -> String {
        let device = &here.device;
        here.sealed(match self {
            Self::Device(own) => {
                layout::device(&own.unit, &own.slug, &own.cycle, &own.dossier, device)
            }
            Self::Submission(it) => layout::submission(&it.cycle, &it.slug, it.seq, &it.digest),
            Self::Receipt(it) => layout::review(&it.unit, &it.cycle, it.seq, &it.digest, device),
            Self::Pack(pack) => layout::pack(&pack.slug, pack.version, &pack.digest),
        })
    }
}

/// Documents that may have to be written. What was written before and is still there as it was
/// then is left out; device files are always in, since only their content tells.
///
/// A receipt is written for what lies on this drive; what came by hand from a unit that does not
/// look here would have no reader.
pub fn writes(roles: Roles, listing: &Listing, memory: &Memory, here: &Here) -> Vec<Write> {
    let new =
        |write: &Write| memory.get(&write.path(here)).is_none_or(|seen| seen.what != What::Written);
    let mut writes = Vec::new();
    if roles.devices {
        writes.extend(here.dossiers.iter().cloned().map(Write::Device));
    }
    if roles.sends || roles.devices {
        writes.extend(here.sent.iter().cloned().map(Write::Submission).filter(new));
    }
    if roles.collects {
        let names = listing.keys().filter(|path| path.starts_with(layout::SUBMISSIONS));
        let there: BTreeSet<&str> = names
            .filter_map(|path| layout::claimed(path.rsplit('/').next().unwrap_or_default()))
            .collect();
        let here_too =
            here.received.iter().filter(|sent| there.contains(layout::short(&sent.digest)));
        writes.extend(here_too.cloned().map(Write::Receipt).filter(new));
        let own = here.packs.iter().filter(|pack| pack.own).cloned();
        writes.extend(own.map(Write::Pack).filter(new));
    }
    writes
}

/// Files that still wait for a person, as they were when they were read.
pub fn held(listing: &Listing, memory: &Memory) -> Vec<(String, Loss)> {
    let waits = |(path, seen): (&String, &Seen)| {
        let same = listing.get(path).is_some_and(|there| there.rev == seen.rev);
        seen.held.filter(|_| same).map(|loss| (path.clone(), loss))
    };
    memory.iter().filter_map(waits).collect()
}

/// Own files that were there and are not listed any more, although their folder was listed or is
/// gone: the drive was emptied, moved or restored. They are written again; nothing here goes.
pub fn vanished(listing: &Listing, memory: &Memory, listed: &[String]) -> Vec<String> {
    let gone = |(path, seen): &(&String, &Seen)| {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        seen.what == What::Written
            && listed.iter().any(|listed| listed == folder)
            && !listing.contains_key(*path)
    };
    memory.iter().filter(gone).map(|(path, _)| path.clone()).collect()
}

/// Own files that `path` stands in for, once it is written: of the same dossier under an earlier
/// name of the unit, or the same without a passphrase, or with one.
pub fn replaced(path: &str, write: &Write, memory: &Memory, here: &Here) -> Vec<String> {
    let bare = |path: &str| path.strip_suffix(layout::SEALED).unwrap_or(path).to_owned();
    let same_file = |other: &str| bare(other) == bare(path);
    let same_dossier = |other: &str| match write {
        Write::Device(own) => {
            let end = layout::device(&own.unit, "", &own.cycle, &own.dossier, &here.device);
            let end = end.split_once('_').map_or("", |(_, end)| end);
            other.starts_with(&layout::devices(&own.unit)) && bare(other).ends_with(end)
        }
        Write::Submission(_) | Write::Receipt(_) | Write::Pack(_) => false,
    };
    let old = memory.iter().filter(|(other, seen)| {
        seen.what == What::Written && *other != path && (same_file(other) || same_dossier(other))
    });
    old.map(|(other, _)| other.clone()).collect()
}
