//! Around every page: what is saved, what was just done, what to do first.

use crate::{
    i18n::{Key, k, t},
    platform::{device, page, prefs},
    state::{DbError, SaveState, Workspace},
    ui::{Icon, Notice, Tone, icon},
};
use leptos::prelude::*;

/// While the stored data is read. Empty at first: a reading of a few milliseconds must not flash.
#[component]
pub fn Opening() -> impl IntoView {
    view! { <p class="opening" role="status">{t(k::FRAME_OPENING)}</p> }
}

/// The word for whether everything is safe, in the page's head.
#[component]
pub fn SaveBadge() -> impl IntoView {
    let workspace = Workspace::here();
    let state = move || match workspace.save.get() {
        SaveState::Saved => ("saved", k::SAVE_SAVED),
        SaveState::Saving => ("saving", k::SAVE_SAVING),
        SaveState::Failed(_) => ("failed", k::SAVE_FAILED),
        SaveState::MemoryOnly => ("memory", k::SAVE_MEMORY),
    };
    view! {
        <span class="save" data-testid="save" data-state=move || state().0>
            {move || t(state().1)}
        </span>
    }
}

/// The head of a page: its name, the unit, whether everything is safe, undo and redo.
#[component]
pub fn Head(
    /// The name of the page.
    #[prop(into)]
    title: String,
    /// With undo and redo.
    #[prop(optional)]
    edits: bool,
) -> impl IntoView {
    let workspace = Workspace::here();
    let can = workspace.can;
    view! {
        <header class="head">
            <h1 class="head__title">{title}</h1>
            <Show when=move || edits>
                <button
                    class="iconbutton"
                    aria-label=t(k::FRAME_UNDO)
                    disabled=move || !can.get().0
                    on:click=move |_| workspace.undo()
                    data-testid="undo"
                >
                    {icon(Icon::Undo)}
                </button>
                <button
                    class="iconbutton"
                    aria-label=t(k::FRAME_REDO)
                    disabled=move || !can.get().1
                    on:click=move |_| workspace.redo()
                    data-testid="redo"
                >
                    {icon(Icon::Redo)}
                </button>
            </Show>
            <SaveBadge />
        </header>
    }
}

/// What keeps the work from being safe, for as long as it does.
#[component]
pub fn Saving() -> impl IntoView {
    let workspace = Workspace::here();
    let text = Memo::new(move |before: Option<&Option<Key>>| match workspace.save.get() {
        SaveState::Saved => None,
        // Trying again is no success yet: the notice stays, and nothing jumps.
        SaveState::Saving => before.copied().flatten(),
        SaveState::MemoryOnly => Some(k::SAVE_MEMORY_TEXT),
        SaveState::Failed(error) => Some(match error {
            DbError::Quota => k::SAVE_QUOTA,
            DbError::Newer => k::SAVE_NEWER,
            DbError::Unavailable | DbError::Closed | DbError::Failed => k::SAVE_FAILED_TEXT,
        }),
    });
    move || {
        let text = text.get()?;
        Some(view! {
            <Notice tone=Tone::Bad test="save-notice">
                <p>{t(text)}</p>
                <p class="row">
                    <button class="button" on:click=move |_| workspace.retry_saving()>
                        {t(k::SAVE_RETRY)}
                    </button>
                    <a class="button" href=crate::route::Route::More.href()>{t(k::SAVE_EXPORT)}</a>
                </p>
            </Notice>
        })
    }
}

/// What was just done, with undo; read out politely.
#[component]
pub fn ToastArea() -> impl IntoView {
    let workspace = Workspace::here();
    let toast = workspace.toasts.0;
    let undo = move |_| {
        workspace.undo();
        toast.set(None);
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            {move || {
                toast
                    .get()
                    .map(|said| {
                        view! {
                            <div class="toast" data-testid="toast">
                                <p>{said.text}</p>
                                {said
                                    .undo
                                    .then(|| {
                                        view! {
                                            <button class="toast__undo" on:click=undo>
                                                {t(k::FRAME_UNDO)}
                                            </button>
                                        }
                                    })}
                            </div>
                        }
                    })
            }}
        </div>
    }
}

/// Why to install the app or open the real browser first, where that matters.
#[component]
pub fn PlaceNotice() -> impl IntoView {
    let text = match device::place() {
        device::Place::Fine => return ().into_any(),
        device::Place::IosBrowser => k::START_NOTICE_IOS,
        device::Place::InApp => k::START_NOTICE_IN_APP,
    };
    // In an in-app browser data is at risk every time; the other notice may be closed for good.
    let closable = device::place() == device::Place::IosBrowser;
    let shown = RwSignal::new(!closable || prefs::get(prefs::NOTICE).is_none());
    let close = move |_| {
        prefs::set(prefs::NOTICE, "1");
        shown.set(false);
        page::focus("#main");
    };
    (move || {
        shown.get().then(|| {
            view! {
                <Notice tone=Tone::Warn test="place">
                    <p>{t(text)}</p>
                    {closable
                        .then(|| {
                            view! {
                                <button class="button button--quiet" on:click=close>
                                    {t(k::FRAME_UNDERSTOOD)}
                                </button>
                            }
                        })}
                </Notice>
            }
        })
    })
    .into_any()
}
