//! Drafts of packs: what an upper level writes before it publishes. A draft is saved at each change and
//! goes into backups; it goes nowhere else by itself.

mod open;
pub(crate) mod stored;

pub use open::{OpenDraft, StoredDraft};

use crate::{
    core::Core,
    exchange::outgoing::{Outgoing, SendError},
    packs::Packs,
    store::{StoreError, tables},
};
use bcd_core::{
    criteria::{CriteriaSet, Criterion},
    field::{Entry, Fields},
    format::pack::{Pack, PackLine},
    id::{DossierId, ItemId},
    merge::Merged,
    text::Text,
    upper::pack_draft::{Draft, faults::faults, start::from_pack},
    year::deadline::{self, DefaultDeadlines},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// A draft in a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftLine {
    /// Its id.
    pub id: String,
    /// What the pack is called; may be empty.
    pub title: Text,
    /// The cycle that it is for; empty = any.
    pub cycle: String,
    /// When it was changed last, RFC 3339.
    pub at: String,
    /// Who changed it last; may be empty.
    pub by: String,
    /// The version that was last published from it; 0 = none.
    pub published: u32,
    /// A person threw it away; it is kept, and can be brought back.
    pub gone: bool,
}

impl DraftLine {
    /// The line of a draft.
    fn of(id: &str, fields: Fields) -> Self {
        let last = fields.values().max_by(|a, b| a.order(b)).cloned().unwrap_or_default();
        let draft = Draft::of(fields);
        Self {
            id: id.to_owned(),
            title: draft.get("title"),
            cycle: draft.get("cycle"),
            at: last.at,
            by: last.by,
            published: draft.get("published"),
            gone: draft.get("gone"),
        }
    }
}

/// What a draft starts from.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftSource {
    /// The set and deadlines that ship with the app.
    Shipped,
    /// A pack of this browser, by digest: its next version if it is one's own, else a pack of its own.
    Pack(String),
    /// A table that was pasted, with the rule and deadlines that ship with the app.
    Table(Vec<Criterion>),
}

/// What was published of a pack before a draft of it.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// What the draft is compared with: the set of the latest version that was published here, else of
    /// the pack that it started from, else the one that ships with the app.
    pub set: CriteriaSet,
    /// Ids of items that any version published here had or retired: none is given to another item.
    pub given: BTreeSet<ItemId>,
    /// The latest version, where it is neither what the draft started from nor what was published from
    /// it; else 0.
    pub later: u32,
}

/// Why a draft was not published.
#[derive(Debug)]
pub enum PublishError {
    /// So many faults hold it back.
    Faults(usize),
    /// There is no such draft.
    Gone,
    /// This version was published since from elsewhere, and the draft does not have what is in it: a
    /// person is asked first.
    Later(u32),
    /// A version before could not be read, so the draft can be compared with nothing.
    Before(StoreError),
    /// The file could not be made or stored.
    Send(SendError),
}

impl From<StoreError> for PublishError {
    fn from(error: StoreError) -> Self {
        Self::Send(SendError::Store(error))
    }
}

/// Drafts of packs. Copy: it holds a handle.
#[derive(Clone, Copy)]
pub struct Drafts(pub(crate) Core);

impl Drafts {
    /// Beside the packs.
    pub fn new(packs: &Packs) -> Self {
        Self(packs.0)
    }

    /// The drafts of this browser, the one that was changed last first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list(&self) -> Result<Vec<DraftLine>, StoreError> {
        let mut lines = Vec::new();
        for (id, _) in self.0.disk().texts(tables::DRAFTS, "").await? {
            lines.push(DraftLine::of(&id, stored::read(self.0, &id).await?.state.fields));
        }
        lines.sort_by(|a, b| (&b.at, &b.id).cmp(&(&a.at, &a.id)));
        Ok(lines)
    }

    /// Begins a draft; its id.
    ///
    /// # Errors
    /// [`StoreError`]; also where the pack to start from cannot be read.
    pub async fn begin(&self, source: DraftSource) -> Result<String, StoreError> {
        let packs = Packs(self.0);
        let (mut pack, mut base, mut own) = (self.shipped(), String::new(), false);
        match source {
            DraftSource::Shipped => {}
            DraftSource::Table(criteria) => {
                pack.set = CriteriaSet {
                    criteria,
                    period: String::new(),
                    note: Text::default(),
                    ..pack.set
                }
            }
            DraftSource::Pack(digest) => {
                pack = packs.pack(&digest).await.ok_or(StoreError::Failed)?;
                let line: Option<PackLine> = self.0.disk().row(tables::PACKS, &digest).await?;
                own = line.is_some_and(|line| line.is_own());
                base = digest;
            }
        }
        let id = match own {
            true => pack.pack.clone(),
            // Somebody else's pack, made one's own, has a name of its own.
            false => {
                pack.title = Text::default();
                packs.new_pack_id()
            }
        };
        // What was new in the version before is not new in this one.
        pack.note = Text::default();
        let draft = self.0.new_id();
        let fields = from_pack(&pack, &id, &base);
        let stamp = |path: String, v: Value| {
            let (dev, at, by) = (self.0.work.device(), self.0.now(), self.0.work.person());
            (path, Entry { v, n: 1, dev, at, by, ..Entry::default() })
        };
        let fields: Fields = fields.into_iter().map(|set| stamp(set.path, set.value)).collect();
        stored::begin(self.0, &draft, Merged::of(fields)).await?;
        Ok(draft)
    }

    fn shipped(&self) -> Pack {
        Pack {
            set: serde_json::from_str(&self.0.work.shipped_set()).unwrap_or_default(),
            deadlines: DefaultDeadlines::read(deadline::SHIPPED).unwrap_or_default(),
            ..Pack::default()
        }
    }

    /// What was published of the pack of a draft before.
    ///
    /// # Errors
    /// [`StoreError`]; also where a version that was published here cannot be read.
    pub async fn before(&self, draft: &Draft) -> Result<Before, StoreError> {
        let id: String = draft.get("pack");
        let rows = self.0.disk().rows::<PackLine>(tables::PACKS, "").await?;
        let lines = || rows.iter().map(|(_, line)| line);
        let mut own: Vec<&PackLine> =
            lines().filter(|line| line.is_own() && line.pack == id).collect();
        own.sort_by_key(|line| line.version);
        let (mut latest, mut given) = (None, BTreeSet::new());
        for line in &own {
            let pack = self.published(&line.digest).await?;
            given.extend(pack.retired.iter().cloned());
            given.extend(pack.set.items().map(|(_, item)| item.id.clone()));
            latest = Some(pack);
        }
        let base: String = draft.get("base");
        let set = match latest {
            Some(pack) => pack.set,
            // A base that never came with a backup cannot be asked for; what ships with the app stands
            // in for it.
            None if lines().any(|line| line.digest == base) => self.published(&base).await?.set,
            None => self.shipped().set,
        };
        let is_known = |line: &&&PackLine| {
            line.digest != base && line.version != draft.get::<u32>("published")
        };
        let later = own.last().filter(is_known).map_or(0, |line| line.version);
        Ok(Before { set, given, later })
    }

    async fn published(&self, digest: &str) -> Result<Pack, StoreError> {
        let document = self.0.disk().bytes(tables::DOCUMENTS, digest).await?;
        let document = document.ok_or(StoreError::Failed)?.to_vec();
        let document: Value = serde_json::from_slice(&document).map_err(|_| StoreError::Failed)?;
        serde_json::from_value(document["body"].clone()).map_err(|_| StoreError::Failed)
    }

    /// Publishes a draft, as it lies on the disk, as the next version of its pack.
    ///
    /// # Errors
    /// [`PublishError`]; then nothing was published.
    pub async fn publish(&self, id: &str) -> Result<(Outgoing, u32), PublishError> {
        self.publish_over(id, 0).await
    }

    /// The same, though versions up to `later` came from elsewhere: a person was asked.
    ///
    /// # Errors
    /// [`PublishError`]; then nothing was published.
    pub async fn publish_over(
        &self,
        id: &str,
        later: u32,
    ) -> Result<(Outgoing, u32), PublishError> {
        let read = stored::read(self.0, id).await?;
        if read.state.fields.is_empty() {
            return Err(PublishError::Gone);
        }
        let draft = Draft::of(read.state.fields.clone());
        let before = self.before(&draft).await.map_err(PublishError::Before)?;
        let draft = Draft { given: before.given, ..draft };
        let held = faults(&draft, Some(&before.set));
        let held = held.iter().filter(|fault| fault.holds_back()).count();
        if held > 0 {
            return Err(PublishError::Faults(held));
        }
        if before.later > later {
            return Err(PublishError::Later(before.later));
        }
        let cycle = draft.get::<String>("cycle").trim().to_owned();
        let said = |version: u32| stored::set_ops(self.0, id, &read, "published", version.into());
        let made = Packs(self.0).publish_with(&draft.pack(), cycle, &said).await;
        made.map_err(PublishError::Send)
    }

    /// Throws a draft away, or brings it back. Nothing of it is deleted.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_gone(&self, id: &str, gone: bool) -> Result<(), StoreError> {
        stored::set(self.0, id, "gone", gone.into()).await
    }
}

/// The id under which the fields of a draft are kept. No dossier has it, whatever a backup calls a draft:
/// there is no slash in an id.
pub(crate) fn kept_under(id: &str) -> DossierId {
    DossierId(format!("draft/{id}"))
}
