//! What is here, as a sync needs it.

use super::{
    super::{
        Desk, Sent as SentLine,
        drives::{DriveLine, seen_prefix},
        merging::{self, Merging},
        receiving::Outcome,
        sending::slug,
    },
    making,
};
use crate::{
    platform::{Blob, engine, seal},
    state::workspace::DossierLine,
    storage::{DbError, Op, Value, put_json, remote, tables},
};
use bcd_core::{
    engine::{DeviceFile, Found, Request, Response},
    format::{limits, pack::PackLine},
    id::{DossierId, FileHash},
    intake::{Arrival, Summary},
    sync::{
        plan::{Here, Memory, Own, Pack, Seen, Sent, Write},
        take::is_in_place,
    },
};
use bcd_sync::{
    drive::{Drive, Fault},
    local::{Local, Made, Shut, Took, Trouble, Verdict},
    stop::Stop,
};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// This browser, beside one drive.
pub struct Side {
    pub(super) desk: Desk,
    pub(super) line: DriveLine,
    stop: Stop,
}

/// What went wrong with the storage, for the sync.
pub(super) fn trouble(error: DbError) -> Trouble {
    if error == DbError::Quota { Trouble::Full } else { Trouble::Storage }
}

impl Side {
    pub fn new(desk: Desk, line: DriveLine, stop: Stop) -> Self {
        Self { desk, line, stop }
    }

    fn key(&self, path: &str) -> String {
        format!("{}{path}", seen_prefix(&self.line.id))
    }

    /// A device file of the drive, for a person to look at.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn device_file(&self, drive: &impl Drive, path: &str) -> Result<DeviceFile, Fault> {
        let (bytes, _) = drive.read(path, limits::BUNDLE_BYTES).await?;
        let broken = |_| Fault::Other("engine".into());
        let bytes = self.unseal(&bytes).await.map_err(|_| Fault::Other("seal".into()))?;
        let bytes = bytes.map_err(|_| Fault::Other("sealed".into()))?;
        let request = Request::Check { files: vec![] };
        let (response, _) =
            engine::ask(&request, &[Blob::from(bytes.as_slice())]).await.map_err(broken)?;
        match response {
            Response::Checked { found: Some(Found::Device(file)), .. } => Ok(file),
            _ => Err(Fault::Changed),
        }
    }

    // From the disk: what this very sync took in is not in the lists on the screen yet.
    async fn dossiers(&self) -> Result<Vec<DossierLine>, Trouble> {
        let mut all: Vec<DossierLine> = lines(tables::DOSSIERS).await?;
        all.retain(|line| !line.sample);
        Ok(all)
    }

    async fn own_submissions(&self) -> Result<Vec<Sent>, Trouble> {
        let mut all = Vec::new();
        for line in self.dossiers().await? {
            for sent in self.desk.sent_of(&line.id).await.map_err(trouble)? {
                let files = sent.files();
                let SentLine { seq, digest, .. } = sent;
                let (slug, cycle) = (slug(&line.name), line.cycle.clone());
                all.push(Sent { unit: line.unit.clone(), slug, cycle, seq, digest, files });
            }
        }
        Ok(all)
    }

    // Photos that dossiers name, and those of them that are not in this browser.
    async fn photos(&self) -> Result<(BTreeSet<FileHash>, BTreeSet<FileHash>), Trouble> {
        let mut named = BTreeSet::new();
        if self.line.roles.devices {
            for line in self.dossiers().await? {
                let state = merging::load(&line.id).await.map_err(trouble)?.state;
                named.extend(making::files_of(&state).into_keys());
            }
        }
        let there = remote::texts(tables::FILE_TYPES, "").await.map_err(trouble)?;
        let there: BTreeSet<String> = there.into_iter().map(|(hash, _)| hash).collect();
        let missing = named.iter().filter(|hash| !there.contains(hash.as_str()));
        let missing = missing.cloned().collect();
        Ok((named, missing))
    }
}

async fn lines<T: DeserializeOwned>(table: &'static str) -> Result<Vec<T>, Trouble> {
    let rows = remote::texts(table, "").await.map_err(trouble)?;
    Ok(rows.iter().filter_map(|(_, json)| serde_json::from_str(json).ok()).collect())
}

fn received(summary: Summary) -> Sent {
    let (slug, files) = (slug(&summary.name), vec![]);
    let Summary { unit, cycle, seq, digest, .. } = summary;
    Sent { unit, slug, cycle, seq, digest, files }
}

impl Local for Side {
    async fn here(&self) -> Result<Here, Trouble> {
        let desk = self.desk;
        let own = |line: DossierLine| Own {
            dossier: line.id,
            unit: line.unit,
            slug: slug(&line.name),
            cycle: line.cycle,
        };
        let dossiers = self.dossiers().await?.into_iter();
        let dossiers = dossiers.filter(|line| !line.unit.as_str().is_empty());
        let device = desk.device.get_value();
        let pack = |line: PackLine| Pack {
            digest: line.digest,
            slug: slug(&line.by),
            version: line.version,
            own: line.device == device,
        };
        let (named, missing) = self.photos().await?;
        let received = desk.received.get_untracked().into_iter().filter(|summary| !summary.sample);
        Ok(Here {
            dossiers: dossiers.map(own).collect(),
            joined: self.line.joined.clone(),
            sent: self.own_submissions().await?,
            received: received.map(self::received).collect(),
            packs: lines(tables::PACKS).await?.into_iter().map(pack).collect(),
            named,
            missing,
            sealed: self.line.passphrase.is_some(),
            device,
        })
    }

    async fn memory(&self) -> Result<Memory, Trouble> {
        let prefix = seen_prefix(&self.line.id);
        let rows = remote::texts(tables::SEEN, &prefix).await.map_err(trouble)?;
        let seen = |(key, json): (String, String)| {
            // A row that cannot be read is as if it were not: the file is read again.
            Some((key.strip_prefix(&prefix)?.to_owned(), serde_json::from_str(&json).ok()?))
        };
        Ok(rows.into_iter().filter_map(seen).collect())
    }

    async fn remember(&self, path: &str, seen: Option<&Seen>) -> Result<(), Trouble> {
        self.remember_all(&[(path.to_owned(), seen.cloned())]).await
    }

    async fn seal(&self, bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
        if self.line.passphrase.is_none() {
            return Ok(bytes.to_vec());
        }
        let passphrase = self.line.known_passphrase().ok_or(Trouble::NoPassphrase)?;
        seal::seal(bytes, &passphrase).await.map_err(|_| Trouble::Engine)
    }

    async fn unseal(&self, bytes: &[u8]) -> Result<Result<Vec<u8>, Shut>, Trouble> {
        if !seal::is_sealed(bytes) {
            let open = self.line.passphrase.is_none();
            return Ok(if open { Ok(bytes.to_vec()) } else { Err(Shut::NotSealed) });
        }
        if self.line.passphrase.is_none() {
            return Ok(Err(Shut::Another));
        }
        let passphrase = self.line.known_passphrase().ok_or(Trouble::NoPassphrase)?;
        Ok(match seal::open(bytes, &passphrase).await.map_err(|_| Trouble::Engine)? {
            seal::Opened::Bytes(bytes) => Ok(bytes),
            seal::Opened::WrongPassphrase => Err(Shut::Another),
            seal::Opened::Broken => Err(Shut::Broken),
        })
    }

    async fn take(
        &self,
        path: &str,
        bytes: &[u8],
        photos: &BTreeMap<FileHash, Vec<u8>>,
    ) -> Result<Verdict, Trouble> {
        let files = photos.keys().map(|hash| hash.0.clone()).collect();
        let mut blobs = vec![Blob::from(bytes)];
        blobs.extend(photos.values().map(|bytes| Blob::from(bytes.as_slice())));
        let checked = engine::ask(&Request::Check { files }, &blobs).await;
        let Ok((Response::Checked { found, files, problems, needs }, blobs)) = checked else {
            return Err(Trouble::Engine);
        };
        if !needs.is_empty() {
            return Ok(Verdict::Needs(needs));
        }
        let Some(found) = found else { return Ok(Verdict::Refused(problems)) };
        if let Err(problem) = is_in_place(path, &found) {
            return Ok(Verdict::Refused(vec![problem]));
        }
        // Opened by hand it is looked at as the upper level sees it; here it is known.
        if let Found::Submission(summary) = &found
            && self.desk.is_own(summary).await.map_err(trouble)? == Some(true)
        {
            return Ok(Verdict::Taken(Took::Nothing, String::new()));
        }
        let took = match self.desk.take_found(found, files, blobs).await {
            Outcome::Submission(summary, arrival) => match arrival {
                Arrival::AlreadyHere | Arrival::Refused(_) => Took::Nothing,
                Arrival::New | Arrival::Newer | Arrival::Older | Arrival::Fork => {
                    Took::Submission { unit: summary.name, seq: summary.seq }
                }
            },
            Outcome::Own(summary) => Took::Submission { unit: summary.name, seq: summary.seq },
            Outcome::Device(file, merging) => {
                if file.device == self.desk.device.get_value() && merging.is_news() {
                    self.desk.become_another_device().await.map_err(trouble)?;
                }
                let took = match merging {
                    Merging::Done(0, _) | Merging::Forgotten => Took::Nothing,
                    Merging::Done(fields, conflicts) => {
                        Took::Device { unit: file.name, by: file.by, fields, conflicts }
                    }
                    Merging::Held(loss) => return Ok(Verdict::Held(loss)),
                };
                return Ok(Verdict::Taken(took, file.state));
            }
            Outcome::Review(line) => {
                let by = if line.reviewer.is_empty() { line.by } else { line.reviewer };
                Took::Receipt { by, seq: line.seq }
            }
            Outcome::Pack(line) => Took::Pack { title: line.title.vi },
            Outcome::Bad(problems) => return Ok(Verdict::Refused(problems)),
            // Sealed once more inside, or a backup, which has no place here.
            Outcome::Backup(_) | Outcome::Sealed(_) => return Ok(Verdict::Refused(vec![])),
            Outcome::Full => return Err(Trouble::Full),
            Outcome::NotStored => return Err(Trouble::Storage),
            Outcome::Unreadable => return Err(Trouble::Engine),
        };
        Ok(Verdict::Taken(took, String::new()))
    }

    async fn make(&self, write: &Write, unless: Option<&str>) -> Result<Made, Trouble> {
        self.make_file(write, unless).await
    }

    async fn says_same(&self, write: &Write, bytes: &[u8]) -> Result<bool, Trouble> {
        let Write::Receipt(sent) = write else { return Ok(false) };
        let request = Request::Check { files: vec![] };
        let checked = engine::ask(&request, &[Blob::from(bytes)]).await;
        let Ok((Response::Checked { found, .. }, _)) = checked else {
            return Err(Trouble::Engine);
        };
        Ok(matches!(found, Some(Found::Review(line)) if line.submission == sent.digest))
    }

    async fn remember_all(&self, all: &[(String, Option<Seen>)]) -> Result<(), Trouble> {
        let op = |(path, seen): &(String, Option<Seen>)| match seen {
            Some(seen) => put_json(tables::SEEN, self.key(path), seen),
            None => Op::Delete(tables::SEEN, self.key(path)),
        };
        remote::write(all.iter().map(op).collect()).await.map_err(trouble)
    }

    async fn file(&self, hash: &FileHash) -> Result<Option<Vec<u8>>, Trouble> {
        let bytes = remote::bytes(tables::FILES, hash.as_str()).await.map_err(trouble)?;
        Ok(bytes.map(|bytes| bytes.to_vec()))
    }

    async fn is_file(&self, hash: &FileHash, bytes: &[u8]) -> Result<bool, Trouble> {
        match engine::ask(&Request::Hash, &[Blob::from(bytes)]).await {
            Ok((Response::Hash(found), _)) => Ok(found == *hash),
            _ => Err(Trouble::Engine),
        }
    }

    async fn keep(&self, hash: &FileHash, bytes: &[u8]) -> Result<(), Trouble> {
        let mut mime = None;
        for line in self.dossiers().await? {
            let state = merging::load(&line.id).await.map_err(trouble)?.state;
            mime = mime.or_else(|| making::files_of(&state).remove(hash));
        }
        let mime = mime.filter(|mime| !mime.is_empty());
        let mime = mime.unwrap_or_else(|| "application/octet-stream".to_owned());
        remote::write(vec![
            Op::Put(tables::FILES, hash.0.clone(), Value::Bytes(Blob::from(bytes))),
            Op::Put(tables::FILE_TYPES, hash.0.clone(), Value::Text(mime)),
        ])
        .await
        .map_err(trouble)
    }

    fn is_cancelled(&self) -> bool {
        self.stop.is_stopped()
    }

    fn progress(&self, done: usize, of: usize) {
        self.desk.running.progress.set((done, of));
    }
}

/// A dossier of this browser, by its id.
pub(super) async fn line_of(id: &DossierId) -> Result<Option<DossierLine>, Trouble> {
    let json = remote::text(tables::DOSSIERS, id.as_str()).await.map_err(trouble)?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
}
