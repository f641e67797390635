//! Evidence: photos, files, documents and links, added where the person picked them.

use crate::{
    bytes::Bytes,
    host::PickedFile,
    queue::NewFile,
    store::{StoreError, tables},
    workspace::Workspace,
};
use bcd_core::{
    command::{self, Command, fields_of},
    content,
    dossier::{Dossier, Evidence, EvidenceKind},
    id::{DossierId, EvidenceId, FileHash, ItemId},
};
use reactive_graph::prelude::*;
use std::sync::Arc;

/// The most bytes that a file other than a photo may have.
pub const FILE_MAX: u64 = 10 * 1024 * 1024;
/// The most bytes of a photo that the browser cannot shrink: phones take photos of 20 MB, and what
/// was photographed on the spot cannot be photographed again.
pub const PHOTO_MAX: u64 = 30 * 1024 * 1024;

/// Why a file was not taken as evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceRefused {
    /// It cannot be read or decoded.
    Unreadable,
    /// It has no bytes.
    Empty,
    /// Too large to be kept here.
    TooLarge,
    /// The dossier that it was picked for could not be read.
    NoDossier,
}

/// What became of a file that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceTaken {
    /// It is there as it should be.
    Well,
    /// A photo that this browser cannot decode, or a film; it is kept as a file. It stays in the
    /// unit, because the app cannot remove the place and the time that a camera stores in it, until
    /// a person lets it go up.
    Undecoded,
}

/// Makes further fields to set with a new piece of evidence, such as that it proves a record of the
/// year.
pub type Proves = Arc<dyn Fn(&EvidenceId, &Dossier) -> Vec<command::Set> + Send + Sync>;

/// What a new piece of evidence shows.
#[derive(Clone)]
pub enum Shows {
    /// An item of the checklist.
    Item(ItemId),
    /// A record of the year, and the items that the record serves.
    Record(Proves),
}

impl Shows {
    // The fields that add a piece with what it shows.
    fn sets(
        &self,
        id: &EvidenceId,
        mut evidence: Evidence,
        dossier: &Dossier,
    ) -> Vec<command::Set> {
        if let Self::Item(item) = self {
            evidence.items.insert(item.clone());
        }
        let mut sets = fields_of(Command::AddEvidence(id.clone(), Box::new(evidence)), dossier);
        if let Self::Record(proves) = self {
            sets.extend(proves(id, dossier));
        }
        sets
    }
}

/// The evidence of the open dossier.
#[derive(Clone, Copy)]
pub struct EvidenceBook {
    workspace: Workspace,
}

impl EvidenceBook {
    /// That of a workspace.
    pub fn new(workspace: Workspace) -> Self {
        Self { workspace }
    }

    /// Adds a piece to the open dossier with what it shows, in one step; answers its id.
    pub fn add(&self, shows: &Shows, evidence: Evidence) -> EvidenceId {
        let id = self.new_id();
        let sets = self.workspace.dossier.with_untracked(|d| shows.sets(&id, evidence, d));
        self.workspace.set_fields(sets);
        id
    }

    /// Adds a photo or a file to the dossier `into`, even if another one is open by then. Photos
    /// are shrunk first.
    ///
    /// # Errors
    /// [`EvidenceRefused`]; then nothing was taken.
    pub async fn take_file(
        &self,
        into: &DossierId,
        shows: &Shows,
        file: &dyn PickedFile,
    ) -> Result<EvidenceTaken, EvidenceRefused> {
        let (evidence, stored, taken) = self.read_file(file).await?;
        let id = self.new_id();
        let make = |dossier: &Dossier| shows.sets(&id, evidence.clone(), dossier);
        self.workspace
            .edit_in(into, vec![stored], make)
            .await
            .map_err(|_| EvidenceRefused::NoDossier)?;
        Ok(taken)
    }

    async fn read_file(
        &self,
        file: &dyn PickedFile,
    ) -> Result<(Evidence, NewFile, EvidenceTaken), EvidenceRefused> {
        if file.size() == 0 {
            return Err(EvidenceRefused::Empty);
        }
        // By its bytes: a name or a type of the browser is only a claim.
        let head = file.head(content::HEAD).await.ok_or(EvidenceRefused::Unreadable)?;
        let mime = content::media_type(&head);
        let image = mime.starts_with("image/");
        let small = if image { file.as_photo().await } else { None };
        let photo = small.is_some();
        let (bytes, mime) = match small {
            Some(small) => (small, "image/jpeg"),
            None if file.size() > if image { PHOTO_MAX } else { FILE_MAX } => {
                return Err(EvidenceRefused::TooLarge);
            }
            None => (file.read().await.ok_or(EvidenceRefused::Unreadable)?, mime),
        };
        let undrawn = mime.starts_with("image/") || mime.starts_with("video/");
        let taken = if undrawn && !photo { EvidenceTaken::Undecoded } else { EvidenceTaken::Well };
        let hash = self.workspace.host().hasher.hash(&bytes).await;
        let hash = hash.map_err(|_| EvidenceRefused::Unreadable)?;
        let evidence = Evidence {
            kind: if photo { EvidenceKind::Photo } else { EvidenceKind::File },
            file: Some(hash.clone()),
            mime: mime.to_owned(),
            name: file.name(),
            size: bytes.len() as u64,
            private: taken == EvidenceTaken::Undecoded,
            ..Evidence::default()
        };
        Ok((evidence, NewFile { hash: hash.0, mime: mime.to_owned(), bytes }, taken))
    }

    /// The bytes of a stored file; `None` if it is not here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn file(&self, hash: &FileHash) -> Result<Option<Bytes>, StoreError> {
        self.workspace.disk().bytes(tables::FILES, hash.as_str()).await
    }

    fn new_id(&self) -> EvidenceId {
        EvidenceId(self.workspace.host().ids.new_id())
    }
}
