//! The shared drive: what is connected and how it stands, connecting, colliding changes, and
//! passing files by hand.

mod by_hand;
mod card;
mod code;
mod conflicts;
mod connect;
mod fields;
mod held;
mod log;
mod paths;
mod reopen;
mod sealing;
mod secret;
mod settings;
mod states;
mod words;

use super::Head;
use crate::{
    i18n::{k, t, tf},
    pages::Page,
    shell::services,
    ui::{Icon, Notice, Tone, icon},
};
use bcd_app::services::Services;
use bcd_core::merge::conflict;
use bcd_web::spawn_local;
use card::Card;
use leptos::prelude::*;

pub use by_hand::said;
pub use secret::Secret;

/// Views of the page, as they stand in the address.
const FOLDER: &str = "thu-muc";
const WEBDAV: &str = "webdav";
const HAND: &str = "chuyen-tay";
const CONFLICTS: &str = "trung";
// Before a key that a camera read.
const CODE_OF: &str = "ma/";

/// Whether a view is the form for a new server, which needs a page that may talk to any.
pub fn connects_server(view: &str) -> bool {
    view == WEBDAV
}

/// The page. `inner` is one of its views; empty = what is connected.
pub fn view(inner: Memo<String>) -> AnyView {
    view! { <Drive inner /> }.into_any()
}

#[component]
fn Drive(inner: Memo<String>) -> impl IntoView {
    move || match inner.get().as_str() {
        FOLDER => view! { <connect::FolderForm /> }.into_any(),
        WEBDAV => view! { <connect::WebDavForm /> }.into_any(),
        HAND => view! { <by_hand::ByHand /> }.into_any(),
        CONFLICTS => view! { <conflicts::Conflicts /> }.into_any(),
        code::CODE => view! { <code::Code scanned=String::new() /> }.into_any(),
        inner if inner.starts_with(CODE_OF) => {
            let scanned = inner.strip_prefix(CODE_OF).unwrap_or_default().to_owned();
            view! { <code::Code scanned /> }.into_any()
        }
        _ => view! { <Overview /> }.into_any(),
    }
}

fn href(view: &str) -> String {
    Page::Drive.open(view.to_owned()).href()
}

#[component]
fn Overview() -> impl IntoView {
    let app = services();
    let ids = Memo::new(move |_| {
        app.drives.list.with(|all| all.iter().map(|line| line.id.clone()).collect::<Vec<_>>())
    });
    let none =
        move || ids.with(Vec::is_empty).then(|| view! { <p class="lead">{t(k::DRIVE_NONE)}</p> });
    let ways = [
        (FOLDER, Icon::Page, k::DRIVE_BY_FOLDER, k::DRIVE_BY_FOLDER_TEXT),
        (WEBDAV, Icon::Link, k::DRIVE_BY_WEBDAV, k::DRIVE_BY_WEBDAV_TEXT),
        (HAND, Icon::Send, k::DRIVE_BY_HAND, k::DRIVE_BY_HAND_TEXT),
    ];
    let ways = ways.map(|(view, which, name, text)| {
        view! {
            <li>
                <a class="next__row" href=href(view) data-testid=format!("way-{view}")>
                    {icon(which)}
                    <span><b>{t(name)}</b> <br /> {t(text)}</span>
                </a>
            </li>
        }
    });
    view! {
        <Head title=t(k::DRIVE_TITLE) />
        <p class="lead">{t(k::DRIVE_LEAD)}</p>
        <ConflictNotice />
        {none}
        <For each=move || ids.get() key=String::clone let:id><Card id /></For>
        <states::States />
        <section class="card" aria-labelledby="connect-h">
            <h2 id="connect-h">{t(k::DRIVE_CONNECT)}</h2>
            <ul class="plain">{ways.into_iter().collect_view()}</ul>
        </section>
        <section class="card" aria-labelledby="code-h">
            <h2 id="code-h">{t(k::KEYS_TITLE)}</h2>
            <p>{t(k::KEYS_LEAD)}</p>
            <a class="button" href=href(code::CODE) data-testid="to-code">{icon(Icon::Lock)} {t(k::KEYS_TITLE)}</a>
        </section>
    }
    .into_any()
}

/// How many fields of the open dossier have conflicts; read again whenever a merge may have changed
/// it.
pub fn collisions(app: Services) -> RwSignal<usize> {
    let count = RwSignal::new(0);
    Effect::new(move |_| {
        app.merging.changes.track();
        let Some(id) = app.work.id.get() else { return };
        spawn_local(async move {
            // If it cannot be read, the disk has reported that; the number stays.
            if let Ok(loaded) = app.merging.load(&id).await {
                count.try_set(conflict::conflicts(&loaded.state).len());
            }
        });
    });
    count
}

/// A line that leads to colliding changes, where there are any.
#[component]
pub fn ConflictNotice() -> impl IntoView {
    let count = collisions(services());
    move || {
        let n = count.get();
        (n > 0).then(|| {
            view! {
                <Notice tone=Tone::Warn test="conflicts">
                    <p>{tf(k::DRIVE_CONFLICTS_SOME, &[("n", &n)])}</p>
                    <p><a class="button" href=href(CONFLICTS)>{t(k::DRIVE_CONFLICTS_LOOK)}</a></p>
                </Notice>
            }
        })
    }
}
