//! A folder of the device as a drive, by the File System Access API: one that Google Drive,
//! OneDrive, Nextcloud or Syncthing keeps in step, a network share, a stick.
//!
//! A file is written to a temporary one and swapped in when it is complete (`createWritable`), so a
//! reader sees the old one or the new one. An Android document provider may copy instead; then the
//! digest in the file shows whether it is complete. Writes are not conditional: we look the file up
//! before. A revision is time and size, so two writes of the same size within the clock's
//! resolution (2 s on FAT) look the same.

use crate::{
    browser::{self, ask, call, error_name, get, nfc, object},
    drive::{
        Abilities, Drive, DriveFault, Expect, FolderItem, FoundFile, MOST_NAMES, Permission, Rev,
        is_safe,
    },
    names::Names,
    stop::StopSwitch,
};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileSystemDirectoryHandle, FileSystemFileHandle};

/// How many files are looked up at once: each look-up is a message to another process of the
/// browser.
const TOGETHER: usize = 64;
/// Ending of the temporary files that the browser makes while it writes.
const SWAP: &str = ".crswap";

/// Whether this browser lets a person pick a folder to write in.
pub fn can_pick() -> bool {
    get(&js_sys::global(), "showDirectoryPicker").is_function()
}

/// Lets the person pick a folder; `None` if they cancel. Browsers allow this only in response to a
/// tap.
pub async fn pick() -> Result<Option<FileSystemDirectoryHandle>, DriveFault> {
    let options = object(&[("id", "ba-chu-dong".into()), ("mode", "readwrite".into())]);
    let options = options.map_err(|error| fault(&error))?;
    match ask(&js_sys::global(), "showDirectoryPicker", &[&options]).await {
        Ok(handle) => Ok(Some(handle.unchecked_into())),
        Err(error) if error_name(&error) == "AbortError" => Ok(None),
        Err(error) => Err(fault(&error)),
    }
}

/// What the person has allowed on a folder. With `asking`, the browser asks them, which works only
/// in response to a tap.
pub async fn permission(
    handle: &FileSystemDirectoryHandle,
    asking: bool,
) -> Result<Permission, DriveFault> {
    let name = if asking { "requestPermission" } else { "queryPermission" };
    // A browser that cannot ask has only folders that need no permission.
    if !get(handle, name).is_function() {
        return Ok(Permission::Granted);
    }
    let mode = object(&[("mode", "readwrite".into())]).map_err(|error| fault(&error))?;
    let state = ask(handle, name, &[&mode]).await.map_err(|error| fault(&error))?;
    match state.as_string().as_deref() {
        Some("granted") => Ok(Permission::Granted),
        Some("denied") => Ok(Permission::Denied),
        _ => Ok(Permission::Asks),
    }
}

/// The private folder of this origin in the browser (OPFS), for tests and trials.
pub async fn private() -> Result<FileSystemDirectoryHandle, DriveFault> {
    let storage = get(&get(&js_sys::global(), "navigator"), "storage");
    let handle = ask(&storage, "getDirectory", &[]).await.map_err(|error| fault(&error))?;
    Ok(handle.unchecked_into())
}

/// A folder of the device.
pub struct Folder {
    root: FileSystemDirectoryHandle,
    writes: bool,
    names: Names,
    stop: StopSwitch,
}

impl Folder {
    /// The drive in a folder. Check [`permission`] before using it.
    pub fn new(root: FileSystemDirectoryHandle, stop: StopSwitch) -> Self {
        Self { root, writes: true, names: Names::default(), stop }
    }

    /// Marks the drive as read-only, which a connection test may have found.
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.writes = !read_only;
        self
    }

    fn fail_if_cancelled(&self) -> Result<(), DriveFault> {
        if self.stop.is_stopped() { Err(DriveFault::Cancelled) } else { Ok(()) }
    }

    async fn folder(
        &self,
        raw: &str,
        create: bool,
    ) -> Result<FileSystemDirectoryHandle, DriveFault> {
        let mut at = self.root.clone();
        for part in raw.split('/').filter(|part| !part.is_empty()) {
            at = self.child(&at, "getDirectoryHandle", part, create).await?.unchecked_into();
        }
        Ok(at)
    }

    async fn file(&self, raw: &str, create: bool) -> Result<FileSystemFileHandle, DriveFault> {
        let (folder, name) = split(raw);
        let folder = self.folder(folder, create).await?;
        Ok(self.child(&folder, "getFileHandle", name, create).await?.unchecked_into())
    }

    async fn child(
        &self,
        folder: &FileSystemDirectoryHandle,
        method: &str,
        name: &str,
        create: bool,
    ) -> Result<JsValue, DriveFault> {
        let options = object(&[("create", create.into())]).map_err(|error| fault(&error))?;
        match ask(folder, method, &[&name.into(), &options]).await {
            Ok(handle) => Ok(handle),
            Err(error) => Err(self.explain(&error).await),
        }
    }

    // The browser reports a missing file and a missing drive folder with the same error.
    async fn explain(&self, error: &JsValue) -> DriveFault {
        match fault(error) {
            DriveFault::NotFound if !self.is_there().await => DriveFault::Gone,
            fault => fault,
        }
    }

    async fn is_there(&self) -> bool {
        let Ok(values) = call(&self.root, "values", &[]) else { return false };
        match ask(&values, "next", &[]).await {
            Ok(_) => true,
            Err(error) => error_name(&error) != "NotFoundError",
        }
    }

    // A file as it is now, if it is there and is one.
    async fn look(&self, raw: &str) -> Result<Option<File>, DriveFault> {
        let handle = match self.file(raw, false).await {
            Ok(handle) => handle,
            Err(DriveFault::NotFound) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        match ask(&handle, "getFile", &[]).await {
            Ok(file) => Ok(Some(file.unchecked_into())),
            Err(error) => match self.explain(&error).await {
                DriveFault::NotFound => Ok(None),
                fault => Err(fault),
            },
        }
    }

    async fn handles(
        &self,
        folder: &FileSystemDirectoryHandle,
    ) -> Result<Vec<JsValue>, DriveFault> {
        let mut handles = Vec::new();
        let values = call(folder, "values", &[]).map_err(|error| fault(&error))?;
        loop {
            self.fail_if_cancelled()?;
            let next = match ask(&values, "next", &[]).await {
                Ok(next) => next,
                Err(error) => return Err(self.explain(&error).await),
            };
            if get(&next, "done").as_bool() == Some(true) {
                return Ok(handles);
            }
            if handles.len() >= MOST_NAMES {
                return Err(DriveFault::TooMany);
            }
            handles.push(get(&next, "value"));
        }
    }

    async fn put(&self, raw: &str, bytes: &[u8]) -> Result<(), DriveFault> {
        let handle = self.file(raw, true).await?;
        let fault_of = |error: JsValue| fault(&error);
        let stream = ask(&handle, "createWritable", &[]).await.map_err(fault_of)?;
        let written = match ask(&stream, "write", &[&Uint8Array::from(bytes)]).await {
            Ok(_) if self.stop.is_stopped() => Err(DriveFault::Cancelled),
            Ok(_) => ask(&stream, "close", &[]).await.map(drop).map_err(fault_of),
            Err(error) => Err(fault(&error)),
        };
        if written.is_err() {
            // Discards the temporary file. An error here only repeats that the stream is broken.
            drop(ask(&stream, "abort", &[]).await);
        }
        written
    }
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// The revision of a file: its time and its size.
pub(crate) fn rev(file: &File) -> Rev {
    Rev(format!("{}-{}", file.last_modified(), file.size()))
}

/// A file that was looked up.
pub(crate) fn found(file: &File) -> FoundFile {
    FoundFile { rev: rev(file), size: Some(size(file)) }
}

fn size(file: &File) -> u64 {
    file.size() as u64
}

// The fault that an exception means.
pub(crate) fn fault(error: &JsValue) -> DriveFault {
    match error_name(error).as_str() {
        // A type mismatch (a file in place of a folder, or a folder in place of a file) means that
        // what was asked for does not exist.
        "NotFoundError" | "TypeMismatchError" => DriveFault::NotFound,
        "NotAllowedError" | "SecurityError" => DriveFault::NeedsTap,
        "NoModificationAllowedError" | "NotReadableError" | "InvalidStateError" => {
            DriveFault::Locked
        }
        "QuotaExceededError" => DriveFault::Full,
        "AbortError" => DriveFault::Cancelled,
        // A name that the system does not take.
        "TypeError" | "InvalidModificationError" => DriveFault::Forbidden,
        name => DriveFault::Other(name.to_owned()),
    }
}

impl Drive for Folder {
    fn abilities(&self) -> Abilities {
        Abilities { write: self.writes, conditional: false, atomic: true, revisions: true }
    }

    async fn list(&self, folder: &str) -> Result<Vec<FolderItem>, DriveFault> {
        if !folder.is_empty() && !is_safe(folder) {
            return Err(DriveFault::NotFound);
        }
        let handle = self.folder(&self.names.spelt(folder), false).await?;
        let mut handles = self.handles(&handle).await?;
        let name = |handle: &JsValue| get(handle, "name").as_string().unwrap_or_default();
        handles.retain(|handle| is_safe(&name(handle)) && !name(handle).ends_with(SWAP));
        let raw: Vec<String> = handles.iter().map(name).collect();
        let names = self.names.learn(folder, &raw, nfc);
        let mut items = Vec::new();
        let mut files = Vec::new();
        for (handle, name) in handles.into_iter().zip(names) {
            match get(&handle, "kind").as_string().as_deref() {
                Some("directory") => {
                    items.push(FolderItem { name, folder: true, rev: None, size: None })
                }
                _ => files.push((handle, name)),
            }
        }
        for some in files.chunks(TOGETHER) {
            self.fail_if_cancelled()?;
            let asked = some.iter().map(|(handle, _)| {
                call(handle, "getFile", &[])
                    .map_or_else(|error| Promise::reject(&error), |file| Promise::resolve(&file))
            });
            let asked: Array = asked.collect();
            let told = JsFuture::from(Promise::all_settled(&asked)).await;
            let told = Array::from(&told.map_err(|error| fault(&error))?);
            for ((_, name), one) in some.iter().zip(told.iter()) {
                let file = get(&one, "value");
                if file.is_undefined() {
                    match self.explain(&get(&one, "reason")).await {
                        // Removed since the folder was read.
                        DriveFault::NotFound => continue,
                        fault => return Err(fault),
                    }
                }
                let file: File = file.unchecked_into();
                let (rev, size) = (Some(rev(&file)), Some(size(&file)));
                items.push(FolderItem { name: name.clone(), folder: false, rev, size });
            }
        }
        items.sort();
        Ok(items)
    }

    async fn read(&self, path: &str, limit: usize) -> Result<(Vec<u8>, Option<Rev>), DriveFault> {
        self.fail_if_cancelled()?;
        if !is_safe(path) {
            return Err(DriveFault::NotFound);
        }
        let file = self.look(&self.names.spelt(path)).await?.ok_or(DriveFault::NotFound)?;
        Ok((bytes(&file, limit).await?, Some(rev(&file))))
    }

    async fn write(
        &self,
        path: &str,
        bytes: &[u8],
        expect: &Expect,
    ) -> Result<Option<Rev>, DriveFault> {
        self.fail_if_cancelled()?;
        if !is_safe(path) {
            return Err(DriveFault::NotFound);
        }
        let raw = self.names.spelt(path);
        let before = self.look(&raw).await?;
        let fits = match expect {
            Expect::Absent => before.is_none(),
            Expect::Rev(expected) => before.as_ref().map(rev).as_ref() == Some(expected),
            Expect::Anything => true,
        };
        if !fits {
            return Err(DriveFault::Changed);
        }
        if let Err(fault) = self.put(&raw, bytes).await {
            // Opening created an empty file, which must be removed again; a file with content is
            // another writer's.
            if before.is_none() && self.look(&raw).await?.is_some_and(|file| file.size() == 0.0) {
                self.remove(path).await?;
            }
            // All parent folders were made, so "not found" means that a folder is in the file's
            // place, or a file in a folder's.
            return Err(if fault == DriveFault::NotFound { DriveFault::Changed } else { fault });
        }
        match self.look(&raw).await? {
            Some(file) if size(&file) == bytes.len() as u64 => Ok(Some(rev(&file))),
            // Another program has already written a newer version.
            _ => Ok(None),
        }
    }

    async fn remove(&self, path: &str) -> Result<(), DriveFault> {
        if !is_safe(path) {
            return Err(DriveFault::NotFound);
        }
        let raw = self.names.spelt(path);
        // Getting a file handle fails for a folder, so that no folder is removed.
        self.file(&raw, false).await?;
        let (folder, name) = split(&raw);
        let folder = self.folder(folder, false).await?;
        match ask(&folder, "removeEntry", &[&name.into()]).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.explain(&error).await),
        }
    }

    async fn find(&self, path: &str) -> Result<Option<FoundFile>, DriveFault> {
        if !is_safe(path) {
            return Ok(None);
        }
        Ok(self.look(&self.names.spelt(path)).await?.as_ref().map(found))
    }
}

// Reads a file that was looked up before. If it changed since, the browser refuses to read it.
pub(crate) async fn bytes(file: &File, limit: usize) -> Result<Vec<u8>, DriveFault> {
    if file.size() > limit as f64 {
        return Err(DriveFault::TooLarge);
    }
    let buffer = browser::ask(file, "arrayBuffer", &[]).await.map_err(|error| fault(&error))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
