//! The rare chunk: the pages that few people open, and the syncing of shared drives.

mod desk_chunk;

use crate::{
    pages::Page,
    shell::{Lasting, PageChunk},
};
use bcd_app::{reviewing::Reviewing, roll::Rolls, services::Services};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;
use std::cell::RefCell;

// What an upper level works with lives as long as the page, although the views that show it do not.
struct Desk {
    owner: Owner,
    reviewing: Reviewing,
    rolls: Rolls,
}

thread_local! {
    static DESK: RefCell<Option<Desk>> = const { RefCell::new(None) };
}

/// The chunk, as functions.
pub fn chunk() -> PageChunk {
    PageChunk { start, page: draw }
}

// Drives are synced when the app opens, comes back online, or to the front. The desk, which stands on
// this chunk, starts nothing anew.
fn start(services: Services) {
    if DESK.with_borrow(Option::is_some) {
        return;
    }
    services.bring(bcd_web::rare_tools());
    let owner = Owner::new();
    let (reviewing, rolls) = owner.with(|| (services.reviewing(), Rolls::of(&services)));
    reviewing.start();
    DESK.replace(Some(Desk { owner, reviewing, rolls }));
    let syncing = services.syncing;
    page::on_window("online", move |_| spawn_local(async move { syncing.again(true).await }));
    page::on_window("focus", move |_| spawn_local(async move { syncing.again(false).await }));
    spawn_local(async move { syncing.begin().await });
}

// Views get what only this chunk has from the context in which they are drawn.
fn draw(page: Page, inner: Memo<String>) -> AnyView {
    DESK.with_borrow(|desk| {
        if let Some(desk) = desk {
            provide_context(desk.reviewing);
            provide_context(desk.rolls);
            provide_context(Lasting(desk.owner.clone()));
        }
    });
    match use_context() {
        Some(services) if page.is_of_desk() => desk_chunk::draw(services, page, inner),
        _ => page.draw_rare(inner),
    }
}
