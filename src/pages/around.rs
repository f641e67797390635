//! Around every page: its head, what is saved, what was just done, what to do first.

use crate::{
    i18n::{Key, k, t, tf},
    pages::Page,
    ui::{Icon, Notice, Tone, icon},
};
use bcd_app::{disk::SaveState, store::StoreError, workspace::Workspace};
use bcd_web::{device, page, prefs};
use leptos::prelude::*;

/// The word for whether everything is safe.
pub fn save_badge(work: Workspace) -> AnyView {
    let badge = move || {
        let (state, word) = match work.save.get() {
            SaveState::Saved => ("saved", k::SAVE_SAVED),
            SaveState::Saving => ("saving", k::SAVE_SAVING),
            SaveState::Failed(_) => ("failed", k::SAVE_FAILED),
            SaveState::MemoryOnly => ("memory", k::SAVE_MEMORY),
        };
        view! { <span class="save" data-testid="save" data-state=state>{t(word)}</span> }.into_any()
    };
    badge.into_any()
}

/// The head of a page: its name, whether everything is safe.
pub fn head(work: Workspace, title: &str) -> AnyView {
    view! {
        <header class="head">
            <h1 class="head__title">{title.to_owned()}</h1>
            {save_badge(work)}
        </header>
    }
    .into_any()
}

/// The head of a page where things are edited: with undo and redo.
pub fn edit_head(work: Workspace, title: &str) -> AnyView {
    let can = work.can;
    view! {
        <header class="head">
            <h1 class="head__title">{title.to_owned()}</h1>
            <button class="iconbutton" aria-label=t(k::FRAME_UNDO) data-testid="undo"
                disabled=move || !can.get().0 on:click=move |_| tell_left_alone(work, work.undo())>
                {icon(Icon::Undo)}
            </button>
            <button class="iconbutton" aria-label=t(k::FRAME_REDO) data-testid="redo"
                disabled=move || !can.get().1 on:click=move |_| tell_left_alone(work, work.redo())>
                {icon(Icon::Redo)}
            </button>
            {save_badge(work)}
        </header>
    }
    .into_any()
}

// Without a message, an undo that changes less than expected would look broken.
fn tell_left_alone(work: Workspace, fields: usize) {
    if fields > 0 {
        work.say(tf(k::FRAME_UNDO_LEFT, &[("n", &fields)]));
    }
}

/// Why the work cannot be saved, for as long as that is the case.
pub fn saving(work: Workspace) -> AnyView {
    let text = Memo::new(move |before: Option<&Option<Key>>| match work.save.get() {
        SaveState::Saved => None,
        // A new attempt is no success yet, so the notice stays and nothing jumps.
        SaveState::Saving => before.copied().flatten(),
        SaveState::MemoryOnly => Some(k::SAVE_MEMORY_TEXT),
        SaveState::Failed(error) => Some(match error {
            StoreError::Quota => k::SAVE_QUOTA,
            StoreError::Newer => k::SAVE_NEWER,
            StoreError::Unavailable | StoreError::Closed | StoreError::Failed => {
                k::SAVE_FAILED_TEXT
            }
        }),
    });
    let notice = move || {
        match (text.get(), work.unread.with(Vec::len)) {
        (Some(text), _) => view! {
            <Notice tone=Tone::Bad test="save-notice">
                <p>{t(text)}</p>
                <p class="row">
                    <button class="button" data-testid="retry" on:click=move |_| work.retry_saving()>
                        {t(k::SAVE_RETRY)}
                    </button>
                    <a class="button" href=Page::More.href()>{t(k::SAVE_EXPORT)}</a>
                </p>
            </Notice>
        }
        .into_any(),
        (None, 0) => ().into_any(),
        (None, unread) => view! {
            <Notice tone=Tone::Warn test="unread">
                <p>{tf(k::SAVE_UNREAD, &[("n", &unread)])}</p>
            </Notice>
        }
        .into_any(),
    }
    };
    view! { <div>{notice}</div> }.into_any()
}

/// What was just done, with a button to undo it; announced politely by screen readers.
pub fn toasts(work: Workspace) -> AnyView {
    let toast = work.message;
    let undo = move |_| {
        let left_alone = work.undo();
        toast.set(None);
        tell_left_alone(work, left_alone);
    };
    let said = move || {
        let said = toast.get()?;
        let undo = said.undo.then(|| {
            view! { <button class="toast__undo" on:click=undo>{t(k::FRAME_UNDO)}</button> }
                .into_any()
        });
        Some(
            view! { <div class="toast" data-testid="toast"><p>{said.text}</p>{undo}</div> }
                .into_any(),
        )
    };
    view! { <div class="toasts" role="status" aria-live="polite">{said}</div> }.into_any()
}

/// Why to install the app or open the real browser first, where that matters.
pub fn place_notice() -> Option<AnyView> {
    let place = device::place();
    let text = match place {
        device::AppPlace::Fine => return None,
        device::AppPlace::IosBrowser => k::START_NOTICE_IOS,
        device::AppPlace::InApp => k::START_NOTICE_IN_APP,
    };
    // In an in-app browser data is at risk every time; the other notice may be closed for good.
    let closable = place == device::AppPlace::IosBrowser;
    if closable && prefs::get(prefs::NOTICE).is_some() {
        return None;
    }
    let closed = RwSignal::new(false);
    let close = move |_| {
        prefs::set(prefs::NOTICE, "1");
        closed.set(true);
        page::focus("#main");
    };
    let close = closable.then(|| {
        view! {
            <button class="button button--quiet" on:click=close>{t(k::FRAME_UNDERSTOOD)}</button>
        }
        .into_any()
    });
    let notice = view! {
        <div hidden=closed>
            <Notice tone=Tone::Warn test="place"><p>{t(text)}</p>{close}</Notice>
        </div>
    };
    Some(notice.into_any())
}

/// What stands in the place of a page that is on its way.
pub fn opening() -> AnyView {
    view! { <p class="opening" role="status">{t(k::FRAME_OPENING)}</p> }.into_any()
}

/// What stands in the place of a page whose chunk did not come; `again` asks for it once more.
pub fn not_loaded(work: Workspace, missing: Page, again: impl Fn() + Send + 'static) -> AnyView {
    view! {
        {head(work, t(missing.title()))}
        <Notice tone=Tone::Bad test="desk-failed">
            <p>{t(k::FRAME_DESK_FAILED)}</p>
            <p class="row">
                <button class="button" on:click=move |_| again()>{t(k::FRAME_AGAIN)}</button>
                <button class="button" on:click=move |_| page::reload()>{t(k::FRAME_RELOAD)}</button>
            </p>
        </Notice>
    }
    .into_any()
}
