//! Work that goes on beside other work.

use futures_util::FutureExt;
use std::{future::Future, pin::Pin};

/// Asks now for what a future asks for first; the rest waits for who awaits. A future by itself
/// does nothing before it is awaited, so that a slow phone would draw first and ask then.
pub fn begun<T>(future: impl Future<Output = T>) -> impl Future<Output = T> {
    let mut future: Pin<Box<_>> = Box::pin(future);
    let done = future.as_mut().now_or_never();
    async move {
        match done {
            Some(done) => done,
            None => future.await,
        }
    }
}
