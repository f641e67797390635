//! The late chunk: the services, and everything that is drawn with them.

mod arrivals;
mod proposing;
mod rare_chunk;
mod updating;

use crate::{
    pages::{self, Page},
    shell::{LateChunk, Shell},
};
use bcd_app::services::Services;
use bcd_web::{page, policy, spawn_local, trusted};
use leptos::prelude::*;
use std::{cell::Cell, future::Future, pin::Pin};

thread_local! {
    static SERVICES: Cell<Option<Services>> = const { Cell::new(None) };
}

/// The chunk, as functions.
pub fn chunk() -> LateChunk {
    LateChunk { start, page, bar: updating::bar, beside_item, stays }
}

fn start(shell: Shell) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(async move {
        trusted::guard();
        let services = Services::new(shell.work, shell.evidence, bcd_web::tools());
        services.start().await;
        SERVICES.set(Some(services));
        arrivals::listen(shell);
        proposing::start(shell, services);
        updating::start(shell);
        sync_drives(shell, services);
        page::on_window("focus", move |_| services.planning.turn_day());
    })
}

// What syncs is in the rare chunk, which most people need for nothing else. Where it did not come,
// it is asked for again when the page comes back online, or to the front; from then on it listens
// itself.
fn sync_drives(shell: Shell, services: Services) {
    let call = move || {
        if !services.drives.list.read_untracked().is_empty() {
            rare_chunk::call(services);
        }
    };
    page::on_window("online", move |_| call());
    page::on_window("focus", move |_| call());
    spawn_local(async move {
        // A list that cannot be read: the disk has said so.
        if services.drives.read().await.is_ok() {
            // A page that is opened to connect a server is left open for that.
            let connects = shell.route.with_untracked(|route| {
                route.page == Page::Drive && pages::connects_server(&route.inner)
            });
            if !connects {
                policy::narrow(&services.drives.servers());
            }
            call();
        }
    });
}

// Views get the services from the context in which they are drawn.
fn with_services<T>(draw: impl FnOnce() -> T) -> T {
    if let Some(services) = SERVICES.get() {
        provide_context(services);
    }
    draw()
}

fn page(page: Page, inner: Memo<String>) -> AnyView {
    with_services(|| match SERVICES.get() {
        Some(services) if page.is_rare() => rare_chunk::draw(services, page, inner),
        _ => page.draw_late(inner),
    })
}

fn stays(id: bcd_core::id::EvidenceId) -> AnyView {
    with_services(|| pages::stays(id))
}

fn beside_item(item: bcd_core::id::ItemId, text: String) -> AnyView {
    with_services(|| pages::beside_item(item, text))
}
