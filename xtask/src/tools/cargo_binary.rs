//! Programs written in Rust that a build calls, each at one exact version.

use crate::process::{command, find_on_path, output, run, say};
use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};

/// Where the sources of a program are named, with a lock file: so that every machine compiles the same
/// sources, of which the registry's index gives the SHA-256. Release archives are not taken: who could
/// replace one could replace the digest beside it.
enum Sources {
    /// The package of this name, with the lock file that it was published with.
    Package(&'static str),
    /// A package of this repository, in this folder.
    Here(PathBuf),
}

/// A compilation that ends soon. A tool works for seconds in a build; its own release profile, made
/// for archives, takes minutes more on one core.
const QUICK: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
];

/// A program, and where its sources are.
pub struct CargoBinary {
    program: &'static str,
    version: String,
    sources: Sources,
    /// What of the package a build calls, as arguments of `cargo install`.
    parts: &'static [&'static str],
}

impl CargoBinary {
    pub fn trunk(version: &str) -> Self {
        Self {
            program: "trunk",
            version: version.to_owned(),
            sources: Sources::Package("trunk"),
            parts: &["--no-default-features", "--features", "rustls"],
        }
    }

    /// In the folder of its package, which names the version.
    pub fn wasm_bindgen(version: &str, folder: PathBuf) -> Self {
        Self {
            program: "wasm-bindgen",
            version: version.to_owned(),
            sources: Sources::Here(folder),
            parts: &[],
        }
    }

    /// The path of the program, after compiling it if it is not there.
    pub fn ensure(&self) -> Result<PathBuf> {
        if let Some(path) = find_on_path(self.program).filter(|path| self.is_version_of(path)) {
            return Ok(path);
        }
        let root = cache()?.join(format!("{}-{}", self.program, self.version));
        let path = root.join("bin").join(format!("{}{}", self.program, env::consts::EXE_SUFFIX));
        if self.is_version_of(&path) {
            return Ok(path);
        }
        std::fs::create_dir_all(root.join("bin"))
            .with_context(|| format!("cannot create {}", root.display()))?;
        self.install(&root)?;
        if !self.is_version_of(&path) {
            bail!("{} is not {} {}", path.display(), self.program, self.version);
        }
        Ok(path)
    }

    fn install(&self, root: &Path) -> Result<()> {
        let (program, version) = (self.program, &self.version);
        say(format!("compiling {program} {version}, once for this machine (5 to 15 minutes)"));
        let mut cargo = command("cargo", root);
        cargo.args(["install", "--locked", "--force", "--root"]).arg(root);
        match &self.sources {
            Sources::Package(package) => {
                cargo.args([package, "--version"]).arg(format!("={version}"))
            }
            Sources::Here(folder) => cargo.arg("--path").arg(folder),
        };
        // Built apart: the flags of the app are not for it.
        let target = root.join("target");
        let built = run(cargo.args(self.parts).envs(QUICK).env("CARGO_TARGET_DIR", &target));
        // It only takes room from now on; what is left there does no harm.
        std::fs::remove_dir_all(&target).ok();
        built
    }

    fn is_version_of(&self, path: &Path) -> bool {
        let directory = env::temp_dir();
        path.is_file()
            && output(command(path, &directory).arg("--version"))
                .is_ok_and(|text| names_version(&text, &self.version))
    }
}

/// Whether the output of `--version`, such as `trunk 0.21.14`, names this version.
fn names_version(text: &str, version: &str) -> bool {
    text.split_whitespace().nth(1) == Some(version)
}

/// The tools of all checkouts of this user live in one place, so that a fresh
/// clone needs seconds.
pub fn cache() -> Result<PathBuf> {
    let directory = if let Some(directory) = env::var_os("XDG_CACHE_HOME") {
        PathBuf::from(directory)
    } else if let Some(directory) = env::var_os("LOCALAPPDATA") {
        PathBuf::from(directory)
    } else {
        let home = env::var_os("HOME").context("neither XDG_CACHE_HOME nor HOME is set")?;
        PathBuf::from(home).join(".cache")
    };
    Ok(directory.join("ba-chu-dong/tools"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_a_whole() {
        assert!(names_version("trunk 0.21.14\n", "0.21.14"));
        assert!(names_version("wasm-bindgen 0.2.130", "0.2.130"));
        assert!(!names_version("trunk 0.21.14", "0.21.1"));
        assert!(!names_version("", "0.21.1"));
    }
}
