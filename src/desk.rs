//! The second module: home, what is opened beside the checklist, sending, receiving, the units,
//! settings. It draws in the first one's frame and keeps nothing itself.

mod proposing;
mod updating;

use crate::{
    i18n::Lang,
    language, pages,
    platform::{files, inbox, page, port, prefs, spawn_local},
    route::Route,
    state::{Phase, desk::Desk},
};
use leptos::prelude::*;

/// What the desk's pages need beside the desk itself.
#[derive(Clone, Copy)]
pub struct Shell {
    /// The page shown.
    pub route: RwSignal<Route>,
    /// The language.
    pub lang: RwSignal<Lang>,
    /// Counted up when other steps are proposed.
    pub proposed: RwSignal<u32>,
    /// Files that came by themselves, for the page that takes files in.
    pub arrived: RwSignal<Vec<files::File>, LocalStorage>,
}

impl Shell {
    /// The shell of the desk.
    pub fn here() -> Self {
        expect_context()
    }
}

/// Starts the desk, in a page whose first module is there.
pub fn start() {
    console_error_panic_hook::set_once();
    if !port::find() {
        return;
    }
    spawn_local(async {
        let lang = Lang::parse(&prefs::get(prefs::LANG).unwrap_or_default());
        language::speak(lang).await;
        page::mount("desk", move || view! { <Root lang /> });
    });
}

#[component]
fn Root(lang: Lang) -> impl IntoView {
    let shell = Shell {
        route: RwSignal::new(Route::parse(&page::hash())),
        lang: RwSignal::new(lang),
        proposed: RwSignal::new(0),
        arrived: RwSignal::new_local(Vec::new()),
    };
    let desk = Desk::new();
    provide_context(shell);
    provide_context(desk);
    page::on_window("hashchange", move |_| shell.route.set(Route::parse(&page::hash())));
    listen_for_arrivals(shell);
    updating::start(shell, desk);
    proposing::start(shell, desk);
    let kind = Memo::new(move |_| {
        let there = desk.id.with(Option::is_some);
        shell.route.with(|route| pages::kind(route).with_dossier(there))
    });
    let inner = Memo::new(move |_| {
        shell.route.with(|route| match route {
            Route::Checklist(item) => item.clone().unwrap_or_default(),
            Route::Note(inner)
            | Route::Plan(inner)
            | Route::Branches(inner)
            | Route::Figures(inner)
            | Route::Register(inner)
            | Route::Papers(inner)
            | Route::Drive(inner)
            | Route::Packs(inner) => inner.clone(),
            _ => String::new(),
        })
    });
    // Everything is drawn anew in another language; texts need not be signals then.
    move || {
        shell.lang.track();
        // Another dossier is another page; what files were taken in stays on the screen.
        if kind.get().needs_dossier() {
            desk.id.track();
        }
        match desk.phase.get() {
            Phase::Ready => pages::desk(kind.get(), inner),
            Phase::Opening | Phase::Failed(_) => ().into_any(),
        }
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
