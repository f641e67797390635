//! Files sealed with a passphrase, in the age format, by their worker.

use super::{
    Blob,
    worker::{self, Module},
};
use bcd_sync::browser::nfc;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
enum Job<'a> {
    Seal(&'a str),
    SealAsText(&'a str),
    Open(&'a str),
}

#[derive(Deserialize)]
enum Answer {
    Done,
    Not(Fault),
    Failed(String),
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
enum Fault {
    WrongPassphrase,
    Broken,
    TooMuch,
}

/// Whether bytes begin as a sealed file does, in binary or in letters.
pub fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"age-encryption.org/") || bytes.starts_with(b"-----BEGIN AGE ENCRYPTED")
}

/// Seals bytes.
///
/// # Errors
/// A text for the error report: the worker could not be loaded or died.
pub async fn seal(bytes: &[u8], passphrase: &str) -> Result<Vec<u8>, String> {
    ask(&Job::Seal(&nfc(passphrase)), bytes).await?.map_err(|_| "not sealed".to_owned())
}

/// The same into letters, for what travels as text.
///
/// # Errors
/// As above.
pub async fn seal_as_text(bytes: &[u8], passphrase: &str) -> Result<Vec<u8>, String> {
    ask(&Job::SealAsText(&nfc(passphrase)), bytes).await?.map_err(|_| "not sealed".to_owned())
}

/// What became of a sealed file.
pub enum Opened {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// The passphrase is another one.
    WrongPassphrase,
    /// It is cut, changed, or asks for more than is sensible.
    Broken,
}

/// Opens sealed bytes.
///
/// # Errors
/// As above.
pub async fn open(bytes: &[u8], passphrase: &str) -> Result<Opened, String> {
    // Keyboards spell "ồ" in two ways, and people see one. What another program sealed may have
    // the other.
    let spelt = nfc(passphrase);
    let mut opened = ask(&Job::Open(&spelt), bytes).await?;
    if opened == Err(Fault::WrongPassphrase) && spelt != passphrase {
        opened = ask(&Job::Open(passphrase), bytes).await?;
    }
    Ok(match opened {
        Ok(bytes) => Opened::Bytes(bytes),
        Err(Fault::WrongPassphrase) => Opened::WrongPassphrase,
        Err(Fault::Broken | Fault::TooMuch) => Opened::Broken,
    })
}

async fn ask(job: &Job<'_>, bytes: &[u8]) -> Result<Result<Vec<u8>, Fault>, String> {
    match worker::ask::<Answer>(Module::Seal, job, &[Blob::from(bytes)]).await? {
        (Answer::Done, blobs) => {
            let first = blobs.first().ok_or_else(|| "an answer without bytes".to_owned())?;
            Ok(Ok(first.to_vec()))
        }
        (Answer::Not(fault), _) => Ok(Err(fault)),
        (Answer::Failed(why), _) => Err(why),
    }
}
