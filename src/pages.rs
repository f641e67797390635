//! Pages: they draw what the workspace says and dispatch what the person wants.

mod around;
mod blockers;
mod checklist;
mod home;
mod more;
mod outgoing;
mod receive;
mod send;
mod start;
mod unit;
mod units;

pub use around::{Opening, Saving, ToastArea};

use crate::{
    i18n::{k, t},
    route::Route,
    state::Workspace,
};
use leptos::prelude::*;

/// A page without what is opened inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Home,
    Start,
    Sample,
    Checklist,
    Send,
    Receive,
    Units,
    Unit,
    More,
    NotFound,
}

/// The page of an address.
pub fn kind(route: &Route) -> Kind {
    match route {
        Route::Home => Kind::Home,
        Route::Start => Kind::Start,
        Route::Sample => Kind::Sample,
        Route::Checklist(_) => Kind::Checklist,
        Route::Send => Kind::Send,
        Route::Receive => Kind::Receive,
        Route::Units => Kind::Units,
        Route::Unit(..) => Kind::Unit,
        Route::More => Kind::More,
        Route::NotFound => Kind::NotFound,
    }
}

/// The tab that a page belongs to, as that tab's own page.
pub fn tab(kind: Kind) -> Kind {
    match kind {
        Kind::Home | Kind::Start | Kind::Sample | Kind::NotFound => Kind::Home,
        Kind::Receive | Kind::Units | Kind::Unit => Kind::Units,
        Kind::Checklist | Kind::Send | Kind::More => kind,
    }
}

/// The title of a page's tab or window.
pub fn title(route: &Route) -> String {
    let page = match kind(route) {
        Kind::Home | Kind::Sample => return t(k::FRAME_BRAND).to_owned(),
        Kind::Start => k::START_TITLE,
        Kind::Checklist => k::CHECKLIST_TITLE,
        Kind::Send => k::SEND_TITLE,
        Kind::Receive => k::RECEIVE_TITLE,
        Kind::Units | Kind::Unit => k::UNITS_TITLE,
        Kind::More => k::MORE_TITLE,
        Kind::NotFound => k::FRAME_NOT_FOUND,
    };
    format!("{} · {}", t(page), t(k::FRAME_BRAND))
}

/// Draws a page. Pages about the own unit ask for one first.
pub fn draw(kind: Kind) -> AnyView {
    let workspace = Workspace::here();
    let own = move |page: fn() -> AnyView| {
        (move || match workspace.id.with(Option::is_some) {
            true => page(),
            false => view! { <start::Start /> }.into_any(),
        })
        .into_any()
    };
    match kind {
        Kind::Home => own(|| view! { <home::Home /> }.into_any()),
        Kind::Checklist => own(|| view! { <checklist::Checklist /> }.into_any()),
        Kind::Send => own(|| view! { <send::Send /> }.into_any()),
        Kind::Start => view! { <start::Start /> }.into_any(),
        Kind::Sample => view! { <start::Sample /> }.into_any(),
        Kind::Receive => view! { <receive::Receive /> }.into_any(),
        Kind::Units => view! { <units::Units /> }.into_any(),
        Kind::Unit => view! { <unit::Unit /> }.into_any(),
        Kind::More => view! { <more::More /> }.into_any(),
        Kind::NotFound => view! {
            <h1>{t(k::FRAME_NOT_FOUND)}</h1>
            <p>{t(k::FRAME_NOT_FOUND_TEXT)}</p>
            <a class="button" href=Route::Home.href()>{t(k::FRAME_HOME)}</a>
        }
        .into_any(),
    }
}
