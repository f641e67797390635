//! The files that a sync writes.

use super::{side::Side, trouble};
use crate::{
    bytes::Bytes,
    exchange::{documents::Documents, outgoing::SendError},
    store::tables,
};
use bcd_core::{
    engine::{Request, Response},
    format::problem::{Code, Problem},
    id::FileHash,
    sync::plan::Write,
};
use bcd_sync::local::{MadeFile, Out, Trouble};

impl Side {
    /// Makes a file. With `unless`, not if its body has this digest.
    pub(super) async fn make_file(
        &self,
        write: &Write,
        unless: Option<&str>,
    ) -> Result<MadeFile, Trouble> {
        let core = self.syncing.core;
        let documents = Documents(core);
        let mut mark = None;
        let (request, files) = match write {
            Write::Device(own) => {
                let line = core.disk().row(tables::DOSSIERS, own.dossier.as_str()).await;
                // The dossier was deleted since the sync began.
                let Some(line) = line.map_err(trouble)? else { return Ok(MadeFile::Gone) };
                let body = documents.device_body(&line).await.map_err(not_made)?;
                let files = body.files.keys().cloned().collect();
                let head = documents.head_of(&line).await.map_err(not_made)?;
                let unless = unless.map(str::to_owned);
                (Request::Device { head, body, carried: vec![], unless }, files)
            }
            Write::Submission(sent) if sent.stays => {
                return Ok(MadeFile::Bad(vec![Problem::whole(Code::PhotoStays, &[&sent.seq])]));
            }
            Write::Submission(sent) => return self.stored(&sent.digest, sent.files.clone()).await,
            Write::Pack(pack) => return self.stored(&pack.digest, vec![]).await,
            Write::Rollup(it) => return self.stored(&it.digest, vec![]).await,
            Write::Review(case) | Write::Case(case) => {
                // What it says is known by its mark, not by making it.
                if unless == Some(&case.mark) {
                    return Ok(MadeFile::Same);
                }
                mark = Some(case.mark.clone());
                match documents.review(&case.id).await {
                    Ok(made) => made,
                    // Another tab chose another office, or the submissions were removed, since the
                    // sync looked.
                    Err(SendError::NoOffice) => return Ok(MadeFile::Gone),
                    Err(error) => return Err(not_made(error)),
                }
            }
        };
        match core.make(&request, &[]).await {
            Ok((Response::Unchanged, _)) => Ok(MadeFile::Same),
            Ok((Response::Made { problems, .. }, _)) if !problems.is_empty() => {
                Ok(MadeFile::Bad(problems))
            }
            Ok((Response::Made { body, .. }, written)) => {
                let bytes = written.get(1).map(Bytes::to_vec).ok_or(Trouble::Engine)?;
                Ok(MadeFile::Out(Out { bytes, state: mark.unwrap_or(body), files }))
            }
            _ => Err(Trouble::Engine),
        }
    }

    async fn stored(&self, digest: &str, files: Vec<FileHash>) -> Result<MadeFile, Trouble> {
        let bytes = self.syncing.core.disk().bytes(tables::DOCUMENTS, digest).await;
        // A line whose document is missing cannot be sent.
        let Some(bytes) = bytes.map_err(trouble)? else { return Ok(MadeFile::Gone) };
        Ok(MadeFile::Out(Out { bytes: bytes.to_vec(), state: digest.to_owned(), files }))
    }
}

// Why a document could not be made.
pub(super) fn not_made(error: SendError) -> Trouble {
    match error {
        SendError::Store(error) => trouble(error),
        SendError::Problems(_) | SendError::NoOffice | SendError::Sample | SendError::Engine(_) => {
            Trouble::Engine
        }
    }
}
