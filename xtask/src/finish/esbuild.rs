//! esbuild, as a filter from standard input to standard output.

use crate::process::command;
use crate::project::Project;
use crate::tools::node_modules;
use anyhow::{Context, Result, bail};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// Old enough for the phones that are in use; what WebAssembly needs is newer than ES2020.
const TARGET: &str = "--target=es2020,chrome88,firefox89,safari15";

/// The bundler, ready to run.
pub struct Esbuild {
    program: PathBuf,
    minify: bool,
}

impl Esbuild {
    pub fn new(project: &Project, minify: bool) -> Result<Self> {
        node_modules::ensure(project)?;
        Ok(Self { program: node_modules::program(project, "esbuild"), minify })
    }

    /// One script out of `source` and the files in `directory` that it imports.
    pub fn bundle(&self, source: &str, directory: &Path) -> Result<Vec<u8>> {
        self.filter(source, directory, &["--bundle", "--format=esm"])
    }

    /// One classic script that leaves no names behind.
    pub fn classic(&self, source: &str, directory: &Path) -> Result<Vec<u8>> {
        self.filter(source, directory, &["--format=iife"])
    }

    pub fn css(&self, source: &str, directory: &Path) -> Result<Vec<u8>> {
        self.filter(source, directory, &["--loader=css"])
    }

    fn filter(&self, source: &str, directory: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
        let mut esbuild = command(&self.program, directory);
        esbuild.args(arguments).args([TARGET, "--charset=utf8", "--log-level=warning"]);
        esbuild.args(["--legal-comments=none"]);
        if self.minify {
            esbuild.arg("--minify");
        }
        let mut child = esbuild
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", self.program.display()))?;
        // esbuild reads everything before it writes anything, so this cannot block for good.
        let mut input = child.stdin.take().context("esbuild has no standard input")?;
        input.write_all(source.as_bytes()).context("esbuild stopped reading")?;
        drop(input);
        let output = child.wait_with_output().context("cannot wait for esbuild")?;
        if !output.status.success() {
            bail!("esbuild failed: {}", output.status);
        }
        Ok(output.stdout)
    }
}
