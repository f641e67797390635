//! How many packs a browser keeps that others published: their lines are read at every start, and whoever can
//! write to a drive could lay any number there.

use super::new_ops;
use crate::{
    bytes::Bytes,
    core::Core,
    merging::NotMerged,
    signing::Signers,
    store::{Op, tables},
};
use bcd_core::{
    format::{
        pack::PackLine,
        problem::{Code, Problem},
    },
    signer::{Identity, PinBook, Role},
};

/// Packs of publishers whose key was compared: years of them, of every level above.
const MOST_KNOWN: usize = 500;
/// Packs of anybody else, also of who came first: nobody compared their words.
const MOST_UNKNOWN: usize = 60;
/// Bytes of one of theirs: ten times a full set. Together they leave a backup its room.
const UNKNOWN_BYTES: usize = 2 * 1024 * 1024;

/// The writes of a pack that came by itself, unless it is here.
///
/// # Errors
/// [`NotMerged::Refused`]: there is no room for more.
pub(crate) async fn taken_ops(
    core: Core,
    line: &PackLine,
    document: Bytes,
) -> Result<Vec<Op>, NotMerged> {
    let (disk, bytes) = (core.disk(), document.len());
    let ops = new_ops(core, line, document).await?;
    if ops.is_empty() {
        return Ok(ops);
    }
    let signers = Signers(core);
    let book = signers.rows_of_all(Role::Upper).await?;
    let signer = signers.of_office(&line.signer, &line.unit, book.values()).await?;
    let known = is_known(&PackLine { signer, ..line.clone() }, &book);
    if !known && bytes > UNKNOWN_BYTES {
        let problem = Problem::whole(Code::TooLarge, &[&(UNKNOWN_BYTES >> 20)]);
        return Err(NotMerged::Refused(problem));
    }
    let most = if known { MOST_KNOWN } else { MOST_UNKNOWN };
    let rows = disk.rows::<PackLine>(tables::PACKS, "").await?;
    let like = rows.iter().filter(|(_, it)| !it.is_own() && is_known(it, &book) == known);
    match like.count() < most {
        true => Ok(ops),
        false => Err(NotMerged::Refused(Problem::whole(Code::PacksFull, &[&most]))),
    }
}

// Whether a device signed it whose words a person compared as those of the upper level of one of this
// browser's units, or one that it introduced.
fn is_known(line: &PackLine, book: &PinBook) -> bool {
    let identity = |pins| line.signer.identity(&line.unit, pins);
    book.values().any(|pins| identity(pins) == Identity::Confirmed)
}
