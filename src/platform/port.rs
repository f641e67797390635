//! The port between the modules of one page: a later one asks the first, which keeps the data.
//! Both run on the page's one thread, so a question is a call, not a message.

use super::idb::{DbError, Op, Value};
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use std::{cell::RefCell, future::Future};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// Bytes on the browser's side: not copied through a module's own memory.
pub type Blob = js_sys::Uint8Array;

const NAME: &str = "bcdPort";

thread_local! {
    static PORT: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

// --- The side that keeps the data ---

/// What is asked of the data.
pub enum Job {
    /// Keys and values of a table whose key starts with a text.
    Range(&'static str, String),
    /// The value under a key of a table.
    Get(&'static str, String),
    /// Write everything or nothing, if these keys of a table still have these texts; a row in the
    /// answer says that one has not.
    Write(&'static str, Vec<(String, Option<String>)>, Vec<Op>),
}

/// Keys and values.
pub type Rows = Vec<(String, Value)>;

/// What the first module answers to.
pub trait Keeper: Clone + 'static {
    /// A question with bytes, as JSON.
    fn ask(&self, json: &str, blobs: Vec<Blob>);
    /// Does a job; the rows that it found.
    fn work(&self, job: Job) -> impl Future<Output = Result<Rows, DbError>>;
    /// A table of this name.
    fn table(name: &str) -> Option<&'static str>;
}

/// Opens the port.
pub fn open<K: Keeper>(keeper: &K) {
    let port: JsValue = Object::new().into();
    let asked = keeper.clone();
    let ask = Closure::<dyn Fn(String, Array)>::new(move |json: String, blobs: Array| {
        asked.ask(&json, blobs.iter().map(JsCast::unchecked_into).collect());
    });
    put(&port, "ask", &ask.into_js_value());
    let keeper = keeper.clone();
    let work = Closure::<dyn Fn(JsValue) -> Promise>::new(move |job: JsValue| {
        let keeper = keeper.clone();
        future_to_promise(async move {
            // A job on a table that is not ours is a fault of the caller: nothing is done.
            let job = job_of::<K>(&job).ok_or_else(|| to_js(DbError::Failed))?;
            let rows = keeper.work(job).await.map_err(to_js)?;
            let flat = Array::new();
            for (key, value) in rows {
                flat.push(&key.into());
                flat.push(&value.to_js());
            }
            Ok(flat.into())
        })
    });
    put(&port, "work", &work.into_js_value());
    put(&window(), NAME, &port);
    PORT.set(port);
}

/// Lays down the criteria set's JSON as it came.
pub fn put_criteria(json: &str) {
    PORT.with_borrow(|port| put(port, "criteria", &json.into()));
}

/// Tells the other side; before it listens, nobody hears.
pub fn tell(json: &str) {
    let told = PORT.with_borrow(|port| field(port, "told"));
    if let Some(told) = told.dyn_ref::<Function>() {
        told.call1(&JsValue::NULL, &json.into()).ok();
    }
}

// A job is a list: its word, then a table and a key, or the operations.
fn job_of<K: Keeper>(job: &JsValue) -> Option<Job> {
    let job = Array::from(job);
    let table = || K::table(&job.get(1).as_string()?);
    let key = || job.get(2).as_string();
    Some(match job.get(0).as_string()?.as_str() {
        "range" => Job::Range(table()?, key()?),
        "get" => Job::Get(table()?, key()?),
        "write" => {
            let pairs = Array::from(&job.get(2));
            let pair = |at: u32| Some((pairs.get(at).as_string()?, pairs.get(at + 1).as_string()));
            let expected = (0..pairs.length()).step_by(2).map(pair).collect::<Option<_>>()?;
            let ops = job.iter().skip(3).map(|op| op_of::<K>(&op)).collect::<Option<_>>()?;
            Job::Write(table()?, expected, ops)
        }
        _ => return None,
    })
}

fn op_of<K: Keeper>(op: &JsValue) -> Option<Op> {
    let op = Array::from(op);
    let table = K::table(&op.get(1).as_string()?)?;
    let key = op.get(2).as_string()?;
    Some(match op.get(0).as_string()?.as_str() {
        "put" => Op::Put(table, key, Value::from_js(&op.get(3))?),
        "delete" => Op::Delete(table, key),
        "prefix" => Op::DeletePrefix(table, key),
        _ => return None,
    })
}

// --- The side that asks ---

/// Finds the port that the first module opened.
pub fn find() -> bool {
    let port = field(&window(), NAME);
    let there = port.is_object();
    PORT.set(port);
    there
}

/// The criteria set's JSON.
pub fn criteria() -> String {
    PORT.with_borrow(|port| field(port, "criteria")).as_string().unwrap_or_default()
}

/// Listens to the keeper.
pub fn listen(heard: impl FnMut(String) + 'static) {
    let heard = Closure::<dyn FnMut(String)>::new(heard);
    PORT.with_borrow(|port| put(port, "told", &heard.into_js_value()));
}

/// Asks the keeper; false where it did not hear.
pub fn ask(json: &str, blobs: &[Blob]) -> bool {
    let asked = PORT.with_borrow(|port| field(port, "ask"));
    let blobs: Array = blobs.iter().collect();
    asked
        .dyn_ref::<Function>()
        .is_some_and(|asked| asked.call2(&JsValue::NULL, &json.into(), &blobs).is_ok())
}

/// Keys and values whose key starts with `prefix`.
///
/// # Errors
/// [`DbError`].
pub async fn range(table: &str, prefix: &str) -> Result<Rows, DbError> {
    work(&Array::of3(&"range".into(), &table.into(), &prefix.into())).await
}

/// The value under a key.
///
/// # Errors
/// [`DbError`].
pub async fn get(table: &str, key: &str) -> Result<Option<Value>, DbError> {
    let rows = work(&Array::of3(&"get".into(), &table.into(), &key.into())).await?;
    Ok(rows.into_iter().next().map(|(_, value)| value))
}

/// Writes everything or nothing; done when it is on the disk. `table` is any.
///
/// # Errors
/// [`DbError`]; then nothing was written.
pub async fn write(table: &str, ops: &[Op]) -> Result<(), DbError> {
    swap(table, &[], ops).await.map(drop)
}

/// The same, if keys of a table still have the texts that were read there (none = no such key).
/// False if one has not; then nothing was written.
///
/// # Errors
/// [`DbError`]; then nothing was written.
pub async fn swap(
    table: &str,
    expected: &[(String, Option<String>)],
    ops: &[Op],
) -> Result<bool, DbError> {
    let pairs = Array::new();
    for (key, text) in expected {
        pairs.push(&key.into());
        pairs.push(&text.as_deref().map_or(JsValue::NULL, JsValue::from_str));
    }
    let job = Array::of3(&"write".into(), &table.into(), &pairs);
    for op in ops {
        let op = match op {
            Op::Put(table, key, value) => {
                Array::of4(&"put".into(), &(*table).into(), &key.into(), &value.to_js())
            }
            Op::Delete(table, key) => Array::of3(&"delete".into(), &(*table).into(), &key.into()),
            Op::DeletePrefix(table, key) => {
                Array::of3(&"prefix".into(), &(*table).into(), &key.into())
            }
        };
        job.push(&op);
    }
    Ok(work(&job).await?.is_empty())
}

async fn work(job: &Array) -> Result<Rows, DbError> {
    let worker = PORT.with_borrow(|port| field(port, "work"));
    let worker: Function = worker.dyn_into().map_err(|_| DbError::Unavailable)?;
    let promise = worker.call1(&JsValue::NULL, job).map_err(|_| DbError::Failed)?;
    let promise: Promise = promise.dyn_into().map_err(|_| DbError::Failed)?;
    let rows = JsFuture::from(promise).await.map_err(|error| {
        error.as_string().and_then(|word| DbError::parse(&word)).unwrap_or(DbError::Failed)
    })?;
    let flat = Array::from(&rows);
    let pair =
        |index: u32| Some((flat.get(index).as_string()?, Value::from_js(&flat.get(index + 1))?));
    Ok((0..flat.length()).step_by(2).filter_map(pair).collect())
}

fn to_js(error: DbError) -> JsValue {
    error.as_str().into()
}

fn field(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

fn put(on: &JsValue, name: &str, value: &JsValue) {
    // On objects of our own this cannot fail.
    Reflect::set(on, &name.into(), value).ok();
}
