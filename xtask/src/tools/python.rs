//! Python with the packages that read tables, in an environment of its own; and Java for one of them.

use super::apt;
use crate::digest;
use crate::process::{command, find_on_path, output, run, say};
use crate::project::Project;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

const LOCK: &str = "scale/requirements.txt";

/// The interpreter of an environment with the packages of `tests/scale/requirements.txt`, each by its
/// digests, after making it if it is not there.
pub fn ensure(project: &Project) -> Result<PathBuf> {
    let missing = || if find_on_path("python3").is_none() { vec!["python3"] } else { vec![] };
    apt::ensure(project, &["python3-venv"], missing, "Python 3 with venv")?;
    java(project)?;
    let lock = project.tests().join(LOCK);
    let text = project.read(&lock)?;
    let version = output(command("python3", project.root()).arg("--version"))?;
    let name = digest::full(format!("{version}{text}").as_bytes());
    let place = super::cargo_binary::cache()?.join(format!("python-{}", &name[..16]));
    let python = place.join("bin/python");
    let is_ready =
        || output(command(&python, project.root()).args(["-c", "import duckdb, pyspark"]));
    if is_ready().is_ok() {
        return Ok(python);
    }
    say("DuckDB and PySpark, once for this machine (a download of some 500 MB)");
    run(command("python3", project.root()).args(["-m", "venv", "--clear"]).arg(&place))?;
    let mut pip = command(&python, project.root());
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    run(pip.args(["--require-hashes", "--requirement"]).arg(&lock))?;
    is_ready().with_context(|| format!("{} does not have them", python.display()))?;
    Ok(python)
}

// Spark runs in it, from version 17 on.
fn java(project: &Project) -> Result<()> {
    let missing = || if find_on_path("java").is_none() { vec!["java"] } else { vec![] };
    apt::ensure(project, &["default-jre-headless"], missing, "a Java of 17 or later")?;
    if output(command("java", project.root()).arg("--version")).is_err() {
        bail!("`java --version` fails: install a Java of 17 or later");
    }
    Ok(())
}
