//! A text as a QR code, for who stands beside and has a camera.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// A QR code of a text, of error level M or, where that makes it no larger, a better one: the path of an
/// SVG, each module one unit wide, and how many modules a side has, without the quiet zone. `None` if the
/// text is too long for any: more than 2,331 bytes.
pub fn qr(text: &str) -> Option<(String, u32)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                // A text takes whatever is written to it.
                write!(path, "M{start} {y}h{}v1H{start}z", x - start).ok()?;
            }
            x += 1;
        }
    }
    Some((path, code.size().unsigned_abs()))
}
