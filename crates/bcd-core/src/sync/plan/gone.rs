//! What was on a drive and is not any more, or lies there anew: nothing here goes for that; it is
//! written again.

use super::{
    Here, Listing, Memory, Seen, Sent, There, What, apart, in_folder, is_sealed, is_submission,
};
use crate::sync::layout;
use std::collections::BTreeSet;

/// Own files that were there and are not listed any more, although their folder was `listed` or is
/// gone: the drive was emptied, moved or restored. They are written again; nothing here goes. Of
/// submissions also those that another device of the unit wrote.
pub fn vanished(listing: &Listing, memory: &Memory, listed: &[String], here: &Here) -> Vec<String> {
    let sent = digests(&here.sent);
    let of_unit = |path: &str| is_submission(path) && claims_one(path, &sent);
    let gone = |(path, seen): &(&String, &Seen)| {
        let own = seen.what == What::Written || (seen.is_good() && of_unit(path));
        own && is_listed(path, listed) && !listing.contains_key(*path)
    };
    memory.iter().filter(gone).map(|(path, _)| path.clone()).collect()
}

fn is_listed(path: &str, listed: &[String]) -> bool {
    let folder = apart(path).0;
    listed.iter().any(|listed| listed == folder)
}

/// Folders of submissions that there were once: where one is not listed in [`layout::SUBMISSIONS`]
/// any more, nothing is in it.
pub fn cycles(memory: &Memory) -> BTreeSet<String> {
    let folder = |path: &String| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    in_folder(memory, layout::SUBMISSIONS).filter_map(|(path, _)| folder(path)).collect()
}

/// Whether somebody set the drive back or wrote over a file of this device: what it wrote lies there
/// in another revision.
pub fn was_set_back(listing: &Listing, memory: &Memory) -> bool {
    memory.iter().any(|(path, seen)| {
        let there = listing.get(path).and_then(|there| there.rev.as_ref());
        seen.what == What::Written
            && there.is_some()
            && seen.rev.is_some()
            && there != seen.rev.as_ref()
    })
}

/// Received submissions that an upper level knows to lie there, and that lie there anew, or no more;
/// and the receipts that may have gone with them. The folders of receipts are of the units and not
/// listed, so these are written again.
pub fn laid_anew(
    listing: &Listing,
    memory: &Memory,
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
    let receipts = in_folder(memory, layout::REVIEWS).map(|(path, _)| path);
    let receipts = receipts.filter(|path| {
        // What lies there in the open on a sealed drive is to be taken away, not to be written again.
        is_sealed(path) == here.sealed && claims_one(path, &anew)
    });
    (submissions.clone(), receipts.cloned().collect())
}

/// Files that need not be read, since what their names claim is here already; with what is to be
/// noted of them, so that it shows when they go, or lie there anew. Own submissions and packs are not
/// among them: whether those are whole is looked at before they count.
pub fn known_by_name(listing: &Listing, memory: &Memory, here: &Here) -> Vec<(String, Seen)> {
    let (received, sent) = (digests(&here.received), digests(&here.sent));
    let packs = here.packs.iter().filter(|pack| !pack.own);
    let packs: BTreeSet<&str> = packs.map(|pack| layout::short(&pack.digest)).collect();
    let known = |path: &str| match is_submission(path) {
        true => claims_one(path, &received) && !claims_one(path, &sent),
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

/// What becomes of the memory where a person wants every file looked at again: nothing is known to
/// be there, but what is this device's own, or lies there in the open and is to be taken away, is not
/// forgotten.
pub fn afresh(memory: &Memory, sealed: bool) -> Vec<(String, Option<Seen>)> {
    let again = |(path, seen): (&String, &Seen)| {
        let photo = path.starts_with(layout::FILES) && path != layout::FILES;
        let own = seen.what == What::Written && path.starts_with(layout::UNITS);
        let open = sealed && !is_sealed(path) && seen.what == What::Written;
        let kept = match (photo, own || open) {
            (true, _) => Some(Seen { what: What::Doubtful, ..Seen::default() }),
            (false, true) => return None,
            (false, false) => None,
        };
        Some((path.clone(), kept))
    };
    memory.iter().filter_map(again).collect()
}

fn digests(all: &[Sent]) -> BTreeSet<&str> {
    all.iter().map(|sent| layout::short(&sent.digest)).collect()
}

fn claims_one(path: &str, digests: &BTreeSet<&str>) -> bool {
    layout::claimed(apart(path).1).is_some_and(|digest| digests.contains(digest))
}
