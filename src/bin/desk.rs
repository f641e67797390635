//! The second module's entry; everything else is in the library.

fn main() {
    #[cfg(target_arch = "wasm32")]
    bcd::desk::start();
}
