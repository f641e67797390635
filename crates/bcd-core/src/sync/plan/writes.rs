//! What this device has to say on a drive, and what that stands in for.

use super::{
    Here, Listing, Memory, Own, Pack, Seen, Sent, What, apart, in_folder, is_sealed, is_submission,
};
use crate::sync::{Roles, layout};
use std::collections::BTreeSet;

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
            Self::Submission(it) => {
                layout::submission(&it.unit, &it.slug, &it.cycle, it.seq, &it.digest)
            }
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
    let new = |write: &Write| lies_at(write, listing, memory, here).is_none();
    let mut writes = Vec::new();
    if roles.devices {
        writes.extend(here.dossiers.iter().cloned().map(Write::Device));
    }
    if roles.sends || roles.devices {
        writes.extend(here.sent.iter().cloned().map(Write::Submission).filter(new));
    }
    if roles.collects {
        let names = listing.keys().filter(|path| is_submission(path));
        let there: BTreeSet<&str> =
            names.filter_map(|path| layout::claimed(apart(path).1)).collect();
        let here_too =
            here.received.iter().filter(|sent| there.contains(layout::short(&sent.digest)));
        writes.extend(here_too.cloned().map(Write::Receipt).filter(new));
        let own = here.packs.iter().filter(|pack| pack.own).cloned();
        writes.extend(own.map(Write::Pack).filter(new));
    }
    writes
}

/// Where a document goes, or lies: a submission under whatever the unit was called when one of its
/// devices handed it up.
pub fn place(write: &Write, listing: &Listing, memory: &Memory, here: &Here) -> String {
    let path = write.path(here);
    let Write::Submission(it) = write else { return path };
    if listing.contains_key(&path) || memory.contains_key(&path) {
        return path;
    }
    let is_it = |other: &&String| {
        apart(other).0 == apart(&path).0
            && !layout::is_aside(apart(other).1)
            && is_sealed(other) == here.sealed
            && layout::claimed(apart(other).1) == Some(layout::short(&it.digest))
    };
    // A sync program's copy has a longer name.
    let there = listing.keys().filter(is_it).min_by_key(|other| other.len());
    let known = || in_folder(memory, apart(&path).0).map(|(other, _)| other).find(is_it);
    there.or_else(known).cloned().unwrap_or(path)
}

/// Where a document lies that never changes, as it was when it was written or read.
pub fn lies_at(write: &Write, listing: &Listing, memory: &Memory, here: &Here) -> Option<String> {
    let path = place(write, listing, memory, here);
    let seen = memory.get(&path).filter(|seen| seen.is_good())?;
    let there = listing.get(&path);
    let same = there.is_none_or(|there| there.rev.is_none() || there.rev == seen.rev);
    same.then_some(path)
}

/// Own files that another own file stands in for: of a dossier under an earlier name of the unit, or
/// what lies in the open on a drive that is sealed by now. Only what is known to lie there as it
/// should stands in for anything, and nothing goes that waits for a person.
pub fn stale(listing: &Listing, memory: &Memory, here: &Here) -> Vec<String> {
    let good = |path: &str| memory.get(path).is_some_and(Seen::is_good);
    let device_file = |path: &str, own: &Own| {
        let now = Write::Device(own.clone()).path(here);
        path != now
            && apart(path).0 == apart(&now).0
            && layout::is_file_of(apart(path).1, &own.dossier, &here.device)
            && (here.sealed || !is_sealed(path))
            && good(&now)
    };
    let sent = |path: &str, it: &Sent| {
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
        let own_receipt =
            folder.starts_with(layout::REVIEWS) && layout::is_of_device(name, &here.device);
        let own_pack = || {
            let claim = layout::claimed(name);
            let own = here.packs.iter().filter(|pack| pack.own);
            folder == layout::PACKS
                && own.map(|pack| layout::short(&pack.digest)).any(|it| claim == Some(it))
        };
        if is_submission(path) {
            return here.sent.iter().any(|it| sent(path, it));
        }
        good(&sealed) && (own_receipt || own_pack())
    };
    let is_stale = |path: &&String| {
        // Of a device file only what was read may go; of the others the content is here.
        let read = memory.get(*path).is_some_and(|seen| seen.what != What::Held);
        (read && here.dossiers.iter().any(|own| device_file(path, own)))
            || (here.sealed && !is_sealed(path) && laid_open(path))
    };
    let all: BTreeSet<&String> = memory.keys().chain(listing.keys()).collect();
    all.into_iter().filter(is_stale).cloned().collect()
}
