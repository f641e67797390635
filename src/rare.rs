//! The rare chunk: the pages that few people open, and the syncing of shared drives.

use crate::{pages::Page, shell::RareChunk};
use bcd_app::services::Services;
use bcd_web::{page, spawn_local};

/// The chunk, as functions.
pub fn chunk() -> RareChunk {
    RareChunk { start, page: Page::draw_rare }
}

// Drives are synced when the app opens, comes back online, or to the front.
fn start(services: Services) {
    services.bring(bcd_web::rare_tools());
    let syncing = services.syncing;
    page::on_window("online", move |_| spawn_local(async move { syncing.again(true).await }));
    page::on_window("focus", move |_| spawn_local(async move { syncing.again(false).await }));
    spawn_local(async move { syncing.begin().await });
}
