//! The work as messages, for the worker.

use crate::{Fault, docx, xlsx};
use bcd_core::paper::{self, Paper, build::Draft, sheet};
use serde::{Deserialize, Serialize};

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The document, or what it is made of.
    pub draft: Draft,
    /// As what.
    pub output: Output,
}

/// What a document becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Output {
    /// The print preview.
    Html,
    /// A file for Word and LibreOffice.
    Docx,
    /// Its tables for Excel and LibreOffice.
    Xlsx,
    /// Its first table as plain text.
    Csv,
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// The print preview, for `style/paper.css`.
    Html(String),
    /// A file. Blobs: its bytes.
    File {
        /// A name that people can read and every system takes.
        name: String,
        /// Its media type.
        mime: String,
    },
    /// It could not be done; a text for the error report, not for people.
    Failed(String),
}

/// Does what is asked. Pure: the same request gives the same answer.
pub fn handle(request: &Request) -> (Response, Vec<Vec<u8>>) {
    let paper = request.draft.paper();
    let made = match request.output {
        Output::Html => return (Response::Html(paper::html(&paper)), vec![]),
        Output::Docx => docx(&paper),
        Output::Xlsx => xlsx::of_paper(&paper),
        Output::Csv => csv(&paper),
    };
    match made {
        Ok(bytes) => {
            let (ending, mime) = ending(request.output);
            let name = paper.file_name(ending);
            (Response::File { name, mime: mime.to_owned() }, vec![bytes])
        }
        Err(fault) => (Response::Failed(fault.to_string()), vec![]),
    }
}

fn csv(paper: &Paper) -> Result<Vec<u8>, Fault> {
    let sheets = sheet::sheets(paper);
    let first = sheets.first().ok_or(Fault::NoTable)?;
    Ok(sheet::csv(&first.table).into_bytes())
}

fn ending(output: Output) -> (&'static str, &'static str) {
    match output {
        Output::Html => ("html", "text/html"),
        Output::Docx => {
            ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        }
        Output::Xlsx => {
            ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        }
        Output::Csv => ("csv", "text/csv"),
    }
}
