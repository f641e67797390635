//! The late chunk: the services, and everything that is drawn with them.

mod arrivals;
mod proposing;
mod updating;

use crate::{
    pages::{self, Page},
    shell::{LateChunk, Shell},
};
use bcd_app::services::Services;
use bcd_web::{page, spawn_local};
use leptos::prelude::*;
use std::{cell::RefCell, future::Future, pin::Pin};

thread_local! {
    static SERVICES: RefCell<Option<Services>> = const { RefCell::new(None) };
}

/// The chunk, as functions.
pub fn chunk() -> LateChunk {
    LateChunk { start, page, bar: updating::bar, gap_task }
}

fn start(shell: Shell) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move {
        let services = Services::new(shell.work, shell.evidence, bcd_web::tools());
        services.start().await;
        SERVICES.set(Some(services));
        arrivals::listen(shell);
        proposing::start(shell, services);
        updating::start(shell);
        sync_by_itself(services);
        page::on_window("focus", move |_| services.planning.turn_day());
    })
}

// When the app opens, comes back online, or to the front.
fn sync_by_itself(services: Services) {
    let syncing = services.syncing;
    page::on_window("online", move |_| spawn_local(async move { syncing.again(true).await }));
    page::on_window("focus", move |_| spawn_local(async move { syncing.again(false).await }));
    spawn_local(async move { syncing.begin().await });
}

// Views get the services from the context in which they are drawn.
fn with_services<T>(draw: impl FnOnce() -> T) -> T {
    if let Some(services) = SERVICES.with_borrow(|services| *services) {
        provide_context(services);
    }
    draw()
}

fn page(page: Page, inner: Memo<String>) -> AnyView {
    with_services(|| page.draw_late(inner))
}

fn gap_task(item: bcd_core::id::ItemId, text: String) -> AnyView {
    with_services(|| pages::gap_task(item, text))
}
