//! What was on a drive and is not any more, or lies there anew: nothing here goes for that; it is
//! written again.

use super::{Here, Listing, Memory, Seen, What, apart, in_folder, is_submission};
use crate::sync::layout;
use std::collections::BTreeSet;

/// Own files that were there and are not listed any more, although their folder was `listed` or is
/// gone: the drive was emptied, moved or restored. They are written again; nothing here goes. Of
/// submissions also those that another device of the unit wrote.
pub fn vanished(listing: &Listing, memory: &Memory, listed: &[String], here: &Here) -> Vec<String> {
    let sent: BTreeSet<&str> = here.sent.iter().map(|sent| layout::short(&sent.digest)).collect();
    let of_unit = |path: &str| {
        let name = apart(path).1;
        is_submission(path) && layout::claimed(name).is_some_and(|digest| sent.contains(digest))
    };
    let gone = |(path, seen): &(&String, &Seen)| {
        let own = seen.what == What::Written || (seen.what == What::Taken && of_unit(path));
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

/// Submissions that an upper level had read and that lie there anew, or no more: each with its
/// revision now, and the receipts that may have gone with them. The folders of receipts are of the
/// units and not listed, so these are written again.
pub fn laid_anew(
    listing: &Listing,
    memory: &Memory,
    listed: &[String],
) -> (Vec<(String, Option<String>)>, Vec<String>) {
    let changed = |(path, seen): (&String, &Seen)| {
        let now = listing.get(path).and_then(|there| there.rev.clone());
        let there = listing.contains_key(path);
        let other =
            seen.what == What::Taken && is_listed(path, listed) && (!there || now != seen.rev);
        other.then(|| (path.clone(), now))
    };
    let submissions: Vec<_> = in_folder(memory, layout::SUBMISSIONS).filter_map(changed).collect();
    let name = |path: &str| apart(path).1.to_owned();
    let digests: BTreeSet<String> = submissions
        .iter()
        .filter_map(|(path, _)| layout::claimed(&name(path)).map(str::to_owned))
        .collect();
    let receipts = in_folder(memory, layout::REVIEWS)
        .map(|(path, _)| path)
        .filter(|path| layout::claimed(&name(path)).is_some_and(|digest| digests.contains(digest)));
    (submissions, receipts.cloned().collect())
}
