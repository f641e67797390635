//! What a person dropped: files, and folders with all that is in them.

use crate::files::{self, BrowserFile};
use bcd_app::{bytes::Bytes, host::PickedFile};
use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Something that was dropped and cannot be read; receiving it says so under its name.
struct Unreadable(String);

impl PickedFile for Unreadable {
    fn name(&self) -> String {
        self.0.clone()
    }

    fn mime(&self) -> String {
        String::new()
    }

    fn size(&self) -> u64 {
        0
    }

    fn head(&self, _: u32) -> LocalBoxFuture<'_, Option<Vec<u8>>> {
        Box::pin(async { None })
    }

    fn read(&self) -> LocalBoxFuture<'_, Option<Bytes>> {
        Box::pin(async { None })
    }

    fn as_photo(&self) -> LocalBoxFuture<'_, Option<Bytes>> {
        Box::pin(async { None })
    }
}

/// All files of a drop, those of a folder in the order of their names. What was dropped is asked for
/// at once, since the browser forgets it when the event is over; folders are read later.
pub fn dropped(
    event: &web_sys::DragEvent,
) -> impl Future<Output = Vec<Box<dyn PickedFile>>> + use<> {
    let transfer = event.data_transfer();
    let plain = files::of_list(transfer.as_ref().and_then(web_sys::DataTransfer::files));
    let entries: Vec<JsValue> = transfer.map_or(Vec::new(), |transfer| entries(&transfer));
    async move {
        // Without a folder the list of files says all, also in browsers that know no entries.
        if !entries.iter().any(|entry| is(entry, "isDirectory")) {
            return plain.into_iter().map(boxed).collect();
        }
        let mut all = Vec::new();
        // A stack, so that a deep tree is as good as a flat one.
        let mut open: Vec<JsValue> = entries.into_iter().rev().collect();
        while let Some(entry) = open.pop() {
            let found = match is(&entry, "isDirectory") {
                true => children(&entry).await.map(|inside| open.extend(inside.into_iter().rev())),
                false => file(&entry).await.map(|file| all.push(boxed(BrowserFile::new(file)))),
            };
            if found.is_none() {
                all.push(Box::new(Unreadable(text(&entry, "name"))));
            }
        }
        all
    }
}

fn boxed(file: BrowserFile) -> Box<dyn PickedFile> {
    Box::new(file)
}

// By name: not every browser has them, and `web-sys` names them by an older standard.
fn entries(transfer: &web_sys::DataTransfer) -> Vec<JsValue> {
    let items = Reflect::get(transfer, &"items".into()).unwrap_or_default();
    let entry = |item: JsValue| {
        let entry = method(&item, "webkitGetAsEntry")?.call0(&item).ok()?;
        entry.is_object().then_some(entry)
    };
    Array::from(&items).iter().filter_map(entry).collect()
}

async fn file(entry: &JsValue) -> Option<web_sys::File> {
    asked(entry, "file").await?.dyn_into().ok()
}

// A folder tells of its content in parts, until one is empty.
async fn children(folder: &JsValue) -> Option<Vec<JsValue>> {
    let reader = method(folder, "createReader")?.call0(folder).ok()?;
    let mut all = Vec::new();
    loop {
        let part = Array::from(&asked(&reader, "readEntries").await?);
        if part.length() == 0 {
            all.sort_by_key(|entry| text(entry, "name"));
            return Some(all);
        }
        all.extend(part.iter());
    }
}

// A method that answers through two functions.
async fn asked(of: &JsValue, name: &str) -> Option<JsValue> {
    let method = method(of, name)?;
    let promise = Promise::new(&mut |resolve, reject| {
        if method.call2(of, &resolve, &reject).is_err() {
            reject.call0(&JsValue::NULL).ok();
        }
    });
    JsFuture::from(promise).await.ok()
}

fn method(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}

fn is(entry: &JsValue, name: &str) -> bool {
    Reflect::get(entry, &name.into()).is_ok_and(|value| value.is_truthy())
}

fn text(entry: &JsValue, name: &str) -> String {
    Reflect::get(entry, &name.into()).ok().and_then(|name| name.as_string()).unwrap_or_default()
}
