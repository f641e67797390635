//! Sealing and opening as messages, for the worker.

use crate::{NotOpened, open, seal, seal_as_text};
use serde::{Deserialize, Serialize};

/// What the page asks for. Blobs: the file.
#[derive(Deserialize)]
pub enum SealRequest {
    /// Seal it.
    Seal(String),
    /// Seal it into letters.
    SealAsText(String),
    /// Open it.
    Open(String),
}

/// What it answers. Blobs: the file, where it is done.
#[derive(Serialize)]
pub enum SealResponse {
    /// Done.
    Done,
    /// Not opened.
    Not(NotOpened),
}

/// Does a job. An error is a text for the error report, never with a passphrase in it.
///
/// # Errors
/// The message cannot be read, or the library failed.
pub fn answer(json: &str, blobs: Vec<Vec<u8>>) -> Result<(String, Vec<Vec<u8>>), String> {
    // The reader's own words would quote what it read.
    let job: SealRequest = serde_json::from_str(json).map_err(|_| "no job".to_owned())?;
    let file = blobs.into_iter().next().unwrap_or_default();
    let (answer, blobs) = match job {
        SealRequest::Seal(passphrase) => {
            let sealed = seal(&file, &passphrase).map_err(|error| error.kind().to_string())?;
            (SealResponse::Done, vec![sealed])
        }
        SealRequest::SealAsText(passphrase) => {
            let sealed =
                seal_as_text(&file, &passphrase).map_err(|error| error.kind().to_string())?;
            (SealResponse::Done, vec![sealed])
        }
        SealRequest::Open(passphrase) => match open(&file, &passphrase) {
            Ok(opened) => (SealResponse::Done, vec![opened]),
            Err(fault) => (SealResponse::Not(fault), vec![]),
        },
    };
    Ok((serde_json::to_string(&answer).map_err(|error| error.to_string())?, blobs))
}
