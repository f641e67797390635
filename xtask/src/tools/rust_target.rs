//! The compilation target of the browser, by rustup.

use crate::process::{command, find_on_path, output, run, say};
use crate::project::Project;
use anyhow::{Result, bail};
use std::path::Path;

pub const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that the standard library for WebAssembly is installed.
pub fn ensure(project: &Project) -> Result<()> {
    let mut sysroot = command("rustc", project.root());
    let sysroot = output(sysroot.args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).exists() {
        return Ok(());
    }
    if find_on_path("rustup").is_none() {
        bail!("Rust has no target {WASM}, and there is no rustup to add it: see https://rustup.rs");
    }
    say(format!("adding the Rust target {WASM} (a download of about 20 MB)"));
    run(command("rustup", project.root()).args(["target", "add", WASM]))
}
