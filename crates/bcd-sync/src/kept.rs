//! Objects of the browser that it can keep, but that cannot be written to a file: handles of folders,
//! keys. Each kind is in a small database of its own: it is no part of a dossier, and an upgrade of the
//! app's database must not wait for it.

use crate::browser::{call, get, object};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// A database with one table. Errors are the browser's exceptions.
pub struct Kept {
    /// Its name.
    pub database: &'static str,
    /// The name of its table.
    pub table: &'static str,
}

impl Kept {
    /// Keeps an object under a name, in place of what was there.
    pub async fn put(&self, name: &str, object: &JsValue) -> Result<(), JsValue> {
        self.within("readwrite", "put", &[object, &JsValue::from_str(name)]).await.map(drop)
    }

    /// Keeps an object under a name where there is nothing yet. If there is something, also what another
    /// tab kept at the same moment, the error is a `ConstraintError`, and it stays.
    pub async fn add(&self, name: &str, object: &JsValue) -> Result<(), JsValue> {
        self.within("readwrite", "add", &[object, &JsValue::from_str(name)]).await.map(drop)
    }

    /// What was kept under a name.
    pub async fn find(&self, name: &str) -> Result<Option<JsValue>, JsValue> {
        let found = self.within("readonly", "get", &[&JsValue::from_str(name)]).await?;
        Ok((!found.is_undefined()).then_some(found))
    }

    /// Forgets what was kept under a name; succeeds also if nothing was.
    pub async fn forget(&self, name: &str) -> Result<(), JsValue> {
        self.within("readwrite", "delete", &[&JsValue::from_str(name)]).await.map(drop)
    }

    /// The names under which something is kept.
    pub async fn names(&self) -> Result<Vec<String>, JsValue> {
        let keys = self.within("readonly", "getAllKeys", &[]).await?;
        Ok(Array::from(&keys).iter().filter_map(|key| key.as_string()).collect())
    }

    // One call in one transaction; returns when the transaction is complete.
    async fn within(
        &self,
        mode: &str,
        method: &str,
        arguments: &[&JsValue],
    ) -> Result<JsValue, JsValue> {
        let factory = get(&js_sys::global(), "indexedDB");
        let opening = call(&factory, "open", &[&self.database.into(), &1.into()])?;
        let (opened, table) = (opening.clone(), self.table);
        let make = Closure::<dyn FnMut()>::new(move || {
            // If this fails, opening the database fails, and that error is reported.
            drop(call(&get(&opened, "result"), "createObjectStore", &[&table.into()]));
        });
        listen(&opening, "onupgradeneeded", make.as_ref())?;
        let opened = settled(&opening, "onsuccess", &["onerror", "onblocked"]).await;
        opened.map_err(|_| get(&opening, "error"))?;
        let db = get(&opening, "result");
        let begin = || -> Result<(JsValue, JsValue), JsValue> {
            // A key that was handed out before it is on the disk could be gone with the next outage.
            let strict = object(&[("durability", "strict".into())])?;
            let begin = [&self.table.into(), &mode.into(), &strict];
            let transaction = call(&db, "transaction", &begin)?;
            let store = call(&transaction, "objectStore", &[&self.table.into()])?;
            Ok((call(&store, method, arguments)?, transaction))
        };
        let answer = match begin() {
            Ok((request, transaction)) => {
                let done = settled(&transaction, "oncomplete", &["onabort"]).await;
                done.map(|_| get(&request, "result")).map_err(|_| get(&transaction, "error"))
            }
            Err(error) => Err(error),
        };
        // An open connection would block the upgrade to a newer version of the app.
        call(&db, "close", &[])?;
        answer
    }
}

fn listen(to: &JsValue, event: &str, heard: &JsValue) -> Result<(), JsValue> {
    Reflect::set(to, &event.into(), heard).map(drop)
}

// Waits for an event of a request or a transaction; fails with one of the bad ones.
fn settled(of: &JsValue, good: &str, bad: &[&str]) -> JsFuture {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        let unheard = listen(of, good, &resolve).is_err();
        if bad.iter().fold(unheard, |unheard, event| listen(of, event, &reject).is_err() | unheard)
        {
            drop(reject.call0(&JsValue::UNDEFINED));
        }
    });
    promise.into()
}
