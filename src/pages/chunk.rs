//! A chunk that is asked for when a page of it is opened, and what stands in its place until then.

use super::{Page, not_loaded, opening};
use crate::shell::{Chunk, NotLoaded, PageChunk};
use bcd_app::services::Services;
use bcd_web::spawn_local;
use leptos::prelude::*;
use std::{cell::RefCell, future::Future, thread::LocalKey};

/// Where it is kept how far a chunk is: a signal that lives as long as the page, although the views
/// that show it do not.
pub type Place = LocalKey<RefCell<Option<ArcRwSignal<Chunk<PageChunk>>>>>;

fn state(place: &'static Place) -> ArcRwSignal<Chunk<PageChunk>> {
    place
        .with_borrow_mut(|state| state.get_or_insert_with(|| ArcRwSignal::new(Chunk::Away)).clone())
}

/// Fetches the chunk by `take` and starts it, unless that is done or under way.
pub fn call<F>(place: &'static Place, services: Services, take: impl FnOnce() -> F + 'static)
where
    F: Future<Output = Result<PageChunk, NotLoaded>> + 'static,
{
    let chunk = state(place);
    match chunk.get_untracked() {
        Chunk::Coming | Chunk::Here(_) => return,
        Chunk::Away | Chunk::Failed => chunk.set(Chunk::Coming),
    }
    spawn_local(async move {
        chunk.set(match take().await {
            Ok(taken) => {
                (taken.start)(services);
                Chunk::Here(taken)
            }
            Err(NotLoaded) => Chunk::Failed,
        });
    });
}

/// Draws a page of the chunk, as soon as that is here; `call` asks for it.
pub fn draw(
    place: &'static Place,
    services: Services,
    page: Page,
    inner: Memo<String>,
    call: fn(Services),
) -> AnyView {
    call(services);
    let shown = move || match state(place).get() {
        Chunk::Here(chunk) => (chunk.page)(page, inner),
        Chunk::Away | Chunk::Coming => opening(),
        Chunk::Failed => not_loaded(services.work, page, move || call(services)),
    };
    shown.into_any()
}
