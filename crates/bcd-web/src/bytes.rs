//! Bytes that stay in the browser's memory and are not copied into WebAssembly memory.

use bcd_app::bytes::{Bytes, Content};
use js_sys::Uint8Array;
use std::any::Any;

struct OnTheBrowsersSide(Uint8Array);

impl Content for OnTheBrowsersSide {
    fn size(&self) -> usize {
        self.0.length() as usize
    }

    fn head(&self, most: usize) -> Vec<u8> {
        let end = u32::try_from(most).unwrap_or(u32::MAX).min(self.0.length());
        self.0.subarray(0, end).to_vec()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Bytes that the browser holds.
pub fn from_js(bytes: Uint8Array) -> Bytes {
    Bytes::new(OnTheBrowsersSide(bytes))
}

/// Bytes for the browser; copied only if they are in WebAssembly memory.
pub fn to_js(bytes: &Bytes) -> Uint8Array {
    match bytes.content::<OnTheBrowsersSide>() {
        Some(there) => there.0.clone(),
        None => Uint8Array::from(bytes.to_vec().as_slice()),
    }
}
