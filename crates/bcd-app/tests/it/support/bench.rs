//! The tools of a tab: the engine and the sealer in-process, drives in memory.

use super::Flaky;
use bcd_app::{
    bytes::Bytes,
    tools::{
        AtDrive, CalendarMaker, Door, Doors, Engine, Folding, Later, Lock, Press, Sealer, Unsealed,
    },
};
use bcd_core::{
    engine::{Request, Response, handle},
    paper::{
        agenda::Agenda,
        job::{MadePaper, PaperJob},
    },
};
use bcd_sync::{
    any::AnyDrive,
    drive::{DriveFault, Permission},
    probe::Probe,
    stop::StopSwitch,
    webdav::Known,
};
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
}

impl Engine for InProcess {
    fn ask(&self, request: &Request, blobs: &[Bytes]) -> Later<(Response, Vec<Bytes>)> {
        let request = serde_json::to_vec(request).unwrap();
        let blobs = blobs.iter().map(Bytes::to_vec).collect();
        let gate = self.gate.clone();
        Box::pin(async move {
            gate.pass().await;
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
pub struct Wax;

impl Sealer for Wax {
    fn seal(&self, bytes: &[u8], passphrase: &str) -> Later<Vec<u8>> {
        let sealed = bcd_seal::seal(bytes, passphrase).map_err(|error| error.to_string());
        Box::pin(ready(sealed))
    }

    fn seal_as_text(&self, bytes: &[u8], passphrase: &str) -> Later<Vec<u8>> {
        let sealed = bcd_seal::seal_as_text(bytes, passphrase).map_err(|error| error.to_string());
        Box::pin(ready(sealed))
    }

    fn open(&self, bytes: &[u8], passphrase: &str) -> Later<Unsealed> {
        Box::pin(ready(Ok(match bcd_seal::open(bytes, passphrase) {
            Ok(bytes) => Unsealed::Bytes(bytes),
            Err(bcd_seal::NotOpened::WrongPassphrase) => Unsealed::WrongPassphrase,
            Err(bcd_seal::NotOpened::Broken | bcd_seal::NotOpened::TooMuch) => Unsealed::Broken,
        })))
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

    fn open(&self, door: Door, _: StopSwitch) -> AtDrive<AnyDrive> {
        let Door::Folder { id, .. } = door else {
            return Box::pin(ready(Err(DriveFault::Gone)));
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
