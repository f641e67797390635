//! Programs written in Rust that a build calls, each at one exact version.

use super::release_archive;
use crate::process::{command, find_on_path, output, run, say};
use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};

/// Whether a compilation follows the lock file that the crate was published with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PublishedLock {
    Follow,
    /// The lock file names crate versions that some registries do not hold.
    Ignore,
}

/// A compilation that ends soon. A tool works for seconds in a build; its own release profile, made
/// for archives, takes minutes more on one core.
const QUICK: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
];

/// A program, and the ways to get it.
pub struct CargoBinary {
    program: &'static str,
    package: &'static str,
    version: String,
    lock: PublishedLock,
    /// What of the package a build calls, as arguments of `cargo install`.
    parts: &'static [&'static str],
    /// The archive of the project's own release; none for an unknown platform.
    archive: Option<String>,
}

impl CargoBinary {
    pub fn trunk(version: &str) -> Self {
        let base = "https://github.com/trunk-rs/trunk/releases/download";
        Self {
            program: "trunk",
            package: "trunk",
            version: version.to_owned(),
            lock: PublishedLock::Follow,
            parts: &["--no-default-features", "--features", "rustls"],
            archive: release_archive::platform("gnu")
                .map(|platform| format!("{base}/v{version}/trunk-{platform}.tar.gz")),
        }
    }

    pub fn wasm_bindgen(version: &str) -> Self {
        let base = "https://github.com/wasm-bindgen/wasm-bindgen/releases/download";
        Self {
            program: "wasm-bindgen",
            package: "wasm-bindgen-cli",
            version: version.to_owned(),
            lock: PublishedLock::Ignore,
            parts: &["--bin", "wasm-bindgen"],
            archive: release_archive::platform("musl").map(|platform| {
                format!("{base}/{version}/wasm-bindgen-{version}-{platform}.tar.gz")
            }),
        }
    }

    /// The path of the program, after fetching or compiling it if it is not there.
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
        self.install(&root, &path)?;
        if !self.is_version_of(&path) {
            bail!("{} is not {} {}", path.display(), self.program, self.version);
        }
        Ok(path)
    }

    fn install(&self, root: &Path, path: &Path) -> Result<()> {
        let (program, version) = (self.program, &self.version);
        if find_on_path("cargo-binstall").is_some() {
            say(format!("{program} {version} by cargo-binstall into {}", root.display()));
            let package = format!("{}@{version}", self.package);
            let mut cargo = command("cargo", root);
            cargo.args(["binstall", "--no-confirm", "--root"]).arg(root).arg(package);
            match run(&mut cargo) {
                Ok(()) if self.is_version_of(path) => return Ok(()),
                Ok(()) => say("cargo-binstall gave another version"),
                Err(error) => say(format!("{error:#}")),
            }
        }
        if let Some(url) = &self.archive {
            say(format!("{program} {version} from its release archive (seconds)"));
            match release_archive::install(url, program, path) {
                Ok(()) if self.is_version_of(path) => return Ok(()),
                Ok(()) => say("the archive holds a program that does not run here"),
                Err(error) => say(format!("no archive: {error:#}")),
            }
        }
        say(format!("compiling {program} {version}, once for this machine (5 to 15 minutes)"));
        let mut cargo = command("cargo", root);
        cargo.args(["install", self.package, "--version", version, "--force", "--root"]).arg(root);
        cargo.args(self.parts).envs(QUICK);
        if self.lock == PublishedLock::Follow {
            cargo.arg("--locked");
        }
        run(&mut cargo)
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
fn cache() -> Result<PathBuf> {
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
