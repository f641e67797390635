//! The worker's end of the wire.
//!
//! In: `[id, service, request JSON, [bytes…]]`; out: `[id, response JSON, [bytes…]]`. The first
//! message out, `ready`, tells the page that it may ask.

use crate::services::Answer;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// What answers a request: its service, its JSON, its bytes.
type Handler = fn(&str, &str, Vec<Vec<u8>>) -> Answer;

/// Starts answering.
pub fn start(answer: Handler) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let out = scope.clone();
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let (message, transfer) = reply(answer, &event.data());
        if out.post_message_with_transfer(&message, &transfer).is_err() {
            // The page waits for each id; a failure must reach it too.
            let id = Array::from(&event.data()).get(0);
            let failed = failure("the answer could not be posted");
            if out.post_message(&Array::of3(&id, &failed.into(), &Array::new())).is_err() {
                give_up(&out);
            }
        }
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    if scope.post_message(&JsValue::from_str("ready")).is_err() {
        give_up(&scope);
    }
}

// Nothing can be posted at all: closing makes the page's next request fail loudly.
fn give_up(scope: &DedicatedWorkerGlobalScope) {
    scope.close();
}

// Every service's response has this variant.
fn failure(why: &str) -> String {
    serde_json::json!({ "Failed": why }).to_string()
}

fn reply(answer: Handler, data: &JsValue) -> (Array, Array) {
    let message = Array::from(data);
    let id = message.get(0);
    let text = |at| message.get(at).as_string().unwrap_or_default();
    let blobs = Array::from(&message.get(3)).iter().map(|b| Uint8Array::new(&b).to_vec()).collect();
    let (json, blobs) =
        answer(&text(1), &text(2), blobs).unwrap_or_else(|why| (failure(&why), vec![]));
    let (bytes, transfer) = (Array::new(), Array::new());
    for blob in blobs {
        let array = Uint8Array::from(blob.as_slice());
        transfer.push(&array.buffer());
        bytes.push(&array);
    }
    (Array::of3(&id, &json.into(), &bytes), transfer)
}
