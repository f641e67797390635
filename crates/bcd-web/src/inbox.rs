//! Files that arrive without a picker: shared to the installed app, or opened with it.

use crate::{document, files::BrowserFile, window};
use js_sys::{Array, Date, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Cache, FilePropertyBag, Request, Response, Url};

// What is not taken within a day goes: nobody waits for it any more. In milliseconds.
const KEPT: f64 = 24.0 * 3_600_000.0;

/// Returns the files that the service worker stored when something was shared to the app. Each stays
/// in the inbox until it is discarded ([`bcd_app::host::PickedFile::discard`]), for a day at most.
pub async fn shared() -> Vec<BrowserFile> {
    read_inbox().await.unwrap_or_default()
}

// Several copies of the app may live on one origin, each with its own inbox.
async fn inbox() -> Option<Cache> {
    let storage = window().caches().ok()?;
    let base = document().base_uri().ok().flatten()?;
    let scope = Url::new_with_base(".", &base).ok()?.pathname();
    JsFuture::from(storage.open(&format!("bcd-inbox {scope}"))).await.ok()?.dyn_into().ok()
}

// When a file came, in milliseconds, as its address says.
fn came(request: &Request) -> Option<f64> {
    let url = request.url();
    let name = url.rsplit('/').next()?;
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    Some(digits.parse::<f64>().ok()? / 100.0)
}

async fn read_inbox() -> Option<Vec<BrowserFile>> {
    let cache = inbox().await?;
    let requests = Array::from(&JsFuture::from(cache.keys()).await.ok()?);
    let mut files = Vec::new();
    for request in requests.iter() {
        let request: Request = request.dyn_into().ok()?;
        let age = Date::now() - came(&request).unwrap_or(0.0);
        if !(0.0..KEPT).contains(&age) {
            // If it cannot be removed, it is too old the next time, too.
            JsFuture::from(cache.delete_with_request(&request)).await.ok();
            continue;
        }
        let found = JsFuture::from(cache.match_with_request(&request)).await.ok()?;
        let Ok(response) = found.dyn_into::<Response>() else { continue };
        let name = response.headers().get("x-bcd-name").ok().flatten().unwrap_or_default();
        let name = js_sys::decode_uri_component(&name).map_or(name, String::from);
        let blob = JsFuture::from(response.blob().ok()?).await.ok()?;
        let blob: Blob = blob.dyn_into().ok()?;
        let options = FilePropertyBag::new();
        options.set_type(&blob.type_());
        let parts = Array::of1(&blob);
        let file = web_sys::File::new_with_blob_sequence_and_options(&parts, &name, &options);
        if let Ok(file) = file {
            files.push(BrowserFile::pushed(file, request));
        }
    }
    Some(files)
}

/// Removes a file from the inbox.
pub(crate) async fn remove(request: Request) {
    let Some(cache) = inbox().await else { return };
    // A file that cannot be removed is shown again next time, for a day at most.
    JsFuture::from(cache.delete_with_request(&request)).await.ok();
}

/// Calls `take` with files that the person opened with the installed app.
pub fn on_opened(take: impl Fn(Vec<BrowserFile>) + Clone + 'static) {
    let Ok(queue) = Reflect::get(&window(), &"launchQueue".into()) else { return };
    let Ok(set_consumer) = Reflect::get(&queue, &"setConsumer".into()) else { return };
    let Ok(set_consumer) = set_consumer.dyn_into::<Function>() else { return };
    let consumer = Closure::<dyn Fn(JsValue)>::new(move |launch: JsValue| {
        let take = take.clone();
        crate::spawn_local(async move {
            let handles = Reflect::get(&launch, &"files".into()).unwrap_or_default();
            let mut files = Vec::new();
            for handle in Array::from(&handles).iter() {
                files.extend(file_of(&handle).await);
            }
            if !files.is_empty() {
                take(files);
            }
        });
    });
    set_consumer.call1(&queue, consumer.as_ref()).ok();
    consumer.forget();
}

async fn file_of(handle: &JsValue) -> Option<BrowserFile> {
    let get_file: Function = Reflect::get(handle, &"getFile".into()).ok()?.dyn_into().ok()?;
    let promise: js_sys::Promise = get_file.call0(handle).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok().map(BrowserFile::new)
}
