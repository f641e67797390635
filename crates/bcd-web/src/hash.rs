//! Content hashes, by the engine's worker. The response is parsed by hand, because the first chunk
//! contains this module and should not contain the parsers of all other responses.

use crate::{
    bytes::to_js,
    worker::{self, Service},
};
use bcd_app::{bytes::Bytes, host::Hasher};
use bcd_core::id::FileHash;
use futures_util::future::LocalBoxFuture;
use serde_json::Value;

/// Hashes by the engine.
pub struct BrowserHasher;

impl Hasher for BrowserHasher {
    fn hash(&self, bytes: &Bytes) -> LocalBoxFuture<'static, Result<FileHash, String>> {
        let bytes = to_js(bytes);
        Box::pin(async move {
            let (json, _) = worker::ask_text(Service::Engine, "\"Hash\"", vec![bytes]).await?;
            let answer: Value = serde_json::from_str(&json).map_err(|e| e.to_string())?;
            match answer["Hash"].as_str() {
                Some(hash) => Ok(FileHash::from(hash)),
                None => Err("an unexpected answer".to_owned()),
            }
        })
    }
}
