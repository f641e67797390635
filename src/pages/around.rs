//! Around every page: its head, what is saved, what was just done, what to do first.

use crate::{
    i18n::{Key, k, t, tf},
    platform::{
        device,
        el::{El, el},
        page, prefs,
    },
    route::Route,
    state::{DbError, SaveState, Workspace, kernel::Toast},
    ui::{Icon, Tone, glyph, notice},
};
use leptos::prelude::*;

/// The word for whether everything is safe.
pub fn save_badge(workspace: Workspace) -> El {
    let badge = el("span").class("save").attr("data-testid", "save");
    let node = badge.handle();
    badge.watch(move || {
        let (state, word) = match workspace.save.get() {
            SaveState::Saved => ("saved", k::SAVE_SAVED),
            SaveState::Saving => ("saving", k::SAVE_SAVING),
            SaveState::Failed(_) => ("failed", k::SAVE_FAILED),
            SaveState::MemoryOnly => ("memory", k::SAVE_MEMORY),
        };
        node.set("data-state", Some(state));
        node.text(t(word));
    })
}

/// The head of a page: its name, whether everything is safe.
pub fn head(workspace: Workspace, title: &str) -> El {
    el("header")
        .class("head")
        .child(el("h1").class("head__title").text(title))
        .child(save_badge(workspace))
}

/// The head of a page where things are edited: with undo and redo.
pub fn edit_head(workspace: Workspace, title: &str) -> El {
    let can = workspace.can;
    let button = |label: Key, test: &str, which: Icon| {
        el("button")
            .class("iconbutton")
            .attr("aria-label", t(label))
            .attr("data-testid", test)
            .child(glyph(which))
    };
    let undo = button(k::FRAME_UNDO, "undo", Icon::Undo)
        .attr_by("disabled", move || (!can.get().0).then(|| "".into()))
        .on("click", move |_| workspace.undo());
    let redo = button(k::FRAME_REDO, "redo", Icon::Redo)
        .attr_by("disabled", move || (!can.get().1).then(|| "".into()))
        .on("click", move |_| workspace.redo());
    el("header")
        .class("head")
        .child(el("h1").class("head__title").text(title))
        .child(undo)
        .child(redo)
        .child(save_badge(workspace))
}

/// What keeps the work from being safe, for as long as it does.
pub fn saving(workspace: Workspace) -> El {
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
    el("div").part(move || {
        let unread = workspace.unread.get();
        if unread > 0 && text.get().is_none() {
            let words = tf(k::SAVE_UNREAD, &[("n", &unread)]);
            return vec![notice(Tone::Warn, Some("unread"), vec![el("p").text(&words)])];
        }
        let Some(text) = text.get() else { return vec![] };
        let retry = el("button")
            .class("button")
            .text(t(k::SAVE_RETRY))
            .attr("data-testid", "retry")
            .on("click", move |_| workspace.retry_saving());
        let export =
            el("a").class("button").attr("href", &Route::More.href()).text(t(k::SAVE_EXPORT));
        let actions = el("p").class("row").child(retry).child(export);
        vec![notice(Tone::Bad, Some("save-notice"), vec![el("p").text(t(text)), actions])]
    })
}

/// What was just done, with undo; read out politely.
pub fn toasts(workspace: Workspace, toast: RwSignal<Option<Toast>>) -> El {
    el("div").class("toasts").attr("role", "status").attr("aria-live", "polite").part(move || {
        let Some(said) = toast.get() else { return vec![] };
        let undo = said.undo.then(|| {
            el("button").class("toast__undo").text(t(k::FRAME_UNDO)).on("click", move |_| {
                workspace.undo();
                toast.set(None);
            })
        });
        let box_ = el("div").class("toast").attr("data-testid", "toast");
        vec![box_.child(el("p").text(&said.text)).child_opt(undo)]
    })
}

/// Why to install the app or open the real browser first, where that matters.
pub fn place_notice() -> Option<El> {
    let text = match device::place() {
        device::Place::Fine => return None,
        device::Place::IosBrowser => k::START_NOTICE_IOS,
        device::Place::InApp => k::START_NOTICE_IN_APP,
    };
    // In an in-app browser data is at risk every time; the other notice may be closed for good.
    let closable = device::place() == device::Place::IosBrowser;
    if closable && prefs::get(prefs::NOTICE).is_some() {
        return None;
    }
    let around = el("div");
    let node = around.handle();
    let close = closable.then(|| {
        el("button").class("button button--quiet").text(t(k::FRAME_UNDERSTOOD)).on(
            "click",
            move |_| {
                prefs::set(prefs::NOTICE, "1");
                node.hide(true);
                page::focus("#main");
            },
        )
    });
    let says = [Some(el("p").text(t(text))), close].into_iter().flatten().collect();
    Some(around.child(notice(Tone::Warn, Some("place"), says)))
}
