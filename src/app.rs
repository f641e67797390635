//! Starts the app: signals, language, the workspace, the frame, and then the late chunk.

mod frame;
mod late_chunk;
mod leaving;

use crate::{
    i18n::Lang,
    language,
    pages::Page,
    route::Route,
    shell::{Chunk, Shell},
};
use bcd_app::{
    evidence::EvidenceBook,
    workspace::{Phase, Workspace},
};
use bcd_web::{page, prefs, spawn_local};
use leptos::prelude::*;
use std::{cell::RefCell, time::Duration};

/// Starts the app.
pub fn start() {
    console_error_panic_hook::set_once();
    // An error only says that it was done already.
    any_spawner::Executor::init_wasm_bindgen().ok();
    page::set_theme(prefs::get(prefs::THEME).as_deref());
    let owner = Owner::new();
    owner.set();
    // The page is its owner.
    std::mem::forget(owner);
    spawn_local(async {
        let lang = Lang::parse(&prefs::get(prefs::LANG).unwrap_or_default());
        language::speak(lang).await;
        run(lang).await;
    });
}

async fn run(lang: Lang) {
    let work = Workspace::new(bcd_web::host());
    let shell = Shell {
        work,
        evidence: EvidenceBook::new(work),
        route: RwSignal::new(Route::parse(&page::hash())),
        lang: RwSignal::new(lang),
        late: RwSignal::new(Chunk::Away),
        arrived: RwSignal::new_local(Vec::new()),
    };
    provide_context(shell);
    // Before anything is drawn: the database opens meanwhile.
    let opened = work.start(criteria());
    page::on_window("hashchange", move |_| go_to(shell, Route::parse(&page::hash())));
    leaving::guard(work);
    // A late page needs its chunk at once; the checklist must not wait for it.
    if shell.route.with_untracked(|route| route.page.is_late()) {
        late_chunk::call(shell);
    }
    frame::mount(shell);
    describe_page(shell);
    opened.await;
    if work.phase.get_untracked() == Phase::Ready {
        page::after_paint(move || {
            page::later(Duration::ZERO, move || late_chunk::call(shell));
        });
    }
}

// The criteria set that ships with the app: asked for at once, waited for by who awaits.
fn criteria() -> impl Future<Output = Option<String>> {
    let coming = page::meta("bcd-criteria").map(|url| page::fetch_text(url.as_str()));
    async move { coming?.await }
}

fn describe_page(shell: Shell) {
    Effect::new(move |_| {
        let lang = shell.lang.get();
        let title = shell.route.with(|route| route.page.window_title());
        page::describe(&title, lang.code());
    });
}

// Where each page was scrolled to, so that coming back is coming back.
thread_local! {
    static SCROLLED: RefCell<Vec<(Route, f64)>> = const { RefCell::new(Vec::new()) };
}

fn go_to(shell: Shell, route: Route) {
    let (from, to) = (shell.route.with_untracked(Route::place), route.place());
    if from == to {
        return shell.route.set(route);
    }
    let y = SCROLLED.with_borrow_mut(|places| {
        places.retain(|(place, _)| *place != from);
        places.push((from, page::scrolled()));
        places.iter().find(|(place, _)| *place == to).map_or(0.0, |(_, y)| *y)
    });
    // The sample goes on to its checklist by itself, in which somebody may have scrolled already.
    let passes_on = shell.route.with_untracked(|route| route.page == Page::Sample);
    shell.route.set(route);
    if !passes_on {
        page::after_paint(move || page::scroll_by_hand(y));
    }
}
