//! LibreOffice and Poppler, which read back the documents that the app makes.

use super::apt;
use crate::process::find_on_path;
use crate::project::Project;
use anyhow::Result;

const PROGRAMS: &[&str] = &["soffice", "pdftotext", "pdfinfo"];
const PACKAGES: &[&str] = &[
    "libreoffice-writer-nogui",
    "libreoffice-calc-nogui",
    "poppler-utils",
    "fonts-liberation",
    "fonts-noto-core",
];

/// Makes sure that documents can be read back.
pub fn ensure(project: &Project) -> Result<()> {
    let what = "LibreOffice (Writer and Calc) and Poppler, with which the tests read documents";
    apt::ensure(project, PACKAGES, missing, what)
}

fn missing() -> Vec<&'static str> {
    PROGRAMS.iter().filter(|program| find_on_path(program).is_none()).copied().collect()
}
