//! Handles of picked folders, in a small database of their own: they are not part of a dossier,
//! cannot be written to a file, and are removed when the person disconnects the drive.

use crate::{
    browser::{call, get},
    drive::DriveFault,
    folder::fault,
};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::FileSystemDirectoryHandle;

const DATABASE: &str = "ba-chu-dong-handles";
const TABLE: &str = "handles";

/// Keeps a folder under a name.
pub async fn keep(name: &str, handle: &FileSystemDirectoryHandle) -> Result<(), DriveFault> {
    within("readwrite", "put", &[handle, &JsValue::from_str(name)]).await.map(drop)
}

/// The folder that was kept under a name.
pub async fn find(name: &str) -> Result<Option<FileSystemDirectoryHandle>, DriveFault> {
    let found = within("readonly", "get", &[&JsValue::from_str(name)]).await?;
    Ok((!found.is_undefined()).then(|| found.unchecked_into()))
}

/// Forgets a folder; succeeds also if it was not kept.
pub async fn forget(name: &str) -> Result<(), DriveFault> {
    within("readwrite", "delete", &[&JsValue::from_str(name)]).await.map(drop)
}

/// The names under which folders are kept.
pub async fn names() -> Result<Vec<String>, DriveFault> {
    let keys = within("readonly", "getAllKeys", &[]).await?;
    Ok(Array::from(&keys).iter().filter_map(|key| key.as_string()).collect())
}

// One call in one transaction; returns when the transaction is complete.
async fn within(mode: &str, method: &str, arguments: &[&JsValue]) -> Result<JsValue, DriveFault> {
    let told = |error: JsValue| fault(&error);
    let db = open().await?;
    let run = || -> Result<(JsValue, JsValue), JsValue> {
        let transaction = call(&db, "transaction", &[&TABLE.into(), &mode.into()])?;
        let store = call(&transaction, "objectStore", &[&TABLE.into()])?;
        Ok((call(&store, method, arguments)?, transaction))
    };
    let answer = match run() {
        Ok((request, transaction)) => settled(&transaction, "oncomplete", &["onabort"])
            .await
            .map(|_| get(&request, "result"))
            .map_err(told),
        Err(error) => Err(told(error)),
    };
    // An open connection would block the upgrade to a newer version of the app.
    call(&db, "close", &[]).map_err(told)?;
    answer
}

async fn open() -> Result<JsValue, DriveFault> {
    let factory = get(&js_sys::global(), "indexedDB");
    let request = call(&factory, "open", &[&DATABASE.into(), &1.into()]);
    let request = request.map_err(|error| fault(&error))?;
    let opened = request.clone();
    let make = Closure::<dyn FnMut()>::new(move || {
        // If this fails, opening the database fails, and that error is reported.
        drop(call(&get(&opened, "result"), "createObjectStore", &[&TABLE.into()]));
    });
    listen(&request, "onupgradeneeded", make.as_ref())?;
    settled(&request, "onsuccess", &["onerror", "onblocked"])
        .await
        .map_err(|error| fault(&error))?;
    Ok(get(&request, "result"))
}

fn listen(to: &JsValue, event: &str, heard: &JsValue) -> Result<(), DriveFault> {
    Reflect::set(to, &event.into(), heard).map(drop).map_err(|error| fault(&error))
}

// Waits for an event of a request or a transaction; its `error` if it is one of the bad ones.
async fn settled(of: &JsValue, good: &str, bad: &[&str]) -> Result<JsValue, JsValue> {
    let mut kept = Vec::new();
    let mut unheard = None;
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        let failed = of.clone();
        let fail = Closure::<dyn FnMut()>::new(move || {
            drop(reject.call1(&JsValue::UNDEFINED, &get(&failed, "error")));
        });
        for event in bad {
            unheard = unheard.take().or(listen(of, event, fail.as_ref()).err());
        }
        unheard = unheard.take().or(listen(of, good, &resolve).err());
        kept.push(fail);
    });
    if unheard.is_some() {
        return Err(JsValue::NULL);
    }
    let result = JsFuture::from(promise).await;
    drop(kept);
    result
}
