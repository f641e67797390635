//! The frame around every page: tabs, notices, the place of the page and of the desk.

use super::{DeskState, Shell, call_desk};
use crate::{
    i18n::{Key, k, t},
    pages,
    platform::page,
    route::Route,
    state::{
        Phase, Workspace,
        kernel::{Kernel, Screen},
        workspace::Failure,
    },
    ui::{Icon, Notice, Tone, icon},
};
use leptos::prelude::*;

/// Puts the frame into the page, in place of what was painted before.
pub fn mount(shell: Shell, kernel: &Kernel, screen: Screen) {
    let kernel = StoredValue::new_local(kernel.clone());
    leptos::mount::mount_to_body(move || view! { <Frame shell kernel screen /> });
    // Only now: what was answered in it has been read.
    page::remove_shell();
}

#[component]
fn Frame(shell: Shell, kernel: StoredValue<Kernel, LocalStorage>, screen: Screen) -> impl IntoView {
    let workspace = kernel.with_value(|kernel| **kernel);
    let (kind, opened) = (shown(shell, workspace), opened(shell));
    let panes = move || kind.get() == pages::Kind::Checklist;
    let open = move || panes() && opened.with(Option::is_some);
    let page = move || draw(shell, kernel, kind, opened);
    // All of it is drawn anew in another language; texts need not be signals then.
    let inside = move || {
        shell.lang.track();
        view! {
            <button class="skip" on:click=move |_| page::focus("#main")>{t(k::FRAME_SKIP)}</button>
            {tabs(shell)}
            <main id="main" class="main" tabindex="-1"
                class:main--panes=panes class:panes--open=open>
                // What the desk has to say on every page.
                <div id="desk-top" class="around"></div>
                <div class="around">{pages::saving(workspace)}</div>
                <div class="page">{page}</div>
                // The desk draws in here.
                <div id="desk" class="desk"></div>
            </main>
            <div>{pages::toasts(workspace, screen.toast)}</div>
        }
        .into_any()
    };
    view! { <div class="frame">{inside}</div> }
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
    kernel: StoredValue<Kernel, LocalStorage>,
    kind: Memo<pages::Kind>,
    opened: Memo<Option<String>>,
) -> AnyView {
    let kernel = kernel.get_value();
    match kernel.phase.get() {
        Phase::Opening => opening(),
        Phase::Failed(failure) => failed(failure),
        Phase::Ready => {
            let kind = kind.get();
            // Another dossier is another page.
            kernel.id.track();
            if kind.is_desk() {
                return waiting(shell);
            }
            pages::first(kind, &kernel, opened)
        }
    }
}

fn opening() -> AnyView {
    view! { <p class="opening" role="status">{t(k::FRAME_OPENING)}</p> }.into_any()
}

// Until the desk draws its page itself.
fn waiting(shell: Shell) -> AnyView {
    match shell.desk.get() {
        DeskState::Here => ().into_any(),
        DeskState::Away | DeskState::Coming => opening(),
        DeskState::Failed => {
            let again = move |_| call_desk(shell);
            view! {
                <Notice tone=Tone::Bad test="desk-failed">
                    <p>{t(k::FRAME_DESK_FAILED)}</p>
                    <button class="button" on:click=again>{t(k::SAVE_RETRY)}</button>
                </Notice>
            }
            .into_any()
        }
    }
}

fn failed(failure: Failure) -> AnyView {
    let text = match failure {
        Failure::NoCriteria => k::FRAME_NO_CRITERIA,
        Failure::Newer => k::FRAME_NEWER,
        Failure::Storage => k::FRAME_NO_STORAGE,
    };
    view! {
        <Notice tone=Tone::Bad>
            <p>{t(text)}</p>
            <button class="button" on:click=move |_| page::reload()>{t(k::FRAME_RELOAD)}</button>
        </Notice>
    }
    .into_any()
}

fn tabs(shell: Shell) -> AnyView {
    let here = Memo::new(move |_| shell.route.with(|route| pages::tab(pages::kind(route))));
    let tab = |route: Route, which: Icon, text: Key| {
        let kind = pages::kind(&route);
        // Of seven, a phone has room for six: the units stand first under "more".
        let wide = route == Route::Units;
        view! {
            <a class="tabs__tab" class:tabs__tab--wide=wide href=route.href()
                aria-current=move || (here.get() == kind).then_some("page")>
                {icon(which)}
                <span>{t(text)}</span>
            </a>
        }
        .into_any()
    };
    view! {
        <div>
            <nav class="tabs" aria-label=t(k::FRAME_NAV)>
                <p class="tabs__brand">{t(k::FRAME_BRAND)}</p>
                {tab(Route::Home, Icon::Home, k::FRAME_HOME)}
                {tab(Route::Checklist(None), Icon::Check, k::FRAME_CHECKLIST)}
                {tab(Route::Note(String::new()), Icon::Add, k::FRAME_NOTE)}
                {tab(Route::Plan(String::new()), Icon::Plan, k::FRAME_PLAN)}
                {tab(Route::Send, Icon::Send, k::FRAME_SEND)}
                {tab(Route::Units, Icon::Inbox, k::FRAME_UNITS)}
                {tab(Route::More, Icon::More, k::FRAME_MORE)}
            </nav>
        </div>
    }
    .into_any()
}
