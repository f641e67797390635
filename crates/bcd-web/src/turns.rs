//! Scheduling: after the next paint, after some time, or concurrently.

use crate::page;
use bcd_app::host::Turns;
use futures_util::future::LocalBoxFuture;
use std::time::Duration;

/// The page's own turns.
pub struct BrowserTurns;

impl Turns for BrowserTurns {
    fn behind_paint(&self, then: Box<dyn FnOnce()>) {
        page::behind_paint(then);
    }

    fn later(&self, after: Duration, then: Box<dyn FnOnce()>) {
        page::later(after, then);
    }

    fn spawn(&self, work: LocalBoxFuture<'static, ()>) {
        wasm_bindgen_futures::spawn_local(work);
    }

    fn pause(&self, time: Duration) -> LocalBoxFuture<'static, ()> {
        Box::pin(page::pause(time))
    }
}
