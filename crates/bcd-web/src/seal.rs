//! Files sealed with a passphrase, in the age format, by their worker.

use crate::{engine::asked, worker::Module};
use bcd_app::tools::{Later, Opened, Sealer};
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
    Not(Shut),
    Failed(String),
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
enum Shut {
    WrongPassphrase,
    Broken,
    TooMuch,
}

/// The sealer in its worker.
pub struct BrowserSealer;

impl Sealer for BrowserSealer {
    fn seal(&self, bytes: &[u8], passphrase: &str) -> Later<Vec<u8>> {
        let asked = ask(&Job::Seal(&nfc(passphrase)), bytes);
        Box::pin(async move { asked.await?.map_err(|_| "not sealed".to_owned()) })
    }

    fn seal_as_text(&self, bytes: &[u8], passphrase: &str) -> Later<Vec<u8>> {
        let asked = ask(&Job::SealAsText(&nfc(passphrase)), bytes);
        Box::pin(async move { asked.await?.map_err(|_| "not sealed".to_owned()) })
    }

    fn open(&self, bytes: &[u8], passphrase: &str) -> Later<Opened> {
        // Keyboards spell "ồ" in two ways, and people see one. What another program sealed may
        // have the other.
        let spelt = nfc(passphrase);
        let first = ask(&Job::Open(&spelt), bytes);
        let other = (spelt != passphrase).then(|| (passphrase.to_owned(), bytes.to_vec()));
        Box::pin(async move {
            let mut opened = first.await?;
            if let (Err(Shut::WrongPassphrase), Some((passphrase, bytes))) = (&opened, other) {
                opened = ask(&Job::Open(&passphrase), &bytes).await?;
            }
            Ok(match opened {
                Ok(bytes) => Opened::Bytes(bytes),
                Err(Shut::WrongPassphrase) => Opened::WrongPassphrase,
                Err(Shut::Broken | Shut::TooMuch) => Opened::Broken,
            })
        })
    }
}

fn ask(job: &Job<'_>, bytes: &[u8]) -> Later<Result<Vec<u8>, Shut>> {
    let asked = asked::<Answer>(Module::Seal, job, &[bytes.into()]);
    Box::pin(async move {
        match asked.await? {
            (Answer::Done, blobs) => match blobs.first() {
                Some(bytes) => Ok(Ok(bytes.to_vec())),
                None => Err("an answer without bytes".to_owned()),
            },
            (Answer::Not(fault), _) => Ok(Err(fault)),
            (Answer::Failed(why), _) => Err(why),
        }
    })
}
