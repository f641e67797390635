//! Shared drives of this browser: which, what for, and how they are reached.

mod any;
mod rows;

pub use any::AnyDrive;

use crate::platform::page;
use bcd_core::{
    id::{DossierId, UnitId},
    sync::{Roles, layout},
};
use bcd_sync::{
    drive::{Drive, Fault},
    folder::{self, Folder, Permission},
    handles,
    local::Trouble,
    picked::Picked,
    probe::Probe,
    report::Report,
    stop::Stop,
    webdav::{Known, Login, WebDav},
};
use serde::{Deserialize, Serialize};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

/// How a drive is reached. Not to be printed: there is a password in it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// A folder of this device; its handle lies in the browser under the drive's id.
    Folder,
    /// A WebDAV server.
    WebDav {
        /// As the person typed it.
        address: String,
        /// The name; empty where the server asks for none.
        user: String,
        /// The password, if the person wanted it kept in this browser.
        password: Option<String>,
        /// What a test of the connection found.
        known: Known,
    },
}

/// A drive in a line. Not to be printed: there may be a passphrase in it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct DriveLine {
    /// Its id in this browser.
    pub id: String,
    /// What the person sees: the folder's name, or the server's.
    pub name: String,
    /// How it is reached.
    pub way: Way,
    /// What it is used for.
    pub roles: Roles,
    /// Units whose device files are read although nothing of theirs is here.
    #[serde(default)]
    pub joined: BTreeSet<UnitId>,
    /// The passphrase that seals what goes there, if the person wanted it kept in this browser;
    /// empty = sealed, and asked for.
    #[serde(default)]
    pub passphrase: Option<String>,
    /// A folder that can only be read, as a test found out; of a server its [`Known`] says so.
    #[serde(default)]
    pub read_only: bool,
    /// The last sync.
    #[serde(default)]
    pub last: Option<Last>,
}

/// What the last sync of a drive did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Last {
    /// When it ended, RFC 3339.
    pub at: String,
    /// When one last ended with everything in step.
    pub good: Option<String>,
    /// What it did.
    pub report: Report,
    /// The highest counter of each dossier when it began, if it ended well: what is above it
    /// waits.
    pub upto: BTreeMap<DossierId, u64>,
}

/// What a drive asks of the person before it can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// Nothing.
    Nothing,
    /// A tap: the browser wants the folder allowed again.
    Tap,
    /// The password.
    Password,
    /// The passphrase.
    Passphrase,
}

thread_local! {
    // Passwords and passphrases that the person did not want kept: gone with the tab.
    static SECRETS: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
    // The folder that was picked last, under the id that it has as a drive.
    static PICKED: RefCell<Option<(String, Picked)>> = const { RefCell::new(None) };
}

fn picked(id: &str) -> Option<Picked> {
    PICKED.with_borrow(|last| last.clone().filter(|(of, _)| of == id).map(|(_, picked)| picked))
}

/// Notes the folder that was picked, so that a question about it can be answered.
pub fn keep_picked(id: String, picked: Picked) {
    PICKED.set(Some((id, picked)));
}

fn secret(key: &str) -> Option<String> {
    SECRETS.with_borrow(|all| all.get(key).cloned())
}

/// Forgets a secret that was refused.
pub fn drop_secret(key: &str) {
    SECRETS.with_borrow_mut(|all| all.remove(key));
}

/// Notes a secret until the tab is closed.
pub fn keep_secret(key: String, text: String) {
    SECRETS.with_borrow_mut(|all| all.insert(key, text));
}

impl DriveLine {
    /// The key of its password among the secrets.
    pub fn password_key(&self) -> String {
        format!("{}|password", self.id)
    }

    /// The key of its passphrase.
    pub fn passphrase_key(&self) -> String {
        format!("{}|passphrase", self.id)
    }

    /// The passphrase, where it is known.
    pub fn known_passphrase(&self) -> Option<String> {
        let kept = || self.passphrase.clone().filter(|text| !text.is_empty());
        secret(&self.passphrase_key()).or_else(kept)
    }

    /// Whether it can only be read, as a test found out.
    pub fn is_read_only(&self) -> bool {
        match &self.way {
            Way::Folder => self.read_only,
            Way::WebDav { known, .. } => !known.write,
        }
    }

    /// Takes what a test of the same drive found of it, and nothing else.
    pub fn take_found(&mut self, tested: &Self) {
        self.read_only = tested.read_only;
        if let (Way::WebDav { known, .. }, Way::WebDav { known: found, .. }) =
            (&mut self.way, &tested.way)
        {
            *known = *found;
        }
    }

    /// Whether this browser keeps what it asks for, so that a new one would be kept too.
    pub fn keeps(&self, wants: Wants) -> bool {
        match (wants, &self.way) {
            (Wants::Passphrase, _) => self.passphrase.as_ref().is_some_and(|kept| !kept.is_empty()),
            (Wants::Password, Way::WebDav { password, .. }) => password.is_some(),
            _ => false,
        }
    }

    /// What it asks for now.
    pub async fn wants(&self) -> Result<Wants, Fault> {
        let trouble = self.last.as_ref().and_then(|last| last.report.trouble);
        let refused = trouble == Some(Trouble::WrongPassphrase);
        let typed = secret(&self.passphrase_key()).is_some();
        let known = typed || (self.known_passphrase().is_some() && !refused);
        // Sealed here, or by another device since.
        let sealed = self.passphrase.is_some() || trouble == Some(Trouble::NoPassphrase);
        if sealed && !known {
            return Ok(Wants::Passphrase);
        }
        Ok(match &self.way {
            Way::Folder => {
                let handle = handles::find(&self.id).await?.ok_or(Fault::Gone)?;
                match folder::permission(&handle, false).await? {
                    Permission::Granted => Wants::Nothing,
                    Permission::Asks | Permission::Denied => Wants::Tap,
                }
            }
            Way::WebDav { user, password, .. } => {
                let typed = secret(&self.password_key()).is_some();
                // The one that is kept was refused: another is asked for.
                let refused = self
                    .last
                    .as_ref()
                    .is_some_and(|last| last.report.fault == Some(Fault::Unauthorised));
                let known = typed || (password.is_some() && !refused);
                if user.is_empty() || known { Wants::Nothing } else { Wants::Password }
            }
        })
    }

    /// Asks the browser for the folder again. Only within a tap.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn ask_again(&self) -> Result<bool, Fault> {
        let handle = handles::find(&self.id).await?.ok_or(Fault::Gone)?;
        Ok(folder::permission(&handle, true).await? == Permission::Granted)
    }

    /// The drive itself.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn open(&self, stop: &Stop) -> Result<AnyDrive, Fault> {
        if let Some(picked) = picked(&self.id) {
            return Ok(AnyDrive::Picked(picked));
        }
        match &self.way {
            Way::Folder => {
                let handle = handles::find(&self.id).await?.ok_or(Fault::Gone)?;
                let folder = Folder::new(handle, stop.clone()).read_only(self.read_only);
                Ok(AnyDrive::Folder(folder))
            }
            Way::WebDav { address, user, password, known } => {
                let password = secret(&self.password_key()).or_else(|| password.clone());
                let login = (!user.is_empty())
                    .then(|| Login { name: user.clone(), password: password.unwrap_or_default() });
                let drive =
                    WebDav::connect(address, &page::address(), login, *known, stop.clone())?;
                Ok(AnyDrive::WebDav(Box::new(drive)))
            }
        }
    }

    /// Tests the connection; what is found of a server goes into the line.
    ///
    /// # Errors
    /// [`Fault`] where it cannot even be tried.
    pub async fn test(&mut self) -> Result<Probe, Fault> {
        self.read_only = false;
        let drive = self.open(&Stop::default()).await?;
        let probe = drive.probe().await;
        self.read_only = probe.is_read_only();
        if let (AnyDrive::WebDav(drive), Way::WebDav { known, .. }) = (&drive, &mut self.way) {
            *known = drive.known();
        }
        Ok(probe)
    }

    /// Units that lie on the drive: id, and name as it stands in file names.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn units(&self) -> Result<Vec<(UnitId, String)>, Fault> {
        let drive = self.open(&Stop::default()).await?;
        let folders = match drive.list(layout::UNITS).await {
            Ok(items) => items,
            Err(Fault::NotFound) => return Ok(Vec::new()),
            Err(fault) => return Err(fault),
        };
        let mut units = Vec::new();
        for folder in folders.into_iter().filter(|item| item.folder).take(UNITS_SHOWN) {
            let unit = UnitId(folder.name);
            let files = match drive.list(&layout::devices(&unit)).await {
                Ok(files) => files,
                Err(Fault::NotFound) => continue,
                Err(fault) => return Err(fault),
            };
            if let Some(file) = files.iter().find(|file| !layout::is_aside(&file.name)) {
                units.push((unit, layout::slug_of(&file.name).to_owned()));
            }
        }
        Ok(units)
    }
}

// A drive of one unit has one; more are the folder of many units, where nobody reads names.
const UNITS_SHOWN: usize = 20;

/// The start of the keys of what was seen of a drive.
pub fn seen_prefix(id: &str) -> String {
    format!("{id}|")
}
