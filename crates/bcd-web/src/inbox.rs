//! Files that arrive without a picker: shared to the installed app, or opened with it.

use crate::files::BrowserFile;
use crate::window;
use js_sys::{Array, Function, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Cache, FilePropertyBag, Request, Response};

const INBOX: &str = "bcd-inbox";

thread_local! {
    // What this page has read and not removed yet. What is shared meanwhile stays for who reads it.
    static READ: RefCell<Vec<Request>> = const { RefCell::new(Vec::new()) };
}

/// Returns the files that the service worker stored when something was shared to the app. They stay
/// in the inbox until [`clear`] is called.
pub async fn shared() -> Vec<BrowserFile> {
    read_inbox().await.unwrap_or_default()
}

async fn inbox() -> Option<Cache> {
    let storage = window().caches().ok()?;
    JsFuture::from(storage.open(INBOX)).await.ok()?.dyn_into().ok()
}

async fn read_inbox() -> Option<Vec<BrowserFile>> {
    let cache = inbox().await?;
    let requests = Array::from(&JsFuture::from(cache.keys()).await.ok()?);
    let mut files = Vec::new();
    for request in requests.iter() {
        let request: Request = request.dyn_into().ok()?;
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
            files.push(BrowserFile::new(file));
            READ.with_borrow_mut(|read| read.push(request));
        }
    }
    Some(files)
}

/// Removes from the inbox what [`shared`] returned. Call it after every file was taken in or shown
/// with its problem.
pub async fn clear() {
    let read = READ.take();
    let Some(cache) = inbox().await else { return };
    for request in read {
        // A file that cannot be removed is read again next time, and known then.
        JsFuture::from(cache.delete_with_request(&request)).await.ok();
    }
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
