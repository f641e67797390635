//! What every view finds around it: the shell of the app, the workspace, the services.

use crate::{i18n::Lang, pages::Page, route::Route};
use bcd_app::{evidence::EvidenceBook, roll::Rolls, services::Services, workspace::Workspace};
use bcd_core::id::{EvidenceId, ItemId};
use bcd_web::files::BrowserFile;
use leptos::prelude::*;
use std::{future::Future, pin::Pin};

/// The entry points of the late chunk, as functions, so that the first chunk can call them without
/// containing them.
#[derive(Clone, Copy)]
pub struct LateChunk {
    /// Makes the services and starts them; done when the late pages can be drawn.
    pub start: fn(Shell) -> Pin<Box<dyn Future<Output = ()>>>,
    /// Draws a late page; what is opened in it comes along.
    pub page: fn(Page, Memo<String>) -> AnyView,
    /// Draws the app's own notices on every page, such as that there is a new version.
    pub bar: fn(Shell) -> AnyView,
    /// Draws below the evidence of an item: what of it stays at home, and the link to a task in the
    /// plan.
    pub beside_item: fn(ItemId, String) -> AnyView,
    /// Draws the mark of a piece of evidence that stays in the unit.
    pub stays: fn(EvidenceId) -> AnyView,
}

/// The entry points of a chunk that is asked for when a page of it is opened: the rare one, and by way
/// of that the desk.
#[derive(Clone, Copy)]
pub struct PageChunk {
    /// What happens once it is here.
    pub start: fn(Services),
    /// Draws a page of it; what is opened in it comes along.
    pub page: fn(Page, Memo<String>) -> AnyView,
}

/// How far a chunk is; `T` is what it offers.
#[derive(Clone, Copy)]
pub enum Chunk<T> {
    /// Not asked for.
    Away,
    /// On its way, or starting.
    Coming,
    /// Here, and started.
    Here(T),
    /// It could not be loaded; asking again may help.
    Failed,
}

/// A chunk did not come; asking again tries again.
#[derive(Debug)]
pub struct NotLoaded;

#[cfg(split)]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    // The browser's console says why.
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// The shell of the app. Copy: it holds handles.
#[derive(Clone, Copy)]
pub struct Shell {
    /// The open dossier, and the one way to change it.
    pub work: Workspace,
    /// The evidence of the open dossier.
    pub evidence: EvidenceBook,
    /// The page shown.
    pub route: RwSignal<Route>,
    /// The language. When it changes, everything is redrawn, so texts need not be signals.
    pub lang: RwSignal<Lang>,
    /// How far the late chunk is.
    pub late: RwSignal<Chunk<LateChunk>>,
    /// Files that arrived without a picker, for the page that receives files.
    pub arrived: RwSignal<Vec<BrowserFile>, LocalStorage>,
}

impl Shell {
    /// The shell of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// The entry points of the late chunk, once it is loaded. Follows the signal.
    pub fn late_chunk(&self) -> Option<LateChunk> {
        match self.late.get() {
            Chunk::Here(chunk) => Some(chunk),
            Chunk::Away | Chunk::Coming | Chunk::Failed => None,
        }
    }
}

/// The open dossier, and the one way to change it.
pub fn work() -> Workspace {
    Shell::here().work
}

/// The services. Only views of the late chunk may ask for them, because they do not exist before it
/// is loaded.
pub fn services() -> Services {
    expect_context()
}

/// Owns what outlives the page that asked for it first. Only views of the rare chunk may ask for it.
#[derive(Clone)]
pub struct Lasting(pub Owner);

/// The list of units. Only views of the rare chunk may ask for it.
pub fn rolls() -> Rolls {
    expect_context()
}
