//! `cargo xtask scale`: the queries of docs/scale.md on a made-up province.

use crate::process::{command, run};
use crate::project::Project;
use crate::tools;
use anyhow::Result;

/// Enough for every fate of a unit, and small enough for a check.
const SMALL: [&str; 4] = ["--units", "60", "--clusters", "6"];

/// Makes a province in `target/scale`, and asks DuckDB and Spark what docs/scale.md asks; `arguments`
/// are those of `make_province`, for another size.
///
/// # Errors
/// An answer is not what is known of the province, or a tool is missing.
pub fn scale(project: &Project, arguments: &[String]) -> Result<()> {
    let python = tools::python::ensure(project)?;
    let folder = project.root().join("target/scale");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let mut make = command("cargo", project.root());
    make.args(["run", "--quiet", "--package", "bcd-core", "--example", "make_province", "--"]);
    make.arg(&folder);
    match arguments {
        [] => run(make.args(SMALL))?,
        given => run(make.args(given))?,
    }
    let check = project.tests().join("scale/check.py");
    run(command(python, project.root()).arg(check).arg(&folder))
}
