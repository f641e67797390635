//! Shared drives of this browser: which, what for, and how they are reached.

mod rows;

pub use rows::NotForgotten;

use crate::{
    core::Core,
    tools::{Door, Doors},
};
use bcd_core::{
    id::{DossierId, UnitId},
    sync::{Roles, layout},
};
use bcd_sync::{
    any::AnyDrive,
    drive::{Drive, Fault, Permission},
    local::Trouble,
    probe::Probe,
    report::Report,
    stop::Stop,
    webdav::{Known, Login},
};
use reactive_graph::{
    owner::{LocalStorage, StoredValue},
    prelude::*,
    signal::RwSignal,
};
use serde::{Deserialize, Serialize};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
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

impl DriveLine {
    /// The key of its password among the secrets.
    pub fn password_key(&self) -> String {
        format!("{}|password", self.id)
    }

    /// The key of its passphrase.
    pub fn passphrase_key(&self) -> String {
        format!("{}|passphrase", self.id)
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

    fn trouble(&self) -> Option<Trouble> {
        self.last.as_ref().and_then(|last| last.report.trouble)
    }
}

// What is known of drives as long as the tab is open.
#[derive(Default)]
struct Kept {
    // Passwords and passphrases that the person did not want kept.
    secrets: RefCell<BTreeMap<String, String>>,
    // The folder that was picked last, under the id that it has as a drive.
    picked: RefCell<Option<(String, AnyDrive)>>,
}

// A drive of one unit has one; more are the folder of many units, where nobody reads names.
const UNITS_SHOWN: usize = 20;

/// Drives: which shared drives there are, and how each is reached.
#[derive(Clone, Copy)]
pub struct Drives {
    pub(crate) core: Core,
    /// Shared drives of this browser.
    pub list: RwSignal<Vec<DriveLine>>,
    kept: StoredValue<Rc<Kept>, LocalStorage>,
}

impl Drives {
    pub(crate) fn new(core: Core) -> Self {
        Self { core, list: RwSignal::default(), kept: StoredValue::new_local(Rc::default()) }
    }

    fn kept(&self) -> Rc<Kept> {
        self.kept.get_value()
    }

    fn doors(&self) -> Rc<dyn Doors> {
        self.core.tools().doors.clone()
    }

    /// Notes the folder that was picked, so that a question about it can be answered.
    pub(crate) fn keep_picked(&self, id: String, picked: AnyDrive) {
        self.kept().picked.replace(Some((id, picked)));
    }

    fn picked(&self, id: &str) -> Option<AnyDrive> {
        let kept = self.kept();
        let last = kept.picked.borrow();
        last.as_ref().filter(|(of, _)| of == id).map(|(_, picked)| picked.clone())
    }

    fn secret(&self, key: &str) -> Option<String> {
        self.kept().secrets.borrow().get(key).cloned()
    }

    /// Forgets a secret that was refused.
    pub(crate) fn drop_secret(&self, key: &str) {
        self.kept().secrets.borrow_mut().remove(key);
    }

    /// Notes a secret until the tab is closed.
    pub fn keep_secret(&self, key: String, text: String) {
        self.kept().secrets.borrow_mut().insert(key, text);
    }

    /// The passphrase of a drive, where it is known.
    pub fn passphrase_of(&self, line: &DriveLine) -> Option<String> {
        let kept = || line.passphrase.clone().filter(|text| !text.is_empty());
        self.secret(&line.passphrase_key()).or_else(kept)
    }

    /// What a drive asks for now.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn wants(&self, line: &DriveLine) -> Result<Wants, Fault> {
        let refused = line.trouble() == Some(Trouble::WrongPassphrase);
        let typed = self.secret(&line.passphrase_key()).is_some();
        let known = typed || (self.passphrase_of(line).is_some() && !refused);
        // Sealed here, or by another device since.
        let sealed = line.passphrase.is_some() || line.trouble() == Some(Trouble::NoPassphrase);
        if sealed && !known {
            return Ok(Wants::Passphrase);
        }
        Ok(match &line.way {
            Way::Folder => match self.doors().allowed(&line.id, false).await? {
                Permission::Granted => Wants::Nothing,
                Permission::Asks | Permission::Denied => Wants::Tap,
            },
            Way::WebDav { user, password, .. } => {
                let typed = self.secret(&line.password_key()).is_some();
                // The one that is kept was refused: another is asked for.
                let refused = line
                    .last
                    .as_ref()
                    .is_some_and(|last| last.report.fault == Some(Fault::Unauthorised));
                let known = typed || (password.is_some() && !refused);
                if user.is_empty() || known { Wants::Nothing } else { Wants::Password }
            }
        })
    }

    /// Whether a person can pick a folder here to write in.
    pub fn can_pick(&self) -> bool {
        self.doors().can_pick()
    }

    /// Lets the person pick a folder: the line of a drive there; none if they cancel. Only within
    /// a tap.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn pick(&self) -> Result<Option<DriveLine>, Fault> {
        let line = self.new_line(String::new(), Way::Folder);
        let name = self.doors().pick(&line.id).await?;
        Ok(name.map(|name| DriveLine { name, ..line }))
    }

    /// Asks the browser for a folder again. Only within a tap.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn ask_again(&self, line: &DriveLine) -> Result<bool, Fault> {
        Ok(self.doors().allowed(&line.id, true).await? == Permission::Granted)
    }

    fn door(&self, line: &DriveLine) -> Door {
        match &line.way {
            Way::Folder => Door::Folder { id: line.id.clone(), read_only: line.read_only },
            Way::WebDav { address, user, password, known } => {
                let password = self.secret(&line.password_key()).or_else(|| password.clone());
                let login = (!user.is_empty())
                    .then(|| Login { name: user.clone(), password: password.unwrap_or_default() });
                Door::Server { address: address.clone(), login, known: *known }
            }
        }
    }

    /// The drive itself.
    ///
    /// # Errors
    /// [`Fault`].
    pub(crate) async fn open(&self, line: &DriveLine, stop: &Stop) -> Result<AnyDrive, Fault> {
        match self.picked(&line.id) {
            Some(picked) => Ok(picked),
            None => self.doors().open(self.door(line), stop.clone()).await,
        }
    }

    /// Tests the connection; what is found of a drive goes into its line.
    ///
    /// # Errors
    /// [`Fault`] where it cannot even be tried.
    pub async fn test(&self, line: &mut DriveLine) -> Result<Probe, Fault> {
        line.read_only = false;
        let (probe, found) = self.doors().test(self.door(line)).await?;
        line.read_only = probe.is_read_only();
        if let (Some(found), Way::WebDav { known, .. }) = (found, &mut line.way) {
            *known = found;
        }
        Ok(probe)
    }

    /// Units that lie on a drive: id, and name as it stands in file names.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn units(&self, line: &DriveLine) -> Result<Vec<(UnitId, String)>, Fault> {
        let drive = self.open(line, &Stop::default()).await?;
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

/// The start of the keys of what was seen of a drive.
pub(crate) fn seen_prefix(id: &str) -> String {
    format!("{id}|")
}
