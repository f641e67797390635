//! The engine in its worker: asked by message, started when first needed.

use super::Blob;
use bcd_core::engine::{Request, Response};
use js_sys::{Array, Function, Promise};
use std::{cell::RefCell, collections::BTreeMap};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

#[derive(Default)]
struct Engine {
    worker: Option<Worker>,
    ready: bool,
    waiting: BTreeMap<u32, (Function, Function)>,
    unsent: Vec<Array>,
    last: u32,
}

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::default();
}

/// Asks the engine.
///
/// # Errors
/// A text for the error report: the worker could not be loaded or died.
pub async fn ask(request: &Request, blobs: &[Blob]) -> Result<(Response, Vec<Blob>), String> {
    let json = serde_json::to_string(request).map_err(|e| e.to_string())?;
    start()?;
    let bytes: Array = blobs.iter().collect();
    let promise = Promise::new(&mut |resolve, reject| {
        ENGINE.with_borrow_mut(|engine| {
            engine.last += 1;
            engine.waiting.insert(engine.last, (resolve, reject));
            let message = Array::of3(&engine.last.into(), &JsValue::from_str(&json), &bytes);
            engine.unsent.push(message);
        });
        flush();
    });
    let answer = JsFuture::from(promise).await.map_err(|e| e.as_string().unwrap_or_default())?;
    let answer = Array::from(&answer);
    let json = answer.get(1).as_string().unwrap_or_default();
    let response = serde_json::from_str(&json).map_err(|e| e.to_string())?;
    if let Response::Failed(why) = response {
        return Err(why);
    }
    let blobs = Array::from(&answer.get(2)).iter().map(|b| b.unchecked_into()).collect();
    Ok((response, blobs))
}

fn start() -> Result<(), String> {
    if ENGINE.with_borrow(|engine| engine.worker.is_some()) {
        return Ok(());
    }
    let url = super::page::meta("bcd-engine").ok_or("no engine named in the page")?;
    let worker = Worker::new(&url).map_err(|_| "the engine cannot be started")?;
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(heard);
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let on_error = Closure::<dyn FnMut()>::new(died);
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    on_error.forget();
    ENGINE.with_borrow_mut(|engine| engine.worker = Some(worker));
    Ok(())
}

// What is posted before the worker listens would be lost in some browsers.
fn flush() {
    let (worker, messages) = ENGINE.with_borrow_mut(|engine| {
        let messages = if engine.ready { std::mem::take(&mut engine.unsent) } else { Vec::new() };
        (engine.worker.clone(), messages)
    });
    let Some(worker) = worker else { return };
    for message in messages {
        if worker.post_message(&message).is_err() {
            died();
        }
    }
}

fn heard(event: MessageEvent) {
    let data = event.data();
    if data.is_string() {
        ENGINE.with_borrow_mut(|engine| engine.ready = true);
        return flush();
    }
    let id = Array::from(&data).get(0).as_f64().unwrap_or_default() as u32;
    if let Some((resolve, _)) = ENGINE.with_borrow_mut(|engine| engine.waiting.remove(&id)) {
        resolve.call1(&JsValue::NULL, &data).ok();
    }
}

// Everybody who waits is told, and the next question starts a new worker.
fn died() {
    let engine = ENGINE.take();
    if let Some(worker) = engine.worker {
        worker.terminate();
    }
    for (_, (_, reject)) in engine.waiting {
        reject.call1(&JsValue::NULL, &JsValue::from_str("the engine stopped")).ok();
    }
}
