//! Files: received from a picker or a drop; handed out by download, share sheet or clipboard.

pub use crate::dropped::dropped;
use crate::{
    bytes::{from_js, to_js},
    image, inbox,
};
use crate::{document, window};
use bcd_app::{bytes::Bytes, host::PickedFile};
use bcd_core::content;
use bcd_sync::picked::Picked;
use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, FileList, FilePropertyBag, HtmlAnchorElement, HtmlInputElement, Request,
    ShareData, Url,
};

/// A file as the browser provides it: a name, a size, and bytes that are read on demand.
#[derive(Clone)]
pub struct BrowserFile(web_sys::File, Option<Request>);

impl BrowserFile {
    /// From the browser.
    pub fn new(file: web_sys::File) -> Self {
        Self(file, None)
    }

    /// From the inbox, where it lies under this request.
    pub(crate) fn pushed(file: web_sys::File, request: Request) -> Self {
        Self(file, Some(request))
    }

    /// Whether another app or site pushed it here, so that nobody here chose it.
    pub fn is_pushed(&self) -> bool {
        self.1.is_some()
    }
}

impl PickedFile for BrowserFile {
    fn name(&self) -> String {
        self.0.name()
    }

    fn mime(&self) -> String {
        self.0.type_()
    }

    fn size(&self) -> u64 {
        self.0.size() as u64
    }

    fn head(&self, most: u32) -> LocalBoxFuture<'_, Option<Vec<u8>>> {
        Box::pin(async move {
            let most = i32::try_from(most).unwrap_or(i32::MAX);
            let head = self.0.slice_with_i32_and_i32(0, most).ok()?;
            Some(read(&head).await?.to_vec())
        })
    }

    fn read(&self) -> LocalBoxFuture<'_, Option<Bytes>> {
        Box::pin(async { Some(from_js(read(&self.0).await?)) })
    }

    fn as_photo(&self) -> LocalBoxFuture<'_, Option<Bytes>> {
        Box::pin(async { Some(from_js(image::shrink(&self.0).await?)) })
    }

    fn discard(&self) {
        if let Some(request) = self.1.clone() {
            crate::spawn_local(inbox::remove(request));
        }
    }
}

/// The files that a person just picked. The input is cleared, so that picking the same file again
/// triggers an event again.
pub fn picked(event: &web_sys::Event) -> Vec<BrowserFile> {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return Vec::new() };
    let files = of_list(input.files());
    input.set_value("");
    files
}

/// The folder that a person just picked: as a drive, and its files.
pub fn picked_tree(event: &web_sys::Event) -> Option<(Picked, Vec<BrowserFile>)> {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok())?;
    let list = input.files()?;
    let tree = Picked::new(&list);
    let files = of_list(Some(list));
    input.set_value("");
    Some((tree, files))
}

/// Whether the files are in folders of a drive: `…/units/…` or `…/submissions/…`.
pub fn is_drive(files: &[BrowserFile]) -> bool {
    files.iter().any(|file| {
        let path = Reflect::get(&file.0, &"webkitRelativePath".into()).ok();
        let path = path.and_then(|path| path.as_string()).unwrap_or_default();
        matches!(path.split('/').nth(1), Some("units" | "submissions" | "packs"))
    })
}

pub(crate) fn of_list(list: Option<FileList>) -> Vec<BrowserFile> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.get(index)).map(BrowserFile::new).collect()
}

// The bytes of a file, in the browser's memory. `None` if it cannot be read (moved, revoked).
pub(crate) async fn read(file: &Blob) -> Option<Uint8Array> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer))
}

// A blob of bytes.
pub(crate) fn blob(bytes: &Bytes, mime: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    Blob::new_with_u8_array_sequence_and_options(&Array::of1(&to_js(bytes)), &options).ok()
}

fn url_of(bytes: &Bytes, mime: &str) -> Option<String> {
    Url::create_object_url_with_blob(&blob(bytes, mime)?).ok()
}

/// A URL for an `<img>`, valid until the page is left. Its type is that of the bytes, whatever
/// somebody stated: opened on its own, it is never a page or a drawing with scripts, which would
/// run as a part of the app.
pub fn photo_url(bytes: &Bytes) -> Option<String> {
    url_of(bytes, content::media_type(&bytes.head(PHOTO_HEAD)))
}

// Marks of pictures stand in the first bytes.
const PHOTO_HEAD: usize = 16;

/// Frees an address of [`photo_url`].
pub fn free_url(url: &str) {
    Url::revoke_object_url(url).ok();
}

/// Downloads bytes under a name; false where the browser refuses. Name and type are the app's own, or
/// come from [`content::handing`] where somebody else may have written them.
pub fn download(bytes: &Bytes, name: &str, mime: &str) -> bool {
    let Some(url) = url_of(bytes, mime) else { return false };
    let link =
        document().create_element("a").ok().and_then(|e| e.dyn_into::<HtmlAnchorElement>().ok());
    let Some(link) = link else { return false };
    link.set_href(&url);
    link.set_download(name);
    link.click();
    true
}

/// What became of sharing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareResult {
    /// Handed to another app.
    Done,
    /// The person changed their mind.
    Cancelled,
    /// This browser shares no such files.
    Refused,
}

/// Opens the share sheet with one file. Chromium allows files by ending and type: see
/// `docs/file-format.md`, "Names".
pub async fn share(bytes: &Bytes, name: &str, mime: &str) -> ShareResult {
    let options = FilePropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&to_js(bytes));
    let file = web_sys::File::new_with_u8_array_sequence_and_options(&parts, name, &options);
    let Ok(file) = file else { return ShareResult::Refused };
    let data = ShareData::new();
    data.set_files(&Array::of1(&file));
    let navigator = window().navigator();
    if !Reflect::has(&navigator, &"canShare".into()).unwrap_or(false)
        || !navigator.can_share_with_data(&data)
    {
        return ShareResult::Refused;
    }
    match JsFuture::from(navigator.share_with_data(&data)).await {
        Ok(_) => ShareResult::Done,
        Err(error) => {
            let name = error.dyn_ref::<web_sys::DomException>().map(|e| e.name());
            if name.as_deref() == Some("AbortError") {
                ShareResult::Cancelled
            } else {
                ShareResult::Refused
            }
        }
    }
}

/// Whether this browser may share files at all.
pub fn can_share() -> bool {
    Reflect::has(&window().navigator(), &"canShare".into()).unwrap_or(false)
}

/// Copies bytes of UTF-8 as text; false where the browser refuses.
pub async fn copy(bytes: &Bytes) -> bool {
    let Ok(text) = String::from_utf8(bytes.to_vec()) else { return false };
    let navigator = window().navigator();
    let there: JsValue = Reflect::get(&navigator, &"clipboard".into()).unwrap_or_default();
    there.is_object() && JsFuture::from(navigator.clipboard().write_text(&text)).await.is_ok()
}
