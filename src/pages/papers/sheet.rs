//! A document as it will be printed, and its files: the same on every page that makes documents.

use crate::{
    i18n::{k, t, tf},
    pages::outgoing::give,
    shell::services,
    ui::{Icon, Notice, Tone, icon},
};
use bcd_app::{bytes::Bytes, services::Services};
use bcd_core::paper::{
    build::Draft,
    job::{MadePaper, Output, PaperJob},
};
use bcd_web::{files, page, spawn_local};
use leptos::prelude::*;
use std::time::Duration;

/// What the document is made of, as things are now; `None`: there is nothing to make it of. Follows signals.
pub type Drafting = Callback<(), Option<Draft>>;

/// How long after the last change it is drawn anew.
const REST: Duration = Duration::from_millis(400);

/// The document as it will be printed.
#[component]
pub fn Preview(draft: Drafting) -> impl IntoView {
    let app = services();
    page::load_style("bcd-paper");
    let html = RwSignal::new(None::<Result<String, String>>);
    // Redrawn a moment after the last change; a result that is outdated by then is dropped.
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let (draft, now) = (draft.run(()), turn.get_value() + 1);
        turn.set_value(now);
        page::later(REST, move || {
            if turn.try_get_value() != Some(now) {
                return;
            }
            spawn_local(async move {
                let made = make(app, draft, Output::Html).await;
                if turn.try_get_value() == Some(now) {
                    html.try_set(Some(made.and_then(|(made, _)| match made {
                        MadePaper::Html(html) => Ok(html),
                        MadePaper::File { .. } | MadePaper::Failed(_) => Err(String::new()),
                    })));
                }
            });
        });
    });
    let preview = move || match html.get() {
        None => view! { <p role="status">{t(k::PAPERS_MAKING)}</p> }.into_any(),
        Some(Err(why)) => view! {
            <Notice tone=Tone::Bad><p>{tf(k::PAPERS_FAILED, &[("why", &why)])}</p></Notice>
        }
        .into_any(),
        // Made by the core from escaped texts.
        Some(Ok(html)) => {
            view! { <div class="paper" lang="vi" inner_html=html data-testid="paper"></div> }
                .into_any()
        }
    };
    view! {
        <section aria-labelledby="preview-h">
            <h2 id="preview-h">{t(k::PAPERS_PREVIEW)}</h2>
            <div class="paperbox" tabindex="0" role="group" aria-labelledby="preview-h">{preview}</div>
        </section>
    }
    .into_any()
}

/// Printing it, and its files.
#[component]
pub fn Files(draft: Drafting) -> impl IntoView {
    let app = services();
    let busy = RwSignal::new(false);
    let hand = move |output: Output, share: bool| {
        busy.set(true);
        let draft = untrack(|| draft.run(()));
        spawn_local(async move {
            match make(app, draft, output).await {
                Ok((MadePaper::File { name, mime }, blobs)) => {
                    if let Some(bytes) = blobs.first() {
                        give(app, bytes, &name, &mime, share).await;
                    }
                }
                Ok((MadePaper::Html(_) | MadePaper::Failed(_), _)) => {
                    app.work.say(tf(k::PAPERS_FAILED, &[("why", &"")]));
                }
                Err(why) => app.work.say(tf(k::PAPERS_FAILED, &[("why", &why)])),
            }
            busy.try_set(false);
        });
    };
    let sharing = files::can_share().then(|| {
        view! {
            <button class="button" on:click=move |_| hand(Output::Docx, true) disabled=busy data-testid="share-docx">
                {icon(Icon::Send)} {t(k::PAPERS_SHARE)}
            </button>
        }
    });
    view! {
        <p class="row">
            <button class="button button--main" on:click=|_| page::print() data-testid="print">
                {icon(Icon::Page)} {t(k::PAPERS_PRINT)}
            </button>
            <button class="button" on:click=move |_| hand(Output::Docx, false) disabled=busy data-testid="docx">
                {icon(Icon::Download)} {t(k::PAPERS_DOCX)}
            </button>
            <button class="button" on:click=move |_| hand(Output::Xlsx, false) disabled=busy data-testid="xlsx">
                {icon(Icon::Download)} {t(k::PAPERS_XLSX)}
            </button>
            {sharing}
        </p>
        <p role="status">{move || busy.get().then(|| t(k::PAPERS_MAKING))}</p>
    }
    .into_any()
}

async fn make(
    app: Services,
    draft: Option<Draft>,
    output: Output,
) -> Result<(MadePaper, Vec<Bytes>), String> {
    let draft = draft.ok_or_else(|| t(k::PAPERS_NOTHING).to_owned())?;
    app.make_paper(&PaperJob { draft, output }).await
}
