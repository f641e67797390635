//! The directory in which Trunk assembled a build.

use crate::digest;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Paths in here are relative, with forward slashes, as they are in an address.
pub struct Staging(PathBuf);

impl Staging {
    pub fn new(directory: PathBuf) -> Self {
        Self(directory)
    }

    pub fn directory(&self) -> &Path {
        &self.0
    }

    pub fn exists(&self, path: &str) -> bool {
        self.0.join(path).exists()
    }

    pub fn read(&self, path: &str) -> Result<String> {
        String::from_utf8(self.bytes(path)?).with_context(|| format!("{path} is not UTF-8"))
    }

    pub fn bytes(&self, path: &str) -> Result<Vec<u8>> {
        std::fs::read(self.0.join(path)).with_context(|| format!("the build has no {path}"))
    }

    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        std::fs::write(self.0.join(path), bytes).with_context(|| format!("cannot write {path}"))
    }

    pub fn remove(&self, path: &str) -> Result<()> {
        std::fs::remove_file(self.0.join(path)).with_context(|| format!("cannot remove {path}"))
    }

    pub fn remove_directory(&self, path: &str) -> Result<()> {
        std::fs::remove_dir_all(self.0.join(path)).with_context(|| format!("cannot remove {path}"))
    }

    /// Writes a file under a name with the hash of its content, and returns the path.
    pub fn write_hashed(&self, stem: &str, ending: &str, bytes: &[u8]) -> Result<String> {
        let path = format!("{stem}-{}.{ending}", digest::short(bytes));
        self.write(&path, bytes)?;
        Ok(path)
    }

    /// All files in a directory, "" for the top, sorted.
    pub fn list(&self, directory: &str) -> Result<Vec<String>> {
        let absolute = self.0.join(directory);
        let mut paths = Vec::new();
        for entry in absolute.read_dir().with_context(|| format!("cannot list {directory}"))? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_str().with_context(|| format!("{name:?} is not UTF-8"))?;
            let path =
                if directory.is_empty() { name.to_owned() } else { format!("{directory}/{name}") };
            if entry.file_type()?.is_dir() {
                paths.extend(self.list(&path)?);
            } else {
                paths.push(path);
            }
        }
        paths.sort();
        Ok(paths)
    }

    /// Every file with the short digest of its content.
    pub fn digests(&self) -> Result<BTreeMap<String, String>> {
        let paths = self.list("")?;
        paths
            .into_iter()
            .map(|path| Ok((path.clone(), digest::short(&self.bytes(&path)?))))
            .collect()
    }
}
