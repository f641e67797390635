//! Sealing, opening and comparing as messages, for the worker.

use crate::{NotOpened, key::DriveKey, offer, open, qr, seal_as_text, words};
use serde::{Deserialize, Serialize};

/// What the page asks for. Blobs: the file. A key is given as its secret.
#[derive(Deserialize)]
pub enum SealRequest {
    /// Seal a file with a passphrase, into letters.
    SealAsText(String),
    /// Open a file with a passphrase.
    Open(String),
    /// Make a new key, and its word with a passphrase.
    NewWord(String),
    /// Open a word with a passphrase.
    OpenWord(String),
    /// Make the word of a key with another passphrase.
    Word {
        /// The key.
        secret: String,
        /// The passphrase.
        passphrase: String,
    },
    /// Seal a file of a drive.
    SealFile {
        /// The key.
        secret: String,
        /// Where it is to lie.
        path: String,
    },
    /// Open a file of a drive.
    OpenFile {
        /// The key.
        secret: String,
    },
    /// Offer a passphrase.
    Offer,
    /// The words of a key that somebody signs with.
    Words(String),
    /// A QR code of a text.
    Qr(String),
}

/// What it answers. Blobs: the file, where there is one.
#[derive(Serialize)]
pub enum SealResponse {
    /// Done.
    Done,
    /// A key.
    Key {
        /// The key.
        secret: String,
        /// What is sealed to.
        recipient: String,
    },
    /// A file of a drive, and the path that it was sealed for.
    File(String),
    /// A passphrase.
    Offer(String),
    /// Words of a key.
    Words(String),
    /// A QR code: the path of an SVG, and the modules of a side.
    Qr(String, u32),
    /// Not opened.
    Not(NotOpened),
}

impl From<&DriveKey> for SealResponse {
    fn from(key: &DriveKey) -> Self {
        Self::Key { secret: key.secret(), recipient: key.recipient() }
    }
}

/// Does a job. An error is a text for the error report, never with a passphrase or a key in it.
///
/// # Errors
/// The message cannot be read, or the library failed.
pub fn answer(json: &str, blobs: Vec<Vec<u8>>) -> Result<(String, Vec<Vec<u8>>), String> {
    // The reader's own words would quote what it read.
    let job: SealRequest = serde_json::from_str(json).map_err(|_| "no job".to_owned())?;
    let file = blobs.into_iter().next().unwrap_or_default();
    let failed = |error: std::io::Error| error.kind().to_string();
    let key = |secret: &str| DriveKey::read(secret).ok_or_else(|| "no key".to_owned());
    let not = |fault| (SealResponse::Not(fault), vec![]);
    let (answer, blobs) = match job {
        SealRequest::SealAsText(passphrase) => {
            (SealResponse::Done, vec![seal_as_text(&file, &passphrase).map_err(failed)?])
        }
        SealRequest::Open(passphrase) => match open(&file, &passphrase) {
            Ok(opened) => (SealResponse::Done, vec![opened]),
            Err(fault) => not(fault),
        },
        SealRequest::NewWord(passphrase) => {
            let key = DriveKey::generate();
            ((&key).into(), vec![key.word(&passphrase).map_err(failed)?])
        }
        SealRequest::OpenWord(passphrase) => match DriveKey::of_word(&file, &passphrase) {
            Ok(key) => ((&key).into(), vec![]),
            Err(fault) => not(fault),
        },
        SealRequest::Word { secret, passphrase } => {
            (SealResponse::Done, vec![key(&secret)?.word(&passphrase).map_err(failed)?])
        }
        SealRequest::SealFile { secret, path } => {
            (SealResponse::Done, vec![key(&secret)?.seal(&path, &file).map_err(failed)?])
        }
        SealRequest::OpenFile { secret } => match key(&secret)?.open(&file) {
            Ok((path, bytes)) => (SealResponse::File(path), vec![bytes]),
            Err(fault) => not(fault),
        },
        SealRequest::Words(key) => {
            (SealResponse::Words(words(&key).ok_or_else(|| "no key".to_owned())?), vec![])
        }
        SealRequest::Qr(text) => {
            let (path, side) = qr(&text).ok_or_else(|| "too long a text".to_owned())?;
            (SealResponse::Qr(path, side), vec![])
        }
        SealRequest::Offer => (SealResponse::Offer(offer().map_err(failed)?), vec![]),
    };
    Ok((serde_json::to_string(&answer).map_err(|error| error.to_string())?, blobs))
}
