//! Opening: what is stored becomes the workspace. Making, switching and deleting dossiers.

use super::{
    Kernel,
    saving::{News, tell},
};
use crate::{
    platform::{clock, page, port, prefs, spawn_local, tabs},
    state::{
        link::Manner,
        wire::Told,
        workspace::{DossierLine, Failure, Phase, SaveState},
    },
    storage::{DbError, Op, Store, Value, tables},
};
use bcd_core::{
    command,
    criteria::Mode,
    dossier::Unit,
    field::{Entry, Fields},
    id::{DeviceId, DossierId, UnitId},
};
use leptos::prelude::*;

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

impl Kernel {
    /// Opens what is stored. The app is drawn before and after.
    pub async fn start(&self) {
        let phase = match self.open_all().await {
            Ok(()) => Phase::Ready,
            Err(failure) => Phase::Failed(failure),
        };
        self.phase.set(phase);
        self.tell_all();
    }

    async fn open_all(&self) -> Result<(), Failure> {
        let set = page::meta("bcd-criteria").ok_or(Failure::NoCriteria)?;
        // Asked for first, waited for last: the disk is read meanwhile.
        let set = page::fetch_text(&set);
        let store = match Store::open().await {
            Ok(store) => store,
            Err(DbError::Newer) => return Err(Failure::Newer),
            Err(_) => {
                self.save.set(SaveState::MemoryOnly);
                Store::in_memory()
            }
        };
        self.0.store.replace(store);
        // Stands until the one that is stored is read, and where none is.
        self.0.device.replace(DeviceId(clock::new_id()));
        self.load_device().await;
        // A start page instead of what a person typed would look like a loss.
        if !self.load_dossiers().await {
            return Err(Failure::Storage);
        }
        let last = prefs::get(prefs::DOSSIER).map(DossierId);
        let line = self.dossiers.with_untracked(|lines| {
            lines.iter().find(|l| Some(&l.id) == last.as_ref()).or(lines.first()).cloned()
        });
        let fields = match &line {
            Some(line) => Some(self.read(&line.id).await.ok_or(Failure::Storage)?),
            None => None,
        };
        let json = set.await.ok_or(Failure::NoCriteria)?;
        if !self.take_set(&json) {
            return Err(Failure::NoCriteria);
        }
        port::put_criteria(&json);
        self.0.shipped.replace(json);
        if let (Some(line), Some(fields)) = (line, fields) {
            self.use_set_of(&fields).await;
            self.opened(line.id, fields);
        }
        self.listen();
        Ok(())
    }

    // The set of the pack that a dossier follows, else the one that ships with the app: also
    // where the pack has not come yet, since the answers must be seen.
    async fn use_set_of(&self, fields: &Fields) {
        let digest = fields.get("pack/digest").and_then(|entry| entry.v.as_str());
        if let Some(digest) = digest.filter(|digest| !digest.is_empty()) {
            let key = tables::set_of(digest);
            let rows = match self.rows(tables::META, &key).await {
                Ok(rows) => rows,
                Err(error) => {
                    self.set_saved(SaveState::Failed(error));
                    Vec::new()
                }
            };
            if let Some((_, Value::Text(json))) = rows.into_iter().next()
                && self.take_set(&json)
            {
                return port::put_criteria(&json);
            }
        }
        let json = self.0.shipped.borrow();
        self.take_set(&json);
        port::put_criteria(&json);
    }

    async fn load_device(&self) {
        let rows = match self.rows(tables::META, "device").await {
            Ok(rows) => rows,
            Err(error) => return self.set_saved(SaveState::Failed(error)),
        };
        if let Some((_, Value::Text(id))) = rows.into_iter().next() {
            self.0.device.replace(DeviceId(id));
            return;
        }
        let op =
            Op::Put(tables::META, "device".into(), Value::Text(self.0.device.borrow().0.clone()));
        if let Err(error) = self.store().write(vec![op]).await {
            self.set_saved(SaveState::Failed(error));
        }
    }

    // A list that cannot be read stays as it was, and the page says that storage fails.
    async fn load_dossiers(&self) -> bool {
        match self.rows(tables::DOSSIERS, "").await {
            Ok(rows) => {
                let line = |(_, value): (String, Value)| match value {
                    Value::Text(json) => serde_json::from_str(&json).ok(),
                    Value::Bytes(_) => None,
                };
                let all = rows.len();
                let lines: Vec<DossierLine> = rows.into_iter().filter_map(line).collect();
                self.note_unread(all - lines.len());
                self.tell(&Told::Dossiers(lines.clone()));
                self.dossiers.set(lines);
                true
            }
            Err(error) => {
                self.set_saved(SaveState::Failed(error));
                false
            }
        }
    }

    /// Lists on the disk have changed: this tab reads them, the others are told.
    pub(super) fn lists_changed(&self) {
        tell(&News::Lists);
        self.reload_lists();
    }

    fn reload_lists(&self) {
        let kernel = self.clone();
        spawn_local(async move {
            if kernel.load_dossiers().await {
                kernel.follow_deletion().await;
            }
            kernel.tell(&Told::Lists);
        });
    }

    // The open dossier was deleted elsewhere: going on would bring half of it back.
    async fn follow_deletion(&self) {
        let Some(id) = self.id.get_untracked() else { return };
        let gone = self.dossiers.with_untracked(|lines| lines.iter().all(|line| line.id != id));
        if !gone || self.0.queue.has(&id) {
            return;
        }
        match self.dossiers.with_untracked(|lines| lines.first().map(|l| l.id.clone())) {
            Some(next) => self.switch_to(next).await,
            None => {
                self.show(None, Fields::new());
                self.forget_history();
                self.tell_opened();
            }
        }
    }

    async fn read(&self, id: &DossierId) -> Option<Fields> {
        let prefix = tables::of_dossier(id.as_str());
        let rows = match self.rows(tables::FIELDS, &prefix).await {
            Ok(rows) => rows,
            Err(error) => {
                self.set_saved(SaveState::Failed(error));
                return None;
            }
        };
        let field = |(key, value): (String, Value)| {
            let path = key.strip_prefix(&prefix)?.to_owned();
            match value {
                Value::Text(json) => Some((path, serde_json::from_str::<Entry>(&json).ok()?)),
                Value::Bytes(_) => None,
            }
        };
        let all = rows.len();
        // Put in one by one: collecting would sort what comes sorted.
        let mut fields = Fields::new();
        for (path, entry) in rows.into_iter().filter_map(field) {
            fields.insert(path, entry);
        }
        self.note_unread(all - fields.len());
        Some(fields)
    }

    // What cannot be read stays on the disk as it is, and is said.
    fn note_unread(&self, rows: usize) {
        if rows > 0 {
            self.unread.update(|count| *count += rows);
        }
    }

    fn opened(&self, id: DossierId, fields: Fields) {
        prefs::set(prefs::DOSSIER, id.as_str());
        self.propose(Vec::new());
        self.show(Some(id), fields);
        self.forget_history();
        self.tell_opened();
    }

    /// Opens a dossier of this browser.
    pub async fn switch_to(&self, id: DossierId) {
        if let Some(fields) = self.read(&id).await {
            self.use_set_of(&fields).await;
            self.opened(id, fields);
        }
    }

    /// Makes a dossier and opens it.
    pub fn create(&self, new: NewDossier) {
        let NewDossier { name, kind, upper, cluster, cycle, mode, sample } = new;
        // Another year of a unit that is here already is the same unit.
        let known = self.dossiers.with_untracked(|lines| {
            let same = |line: &&DossierLine| !line.sample && line.name.trim() == name.trim();
            lines.iter().find(same).map(|line| line.unit.clone())
        });
        let known = known.filter(|unit| !sample && !unit.as_str().is_empty());
        let unit = known.unwrap_or_else(|| UnitId(clock::new_id()));
        let unit = Unit { id: unit, name, kind, upper, cluster };
        self.create_of(command::fields_of_new(unit, cycle, mode, sample));
    }

    /// Makes a dossier of fields that are there already, and opens it.
    pub(super) fn create_of(&self, sets: Vec<command::Set>) {
        let json = self.0.shipped.borrow().clone();
        self.take_set(&json);
        port::put_criteria(&json);
        self.opened(self.id_of(&sets), Fields::new());
        self.set_fields(sets, Manner { typing: false, files: Vec::new() });
        // Undo must not take the unit's own name away.
        self.forget_history();
        let line = self.line();
        self.dossiers.update(|lines| lines.extend(line));
        self.dossiers.with_untracked(|lines| self.tell(&Told::Dossiers(lines.clone())));
    }

    // The same unit and cycle is the same dossier on every device: two that begin a year on their
    // own make one. A second one in this browser is another, as the person wants it.
    fn id_of(&self, sets: &[command::Set]) -> DossierId {
        let text = |path: &str| {
            let set = sets.iter().find(|set| set.path == path);
            set.and_then(|set| set.value.as_str()).unwrap_or_default()
        };
        let id = DossierId(format!("{}-{}", text("unit/id"), text("cycle").replace('–', "-")));
        let taken = self.dossiers.with_untracked(|all| all.iter().any(|line| line.id == id));
        if taken { DossierId(clock::new_id()) } else { id }
    }

    /// The open dossier in a line.
    pub(super) fn line(&self) -> Option<DossierLine> {
        let id = self.id.get_untracked()?;
        Some(self.dossier.with_untracked(|d| DossierLine {
            id,
            unit: d.unit.id.clone(),
            name: d.unit.name.clone(),
            cycle: d.cycle.clone(),
            sample: d.sample,
        }))
    }

    fn listen(&self) {
        let kernel = self.clone();
        tabs::listen(move |text| match News::read(&text) {
            Some(News::Saved(id, fields)) => {
                let known = kernel.dossiers.with_untracked(|l| l.iter().any(|l| l.id == id));
                let named = fields.iter().any(|(path, _)| path == "unit/name" || path == "cycle");
                kernel.hear(&id, fields);
                if !known || named {
                    kernel.reload_lists();
                }
            }
            Some(News::Lists) => kernel.reload_lists(),
            None => {}
        });
    }
}
