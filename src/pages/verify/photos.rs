//! The photos of a visit: small, each with a way to take it out, and the button for more.

use super::{act::not_done, desk::Desk};
use crate::{
    i18n::{k, t, tf},
    pages::item::StoredPhoto,
    ui::{Icon, icon},
};
use bcd_app::{host::PickedFile, reviewing::PhotoRefused};
use bcd_core::{
    format::limits,
    id::{FileHash, RecordId},
};
use bcd_web::{files, spawn_local};
use leptos::prelude::*;

fn why(refused: &PhotoRefused, name: &str) -> String {
    match refused {
        PhotoRefused::Empty => tf(k::EVIDENCE_EMPTY, &[("name", &name)]),
        PhotoRefused::NoPicture => tf(k::VERIFY_PHOTO_NONE, &[("name", &name)]),
        PhotoRefused::NoVisit => t(k::VERIFY_PHOTO_NO_VISIT).to_owned(),
        PhotoRefused::NotDone(fault) => not_done(fault),
    }
}

/// The photos of one visit.
#[component]
pub fn Photos(desk: Desk, id: RecordId, photos: Vec<FileHash>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<String>);
    let is_full = photos.len() >= limits::VISIT_PHOTOS;
    let visit = id.clone();
    let take = move |event: leptos::ev::Event| {
        // They are of this visit, even if another unit is looked at by the time they are drawn.
        let (picked, at, visit) = (files::picked(&event), desk.looked_at(), visit.clone());
        busy.set(true);
        fault.set(None);
        spawn_local(async move {
            for file in picked {
                let added = desk.reviewing.add_photo(&at.unit, &at.cycle, &visit, &file).await;
                if let Err(refused) = added {
                    fault.try_set(Some(why(&refused, &file.name())));
                }
            }
            // The page may be gone by now.
            busy.try_set(false);
        });
    };
    let count = photos.len();
    let row = move |(number, photo): (usize, FileHash)| {
        let alt = tf(k::VERIFY_PHOTO_ALT, &[("n", &(number + 1)), ("of", &count)]);
        let label = tf(k::VERIFY_PHOTO_REMOVE, &[("n", &(number + 1))]);
        let (shown, visit) = (photo.clone(), id.clone());
        let remove = move |_| {
            let (at, visit, photo) = (desk.looked_at(), visit.clone(), photo.clone());
            spawn_local(async move {
                let removed =
                    desk.reviewing.remove_photo(&at.unit, &at.cycle, &visit, &photo).await;
                if let Err(refused) = removed {
                    fault.try_set(Some(why(&refused, "")));
                }
            });
        };
        view! {
            <li class="photos__one" data-testid="visit-photo">
                <StoredPhoto file=Some(shown) alt=Signal::stored(alt) />
                <button class="button button--quiet" aria-label=label.clone() title=label on:click=remove data-testid="visit-photo-remove">{icon(Icon::Trash)}</button>
            </li>
        }
    };
    view! {
        <ul class="photos">{photos.into_iter().enumerate().map(row).collect_view()}</ul>
        <label class="button button--quiet pick">
            {icon(Icon::Camera)} {t(k::VERIFY_PHOTO_ADD)}
            <input class="hidden" type="file" multiple=true accept="image/*" disabled=is_full
                data-testid="visit-photo-add" on:change=take />
        </label>
        <p role="status" class="field__note">
            {move || busy.get().then(|| t(k::EVIDENCE_BUSY))}
            {is_full.then(|| tf(k::VERIFY_PHOTO_FULL, &[("n", &limits::VISIT_PHOTOS)]))}
            <span class="field__fault" data-testid="visit-photo-fault">{fault}</span>
        </p>
    }
    .into_any()
}
