//! Writes one document of each kind as DOCX, XLSX, CSV and HTML, to be looked at, and
//! the draft it is made of as JSON:
//! `cargo run -p bcd-papers --example sample_papers -- FOLDER`.

#[path = "../../bcd-core/examples/support/papers.rs"]
mod papers;

use bcd_core::paper::job::{MadePaper, Output, PaperJob};
use bcd_papers::work::handle;
use std::{error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let css = include_str!("../../../style/paper.css");
    for (name, draft) in papers::all() {
        // What the page sends, for measuring.
        fs::write(folder.join(format!("{name}.json")), serde_json::to_string(&draft)?)?;
        for (output, ending) in [
            (Output::Html, "html"),
            (Output::Docx, "docx"),
            (Output::Xlsx, "xlsx"),
            (Output::Csv, "csv"),
        ] {
            let request = PaperJob { draft: draft.clone(), output };
            let (response, blobs) = handle(&request);
            let bytes = match response {
                MadePaper::Html(body) => {
                    let head = format!(
                        "<meta charset=\"utf-8\"><style>body {{ margin: 0 }} {css}</style>"
                    );
                    format!("<!doctype html><html lang=\"vi\"><head>{head}</head><body>{body}</body></html>")
                        .into_bytes()
                }
                MadePaper::File { .. } => blobs.concat(),
                MadePaper::Failed(why) => {
                    println!("{name}.{ending}: {why}");
                    continue;
                }
            };
            fs::write(folder.join(format!("{name}.{ending}")), bytes)?;
        }
    }
    Ok(())
}
