//! Opening: what is stored becomes the workspace. Making, switching and deleting dossiers.

use super::{
    saving::{News, put_json, tell},
    workspace::{DossierLine, Failure, Phase, SaveState, Workspace},
};
use crate::{
    platform::{clock, page, prefs, spawn_local, tabs},
    storage::{DbError, Op, Store, tables},
};
use bcd_core::{
    command::Command,
    criteria::{CriteriaSet, Mode},
    dossier::Dossier,
    field::{Entry, Fields},
    id::{DeviceId, DossierId, UnitId},
};
use leptos::prelude::*;
use std::sync::Arc;

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

/// Opens what is stored. The app is drawn before and after.
pub fn open(workspace: Workspace) {
    spawn_local(async move {
        let Some(set) = page::meta("bcd-criteria") else {
            return workspace.phase.set(Phase::Failed(Failure::NoCriteria));
        };
        let store = match Store::open().await {
            Ok(store) => store,
            Err(DbError::Newer) => return workspace.phase.set(Phase::Failed(Failure::Newer)),
            Err(_) => {
                workspace.save.set(SaveState::MemoryOnly);
                Store::in_memory()
            }
        };
        workspace.inner().store.replace(store);
        let Some(json) = page::fetch_text(&set).await else {
            return workspace.phase.set(Phase::Failed(Failure::NoCriteria));
        };
        if !workspace.take_set(&json) {
            return workspace.phase.set(Phase::Failed(Failure::NoCriteria));
        }
        workspace.load_device().await;
        workspace.load_lists().await;
        let last = prefs::get(prefs::DOSSIER).map(DossierId);
        let line = workspace.dossiers.with_untracked(|lines| {
            lines.iter().find(|l| Some(&l.id) == last.as_ref()).or(lines.first()).cloned()
        });
        if let Some(line) = line {
            workspace.switch_to(line.id).await;
        }
        workspace.listen();
        workspace.phase.set(Phase::Ready);
    });
}

impl Workspace {
    fn take_set(&self, json: &str) -> bool {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(json) else { return false };
        let Ok(set) = serde_json::from_str::<CriteriaSet>(json) else { return false };
        self.set.set(Arc::new(set));
        self.inner().set_json.replace(value);
        true
    }

    async fn load_device(&self) {
        let (store, inner) = (self.store(), self.inner());
        let stored = store.text(tables::META, "device").await.ok().flatten();
        let id = stored.clone().unwrap_or_else(clock::new_id);
        inner.device.replace(DeviceId(id.clone()));
        if stored.is_none() {
            let op = Op::Put(tables::META, "device".into(), crate::storage::Value::Text(id));
            if let Err(error) = store.write(vec![op]).await {
                self.save.set(SaveState::Failed(error));
            }
        }
    }

    /// Reads the lists anew.
    pub(super) async fn load_lists(&self) {
        let store = self.store();
        self.take_rows(self.dossiers, &store, tables::DOSSIERS, "").await;
        self.take_rows(self.received, &store, tables::RECEIVED, "").await;
        let copied = store.text(tables::META, "copied").await.ok().flatten();
        self.copied
            .set(copied.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default());
        if let Some(id) = self.id.get_untracked() {
            let prefix = tables::of_dossier(id.as_str());
            self.take_rows(self.sent, &store, tables::SENT, &prefix).await;
        }
    }

    /// Opens a dossier of this browser.
    pub async fn switch_to(&self, id: DossierId) {
        let store = self.store();
        let prefix = tables::of_dossier(id.as_str());
        let stored = store.texts(tables::FIELDS, &prefix).await;
        let Ok(stored) = stored else {
            return self.save.set(SaveState::Failed(DbError::Failed));
        };
        let fields: Fields = stored
            .into_iter()
            .filter_map(|(key, json)| {
                let path = key.strip_prefix(&prefix)?.to_owned();
                Some((path, serde_json::from_str::<Entry>(&json).ok()?))
            })
            .collect();
        self.inner().history.take();
        self.can.set((false, false));
        self.dossier.set(Dossier::of(fields));
        self.take_rows(self.sent, &store, tables::SENT, &prefix).await;
        prefs::set(prefs::DOSSIER, id.as_str());
        self.id.set(Some(id));
    }

    /// Makes a dossier and opens it.
    pub fn create(&self, new: NewDossier) -> DossierId {
        let id = DossierId(clock::new_id());
        self.id.set(Some(id.clone()));
        self.dossier.set(Dossier::default());
        self.sent.set(Vec::new());
        self.inner().history.take();
        prefs::set(prefs::DOSSIER, id.as_str());
        let NewDossier { name, kind, upper, cluster, cycle, mode, sample } = new;
        // Another year of a unit that is here already is the same unit.
        let known = self.dossiers.with_untracked(|lines| {
            let same = |line: &&DossierLine| !line.sample && line.name.trim() == name.trim();
            lines.iter().find(same).map(|line| line.unit.clone())
        });
        let known = known.filter(|unit| !sample && !unit.as_str().is_empty());
        let unit = known.unwrap_or_else(|| UnitId(clock::new_id()));
        self.dispatch(Command::Open { unit, name, kind, upper, cluster, cycle, mode, sample });
        // Undo must not take the unit's own name away.
        self.inner().history.take();
        self.can.set((false, false));
        let line = self.line();
        self.dossiers.update(|lines| lines.extend(line));
        id
    }

    /// Deletes a dossier of this browser, its submissions and what only it needs. Only for
    /// samples, and for what a person confirmed twice.
    pub async fn delete(&self, id: DossierId) -> Result<(), DbError> {
        let prefix = tables::of_dossier(id.as_str());
        self.store()
            .write(vec![
                Op::Delete(tables::DOSSIERS, id.0.clone()),
                Op::DeletePrefix(tables::FIELDS, prefix.clone()),
                Op::DeletePrefix(tables::LOST, prefix.clone()),
                Op::DeletePrefix(tables::SENT, prefix),
            ])
            .await?;
        self.dossiers.update(|lines| lines.retain(|line| line.id != id));
        if self.id.get_untracked().as_ref() == Some(&id) {
            self.id.set(None);
            self.dossier.set(Dossier::default());
            let next = self.dossiers.with_untracked(|lines| lines.first().map(|l| l.id.clone()));
            if let Some(next) = next {
                self.switch_to(next).await;
            }
        }
        tell(&News::Lists);
        Ok(())
    }

    fn line(&self) -> Option<DossierLine> {
        let id = self.id.get_untracked()?;
        Some(self.dossier.with_untracked(|d| DossierLine {
            id,
            unit: d.unit.id.clone(),
            name: d.unit.name.clone(),
            cycle: d.cycle.clone(),
            sample: d.sample,
        }))
    }

    /// The write that keeps the open dossier's line up to date.
    pub(super) fn line_op(&self) -> Option<Op> {
        let line = self.line()?;
        Some(put_json(tables::DOSSIERS, line.id.0.clone(), &line))
    }

    // A list that cannot be read stays as it was, and the page says that storage fails.
    async fn take_rows<T: serde::de::DeserializeOwned + Send + Sync + 'static>(
        &self,
        list: RwSignal<Vec<T>>,
        store: &Store,
        table: &'static str,
        prefix: &str,
    ) {
        match store.texts(table, prefix).await {
            Ok(rows) => {
                list.set(
                    rows.iter().filter_map(|(_, json)| serde_json::from_str(json).ok()).collect(),
                );
            }
            Err(error) => self.save.set(SaveState::Failed(error)),
        }
    }

    fn listen(&self) {
        let workspace = *self;
        tabs::listen(move |text| match serde_json::from_str(&text) {
            Ok(News::Saved(id, fields)) => {
                let known = workspace.dossiers.with_untracked(|l| l.iter().any(|l| l.id == id));
                let named = fields.contains_key("unit/name") || fields.contains_key("cycle");
                workspace.hear(&id, fields);
                if !known || named {
                    spawn_local(async move { workspace.load_lists().await });
                }
            }
            Ok(News::Lists) => spawn_local(async move { workspace.load_lists().await }),
            // A tab of another version speaks of things that this one does not know.
            Err(_) => {}
        });
    }
}
