//! Modules in workers: asked by message, started when first needed.

use js_sys::{Array, Function, Promise, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

/// A module that works without a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Module {
    /// Reads, checks, freezes and packs files.
    Engine,
    /// Makes official documents.
    Papers,
    /// Seals and opens files with a passphrase.
    Seal,
}

impl Module {
    const fn meta(self) -> &'static str {
        match self {
            Self::Engine => "bcd-engine",
            Self::Papers => "bcd-papers",
            Self::Seal => "bcd-seal",
        }
    }
}

#[derive(Default)]
struct RunningWorker {
    worker: Option<Worker>,
    ready: bool,
    /// Few at a time: the id of each request, and what settles it.
    waiting: Vec<(u32, Function, Function)>,
    unsent: Vec<Array>,
    last: u32,
}

thread_local! {
    static RUNNING: RefCell<[RunningWorker; 3]> = RefCell::default();
}

fn with<T>(module: Module, then: impl FnOnce(&mut RunningWorker) -> T) -> T {
    RUNNING.with_borrow_mut(|all| then(&mut all[module as usize]))
}

/// Asks a module: JSON and bytes in, JSON and bytes out.
///
/// # Errors
/// A text for the error report: the worker could not be loaded or died.
pub async fn ask_text(
    module: Module,
    json: &str,
    blobs: Vec<Uint8Array>,
) -> Result<(String, Vec<Uint8Array>), String> {
    start(module)?;
    let bytes: Array = blobs.iter().collect();
    // Built before the state is borrowed, because creating a JavaScript value may call back into
    // this module.
    let id = with(module, |running| {
        running.last += 1;
        running.last
    });
    let message = Array::of3(&id.into(), &JsValue::from_str(json), &bytes);
    let promise = Promise::new(&mut |resolve, reject| {
        let message = message.clone();
        with(module, |running| {
            running.waiting.push((id, resolve, reject));
            running.unsent.push(message);
        });
        flush(module);
    });
    let answer = JsFuture::from(promise).await.map_err(|e| e.as_string().unwrap_or_default())?;
    let answer = Array::from(&answer);
    let json = answer.get(1).as_string().unwrap_or_default();
    let blobs = Array::from(&answer.get(2)).iter().map(|b| b.unchecked_into()).collect();
    Ok((json, blobs))
}

fn start(module: Module) -> Result<(), String> {
    if with(module, |running| running.worker.is_some()) {
        return Ok(());
    }
    let url = crate::page::meta(module.meta()).ok_or("the module is not named in the page")?;
    let worker = Worker::new(&url).map_err(|_| "the module cannot be started")?;
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event| take_message(module, &event));
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let on_error = Closure::<dyn FnMut()>::new(move || fail_all_waiting(module));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    on_error.forget();
    with(module, |running| running.worker = Some(worker));
    Ok(())
}

// Requests wait until the worker is ready, because some browsers lose messages that are posted
// before it listens.
fn flush(module: Module) {
    let (worker, messages) = with(module, |running| {
        let messages = if running.ready { std::mem::take(&mut running.unsent) } else { vec![] };
        (running.worker.clone(), messages)
    });
    let Some(worker) = worker else { return };
    for message in messages {
        if worker.post_message(&message).is_err() {
            fail_all_waiting(module);
        }
    }
}

fn take_message(module: Module, event: &MessageEvent) {
    let data = event.data();
    if data.is_string() {
        with(module, |running| running.ready = true);
        return flush(module);
    }
    let id = Array::from(&data).get(0).as_f64().unwrap_or_default() as u32;
    let settled = with(module, |running| {
        let at = running.waiting.iter().position(|(waiting, ..)| *waiting == id)?;
        Some(running.waiting.swap_remove(at))
    });
    if let Some((_, resolve, _)) = settled {
        resolve.call1(&JsValue::NULL, &data).ok();
    }
}

// Fails all waiting requests; the next request starts a new worker.
fn fail_all_waiting(module: Module) {
    let running = with(module, std::mem::take);
    if let Some(worker) = running.worker {
        worker.terminate();
    }
    for (_, _, reject) in running.waiting {
        reject.call1(&JsValue::NULL, &JsValue::from_str("the module stopped")).ok();
    }
}
