//! Photos and files by content.

use super::{DriveMemory, Here, Listing, Seen, apart, in_folder, is_sealed, writes::cases_there};
use crate::{
    id::FileHash,
    sync::{Roles, layout},
};
use std::collections::BTreeSet;

/// The most bytes of a photo that is read because whoever came first names it: more than one takes that was
/// drawn anew.
pub const FIRST_PHOTO: usize = 1024 * 1024;

/// Photos that are here and belong on the drive: of a visit where the unit's submissions lie, on no other.
/// If their documents are already there, a photo may have arrived late, or somebody may have removed it.
pub fn photos(roles: Roles, listing: &Listing, here: &Here) -> Vec<FileHash> {
    let named = here.named.iter().filter(|_| roles.devices);
    let cases = cases_there(listing, here).filter(|_| roles.collects);
    let visits = cases.flat_map(|case| &case.photos);
    let named = named.chain(visits).filter(|hash| !here.missing.contains(*hash));
    let sent = here.sent.iter().flat_map(|sent| &sent.files);
    let sent = sent.filter(|_| roles.sends || roles.devices);
    named.chain(sent).collect::<BTreeSet<_>>().into_iter().cloned().collect()
}

/// Photos that are known to be on the drive in its present state: unsealed ones on a sealed drive
/// do not count, since they will be removed.
pub fn photos_there(memory: &DriveMemory, here: &Here) -> Vec<String> {
    let photos = in_folder(memory, layout::FILES).filter(|(_, seen)| seen.is_good());
    photos.map(|(path, _)| path).filter(|path| is_sealed(path) == here.sealed).cloned().collect()
}

/// The photo to look up in this sync: the one after that of the last sync. Looking up all would
/// take a request each; this way each has its turn.
pub fn photo_to_look_for(memory: &DriveMemory, here: &Here) -> Option<String> {
    let last = memory.get(layout::FILES).map_or("", |seen| seen.digest.as_str());
    let mut there = photos_there(memory, here);
    let next = there.iter().position(|path| path.as_str() > last).unwrap_or(0);
    (!there.is_empty()).then(|| there.swap_remove(next))
}

/// Photos that were written before the drive was sealed: the path, and the hash of the content.
pub fn photos_unsealed(memory: &DriveMemory, here: &Here) -> Vec<(String, FileHash)> {
    let open = |(path, _): (&String, &Seen)| {
        let hash = apart(path).1;
        (here.sealed && !is_sealed(path)).then(|| (path.clone(), FileHash::from(hash)))
    };
    in_folder(memory, layout::FILES).filter_map(open).collect()
}
