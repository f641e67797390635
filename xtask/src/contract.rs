//! The modules that the browser tests run beside the app: the drives; the contract of the store with
//! the signing key.
//! Built into `target/contract/`, never shipped.

use crate::process::{command, run};
use crate::project::Project;
use crate::tools::{self, rust_target, webdav};
use anyhow::Result;

/// Package and program.
const MODULES: [(&str, &str); 2] = [("bcd-sync", "contract"), ("bcd-web", "store-contract")];

/// Makes sure of the modules, and of the servers that they are tested with.
pub fn ensure(project: &Project) -> Result<()> {
    webdav::ensure(project)?;
    rust_target::ensure(project)?;
    let target = project.root().join("target");
    for (package, program) in MODULES {
        let mut cargo = command("cargo", project.root());
        cargo.args(["build", "--quiet", "--package", package, "--bin", program]);
        // As a developer's build: what overflows or is out of bounds says so.
        run(cargo.args(["--target", rust_target::WASM]))?;
        let module = target.join(rust_target::WASM).join(format!("debug/{program}.wasm"));
        let mut bindgen = command(tools::wasm_bindgen(project)?, project.root());
        bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]);
        run(bindgen.arg(target.join("contract")).arg(module))?;
    }
    Ok(())
}
