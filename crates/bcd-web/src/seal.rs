//! Files sealed with a passphrase or to the key of a drive, in the age format, and what keys are compared
//! by, from their worker.

use crate::{engine::asked, worker::Service};
use bcd_app::tools::{Codes, DriveKey, Later, OpenedFile, OpenedWord, Sealer, Unsealed};
use bcd_sync::browser::nfc;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
enum SealRequest<'a> {
    SealAsText(&'a str),
    Open(&'a str),
    NewWord(&'a str),
    OpenWord(&'a str),
    Word { secret: &'a str, passphrase: &'a str },
    SealFile { secret: &'a str, path: &'a str },
    OpenFile { secret: &'a str },
    Offer,
    Words(&'a str),
    Qr(&'a str),
}

#[derive(Deserialize)]
enum SealResponse {
    Done,
    Key { secret: String, recipient: String },
    File(String),
    Offer(String),
    Words(String),
    Qr(String, u32),
    Not(NotOpened),
    Failed(String),
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
enum NotOpened {
    WrongPassphrase,
    AnotherKey,
    Broken,
    TooMuch,
}

/// The sealer in its worker.
pub struct BrowserSealer;

// Keyboards encode "ồ" in two ways that look the same, so a passphrase is normalised to NFC.
impl Sealer for BrowserSealer {
    fn seal_as_text(&self, bytes: &[u8], passphrase: &str) -> Later<Vec<u8>> {
        let asked = ask(&SealRequest::SealAsText(&nfc(passphrase)), bytes);
        Box::pin(async move { done(asked.await?) })
    }

    fn open(&self, bytes: &[u8], passphrase: &str) -> Later<Unsealed> {
        // A file sealed by another program may need the other encoding, so that is tried too.
        let spelt = nfc(passphrase);
        let first = ask(&SealRequest::Open(&spelt), bytes);
        let other = (spelt != passphrase).then(|| (passphrase.to_owned(), bytes.to_vec()));
        Box::pin(async move {
            let mut opened = first.await?;
            if let (SealResponse::Not(NotOpened::WrongPassphrase), Some((passphrase, bytes))) =
                (&opened.0, other)
            {
                opened = ask(&SealRequest::Open(&passphrase), &bytes).await?;
            }
            match opened {
                (SealResponse::Not(NotOpened::WrongPassphrase), _) => Ok(Unsealed::WrongPassphrase),
                (SealResponse::Not(_), _) => Ok(Unsealed::Broken),
                opened => done(opened).map(Unsealed::Bytes),
            }
        })
    }

    fn new_word(&self, passphrase: &str) -> Later<(DriveKey, Vec<u8>)> {
        let asked = ask(&SealRequest::NewWord(&nfc(passphrase)), &[]);
        Box::pin(async move {
            match asked.await? {
                (SealResponse::Key { secret, recipient }, Some(word)) => {
                    Ok((DriveKey { secret, recipient }, word))
                }
                _ => Err(unlike()),
            }
        })
    }

    fn open_word(&self, word: &[u8], passphrase: &str) -> Later<OpenedWord> {
        let asked = ask(&SealRequest::OpenWord(&nfc(passphrase)), word);
        Box::pin(async move {
            Ok(match asked.await?.0 {
                SealResponse::Key { secret, recipient } => {
                    OpenedWord::Key(DriveKey { secret, recipient })
                }
                SealResponse::Not(NotOpened::WrongPassphrase) => OpenedWord::WrongPassphrase,
                SealResponse::Not(_) => OpenedWord::Broken,
                _ => return Err(unlike()),
            })
        })
    }

    fn word(&self, key: &DriveKey, passphrase: &str) -> Later<Vec<u8>> {
        let passphrase = nfc(passphrase);
        let asked = ask(&SealRequest::Word { secret: &key.secret, passphrase: &passphrase }, &[]);
        Box::pin(async move { done(asked.await?) })
    }

    fn seal_file(&self, key: &DriveKey, path: &str, bytes: &[u8]) -> Later<Vec<u8>> {
        let asked = ask(&SealRequest::SealFile { secret: &key.secret, path }, bytes);
        Box::pin(async move { done(asked.await?) })
    }

    fn open_file(&self, key: &DriveKey, bytes: &[u8]) -> Later<OpenedFile> {
        let asked = ask(&SealRequest::OpenFile { secret: &key.secret }, bytes);
        Box::pin(async move {
            Ok(match asked.await? {
                (SealResponse::File(path), Some(bytes)) => OpenedFile::Bytes(path, bytes),
                (SealResponse::Not(NotOpened::AnotherKey), _) => OpenedFile::AnotherKey,
                (SealResponse::Not(NotOpened::TooMuch), _) => OpenedFile::TooMuch,
                (SealResponse::Not(_), _) => OpenedFile::Broken,
                _ => return Err(unlike()),
            })
        })
    }

    fn offer(&self) -> Later<String> {
        let asked = ask(&SealRequest::Offer, &[]);
        Box::pin(async move {
            match asked.await?.0 {
                SealResponse::Offer(passphrase) => Ok(passphrase),
                _ => Err(unlike()),
            }
        })
    }
}

/// Words and QR codes by the same worker.
pub struct BrowserCodes;

impl Codes for BrowserCodes {
    fn words(&self, key: &str) -> Later<String> {
        let asked = ask(&SealRequest::Words(key), &[]);
        Box::pin(async move {
            match asked.await?.0 {
                SealResponse::Words(words) => Ok(words),
                _ => Err(unlike()),
            }
        })
    }

    fn qr(&self, text: &str) -> Later<(String, u32)> {
        let asked = ask(&SealRequest::Qr(text), &[]);
        Box::pin(async move {
            match asked.await?.0 {
                SealResponse::Qr(path, side) => Ok((path, side)),
                _ => Err(unlike()),
            }
        })
    }
}

type Answer = (SealResponse, Option<Vec<u8>>);

fn ask(job: &SealRequest<'_>, bytes: &[u8]) -> Later<Answer> {
    let asked = asked::<SealResponse>(Service::Seal, job, &[bytes.into()]);
    Box::pin(async move {
        match asked.await? {
            (SealResponse::Failed(why), _) => Err(why),
            (response, blobs) => Ok((response, blobs.first().map(|bytes| bytes.to_vec()))),
        }
    })
}

fn done(answer: Answer) -> Result<Vec<u8>, String> {
    match answer {
        (SealResponse::Done, Some(bytes)) => Ok(bytes),
        _ => Err(unlike()),
    }
}

fn unlike() -> String {
    "not what was asked for".to_owned()
}
