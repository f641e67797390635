//! A thin layer over IndexedDB: open, read, and one transaction that reads, decides and writes.
//!
//! Why not a crate: `docs/decisions/0003-indexeddb.md`. All values are built before their
//! transaction starts, because it would end during other work. A write is done when the
//! transaction's `complete` event has come, with strict durability.

use crate::bytes::{from_js, to_js};
use bcd_app::store::{Decide, Op, Rows, StoreError, StoreValue};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest,
    IdbTransaction, IdbTransactionMode,
};

/// What went wrong with the database. A type apart from [`StoreError`], so that exceptions of the
/// browser can be converted with `?`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdbError(StoreError);

impl From<IdbError> for StoreError {
    fn from(error: IdbError) -> Self {
        error.0
    }
}

impl From<JsValue> for IdbError {
    fn from(error: JsValue) -> Self {
        let name = error.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
        Self(match name.as_str() {
            "QuotaExceededError" => StoreError::Quota,
            "InvalidStateError" | "TransactionInactiveError" | "AbortError" => StoreError::Closed,
            "VersionError" => StoreError::Newer,
            "SecurityError" | "NotSupportedError" => StoreError::Unavailable,
            _ => StoreError::Failed,
        })
    }
}

// Converts a value of the browser; `None` if it is neither text nor bytes.
fn value_of(value: &JsValue) -> Option<StoreValue> {
    match value.as_string() {
        Some(text) => Some(StoreValue::Text(text)),
        None => {
            value.dyn_ref::<Uint8Array>().map(|bytes| StoreValue::Bytes(from_js(bytes.clone())))
        }
    }
}

fn js_of(value: &StoreValue) -> JsValue {
    match value {
        StoreValue::Text(text) => JsValue::from_str(text),
        StoreValue::Bytes(bytes) => to_js(bytes).into(),
    }
}

/// An open database.
#[derive(Clone)]
pub struct Db(IdbDatabase);

/// Opens a database and makes missing tables. `on_lost` is called when the browser closes the
/// connection, or when a newer version of the app wants to upgrade the database.
pub async fn open(
    name: &str,
    version: u32,
    tables: &'static [&'static str],
    on_lost: impl FnMut() + 'static,
) -> Result<Db, IdbError> {
    // Reading the property throws where storage is forbidden.
    let factory =
        crate::window().indexed_db().ok().flatten().ok_or(IdbError(StoreError::Unavailable))?;
    let request: IdbOpenDbRequest = factory.open_with_u32(name, version)?;
    let upgraded = request.clone();
    let upgrade = Closure::once_into_js(move || {
        let Ok(result) = upgraded.result() else { return };
        let db: IdbDatabase = result.unchecked_into();
        let there = db.object_store_names();
        for table in tables.iter().filter(|table| !there.contains(table)) {
            // If this fails, the upgrade is aborted and `onerror` reports it.
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

async fn settled(request: &IdbRequest) -> Result<JsValue, IdbError> {
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
            .map_or(IdbError(StoreError::Failed), |e| IdbError::from(JsValue::from(e)))),
    }
}

fn prefix_range(prefix: &str) -> Result<IdbKeyRange, IdbError> {
    let (from, to) = (JsValue::from_str(prefix), JsValue::from_str(&format!("{prefix}\u{FFFF}")));
    Ok(IdbKeyRange::bound(&from, &to)?)
}

impl Db {
    fn begin(&self, tables: &[&str], mode: IdbTransactionMode) -> Result<IdbTransaction, IdbError> {
        let names: Array = tables.iter().map(|table| JsValue::from_str(table)).collect();
        if mode == IdbTransactionMode::Readonly {
            return Ok(self.0.transaction_with_str_sequence_and_mode(&names, mode)?);
        }
        // In `web-sys` the third argument is still marked unstable.
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        let begin: Function = Reflect::get(&self.0, &"transaction".into())?.unchecked_into();
        Ok(begin.call3(&self.0, &names, &"readwrite".into(), &options)?.unchecked_into())
    }

    /// The value under a key.
    pub async fn get(&self, table: &str, key: &str) -> Result<Option<StoreValue>, IdbError> {
        let tx = self.begin(&[table], IdbTransactionMode::Readonly)?;
        let store = tx.object_store(table)?;
        let request = store.get(&JsValue::from_str(key))?;
        Ok(value_of(&settled(&request).await?))
    }

    /// Keys and values whose key starts with `prefix`, in key order.
    pub async fn range(&self, table: &str, prefix: &str) -> Result<Rows, IdbError> {
        let tx = self.begin(&[table], IdbTransactionMode::Readonly)?;
        let store = tx.object_store(table)?;
        let range = prefix_range(prefix)?;
        let (keys, values) =
            (store.get_all_keys_with_key(&range)?, store.get_all_with_key(&range)?);
        // Requests of one transaction are answered in order.
        let values = Array::from(&settled(&values).await?);
        let keys = Array::from(&keys.result()?);
        let pairs = keys.iter().zip(values.iter());
        Ok(pairs.filter_map(|(k, v)| Some((k.as_string()?, value_of(&v)?))).collect())
    }

    /// One transaction: reads `keys` of `table`, lets `decide` turn the values into writes (to
    /// `tables`), and waits until they are on the disk. No other tab writes in between.
    pub async fn update(
        &self,
        tables: &[&'static str],
        table: &'static str,
        keys: &[String],
        decide: Decide,
    ) -> Result<(), IdbError> {
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
            let values = requests.iter().map(|r| r.result().ok().and_then(|v| value_of(&v)));
            if let Err(error) = perform(&deciding, &decide(values.collect())) {
                *failure.borrow_mut() = Some(error);
                // Abort: writing only some of the operations would be worse than none.
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

fn perform(tx: &IdbTransaction, ops: &[Op]) -> Result<(), IdbError> {
    for op in ops {
        let store: IdbObjectStore = tx.object_store(op.table())?;
        match op {
            Op::Put(_, key, value) => store.put_with_key(&js_of(value), &JsValue::from_str(key))?,
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
    async fn finish(self) -> Result<(), IdbError> {
        match JsFuture::from(self.1).await {
            Ok(_) => Ok(()),
            // An abort without an error means that the browser closed the connection.
            Err(_) => Err(self
                .0
                .error()
                .map_or(IdbError(StoreError::Closed), |e| IdbError::from(JsValue::from(e)))),
        }
    }
}
