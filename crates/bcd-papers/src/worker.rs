//! Message glue. In: `[id, request JSON, []]`; out: `[id, response JSON, [bytes…]]`. The same as
//! that of `bcd-engine`, so that the page needs one client for both.

use bcd_core::paper::job::Made;
use bcd_papers::work;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Starts answering. The first message out, `ready`, tells the page that it may ask.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let out = scope.clone();
    let answer = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let (message, transfer) = reply(&event.data());
        if out.post_message_with_transfer(&message, &transfer).is_err() {
            // The page waits for each id; a failure must reach it too.
            let id = Array::from(&event.data()).get(0);
            let failed = failure("the answer could not be posted");
            if out.post_message(&Array::of3(&id, &failed, &Array::new())).is_err() {
                scope_error(&out);
            }
        }
    });
    scope.set_onmessage(Some(answer.as_ref().unchecked_ref()));
    answer.forget();
    if scope.post_message(&JsValue::from_str("ready")).is_err() {
        scope_error(&scope);
    }
}

// Nothing can be posted at all: closing makes the page's next request fail loudly.
fn scope_error(scope: &DedicatedWorkerGlobalScope) {
    scope.close();
}

fn failure(why: &str) -> JsValue {
    let json = serde_json::to_string(&Made::Failed(why.to_owned())).unwrap_or_default();
    JsValue::from_str(&json)
}

fn reply(data: &JsValue) -> (Array, Array) {
    let message = Array::from(data);
    let id = message.get(0);
    let request = message.get(1).as_string().unwrap_or_default();
    let (json, blobs) = match work::answer(&request) {
        Ok((response, blobs)) => match serde_json::to_string(&response) {
            Ok(json) => (JsValue::from_str(&json), blobs),
            Err(error) => (failure(&error.to_string()), vec![]),
        },
        Err(error) => (failure(&error.to_string()), vec![]),
    };
    let (bytes, transfer) = (Array::new(), Array::new());
    for blob in blobs {
        let array = Uint8Array::from(blob.as_slice());
        transfer.push(&array.buffer());
        bytes.push(&array);
    }
    (Array::of3(&id, &json, &bytes), transfer)
}
