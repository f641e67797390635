//! The worker around [`bcd_core::engine`]: a message in, a message out.

fn main() {
    #[cfg(target_arch = "wasm32")]
    bcd_worker::start(|json, blobs| {
        let say = |error: serde_json::Error| error.to_string();
        let request = serde_json::from_str(json).map_err(say)?;
        let (response, blobs) = bcd_core::engine::handle(request, blobs);
        Ok((serde_json::to_string(&response).map_err(say)?, blobs))
    });
}
