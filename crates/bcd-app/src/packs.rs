//! Packs: following one, and publishing one.

mod room;

pub(crate) use room::taken_ops;

use crate::{
    bytes::Bytes,
    core::Core,
    exchange::{
        backup::{
            own::{Numbered, ones_own},
            voice::Voice,
        },
        outgoing::{Outgoing, OutgoingForm, SendError},
    },
    office::Offices,
    rows,
    signing::Signers,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    command::Set,
    criteria::CriteriaSet,
    engine::{DeviceFile, Request, Response},
    field::Fields,
    format::{
        envelope::{EnvelopeHead, UnitRef},
        pack::{Pack, PackLine, PackOrigin, guidance::Guidance},
    },
    id::DossierId,
    signer::Role,
    year::deadline::{self, DefaultDeadlines},
};
use reactive_graph::{prelude::*, traits};
use serde_json::Value;
use std::collections::BTreeSet;

/// The field of a dossier that names the pack that it follows, by digest.
pub const FIELD: &str = "pack/digest";

/// Packs: what an upper level publishes to its units, and which of them a dossier follows.
#[derive(Clone, Copy)]
pub struct Packs(pub(crate) Core);

impl Packs {
    /// The pack that a person of this browser chose for the open dossier, by digest. Follows signals.
    pub fn followed(&self) -> Option<String> {
        self.0.work.pack.get()
    }

    /// The pack that another device of the unit chose for the open dossier, if a person of this
    /// browser has to decide on it: its digest, empty for the set that ships with the app. Follows
    /// signals.
    pub fn offered(&self) -> Option<String> {
        let said = self.0.work.dossier.with(|dossier| {
            dossier.fields.get(FIELD).map(|entry| entry.v.as_str().unwrap_or_default().to_owned())
        });
        said.filter(|digest| *digest != self.followed().unwrap_or_default())
    }

    /// The pack that the open dossier follows stays, whatever another device of the unit chose.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing changed.
    pub async fn keep_followed(&self) -> Result<(), StoreError> {
        let work = self.0.work;
        let Some(id) = work.id.get_untracked() else { return Ok(()) };
        let digest = work.pack.get_untracked().unwrap_or_default();
        work.edit_in(&id, Vec::new(), |_| said(&digest)).await
    }

    /// A pack of this browser. `None`: it cannot be read.
    pub async fn pack(&self, digest: &str) -> Option<Pack> {
        let document = self.0.disk().bytes(tables::DOCUMENTS, digest).await.ok().flatten()?;
        let document: Value = serde_json::from_slice(&document.to_vec()).ok()?;
        serde_json::from_value(document["body"].clone()).ok()
    }

    /// Makes the open dossier follow a pack; `None` = the sample set that ships with the app.
    ///
    /// # Errors
    /// [`StoreError`]; then the dossier follows what it did, or is gone.
    pub async fn follow(&self, pack: Option<(&str, &Pack)>) -> Result<(), StoreError> {
        let work = self.0.work;
        let Some(id) = work.id.get_untracked() else { return Ok(()) };
        let ops = match pack {
            Some((digest, pack)) => follow_ops(&id, digest, pack),
            None => unfollow_ops(&id),
        };
        let mut ops = ops;
        if let Some((digest, _)) = pack {
            ops.extend(self.pin_publisher(digest).await?);
        }
        self.0.disk().write(ops).await?;
        self.0.work.lists_changed();
        let digest = pack.map(|(digest, _)| digest).unwrap_or_default();
        // The change goes into the dossier for which the pack was chosen, even if another one is
        // open by now.
        work.edit_in(&id, Vec::new(), |_| said(digest)).await?;
        if work.id.with_untracked(|now| now.as_ref() == Some(&id)) {
            work.open(id);
        }
        Ok(())
    }

    // Who follows a pack takes its publisher for the upper level; the first one's key is pinned.
    async fn pin_publisher(&self, digest: &str) -> Result<Option<Op>, StoreError> {
        let line: Option<PackLine> = self.0.disk().row(tables::PACKS, digest).await?;
        let unit = self.0.work.dossier.with_untracked(|dossier| dossier.unit.id.clone());
        let Some(line) = line.filter(|line| !line.is_own()) else { return Ok(None) };
        let signers = Signers(self.0);
        let pins = signers.pins(Role::Upper, &unit).await?;
        Ok(signers.first_op(Role::Upper, &unit, &pins, &line.signer, &line.by))
    }

    /// The next version number of a pack. Only what was published here counts, so that nobody else
    /// can use up the numbers.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_version(&self, pack: &str) -> Result<u32, StoreError> {
        let rows = self.0.disk().rows::<PackLine>(tables::PACKS, "").await?;
        let own = rows.iter().filter(|(_, line)| line.pack == pack && line.is_own());
        // Above the limit, the document is refused where it is made.
        Ok(own.map(|(_, line)| line.version).max().unwrap_or(0).saturating_add(1))
    }

    /// Publishes a pack of this browser's office as its next version. If two tabs publish at once, they get different
    /// versions.
    ///
    /// # Errors
    /// [`SendError`]; then nothing was stored.
    pub async fn publish(&self, pack: &Pack, cycle: String) -> Result<Outgoing, SendError> {
        Ok(self.publish_with(pack, cycle, &|_| Vec::new()).await?.0)
    }

    /// The same, with the version that it became; what else is written of a version is written with it
    /// or not at all.
    ///
    /// # Errors
    /// [`SendError`]; then nothing was stored.
    pub(crate) async fn publish_with(
        &self,
        pack: &Pack,
        cycle: String,
        also: &dyn Fn(u32) -> Vec<Op>,
    ) -> Result<(Outgoing, u32), SendError> {
        const TURNS: usize = 10;
        let unit = Offices(self.0).needed().await?.unit;
        for _ in 0..TURNS {
            if let Some(made) = self.try_publish(pack, &unit, &cycle, also).await? {
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
        unit: &UnitRef,
        cycle: &str,
        also: &dyn Fn(u32) -> Vec<Op>,
    ) -> Result<Option<(Outgoing, u32)>, SendError> {
        let disk = self.0.disk();
        let counter = tables::version_of(&pack.pack);
        let taken = disk.text(tables::META, &counter).await?;
        let version = self.next_version(&pack.pack).await?;
        let head = EnvelopeHead {
            name: unit.name.clone(),
            cycle: cycle.to_owned(),
            seq: version,
            ..self.0.signed_head(&unit.id).await?
        };
        // What it holds is as old as it is.
        let mut pack = pack.clone();
        (pack.set.version, pack.deadlines.version) = (version, version);
        let body = serde_json::to_value(&pack).map_err(|e| SendError::Engine(e.to_string()))?;
        let request = Request::Write {
            kind: "pack".into(),
            head: head.clone(),
            body,
            carried: vec![],
            unless: None,
        };
        let (response, written) = self.0.make(&request, &[]).await.map_err(SendError::Engine)?;
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
            unit: unit.id.clone(),
            by: unit.name.clone(),
            device: self.0.work.device(),
            cycle: head.cycle,
            at: head.at,
            origin: PackOrigin::Published,
            signer: head.signer,
        };
        let mut ops = vec![
            rows::put(tables::PACKS, digest.clone(), &line),
            Op::bytes(tables::DOCUMENTS, digest.clone(), document.clone()),
            Op::text(tables::META, counter.clone(), format!("{version}|{digest}")),
        ];
        ops.extend(also(version));
        if !disk.swap(tables::META, vec![(counter, taken)], ops).await? {
            return Ok(None);
        }
        let name = format!("BCD_{}_huong-dan-{version}", self.0.slug(&line.title.vi));
        traits::Update::update(&self.0.lists.packs, |all| all.push(line));
        let form = OutgoingForm::document(bundled);
        Ok(Some((Outgoing { bytes: file.clone(), form, name }, version)))
    }

    /// What holds for a dossier beside its set: as its pack says, or with the deadlines that ship with the
    /// app.
    pub(crate) async fn guidance(&self, dossier: Option<&DossierId>) -> Guidance {
        let stored = match dossier {
            // If it cannot be read, the disk has already reported that.
            Some(id) => {
                let key = tables::guidance_of(id.as_str());
                self.0.disk().text(tables::META, &key).await.ok().flatten()
            }
            None => None,
        };
        let stored = stored.and_then(|json| serde_json::from_str(&json).ok());
        stored.unwrap_or_else(|| Guidance {
            deadlines: DefaultDeadlines::read(deadline::SHIPPED).unwrap_or_default(),
            ..Guidance::default()
        })
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

fn said(digest: &str) -> Vec<Set> {
    vec![Set { path: FIELD.to_owned(), value: digest.into() }]
}

/// The writes with which a dossier follows a pack: a copy of its criteria set and of its guidance.
/// Nothing else makes a dossier follow one, whatever its fields say.
fn follow_ops(dossier: &DossierId, digest: &str, pack: &Pack) -> Vec<Op> {
    let json = |value: serde_json::Result<String>| value.unwrap_or_default();
    let set = json(serde_json::to_string(&pack.set));
    let guidance = json(serde_json::to_string(&Guidance::of(pack)));
    vec![
        Op::text(tables::META, tables::set_of(dossier.as_str()), format!("{digest}\n{set}")),
        Op::text(tables::META, tables::guidance_of(dossier.as_str()), guidance),
    ]
}

/// The writes with which a dossier follows the set that ships with the app.
pub(crate) fn unfollow_ops(dossier: &DossierId) -> Vec<Op> {
    let keys = [tables::set_of(dossier.as_str()), tables::guidance_of(dossier.as_str())];
    keys.map(|key| Op::Delete(tables::META, key)).into()
}

/// The writes with which a dossier that is new in this browser follows the pack that came with it.
pub(crate) fn follow_of(file: &DeviceFile) -> Vec<Op> {
    let digest = followed_by(&file.body.state.fields);
    let line = file.pack.as_ref().filter(|line| Some(&line.digest) == digest.as_ref());
    line.map_or(Vec::new(), |line| {
        follow_document(&file.body.dossier, &line.digest, &file.body.pack)
    })
}

/// The same with a pack as a document.
pub(crate) fn follow_document(dossier: &DossierId, digest: &str, document: &Value) -> Vec<Op> {
    let pack = serde_json::from_value::<Pack>(document["body"].clone());
    // The engine has already read a document of this shape.
    pack.map_or(Vec::new(), |pack| follow_ops(dossier, digest, &pack))
}

/// The writes of the pack that a device file brings, unless it is here.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn brought_by(core: Core, file: &DeviceFile) -> Result<Vec<Op>, StoreError> {
    let Some(line) = &file.pack else { return Ok(Vec::new()) };
    let document = Bytes::from(file.body.pack.to_string().into_bytes());
    new_ops(core, line, document).await
}

/// Whether a dossier names the pack in a device file.
pub(crate) fn is_followed(fields: &Fields, file: &DeviceFile) -> bool {
    file.pack.as_ref().is_some_and(|line| followed_by(fields).as_ref() == Some(&line.digest))
}

/// The writes of a pack that came, unless it is here: one's own stays one's own.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn new_ops(
    core: Core,
    line: &PackLine,
    document: Bytes,
) -> Result<Vec<Op>, StoreError> {
    if core.disk().text(tables::PACKS, &line.digest).await?.is_some() {
        return Ok(Vec::new());
    }
    let signers = Signers(core);
    let book = signers.rows_of_all(Role::Upper).await?;
    let signer = signers.of_office(&line.signer, &line.unit, book.values()).await?;
    let line = PackLine { signer, ..line.clone() };
    Ok(vec![
        rows::put(tables::PACKS, line.digest.clone(), &line),
        Op::bytes(tables::DOCUMENTS, line.digest.clone(), document),
    ])
}

/// Of packs that a backup says to have been published in its browser, those that are the office's own, by
/// digest.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn own_versions<'a>(
    core: Core,
    packs: impl Iterator<Item = &'a PackLine>,
    voice: &Voice,
) -> Result<BTreeSet<String>, StoreError> {
    let numbered = |line: &PackLine| Numbered {
        series: line.pack.clone(),
        unit: line.unit.clone(),
        number: line.version,
        digest: line.digest.clone(),
        signer: line.signer.clone(),
        lacks: false,
    };
    let here = core.disk().rows::<PackLine>(tables::PACKS, "").await?;
    let here = here.iter().map(|(_, line)| line).filter(|line| line.is_own());
    let here: Vec<Numbered> = here.map(numbered).collect();
    let said = packs.filter(|line| line.is_own()).map(numbered).collect();
    ones_own(core, &here, said, voice).await
}

/// The pack that a state names, by digest.
pub(crate) fn followed_by(fields: &Fields) -> Option<String> {
    let digest = fields.get(FIELD).and_then(|entry| entry.v.as_str());
    digest.filter(|digest| !digest.is_empty()).map(str::to_owned)
}
