//! The rare chunk: the pages that few people open, and the syncing of shared drives.

mod desk_chunk;

use crate::{pages::Page, shell::PageChunk};
use bcd_app::services::Services;
use bcd_web::{page, spawn_local};
use leptos::prelude::*;
use std::cell::Cell;

thread_local! {
    static STARTED: Cell<bool> = const { Cell::new(false) };
}

/// The chunk, as functions.
pub fn chunk() -> PageChunk {
    PageChunk { start, page: draw }
}

fn draw(page: Page, inner: Memo<String>) -> AnyView {
    match use_context() {
        Some(services) if page.is_of_desk() => desk_chunk::draw(services, page, inner),
        _ => page.draw_rare(inner),
    }
}

// Drives are synced when the app opens, comes back online, or to the front.
fn start(services: Services) {
    if STARTED.replace(true) {
        return;
    }
    services.bring(bcd_web::rare_tools());
    let syncing = services.syncing;
    page::on_window("online", move |_| spawn_local(async move { syncing.again(true).await }));
    page::on_window("focus", move |_| spawn_local(async move { syncing.again(false).await }));
    spawn_local(async move { syncing.begin().await });
}
