//! IndexedDB, thin: open, read, and one transaction that reads, decides and writes.
//!
//! Why not a crate: `docs/decisions/0003-indexeddb.md`. Every value is put together before its
//! transaction starts; a write counts when the transaction's `complete` event came, with strict
//! durability.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest,
    IdbTransaction, IdbTransactionMode,
};

/// Why the database could not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum DbError {
    /// There is no IndexedDB here, or it may not be used (some private modes).
    Unavailable,
    /// The storage is full.
    Quota,
    /// The connection is gone; opening again may help.
    Closed,
    /// A newer version of the app has changed the database.
    Newer,
    /// Anything else.
    Failed,
}

impl From<JsValue> for DbError {
    fn from(error: JsValue) -> Self {
        let name = error.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
        match name.as_str() {
            "QuotaExceededError" => Self::Quota,
            "InvalidStateError" | "TransactionInactiveError" | "AbortError" => Self::Closed,
            "VersionError" => Self::Newer,
            "SecurityError" | "NotSupportedError" => Self::Unavailable,
            _ => Self::Failed,
        }
    }
}

impl DbError {
    const ALL: [Self; 5] =
        [Self::Unavailable, Self::Quota, Self::Closed, Self::Newer, Self::Failed];

    /// Its word, for the other modules.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Quota => "quota",
            Self::Closed => "closed",
            Self::Newer => "newer",
            Self::Failed => "failed",
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|error| error.as_str() == word)
    }
}

/// A value of a table.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text, such as JSON.
    Text(String),
    /// Bytes, on the browser's side.
    Bytes(Uint8Array),
}

impl Value {
    /// From the browser; `None` for what is neither.
    pub fn from_js(value: &JsValue) -> Option<Self> {
        match value.as_string() {
            Some(text) => Some(Self::Text(text)),
            None => value.dyn_ref::<Uint8Array>().map(|bytes| Self::Bytes(bytes.clone())),
        }
    }

    /// For the browser.
    pub fn to_js(&self) -> JsValue {
        match self {
            Self::Text(text) => JsValue::from_str(text),
            Self::Bytes(bytes) => bytes.clone().into(),
        }
    }
}

/// One write.
#[derive(Clone, Debug)]
pub enum Op {
    /// Puts a value under a key of a table.
    Put(&'static str, String, Value),
    /// Deletes a key of a table.
    Delete(&'static str, String),
    /// Deletes every key that starts with a text.
    DeletePrefix(&'static str, String),
}

impl Op {
    /// Its table.
    pub fn table(&self) -> &'static str {
        match self {
            Self::Put(table, ..) | Self::Delete(table, _) | Self::DeletePrefix(table, _) => table,
        }
    }
}

/// An open database.
#[derive(Clone)]
pub struct Db(IdbDatabase);

/// Opens a database, making the tables that are not there. `on_lost` is called when the browser
/// closes the connection, or when a newer version of the app asks for the database.
pub async fn open(
    name: &str,
    version: u32,
    tables: &'static [&'static str],
    on_lost: impl FnMut() + 'static,
) -> Result<Db, DbError> {
    // Reading the property throws where storage is forbidden.
    let factory =
        leptos::prelude::window().indexed_db().ok().flatten().ok_or(DbError::Unavailable)?;
    let request: IdbOpenDbRequest = factory.open_with_u32(name, version)?;
    let upgraded = request.clone();
    let upgrade = Closure::once_into_js(move || {
        let Ok(result) = upgraded.result() else { return };
        let db: IdbDatabase = result.unchecked_into();
        let there = db.object_store_names();
        for table in tables.iter().filter(|table| !there.contains(table)) {
            // A failure here aborts the upgrade, and `onerror` tells.
            if db.create_object_store(table).is_err() {
                return;
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let db: IdbDatabase = settled(&request).await?.unchecked_into();
    let closing = db.clone();
    let lost = Closure::<dyn FnMut()>::new(on_lost).into_js_value();
    db.set_onclose(Some(lost.unchecked_ref()));
    let make_way = Closure::<dyn FnMut()>::new(move || {
        closing.close();
        // Closing on request sends no `close` event.
        Function::from(lost.clone()).call0(&JsValue::NULL).ok();
    });
    db.set_onversionchange(Some(make_way.as_ref().unchecked_ref()));
    make_way.forget();
    Ok(Db(db))
}

async fn settled(request: &IdbRequest) -> Result<JsValue, DbError> {
    let failed = request.clone();
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(request.result()?),
        Err(_) => Err(failed
            .error()
            .ok()
            .flatten()
            .map_or(DbError::Failed, |e| DbError::from(JsValue::from(e)))),
    }
}

fn prefix_range(prefix: &str) -> Result<IdbKeyRange, DbError> {
    let (from, to) = (JsValue::from_str(prefix), JsValue::from_str(&format!("{prefix}\u{FFFF}")));
    Ok(IdbKeyRange::bound(&from, &to)?)
}

impl Db {
    fn begin(&self, tables: &[&str], mode: IdbTransactionMode) -> Result<IdbTransaction, DbError> {
        let names: Array = tables.iter().map(|table| JsValue::from_str(table)).collect();
        if mode == IdbTransactionMode::Readonly {
            return Ok(self.0.transaction_with_str_sequence_and_mode(&names, mode)?);
        }
        // web-sys has the third argument only among its unstable parts.
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        let begin: Function = Reflect::get(&self.0, &"transaction".into())?.unchecked_into();
        Ok(begin.call3(&self.0, &names, &"readwrite".into(), &options)?.unchecked_into())
    }

    /// Keys and values whose key starts with `prefix`, in key order.
    pub async fn range(&self, table: &str, prefix: &str) -> Result<Vec<(String, Value)>, DbError> {
        let tx = self.begin(&[table], IdbTransactionMode::Readonly)?;
        let store = tx.object_store(table)?;
        let range = prefix_range(prefix)?;
        let (keys, values) =
            (store.get_all_keys_with_key(&range)?, store.get_all_with_key(&range)?);
        // Requests of one transaction are answered in order.
        let values = Array::from(&settled(&values).await?);
        let keys = Array::from(&keys.result()?);
        let pairs = keys.iter().zip(values.iter());
        Ok(pairs.filter_map(|(k, v)| Some((k.as_string()?, Value::from_js(&v)?))).collect())
    }

    /// One transaction: reads `keys` of `table`, lets `decide` turn the values into writes (to
    /// `tables`), and waits until they are on the disk. No other tab writes in between.
    pub async fn update(
        &self,
        tables: &[&'static str],
        table: &'static str,
        keys: &[String],
        decide: Rc<dyn Fn(Vec<Option<Value>>) -> Vec<Op>>,
    ) -> Result<(), DbError> {
        let tx = self.begin(tables, IdbTransactionMode::Readwrite)?;
        let done = completion(&tx);
        let store = tx.object_store(table)?;
        let mut requests = Vec::with_capacity(keys.len());
        for key in keys {
            requests.push(store.get(&JsValue::from_str(key))?);
        }
        let Some(last) = requests.last().cloned() else {
            perform(&tx, &decide(Vec::new()))?;
            return done.finish().await;
        };
        let failed = Rc::new(RefCell::new(None));
        let (failure, deciding) = (failed.clone(), tx.clone());
        let decide = Closure::once_into_js(move || {
            let values = requests.iter().map(|r| r.result().ok().and_then(|v| Value::from_js(&v)));
            if let Err(error) = perform(&deciding, &decide(values.collect())) {
                *failure.borrow_mut() = Some(error);
                // Half of the writes would be worse than none.
                deciding.abort().ok();
            }
        });
        last.set_onsuccess(Some(decide.unchecked_ref()));
        let outcome = done.finish().await;
        match failed.take() {
            Some(error) => Err(error),
            None => outcome,
        }
    }
}

fn perform(tx: &IdbTransaction, ops: &[Op]) -> Result<(), DbError> {
    for op in ops {
        let store: IdbObjectStore = tx.object_store(op.table())?;
        match op {
            Op::Put(_, key, value) => {
                store.put_with_key(&value.to_js(), &JsValue::from_str(key))?
            }
            Op::Delete(_, key) => store.delete(&JsValue::from_str(key))?,
            Op::DeletePrefix(_, prefix) => store.delete(&prefix_range(prefix)?.into())?,
        };
    }
    Ok(())
}

struct Completion(IdbTransaction, Promise);

fn completion(tx: &IdbTransaction) -> Completion {
    let promise = Promise::new(&mut |resolve, reject| {
        tx.set_oncomplete(Some(&resolve));
        tx.set_onabort(Some(&reject));
    });
    Completion(tx.clone(), promise)
}

impl Completion {
    async fn finish(self) -> Result<(), DbError> {
        match JsFuture::from(self.1).await {
            Ok(_) => Ok(()),
            // An abort without an error is the browser taking the connection away.
            Err(_) => {
                Err(self.0.error().map_or(DbError::Closed, |e| DbError::from(JsValue::from(e))))
            }
        }
    }
}
