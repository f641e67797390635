//! Files from anywhere, many at a time: opened, checked by the engine in one request, and stored in
//! one transaction. One that is broken says so and takes nothing from the others.

use super::{
    IncomingSource, Pushed, ReceiveOutcome, Received, Receiving, WaitingFile, apart,
    submissions::Arriving,
};
use crate::{bytes::Bytes, host::PickedFile, merging::Consent, tools::is_sealed};
use bcd_core::{
    engine::{Checked, GoodFile, Request, Response},
    format::{
        limits,
        problem::{Code, Problem},
    },
};
use std::rc::Rc;

/// The most files that are checked and stored together.
pub const BATCH_FILES: usize = 32;
/// With so many bytes a batch is full, whatever the number of files.
pub const BATCH_BYTES: usize = 4 << 20;

/// A file that was opened, or why it could not be.
pub struct OpenedFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Result<Bytes, ReceiveOutcome>,
    // How many bytes it is unpacked, if that is more.
    unpacked: usize,
    pushed: Option<Rc<Pushed>>,
}

impl OpenedFile {
    /// How many bytes it takes to check it.
    pub fn size(&self) -> usize {
        self.bytes.as_ref().map_or(0, Bytes::len).max(self.unpacked)
    }

    /// Whether it was pushed here.
    pub fn is_pushed(&self) -> bool {
        self.pushed.is_some()
    }
}

/// A file that was checked.
pub(in crate::exchange) struct CheckedFile {
    name: String,
    pushed: Option<Rc<Pushed>>,
    checked: Result<(Checked, Vec<Bytes>), ReceiveOutcome>,
}

// One that is not stored at once has what became of it.
#[allow(clippy::large_enum_variant, reason = "one at a time; a box would buy nothing")]
enum Place {
    Done(ReceiveOutcome),
    Submission,
}

// Name and bytes of a file, by whom it was pushed, and what became of it.
type OpenPlace = ((String, usize), Option<Rc<Pushed>>, Place);

impl Receiving {
    /// Reads a file.
    pub async fn read(&self, source: IncomingSource) -> OpenedFile {
        read(source).await
    }

    /// Takes a file apart in which several were packed together.
    pub async fn take_apart(&self, file: OpenedFile) -> Vec<OpenedFile> {
        let OpenedFile { name, bytes, pushed, .. } = file;
        let mut size = 0;
        if let Ok(bytes) = &bytes
            && is_zip(&bytes.head(2))
            && let Ok((Response::Several { names, unpacked }, blobs)) =
                self.core.ask(&Request::UnpackSeveral, std::slice::from_ref(bytes)).await
        {
            let mut sizes = unpacked.into_iter().map(|n| usize::try_from(n).unwrap_or(usize::MAX));
            if !names.is_empty() {
                let part = |((name, bytes), unpacked)| OpenedFile {
                    name,
                    bytes: Ok(bytes),
                    unpacked,
                    pushed: pushed.clone(),
                };
                return names.into_iter().zip(blobs).zip(sizes).map(part).collect();
            }
            size = sizes.next().unwrap_or_default();
        }
        vec![OpenedFile { name, bytes, unpacked: size, pushed }]
    }

    /// Reads and checks one file, and stores it unless a person has to decide first. After one or
    /// many files, [`Self::finish`] updates the lists on the screen.
    pub async fn receive(&self, source: IncomingSource) -> Received {
        let opened = read(source).await;
        let name = opened.name.clone();
        let checked = self.check(vec![opened]).await;
        let received = self.store_checked(checked).await.into_iter().next();
        let outcome = ReceiveOutcome::NotStored;
        received.unwrap_or(Received { name, outcome, held: 0, pushed: None })
    }

    /// Checks files, in one request to the engine.
    pub(in crate::exchange) async fn check(&self, files: Vec<OpenedFile>) -> Vec<CheckedFile> {
        let mut to_check = Vec::new();
        let mut all: Vec<CheckedFile> = Vec::new();
        for OpenedFile { name, bytes, pushed, .. } in files {
            let checked = match bytes {
                Ok(bytes) if is_sealed(&bytes.head(64)) => Err(ReceiveOutcome::Sealed(bytes)),
                Ok(bytes) => {
                    to_check.push((all.len(), bytes));
                    Err(ReceiveOutcome::Unreadable)
                }
                Err(outcome) => Err(outcome),
            };
            all.push(CheckedFile { name, pushed, checked });
        }
        let blobs: Vec<Bytes> = to_check.iter().map(|(_, bytes)| bytes.clone()).collect();
        match self.core.check_many(&blobs).await {
            Ok(found) => {
                for ((at, _), found) in to_check.into_iter().zip(found) {
                    all[at].checked = Ok(found);
                }
            }
            Err(_) if to_check.len() == 1 => {}
            // The engine stopped at one of them: each on its own, so that only that one fails.
            Err(_) => {
                for (at, bytes) in to_check {
                    let found = self.core.check(bytes).await;
                    all[at].checked = found.map_err(|_| ReceiveOutcome::Unreadable);
                }
            }
        }
        all
    }

    /// Stores what was checked, in the order in which it came; what became of each.
    pub(in crate::exchange) async fn store_checked(
        &self,
        files: Vec<CheckedFile>,
    ) -> Vec<Received> {
        let (mut places, mut submissions) = (Vec::new(), Vec::new());
        for CheckedFile { name, pushed, checked } in files {
            let held = held(&checked);
            let place = match checked {
                Err(outcome) => Place::Done(outcome),
                Ok((checked, blobs)) => match place_of(checked, blobs, pushed.is_some()) {
                    Found::Submission(arriving) => {
                        submissions.push(arriving);
                        Place::Submission
                    }
                    Found::Other(file) => {
                        // It may change what the submissions before it meet.
                        self.flush(&mut submissions, &mut places).await;
                        Place::Done(self.store_other(file).await)
                    }
                    Found::Outcome(outcome) => Place::Done(outcome),
                },
            };
            places.push(((name, held), pushed, place));
        }
        self.flush(&mut submissions, &mut places).await;
        let received = |((name, held), pushed, place): OpenPlace| {
            let outcome = match place {
                Place::Done(outcome) => outcome,
                Place::Submission => ReceiveOutcome::NotStored,
            };
            Received { name, outcome, held, pushed }.released()
        };
        places.into_iter().map(received).collect()
    }

    async fn flush(&self, submissions: &mut Vec<Arriving>, places: &mut [OpenPlace]) {
        if submissions.is_empty() {
            return;
        }
        let all = std::mem::take(submissions);
        let mut stored = self.store_submissions(all, Consent::Ask).await.into_iter();
        let open = places.iter_mut().filter(|(.., place)| matches!(place, Place::Submission));
        for (.., place) in open {
            if let Some(outcome) = stored.next() {
                *place = Place::Done(outcome);
            }
        }
    }

    async fn store_other(&self, file: WaitingFile) -> ReceiveOutcome {
        let WaitingFile { found, document, carried, .. } = file;
        self.store_found(found, document, carried, Consent::Ask).await
    }
}

#[allow(clippy::large_enum_variant, reason = "one at a time; a box would buy nothing")]
enum Found {
    Submission(Arriving),
    Other(WaitingFile),
    /// What became of it already.
    Outcome(ReceiveOutcome),
}

fn place_of(checked: Checked, blobs: Vec<Bytes>, pushed: bool) -> Found {
    let Checked { found, files, problems, .. } = checked;
    let Some(found) = found else { return Found::Outcome(ReceiveOutcome::Bad(problems)) };
    let Some((document, carried)) = apart(files, blobs) else {
        return Found::Outcome(ReceiveOutcome::Unreadable);
    };
    if pushed && !matches!(found, GoodFile::Device(_) | GoodFile::Backup(_)) {
        let file = WaitingFile { found, asking: None, document, carried };
        return Found::Outcome(ReceiveOutcome::Waits(Rc::new(file)));
    }
    match found {
        GoodFile::Submission(summary) => {
            Found::Submission(Arriving { summary, document, photos: carried })
        }
        found => Found::Other(WaitingFile { found, asking: None, document, carried }),
    }
}

// The bytes that are in memory for as long as a file waits.
fn held(checked: &Result<(Checked, Vec<Bytes>), ReceiveOutcome>) -> usize {
    match checked {
        Ok((_, blobs)) => blobs.iter().map(Bytes::len).sum(),
        Err(ReceiveOutcome::Sealed(bytes)) => bytes.len(),
        Err(_) => 0,
    }
}

fn is_zip(head: &[u8]) -> bool {
    head == b"PK"
}

async fn read(source: IncomingSource) -> OpenedFile {
    let (name, bytes, pushed) = match source {
        IncomingSource::Text(name, text) => (name, Ok(Bytes::from(text.into_bytes())), None),
        IncomingSource::Bytes(name, bytes) => (name, Ok(bytes), None),
        IncomingSource::File(file) => (file.name(), read_bounded(&*file).await, None),
        IncomingSource::Pushed(pushed) => {
            (pushed.0.name(), read_bounded(&*pushed.0).await, Some(pushed))
        }
    };
    OpenedFile { name, bytes, unpacked: 0, pushed }
}

// The size is checked before reading, so that a hostile gigabyte never gets into memory; how a file
// begins is asked for only where the limit depends on it.
async fn read_bounded(file: &dyn PickedFile) -> Result<Bytes, ReceiveOutcome> {
    if file.size() > limits::JSON_BYTES as u64 {
        let large = |head: Vec<u8>| is_zip(head.get(..2).unwrap_or_default()) || is_sealed(&head);
        let large = file.head(64).await.is_some_and(large);
        let limit = if large { limits::BACKUP_BYTES } else { limits::JSON_BYTES };
        if file.size() > limit as u64 {
            let megabytes = limit / (1024 * 1024);
            return Err(ReceiveOutcome::Bad(vec![Problem::whole(Code::TooLarge, &[&megabytes])]));
        }
    }
    file.read().await.ok_or(ReceiveOutcome::Unreadable)
}
