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
    id::DossierId,
    merge::Merged,
    text::Text,
    upper::pack_draft::{
        Draft,
        faults::{Fault, faults},
        start::from_pack,
    },
    year::deadline::{self, DefaultDeadlines},
};
use serde_json::Value;

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

/// Why a draft was not published.
#[derive(Debug)]
pub enum PublishError {
    /// So many faults hold it back.
    Faults(usize),
    /// There is no such draft.
    Gone,
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
        stored::merge(self.0, &draft, Merged::of(fields)).await?;
        Ok(draft)
    }

    fn shipped(&self) -> Pack {
        Pack {
            set: serde_json::from_str(&self.0.work.shipped_set()).unwrap_or_default(),
            deadlines: DefaultDeadlines::read(deadline::SHIPPED).unwrap_or_default(),
            ..Pack::default()
        }
    }

    /// The set that a draft is compared with: of the latest version of its pack that was published here,
    /// else of the pack that it started from, else the one that ships with the app.
    pub async fn before(&self, draft: &Draft) -> CriteriaSet {
        let id: String = draft.get("pack");
        // What cannot be read, the disk has told of.
        let rows = self.0.disk().rows::<PackLine>(tables::PACKS, "").await.unwrap_or_default();
        let own = rows.into_iter().map(|(_, line)| line).filter(|it| it.is_own() && it.pack == id);
        let latest = own.max_by_key(|line| line.version).map(|line| line.digest);
        let base = Some(draft.get::<String>("base")).filter(|base| !base.is_empty());
        let pack = match latest.or(base) {
            Some(digest) => Packs(self.0).pack(&digest).await,
            None => None,
        };
        pack.map_or_else(|| self.shipped().set, |pack| pack.set)
    }

    /// Everything wrong with a draft, beside the version before it.
    pub async fn faults(&self, draft: &Draft) -> Vec<Fault> {
        faults(draft, Some(&self.before(draft).await))
    }

    /// Publishes a draft, as it lies on the disk, as the next version of its pack.
    ///
    /// # Errors
    /// [`PublishError`]; then nothing was published.
    pub async fn publish(&self, id: &str) -> Result<(Outgoing, u32), PublishError> {
        let state = stored::read(self.0, id).await?.state;
        if state.fields.is_empty() {
            return Err(PublishError::Gone);
        }
        let draft = Draft::of(state.fields);
        let held = self.faults(&draft).await.into_iter().filter(Fault::holds_back).count();
        if held > 0 {
            return Err(PublishError::Faults(held));
        }
        let cycle = draft.get::<String>("cycle").trim().to_owned();
        let packs = Packs(self.0);
        let (made, version) =
            packs.publish_numbered(&draft.pack(), cycle).await.map_err(PublishError::Send)?;
        // It is published; that the draft does not say so yet does no harm.
        let said = stored::set(self.0, id, "published", version.into()).await;
        if said.is_err() {
            self.0.work.retry_saving();
        }
        Ok((made, version))
    }

    /// Throws a draft away, or brings it back. Nothing of it is deleted.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_gone(&self, id: &str, gone: bool) -> Result<(), StoreError> {
        stored::set(self.0, id, "gone", gone.into()).await
    }
}

/// The id under which the fields of a draft are kept.
pub(crate) fn kept_under(id: &str) -> DossierId {
    DossierId::from(id)
}
