//! Roll-ups: making one from documents, and looking into those that are here.

use super::{Response, ResponseWithBlobs};
use crate::{
    format::{
        envelope::{Envelope, EnvelopeHead},
        read::{Document, read},
        rollup::{Rollup, RollupLine},
        write::WriteError,
    },
    upper::rollup::{
        make::{RollupAsk, make},
        tree::{OpenedRollup, RollupFile, Shelf},
    },
};

/// The line of a roll-up.
pub fn line(envelope: &Envelope<Rollup>) -> RollupLine {
    let body = &envelope.body;
    RollupLine {
        digest: envelope.digest.clone(),
        office: envelope.unit.clone(),
        cycle: envelope.cycle.clone(),
        seq: envelope.seq,
        parent: envelope.parent.clone(),
        at: envelope.written_at.clone(),
        by: envelope.writer.name.clone(),
        device: envelope.writer.device.clone(),
        rows: body.rows.len() as u64,
        parts: body.parts.iter().map(|part| part.digest.clone()).collect(),
        counts: body.totals.counts,
        signer: envelope.writer.signer(),
        own: false,
        bytes: 0,
    }
}

// Documents of a store. One that is not good counts as not here.
fn shelf(documents: &[Vec<u8>]) -> Shelf {
    documents.iter().filter_map(|document| file(document)).collect()
}

fn file(document: &[u8]) -> Option<RollupFile> {
    let reading = read(document);
    match reading.document {
        Some(Document::Rollup(envelope)) if reading.problems.is_empty() => {
            Some(RollupFile { line: line(&envelope), body: envelope.body })
        }
        _ => None,
    }
}

/// Makes a roll-up, or says what a person has to decide first. Blobs: the ask, then documents.
pub(super) fn roll_up(
    head: &EnvelopeHead,
    blobs: Vec<Vec<u8>>,
) -> Result<ResponseWithBlobs, WriteError> {
    let (ask, documents) =
        blobs.split_first().map_or((&[][..], &[][..]), |(a, d)| (a.as_slice(), d));
    let ask: RollupAsk = serde_json::from_slice(ask)?;
    match make(ask, &shelf(documents)) {
        Ok(body) => super::handling::write_body("rollup", head, serde_json::to_value(body)?),
        Err(doubts) => Ok((Response::Undecided, vec![serde_json::to_vec(&doubts)?])),
    }
}

/// Looks into a roll-up. Blobs: it, then others that are here.
pub(super) fn open(blobs: &[Vec<u8>]) -> Result<ResponseWithBlobs, WriteError> {
    let Some(root) = blobs.first().and_then(|document| file(document)) else {
        return Ok((Response::Failed("not a roll-up".to_owned()), vec![]));
    };
    let shelf = shelf(blobs);
    let digest = &root.line.digest;
    let opened = OpenedRollup {
        odd: shelf.oddities(digest),
        whole: shelf.reckoned(digest),
        file: root.clone(),
    };
    Ok((Response::Rollup, vec![serde_json::to_vec(&opened)?]))
}
