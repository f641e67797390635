//! The engine and the papers, in their workers.

use super::{
    Blob,
    worker::{self, Module},
};
use bcd_core::{
    engine::{Request, Response},
    paper::{
        agenda::{Agenda, Calendar},
        job::{self, Job},
    },
};

/// Asks the engine.
///
/// # Errors
/// A text for the error report: the worker could not be loaded or died.
pub async fn ask(request: &Request, blobs: &[Blob]) -> Result<(Response, Vec<Blob>), String> {
    match worker::ask(Module::Engine, request, blobs).await? {
        (Response::Failed(why), _) => Err(why),
        answer => Ok(answer),
    }
}

/// Has an official document made.
///
/// # Errors
/// A text for the error report: the worker could not be loaded or died, or could not make it.
pub async fn make(job: &Job) -> Result<(job::Made, Vec<Blob>), String> {
    match worker::ask(Module::Papers, job, &[]).await? {
        (job::Made::Failed(why), _) => Err(why),
        answer => Ok(answer),
    }
}

/// Has a calendar made: its bytes.
///
/// # Errors
/// A text for the error report, as above.
pub async fn calendar(calendar: Agenda) -> Result<Blob, String> {
    match worker::ask(Module::Papers, &Calendar { calendar }, &[]).await? {
        (job::Made::Failed(why), _) => Err(why),
        (_, blobs) => blobs.into_iter().next().ok_or_else(|| "an answer without bytes".to_owned()),
    }
}
