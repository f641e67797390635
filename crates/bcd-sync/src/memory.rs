//! A drive in memory, for tests: it follows the contract strictly, and counts the requests.

use crate::drive::{Abilities, Drive, DriveFault, Expect, FolderItem, FoundFile, Rev, is_safe};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

/// What was asked of the drive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Listings.
    pub lists: usize,
    /// Entries in them.
    pub listed: usize,
    /// Files read.
    pub reads: usize,
    /// Bytes read.
    pub read_bytes: usize,
    /// Files written.
    pub writes: usize,
    /// Bytes written.
    pub written_bytes: usize,
    /// Look-ups of one file.
    pub finds: usize,
}

/// The drive. Clones share it.
#[derive(Clone, Default)]
pub struct MemoryDrive(Rc<RefCell<MemoryInner>>);

#[derive(Default)]
struct MemoryInner {
    files: BTreeMap<String, (Vec<u8>, u64)>,
    last: u64,
    cost: Cost,
}

fn rev(number: u64) -> Rev {
    Rev(format!("\"{number}\""))
}

impl MemoryDrive {
    /// Everything on it.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let inner = self.0.borrow();
        inner.files.iter().map(|(path, (bytes, _))| (path.clone(), bytes.clone())).collect()
    }

    /// Puts a file there as another program would, such as a conflict copy or a truncated file.
    pub fn lay(&self, path: &str, bytes: &[u8]) {
        let mut inner = self.0.borrow_mut();
        inner.last += 1;
        let last = inner.last;
        inner.files.insert(path.to_owned(), (bytes.to_vec(), last));
    }

    /// Takes a file away behind everybody's back.
    pub fn take_away(&self, path: &str) {
        self.0.borrow_mut().files.remove(path);
    }

    /// The requests counted since the last call; resets the counters.
    pub fn cost(&self) -> Cost {
        std::mem::take(&mut self.0.borrow_mut().cost)
    }
}

impl Drive for MemoryDrive {
    fn abilities(&self) -> Abilities {
        Abilities { write: true, conditional: true, atomic: true, revisions: true }
    }

    async fn list(&self, folder: &str) -> Result<Vec<FolderItem>, DriveFault> {
        let mut inner = self.0.borrow_mut();
        inner.cost.lists += 1;
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut items = BTreeMap::new();
        let below = inner.files.range(start.clone()..).take_while(|(p, _)| p.starts_with(&start));
        for (path, (bytes, number)) in below {
            let rest = &path[start.len()..];
            let item = match rest.split_once('/') {
                Some((name, _)) => {
                    FolderItem { name: name.to_owned(), folder: true, rev: None, size: None }
                }
                None => FolderItem {
                    name: rest.to_owned(),
                    folder: false,
                    rev: Some(rev(*number)),
                    size: Some(bytes.len() as u64),
                },
            };
            items.insert(item.name.clone(), item);
        }
        if items.is_empty() && !folder.is_empty() {
            return Err(DriveFault::NotFound);
        }
        inner.cost.listed += items.len();
        Ok(items.into_values().collect())
    }

    async fn read(&self, path: &str, limit: usize) -> Result<(Vec<u8>, Option<Rev>), DriveFault> {
        let mut inner = self.0.borrow_mut();
        let (bytes, number) = inner.files.get(path).cloned().ok_or(DriveFault::NotFound)?;
        if bytes.len() > limit {
            return Err(DriveFault::TooLarge);
        }
        inner.cost.reads += 1;
        inner.cost.read_bytes += bytes.len();
        Ok((bytes, Some(rev(number))))
    }

    async fn write(
        &self,
        path: &str,
        bytes: &[u8],
        expect: &Expect,
    ) -> Result<Option<Rev>, DriveFault> {
        if !is_safe(path) {
            return Err(DriveFault::NotFound);
        }
        let mut inner = self.0.borrow_mut();
        let there = inner.files.get(path).map(|(_, number)| rev(*number));
        let fits = match expect {
            Expect::Absent => there.is_none(),
            Expect::Rev(rev) => there.as_ref() == Some(rev),
            Expect::Anything => true,
        };
        if !fits {
            return Err(DriveFault::Changed);
        }
        inner.cost.writes += 1;
        inner.cost.written_bytes += bytes.len();
        inner.last += 1;
        let last = inner.last;
        inner.files.insert(path.to_owned(), (bytes.to_vec(), last));
        Ok(Some(rev(last)))
    }

    async fn remove(&self, path: &str) -> Result<(), DriveFault> {
        self.0.borrow_mut().files.remove(path).map(drop).ok_or(DriveFault::NotFound)
    }

    async fn find(&self, path: &str) -> Result<Option<FoundFile>, DriveFault> {
        let mut inner = self.0.borrow_mut();
        inner.cost.finds += 1;
        let found = |(bytes, number): &(Vec<u8>, u64)| FoundFile {
            rev: rev(*number),
            size: Some(bytes.len() as u64),
        };
        Ok(inner.files.get(path).map(found))
    }
}
