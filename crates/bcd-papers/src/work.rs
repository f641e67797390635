//! The work as messages, for the worker.

use crate::{PaperError, calendar, docx, xlsx};
use bcd_core::paper::{
    self, Paper,
    agenda::Calendar,
    job::{MadePaper, Output, PaperJob},
    sheet,
};

/// Does what a message asks: a document, or a calendar.
///
/// # Errors
/// Where it is neither.
pub fn answer(json: &str) -> Result<(MadePaper, Vec<Vec<u8>>), serde_json::Error> {
    if let Ok(Calendar { calendar: agenda }) = serde_json::from_str(json) {
        let made =
            MadePaper::File { name: "lich.ics".to_owned(), mime: "text/calendar".to_owned() };
        return Ok((made, vec![calendar(&agenda).into_bytes()]));
    }
    serde_json::from_str(json).map(|job| handle(&job))
}

/// Does what is asked. Pure: the same request gives the same answer.
pub fn handle(request: &PaperJob) -> (MadePaper, Vec<Vec<u8>>) {
    let paper = request.draft.paper();
    let made = match request.output {
        Output::Html => return (MadePaper::Html(paper::html(&paper)), vec![]),
        Output::Docx => docx(&paper),
        Output::Xlsx => xlsx::of_paper(&paper),
        Output::Csv => csv(&paper),
    };
    match made {
        Ok(bytes) => {
            let (ending, mime) = ending(request.output);
            let name = paper.file_name(ending);
            (MadePaper::File { name, mime: mime.to_owned() }, vec![bytes])
        }
        Err(fault) => (MadePaper::Failed(fault.to_string()), vec![]),
    }
}

fn csv(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let sheets = sheet::sheets(paper);
    let first = sheets.first().ok_or(PaperError::NoTable)?;
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
