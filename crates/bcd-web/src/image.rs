//! Shrinks photos. Redrawing drops all metadata of the camera, including the location.

use crate::{document, window};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, File, HtmlCanvasElement, ImageBitmap};

/// The longer side of a stored photo, in pixels: enough to read a document held up to a camera.
const SIDE: f64 = 1600.0;
/// JPEG quality.
const QUALITY: f64 = 0.72;

/// Shrinks a photo; returns JPEG bytes. `None` if the browser cannot decode it.
pub async fn shrink(file: &File) -> Option<Uint8Array> {
    let bitmap = JsFuture::from(window().create_image_bitmap_with_blob(file).ok()?).await.ok()?;
    let bitmap: ImageBitmap = bitmap.dyn_into().ok()?;
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (SIDE / width.max(height)).min(1.0);
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width((width * scale).round().max(1.0) as u32);
    canvas.set_height((height * scale).round().max(1.0) as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let (w, h) = (f64::from(canvas.width()), f64::from(canvas.height()));
    // JPEG has no transparency; without this a transparent PNG turns black.
    context.set_fill_style_str("white");
    context.fill_rect(0.0, 0.0, w, h);
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, w, h).ok()?;
    bitmap.close();
    let blob: Blob = JsFuture::from(to_jpeg(&canvas)).await.ok()?.dyn_into().ok()?;
    crate::files::read(&blob).await
}

fn to_jpeg(canvas: &HtmlCanvasElement) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            resolve.call1(&JsValue::NULL, &blob).ok();
        });
        let asked = canvas.to_blob_with_type_and_encoder_options(
            done.unchecked_ref(),
            "image/jpeg",
            &JsValue::from_f64(QUALITY),
        );
        if asked.is_err() {
            reject.call0(&JsValue::NULL).ok();
        }
    })
}
