//! A drive in memory that fails on demand, as real ones do.

use bcd_sync::{
    drive::{Abilities, Drive, DriveFault, Expect, FolderItem, FoundFile, Rev},
    memory::MemoryDrive,
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// What goes wrong with one request.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// It is refused before anything happens.
    Refused(DriveFault),
    /// It happens, and the answer is lost.
    AnswerLost,
    /// The tab is killed before it.
    KilledBefore,
    /// The tab is killed when it has happened.
    KilledAfter,
    /// Half of the bytes arrive, and the rest never.
    Half,
    /// A listing shows nothing.
    Empty,
    /// A listing shows every second entry.
    Gaps,
}

/// The drive. Clones share what lies there, and the fault.
#[derive(Clone)]
pub struct Flaky {
    pub name: String,
    pub memory: MemoryDrive,
    pub abilities: Abilities,
    fault: Rc<RefCell<Option<(usize, When)>>>,
    requests: Rc<Cell<usize>>,
}

impl Flaky {
    pub fn new(name: &str) -> Self {
        let memory = MemoryDrive::default();
        let abilities = memory.abilities();
        let (fault, requests) = (Rc::default(), Rc::default());
        Self { name: name.to_owned(), memory, abilities, fault, requests }
    }

    /// The request with this number from now on goes wrong, and no other.
    pub fn fail(&self, at: usize, when: When) {
        self.requests.set(0);
        self.fault.replace(Some((at, when)));
    }

    /// Nothing goes wrong any more. True if something did.
    pub fn heal(&self) -> bool {
        self.fault.take().is_none()
    }

    fn now(&self) -> Option<When> {
        let number = self.requests.get();
        self.requests.set(number + 1);
        let hit = self.fault.borrow().as_ref().is_some_and(|(at, _)| *at == number);
        if hit { self.fault.take().map(|(_, when)| when) } else { None }
    }
}

async fn killed() {
    std::future::pending::<()>().await;
}

// What stands before and after any request.
macro_rules! request {
    ($self:ident, $inner:expr, $half:expr) => {
        match $self.now() {
            None => $inner.await,
            Some(When::Refused(fault)) => Err(fault),
            Some(When::KilledBefore) => {
                killed().await;
                $inner.await
            }
            Some(When::KilledAfter) => {
                let done = $inner.await;
                killed().await;
                done
            }
            Some(When::AnswerLost) => {
                // Whatever it was, a refusal too.
                drop($inner.await);
                Err(DriveFault::Timeout)
            }
            Some(when) => $half(when).await,
        }
    };
}

impl Drive for Flaky {
    fn abilities(&self) -> Abilities {
        self.abilities
    }

    async fn list(&self, folder: &str) -> Result<Vec<FolderItem>, DriveFault> {
        let some = async |when: When| {
            let mut items = self.memory.list(folder).await?;
            let mut index = 0;
            items.retain(|_| {
                index += 1;
                when == When::Gaps && index % 2 == 0
            });
            Ok(items)
        };
        request!(self, self.memory.list(folder), some)
    }

    async fn read(&self, path: &str, limit: usize) -> Result<(Vec<u8>, Option<Rev>), DriveFault> {
        let half = async |_| {
            let (mut bytes, rev) = self.memory.read(path, limit).await?;
            bytes.truncate(bytes.len() / 2);
            Ok((bytes, rev))
        };
        request!(self, self.memory.read(path, limit), half)
    }

    async fn write(
        &self,
        path: &str,
        bytes: &[u8],
        expect: &Expect,
    ) -> Result<Option<Rev>, DriveFault> {
        let ignored = Expect::Anything;
        let expect = if self.abilities.conditional { expect } else { &ignored };
        let half = async |_| {
            self.memory.write(path, &bytes[..bytes.len() / 2], expect).await?;
            Err(DriveFault::Timeout)
        };
        request!(self, self.memory.write(path, bytes, expect), half)
    }

    async fn remove(&self, path: &str) -> Result<(), DriveFault> {
        request!(self, self.memory.remove(path), async |_| Err(DriveFault::Timeout))
    }

    async fn find(&self, path: &str) -> Result<Option<FoundFile>, DriveFault> {
        request!(self, self.memory.find(path), async |_| Err(DriveFault::Timeout))
    }
}
