//! The worker: sealing and opening by message.

fn main() {
    #[cfg(target_arch = "wasm32")]
    bcd_worker::start(bcd_seal::work::answer);
}
