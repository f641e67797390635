//! Drawings as pictures, for reports: an SVG as PNG.

use super::document;
use crate::{files, window};
use bcd_app::bytes::Bytes;
use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url,
};

/// How many pixels of the picture make one of the drawing: sharp on paper.
const SCALE: u32 = 2;

/// The value of a custom property of the page, such as a colour: `token("--ink")`.
pub fn token(name: &str) -> String {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    style
        .and_then(|style| style.get_property_value(name).ok())
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// An SVG of a width and height as PNG. `None` where the browser draws none.
pub async fn png(svg: &str, width: u32, height: u32) -> Option<Bytes> {
    let options = BlobPropertyBag::new();
    options.set_type("image/svg+xml");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&svg.into()), &options).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let drawn = draw(&url, width, height).await;
    files::free_url(&url);
    Some(crate::bytes::from_js(files::read(&drawn?).await?))
}

async fn draw(url: &str, width: u32, height: u32) -> Option<Blob> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(url);
    JsFuture::from(image.decode()).await.ok()?;
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width * SCALE);
    canvas.set_height(height * SCALE);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let (wide, high) = (f64::from(width * SCALE), f64::from(height * SCALE));
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, wide, high).ok()?;
    JsFuture::from(to_png(&canvas)).await.ok()?.dyn_into().ok()
}

fn to_png(canvas: &HtmlCanvasElement) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            resolve.call1(&JsValue::NULL, &blob).ok();
        });
        if canvas.to_blob(done.unchecked_ref()).is_err() {
            reject.call0(&JsValue::NULL).ok();
        }
    })
}

/// Copies a PNG, for pasting into a document; false where the browser refuses.
pub async fn copy_png(png: &Bytes) -> bool {
    let Some(blob) = files::blob(png, "image/png") else { return false };
    let item = js_sys::Object::new();
    if js_sys::Reflect::set(&item, &"image/png".into(), &blob).is_err() {
        return false;
    }
    let navigator = window().navigator();
    let there: JsValue = js_sys::Reflect::get(&navigator, &"clipboard".into()).unwrap_or_default();
    let Ok(item) = web_sys::ClipboardItem::new_with_record_from_str_to_blob_promise(&item) else {
        return false;
    };
    there.is_object()
        && JsFuture::from(navigator.clipboard().write(&Array::of1(&item))).await.is_ok()
}
