//! The frame around every page: tabs, notices, the place of the page and of the desk.

use super::{DeskState, Shell, call_desk};
use crate::{
    i18n::{Key, k, t},
    pages,
    platform::{
        el::{El, el},
        page,
    },
    route::Route,
    state::{
        Phase, Workspace,
        kernel::{Kernel, Screen},
        workspace::Failure,
    },
    ui::{Icon, Tone, glyph, notice},
};
use leptos::prelude::*;

/// Puts the frame into the page, in place of what was painted before.
pub fn mount(shell: Shell, kernel: &Kernel, screen: Screen) {
    let workspace: Workspace = **kernel;
    let kernel = kernel.clone();
    let skip = el("button")
        .class("skip")
        .on("click", |_| page::focus("#main"))
        .text_by(move || said(shell, k::FRAME_SKIP).into());
    let around = el("div").class("around").part(move || {
        shell.lang.track();
        vec![pages::saving(workspace)]
    });
    let place = el("div").class("page");
    let page_place = {
        let kernel = kernel.clone();
        let (kind, opened) = (shown(shell, workspace), opened(shell));
        place.part(move || {
            shell.lang.track();
            draw(shell, &kernel, kind, opened)
        })
    };
    let main = el("main").attr("id", "main").class("main").attr("tabindex", "-1");
    let node = main.handle();
    let (kind, opened) = (shown(shell, workspace), opened(shell));
    let main = main
        // What the desk has to say on every page.
        .child(el("div").attr("id", "desk-top").class("around"))
        .child(around)
        .child(page_place)
        // The desk draws in here.
        .child(el("div").attr("id", "desk").class("desk"))
        .watch(move || {
            let panes = kind.get() == pages::Kind::Checklist;
            node.class("main--panes", panes);
            node.class("panes--open", panes && opened.with(Option::is_some));
        });
    let nav = el("div").part(move || {
        shell.lang.track();
        vec![tabs(shell)]
    });
    let toasts = el("div").part(move || {
        shell.lang.track();
        vec![pages::toasts(workspace, screen.toast)]
    });
    let frame = el("div").class("frame").child(skip).child(nav).child(main).child(toasts);
    page::remove_shell();
    frame.mount("body");
}

fn said(shell: Shell, key: Key) -> &'static str {
    shell.lang.track();
    t(key)
}

/// The kind of page to draw.
fn shown(shell: Shell, workspace: Workspace) -> Memo<pages::Kind> {
    Memo::new(move |_| {
        let there = workspace.id.with(Option::is_some);
        shell.route.with(|route| pages::kind(route).with_dossier(there))
    })
}

/// The item opened in the checklist.
fn opened(shell: Shell) -> Memo<Option<String>> {
    Memo::new(move |_| {
        shell.route.with(|route| match route {
            Route::Checklist(item) => item.clone(),
            _ => None,
        })
    })
}

// Which page is drawn depends on its kind only: an item opened inside the checklist must not
// draw the list anew.
fn draw(
    shell: Shell,
    kernel: &Kernel,
    kind: Memo<pages::Kind>,
    opened: Memo<Option<String>>,
) -> Vec<El> {
    match kernel.phase.get() {
        Phase::Opening => vec![opening()],
        Phase::Failed(failure) => vec![failed(failure)],
        Phase::Ready => {
            let kind = kind.get();
            // Another dossier is another page.
            kernel.id.track();
            if kind.is_desk() {
                return waiting(shell);
            }
            pages::first(kind, kernel, opened)
        }
    }
}

fn opening() -> El {
    el("p").class("opening").attr("role", "status").text(t(k::FRAME_OPENING))
}

// Until the desk draws its page itself.
fn waiting(shell: Shell) -> Vec<El> {
    match shell.desk.get() {
        DeskState::Here => vec![],
        DeskState::Away | DeskState::Coming => vec![opening()],
        DeskState::Failed => {
            let again = el("button")
                .class("button")
                .text(t(k::SAVE_RETRY))
                .on("click", move |_| call_desk(shell));
            let text = el("p").text(t(k::FRAME_DESK_FAILED));
            vec![notice(Tone::Bad, Some("desk-failed"), vec![text, again])]
        }
    }
}

fn failed(failure: Failure) -> El {
    let text = match failure {
        Failure::NoCriteria => k::FRAME_NO_CRITERIA,
        Failure::Newer => k::FRAME_NEWER,
        Failure::Storage => k::FRAME_NO_STORAGE,
    };
    let again =
        el("button").class("button").text(t(k::FRAME_RELOAD)).on("click", |_| page::reload());
    notice(Tone::Bad, None, vec![el("p").text(t(text)), again])
}

fn tabs(shell: Shell) -> El {
    let tabs = [
        (Route::Home, Icon::Home, k::FRAME_HOME),
        (Route::Checklist(None), Icon::Check, k::FRAME_CHECKLIST),
        (Route::Note(String::new()), Icon::Add, k::FRAME_NOTE),
        (Route::Plan(String::new()), Icon::Plan, k::FRAME_PLAN),
        (Route::Send, Icon::Send, k::FRAME_SEND),
        (Route::Units, Icon::Inbox, k::FRAME_UNITS),
        (Route::More, Icon::More, k::FRAME_MORE),
    ]
    .map(|(route, which, text)| {
        // Of seven, a phone has room for six: the units stand first under "more".
        let narrow = if route == Route::Units { "tabs__tab tabs__tab--wide" } else { "tabs__tab" };
        let tab = el("a")
            .class(narrow)
            .attr("href", &route.href())
            .child(glyph(which))
            .child(el("span").text(t(text)));
        (pages::kind(&route), tab)
    });
    let handles = tabs.each_ref().map(|(kind, tab)| (*kind, tab.handle()));
    el("nav")
        .class("tabs")
        .attr("aria-label", t(k::FRAME_NAV))
        .child(el("p").class("tabs__brand").text(t(k::FRAME_BRAND)))
        .children(tabs.into_iter().map(|(_, tab)| tab))
        .watch(move || {
            let here = shell.route.with(|route| pages::tab(pages::kind(route)));
            for (kind, tab) in &handles {
                tab.set("aria-current", (*kind == here).then_some("page"));
            }
        })
}
