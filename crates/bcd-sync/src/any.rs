//! A drive of any kind behind one type, so that a sync need not know which kind it is.

use crate::drive::{Abilities, Drive, DriveFault, Expect, FolderItem, FoundFile, Rev};
use futures_util::future::LocalBoxFuture;
use std::rc::Rc;

type DriveFuture<'a, T> = LocalBoxFuture<'a, Result<T, DriveFault>>;

// [`Drive`] with its answers boxed.
trait Boxed {
    fn abilities(&self) -> Abilities;
    fn list<'a>(&'a self, folder: &'a str) -> DriveFuture<'a, Vec<FolderItem>>;
    fn read<'a>(&'a self, path: &'a str, limit: usize) -> DriveFuture<'a, (Vec<u8>, Option<Rev>)>;
    fn write<'a>(
        &'a self,
        path: &'a str,
        bytes: &'a [u8],
        expect: &'a Expect,
    ) -> DriveFuture<'a, Option<Rev>>;
    fn remove<'a>(&'a self, path: &'a str) -> DriveFuture<'a, ()>;
    fn find<'a>(&'a self, path: &'a str) -> DriveFuture<'a, Option<FoundFile>>;
}

impl<D: Drive> Boxed for D {
    fn abilities(&self) -> Abilities {
        Drive::abilities(self)
    }

    fn list<'a>(&'a self, folder: &'a str) -> DriveFuture<'a, Vec<FolderItem>> {
        Box::pin(Drive::list(self, folder))
    }

    fn read<'a>(&'a self, path: &'a str, limit: usize) -> DriveFuture<'a, (Vec<u8>, Option<Rev>)> {
        Box::pin(Drive::read(self, path, limit))
    }

    fn write<'a>(
        &'a self,
        path: &'a str,
        bytes: &'a [u8],
        expect: &'a Expect,
    ) -> DriveFuture<'a, Option<Rev>> {
        Box::pin(Drive::write(self, path, bytes, expect))
    }

    fn remove<'a>(&'a self, path: &'a str) -> DriveFuture<'a, ()> {
        Box::pin(Drive::remove(self, path))
    }

    fn find<'a>(&'a self, path: &'a str) -> DriveFuture<'a, Option<FoundFile>> {
        Box::pin(Drive::find(self, path))
    }
}

/// A drive of any kind. Clones are the same one.
#[derive(Clone)]
pub struct AnyDrive(Rc<dyn Boxed>);

impl AnyDrive {
    /// From one of a kind.
    pub fn new(drive: impl Drive + 'static) -> Self {
        Self(Rc::new(drive))
    }
}

impl Drive for AnyDrive {
    fn abilities(&self) -> Abilities {
        self.0.abilities()
    }

    async fn list(&self, folder: &str) -> Result<Vec<FolderItem>, DriveFault> {
        self.0.list(folder).await
    }

    async fn read(&self, path: &str, limit: usize) -> Result<(Vec<u8>, Option<Rev>), DriveFault> {
        self.0.read(path, limit).await
    }

    async fn write(
        &self,
        path: &str,
        bytes: &[u8],
        expect: &Expect,
    ) -> Result<Option<Rev>, DriveFault> {
        self.0.write(path, bytes, expect).await
    }

    async fn remove(&self, path: &str) -> Result<(), DriveFault> {
        self.0.remove(path).await
    }

    async fn find(&self, path: &str) -> Result<Option<FoundFile>, DriveFault> {
        self.0.find(path).await
    }
}
