//! Packs: following one, and publishing one.

use crate::{
    core::Core,
    exchange::outgoing::{Outgoing, OutgoingForm, SendError},
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    command::Set,
    criteria::CriteriaSet,
    dossier::Unit,
    engine::{Request, Response},
    field::Fields,
    format::{
        envelope::{Envelope, EnvelopeHead},
        pack::{Pack, PackLine},
    },
    year::deadline::{self, DefaultDeadlines},
};
use reactive_graph::{prelude::*, traits};

/// The field of a dossier that names the pack that it follows, by digest.
pub const FIELD: &str = "pack/digest";

/// Packs: what an upper level publishes to its units, and which of them a dossier follows.
#[derive(Clone, Copy)]
pub struct Packs(pub(crate) Core);

impl Packs {
    /// The pack that the open dossier follows, by digest. Follows signals.
    pub fn followed(&self) -> Option<String> {
        self.0.work.dossier.with(|dossier| followed_by(&dossier.fields))
    }

    /// A pack of this browser. `None`: it cannot be read.
    pub async fn pack(&self, digest: &str) -> Option<Pack> {
        let document = self.0.disk().bytes(tables::DOCUMENTS, digest).await.ok().flatten()?;
        let envelope: Envelope<Pack> = serde_json::from_slice(&document.to_vec()).ok()?;
        Some(envelope.body)
    }

    /// Makes the open dossier follow a pack; `None` = the sample set that ships with the app.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing changed.
    pub async fn follow(&self, pack: Option<(&str, &Pack)>) -> Result<(), StoreError> {
        let work = self.0.work;
        let Some(id) = work.id.get_untracked() else { return Ok(()) };
        if let Some((digest, pack)) = pack {
            self.0.disk().write(set_ops(digest, pack)).await?;
        }
        let value = pack.map(|(digest, _)| digest).unwrap_or_default().to_owned();
        let make = |_: &_| vec![Set { path: FIELD.to_owned(), value: value.clone().into() }];
        // The change goes into the dossier for which the pack was chosen, even if another one is
        // open by now.
        work.edit_in(&id, Vec::new(), make).await?;
        if work.id.with_untracked(|now| now.as_ref() == Some(&id)) {
            work.open(id);
        }
        Ok(())
    }

    /// The next version number of a pack.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_version(&self, pack: &str) -> Result<u32, StoreError> {
        let rows = self.0.disk().rows::<PackLine>(tables::PACKS, "").await?;
        let last = rows.iter().filter(|(_, line)| line.pack == pack).map(|(_, line)| line.version);
        Ok(last.max().unwrap_or(0).saturating_add(1))
    }

    /// Publishes a pack as its next version. If two tabs publish at once, they get different
    /// versions.
    ///
    /// # Errors
    /// [`SendError`]; then nothing was stored.
    pub async fn publish(&self, pack: &Pack, cycle: String) -> Result<Outgoing, SendError> {
        const TURNS: usize = 10;
        // Read now, because another dossier may be open by the time the file is made.
        let unit = self.0.work.dossier.with_untracked(|dossier| dossier.unit.clone());
        for _ in 0..TURNS {
            if let Some(made) = self.try_publish(pack, &unit, &cycle).await? {
                self.0.work.lists_changed();
                return Ok(made);
            }
        }
        Err(SendError::Store(StoreError::Failed))
    }

    // `None`: the version was taken meanwhile.
    async fn try_publish(
        &self,
        pack: &Pack,
        unit: &Unit,
        cycle: &str,
    ) -> Result<Option<Outgoing>, SendError> {
        let disk = self.0.disk();
        let counter = tables::version_of(&pack.pack);
        let taken = disk.text(tables::META, &counter).await?;
        let version = self.next_version(&pack.pack).await?;
        let head = EnvelopeHead {
            unit: unit.id.0.clone(),
            name: unit.name.clone(),
            cycle: cycle.to_owned(),
            seq: version,
            ..self.0.head()
        };
        let body = serde_json::to_value(pack).map_err(|e| SendError::Engine(e.to_string()))?;
        let request = Request::Write { kind: "pack".into(), head: head.clone(), body };
        let (response, written) = self.0.ask(&request, &[]).await.map_err(SendError::Engine)?;
        let Response::Made { digest, problems, bundled, .. } = response else {
            return Err(SendError::strange());
        };
        if !problems.is_empty() {
            return Err(SendError::Problems(problems));
        }
        let [document, file] = written.as_slice() else { return Err(SendError::strange()) };
        let line = PackLine {
            digest: digest.clone(),
            pack: pack.pack.clone(),
            version,
            title: pack.title.clone(),
            note: pack.note.clone(),
            by: unit.name.clone(),
            device: self.0.work.device(),
            cycle: head.cycle,
            at: head.at,
        };
        let ops = vec![
            rows::put(tables::PACKS, digest.clone(), &line),
            Op::bytes(tables::DOCUMENTS, digest.clone(), document.clone()),
            Op::text(tables::META, counter.clone(), format!("{version}|{digest}")),
        ];
        if !disk.swap(tables::META, vec![(counter, taken)], ops).await? {
            return Ok(None);
        }
        let name = format!("BCD_{}_huong-dan-{version}", self.0.slug(&line.title.vi));
        traits::Update::update(&self.0.lists.packs, |all| all.push(line));
        Ok(Some(Outgoing { bytes: file.clone(), form: OutgoingForm::document(bundled), name }))
    }

    /// The deadlines that hold for a dossier: its pack's, or those that ship with the app.
    pub(crate) async fn deadlines(&self, followed: Option<String>) -> DefaultDeadlines {
        let stored = match followed {
            // If it cannot be read, the disk has already reported that.
            Some(digest) => {
                self.0.disk().text(tables::META, &deadlines_key(&digest)).await.ok().flatten()
            }
            None => None,
        };
        let stored = stored.and_then(|json| DefaultDeadlines::read(&json).ok());
        stored.or_else(|| DefaultDeadlines::read(deadline::SHIPPED).ok()).unwrap_or_default()
    }

    /// The set in use, as this version understands it.
    pub fn set_in_use(&self) -> CriteriaSet {
        serde_json::from_str(&self.0.work.criteria()).unwrap_or_default()
    }

    /// A new id for a kind of pack.
    pub fn new_pack_id(&self) -> String {
        self.0.new_id()
    }
}

fn deadlines_key(digest: &str) -> String {
    format!("deadlines|{digest}")
}

/// The writes that a dossier needs to follow a pack: its criteria set and its deadlines, exactly as
/// they arrived, so that fields unknown to this version are kept.
fn set_ops(digest: &str, pack: &Pack) -> Vec<Op> {
    let json = |value: serde_json::Result<String>| value.unwrap_or_default();
    let deadlines = json(serde_json::to_string(&pack.deadlines));
    vec![
        Op::text(tables::META, tables::set_of(digest), json(serde_json::to_string(&pack.set))),
        Op::text(tables::META, deadlines_key(digest), deadlines),
    ]
}

/// The same for a pack that arrived as a document.
pub(crate) fn set_ops_of(digest: &str, document: &serde_json::Value) -> Vec<Op> {
    match serde_json::from_value::<Pack>(document["body"].clone()) {
        Ok(pack) => set_ops(digest, &pack),
        // Cannot happen: the engine has already read a document of this shape.
        Err(_) => Vec::new(),
    }
}

/// The pack that a state follows, by digest.
pub(crate) fn followed_by(fields: &Fields) -> Option<String> {
    let digest = fields.get(FIELD).and_then(|entry| entry.v.as_str());
    digest.filter(|digest| !digest.is_empty()).map(str::to_owned)
}
