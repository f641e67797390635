//! What this device has to write to a drive, and which of its older files that replaces.

use super::{
    CaseHere, DossierHere, DriveMemory, Here, Listing, PackHere, RollupHere, Seen, SeenAs,
    SubmissionHere, apart, in_folder, is_rollup, is_sealed, is_submission,
};
use crate::sync::{Roles, layout};
use std::collections::BTreeSet;

/// A document to write, whose content lies here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// This device's file of a dossier.
    Device(DossierHere),
    /// An own submission.
    Submission(SubmissionHere),
    /// What the office says of a unit's cycle, for the unit.
    Review(CaseHere),
    /// The same for the office's other devices.
    Case(CaseHere),
    /// A pack that this browser published.
    Pack(PackHere),
    /// A roll-up that goes up.
    Rollup(RollupHere),
}

impl Write {
    /// Where it goes.
    pub fn path(&self, here: &Here) -> String {
        let device = &here.device;
        here.sealed(match self {
            Self::Device(own) => {
                layout::device(&own.unit, &own.slug, &own.cycle, &own.dossier, device)
            }
            Self::Submission(it) => {
                layout::submission(&it.unit, &it.slug, &it.cycle, it.seq, &it.digest)
            }
            Self::Review(case) => layout::review(&case.id, device),
            Self::Case(case) => layout::case(&case.id, device),
            Self::Pack(pack) => layout::pack(&pack.slug, pack.version, &pack.digest),
            Self::Rollup(it) => layout::rollup(&it.office, &it.slug, &it.cycle, it.seq, &it.digest),
        })
    }
}

/// Documents that may have to be written. Those that are on the drive unchanged are left out;
/// device files are always included, because only their content tells whether they changed.
///
/// A review is written only where a submission of the unit's cycle is on this drive. A unit that sent its
/// submissions by hand does not look here.
pub fn writes(roles: Roles, listing: &Listing, memory: &DriveMemory, here: &Here) -> Vec<Write> {
    let new = |write: &Write| lies_at(write, listing, memory, here).is_none();
    // Who meets a file of somebody else in its own place writes nothing over it before a person has
    // seen it.
    let waits =
        |write: &Write| memory.get(&write.path(here)).is_some_and(|seen| seen.what == SeenAs::Held);
    let mut writes = Vec::new();
    if roles.devices {
        let own = here.dossiers.iter().cloned().map(Write::Device);
        writes.extend(own.filter(|write| !waits(write)));
    }
    if roles.sends || roles.devices {
        writes.extend(here.sent.iter().cloned().map(Write::Submission).filter(new));
    }
    if roles.sends {
        let go = here.rollups.iter().filter(|rollup| rollup.goes).cloned();
        writes.extend(go.map(Write::Rollup).filter(new));
    }
    if roles.collects {
        let changed = |write: &Write, case: &CaseHere| {
            let said = |path: String| memory.get(&path).is_none_or(|seen| seen.digest != case.mark);
            lies_at(write, listing, memory, here).is_none_or(said)
        };
        for case in cases_there(listing, here) {
            let (review, own) = (Write::Review(case.clone()), Write::Case(case.clone()));
            if changed(&review, case) {
                writes.push(review);
            }
            if case.worked && changed(&own, case) && !waits(&own) {
                writes.push(own);
            }
        }
        let own = here.packs.iter().filter(|pack| pack.own).cloned();
        writes.extend(own.map(Write::Pack).filter(new));
    }
    writes
}

/// Cases of units that have a submission on this drive: what is said of others does not go there.
pub(super) fn cases_there<'a>(
    listing: &'a Listing,
    here: &'a Here,
) -> impl Iterator<Item = &'a CaseHere> {
    let names = listing.keys().filter(|path| is_submission(path));
    let there: BTreeSet<&str> = names.filter_map(|path| layout::claimed(apart(path).1)).collect();
    let is_there = move |digest: &String| there.contains(layout::short(digest));
    here.cases.iter().filter(move |case| case.received.iter().any(&is_there))
}

/// The path of a document. A submission keeps the unit's name of the time when a device first wrote
/// it, and a roll-up the office's.
pub fn place(write: &Write, listing: &Listing, memory: &DriveMemory, here: &Here) -> String {
    let path = write.path(here);
    let (digest, whose) = match write {
        Write::Submission(it) => (&it.digest, Some(&it.unit)),
        Write::Rollup(it) => (&it.digest, Some(&it.office)),
        Write::Device(_) | Write::Review(_) | Write::Case(_) | Write::Pack(_) => return path,
    };
    if listing.contains_key(&path) || memory.contains_key(&path) {
        return path;
    }
    let is_it = |other: &&String| {
        apart(other).0 == apart(&path).0
            && !layout::is_aside(apart(other).1)
            && is_sealed(other) == here.sealed
            && layout::claimed(apart(other).1) == Some(layout::short(digest))
            // Under another unit's name nobody reads it.
            && whose.is_none_or(|unit| layout::claims_unit(apart(other).1, unit) != Some(false))
    };
    // A sync program's copy has a longer name.
    let there = listing.keys().filter(is_it).min_by_key(|other| other.len());
    let known = || in_folder(memory, apart(&path).0).map(|(other, _)| other).find(is_it);
    there.or_else(known).cloned().unwrap_or(path)
}

/// The path of a document that never changes, if it is on the drive as it was written or read.
pub fn lies_at(
    write: &Write,
    listing: &Listing,
    memory: &DriveMemory,
    here: &Here,
) -> Option<String> {
    let path = place(write, listing, memory, here);
    let seen = memory.get(&path).filter(|seen| seen.is_good())?;
    let there = listing.get(&path);
    let same = there.is_none_or(|there| there.rev.is_none() || there.rev == seen.rev);
    same.then_some(path)
}

/// This device's files that another of its files replaces: those under an earlier name of the unit,
/// and unsealed ones on a drive that is sealed by now. They are only removed when the replacement
/// is known to be intact, and never while they wait for a person.
pub fn stale(listing: &Listing, memory: &DriveMemory, here: &Here) -> Vec<String> {
    let good = |path: &str| memory.get(path).is_some_and(Seen::is_good);
    let device_file = |path: &str, own: &DossierHere| {
        let now = Write::Device(own.clone()).path(here);
        path != now
            && apart(path).0 == apart(&now).0
            && layout::is_file_of(apart(path).1, &own.dossier, &here.device)
            && (here.sealed || !is_sealed(path))
            && good(&now)
    };
    let sent = |path: &str, it: &SubmissionHere| {
        let claim = layout::claimed(apart(path).1);
        claim == Some(layout::short(&it.digest))
            && lies_at(&Write::Submission(it.clone()), listing, memory, here).is_some()
    };
    let laid_open = |path: &str| {
        let (folder, name) = apart(path);
        if layout::is_aside(name) {
            return false;
        }
        let sealed = here.sealed(path.to_owned());
        let own_review = (folder.starts_with(layout::REVIEWS) || folder.starts_with(layout::CASES))
            && layout::is_of_device(name, &here.device);
        let own_pack = || {
            let claim = layout::claimed(name);
            let own = here.packs.iter().filter(|pack| pack.own);
            folder == layout::PACKS
                && own.map(|pack| layout::short(&pack.digest)).any(|it| claim == Some(it))
        };
        if is_submission(path) {
            return here.sent.iter().any(|it| sent(path, it));
        }
        // What lies below an own roll-up may be laid there by its office, too: that removes its own.
        if is_rollup(path) {
            let laid = |it: &RollupHere| {
                layout::claimed(name) == Some(layout::short(&it.digest))
                    && lies_at(&Write::Rollup(it.clone()), listing, memory, here).is_some()
            };
            let wrote = memory.get(path).is_some_and(|seen| seen.what == SeenAs::Written);
            return here.rollups.iter().any(|it| it.goes && (it.own || wrote) && laid(it));
        }
        good(&sealed) && (own_review || own_pack())
    };
    let is_stale = |path: &&String| {
        // A device file may only be removed if its content was read; the content of other documents
        // is here.
        let read = memory.get(*path).is_some_and(|seen| seen.what != SeenAs::Held);
        (read && here.dossiers.iter().any(|own| device_file(path, own)))
            || (here.sealed && !is_sealed(path) && laid_open(path))
    };
    let all: BTreeSet<&String> = memory.keys().chain(listing.keys()).collect();
    all.into_iter().filter(is_stale).cloned().collect()
}
