//! The worker around [`bcd_papers::work`]: a message in, a message out.

fn main() {
    #[cfg(target_arch = "wasm32")]
    worker::start();
}

#[cfg(target_arch = "wasm32")]
mod worker;
