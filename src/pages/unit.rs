//! One unit's submission, whole and read-only, with its evidence.

mod attachment;
mod sender;

use super::{
    blockers,
    branches::TakeFrom,
    item::{StoredPhoto, kind_icon, kind_word},
    units::{LineOf, UnitList},
};
use crate::{
    i18n::{self, k, lang, t, tf},
    pages::Page,
    shell::services,
    ui::{Icon, Notice, Tone, icon},
};
use attachment::Attachment;
use bcd_app::exchange::opening::{NotOpened, OpenedSubmission};
use bcd_core::{
    criteria::{Item, Mode},
    dossier::{Dossier, Evidence, EvidenceKind},
    format::share,
    id::ItemId,
    intake::Summary,
    scoring::{self, Worth},
};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;
use sender::{HeldApart, Sender};

/// The page of one submission.
#[component]
pub fn Unit(
    /// Its digest.
    digest: Memo<String>,
) -> impl IntoView {
    let app = services();
    // None = still reading.
    let opened = RwSignal::new(None::<Result<OpenedSubmission, NotOpened>>);
    Effect::new(move |_| {
        let digest = digest.get();
        opened.set(None);
        spawn_local(async move {
            // Who sent it is known by the list; if that cannot be read, the disk has said so.
            app.received.loaded().await.ok();
            let found = app.receiving.open_submission(&digest).await;
            opened.try_set(Some(found));
        });
    });
    let list = move || {
        // On a narrow screen the list is not visible, so it is not drawn.
        page::is_wide().then(|| view! { <UnitList chosen=digest.get() /> })
    };
    view! {
        <div class="panes panes--open panes--units wide--panes">
            <div class="panes__list">{list}</div>
            <div class="panes__side">
                {move || match opened.get() {
                    None => view! { <p class="opening">{t(k::FRAME_OPENING)}</p> }.into_any(),
                    Some(Err(NotOpened::Gone)) => {
                        view! { <p class="empty">{t(k::UNIT_GONE)}</p> }.into_any()
                    }
                    Some(Err(NotOpened::Unread)) => view! {
                        <Notice tone=Tone::Bad><p>{t(k::UNIT_UNREAD)}</p></Notice>
                    }.into_any(),
                    Some(Ok(opened)) => view! { <Submission opened /> }.into_any(),
                }}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Submission(opened: OpenedSubmission) -> impl IntoView {
    let dossier = opened.dossier();
    let OpenedSubmission { summary, set, withheld, changed, .. } = opened;
    let score = scoring::score(&set, &dossier);
    let mode = scoring::mode_of(&set, &dossier);
    let by = if summary.by.is_empty() { t(k::CHECKLIST_SOMEBODY) } else { &summary.by };
    let about = tf(
        k::UNIT_ABOUT,
        &[
            ("n", &summary.seq),
            ("cycle", &summary.cycle),
            ("at", &i18n::date_time(&summary.at)),
            ("by", &by),
        ],
    );
    let total = tf(
        k::HOME_TOTAL,
        &[
            ("got", &i18n::points(score.got)),
            ("max", &i18n::points(score.max)),
            ("need", &i18n::points(score.need)),
        ],
    );
    let ways = score.blockers.iter().map(|b| view! { <li>{blockers::sentence(b, &set).0}</li> });
    let ways = ways.collect_view();
    let ready = score.blockers.is_empty();
    let held =
        tf(k::UNIT_WITHHELD, &[("notes", &withheld.notes), ("evidence", &withheld.evidence)]);
    let changes = (!changed.is_empty()).then(|| {
        let items: Vec<&str> = changed.iter().map(ItemId::as_str).collect();
        tf(k::UNIT_CHANGED, &[("items", &items.join(", "))])
    });
    let criteria = set.criteria.iter().map(|criterion| {
        let items = criterion.groups.iter().flat_map(|g| &g.items);
        let items = items.filter(|i| i.applies_to(&dossier.unit.kind));
        let rows = items.map(|item| line(item, &dossier, mode)).collect_view();
        view! {
            <section class="criterion">
                <h3 class="criterion__title">
                    <span class="criterion__number">{criterion.id.clone()}</span>
                    {criterion.title.get(lang()).to_owned()}
                </h3>
                <ul class="items">{rows}</ul>
            </section>
        }
    });
    let criteria = criteria.collect_view();
    view! {
        <article class="panel" data-testid="submission">
            <header class="panel__head">
                <a class="iconbutton" href=Page::Units.href() aria-label=t(k::FRAME_BACK)>{icon(Icon::Back)}</a>
                <h1 class="panel__title" tabindex="-1">{summary.name.clone()}</h1>
            </header>
            <p>{about} {summary.sample.then(|| view! { <span class="tag tag--sample">{t(k::HOME_SAMPLE)}</span> })}</p>
            <p class="total">{total}</p>
            <p class="row"><a class="button button--main" href=Page::Verify.open(summary.digest.clone()).href() data-testid="to-verify">{t(k::VERIFY_OPEN)}</a></p>
            <LineOf unit=summary.unit.clone() cycle=summary.cycle.clone() />
            <Sender summary=summary.clone() />
            <Forks summary=summary.clone() />
            <HeldApart summary=summary.clone() />
            {if ready {
                view! { <p class="done">{t(k::BLOCKER_NONE)}</p> }.into_any()
            } else {
                view! { <ul class="blockers">{ways}</ul> }.into_any()
            }}
            <p class="field__note">{held}</p>
            <p class="field__note">{changes}</p>
            <TakeFrom summary=summary.clone() />
            {criteria}
        </article>
    }
    .into_any()
}

// Other submissions with the same number: two devices that did not know of each other.
#[component]
fn Forks(summary: Summary) -> impl IntoView {
    let app = services();
    let title = tf(k::UNIT_FORKS, &[("n", &summary.seq)]);
    let others = move || {
        let others = app.lists.received.with(|all| {
            all.forks_of(&summary)
                .map(|other| (other.digest.clone(), i18n::date_time(&other.at)))
                .collect::<Vec<_>>()
        });
        let links = others.into_iter().map(|(digest, at)| {
            view! { <li><a href=Page::Units.open(digest).href()>{at}</a></li> }
        });
        let links = links.collect_view();
        let title = title.clone();
        (!links.is_empty()).then(|| {
            view! {
                <Notice tone=Tone::Warn test="forks"><p>{title}</p><ul class="plain">{links}</ul></Notice>
            }
        })
    };
    others.into_any()
}

fn line(item: &Item, dossier: &Dossier, mode: Mode) -> impl IntoView + use<> {
    let answer = dossier.answer(item.id.as_str());
    let (figure, words, class) = match scoring::worth(item, &answer, mode) {
        Worth::Open => ("–".to_owned(), t(k::CHECKLIST_STATE_OPEN).to_owned(), "state state--open"),
        Worth::Na => (
            "–".to_owned(),
            format!(
                "{}: {}",
                t(k::CHECKLIST_STATE_NA),
                if answer.na_reason_kept { t(k::UNIT_REASON_KEPT) } else { &answer.na_reason },
            ),
            "state state--ok",
        ),
        Worth::Given(points, met) => {
            let step = answer.step.as_ref().and_then(|s| item.step(s.as_str()));
            let words = match mode {
                Mode::Points => step.map_or("", |s| s.label.get(lang())),
                Mode::Pass if met => t(k::CHECKLIST_MET),
                Mode::Pass => t(k::CHECKLIST_UNMET),
            };
            let class = if met { "state state--ok" } else { "state state--bad" };
            (
                format!("{}/{}", i18n::points(points), i18n::points(item.max())),
                words.to_owned(),
                class,
            )
        }
    };
    let lacking = dossier.lacks_evidence(item, mode);
    view! {
        <li class="item">
            <p>
                {item.gate.then(|| view! { <span class="gate" title=t(k::CHECKLIST_GATE)>{icon(Icon::Star)}<span class="hidden">{t(k::CHECKLIST_GATE)}</span></span> })}
                <b class="item__id">{item.id.0.clone()}</b> " " {item.text.get(lang()).to_owned()}
            </p>
            <p><b class="figure">{figure}</b> " " <span class=class>{words}</span>
                {lacking.then(|| view! { " " <span class="state state--lacking">{t(k::CHECKLIST_STATE_LACKING)}</span> })}
            </p>
            {(!answer.note.is_empty()).then(|| view! { <p class="said">{answer.note.clone()}</p> })}
            {pieces(dossier, &item.id)}
        </li>
    }
}

/// The evidence of an item.
pub fn pieces(dossier: &Dossier, item: &ItemId) -> AnyView {
    let pieces = dossier.evidence_of(item.as_str());
    let pieces = pieces.map(|(id, e)| piece(e.clone(), format!("{item}-{id}"))).collect_view();
    view! { <ul class="evidence">{pieces}</ul> }.into_any()
}

// `place` tells this use of the piece from every other on the page.
fn piece(evidence: Evidence, place: String) -> impl IntoView {
    let Evidence { kind, title, number, date, url, file, name, size, .. } = evidence;
    let day = if date.is_empty() { date } else { i18n::date(&date) };
    let words = [title.clone(), number, day].into_iter().filter(|w| !w.is_empty());
    let words = words.collect::<Vec<_>>().join(" · ");
    let alt = if title.is_empty() { name.clone() } else { title };
    let content = match kind {
        EvidenceKind::Photo => view! { <StoredPhoto file alt=Signal::stored(alt) /> }.into_any(),
        // Only addresses that lead to the web become links.
        EvidenceKind::Link if share::is_web_link(&url) => {
            view! { <a href=url.clone() target="_blank" rel="noopener noreferrer">{url.clone()}</a> }.into_any()
        }
        EvidenceKind::Link => view! { <span>{url}</span> }.into_any(),
        EvidenceKind::File => view! { <Attachment file name size place /> }.into_any(),
        EvidenceKind::Document => ().into_any(),
    };
    view! {
        <li class="piece">
            <p class="piece__head">{icon(kind_icon(kind))} <b>{kind_word(kind)}</b> " " {words}</p>
            {content}
        </li>
    }
}
