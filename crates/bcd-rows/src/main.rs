//! `bcd-rows DRIVE FOLDER`: the submissions of a drive as JSON lines. `docs/scale.md` says what for.

use bcd_rows::drive::{Exported, ITEMS, LEFT_OUT, SUBMISSIONS, export};
use std::{path::Path, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [drive, folder] = arguments.as_slice() else {
        eprintln!(
            "bcd-rows DRIVE FOLDER\n\nReads DRIVE/submissions/*/* and writes {SUBMISSIONS}, {ITEMS} and {LEFT_OUT} into FOLDER."
        );
        return ExitCode::FAILURE;
    };
    match export(Path::new(drive), Path::new(folder)) {
        Ok(Exported { submissions, left_out }) => {
            println!("{submissions} submissions; {left_out} files left out, see {LEFT_OUT}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("bcd-rows: {drive} to {folder}: {error}");
            ExitCode::FAILURE
        }
    }
}
