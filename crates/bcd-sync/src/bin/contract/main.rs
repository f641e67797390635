//! The drives on a page of the browser tests: one function there does what a test asks for. No
//! part of the app.

#[cfg(target_arch = "wasm32")]
mod page;

#[cfg(target_arch = "wasm32")]
fn main() {
    page::start();
}

/// Natively there is nothing to do: the page is the browser's.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
