//! The worker around [`bcd_papers::work`]: a message in, a message out.

fn main() {
    #[cfg(target_arch = "wasm32")]
    bcd_worker::start(|json, _| {
        let say = |error: serde_json::Error| error.to_string();
        let (made, blobs) = bcd_papers::work::answer(json).map_err(say)?;
        Ok((serde_json::to_string(&made).map_err(say)?, blobs))
    });
}
