//! The engine and the press, in their workers.

use crate::{
    bytes::{from_js, to_js},
    worker::{self, Service},
};
use bcd_app::{
    bytes::Bytes,
    tools::{CalendarMaker, Engine, Later, Press},
};
use bcd_core::{
    engine::{Request, Response},
    paper::{
        agenda::{Agenda, Calendar},
        job::{MadePaper, PaperJob},
    },
};
use serde::{Serialize, de::DeserializeOwned};

/// The engine in its worker.
pub struct BrowserEngine;

impl Engine for BrowserEngine {
    fn ask(&self, request: &Request, blobs: &[Bytes]) -> Later<(Response, Vec<Bytes>)> {
        let service = match request {
            Request::Check { files } if files.len() > 1 => worker::freest(),
            _ => Service::Engine,
        };
        let asked = asked(service, request, blobs);
        Box::pin(async move {
            match asked.await? {
                (Response::Failed(why), _) => Err(why),
                answer => Ok(answer),
            }
        })
    }

    fn lanes(&self) -> usize {
        worker::lanes()
    }

    fn rest(&self) {
        worker::rest();
    }
}

/// The press in its worker.
pub struct BrowserPress;

/// Calendars, which the same worker makes.
pub struct BrowserCalendars;

impl Press for BrowserPress {
    fn make(&self, job: &PaperJob) -> Later<(MadePaper, Vec<Bytes>)> {
        let asked = asked(Service::Papers, job, &[]);
        Box::pin(async move {
            match asked.await? {
                (MadePaper::Failed(why), _) => Err(why),
                answer => Ok(answer),
            }
        })
    }
}

impl CalendarMaker for BrowserCalendars {
    fn calendar(&self, agenda: Agenda) -> Later<Bytes> {
        let asked = asked::<MadePaper>(Service::Papers, &Calendar { calendar: agenda }, &[]);
        Box::pin(async move {
            match asked.await? {
                (MadePaper::Failed(why), _) => Err(why),
                (_, blobs) => blobs.into_iter().next().ok_or("an answer without bytes".to_owned()),
            }
        })
    }
}

// The request is serialised immediately, so it need not live until the answer arrives.
pub(crate) fn asked<A: DeserializeOwned + 'static>(
    service: Service,
    question: &impl Serialize,
    blobs: &[Bytes],
) -> Later<(A, Vec<Bytes>)> {
    let json = serde_json::to_string(question).map_err(|error| error.to_string());
    let blobs = blobs.iter().map(to_js).collect();
    Box::pin(async move {
        let (json, blobs) = worker::ask_text(service, &json?, blobs).await?;
        let answer = serde_json::from_str(&json).map_err(|error| error.to_string())?;
        Ok((answer, blobs.into_iter().map(from_js).collect()))
    })
}
