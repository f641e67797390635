//! Files that have vanished from a drive, or were replaced there. They are written again; nothing
//! is deleted here because of that.

use super::{
    DriveMemory, Here, Listing, MOST_CYCLES, Seen, SeenAs, SubmissionHere, There, apart, in_folder,
    is_rollup, is_sealed, is_submission,
};
use crate::sync::layout;
use std::collections::BTreeSet;

/// This device's files that have vanished, although their folder was `listed` or is gone: the drive
/// was emptied, moved or restored. They are written again. For submissions, this includes those of
/// other devices of the unit.
pub fn vanished(
    listing: &Listing,
    memory: &DriveMemory,
    listed: &[String],
    here: &Here,
) -> Vec<String> {
    let sent = digests(&here.sent);
    let of_unit = |path: &str| is_submission(path) && claims_one(path, &sent);
    let gone = |(path, seen): &(&String, &Seen)| {
        let own = seen.what == SeenAs::Written || (seen.is_good() && of_unit(path));
        own && is_listed(path, listed) && !listing.contains_key(*path)
    };
    memory.iter().filter(gone).map(|(path, _)| path.clone()).collect()
}

fn is_listed(path: &str, listed: &[String]) -> bool {
    let folder = apart(path).0;
    listed.iter().any(|listed| listed == folder)
}

/// The folders of cycles that existed once in one of [`super::BY_CYCLE`]: if it does not list one any
/// more, its files are gone.
pub fn cycles(memory: &DriveMemory, folder: &str) -> BTreeSet<String> {
    let of = |path: &String| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    in_folder(memory, folder).filter_map(|(path, _)| of(path)).collect()
}

/// Takes out of the folders of cycles on a drive those that are too many to be looked into, and
/// returns them. Those that were looked into before stay, then the later ones.
pub fn leave_out_cycles(there: &mut Vec<String>, known: &BTreeSet<String>) -> Vec<String> {
    if there.len() <= MOST_CYCLES {
        return Vec::new();
    }
    there.sort_by(|a, b| (known.contains(b), b).cmp(&(known.contains(a), a)));
    let left_out = there.split_off(MOST_CYCLES);
    there.sort();
    left_out
}

/// Whether somebody restored the drive or overwrote a file of this device: a file that it wrote has
/// another revision now.
pub fn was_set_back(listing: &Listing, memory: &DriveMemory) -> bool {
    memory.iter().any(|(path, seen)| {
        let there = listing.get(path).and_then(|there| there.rev.as_ref());
        seen.what == SeenAs::Written
            && there.is_some()
            && seen.rev.is_some()
            && there != seen.rev.as_ref()
    })
}

/// For an upper level: received submissions that have vanished or were replaced, and the reviews
/// that may have vanished with them. The folders of reviews belong to the units and are not
/// listed, so reviews are simply written again.
pub fn laid_anew(
    listing: &Listing,
    memory: &DriveMemory,
    listed: &[String],
    here: &Here,
) -> (Vec<String>, Vec<String>) {
    let known = digests(&here.received);
    let changed = |(path, seen): &(&String, &Seen)| {
        let there = listing.get(*path);
        seen.is_good()
            && claims_one(path, &known)
            && is_listed(path, listed)
            && there.is_none_or(|there| there.rev != seen.rev)
    };
    let submissions = in_folder(memory, layout::SUBMISSIONS).filter(changed);
    let submissions: Vec<String> = submissions.map(|(path, _)| path.clone()).collect();
    let anew: BTreeSet<&str> =
        submissions.iter().filter_map(|path| layout::claimed(apart(path).1)).collect();
    let is_anew = |digest: &String| anew.contains(layout::short(digest));
    let cases = here.cases.iter().filter(|case| case.received.iter().any(is_anew));
    let reviews = cases.map(|case| here.sealed(layout::review(&case.id, &here.device)));
    let reviews = reviews.filter(|path| memory.contains_key(path)).collect();
    (submissions.clone(), reviews)
}

/// Files that need not be read because what their names claim is here already, with the note that
/// lets a later sync see when they vanish or change. Own submissions and packs, and roll-ups that go up,
/// are not included: they are checked for completeness first.
pub fn known_by_name(listing: &Listing, memory: &DriveMemory, here: &Here) -> Vec<(String, Seen)> {
    let (received, sent) = (digests(&here.received), digests(&here.sent));
    let packs = here.packs.iter().filter(|pack| !pack.own);
    let packs: BTreeSet<&str> = packs.map(|pack| layout::short(&pack.digest)).collect();
    let rollups = here.rollups.iter().filter(|rollup| !rollup.goes);
    let rollups: BTreeSet<&str> = rollups.map(|it| layout::short(&it.digest)).collect();
    let known = |path: &str| match is_submission(path) {
        true => claims_one(path, &received) && !claims_one(path, &sent),
        false if is_rollup(path) => claims_one(path, &rollups),
        false => apart(path).0 == layout::PACKS && claims_one(path, &packs),
    };
    let news = |(path, there): &(&String, &There)| {
        let seen = memory.get(*path);
        known(path) && seen.is_none_or(|seen| seen.rev != there.rev)
    };
    let note = |(path, there): (&String, &There)| {
        (path.clone(), Seen { rev: there.rev.clone(), ..Seen::default() })
    };
    listing.iter().filter(news).map(note).collect()
}

/// The changes of the memory when a person wants every file read again. Photos become doubtful.
/// This device's own device files and unsealed files that must still be removed stay as they are.
/// Everything else is forgotten.
pub fn afresh(memory: &DriveMemory, sealed: bool) -> Vec<(String, Option<Seen>)> {
    let again = |(path, seen): (&String, &Seen)| {
        let photo = path.starts_with(layout::FILES) && path != layout::FILES;
        let own = seen.what == SeenAs::Written && path.starts_with(layout::UNITS);
        let open = sealed && !is_sealed(path) && seen.what == SeenAs::Written;
        let kept = match (photo, own || open) {
            (true, _) => Some(Seen { what: SeenAs::Doubtful, ..Seen::default() }),
            (false, true) => return None,
            (false, false) => None,
        };
        Some((path.clone(), kept))
    };
    memory.iter().filter_map(again).collect()
}

fn digests(all: &[SubmissionHere]) -> BTreeSet<&str> {
    all.iter().map(|sent| layout::short(&sent.digest)).collect()
}

fn claims_one(path: &str, digests: &BTreeSet<&str>) -> bool {
    layout::claimed(apart(path).1).is_some_and(|digest| digests.contains(digest))
}
