//! What to read and what to write, from what is here, what is listed and what was seen before.

mod gone;
mod photos;
mod writes;

pub use gone::{
    afresh, cycles, known_by_name, laid_anew, leave_out_cycles, vanished, was_set_back,
};
pub use photos::{photo_to_look_for, photos, photos_there, photos_unsealed};
pub use writes::{Write, lies_at, place, stale, writes};

use super::{Roles, layout, take::Asking};
use crate::{
    format::{limits, problem::Problem},
    id::{DeviceId, DossierId, FileHash, UnitId},
    upper::case::CaseId,
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

/// The most names that one sync lists in all folders together: those of a large province over years.
/// A folder that goes beyond is not read, and said to be too full.
pub const MOST_LISTED: usize = 200_000;
/// The most cycles whose submissions are looked into.
pub const MOST_CYCLES: usize = 100;

/// The files in the listed folders, by path. Folders that could not be listed are left out, which
/// must not be taken to mean that their files are gone.
pub type Listing = BTreeMap<String, There>;

/// What this device last saw of a file on the drive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Its revision then.
    pub rev: Option<String>,
    /// What it turned out to be.
    pub what: SeenAs,
    /// Digest of the document, or of the state that was written; for what stays shut, the mark of
    /// the key that it was tried with; for what waits for a photo, the hash of that.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub digest: String,
    /// How many photos it waits for; how often its reading was begun and not ended.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub count: usize,
    /// What it is and does, while it waits for a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Asking>,
    /// What is wrong with it, while it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Problem>,
}

/// What a file of the drive turned out to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SeenAs {
    /// Read, and taken in or known already.
    #[default]
    Taken,
    /// Written by this device.
    Written,
    /// Invalid, or not for this device; read again when it has changed.
    Refused,
    /// It waits for a person.
    Held,
    /// Sealed for somebody else; tried again when it has changed, or with another key.
    Shut,
    /// Photos that it names are not on the drive yet.
    Waits,
    /// Its reading was begun. If that is still so in the next sync, this browser ended meanwhile: it may
    /// have been the file.
    Begun,
    /// It was there once; a sync has to look whether it still is.
    Doubtful,
}

impl Seen {
    /// A file that was refused.
    pub fn refused(rev: Option<String>, why: Option<Problem>) -> Self {
        Self { rev, what: SeenAs::Refused, why, ..Self::default() }
    }

    /// A file that the key with this mark does not open.
    pub fn shut(rev: Option<String>, key: &str) -> Self {
        Self { rev, what: SeenAs::Shut, digest: key.to_owned(), ..Self::default() }
    }

    /// A file that waits for photos: how many, and the first of them.
    pub fn waits(rev: Option<String>, count: usize, first: &FileHash) -> Self {
        Self { rev, what: SeenAs::Waits, digest: first.0.clone(), count, ..Self::default() }
    }

    /// A file whose reading begins, for the how manieth time.
    pub fn begun(rev: Option<String>, count: usize) -> Self {
        Self { rev, what: SeenAs::Begun, count, ..Self::default() }
    }

    /// Whether it stayed shut when it was tried with another key than this one.
    fn may_open(&self, key: &str) -> bool {
        self.what == SeenAs::Shut && self.digest != key
    }

    /// Whether the file was valid when it was last seen, and nothing has raised a doubt since.
    pub fn is_good(&self) -> bool {
        matches!(self.what, SeenAs::Taken | SeenAs::Written)
    }
}

/// What was seen of a drive, by path.
pub type DriveMemory = BTreeMap<String, Seen>;

/// A dossier of this device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DossierHere {
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
pub struct SubmissionHere {
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

/// A case of this browser's office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseHere {
    /// Which.
    pub id: CaseId,
    /// Digests of the submissions that came.
    pub received: Vec<String>,
    /// A fingerprint of what is said; another one where something changed.
    pub mark: String,
    /// Whether anything was said beside that submissions came. Only then do the office's other devices
    /// need it: the rest they see themselves.
    pub worked: bool,
}

/// A pack of this browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackHere {
    /// Its digest.
    pub digest: String,
    /// Who published it, as it stands in file names.
    pub slug: String,
    /// Its version.
    pub version: u32,
    /// Whether this browser published it.
    pub own: bool,
}

/// A roll-up of this browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RollupHere {
    /// The office whose it is.
    pub office: UnitId,
    /// The office's name, as it stands in file names.
    pub slug: String,
    /// The cycle.
    pub cycle: String,
    /// Its version.
    pub seq: u32,
    /// Its digest.
    pub digest: String,
    /// Whether this device made it.
    pub own: bool,
    /// Whether it goes up: it is own, or lies below one that is.
    pub goes: bool,
}

/// What is here.
#[derive(Clone, Debug, Default)]
pub struct Here {
    /// This device.
    pub device: DeviceId,
    /// Dossiers, without samples.
    pub dossiers: Vec<DossierHere>,
    /// Units whose device files are read although no dossier of theirs is here.
    pub joined: BTreeSet<UnitId>,
    /// Own submissions.
    pub sent: Vec<SubmissionHere>,
    /// Received submissions.
    pub received: Vec<SubmissionHere>,
    /// For whom this browser speaks as an upper level, once that is chosen.
    pub office: Option<UnitId>,
    /// What it says of its units.
    pub cases: Vec<CaseHere>,
    /// Packs.
    pub packs: Vec<PackHere>,
    /// Roll-ups.
    pub rollups: Vec<RollupHere>,
    /// Photos and files that dossiers and cases name.
    pub named: BTreeSet<FileHash>,
    /// Those of them that are not here.
    pub missing: BTreeSet<FileHash>,
    /// Whether everything that goes to the drive is sealed.
    pub sealed: bool,
    /// The mark of the drive's key; empty where there is none.
    pub key: String,
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

/// Folders that this device has to list. Those of [`BY_CYCLE`] stand for their cycles, whose folders
/// are listed one by one.
pub fn folders(roles: Roles, here: &Here) -> Vec<String> {
    let mut folders = vec![layout::PACKS.to_owned()];
    if roles.devices {
        folders.extend(here.units().into_iter().map(layout::devices));
    }
    if roles.sends {
        let units: BTreeSet<_> = here.dossiers.iter().map(|own| &own.unit).collect();
        folders.extend(units.into_iter().map(layout::reviews));
    }
    if roles.collects {
        folders.extend(here.office.as_ref().map(layout::cases));
    }
    if roles.collects || roles.devices {
        folders.push(layout::SUBMISSIONS.to_owned());
    }
    if roles.collects {
        folders.push(layout::ROLLUPS.to_owned());
    }
    folders
}

/// The folders that have a folder for each cycle in them.
pub const BY_CYCLE: [&str; 2] = [layout::SUBMISSIONS, layout::ROLLUPS];

/// Files to read, in the order in which they must be taken in: dossiers before their submissions,
/// earlier submissions before later ones.
///
/// A file is read if it is new, has changed, or has no revision by which to tell. A submission
/// whose digest is here already is not read. Its digest is in its name; a false name only prevents
/// its own file from being read.
///
/// A device that does not collect reads only submissions of its own units, as soon as their
/// dossiers are here: other devices of the unit may have made them.
pub fn reads(roles: Roles, listing: &Listing, memory: &DriveMemory, here: &Here) -> Vec<String> {
    let known: BTreeSet<&str> = here
        .sent
        .iter()
        .chain(&here.received)
        .map(|sent| sent.digest.as_str())
        .chain(here.packs.iter().map(|pack| pack.digest.as_str()))
        .chain(here.rollups.iter().map(|rollup| rollup.digest.as_str()))
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
        let is_same = |seen: &Seen| {
            seen.rev == there.rev && !seen.may_open(&here.key) && seen.what != SeenAs::Begun
        };
        if there.rev.is_some() && seen.is_some_and(is_same) {
            return false;
        }
        if is_submission(path) && !roles.collects && !of_own(name) {
            return false;
        }
        if is_rollup(path) && !roles.collects {
            return false;
        }
        let by_digest = folder == layout::PACKS || is_submission(path) || is_rollup(path);
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

/// Files that wait for photos and have not changed since: how many, and the first of them.
pub fn waiting(listing: &Listing, memory: &DriveMemory) -> Vec<(String, usize, FileHash)> {
    let still = |(path, seen): (&String, &Seen)| {
        let same = listing.get(path).is_some_and(|there| there.rev == seen.rev);
        let waits = same && seen.what == SeenAs::Waits;
        waits.then(|| (path.clone(), seen.count, FileHash(seen.digest.clone())))
    };
    memory.iter().filter_map(still).collect()
}

/// How often the reading of a file was begun and not ended, as it lies there now.
pub fn begun(path: &str, rev: Option<&String>, memory: &DriveMemory) -> usize {
    let seen = memory.get(path).filter(|seen| seen.what == SeenAs::Begun);
    seen.filter(|seen| seen.rev.as_ref() == rev).map_or(0, |seen| seen.count)
}

/// Whether a path is in the folder of submissions.
pub fn is_submission(path: &str) -> bool {
    is_below(layout::SUBMISSIONS, path)
}

/// Whether a path is in the folder of roll-ups.
pub fn is_rollup(path: &str) -> bool {
    is_below(layout::ROLLUPS, path)
}

fn is_below(folder: &str, path: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The most bytes of a file with this name: a document, or a bundle of documents with their photos,
/// and some more for sealing.
pub fn most_bytes(path: &str) -> usize {
    let bare = path.strip_suffix(layout::SEALED).unwrap_or(path);
    let most = if bare.ends_with(".zip") { limits::BUNDLE_BYTES } else { limits::JSON_BYTES };
    most + most / 1000 + 1024
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_zero(count: &usize) -> bool {
    *count == 0
}

fn in_folder<'a>(
    memory: &'a DriveMemory,
    folder: &str,
) -> impl Iterator<Item = (&'a String, &'a Seen)> + use<'a> {
    let start = format!("{folder}/");
    memory.range(start.clone()..).take_while(move |(path, _)| path.starts_with(&start))
}

/// Files that still wait for a person, as they were when they were read.
pub fn held(listing: &Listing, memory: &DriveMemory) -> Vec<(String, Asking)> {
    let waits = |(path, seen): (&String, &Seen)| {
        let same = listing.get(path).is_some_and(|there| there.rev == seen.rev);
        seen.held.clone().filter(|_| same).map(|asking| (path.clone(), asking))
    };
    memory.iter().filter_map(waits).collect()
}

/// Files that were refused and have not changed since, each with what is wrong with it.
pub fn refused(listing: &Listing, memory: &DriveMemory) -> Vec<(String, Option<Problem>)> {
    let still = |(path, seen): (&String, &Seen)| {
        let same = listing.get(path).is_some_and(|there| there.rev == seen.rev);
        (same && seen.what == SeenAs::Refused).then(|| (path.clone(), seen.why.clone()))
    };
    memory.iter().filter_map(still).collect()
}

/// Files that the drive's key did not open, and that have not changed since.
pub fn shut(listing: &Listing, memory: &DriveMemory, here: &Here) -> Vec<String> {
    let still = |(path, seen): &(&String, &Seen)| {
        seen.what == SeenAs::Shut
            && seen.digest == here.key
            && listing.get(*path).is_some_and(|there| there.rev == seen.rev)
    };
    memory.iter().filter(still).map(|(path, _)| path.clone()).collect()
}

/// Whether a file is sealed, according to its name.
pub fn is_sealed(path: &str) -> bool {
    path.ends_with(layout::SEALED)
}

// A path apart: the folder, and the name in it.
fn apart(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_key_did_not_open_is_tried_again_when_it_has_changed_or_with_another_key() {
        let path = "packs/tinh-doan_1_3f8ca0094a26109e.json.age".to_owned();
        let there = |rev: &str| There { rev: Some(rev.to_owned()), size: None };
        let memory = DriveMemory::from([(path.clone(), Seen::shut(Some("1".into()), "khoa-1"))]);
        for (rev, key, again) in
            [("1", "khoa-1", false), ("2", "khoa-1", true), ("1", "khoa-2", true)]
        {
            let listing = Listing::from([(path.clone(), there(rev))]);
            let here = Here { sealed: true, key: key.to_owned(), ..Here::default() };
            let read = reads(Roles::default(), &listing, &memory, &here);
            assert_eq!(read.is_empty(), !again, "{rev} {key}");
            assert_eq!(shut(&listing, &memory, &here).is_empty(), again, "{rev} {key}");
        }
    }
}
