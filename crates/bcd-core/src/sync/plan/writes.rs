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
    let new = |write: &Write| lies_at(write, memory, here).is_none();
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

/// Where a document lies that never changes. A submission is found by its digest too, whichever of
/// the unit's devices wrote it, and whatever the unit was called then.
pub fn lies_at<'a>(write: &Write, memory: &'a Memory, here: &Here) -> Option<&'a str> {
    let path = write.path(here);
    let written = |(other, seen): &(&String, &Seen)| match write {
        Write::Submission(it) => {
            let name = apart(other).1;
            matches!(seen.what, What::Written | What::Taken)
                && is_sealed(other) == here.sealed
                && layout::claimed(name) == Some(layout::short(&it.digest))
        }
        Write::Device(_) | Write::Receipt(_) | Write::Pack(_) => {
            seen.what == What::Written && **other == path
        }
    };
    in_folder(memory, apart(&path).0).find(written).map(|(path, _)| path.as_str())
}

/// Own files that `path` stands in for, once it is written: of the same dossier under an earlier
/// name of the unit, or the same before the drive was sealed.
pub fn replaced(path: &str, write: &Write, memory: &Memory, here: &Here) -> Vec<String> {
    let bare = |path: &str| path.strip_suffix(layout::SEALED).unwrap_or(path).to_owned();
    let same = |other: &str| match write {
        Write::Device(own) => {
            let end = layout::device(&own.unit, "", &own.cycle, &own.dossier, &here.device);
            let end = end.split_once('_').map_or("", |(_, end)| end);
            bare(other).ends_with(end)
        }
        Write::Submission(it) => {
            let name = apart(other).1;
            layout::claimed(name) == Some(layout::short(&it.digest))
        }
        Write::Receipt(_) | Write::Pack(_) => bare(other) == bare(path),
    };
    let folder = apart(path).0;
    let old = in_folder(memory, folder)
        .filter(|(other, seen)| seen.what == What::Written && *other != path && same(other));
    old.map(|(other, _)| other.clone()).collect()
}
