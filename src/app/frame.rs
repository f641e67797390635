//! The frame around every page: tabs, notices, the place of the page.

use super::late_chunk;
use crate::{
    i18n::{Key, k, t},
    pages::{self, Page},
    shell::{Chunk, Shell},
    ui::{Icon, Notice, Tone, icon},
};
use bcd_app::workspace::{Failure, Phase};
use bcd_web::{early, page};
use leptos::prelude::*;

/// Puts the frame into the page. It is shown in place of what was painted before: at once, or,
/// where a person is typing or tapping in there already, when the same page is drawn.
pub fn mount(shell: Shell) {
    let behind = early::hold();
    leptos::mount::mount_to_body(move || view! { <Frame shell behind /> });
    if !behind {
        return early::take_over();
    }
    Effect::new(move |_| match (shell.work.phase.get(), shown(shell)) {
        (Phase::Opening, _) | (Phase::Ready, Page::Sample) => {}
        // What was typed stays on the screen, with the reason above it.
        (Phase::Failed(failure), _) => early::say(t(failed_text(failure))),
        (Phase::Ready, Page::Start) => page::after_paint(early::take_over),
        // Somebody who has units here already began another one before the app could know.
        (Phase::Ready, _) if early::is_filled_in() => page::go(&Page::Start.href()),
        (Phase::Ready, _) => page::after_paint(early::take_over),
    });
}

// The page that the address means: the start, where it is about a dossier and there is none.
fn shown(shell: Shell) -> Page {
    let there = shell.work.id.with(Option::is_some);
    shell.route.with(|route| route.page.with_dossier(there))
}

#[component]
fn Frame(
    shell: Shell,
    /// Whether it is drawn behind what the page brought, and shown when it takes its place.
    behind: bool,
) -> impl IntoView {
    let shown = Memo::new(move |_| shown(shell));
    let inner = Memo::new(move |_| shell.route.with(|route| route.inner.clone()));
    let panes = move || shown.get() == Page::Checklist;
    let open = move || panes() && !inner.with(String::is_empty);
    // All of it is drawn anew in another language; texts need not be signals then.
    let inside = move || {
        shell.lang.track();
        view! {
            <button class="skip" data-testid="skip" on:click=move |_| page::focus("#main")>
                {t(k::FRAME_SKIP)}
            </button>
            {tabs(shell)}
            <main id="main" class="main" tabindex="-1"
                class:panes=panes class:panes--scored=panes class:panes--open=open>
                <div class="around">{move || shell.late_chunk().map(|late| (late.bar)(shell))}</div>
                <div class="around">{pages::saving(shell.work)}</div>
                <div class="page">{move || draw(shell, shown, inner)}</div>
                {move || panes().then(|| beside(shell, inner))}
            </main>
            <div>{pages::toasts(shell.work)}</div>
        }
        .into_any()
    };
    view! { <div class="frame" hidden=behind>{inside}</div> }
}

// Which page is drawn does not depend on what is opened in it: an item opened inside the checklist
// must not draw the list anew.
fn draw(shell: Shell, shown: Memo<Page>, inner: Memo<String>) -> AnyView {
    match shell.work.phase.get() {
        Phase::Opening => pages::opening(),
        Phase::Failed(failure) => failed(failure),
        Phase::Ready => {
            let page = shown.get();
            // Another dossier is another page; what files were taken in stays on the screen.
            if page.needs_dossier() {
                shell.work.id.track();
            }
            if page.is_late() { draw_late(shell, page, inner) } else { page.draw_first(inner) }
        }
    }
}

fn draw_late(shell: Shell, page: Page, inner: Memo<String>) -> AnyView {
    match shell.late.get() {
        Chunk::Here(chunk) => (chunk.page)(page, inner),
        Chunk::Away | Chunk::Coming => pages::opening(),
        Chunk::Failed => pages::not_loaded(shell.work, page, move || late_chunk::call(shell)),
    }
}

// The item that is opened beside the checklist, or over it on a phone.
fn beside(shell: Shell, inner: Memo<String>) -> AnyView {
    let item = move || match shell.work.phase.get() {
        Phase::Ready => pages::item(inner),
        Phase::Opening | Phase::Failed(_) => ().into_any(),
    };
    view! { <div class="panes__side wide--panes">{item}</div> }.into_any()
}

const fn failed_text(failure: Failure) -> Key {
    match failure {
        Failure::NoCriteria => k::FRAME_NO_CRITERIA,
        Failure::Newer => k::FRAME_NEWER,
        Failure::Storage => k::FRAME_NO_STORAGE,
    }
}

fn failed(failure: Failure) -> AnyView {
    let text = failed_text(failure);
    view! {
        <Notice tone=Tone::Bad>
            <p>{t(text)}</p>
            <button class="button" on:click=move |_| page::reload()>{t(k::FRAME_RELOAD)}</button>
        </Notice>
    }
    .into_any()
}

fn tabs(shell: Shell) -> AnyView {
    let here = Memo::new(move |_| shell.route.with(|route| route.page.tab()));
    let tab = |page: Page, which: Icon, text: Key| {
        // Of seven, a phone has room for six: the units stand first under "more".
        let wide = page == Page::Units;
        view! {
            <a class="tabs__tab" class:tabs__tab--wide=wide href=page.href()
                aria-current=move || (here.get() == page).then_some("page")>
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
                {tab(Page::Home, Icon::Home, k::FRAME_HOME)}
                {tab(Page::Checklist, Icon::Check, k::FRAME_CHECKLIST)}
                {tab(Page::Note, Icon::Add, k::FRAME_NOTE)}
                {tab(Page::Plan, Icon::Plan, k::FRAME_PLAN)}
                {tab(Page::Send, Icon::Send, k::FRAME_SEND)}
                {tab(Page::Units, Icon::Inbox, k::FRAME_UNITS)}
                {tab(Page::More, Icon::More, k::FRAME_MORE)}
            </nav>
        </div>
    }
    .into_any()
}
