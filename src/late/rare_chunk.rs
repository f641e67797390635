//! The rare chunk: pages that few people open, and what reaches shared drives. The late chunk asks
//! for it when such a page is opened, or when this browser has a drive to sync.

use crate::{
    pages::{self, Page},
    rare,
    shell::{Chunk, NotLoaded, RareChunk},
};
use bcd_app::services::Services;
use bcd_web::spawn_local;
use leptos::prelude::*;
use std::cell::RefCell;

thread_local! {
    // A signal that lives as long as the page, although the views that show it do not.
    static CHUNK: RefCell<Option<ArcRwSignal<Chunk<RareChunk>>>> = const { RefCell::new(None) };
}

fn chunk() -> ArcRwSignal<Chunk<RareChunk>> {
    CHUNK
        .with_borrow_mut(|chunk| chunk.get_or_insert_with(|| ArcRwSignal::new(Chunk::Away)).clone())
}

/// Fetches the rare chunk and starts it, unless that is done or under way.
pub fn call(services: Services) {
    let chunk = chunk();
    match chunk.get_untracked() {
        Chunk::Coming | Chunk::Here(_) => return,
        Chunk::Away | Chunk::Failed => chunk.set(Chunk::Coming),
    }
    spawn_local(async move {
        chunk.set(match take().await {
            Ok(rare) => {
                (rare.start)(services);
                Chunk::Here(rare)
            }
            Err(NotLoaded) => Chunk::Failed,
        });
    });
}

/// Draws a page of the rare chunk, as soon as that is here.
pub fn draw(services: Services, page: Page, inner: Memo<String>) -> AnyView {
    call(services);
    let shown = move || match chunk().get() {
        Chunk::Here(rare) => (rare.page)(page, inner),
        Chunk::Away | Chunk::Coming => pages::opening(),
        Chunk::Failed => pages::not_loaded(services.work, page, move || call(services)),
    };
    shown.into_any()
}

// Everything that only this function reaches is in the chunk.
#[cfg(split)]
#[wasm_split_helpers::wasm_split(rare, fallible)]
fn take() -> Result<RareChunk, NotLoaded> {
    Ok(rare::chunk())
}

#[cfg(not(split))]
async fn take() -> Result<RareChunk, NotLoaded> {
    Ok(rare::chunk())
}
