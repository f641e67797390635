//! Handles of picked folders. They are removed when the person disconnects the drive.

use crate::{drive::DriveFault, folder::fault, kept::Kept};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::FileSystemDirectoryHandle;

const KEPT: Kept = Kept { database: "ba-chu-dong-handles", table: "handles" };

fn told(error: JsValue) -> DriveFault {
    fault(&error)
}

/// Keeps a folder under a name.
pub async fn keep(name: &str, handle: &FileSystemDirectoryHandle) -> Result<(), DriveFault> {
    KEPT.put(name, handle).await.map_err(told)
}

/// The folder that was kept under a name.
pub async fn find(name: &str) -> Result<Option<FileSystemDirectoryHandle>, DriveFault> {
    let found = KEPT.find(name).await.map_err(told)?;
    Ok(found.map(JsValue::unchecked_into))
}

/// Forgets a folder; succeeds also if it was not kept.
pub async fn forget(name: &str) -> Result<(), DriveFault> {
    KEPT.forget(name).await.map_err(told)
}

/// The names under which folders are kept.
pub async fn names() -> Result<Vec<String>, DriveFault> {
    KEPT.names().await.map_err(told)
}
