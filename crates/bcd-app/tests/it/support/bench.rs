//! The tools of a tab: the engine, the sealer and the signing key in-process, drives in memory.

use super::Flaky;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bcd_app::{
    bytes::Bytes,
    tools::{
        AtDrive, CalendarMaker, Codes, Door, Doors, DriveKey, Engine, Folding, Later, Lock,
        OpenedFile, OpenedWord, Press, Sealer, Signer, Unsealed,
    },
};
use bcd_core::{
    engine::{Request, Response, handle},
    format::canonical,
    paper::{
        agenda::Agenda,
        job::{MadePaper, PaperJob},
    },
};
use bcd_seal::{NotOpened, key::DriveKey as RealKey};
use bcd_sync::{
    any::AnyDrive,
    drive::{DriveFault, Permission},
    probe::Probe,
    stop::StopSwitch,
    webdav::Known,
};
use ed25519_dalek::{Signer as _, SigningKey};
use futures_util::future::LocalBoxFuture;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::ready,
    rc::Rc,
};

/// The engine, asked in the way of a worker: as text.
pub struct InProcess {
    /// In front of each question.
    pub gate: Rc<super::stage::Gate>,
    /// Questions that it still answers.
    pub left: Rc<Cell<usize>>,
    /// What it ends at, where a file begins so: then it is started again.
    pub ends_at: Rc<RefCell<Option<Vec<u8>>>>,
}

impl Engine for InProcess {
    fn ask(&self, request: &Request, blobs: &[Bytes]) -> Later<(Response, Vec<Bytes>)> {
        let request = serde_json::to_vec(request).unwrap();
        let blobs: Vec<Vec<u8>> = blobs.iter().map(Bytes::to_vec).collect();
        let (gate, left) = (self.gate.clone(), self.left.clone());
        let ends = self
            .ends_at
            .borrow()
            .clone()
            .is_some_and(|start| blobs.iter().any(|blob| blob.starts_with(&start)));
        Box::pin(async move {
            gate.pass().await;
            if ends {
                return Err("the worker did not answer in time".to_owned());
            }
            left.set(left.get().checked_sub(1).ok_or("the worker stopped")?);
            match handle(serde_json::from_slice(&request).unwrap(), blobs) {
                (Response::Failed(why), _) => Err(why),
                (response, blobs) => Ok((response, blobs.into_iter().map(Bytes::from).collect())),
            }
        })
    }
}

/// No press: papers have tests of their own.
pub struct NoPress;

impl Press for NoPress {
    fn make(&self, _: &PaperJob) -> Later<(MadePaper, Vec<Bytes>)> {
        Box::pin(ready(Err("no press".to_owned())))
    }
}

impl CalendarMaker for NoPress {
    fn calendar(&self, _: Agenda) -> Later<Bytes> {
        Box::pin(ready(Err("no press".to_owned())))
    }
}

/// The real sealer.
#[derive(Default)]
pub struct Wax {
    /// Words that were opened, or tried to be: the costly work.
    pub words: Rc<Cell<usize>>,
    /// Files of drives that were tried.
    pub files: Rc<Cell<usize>>,
}

fn later<T: 'static>(done: Result<T, impl ToString>) -> Later<T> {
    Box::pin(ready(done.map_err(|error| error.to_string())))
}

fn count(of: &Cell<usize>) {
    of.set(of.get() + 1);
}

fn told(key: &RealKey) -> DriveKey {
    DriveKey { secret: key.secret(), recipient: key.recipient() }
}

impl Sealer for Wax {
    fn seal_as_text(&self, bytes: &[u8], passphrase: &str) -> Later<Vec<u8>> {
        later(bcd_seal::seal_as_text(bytes, passphrase))
    }

    fn open(&self, bytes: &[u8], passphrase: &str) -> Later<Unsealed> {
        Box::pin(ready(Ok(match bcd_seal::open(bytes, passphrase) {
            Ok(bytes) => Unsealed::Bytes(bytes),
            Err(NotOpened::WrongPassphrase) => Unsealed::WrongPassphrase,
            Err(_) => Unsealed::Broken,
        })))
    }

    fn new_word(&self, passphrase: &str) -> Later<(DriveKey, Vec<u8>)> {
        let key = RealKey::generate();
        later(key.word(passphrase).map(|word| (told(&key), word)))
    }

    fn open_word(&self, word: &[u8], passphrase: &str) -> Later<OpenedWord> {
        count(&self.words);
        Box::pin(ready(Ok(match RealKey::of_word(word, passphrase) {
            Ok(key) => OpenedWord::Key(told(&key)),
            Err(NotOpened::WrongPassphrase) => OpenedWord::WrongPassphrase,
            Err(_) => OpenedWord::Broken,
        })))
    }

    fn word(&self, key: &DriveKey, passphrase: &str) -> Later<Vec<u8>> {
        later(RealKey::read(&key.secret).unwrap().word(passphrase))
    }

    fn seal_file(&self, key: &DriveKey, path: &str, bytes: &[u8]) -> Later<Vec<u8>> {
        later(RealKey::read(&key.secret).unwrap().seal(path, bytes))
    }

    fn open_file(&self, key: &DriveKey, bytes: &[u8]) -> Later<OpenedFile> {
        count(&self.files);
        Box::pin(ready(Ok(match RealKey::read(&key.secret).unwrap().open(bytes) {
            Ok((path, bytes)) => OpenedFile::Bytes(path, bytes),
            Err(NotOpened::AnotherKey) => OpenedFile::AnotherKey,
            Err(NotOpened::TooMuch) => OpenedFile::TooMuch,
            Err(NotOpened::Broken | NotOpened::WrongPassphrase) => OpenedFile::Broken,
        })))
    }

    fn offer(&self) -> Later<String> {
        later(bcd_seal::offer())
    }
}

/// The signing key of a browser: the same in every run and every tab, and no other browser's.
pub struct Seal(SigningKey);

impl Seal {
    /// The key of a browser, by its name.
    pub fn of(name: &str) -> Self {
        let seed = canonical::sha256(name.as_bytes());
        Self(SigningKey::from_bytes(seed.as_bytes().first_chunk().unwrap()))
    }
}

impl Signer for Seal {
    fn key(&self) -> Later<Option<String>> {
        let public = URL_SAFE_NO_PAD.encode(self.0.verifying_key());
        Box::pin(ready(Ok(Some(format!("ed25519:{public}")))))
    }

    fn sign(&self, message: &[u8]) -> Later<Vec<u8>> {
        Box::pin(ready(Ok(self.0.sign(message).to_bytes().to_vec())))
    }
}

/// The real words and pictures of keys.
pub struct Cards;

impl Codes for Cards {
    fn words(&self, key: &str) -> Later<String> {
        later(bcd_seal::words(key).ok_or("no key"))
    }

    fn qr(&self, text: &str) -> Later<(String, u32)> {
        later(bcd_seal::qr(text).ok_or("too long a text"))
    }
}

/// The drives of a browser, by id.
#[derive(Default)]
pub struct Drives(pub RefCell<BTreeMap<String, Flaky>>);

impl Doors for Drives {
    fn allowed(&self, _: &str, _: bool) -> AtDrive<Permission> {
        Box::pin(ready(Ok(Permission::Granted)))
    }

    fn can_pick(&self) -> bool {
        false
    }

    fn pick(&self, _: &str) -> AtDrive<Option<String>> {
        Box::pin(ready(Ok(None)))
    }

    // Every server of these stories was connected by another tab, after this one was opened.
    fn reaches(&self, _: &str) -> bool {
        false
    }

    fn open(&self, door: Door, _: StopSwitch) -> AtDrive<AnyDrive> {
        let Door::Folder { id, .. } = door else {
            return Box::pin(ready(Err(DriveFault::NeedsReload)));
        };
        let drive = self.0.borrow().get(&id).cloned();
        Box::pin(ready(drive.map(AnyDrive::new).ok_or(DriveFault::Gone)))
    }

    fn test(&self, _: Door) -> AtDrive<(Probe, Option<Known>)> {
        Box::pin(ready(Err(DriveFault::Gone)))
    }

    fn forget(&self, _: &str) -> AtDrive<()> {
        Box::pin(ready(Ok(())))
    }
}

/// One at a time among the tabs of a browser. Who dies leaves it open.
#[derive(Default)]
pub struct OneAtATime(Rc<Cell<bool>>);

struct Key(Rc<Cell<bool>>);

impl Drop for Key {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

impl Lock for OneAtATime {
    fn alone(&self, _: &str, work: LocalBoxFuture<'static, ()>) -> LocalBoxFuture<'static, bool> {
        let taken = self.0.clone();
        Box::pin(async move {
            if taken.replace(true) {
                return false;
            }
            let _key = Key(taken);
            work.await;
            true
        })
    }
}

/// Vietnamese without its accents.
pub struct Plain;

impl Folding for Plain {
    fn fold(&self, text: &str) -> String {
        const LETTERS: [(char, &str); 7] = [
            ('a', "àáảãạăằắẳẵặâầấẩẫậ"),
            ('d', "đ"),
            ('e', "èéẻẽẹêềếểễệ"),
            ('i', "ìíỉĩị"),
            ('o', "òóỏõọôồốổỗộơờớởỡợ"),
            ('u', "ùúủũụưừứửữự"),
            ('y', "ỳýỷỹỵ"),
        ];
        let plain = |c: char| {
            let letter = LETTERS.iter().find(|(_, accented)| accented.contains(c));
            letter.map_or(c, |(plain, _)| *plain)
        };
        text.to_lowercase().chars().map(plain).collect()
    }
}
