//! Files sealed with a passphrase, in the age format, by their worker.

use crate::{engine::asked, worker::Service};
use bcd_app::tools::{Later, Sealer, Unsealed};
use bcd_sync::browser::nfc;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
enum SealRequest<'a> {
    Seal(&'a str),
    SealAsText(&'a str),
    Open(&'a str),
}

#[derive(Deserialize)]
enum SealResponse {
    Done,
    Not(NotOpened),
    Failed(String),
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
enum NotOpened {
    WrongPassphrase,
    Broken,
    TooMuch,
}

/// The sealer in its worker.
pub struct BrowserSealer;

impl Sealer for BrowserSealer {
    fn seal(&self, bytes: &[u8], passphrase: &str) -> Later<Vec<u8>> {
        let asked = ask(&SealRequest::Seal(&nfc(passphrase)), bytes);
        Box::pin(async move { asked.await?.map_err(|_| "not sealed".to_owned()) })
    }

    fn seal_as_text(&self, bytes: &[u8], passphrase: &str) -> Later<Vec<u8>> {
        let asked = ask(&SealRequest::SealAsText(&nfc(passphrase)), bytes);
        Box::pin(async move { asked.await?.map_err(|_| "not sealed".to_owned()) })
    }

    fn open(&self, bytes: &[u8], passphrase: &str) -> Later<Unsealed> {
        // Keyboards encode "ồ" in two ways that look the same, so the passphrase is normalised to
        // NFC. A file sealed by another program may need the other encoding, so that is tried too.
        let spelt = nfc(passphrase);
        let first = ask(&SealRequest::Open(&spelt), bytes);
        let other = (spelt != passphrase).then(|| (passphrase.to_owned(), bytes.to_vec()));
        Box::pin(async move {
            let mut opened = first.await?;
            if let (Err(NotOpened::WrongPassphrase), Some((passphrase, bytes))) = (&opened, other) {
                opened = ask(&SealRequest::Open(&passphrase), &bytes).await?;
            }
            Ok(match opened {
                Ok(bytes) => Unsealed::Bytes(bytes),
                Err(NotOpened::WrongPassphrase) => Unsealed::WrongPassphrase,
                Err(NotOpened::Broken | NotOpened::TooMuch) => Unsealed::Broken,
            })
        })
    }
}

fn ask(job: &SealRequest<'_>, bytes: &[u8]) -> Later<Result<Vec<u8>, NotOpened>> {
    let asked = asked::<SealResponse>(Service::Seal, job, &[bytes.into()]);
    Box::pin(async move {
        match asked.await? {
            (SealResponse::Done, blobs) => match blobs.first() {
                Some(bytes) => Ok(Ok(bytes.to_vec())),
                None => Err("an answer without bytes".to_owned()),
            },
            (SealResponse::Not(fault), _) => Ok(Err(fault)),
            (SealResponse::Failed(why), _) => Err(why),
        }
    })
}
