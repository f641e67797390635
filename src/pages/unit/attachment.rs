//! A file that a unit sent, and the question before one that can run is saved.

use crate::{
    i18n::{self, Key, k, t, tf},
    shell::services,
    ui::{Icon, Notice, Tone, icon},
};
use bcd_app::{bytes::Bytes, services::Services};
use bcd_core::{
    content::handing::{CanRun, Handing, LOOKED_AT, handing},
    id::FileHash,
};
use bcd_web::{files, page, spawn_local};
use leptos::prelude::*;

// A file that can run, until the person has decided.
type Asked = (Bytes, Handing);

/// The button that saves a sent file under the type that its bytes have.
#[component]
pub fn Attachment(
    /// The bytes; `None` where the sender named none.
    file: Option<FileHash>,
    /// The name that the sender stated.
    name: String,
    /// Its size in bytes.
    size: u64,
    /// Where it stands on the page, for the focus.
    place: String,
) -> impl IntoView {
    let app = services();
    let asked = RwSignal::new_local(None::<Asked>);
    let label = format!("{name} · {}", i18n::bytes(size));
    let id = format!("save-{place}");
    let button = format!("[id='{id}']");
    let leave = format!("[id='leave-{place}']");
    let save = move |_| {
        let Some(file) = file.clone() else { return app.work.say(t(k::EVIDENCE_GONE)) };
        let (name, leave) = (name.clone(), leave.clone());
        spawn_local(async move {
            let bytes = match app.evidence.file(&file).await {
                Ok(Some(bytes)) => bytes,
                Ok(None) => return app.work.say(t(k::EVIDENCE_GONE)),
                Err(_) => return app.work.say(t(k::EVIDENCE_UNREAD)),
            };
            let handing = handing(&name, &bytes.head(LOOKED_AT));
            if handing.can_run.is_none() {
                return hand_out(app, &bytes, &handing);
            }
            asked.try_set(Some((bytes, handing)));
            page::unless_moved_on(move || page::focus(&leave));
        });
    };
    let decided = Callback::new(move |saves: bool| {
        let Some((bytes, handing)) = asked.get_untracked() else { return };
        asked.set(None);
        page::focus(&button);
        if saves {
            hand_out(app, &bytes, &handing);
        }
    });
    let question = move || {
        let place = place.clone();
        asked.with(|asked| {
            let (_, handing) = asked.as_ref()?;
            Some(view! { <Question handing=handing.clone() place decided /> })
        })
    };
    view! {
        <button class="button button--quiet" id=id on:click=save data-testid="attachment">
            {icon(Icon::Download)} {label}
        </button>
        {question}
    }
    .into_any()
}

#[component]
fn Question(handing: Handing, place: String, decided: Callback<bool>) -> impl IntoView {
    let what = handing.can_run.map(|can_run| t(words(can_run)));
    let name = tf(k::UNIT_RUNS_NAME, &[("name", &handing.name)]);
    view! {
        <Notice tone=Tone::Warn test="attachment-runs">
            <p><b>{what}</b></p>
            <p>{t(k::UNIT_RUNS_CARE)} " " {name}</p>
            <p class="row">
                <button class="button" id=format!("leave-{place}") on:click=move |_| decided.run(false) data-testid="attachment-leave">
                    {t(k::UNIT_RUNS_LEAVE)}
                </button>
                <button class="button button--quiet" on:click=move |_| decided.run(true) data-testid="attachment-save">
                    {t(k::UNIT_RUNS_SAVE)}
                </button>
            </p>
        </Notice>
    }
    .into_any()
}

const fn words(can_run: CanRun) -> Key {
    match can_run {
        CanRun::Page => k::UNIT_RUNS_PAGE,
        CanRun::Program => k::UNIT_RUNS_PROGRAM,
        CanRun::Macros => k::UNIT_RUNS_MACROS,
    }
}

fn hand_out(app: Services, bytes: &Bytes, handing: &Handing) {
    app.work.say(if files::download(bytes, &handing.name, handing.media_type) {
        tf(k::SEND_DOWNLOADED, &[("name", &handing.name)])
    } else {
        t(k::SEND_DOWNLOAD_FAILED).to_owned()
    });
}
