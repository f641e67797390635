//! Pages: they draw what the workspace says and dispatch what the person wants.
//!
//! The first module draws the start and the checklist, the desk everything else.

mod around;
mod blockers;
mod branches;
mod checklist;
mod drive;
mod figures;
mod home;
mod item;
mod more;
mod note;
mod outgoing;
mod packs;
mod papers;
mod plan;
mod receive;
mod record;
mod register;
mod send;
mod start;
mod unit;
mod units;
mod written;

pub use around::{saving, toasts};

use crate::{
    i18n::{k, t},
    platform::page,
    route::Route,
    state::{Workspace, desk::Desk, kernel::Kernel},
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
    Note,
    Plan,
    Branches,
    Figures,
    Register,
    Papers,
    Drive,
    Packs,
    More,
    NotFound,
}

impl Kind {
    /// Whether the page is about the open dossier, and asks for one first.
    pub const fn needs_dossier(self) -> bool {
        match self {
            Self::Home
            | Self::Checklist
            | Self::Send
            | Self::Note
            | Self::Plan
            | Self::Branches
            | Self::Figures
            | Self::Register
            | Self::Papers => true,
            Self::Start
            | Self::Sample
            | Self::Receive
            | Self::Units
            | Self::Unit
            | Self::Drive
            | Self::Packs
            | Self::More
            | Self::NotFound => false,
        }
    }

    /// Whether the desk draws it.
    pub const fn is_desk(self) -> bool {
        match self {
            Self::Start | Self::Sample | Self::Checklist | Self::NotFound => false,
            Self::Home
            | Self::Send
            | Self::Receive
            | Self::Units
            | Self::Unit
            | Self::Note
            | Self::Plan
            | Self::Branches
            | Self::Figures
            | Self::Register
            | Self::Papers
            | Self::Drive
            | Self::Packs
            | Self::More => true,
        }
    }

    /// The page to draw: the start, while there is no dossier for this one.
    pub const fn with_dossier(self, there: bool) -> Self {
        if self.needs_dossier() && !there { Self::Start } else { self }
    }
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
        Route::Unit(_) => Kind::Unit,
        Route::Note(_) => Kind::Note,
        Route::Plan(_) => Kind::Plan,
        Route::Branches(_) => Kind::Branches,
        Route::Figures(_) => Kind::Figures,
        Route::Register(_) => Kind::Register,
        Route::Papers(_) => Kind::Papers,
        Route::Drive(_) => Kind::Drive,
        Route::Packs(_) => Kind::Packs,
        Route::More => Kind::More,
        Route::NotFound => Kind::NotFound,
    }
}

/// The tab that a page belongs to, as that tab's own page.
pub fn tab(kind: Kind) -> Kind {
    match kind {
        Kind::Home | Kind::Start | Kind::Sample | Kind::NotFound => Kind::Home,
        Kind::Receive | Kind::Units | Kind::Unit => Kind::Units,
        Kind::Branches
        | Kind::Figures
        | Kind::Register
        | Kind::Papers
        | Kind::Drive
        | Kind::Packs
        | Kind::More => Kind::More,
        Kind::Checklist | Kind::Send | Kind::Note | Kind::Plan => kind,
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
        Kind::Note => k::NOTE_TITLE,
        Kind::Plan => k::PLAN_TITLE,
        Kind::Branches => k::BRANCHES_TITLE,
        Kind::Figures => k::FIGURES_TITLE,
        Kind::Register => k::REGISTER_TITLE,
        Kind::Papers => k::PAPERS_TITLE,
        Kind::Drive => k::DRIVE_TITLE,
        Kind::Packs => k::PACK_TITLE,
        Kind::More => k::MORE_TITLE,
        Kind::NotFound => k::FRAME_NOT_FOUND,
    };
    format!("{} · {}", t(page), t(k::FRAME_BRAND))
}

/// Draws a page of the first module; nothing for the desk's.
pub fn first(kind: Kind, kernel: &Kernel, opened: Memo<Option<String>>) -> AnyView {
    match kind {
        Kind::Start => start::start(kernel),
        Kind::Checklist => checklist::checklist(**kernel, opened),
        Kind::Sample => {
            // Read now: what is on the screen is replaced next.
            start::sample(kernel, page::early_answers());
            ().into_any()
        }
        Kind::NotFound => view! {
            <h1>{t(k::FRAME_NOT_FOUND)}</h1>
            <p>{t(k::FRAME_NOT_FOUND_TEXT)}</p>
            <a class="button" href=Route::Home.href()>{t(k::FRAME_HOME)}</a>
        }
        .into_any(),
        Kind::Home
        | Kind::Send
        | Kind::Receive
        | Kind::Units
        | Kind::Unit
        | Kind::Note
        | Kind::Plan
        | Kind::Branches
        | Kind::Figures
        | Kind::Register
        | Kind::Papers
        | Kind::Drive
        | Kind::Packs
        | Kind::More => ().into_any(),
    }
}

/// Draws a page of the desk, or what is opened beside the checklist; nothing for the others.
///
/// `inner` is what is opened in the page, as it stands in the address: an item of the checklist, a
/// record of the year.
pub fn desk(kind: Kind, inner: Memo<String>) -> AnyView {
    match kind {
        Kind::Home => view! { <home::Home /> }.into_any(),
        Kind::Send => view! { <send::Send /> }.into_any(),
        Kind::Receive => view! { <receive::Receive /> }.into_any(),
        Kind::Units => view! { <units::Units /> }.into_any(),
        Kind::Unit => view! { <unit::Unit /> }.into_any(),
        Kind::More => view! { <more::More /> }.into_any(),
        Kind::Note => view! { <note::Note inner /> }.into_any(),
        Kind::Plan => view! { <plan::Plan inner /> }.into_any(),
        Kind::Branches => view! { <branches::Branches inner /> }.into_any(),
        Kind::Figures => view! { <figures::Figures inner /> }.into_any(),
        Kind::Register => view! { <register::Register inner /> }.into_any(),
        Kind::Papers => view! { <papers::Papers inner /> }.into_any(),
        Kind::Drive => view! { <drive::Drive inner /> }.into_any(),
        Kind::Packs => view! { <packs::Packs inner /> }.into_any(),
        Kind::Checklist => (move || match inner.get() {
            item if item.is_empty() => {
                view! { <p class="panes__empty">{t(k::CHECKLIST_CHOOSE)}</p> }.into_any()
            }
            item => view! { <item::Panel item /> }.into_any(),
        })
        .into_any(),
        Kind::Start | Kind::Sample | Kind::NotFound => ().into_any(),
    }
}

/// The head of a page of the desk.
#[component]
fn Head(
    /// The name of the page.
    #[prop(into)]
    title: String,
) -> impl IntoView {
    let workspace: Workspace = *Desk::here();
    around::head(workspace, &title)
}
