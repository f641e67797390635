//! The module of the drives for the browser tests: built into `target/contract/`, never shipped.

use crate::process::{command, run};
use crate::project::Project;
use crate::tools::{self, rust_target, webdav};
use anyhow::Result;

/// Makes sure of the module, and of the servers that it is tested with.
pub fn ensure(project: &Project) -> Result<()> {
    webdav::ensure(project)?;
    rust_target::ensure(project)?;
    let mut cargo = command("cargo", project.root());
    cargo.args(["build", "--quiet", "--package", "bcd-sync", "--bin", "contract"]);
    // As a developer's build: what overflows or is out of bounds says so.
    run(cargo.args(["--target", rust_target::WASM]))?;
    let target = project.root().join("target");
    let module = target.join(rust_target::WASM).join("debug/contract.wasm");
    let mut bindgen = command(tools::wasm_bindgen(project)?, project.root());
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]);
    run(bindgen.arg(target.join("contract")).arg(module))
}
