//! Opening: loads what is stored into the workspace; creates, switches and deletes dossiers.

use super::{DossierLine, Failure, Phase, Workspace};
use crate::{
    disk::SaveState,
    host::settings,
    news::News,
    rows,
    store::{Op, Store, StoreError, tables},
    tasks::begun,
};
use bcd_core::{
    command,
    criteria::Mode,
    dossier::Unit,
    field::{Entry, Fields, Path},
    format::limits,
    id::{DeviceId, DossierId, UnitId},
};
use futures_util::future::join3;
use reactive_graph::prelude::*;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

/// What the person says about their unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewDossier {
    /// Name of the unit.
    pub name: String,
    /// Kind of unit.
    pub kind: String,
    /// Upper level.
    pub upper: String,
    /// Cluster.
    pub cluster: String,
    /// Cycle.
    pub cycle: String,
    /// How items are answered.
    pub mode: Mode,
    /// A sample.
    pub sample: bool,
}

/// A dossier and the changes that other tabs saved while it was being read.
type SavedMeanwhile = (DossierId, Vec<(Path, Entry)>);

/// The dossier that is being opened. Reading takes time, and changes may arrive meanwhile.
#[derive(Default)]
pub struct Opening {
    /// Increased with each request to open a dossier: the latest request wins, whichever is read
    /// first.
    wishes: Cell<u64>,
    /// The dossier that is being read, and what other tabs saved of it meanwhile.
    reading: RefCell<Option<SavedMeanwhile>>,
}

impl Workspace {
    /// Opens what is stored. `criteria` is the loading of the set that ships with the app. The store
    /// is asked for at once, so that it opens while the caller draws; the rest waits for who awaits.
    pub fn start(
        &self,
        criteria: impl Future<Output = Option<String>>,
    ) -> impl Future<Output = ()> {
        let workspace = *self;
        let opening = begun(self.inner().host.storage.open());
        async move {
            let phase = match workspace.open_all(opening.await, criteria).await {
                Ok(()) => Phase::Ready,
                Err(failure) => Phase::Failed(failure),
            };
            workspace.phase.set(phase);
        }
    }

    async fn open_all(
        &self,
        opened: Result<Rc<dyn Store>, StoreError>,
        criteria: impl Future<Output = Option<String>>,
    ) -> Result<(), Failure> {
        let inner = self.inner();
        match opened {
            Ok(store) => inner.disk.use_store(store),
            Err(StoreError::Newer) => return Err(Failure::Newer),
            Err(_) => self.save.set(SaveState::MemoryOnly),
        }
        // Listen before reading, so that no change of another tab is missed.
        self.listen_to_tabs();
        let last = inner.host.settings.get(settings::DOSSIER).map(DossierId);
        // At once: one after the other, each costs a slow phone another turn.
        let (device, dossiers, read) =
            join3(self.load_device(), self.load_dossiers(), self.read_last(last.as_ref())).await;
        // Fail visibly: showing the start page instead of the person's data would look like a loss.
        device.and(dossiers).map_err(|_| Failure::Storage)?;
        let line = self.dossiers.with_untracked(|lines| {
            lines.iter().find(|l| Some(&l.id) == last.as_ref()).or(lines.first()).cloned()
        });
        let fields = match &line {
            Some(line) if Some(&line.id) == last.as_ref() => read,
            // The last one was deleted in another tab, or this browser keeps no settings.
            Some(line) => self.read_last(Some(&line.id)).await,
            None => Ok(None),
        };
        let fields = fields.map_err(|_| Failure::Storage)?;
        let json = criteria.await.ok_or(Failure::NoCriteria)?;
        if !self.take_set(&json) {
            return Err(Failure::NoCriteria);
        }
        inner.shipped.replace(json);
        if let (Some(line), Some(fields)) = (line, fields) {
            let set = self.set_of(&line.id).await;
            self.use_set(set);
            self.show_opened(line.id, fields);
        }
        Ok(())
    }

    /// The criteria set that ships with the app, as it came.
    pub fn shipped_set(&self) -> String {
        self.inner().shipped.borrow().clone()
    }

    // The pack that a person chose for a dossier, by digest, and its criteria set.
    async fn set_of(&self, id: &DossierId) -> Option<(String, String)> {
        // Where it cannot be read, the disk has said so.
        let disk = self.disk();
        let chosen = disk.text(tables::META, &tables::set_of(id.as_str())).await.ok()??;
        let (digest, set) = chosen.split_once('\n')?;
        Some((digest.to_owned(), set.to_owned()))
    }

    /// Uses the pack that a person chose for the open dossier, perhaps in another tab.
    pub async fn follow_choice(&self) {
        let Some(id) = self.id.get_untracked() else { return };
        let chosen = self.set_of(&id).await;
        let digest = chosen.as_ref().map(|(digest, _)| digest);
        let is_open = self.id.with_untracked(|now| now.as_ref() == Some(&id));
        if is_open && self.pack.with_untracked(|pack| pack.as_ref() != digest) {
            self.use_set(chosen);
        }
    }

    // A dossier whose set is missing uses the one that ships with the app, so that its answers can
    // be seen.
    fn use_set(&self, chosen: Option<(String, String)>) {
        match chosen {
            Some((digest, json)) if self.take_set(&json) => self.pack.set(Some(digest)),
            _ => self.use_shipped_set(),
        }
    }

    fn use_shipped_set(&self) {
        let shipped = self.inner().shipped.borrow().clone();
        // It was read when the app started.
        self.take_set(&shipped);
        self.pack.set(None);
    }

    async fn load_device(&self) -> Result<(), StoreError> {
        let inner = self.inner();
        if let Some(id) = inner.disk.text(tables::META, "device").await? {
            inner.device.replace(DeviceId(id));
            return Ok(());
        }
        let op = Op::text(tables::META, "device", self.device().0);
        if let Err(error) = inner.disk.write(vec![op]).await {
            self.save.set(SaveState::Failed(error));
        }
        Ok(())
    }

    // A list that cannot be read keeps its previous value, and the page says that the storage
    // fails.
    async fn load_dossiers(&self) -> Result<(), StoreError> {
        let rows = self.inner().disk.rows(tables::DOSSIERS, "").await?;
        self.dossiers.set(rows.into_iter().map(|(_, line)| line).collect());
        Ok(())
    }

    /// Tells the other tabs that lists on the disk have changed, where this one knows already.
    pub fn tell_others(&self) {
        self.inner().host.tabs.tell(&News::Lists.write());
    }

    /// Call this when lists on the disk have changed: this tab reads them again and tells the
    /// others.
    pub fn lists_changed(&self) {
        self.tell_others();
        self.reload_lists();
    }

    fn reload_lists(&self) {
        let workspace = *self;
        self.inner().host.spawn(async move {
            if workspace.load_dossiers().await.is_ok() {
                workspace.follow_deletion().await;
            }
            workspace.tell(&super::WorkspaceEvent::Lists);
        });
    }

    // Closes the open dossier if it was deleted elsewhere; otherwise the next edit would restore
    // part of it.
    async fn follow_deletion(&self) {
        let Some(id) = self.id.get_untracked() else { return };
        let disk = self.disk();
        let listed = self.dossiers.with_untracked(|lines| lines.iter().any(|line| line.id == id));
        // A dossier whose row cannot be read is missing from the list, too, but was not deleted.
        if listed
            || disk.queue().has(&id)
            || !matches!(disk.text(tables::DOSSIERS, id.as_str()).await, Ok(None))
        {
            return;
        }
        match self.dossiers.with_untracked(|lines| lines.first().map(|l| l.id.clone())) {
            Some(next) => self.switch_to(next).await,
            None => {
                self.show(None, Fields::new());
                self.forget_history();
            }
        }
    }

    // Called before reading, so that what another tab saves in between is not missed.
    fn listen_while_reading(&self, id: &DossierId) {
        self.inner().opening.reading.replace(Some((id.clone(), Vec::new())));
    }

    async fn read_last(&self, id: Option<&DossierId>) -> Result<Option<Fields>, StoreError> {
        let Some(id) = id else { return Ok(None) };
        self.listen_while_reading(id);
        self.read(id).await.map(Some)
    }

    /// The fields of a dossier of this browser, as they are on the disk.
    pub(super) async fn read(&self, id: &DossierId) -> Result<Fields, StoreError> {
        let disk = self.disk();
        let prefix = tables::of_dossier(id.as_str());
        // Inserted one by one: `collect` would sort them although they are sorted already.
        let mut fields = Fields::new();
        for (key, text) in disk.texts(tables::FIELDS, &prefix).await? {
            match (key.strip_prefix(&prefix), rows::read::<Entry>(&text)) {
                (Some(path), Some(entry)) => drop(fields.insert(path.to_owned(), entry)),
                _ => disk.note_unread(tables::FIELDS, &key),
            }
        }
        Ok(fields)
    }

    fn show_opened(&self, id: DossierId, fields: Fields) {
        let inner = self.inner();
        // If the browser stores no settings, the first dossier is opened next time.
        inner.host.settings.set(settings::DOSSIER, id.as_str());
        inner.proposed.borrow_mut().clear();
        self.forget_history();
        self.show(Some(id.clone()), fields);
        let heard = inner.opening.reading.take().filter(|(of, _)| *of == id);
        if let Some((_, fields)) = heard {
            self.hear(&id, fields);
        }
    }

    /// Opens a dossier of this browser.
    pub fn open(&self, id: DossierId) {
        let workspace = *self;
        self.inner().host.spawn(async move { workspace.switch_to(id).await });
    }

    /// The same as a future. Of several requests at once, the latest wins.
    pub async fn switch_to(&self, id: DossierId) {
        let inner = self.inner();
        let wish = inner.opening.wishes.get() + 1;
        inner.opening.wishes.set(wish);
        let is_last = || inner.opening.wishes.get() == wish;
        self.listen_while_reading(&id);
        // The disk has reported the failure; the open dossier stays open.
        let Ok(fields) = self.read(&id).await else { return };
        let set = self.set_of(&id).await;
        if is_last() {
            self.use_set(set);
            self.show_opened(id, fields);
        }
    }

    /// Makes a dossier and opens it.
    pub fn create(&self, new: NewDossier) {
        let NewDossier { name, kind, upper, cluster, cycle, mode, sample } = new;
        // Another year of a known unit keeps that unit's id.
        let known = self.dossiers.with_untracked(|lines| {
            let same = |line: &&DossierLine| !line.sample && line.name.trim() == name.trim();
            lines.iter().find(same).map(|line| line.unit.clone())
        });
        let known = known.filter(|unit| !sample && !unit.as_str().is_empty());
        let unit = known.unwrap_or_else(|| UnitId(self.inner().host.ids.new_id()));
        let unit = Unit { id: unit, name, kind, upper, cluster };
        self.create_of(command::fields_of_new(unit, cycle, mode, sample));
    }

    /// Makes a dossier of fields that are there already, and opens it.
    pub fn create_of(&self, sets: Vec<command::Set>) {
        let inner = self.inner();
        // This counts as a request to open, so a dossier that is still being read is dropped.
        inner.opening.wishes.set(inner.opening.wishes.get() + 1);
        self.use_shipped_set();
        self.show_opened(self.id_of(&sets), Fields::new());
        self.set_fields(sets);
        // Otherwise undo could remove the unit's name.
        self.forget_history();
        let line = self.line();
        self.dossiers.update(|lines| lines.extend(line));
    }

    // The dossier's id follows from unit and cycle, so two devices that begin the same year on
    // their own get the same dossier. If this browser has that one already, the person wants
    // another, with a new id. The id of a unit may be as long as an id: of such a one, what fits beside the cycle.
    fn id_of(&self, sets: &[command::Set]) -> DossierId {
        let text = |path: &str| {
            let set = sets.iter().find(|set| set.path == path);
            set.and_then(|set| set.value.as_str()).unwrap_or_default()
        };
        let (unit, cycle) = (text("unit/id"), text("cycle").replace('–', "-"));
        let room = limits::ID_BYTES.saturating_sub(cycle.len() + 1);
        let unit = &unit[..unit.floor_char_boundary(room)];
        let id = DossierId(format!("{unit}-{cycle}"));
        let taken = self.dossiers.with_untracked(|all| all.iter().any(|line| line.id == id));
        if taken { DossierId(self.inner().host.ids.new_id()) } else { id }
    }

    fn listen_to_tabs(&self) {
        let workspace = *self;
        let hear = move |text: String| match News::read(&text) {
            Some(News::Saved(id, fields)) => {
                let known = workspace.dossiers.with_untracked(|l| l.iter().any(|l| l.id == id));
                let named = fields.iter().any(|(path, _)| path == "unit/name" || path == "cycle");
                workspace.hear(&id, fields);
                if !known || named {
                    workspace.reload_lists();
                }
            }
            Some(News::Lists) => workspace.reload_lists(),
            None => {}
        };
        self.inner().host.tabs.listen(Box::new(hear));
    }

    /// Applies what was saved elsewhere: by another tab, or by a merge in this one.
    pub fn hear(&self, id: &DossierId, fields: Vec<(Path, Entry)>) {
        let inner = self.inner();
        let queue = inner.disk.queue();
        if let Some((_, heard)) =
            inner.opening.reading.borrow_mut().as_mut().filter(|(of, _)| of == id)
        {
            heard.extend(fields.iter().cloned());
        }
        let open = self.id.with_untracked(|now| now.as_ref() == Some(id));
        let mut newer = Vec::new();
        for (path, entry) in fields {
            let key = Self::key_of(id, &path);
            if queue.flies(&key) {
                queue.heard.borrow_mut().push((id.clone(), path, entry));
            } else if open && !queue.waits(&key) {
                // Our own waiting change is compared with it when it is written; see `saving`.
                newer.push((path, entry));
            }
        }
        self.take_newer(newer);
    }
}
