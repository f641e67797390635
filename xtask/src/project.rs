//! Where things are in this repository.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The checkout that xtask works in.
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// Finds the checkout that holds this xtask, from any current directory.
    pub fn find() -> Result<Self> {
        // Cargo sets the variable at run time. The path of the compilation is
        // only a fallback: two checkouts may share one target directory.
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .parent()
            .with_context(|| format!("{} has no parent directory", manifest.display()))?;
        Ok(Self { root: root.to_owned() })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn tests(&self) -> PathBuf {
        self.root.join("tests")
    }

    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    pub fn cargo_lock(&self) -> PathBuf {
        self.root.join("Cargo.lock")
    }

    /// The limits on what is loaded, in bytes of brotli.
    pub fn limits(&self) -> PathBuf {
        self.root.join("xtask/limits.json")
    }

    /// Reads a file, and names it in the error.
    pub fn read(&self, path: &Path) -> Result<String> {
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
    }
}
