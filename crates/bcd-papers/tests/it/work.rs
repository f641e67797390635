//! The worker's messages.

use crate::samples;
use bcd_core::paper::job::{MadePaper, Output, PaperJob};
use bcd_core::paper::{Paper, build::Draft, sheet::sheets};
use bcd_papers::{work::handle, xlsx};

#[test]
fn every_kind_of_document_becomes_every_kind_of_file() {
    for (name, draft) in samples::all() {
        for (output, ending, magic) in [
            (Output::Docx, ".docx", &b"PK"[..]),
            (Output::Xlsx, ".xlsx", b"PK"),
            (Output::Csv, ".csv", "\u{FEFF}".as_bytes()),
        ] {
            let json = serde_json::to_string(&PaperJob { draft: draft.clone(), output }).unwrap();
            let (response, blobs) = handle(&serde_json::from_str(&json).unwrap());
            let MadePaper::File { name: file, mime } = response else {
                panic!("{name}: {response:?}")
            };
            assert!(file.ends_with(ending) && file.is_ascii() && mime.contains('/'), "{file}");
            assert!(blobs.len() == 1 && blobs[0].starts_with(magic), "{name}{ending}");
        }
        let (response, blobs) = handle(&PaperJob { draft, output: Output::Html });
        assert!(matches!(response, MadePaper::Html(html) if html.contains("paper-head")));
        assert!(blobs.is_empty());
    }
}

#[test]
fn a_document_without_tables_has_no_sheets() {
    let draft = Draft::Paper(Box::<Paper>::default());
    for output in [Output::Xlsx, Output::Csv] {
        let (response, blobs) = handle(&PaperJob { draft: draft.clone(), output });
        assert!(matches!(response, MadePaper::Failed(_)) && blobs.is_empty());
    }
    let (response, _) = handle(&PaperJob { draft, output: Output::Docx });
    assert!(matches!(response, MadePaper::File { .. }));
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    for (name, draft) in samples::all() {
        let sheets = sheets(&draft.paper());
        assert!(xlsx(&sheets).unwrap() == xlsx(&sheets).unwrap(), "{name}");
    }
}
