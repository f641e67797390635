//! Services in workers: asked by message, each started when first needed.
//!
//! All of them are one program; each has a worker of its own, so that one that works for long holds
//! up none of the others. Where many files are to be checked, the engine runs in several.

use bcd_sync::browser::Timer;
use js_sys::{Array, Function, Promise, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

/// What the worker can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Reads, checks, freezes and packs files.
    Engine,
    /// The same program once more, to check many files beside it: by number, from 1 on.
    Checking(usize),
    /// Makes official documents.
    Papers,
    /// Seals and opens files with a passphrase.
    Seal,
}

impl Service {
    /// Its name in a message.
    const fn name(self) -> &'static str {
        match self {
            Self::Engine | Self::Checking(_) => "engine",
            Self::Papers => "papers",
            Self::Seal => "seal",
        }
    }

    const fn place(self) -> usize {
        match self {
            Self::Engine => 0,
            Self::Papers => 1,
            Self::Seal => 2,
            Self::Checking(number) => 2 + number,
        }
    }
}

/// The most workers that check files at the same time, the engine among them.
const MOST_CHECKING: usize = 4;

/// How many workers check files at the same time: one for each processor, but not more than a few,
/// since each has memory of its own.
pub fn lanes() -> usize {
    let processors = crate::window().navigator().hardware_concurrency();
    (processors as usize).clamp(1, MOST_CHECKING)
}

/// The worker of these with the least to do.
pub fn freest() -> Service {
    let lane = |number| if number == 0 { Service::Engine } else { Service::Checking(number) };
    let load = |service: &Service| with(*service, |running| running.waiting.len());
    (0..lanes()).map(lane).min_by_key(load).unwrap_or(Service::Engine)
}

/// Ends those that only check many files and have nothing to do.
pub fn rest() {
    for number in 1..MOST_CHECKING {
        let idle = with(Service::Checking(number), |running| {
            running.waiting.is_empty().then(|| std::mem::take(running))
        });
        if let Some(worker) = idle.and_then(|running| running.worker) {
            worker.terminate();
        }
    }
}

/// The milliseconds that a service gets from one answer to the next. The largest file that is read at
/// all takes a slow phone a minute; what takes longer than this was made to take long.
const PATIENCE: u32 = 300_000;

#[derive(Default)]
struct RunningWorker {
    worker: Option<Worker>,
    ready: bool,
    /// Few at a time: the id of each request, and what settles it.
    waiting: Vec<(u32, Function, Function)>,
    unsent: Vec<Array>,
    last: u32,
    /// Ends the worker when it has not answered in time.
    deadline: Option<Timer>,
}

thread_local! {
    static RUNNING: RefCell<[RunningWorker; 2 + MOST_CHECKING]> = RefCell::default();
}

fn with<T>(service: Service, then: impl FnOnce(&mut RunningWorker) -> T) -> T {
    RUNNING.with_borrow_mut(|all| then(&mut all[service.place()]))
}

/// Asks a service: JSON and bytes in, JSON and bytes out.
///
/// # Errors
/// A text for the error report: the worker could not be loaded, died, or was ended because it did not
/// answer in time.
pub async fn ask_text(
    service: Service,
    json: &str,
    blobs: Vec<Uint8Array>,
) -> Result<(String, Vec<Uint8Array>), String> {
    start(service)?;
    let bytes: Array = blobs.iter().collect();
    // Built before the state is borrowed, because creating a JavaScript value may call back into
    // this file.
    let id = with(service, |running| {
        running.last += 1;
        running.last
    });
    let message = Array::of4(&id.into(), &service.name().into(), &JsValue::from_str(json), &bytes);
    let promise = Promise::new(&mut |resolve, reject| {
        let message = message.clone();
        let first = with(service, |running| {
            running.waiting.push((id, resolve, reject));
            running.unsent.push(message);
            running.waiting.len() == 1
        });
        if first {
            set_deadline(service);
        }
        flush(service);
    });
    let answer = JsFuture::from(promise).await.map_err(|e| e.as_string().unwrap_or_default())?;
    let answer = Array::from(&answer);
    let json = answer.get(1).as_string().unwrap_or_default();
    let blobs = Array::from(&answer.get(2)).iter().map(|b| b.unchecked_into()).collect();
    Ok((json, blobs))
}

fn start(service: Service) -> Result<(), String> {
    if with(service, |running| running.worker.is_some()) {
        return Ok(());
    }
    let url = crate::page::meta("bcd-worker").ok_or("the worker is not named in the page")?;
    let worker = Worker::new(&url).map_err(|_| "the worker cannot be started")?;
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event| take_message(service, &event));
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let on_error = Closure::<dyn FnMut()>::new(move || fail_all_waiting(service, STOPPED));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    on_error.forget();
    with(service, |running| running.worker = Some(worker));
    Ok(())
}

// Requests wait until the worker is ready, because some browsers lose messages that are posted
// before it listens.
fn flush(service: Service) {
    let (worker, messages) = with(service, |running| {
        let messages = if running.ready { std::mem::take(&mut running.unsent) } else { vec![] };
        (running.worker.clone(), messages)
    });
    let Some(worker) = worker else { return };
    for message in messages {
        if worker.post_message(&message).is_err() {
            fail_all_waiting(service, STOPPED);
        }
    }
}

fn take_message(service: Service, event: &MessageEvent) {
    let data = event.data();
    if data.is_string() {
        with(service, |running| running.ready = true);
        return flush(service);
    }
    let id = Array::from(&data).get(0).as_f64().unwrap_or_default() as u32;
    let settled = with(service, |running| {
        let at = running.waiting.iter().position(|(waiting, ..)| *waiting == id)?;
        Some(running.waiting.swap_remove(at))
    });
    set_deadline(service);
    if let Some((_, resolve, _)) = settled {
        resolve.call1(&JsValue::NULL, &data).ok();
    }
}

const STOPPED: &str = "the worker stopped";

// Begins the time until the next answer, if one is waited for. A new request does not begin it again,
// or a worker that hangs would live as long as somebody asks.
fn set_deadline(service: Service) {
    let waits = with(service, |running| !running.waiting.is_empty());
    let end = move || fail_all_waiting(service, "the worker did not answer in time");
    // Without a timer the worker has no deadline, which is how a browser without one fails anyway.
    let deadline = waits.then(|| Timer::after(PATIENCE, end)).and_then(Result::ok);
    drop(with(service, |running| std::mem::replace(&mut running.deadline, deadline)));
}

// Fails all waiting requests; the next request starts a new worker.
fn fail_all_waiting(service: Service, why: &str) {
    let running = with(service, std::mem::take);
    if let Some(worker) = running.worker {
        worker.terminate();
    }
    for (_, _, reject) in running.waiting {
        reject.call1(&JsValue::NULL, &JsValue::from_str(why)).ok();
    }
}
