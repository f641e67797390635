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
    signer::{PinBook, Role},
};

/// Packs of publishers whose key is known: years of them, of every level above.
const MOST_KNOWN: usize = 500;
/// Packs of anybody else.
const MOST_UNKNOWN: usize = 60;

/// The writes of a pack that came by itself, unless it is here.
///
/// # Errors
/// [`NotMerged::Refused`]: there is no room for more.
pub(crate) async fn taken_ops(
    core: Core,
    line: &PackLine,
    document: Bytes,
) -> Result<Vec<Op>, NotMerged> {
    let disk = core.disk();
    let ops = new_ops(core, line, document).await?;
    if ops.is_empty() {
        return Ok(ops);
    }
    let signers = Signers(core);
    let book = signers.rows_of_all(Role::Upper).await?;
    let signer = signers.of_office(&line.signer, &line.unit, book.values()).await?;
    let known = is_known(&PackLine { signer, ..line.clone() }, &book);
    let most = if known { MOST_KNOWN } else { MOST_UNKNOWN };
    let rows = disk.rows::<PackLine>(tables::PACKS, "").await?;
    let like = rows.iter().filter(|(_, it)| !it.is_own() && is_known(it, &book) == known);
    match like.count() < most {
        true => Ok(ops),
        false => Err(NotMerged::Refused(Problem::whole(Code::PacksFull, &[&most]))),
    }
}

// Whether the upper level of one of this browser's units signed it, as far as its keys are known.
fn is_known(line: &PackLine, book: &PinBook) -> bool {
    book.values().any(|pins| line.signer.identity(&line.unit, pins).is_known())
}
