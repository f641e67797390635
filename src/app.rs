//! The first module: keeps the data, draws the frame, the start and the checklist, and calls
//! the desk for the rest.

mod frame;

use crate::{
    i18n::{self, Lang},
    language, pages,
    platform::{desk_module, page, prefs, spawn_local},
    route::Route,
    state::{
        Phase, Workspace,
        kernel::{Kernel, Screen},
    },
};
use leptos::prelude::*;
use std::cell::RefCell;

/// What the frame needs beside the workspace.
#[derive(Clone, Copy)]
pub struct Shell {
    /// The page shown.
    route: RwSignal<Route>,
    /// Counted up when the language changes: everything is drawn anew then.
    lang: RwSignal<u32>,
    /// Whether the desk is here.
    desk: RwSignal<DeskState>,
}

/// How far the desk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DeskState {
    /// Not asked for.
    Away,
    /// On its way.
    Coming,
    /// Here; it draws by itself.
    Here,
    /// It could not be loaded.
    Failed,
}

/// Starts the app.
pub fn start() {
    console_error_panic_hook::set_once();
    page::start_signals();
    page::set_theme(prefs::get(prefs::THEME).as_deref());
    let owner = Owner::new();
    owner.set();
    // The page is its owner.
    std::mem::forget(owner);
    spawn_local(async {
        language::speak(Lang::parse(&prefs::get(prefs::LANG).unwrap_or_default())).await;
        run();
    });
}

fn run() {
    let workspace = Workspace::new();
    let screen = Screen { toast: RwSignal::new(None), lang: RwSignal::new(None) };
    let kernel = Kernel::new(workspace, screen);
    let shell = Shell {
        route: RwSignal::new(Route::parse(&page::hash())),
        lang: RwSignal::new(0),
        desk: RwSignal::new(DeskState::Away),
    };
    page::on_window("hashchange", move |_| go_to(shell, Route::parse(&page::hash())));
    page::guard_leaving(move || workspace.is_unsaved());
    // A tab that is hidden may never come back: what failed to be saved is tried once more.
    page::on_window("pagehide", move |_| workspace.retry_saving());
    page::on_hidden(move || workspace.retry_saving());
    // The sample's checklist is on the screen already, as plain HTML: it is replaced when the app
    // can take over what was answered there.
    let early = shell.route.get_untracked() == Route::Sample;
    if !early {
        frame::mount(shell, &kernel, screen);
    }
    follow_language(shell, screen);
    Effect::new(move |_| {
        shell.lang.track();
        shell.route.with(|route| page::describe(&pages::title(route), i18n::lang().code()));
    });
    // A page of the desk needs it at once; the checklist must not wait for it.
    if shell.route.with_untracked(pages::kind).is_desk() {
        call_desk(shell);
    }
    spawn_local(async move {
        kernel.start().await;
        if early {
            frame::mount(shell, &kernel, screen);
        }
        if workspace.phase.get_untracked() == Phase::Ready {
            page::after_paint(move || {
                page::later(std::time::Duration::ZERO, move || call_desk(shell));
            });
        }
    });
}

fn call_desk(shell: Shell) {
    match shell.desk.get_untracked() {
        DeskState::Coming | DeskState::Here => return,
        DeskState::Away | DeskState::Failed => shell.desk.set(DeskState::Coming),
    }
    spawn_local(async move {
        let here = desk_module::load().await;
        shell.desk.set(if here { DeskState::Here } else { DeskState::Failed });
    });
}

// Where each page was scrolled to, so that coming back is coming back.
thread_local! {
    static SCROLLED: RefCell<Vec<(Route, f64)>> = const { RefCell::new(Vec::new()) };
}

// What scrolls as one: a list stays where it is while something is opened beside it.
fn place_of(route: &Route) -> Route {
    match route {
        Route::Checklist(_) => Route::Checklist(None),
        Route::Unit(_) => Route::Unit(String::new()),
        other => other.clone(),
    }
}

fn go_to(shell: Shell, route: Route) {
    let (from, to) = (shell.route.with_untracked(place_of), place_of(&route));
    if from == to {
        return shell.route.set(route);
    }
    let y = SCROLLED.with_borrow_mut(|places| {
        places.retain(|(place, _)| *place != from);
        places.push((from, page::scrolled()));
        places.iter().find(|(place, _)| *place == to).map_or(0.0, |(_, y)| *y)
    });
    shell.route.set(route);
    page::after_paint(move || page::scroll_by_hand(y));
}

// The choice is made at the desk; both modules speak the language then.
fn follow_language(shell: Shell, screen: Screen) {
    Effect::new(move |_| {
        if let Some(code) = screen.lang.get() {
            spawn_local(async move {
                language::speak(Lang::parse(&code)).await;
                shell.lang.update(|count| *count += 1);
            });
        }
    });
}
