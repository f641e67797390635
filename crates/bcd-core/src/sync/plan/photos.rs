//! Photos and files by content.

use super::{Here, Memory, Seen, apart, in_folder, is_sealed};
use crate::{
    id::FileHash,
    sync::{Roles, layout},
};
use std::collections::BTreeSet;

/// Photos that belong on the drive and lie here. Of those whose documents are there already, a file
/// may have come late, or somebody may have taken it away.
pub fn photos(roles: Roles, here: &Here) -> Vec<FileHash> {
    let named = here.named.difference(&here.missing).filter(|_| roles.devices);
    let sent = here.sent.iter().flat_map(|sent| &sent.files);
    let sent = sent.filter(|_| roles.sends || roles.devices);
    named.chain(sent).collect::<BTreeSet<_>>().into_iter().cloned().collect()
}

/// Photos that are known to be on the drive, as it is now: what lies there in the open on a sealed one
/// is to be taken away, not to be written again.
pub fn photos_there(memory: &Memory, here: &Here) -> Vec<String> {
    let photos = in_folder(memory, layout::FILES).filter(|(_, seen)| seen.is_good());
    photos.map(|(path, _)| path).filter(|path| is_sealed(path) == here.sealed).cloned().collect()
}

/// The photo to look for in this sync: the one after the one of last time. All of them would be a
/// question each; in time each has its turn.
pub fn photo_to_look_for(memory: &Memory, here: &Here) -> Option<String> {
    let last = memory.get(layout::FILES).map_or("", |seen| seen.digest.as_str());
    let mut there = photos_there(memory, here);
    let next = there.iter().position(|path| path.as_str() > last).unwrap_or(0);
    (!there.is_empty()).then(|| there.swap_remove(next))
}

/// Photos that lay there before the drive was sealed: path, and whose content it is.
pub fn photos_unsealed(memory: &Memory, here: &Here) -> Vec<(String, FileHash)> {
    let open = |(path, _): (&String, &Seen)| {
        let hash = apart(path).1;
        (here.sealed && !is_sealed(path)).then(|| (path.clone(), FileHash::from(hash)))
    };
    in_folder(memory, layout::FILES).filter_map(open).collect()
}
