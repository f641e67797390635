//! A drive of any kind.

use bcd_sync::{
    drive::{Abilities, Drive, Expect, Fault, Found, Item, Rev},
    folder::Folder,
    picked::Picked,
    probe::{self, Probe},
    webdav::WebDav,
};

/// A drive.
pub enum AnyDrive {
    /// A folder of this device.
    Folder(Folder),
    /// A server.
    WebDav(Box<WebDav>),
    /// Files of a folder that was picked to be read.
    Picked(Picked),
}

macro_rules! each {
    ($self:ident, $drive:ident => $do:expr) => {
        match $self {
            Self::Folder($drive) => $do,
            Self::WebDav($drive) => $do,
            Self::Picked($drive) => $do,
        }
    };
}

impl AnyDrive {
    /// Writes, reads back, lists and removes a small file.
    pub async fn probe(&self) -> Probe {
        match self {
            Self::Folder(folder) => {
                let name = format!("bcd-thu-{}.json", crate::platform::clock::new_id());
                probe::probe(folder, &name, async |_, _| Vec::new()).await.of_folder()
            }
            Self::WebDav(server) => server.probe().await,
            // It was never connected.
            Self::Picked(_) => Probe::default(),
        }
    }
}

impl Drive for AnyDrive {
    fn abilities(&self) -> Abilities {
        each!(self, drive => drive.abilities())
    }

    async fn list(&self, folder: &str) -> Result<Vec<Item>, Fault> {
        each!(self, drive => drive.list(folder).await)
    }

    async fn read(&self, path: &str, limit: usize) -> Result<(Vec<u8>, Option<Rev>), Fault> {
        each!(self, drive => drive.read(path, limit).await)
    }

    async fn write(&self, path: &str, bytes: &[u8], expect: &Expect) -> Result<Option<Rev>, Fault> {
        each!(self, drive => drive.write(path, bytes, expect).await)
    }

    async fn remove(&self, path: &str) -> Result<(), Fault> {
        each!(self, drive => drive.remove(path).await)
    }

    async fn find(&self, path: &str) -> Result<Option<Found>, Fault> {
        each!(self, drive => drive.find(path).await)
    }
}
