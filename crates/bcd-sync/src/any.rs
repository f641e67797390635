//! A drive of any kind behind one type: who brings it in step does not care which it is.

use crate::drive::{Abilities, Drive, Expect, Fault, Found, Item, Rev};
use futures_util::future::LocalBoxFuture;
use std::rc::Rc;

type Answer<'a, T> = LocalBoxFuture<'a, Result<T, Fault>>;

// [`Drive`] with its answers boxed.
trait Boxed {
    fn abilities(&self) -> Abilities;
    fn list<'a>(&'a self, folder: &'a str) -> Answer<'a, Vec<Item>>;
    fn read<'a>(&'a self, path: &'a str, limit: usize) -> Answer<'a, (Vec<u8>, Option<Rev>)>;
    fn write<'a>(
        &'a self,
        path: &'a str,
        bytes: &'a [u8],
        expect: &'a Expect,
    ) -> Answer<'a, Option<Rev>>;
    fn remove<'a>(&'a self, path: &'a str) -> Answer<'a, ()>;
    fn find<'a>(&'a self, path: &'a str) -> Answer<'a, Option<Found>>;
}

impl<D: Drive> Boxed for D {
    fn abilities(&self) -> Abilities {
        Drive::abilities(self)
    }

    fn list<'a>(&'a self, folder: &'a str) -> Answer<'a, Vec<Item>> {
        Box::pin(Drive::list(self, folder))
    }

    fn read<'a>(&'a self, path: &'a str, limit: usize) -> Answer<'a, (Vec<u8>, Option<Rev>)> {
        Box::pin(Drive::read(self, path, limit))
    }

    fn write<'a>(
        &'a self,
        path: &'a str,
        bytes: &'a [u8],
        expect: &'a Expect,
    ) -> Answer<'a, Option<Rev>> {
        Box::pin(Drive::write(self, path, bytes, expect))
    }

    fn remove<'a>(&'a self, path: &'a str) -> Answer<'a, ()> {
        Box::pin(Drive::remove(self, path))
    }

    fn find<'a>(&'a self, path: &'a str) -> Answer<'a, Option<Found>> {
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

    async fn list(&self, folder: &str) -> Result<Vec<Item>, Fault> {
        self.0.list(folder).await
    }

    async fn read(&self, path: &str, limit: usize) -> Result<(Vec<u8>, Option<Rev>), Fault> {
        self.0.read(path, limit).await
    }

    async fn write(&self, path: &str, bytes: &[u8], expect: &Expect) -> Result<Option<Rev>, Fault> {
        self.0.write(path, bytes, expect).await
    }

    async fn remove(&self, path: &str) -> Result<(), Fault> {
        self.0.remove(path).await
    }

    async fn find(&self, path: &str) -> Result<Option<Found>, Fault> {
        self.0.find(path).await
    }
}
