//! One document: what only a person can say, its preview as it will be printed, and its files.

use super::{PaperField, SHARED, text_of, words};
use crate::{
    i18n::{k, t, tf},
    pages::{Head, Page, outgoing::give},
    shell::services,
    ui::{Icon, Kind as FieldKind, Notice, Tone, icon},
};
use bcd_app::services::Services;
use bcd_core::{
    paper::{
        build::drafts::{DraftChoice, DraftSource, draft},
        job::{MadePaper, Output, PaperJob},
        letterhead::Letterhead,
    },
    year::{Year, branch::Branch},
};
use bcd_web::{files, page, spawn_local};
use leptos::prelude::*;

/// A document.
#[component]
pub fn One(which: DraftChoice) -> impl IntoView {
    let app = services();
    page::load_style("bcd-paper");
    let html = RwSignal::new(None::<Result<String, String>>);
    let (id, about) = (which.id(), about(app, &which));
    let title = words::title(&which, about.as_deref());
    let sections = which.sections();
    let fields = sections
        .iter()
        .map(|section| {
            let label = t(words::section(section));
            view! { <PaperField id=id.clone() field=section label kind=FieldKind::Lines /> }
        })
        .collect_view();
    let empty = {
        let id = id.clone();
        move || {
            let blank = |section: &&&str| {
                app.planning.year.with(|year| text_of(year, &id, section)).trim().is_empty()
            };
            let names: Vec<&str> =
                sections.iter().filter(blank).map(|section| t(words::section(section))).collect();
            (!names.is_empty()).then(|| {
                let said = tf(k::PAPERS_EMPTY, &[("names", &names.join("; "))]);
                view! { <p class="field__note" data-testid="papers-empty">"△ " {said}</p> }
            })
        }
    };
    let drawn = which.clone();
    // Redrawn a moment after the last change; a result that is outdated by then is dropped.
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        app.planning.year.track();
        app.work.dossier.track();
        let (which, now) = (drawn.clone(), turn.get_value() + 1);
        turn.set_value(now);
        page::later(std::time::Duration::from_millis(400), move || {
            if turn.try_get_value() != Some(now) {
                return;
            }
            spawn_local(async move {
                let made = make(app, &which, Output::Html).await;
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
        <Head title=title />
        <p class="row">
            <a class="button button--quiet" href=Page::Papers.href()>
                {icon(Icon::Back)} {t(k::PAPERS_ALL)}
            </a>
        </p>
        <Files which />
        <div class="papercols wide--panes">
        <section class="card papercols__say" aria-labelledby="say-h">
            <h2 id="say-h">{t(k::PAPERS_SAY)}</h2>
            {empty}
            <PaperField id=id.clone() field="number" label=t(k::PAPERS_NUMBER) hint=t(k::PAPERS_NUMBER_HINT) />
            <PaperField id=id.clone() field="date" label=t(k::PAPERS_DATE) kind=FieldKind::Date />
            {fields}
        </section>
        <section aria-labelledby="preview-h">
            <h2 id="preview-h">{t(k::PAPERS_PREVIEW)}</h2>
            <div class="paperbox" tabindex="0" role="group" aria-labelledby="preview-h">{preview}</div>
        </section>
        </div>
    }
    .into_any()
}

// What tells it from others of its kind: the day of a meeting, the other side of a programme.
fn about(app: Services, which: &DraftChoice) -> Option<String> {
    app.planning.year.with_untracked(|year| match which {
        DraftChoice::Minutes(id) => year.meetings.get(id).map(|meeting| meeting.date.0.clone()),
        DraftChoice::Joint(id) => year.joints.get(id).map(|joint| joint.partner.clone()),
        DraftChoice::Plan
        | DraftChoice::Quarter(_)
        | DraftChoice::Month(_)
        | DraftChoice::Registration
        | DraftChoice::SelfScore
        | DraftChoice::Report
        | DraftChoice::Projects
        | DraftChoice::Training
        | DraftChoice::Intros => None,
    })
}

#[component]
fn Files(which: DraftChoice) -> impl IntoView {
    let app = services();
    let busy = RwSignal::new(false);
    let hand = move |which: DraftChoice, output: Output, share: bool| {
        busy.set(true);
        spawn_local(async move {
            match make(app, &which, output).await {
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
    let press = |output: Output, share: bool| {
        let which = which.clone();
        move |_| hand(which.clone(), output, share)
    };
    let sharing = files::can_share().then(|| {
        view! {
            <button class="button" on:click=press(Output::Docx, true) disabled=busy data-testid="share-docx">
                {icon(Icon::Send)} {t(k::PAPERS_SHARE)}
            </button>
        }
    });
    view! {
        <p class="row">
            <button class="button button--main" on:click=|_| page::print() data-testid="print">
                {icon(Icon::Page)} {t(k::PAPERS_PRINT)}
            </button>
            <button class="button" on:click=press(Output::Docx, false) disabled=busy data-testid="docx">
                {icon(Icon::Download)} {t(k::PAPERS_DOCX)}
            </button>
            <button class="button" on:click=press(Output::Xlsx, false) disabled=busy data-testid="xlsx">
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
    which: &DraftChoice,
    output: Output,
) -> Result<(MadePaper, Vec<bcd_app::bytes::Bytes>), String> {
    let made = app.work.set.with_untracked(|set| {
        app.work.dossier.with_untracked(|dossier| {
            app.planning.year.with_untracked(|year| {
                let today = app.planning.today();
                let source = DraftSource { set, dossier, year, today };
                let branch = of_branch(year, which);
                let unit = &dossier.unit;
                let head = letterhead(
                    year,
                    &which.id(),
                    branch.as_ref(),
                    &unit.name,
                    &unit.upper,
                    app.work.now(),
                );
                draft(which, &source, head)
            })
        })
    });
    let draft = made.ok_or_else(|| t(k::PAPERS_NOTHING).to_owned())?;
    app.make_paper(&PaperJob { draft, output }).await
}

/// The branch whose minutes they are, where it is one of several.
fn of_branch(year: &Year, which: &DraftChoice) -> Option<Branch> {
    let DraftChoice::Minutes(id) = which else { return None };
    let meeting = year.meetings.get(id)?;
    let mut branches = meeting.branches.iter();
    let first = branches.next()?;
    // A joint meeting is the unit's.
    if branches.next().is_some() {
        return None;
    }
    year.branches.get(first.as_str()).cloned()
}

fn letterhead(
    year: &Year,
    id: &str,
    branch: Option<&Branch>,
    unit: &str,
    upper: &str,
    made_at: String,
) -> Letterhead {
    let own = |field: &str| match text_of(year, id, field) {
        text if text.is_empty() => text_of(year, SHARED, field),
        text => text,
    };
    let symbol = match text_of(year, SHARED, "symbol") {
        text if text.is_empty() => t(k::PAPERS_SYMBOL_USUAL).to_owned(),
        text => text,
    };
    let receivers = own("receivers");
    let receivers = receivers.lines().map(str::trim).filter(|line| !line.is_empty());
    Letterhead {
        upper: branch.map_or(upper, |_| unit).to_owned(),
        unit: branch.map_or_else(|| unit.to_owned(), |branch| branch.name.clone()),
        branch: branch.is_some(),
        place: own("place"),
        number: text_of(year, id, "number"),
        symbol,
        date: text_of(year, id, "date"),
        office: own("office"),
        name: own("signer"),
        recipients: receivers.map(str::to_owned).collect(),
        made_at,
        ..Letterhead::default()
    }
}
