//! Packs: following one, and publishing one.

use super::{
    Desk, lists_changed,
    sending::{Form, Outgoing, SendError, slug},
};
use crate::{
    platform::{clock, engine, port},
    storage::{DbError, Op, Value, put_json, remote, tables},
};
use bcd_core::{
    command::Set,
    criteria::CriteriaSet,
    engine::{Request, Response},
    format::{
        envelope::{Envelope, Head},
        pack::{Pack, PackLine},
    },
    id::DossierId,
    year::deadline::{self, DefaultDeadlines},
};
use leptos::prelude::*;

/// The field of a dossier that names the pack that it follows, by digest.
pub const FIELD: &str = "pack/digest";

impl Desk {
    /// The pack that the open dossier follows, by digest.
    pub fn followed(&self) -> Option<String> {
        let digest = self.dossier.with(|dossier| dossier.value(FIELD));
        digest.as_str().filter(|digest| !digest.is_empty()).map(str::to_owned)
    }

    /// A pack of this browser. `None`: it cannot be read.
    pub async fn pack(&self, digest: &str) -> Option<Pack> {
        let document = remote::bytes(tables::DOCUMENTS, digest).await.ok().flatten()?;
        let envelope: Envelope<Pack> = serde_json::from_slice(&document.to_vec()).ok()?;
        Some(envelope.body)
    }

    /// Lets the open dossier follow a pack; `None` = the sample set that ships with the app.
    ///
    /// # Errors
    /// [`DbError`]; then nothing changed.
    pub async fn follow(&self, pack: Option<(&str, &Pack)>) -> Result<(), DbError> {
        let Some(id) = self.id.get_untracked() else { return Ok(()) };
        if let Some((digest, pack)) = pack {
            remote::write(set_ops(digest, pack)).await?;
        }
        let value = pack.map(|(digest, _)| digest).unwrap_or_default();
        self.catch_up();
        let set = Set { path: FIELD.to_owned(), value: value.into() };
        let with = super::Manner { typing: false, files: Vec::new() };
        self.set_fields(vec![set], with);
        self.open(id);
        Ok(())
    }

    /// Publishes a pack, as the next version of its kind.
    ///
    /// # Errors
    /// [`SendError`]; then nothing was stored.
    pub async fn publish(
        &self,
        pack: &Pack,
        version: u32,
        cycle: String,
    ) -> Result<Outgoing, SendError> {
        let unit = self.dossier.with_untracked(|dossier| dossier.unit.clone());
        let head = Head { seq: version, cycle, ..self.head(&unit.name, "", version, None) };
        let body = serde_json::to_value(pack).map_err(|e| SendError::Engine(e.to_string()))?;
        let request = Request::Write { kind: "pack".into(), head: head.clone(), body };
        let (response, written) = engine::ask(&request, &[]).await.map_err(SendError::Engine)?;
        let Response::Made { digest, problems, bundled, .. } = response else {
            return Err(SendError::Engine("an unexpected answer".into()));
        };
        if !problems.is_empty() {
            return Err(SendError::Problems(problems));
        }
        let [document, file] = written.as_slice() else {
            return Err(SendError::Engine("an answer without bytes".into()));
        };
        let line = PackLine {
            digest: digest.clone(),
            pack: pack.pack.clone(),
            version,
            title: pack.title.clone(),
            note: pack.note.clone(),
            by: unit.name,
            device: self.device.get_value(),
            cycle: head.cycle,
            at: head.at,
        };
        let ops = vec![
            put_json(tables::PACKS, digest.clone(), &line),
            Op::Put(tables::DOCUMENTS, digest, Value::Bytes(document.clone())),
        ];
        remote::write(ops).await.map_err(SendError::Store)?;
        self.packs.update(|all| all.push(line.clone()));
        lists_changed();
        let name = format!("BCD_{}_huong-dan-{version}", slug(&line.title.vi));
        Ok(Outgoing { bytes: file.clone(), form: Form::document(bundled), name })
    }

    /// The deadlines that hold for the open dossier, once it is open: its pack's, or those that
    /// ship with the app.
    pub(super) async fn load_deadlines(&self, id: &DossierId) {
        let followed = untrack(|| self.followed());
        let stored = match followed {
            Some(digest) => {
                remote::text(tables::META, &deadlines_key(&digest)).await.ok().flatten()
            }
            None => None,
        };
        let deadlines = stored.and_then(|json| DefaultDeadlines::read(&json).ok());
        let deadlines = deadlines
            .or_else(|| DefaultDeadlines::read(deadline::SHIPPED).ok())
            .unwrap_or_default();
        if self.id.with_untracked(|now| now.as_ref() == Some(id)) {
            self.deadlines.set_value(deadlines);
            // What is due is drawn from the year; its rules are others now.
            self.year.update(|_| {});
        }
    }

    /// The set in use, as this version understands it.
    pub fn set_in_use(&self) -> CriteriaSet {
        serde_json::from_str(&port::criteria()).unwrap_or_default()
    }
}

fn deadlines_key(digest: &str) -> String {
    format!("deadlines|{digest}")
}

/// What is stored so that a dossier can follow a pack: its set for the first module, its deadlines
/// for the desk.
pub fn set_ops(digest: &str, pack: &Pack) -> Vec<Op> {
    vec![
        put_json(tables::META, tables::set_of(digest), &pack.set),
        put_json(tables::META, deadlines_key(digest), &pack.deadlines),
    ]
}

/// The same for a pack that came as a whole document.
pub fn set_ops_of(digest: &str, document: &serde_json::Value) -> Vec<Op> {
    match serde_json::from_value::<Pack>(document["body"].clone()) {
        Ok(pack) => set_ops(digest, &pack),
        // The engine read it; what it reads has this shape.
        Err(_) => Vec::new(),
    }
}

/// A new id for a kind of pack.
pub fn new_pack_id() -> String {
    clock::new_id()
}
