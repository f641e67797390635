//! The desk chunk: the pages of an upper level, with their own stylesheet. The rare chunk asks for it
//! when such a page is opened.

use crate::{
    desk,
    pages::{Page, chunk},
    shell::{Chunk, NotLoaded, PageChunk},
};
use bcd_app::services::Services;
use bcd_web::page;
use leptos::prelude::*;
use std::cell::RefCell;

thread_local! {
    static CHUNK: RefCell<Option<ArcRwSignal<Chunk<PageChunk>>>> = const { RefCell::new(None) };
}

/// Draws a page of the desk chunk.
pub fn draw(services: Services, page: Page, inner: Memo<String>) -> AnyView {
    chunk::draw(&CHUNK, services, page, inner, call)
}

fn call(services: Services) {
    chunk::call(&CHUNK, services, load);
}

async fn load() -> Result<PageChunk, NotLoaded> {
    // Its own stylesheet first: a page that is drawn without it would jump.
    match page::style("bcd-desk-style").await {
        true => take().await,
        false => Err(NotLoaded),
    }
}

// Everything that only this function reaches is in the chunk.
#[cfg(split)]
#[wasm_split_helpers::wasm_split(desk, fallible)]
fn take() -> Result<PageChunk, NotLoaded> {
    Ok(on_the_rare_one())
}

#[cfg(not(split))]
async fn take() -> Result<PageChunk, NotLoaded> {
    Ok(on_the_rare_one())
}

// The desk stands on the rare chunk, and so names all of it. The splitter puts what each set of
// chunks shares into a file of its own; this way the late chunk shares one with both, not three.
fn on_the_rare_one() -> PageChunk {
    let page = |page: Page, inner| match page.is_of_desk() {
        true => desk::draw(page, inner),
        false => super::draw(page, inner),
    };
    PageChunk { start: super::start, page }
}
