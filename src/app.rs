//! The app's frame: what is around every page, and which page is shown.

use crate::{
    i18n::{self, Lang, k, t},
    pages,
    platform::{files, inbox, page, prefs, spawn_local, worker_update},
    route::Route,
    state::{Phase, Workspace, opening, workspace::Failure},
    ui::{Icon, Notice, Tone, icon},
};
use leptos::prelude::*;
use std::cell::RefCell;

/// What every page may need beside the workspace.
#[derive(Clone, Copy)]
pub struct Shell {
    /// The page shown.
    pub route: RwSignal<Route>,
    /// The language.
    pub lang: RwSignal<Lang>,
    /// A new version is ready.
    pub update: RwSignal<bool>,
    /// Files that came by themselves, for the page that takes files in.
    pub arrived: RwSignal<Vec<files::File>, LocalStorage>,
}

impl Shell {
    /// The shell of this page.
    pub fn here() -> Self {
        expect_context()
    }
}

/// Starts the app.
pub fn start() {
    console_error_panic_hook::set_once();
    let lang = match prefs::get(prefs::LANG).as_deref() {
        Some("en") => Lang::En,
        _ => Lang::Vi,
    };
    i18n::set_lang(lang);
    page::set_theme(prefs::get(prefs::THEME).as_deref());
    mount_to_body(move || view! { <App lang /> });
}

#[component]
fn App(lang: Lang) -> impl IntoView {
    let shell = Shell {
        route: RwSignal::new(Route::parse(&page::hash())),
        lang: RwSignal::new(lang),
        update: RwSignal::new(false),
        arrived: RwSignal::new_local(Vec::new()),
    };
    let workspace = Workspace::new();
    provide_context(shell);
    provide_context(workspace);
    page::on_window("hashchange", move |_| go_to(shell, Route::parse(&page::hash())));
    page::guard_leaving(move || workspace.is_unsaved());
    // A tab that is hidden may never come back: what failed to be saved is tried once more.
    page::on_window("pagehide", move |_| workspace.retry_saving());
    opening::open(workspace);
    listen_for_arrivals(shell);
    look_for_updates(shell, workspace);
    Effect::new(move |_| {
        shell.lang.track();
        shell.route.with(|route| page::describe(&pages::title(route), i18n_code()));
    });
    // Everything is drawn anew in another language; texts need not be signals then.
    move || {
        shell.lang.track();
        view! { <Frame /> }.into_any()
    }
}

// Where each page was scrolled to, so that coming back is coming back.
thread_local! {
    static SCROLLED: RefCell<Vec<(pages::Kind, f64)>> = const { RefCell::new(Vec::new()) };
}

fn go_to(shell: Shell, route: Route) {
    let (from, to) = (shell.route.with_untracked(pages::kind), pages::kind(&route));
    if from == to {
        return shell.route.set(route);
    }
    let y = SCROLLED.with_borrow_mut(|places| {
        places.retain(|(kind, _)| *kind != from);
        places.push((from, page::scrolled()));
        places.iter().find(|(kind, _)| *kind == to).map_or(0.0, |(_, y)| *y)
    });
    shell.route.set(route);
    page::after_paint(move || page::scroll_by_hand(y));
}

fn i18n_code() -> &'static str {
    match i18n::lang() {
        Lang::Vi => "vi",
        Lang::En => "en",
    }
}

fn listen_for_arrivals(shell: Shell) {
    let take = move |files: Vec<files::File>| {
        shell.arrived.update(|arrived| arrived.extend(files));
        page::go(&Route::Receive.href());
    };
    inbox::on_opened(take);
    if shell.route.get_untracked() == Route::Receive {
        spawn_local(async move {
            let files = inbox::shared().await;
            if !files.is_empty() {
                shell.arrived.update(|arrived| arrived.extend(files));
            }
        });
    }
}

fn look_for_updates(shell: Shell, workspace: Workspace) {
    // After the first paint: what makes the app work offline must not make it come later.
    page::on_window("load", move |_| start_worker(shell, workspace));
    if page::is_loaded() {
        start_worker(shell, workspace);
    }
}

fn start_worker(shell: Shell, workspace: Workspace) {
    let ready = move || shell.update.set(true);
    let replaced = move || {
        // Another tab may have asked for the new version: never over something unsaved.
        if workspace.is_unsaved() {
            shell.update.set(true);
        } else {
            page::reload();
        }
    };
    spawn_local(worker_update::register(ready, replaced));
}

#[component]
fn Frame() -> impl IntoView {
    page::remove_shell();
    let shell = Shell::here();
    view! {
        <div class="frame">
            <button class="skip" on:click=|_| page::focus("#main")>{t(k::FRAME_SKIP)}</button>
            <Tabs />
            <main id="main" class="main" tabindex="-1">
                <UpdateBar />
                <pages::Saving />
                {shown(shell)}
            </main>
            <pages::ToastArea />
        </div>
    }
}

// Which page is drawn depends on its kind only: an item opened inside the checklist must not
// draw the list anew.
fn shown(shell: Shell) -> impl IntoView {
    let workspace = Workspace::here();
    let kind = Memo::new(move |_| shell.route.with(pages::kind));
    move || match workspace.phase.get() {
        Phase::Opening => view! { <pages::Opening /> }.into_any(),
        Phase::Failed(failure) => view! { <Failed failure /> }.into_any(),
        Phase::Ready => pages::draw(kind.get()),
    }
}

#[component]
fn Failed(failure: Failure) -> impl IntoView {
    let text = match failure {
        Failure::NoCriteria => k::FRAME_NO_CRITERIA,
        Failure::Newer => k::FRAME_NEWER,
    };
    view! {
        <Notice tone=Tone::Bad>
            <p>{t(text)}</p>
            <button class="button" on:click=|_| page::reload()>{t(k::FRAME_RELOAD)}</button>
        </Notice>
    }
}

#[component]
fn Tabs() -> impl IntoView {
    let tabs = [
        (Route::Home, Icon::Home, k::FRAME_HOME),
        (Route::Checklist(None), Icon::Check, k::FRAME_CHECKLIST),
        (Route::Send, Icon::Send, k::FRAME_SEND),
        (Route::Units, Icon::Inbox, k::FRAME_UNITS),
        (Route::More, Icon::More, k::FRAME_MORE),
    ];
    let shell = Shell::here();
    let tabs = tabs.map(|(route, which, text)| {
        let kind = pages::kind(&route);
        let here =
            move || shell.route.with(|r| pages::tab(pages::kind(r)) == kind).then_some("page");
        view! {
            <a class="tabs__tab" href=route.href() aria-current=here>
                {icon(which)}
                <span>{t(text)}</span>
            </a>
        }
    });
    view! {
        <nav class="tabs" aria-label=t(k::FRAME_NAV)>
            <p class="tabs__brand">{t(k::FRAME_BRAND)}</p>
            {tabs.collect_view()}
        </nav>
    }
}

#[component]
fn UpdateBar() -> impl IntoView {
    let (shell, workspace) = (Shell::here(), Workspace::here());
    let take = move |_| {
        if workspace.is_unsaved() {
            workspace.toasts.say(t(k::FRAME_UPDATE_UNSAVED));
        } else {
            worker_update::take_new_version();
        }
    };
    move || {
        shell.update.get().then(|| {
            view! {
                <div class="notice notice--new" role="status" data-testid="update">
                    <p class="notice__text">{t(k::FRAME_UPDATE)}</p>
                    <button class="button" on:click=take>{t(k::FRAME_UPDATE_TAKE)}</button>
                </div>
            }
        })
    }
}
