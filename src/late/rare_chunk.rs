//! The rare chunk: pages that few people open, and what reaches shared drives. The late chunk asks
//! for it when such a page is opened, or when this browser has a drive to sync.

use crate::{
    pages::{Page, chunk},
    rare,
    shell::{Chunk, NotLoaded, PageChunk},
};
use bcd_app::services::Services;
use leptos::prelude::*;
use std::cell::RefCell;

thread_local! {
    static CHUNK: RefCell<Option<ArcRwSignal<Chunk<PageChunk>>>> = const { RefCell::new(None) };
}

/// Fetches the rare chunk and starts it, unless that is done or under way.
pub fn call(services: Services) {
    chunk::call(&CHUNK, services, take);
}

/// Draws a page that comes with the rare chunk or by way of it.
pub fn draw(services: Services, page: Page, inner: Memo<String>) -> AnyView {
    chunk::draw(&CHUNK, services, page, inner, call)
}

// Everything that only this function reaches is in the chunk.
#[cfg(split)]
#[wasm_split_helpers::wasm_split(rare, fallible)]
fn take() -> Result<PageChunk, NotLoaded> {
    Ok(rare::chunk())
}

#[cfg(not(split))]
async fn take() -> Result<PageChunk, NotLoaded> {
    Ok(rare::chunk())
}
