//! The tools of a build: found where they are, built where they are not.

mod apt;
mod browser;
mod cargo_binary;
pub mod chromium;
pub mod firefox;
pub mod node_modules;
pub mod office;
pub mod python;
pub mod rust_target;
pub mod webdav;
pub mod webkit;

use crate::cargo_lock;
use crate::process::path_with;
use crate::project::Project;
use anyhow::Result;
use cargo_binary::CargoBinary;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Later versions ask for a newer Rust than `rust-toolchain.toml` names.
const TRUNK: &str = "0.21.14";

/// The package that wasm-bindgen is built from.
const WASM_BINDGEN: &str = "xtask/tools/wasm-bindgen";

/// Tools that are ready to use.
pub struct BuildTools {
    trunk: PathBuf,
    directories: Vec<PathBuf>,
}

impl BuildTools {
    pub fn trunk(&self) -> &Path {
        &self.trunk
    }

    /// PATH for Trunk, which then finds wasm-bindgen and wasm-opt and downloads nothing.
    pub fn path(&self) -> Result<OsString> {
        path_with(&self.directories)
    }
}

/// Makes sure of everything that `trunk build` needs.
pub fn ensure(project: &Project) -> Result<BuildTools> {
    rust_target::ensure(project)?;
    node_modules::ensure(project)?;
    let trunk = CargoBinary::trunk(TRUNK).ensure()?;
    let bindgen = wasm_bindgen(project)?;
    let mut directories = vec![node_modules::bin(project)];
    directories.extend(bindgen.parent().map(Path::to_owned));
    Ok(BuildTools { trunk, directories })
}

/// The program wasm-bindgen. It and the crate must be of the same version, to the last digit.
pub fn wasm_bindgen(project: &Project) -> Result<PathBuf> {
    let version = cargo_lock::version_of(&project.read(&project.cargo_lock())?, "wasm-bindgen")?;
    CargoBinary::wasm_bindgen(&version, project.root().join(WASM_BINDGEN)).ensure()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Our package of wasm-bindgen is a program of the locked version, and its lock names what it is
    /// made of by digest.
    #[test]
    fn wasm_bindgen_is_built_from_the_locked_version() {
        let project = Project::find().unwrap();
        let locked = project.read(&project.cargo_lock()).unwrap();
        let version = cargo_lock::version_of(&locked, "wasm-bindgen").unwrap();
        let folder = project.root().join(WASM_BINDGEN);
        let package = project.read(&folder.join("Cargo.toml")).unwrap();
        assert!(package.contains(&format!("\nversion = \"{version}\"")));
        assert!(package.contains(&format!("wasm-bindgen-cli = {{ version = \"={version}\"")));
        let lock = project.read(&folder.join("Cargo.lock")).unwrap();
        assert_eq!(cargo_lock::version_of(&lock, "wasm-bindgen-cli").unwrap(), version);
        assert_eq!(crate::origin::faults(&lock, &["wasm-bindgen"]), [""; 0]);
    }

    /// Trunk downloads a tool of its own when its file names another version than is on PATH.
    #[test]
    fn trunk_toml_names_the_locked_versions() {
        let project = Project::find().unwrap();
        let trunk = project.read(&project.root().join("Trunk.toml")).unwrap();
        let lock = project.read(&project.cargo_lock()).unwrap();
        let bindgen = cargo_lock::version_of(&lock, "wasm-bindgen").unwrap();
        assert!(trunk.contains(&format!("wasm_bindgen = \"{bindgen}\"")));

        let packages = project.read(&project.tests().join("package.json")).unwrap();
        let packages: serde_json::Value = serde_json::from_str(&packages).unwrap();
        let binaryen = packages["devDependencies"]["binaryen"].as_str().unwrap();
        let major = binaryen.split('.').next().unwrap();
        assert!(trunk.contains(&format!("wasm_opt = \"version_{major}\"")));
    }
}
