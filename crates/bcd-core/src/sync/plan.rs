//! What to read and what to write, from what is here, what is listed and what was seen before.

mod gone;
mod photos;
mod seen;
mod writes;

pub use gone::{
    afresh, cycles, known_by_name, laid_anew, leave_out_cycles, vanished, was_set_back,
};
pub use photos::{FIRST_PHOTO, photo_to_look_for, photos, photos_there, photos_unsealed};
pub use seen::{Seen, SeenAs, begun, turn, waiting};
pub use writes::{Write, lies_at, place, stale, writes};

use super::{Roles, layout, take::Asking};
use crate::{
    format::{limits, problem::Problem},
    id::{DeviceId, DossierId, FileHash, UnitId},
    upper::case::CaseId,
};
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
    /// Photos and files that it names, and that may leave with it.
    pub files: Vec<FileHash>,
    /// It is not laid on a drive: it names photos that stay in the unit.
    pub stays: bool,
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
    /// Photos of its visits that may leave.
    pub photos: Vec<FileHash>,
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
    /// Photos and files that dossiers name.
    pub named: BTreeSet<FileHash>,
    /// Those of them, and of the photos of cases, that are not here.
    pub missing: BTreeSet<FileHash>,
    /// Others that are not here, which somebody names of whom it is not certain that they are the upper level.
    pub first: BTreeSet<FileHash>,
    /// How many bytes of those may still come.
    pub room: usize,
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
