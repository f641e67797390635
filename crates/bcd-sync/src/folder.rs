//! A folder of the device as a drive, by the File System Access API: one that Google Drive,
//! OneDrive, Nextcloud or Syncthing keeps in step, a network share, a stick.
//!
//! A file is written beside the old one and swapped in when it is whole (`createWritable`), so a
//! reader sees the old or the new one; an Android document provider may copy instead, which the
//! digest in the file shows. Nothing here is conditional: what is expected is looked up before.
//! A revision is the time and the size, so two writes of one size within the clock's grain (2 s
//! on FAT) look alike.

use crate::{
    browser::{self, ask, call, error_name, get, nfc, object},
    drive::{Abilities, Drive, Expect, Fault, Found, Item, Permission, Rev, is_safe},
    names::Names,
    stop::Stop,
};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileSystemDirectoryHandle, FileSystemFileHandle};

/// Files looked at together: each look is a message to the browser's other process.
const TOGETHER: usize = 64;
/// End of the browser's own half-written files.
const SWAP: &str = ".crswap";

/// Whether this browser lets a person pick a folder to write in.
pub fn can_pick() -> bool {
    get(&js_sys::global(), "showDirectoryPicker").is_function()
}

/// Lets the person pick a folder; none if they cancel. Only within a tap.
pub async fn pick() -> Result<Option<FileSystemDirectoryHandle>, Fault> {
    let options = object(&[("id", "ba-chu-dong".into()), ("mode", "readwrite".into())]);
    let options = options.map_err(|error| fault(&error))?;
    match ask(&js_sys::global(), "showDirectoryPicker", &[&options]).await {
        Ok(handle) => Ok(Some(handle.unchecked_into())),
        Err(error) if error_name(&error) == "AbortError" => Ok(None),
        Err(error) => Err(fault(&error)),
    }
}

/// What is allowed on a folder; with `asking` the person is asked, which works only within a tap.
pub async fn permission(
    handle: &FileSystemDirectoryHandle,
    asking: bool,
) -> Result<Permission, Fault> {
    let name = if asking { "requestPermission" } else { "queryPermission" };
    // A browser without the question has only folders that need none.
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

/// The folder that this origin has for itself in the browser, for tests and for trying out.
pub async fn private() -> Result<FileSystemDirectoryHandle, Fault> {
    let storage = get(&get(&js_sys::global(), "navigator"), "storage");
    let handle = ask(&storage, "getDirectory", &[]).await.map_err(|error| fault(&error))?;
    Ok(handle.unchecked_into())
}

/// A folder of the device.
pub struct Folder {
    root: FileSystemDirectoryHandle,
    writes: bool,
    names: Names,
    stop: Stop,
}

impl Folder {
    /// The drive in a folder. Whether it may be used is another question: [`permission`].
    pub fn new(root: FileSystemDirectoryHandle, stop: Stop) -> Self {
        Self { root, writes: true, names: Names::default(), stop }
    }

    /// The same, to be read alone: what a test found out.
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.writes = !read_only;
        self
    }

    fn go_on(&self) -> Result<(), Fault> {
        if self.stop.is_stopped() { Err(Fault::Cancelled) } else { Ok(()) }
    }

    async fn folder(&self, raw: &str, create: bool) -> Result<FileSystemDirectoryHandle, Fault> {
        let mut at = self.root.clone();
        for part in raw.split('/').filter(|part| !part.is_empty()) {
            at = self.child(&at, "getDirectoryHandle", part, create).await?.unchecked_into();
        }
        Ok(at)
    }

    async fn file(&self, raw: &str, create: bool) -> Result<FileSystemFileHandle, Fault> {
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
    ) -> Result<JsValue, Fault> {
        let options = object(&[("create", create.into())]).map_err(|error| fault(&error))?;
        match ask(folder, method, &[&name.into(), &options]).await {
            Ok(handle) => Ok(handle),
            Err(error) => Err(self.told(&error).await),
        }
    }

    // A missing file and a missing drive are called the same.
    async fn told(&self, error: &JsValue) -> Fault {
        match fault(error) {
            Fault::NotFound if !self.is_there().await => Fault::Gone,
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
    async fn look(&self, raw: &str) -> Result<Option<File>, Fault> {
        let handle = match self.file(raw, false).await {
            Ok(handle) => handle,
            Err(Fault::NotFound) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        match ask(&handle, "getFile", &[]).await {
            Ok(file) => Ok(Some(file.unchecked_into())),
            Err(error) => match self.told(&error).await {
                Fault::NotFound => Ok(None),
                fault => Err(fault),
            },
        }
    }

    async fn handles(&self, folder: &FileSystemDirectoryHandle) -> Result<Vec<JsValue>, Fault> {
        let mut handles = Vec::new();
        let values = call(folder, "values", &[]).map_err(|error| fault(&error))?;
        loop {
            self.go_on()?;
            let next = match ask(&values, "next", &[]).await {
                Ok(next) => next,
                Err(error) => return Err(self.told(&error).await),
            };
            if get(&next, "done").as_bool() == Some(true) {
                return Ok(handles);
            }
            handles.push(get(&next, "value"));
        }
    }

    async fn put(&self, raw: &str, bytes: &[u8]) -> Result<(), Fault> {
        let handle = self.file(raw, true).await?;
        let fault_of = |error: JsValue| fault(&error);
        let stream = ask(&handle, "createWritable", &[]).await.map_err(fault_of)?;
        let written = match ask(&stream, "write", &[&Uint8Array::from(bytes)]).await {
            Ok(_) if self.stop.is_stopped() => Err(Fault::Cancelled),
            Ok(_) => ask(&stream, "close", &[]).await.map(drop).map_err(fault_of),
            Err(error) => Err(fault(&error)),
        };
        if written.is_err() {
            // The swap file goes; an error of that is one of a stream that is broken already.
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
pub(crate) fn found(file: &File) -> Found {
    Found { rev: rev(file), size: Some(size(file)) }
}

fn size(file: &File) -> u64 {
    file.size() as u64
}

// The fault that an exception means.
pub(crate) fn fault(error: &JsValue) -> Fault {
    match error_name(error).as_str() {
        // A file where a folder should be, or the other way round: what was asked for is not.
        "NotFoundError" | "TypeMismatchError" => Fault::NotFound,
        "NotAllowedError" | "SecurityError" => Fault::NeedsTap,
        "NoModificationAllowedError" | "NotReadableError" | "InvalidStateError" => Fault::Locked,
        "QuotaExceededError" => Fault::Full,
        "AbortError" => Fault::Cancelled,
        // A name that the system does not take.
        "TypeError" | "InvalidModificationError" => Fault::Forbidden,
        name => Fault::Other(name.to_owned()),
    }
}

impl Drive for Folder {
    fn abilities(&self) -> Abilities {
        Abilities { write: self.writes, conditional: false, atomic: true, revisions: true }
    }

    async fn list(&self, folder: &str) -> Result<Vec<Item>, Fault> {
        if !folder.is_empty() && !is_safe(folder) {
            return Err(Fault::NotFound);
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
                Some("directory") => items.push(Item { name, folder: true, rev: None, size: None }),
                _ => files.push((handle, name)),
            }
        }
        for some in files.chunks(TOGETHER) {
            self.go_on()?;
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
                    match self.told(&get(&one, "reason")).await {
                        // Removed since the folder was read.
                        Fault::NotFound => continue,
                        fault => return Err(fault),
                    }
                }
                let file: File = file.unchecked_into();
                let (rev, size) = (Some(rev(&file)), Some(size(&file)));
                items.push(Item { name: name.clone(), folder: false, rev, size });
            }
        }
        items.sort();
        Ok(items)
    }

    async fn read(&self, path: &str, limit: usize) -> Result<(Vec<u8>, Option<Rev>), Fault> {
        self.go_on()?;
        if !is_safe(path) {
            return Err(Fault::NotFound);
        }
        let file = self.look(&self.names.spelt(path)).await?.ok_or(Fault::NotFound)?;
        Ok((bytes(&file, limit).await?, Some(rev(&file))))
    }

    async fn write(&self, path: &str, bytes: &[u8], expect: &Expect) -> Result<Option<Rev>, Fault> {
        self.go_on()?;
        if !is_safe(path) {
            return Err(Fault::NotFound);
        }
        let raw = self.names.spelt(path);
        let before = self.look(&raw).await?;
        let fits = match expect {
            Expect::Absent => before.is_none(),
            Expect::Rev(expected) => before.as_ref().map(rev).as_ref() == Some(expected),
            Expect::Anything => true,
        };
        if !fits {
            return Err(Fault::Changed);
        }
        if let Err(fault) = self.put(&raw, bytes).await {
            // Opening it made an empty file, which is none of ours; a full one is another's.
            if before.is_none() && self.look(&raw).await?.is_some_and(|file| file.size() == 0.0) {
                self.remove(path).await?;
            }
            // All parents are made, so what is "not found" is a folder in the file's place, or a
            // file in a folder's.
            return Err(if fault == Fault::NotFound { Fault::Changed } else { fault });
        }
        match self.look(&raw).await? {
            Some(file) if size(&file) == bytes.len() as u64 => Ok(Some(rev(&file))),
            // Another program was quicker with the next one.
            _ => Ok(None),
        }
    }

    async fn remove(&self, path: &str) -> Result<(), Fault> {
        if !is_safe(path) {
            return Err(Fault::NotFound);
        }
        let raw = self.names.spelt(path);
        // A folder is not removed, not even an empty one.
        self.file(&raw, false).await?;
        let (folder, name) = split(&raw);
        let folder = self.folder(folder, false).await?;
        match ask(&folder, "removeEntry", &[&name.into()]).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.told(&error).await),
        }
    }

    async fn find(&self, path: &str) -> Result<Option<Found>, Fault> {
        if !is_safe(path) {
            return Ok(None);
        }
        Ok(self.look(&self.names.spelt(path)).await?.as_ref().map(found))
    }
}

// Reads a file that was looked at; what changed since then cannot be read, says the browser.
pub(crate) async fn bytes(file: &File, limit: usize) -> Result<Vec<u8>, Fault> {
    if file.size() > limit as f64 {
        return Err(Fault::TooLarge);
    }
    let buffer = browser::ask(file, "arrayBuffer", &[]).await.map_err(|error| fault(&error))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
