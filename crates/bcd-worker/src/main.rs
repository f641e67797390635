//! The worker: what needs no screen, in one program. The page starts it once for each service,
//! so that one that works for long holds up none of the others.
//!
//! One program and not one for each service: what they share (reading, writing, checking, packing)
//! is sent and kept once.

#[cfg(target_arch = "wasm32")]
mod services;
#[cfg(target_arch = "wasm32")]
mod wire;

fn main() {
    #[cfg(target_arch = "wasm32")]
    wire::start(services::answer);
}
