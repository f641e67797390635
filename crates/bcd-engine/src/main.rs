//! The worker around [`bcd_core::engine`]: a message in, a message out.

fn main() {
    #[cfg(target_arch = "wasm32")]
    worker::start();
}

#[cfg(target_arch = "wasm32")]
mod worker;
