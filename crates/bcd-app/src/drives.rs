//! The shared drives of this browser: which there are, what each is used for, and how it is
//! reached.

pub(crate) mod keys;
mod rows;

pub use keys::KnownKey;
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
    drive::{Drive, DriveFault, Permission},
    local::Trouble,
    probe::Probe,
    report::Report,
    stop::StopSwitch,
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

/// How a drive is reached. Must not be printed: it may contain a password.
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

/// The stored data of a drive. Must not be printed: it may contain a password or passphrase.
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
    /// Units whose device files are read although this browser has no dossier of theirs.
    #[serde(default)]
    pub joined: BTreeSet<UnitId>,
    /// The passphrase that seals everything on the drive, if the person wanted it kept in this
    /// browser. An empty one means: sealed, but the passphrase is asked for.
    #[serde(default)]
    pub passphrase: Option<String>,
    /// What this browser knows of the key that everything on the drive is sealed to; nothing until
    /// it sees the drive sealed.
    #[serde(default)]
    pub key: Option<KnownKey>,
    /// Whether a folder is read-only, as a test found out. For a server, see its [`Known`].
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
    /// When a sync last ended with nothing failed and nothing waiting.
    pub good: Option<String>,
    /// What it did.
    pub report: Report,
    /// The highest counter of each dossier when that sync began: changes with a higher counter have
    /// not been synced.
    pub upto: BTreeMap<DossierId, u64>,
}

/// What the person must provide before the drive can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// Nothing.
    Nothing,
    /// That the page is opened anew: it may not talk to the drive's server before.
    Reload,
    /// A tap, with which the person allows the folder again.
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

    /// Takes over what a test found out about the same drive, and nothing else.
    pub fn take_found(&mut self, tested: &Self) {
        self.read_only = tested.read_only;
        if let (Way::WebDav { known, .. }, Way::WebDav { known: found, .. }) =
            (&mut self.way, &tested.way)
        {
            *known = *found;
        }
    }

    /// Whether this browser stores the password or passphrase that the drive wants, so that a new
    /// one is stored too.
    pub fn keeps(&self, wants: Wants) -> bool {
        match (wants, &self.way) {
            (Wants::Passphrase, _) => self.passphrase.as_ref().is_some_and(|kept| !kept.is_empty()),
            (Wants::Password, Way::WebDav { password, .. }) => password.is_some(),
            _ => false,
        }
    }

    /// Notes what a sync did. A drive that turned out to be sealed stays a sealed one here, even if
    /// it is emptied later: nothing is ever written there in the open again, nor is a new key made.
    pub(crate) fn note(&mut self, last: Last) {
        if last.report.trouble == Some(Trouble::NoPassphrase) && self.passphrase.is_none() {
            self.passphrase = Some(String::new());
            self.key.get_or_insert_default();
        }
        self.last = Some(last);
    }

    fn trouble(&self) -> Option<Trouble> {
        self.last.as_ref().and_then(|last| last.report.trouble)
    }
}

// What is known about drives only as long as the tab is open.
#[derive(Default)]
struct Kept {
    // Passwords and passphrases that the person did not want kept.
    secrets: RefCell<BTreeMap<String, String>>,
    // Keys of sealed drives, by the drive's id.
    keys: RefCell<BTreeMap<String, keys::OpenedKey>>,
    // The folder that was picked last, under the id that it has as a drive.
    picked: RefCell<Option<(String, AnyDrive)>>,
}

// How many units are offered to a person who connects a drive. A drive with more is that of an
// upper level, where nobody reads through the names.
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

    // Before the tools of the rare chunk are here, no drive is.
    fn doors(&self) -> Result<Rc<dyn Doors>, DriveFault> {
        Ok(self.core.rare_tools().ok_or(DriveFault::Gone)?.doors)
    }

    /// Remembers the folder that was picked, so that its questions can be answered afterwards.
    pub(crate) fn keep_picked(&self, id: String, picked: AnyDrive) {
        self.kept().picked.replace(Some((id, picked)));
    }

    fn picked(&self, id: &str) -> Option<AnyDrive> {
        let kept = self.kept();
        let last = kept.picked.borrow();
        last.as_ref().filter(|(of, _)| of == id).map(|(_, picked)| picked.clone())
    }

    /// Whether this is the folder that was picked last, to be read once.
    pub(crate) fn is_picked(&self, id: &str) -> bool {
        self.picked(id).is_some()
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
    /// [`DriveFault`].
    pub async fn wants(&self, line: &DriveLine) -> Result<Wants, DriveFault> {
        if let Way::WebDav { address, .. } = &line.way
            && !self.doors()?.reaches(address)
        {
            return Ok(Wants::Reload);
        }
        let refused =
            matches!(line.trouble(), Some(Trouble::WrongPassphrase | Trouble::PassphraseChanged));
        let typed = self.secret(&line.passphrase_key()).is_some();
        let known = typed || (self.passphrase_of(line).is_some() && !refused);
        if line.passphrase.is_some() && !known {
            return Ok(Wants::Passphrase);
        }
        Ok(match &line.way {
            Way::Folder => match self.doors()?.allowed(&line.id, false).await? {
                Permission::Granted => Wants::Nothing,
                Permission::Asks | Permission::Denied => Wants::Tap,
            },
            Way::WebDav { user, password, .. } => {
                let typed = self.secret(&line.password_key()).is_some();
                // The stored password was refused, so the person is asked for another one.
                let refused = line
                    .last
                    .as_ref()
                    .is_some_and(|last| last.report.fault == Some(DriveFault::Unauthorised));
                let known = typed || (password.is_some() && !refused);
                if user.is_empty() || known { Wants::Nothing } else { Wants::Password }
            }
        })
    }

    /// The addresses of the servers among the drives, as they were typed.
    pub fn servers(&self) -> Vec<String> {
        let address = |line: &DriveLine| match &line.way {
            Way::WebDav { address, .. } => Some(address.clone()),
            Way::Folder => None,
        };
        self.list.with_untracked(|all| all.iter().filter_map(address).collect())
    }

    /// Whether a person can pick a folder here to write in.
    pub fn can_pick(&self) -> bool {
        self.doors().is_ok_and(|doors| doors.can_pick())
    }

    /// Lets the person pick a folder and returns a line for it; `None` if they cancel. Browsers
    /// allow this only in response to a tap.
    ///
    /// # Errors
    /// [`DriveFault`].
    pub async fn pick(&self) -> Result<Option<DriveLine>, DriveFault> {
        let line = self.new_line(String::new(), Way::Folder);
        let name = self.doors()?.pick(&line.id).await?;
        Ok(name.map(|name| DriveLine { name, ..line }))
    }

    /// Asks the browser again for access to a folder. Works only in response to a tap.
    ///
    /// # Errors
    /// [`DriveFault`].
    pub async fn ask_again(&self, line: &DriveLine) -> Result<bool, DriveFault> {
        Ok(self.doors()?.allowed(&line.id, true).await? == Permission::Granted)
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
    /// [`DriveFault`].
    pub(crate) async fn open(
        &self,
        line: &DriveLine,
        stop: &StopSwitch,
    ) -> Result<AnyDrive, DriveFault> {
        match self.picked(&line.id) {
            Some(picked) => Ok(picked),
            None => self.doors()?.open(self.door(line), stop.clone()).await,
        }
    }

    /// Tests the connection and puts what was found into the drive's line.
    ///
    /// # Errors
    /// [`DriveFault`] where it cannot even be tried.
    pub async fn test(&self, line: &mut DriveLine) -> Result<Probe, DriveFault> {
        line.read_only = false;
        let (probe, found) = self.doors()?.test(self.door(line)).await?;
        line.read_only = probe.is_read_only();
        if let (Some(found), Way::WebDav { known, .. }) = (found, &mut line.way) {
            *known = found;
        }
        Ok(probe)
    }

    /// Units that lie on a drive: id, and name as it stands in file names.
    ///
    /// # Errors
    /// [`DriveFault`].
    pub async fn units(&self, line: &DriveLine) -> Result<Vec<(UnitId, String)>, DriveFault> {
        let drive = self.open(line, &StopSwitch::default()).await?;
        let folders = match drive.list(layout::UNITS).await {
            Ok(items) => items,
            Err(DriveFault::NotFound) => return Ok(Vec::new()),
            Err(fault) => return Err(fault),
        };
        let mut units = Vec::new();
        for folder in folders.into_iter().filter(|item| item.folder).take(UNITS_SHOWN) {
            let unit = UnitId(folder.name);
            let files = match drive.list(&layout::devices(&unit)).await {
                Ok(files) => files,
                Err(DriveFault::NotFound) => continue,
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
