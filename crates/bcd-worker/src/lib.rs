//! Message glue of the modules that work without a screen: one protocol, one client in the page.
//!
//! In: `[id, request JSON, [bytes…]]`; out: `[id, response JSON, [bytes…]]`. The first message
//! out, `ready`, tells the page that it may ask.

#[cfg(target_arch = "wasm32")]
mod worker;

#[cfg(target_arch = "wasm32")]
pub use worker::start;

/// What a module does with a request and its bytes; an error is a text for the error report.
pub type Handler = fn(&str, Vec<Vec<u8>>) -> Result<(String, Vec<Vec<u8>>), String>;
