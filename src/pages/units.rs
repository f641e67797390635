//! The lower units: the list of who should report, who has sent what, and each of them.

mod act_form;
mod acts;
mod hand_out;
mod heading;
mod import;
mod line;
mod list;
mod matching;
mod officers;
mod preview;
mod remind;
mod row;
mod sample;
mod words;

use super::unit::Unit;
use crate::{
    pages::{Page, saved_field::Save},
    route::Route,
    shell::{rolls, services},
};
use bcd_app::{roll::Rolls, services::Services, store::StoreError};
use bcd_core::{command, id::RecordId, intake::Latest};
use bcd_web::{spawn_local, text};
use leptos::prelude::*;
use std::rc::Rc;

pub use line::LineOf;
pub use list::UnitList;

// Words in addresses.
const IMPORT: &str = "nhap";
const STRAYS: &str = "ghep";
const SAMPLE: &str = "thu";
const LINE: &str = "dong/";

/// What is opened in the page.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Opened {
    List,
    Import,
    Strays,
    Sample,
    Line(RecordId),
    Submission,
}

impl Opened {
    fn of(inner: &str) -> Self {
        match inner {
            "" => Self::List,
            IMPORT => Self::Import,
            STRAYS => Self::Strays,
            SAMPLE => Self::Sample,
            inner => match inner.strip_prefix(LINE) {
                Some(id) => Self::Line(RecordId::from(id)),
                None => Self::Submission,
            },
        }
    }
}

/// The page of lower units; with a unit, one of its submissions, or the list's import open.
pub fn view(inner: Memo<String>) -> AnyView {
    services().received.want();
    let rolls = rolls();
    // It may have changed in another tab, or by a backup. The disk says if it cannot be read.
    spawn_local(async move { rolls.read().await.unwrap_or_default() });
    let opened = Memo::new(move |_| inner.with(|inner| Opened::of(inner)));
    let page = move || match opened.get() {
        Opened::List => view! { <list::Units /> }.into_any(),
        Opened::Import => view! { <import::Import /> }.into_any(),
        Opened::Strays => view! { <matching::Strays /> }.into_any(),
        Opened::Sample => view! { <sample::Making /> }.into_any(),
        Opened::Line(id) => view! { <line::Line id /> }.into_any(),
        Opened::Submission => view! { <Unit digest=inner /> }.into_any(),
    };
    page.into_any()
}

/// Where a line of the list is opened.
pub fn line_route(id: &RecordId) -> Route {
    Page::Units.open(format!("{LINE}{id}"))
}

/// The latest submission of each unit and cycle, sorted by name: samples for a sample that is open, none for
/// what is real. Follows signals.
pub fn latest(app: Services) -> Vec<Latest> {
    let mut list = app.lists.latest(app.work.dossier.with(|dossier| dossier.sample));
    text::sort_by_name(&mut list, |latest| &latest.summary.name);
    list
}

/// Writes to the list; what went wrong is said. Whether it was written.
async fn written(app: Services, change: impl Future<Output = Result<(), StoreError>>) -> bool {
    let written = change.await.is_ok();
    if !written {
        app.work.say(crate::i18n::t(crate::i18n::k::ROLL_FAILED));
    }
    written
}

/// Saves a text of the list, by what it sets.
pub fn save(app: Services, rolls: Rolls, sets: impl Fn(&str) -> command::Set + 'static) -> Save {
    Rc::new(move |text| {
        let sets = vec![sets(&text)];
        Box::pin(written(app, async move { rolls.set(sets).await }))
    })
}

/// The same for a button that `busy` disables: until it is written, a second tap does nothing.
fn write_once(
    app: Services,
    busy: RwSignal<bool>,
    change: impl Future<Output = Result<(), StoreError>> + 'static,
) {
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    spawn_local(async move {
        written(app, change).await;
        busy.try_set(false);
    });
}
