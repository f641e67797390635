//! Files of a folder that a person picked with `<input webkitdirectory>`, as a read-only drive: for
//! browsers without folder access. It shows the folder as it was when it was picked.

use crate::{
    browser::{get, nfc},
    drive::{Abilities, Drive, DriveFault, Expect, FolderItem, FoundFile, Rev, is_safe},
    folder::{bytes, found, rev},
};
use std::collections::BTreeMap;
use web_sys::{File, FileList};

/// The picked files, by their path inside the folder. Clones share them.
#[derive(Clone)]
pub struct Picked(BTreeMap<String, File>);

impl Picked {
    /// Takes the files of the input; those without a path inside one folder are left out.
    pub fn new(list: &FileList) -> Self {
        let mut files = BTreeMap::new();
        for file in (0..list.length()).filter_map(|at| list.get(at)) {
            let path = get(&file, "webkitRelativePath").as_string().unwrap_or_default();
            let inside = path.split_once('/').map(|(_, inside)| nfc(inside));
            if let Some(inside) = inside.filter(|inside| is_safe(inside)) {
                files.insert(inside, file);
            }
        }
        Self(files)
    }

    /// Whether a file is in it.
    pub fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Files in it.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Drive for Picked {
    fn abilities(&self) -> Abilities {
        Abilities { write: false, conditional: false, atomic: true, revisions: true }
    }

    async fn list(&self, folder: &str) -> Result<Vec<FolderItem>, DriveFault> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut items = BTreeMap::new();
        let below = self.0.range(start.clone()..).take_while(|(path, _)| path.starts_with(&start));
        for (path, file) in below {
            let rest = &path[start.len()..];
            let (name, is_folder) =
                rest.split_once('/').map_or((rest, false), |(name, _)| (name, true));
            let item = FolderItem {
                name: name.to_owned(),
                folder: is_folder,
                rev: (!is_folder).then(|| rev(file)),
                size: (!is_folder).then(|| file.size() as u64),
            };
            items.insert(item.name.clone(), item);
        }
        if items.is_empty() && !folder.is_empty() {
            return Err(DriveFault::NotFound);
        }
        Ok(items.into_values().collect())
    }

    async fn read(&self, path: &str, limit: usize) -> Result<(Vec<u8>, Option<Rev>), DriveFault> {
        let file = self.0.get(path).ok_or(DriveFault::NotFound)?;
        Ok((bytes(file, limit).await?, Some(rev(file))))
    }

    async fn write(&self, _: &str, _: &[u8], _: &Expect) -> Result<Option<Rev>, DriveFault> {
        Err(DriveFault::Forbidden)
    }

    async fn remove(&self, _: &str) -> Result<(), DriveFault> {
        Err(DriveFault::Forbidden)
    }

    async fn find(&self, path: &str) -> Result<Option<FoundFile>, DriveFault> {
        Ok(self.0.get(path).map(found))
    }
}
