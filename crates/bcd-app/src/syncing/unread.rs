//! Files of a drive at which a worker ends: it was the file, if the worker answers another question then.
//! Such a file is refused once and named in every sync, or it would end each before anything is written.

use super::side::Side;
use crate::bytes::Bytes;
use bcd_core::{
    engine::Request,
    format::problem::{Code, Problem},
    sync::plan::Write,
};
use bcd_sync::local::{StaysShut, Trouble, Verdict};

impl Side {
    async fn engine_answers(&self) -> bool {
        self.syncing.core.ask(&Request::Hash, &[Bytes::from(&b""[..])]).await.is_ok()
    }

    /// What becomes of a file at which the engine ended.
    ///
    /// # Errors
    /// [`Trouble::Engine`] if it cannot be asked anything.
    pub(super) async fn unread(&self) -> Result<Verdict, Trouble> {
        match self.engine_answers().await {
            true => Ok(Verdict::Refused(vec![Problem::whole(Code::EndsReading, &[])])),
            false => Err(Trouble::Engine),
        }
    }

    /// Whether a file on the drive says the same as a document to be written. One that cannot be read does
    /// not, and is written over.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) async fn says_same_or_unread(
        &self,
        write: &Write,
        bytes: &[u8],
    ) -> Result<bool, Trouble> {
        match self.says_same_case(write, bytes).await {
            Err(Trouble::Engine) if self.engine_answers().await => Ok(false),
            said => said,
        }
    }

    /// The bytes of a file of the drive. At which the sealer ends, stays shut.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) async fn open_file_or_unread(
        &self,
        path: &str,
        bytes: &[u8],
    ) -> Result<Result<Vec<u8>, StaysShut>, Trouble> {
        let opened = self.open_file(path, bytes).await;
        let sealer = self.syncing.core.tools().sealer.clone();
        match opened {
            // Words are the least that it can be asked for.
            Err(Trouble::Engine) if sealer.offer().await.is_ok() => Ok(Err(StaysShut::Broken)),
            opened => opened,
        }
    }
}
