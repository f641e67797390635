//! The lower units: who has sent what, with search that needs no accents.

use super::{Head, known::mark, start::kind_word, unit::Unit};
use crate::{
    i18n::{self, k, t, tf},
    pages::Page,
    shell::services,
    ui::{Choice, Field},
};
use bcd_app::services::Services;
use bcd_core::intake::{Latest, Oddity, Summary};
use bcd_web::text;
use leptos::prelude::*;

/// The page of lower units; with one unit's submission open.
pub fn view(inner: Memo<String>) -> AnyView {
    let opened = Memo::new(move |_| !inner.with(String::is_empty));
    let page = move || match opened.get() {
        true => view! { <Unit digest=inner /> }.into_any(),
        false => view! { <Units /> }.into_any(),
    };
    page.into_any()
}

#[component]
fn Units() -> impl IntoView {
    let app = services();
    let none = move || app.lists.received.with(Vec::is_empty);
    view! {
        <Head title=t(k::UNITS_TITLE) />
        <p class="row">
            <a class="button button--main" href=Page::Receive.href() data-testid="to-receive">{t(k::UNITS_RECEIVE)}</a>
        </p>
        {move || match none() {
            true => view! { <p class="empty">{t(k::UNITS_NONE)}</p> }.into_any(),
            false => view! { <UnitList chosen=String::new() /> }.into_any(),
        }}
    }
    .into_any()
}

/// The latest submission of each unit and cycle, sorted by name. Follows signals.
pub fn latest(app: Services) -> Vec<Latest> {
    let mut list = app.lists.latest();
    text::sort_by_name(&mut list, |latest| &latest.summary.name);
    list
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ReadyFilter {
    All,
    Ready,
    NotReady,
}

/// The list of units with search and filter.
#[component]
pub fn UnitList(
    /// The digest of the one that is open, if any.
    chosen: String,
) -> impl IntoView {
    let app = services();
    // Nothing stands beside it: a row has room for columns.
    let alone = chosen.is_empty();
    let (query, standing) = (RwSignal::new(String::new()), RwSignal::new(ReadyFilter::All));
    let all = Memo::new(move |_| {
        let fold = |latest: Latest| {
            let Summary { name, cluster, upper, .. } = &latest.summary;
            (text::fold(&format!("{name} {cluster} {upper}")), latest)
        };
        latest(app).into_iter().map(fold).collect::<Vec<_>>()
    });
    let shown = Memo::new(move |_| {
        let (query, standing) = (text::fold(query.get().trim()), standing.get());
        let fits = |(folded, latest): &&(String, Latest)| {
            let ready = latest.summary.score.recognisable;
            folded.contains(&query)
                && match standing {
                    ReadyFilter::All => true,
                    ReadyFilter::Ready => ready,
                    ReadyFilter::NotReady => !ready,
                }
        };
        all.with(|all| {
            all.iter().filter(fits).map(|(_, latest)| latest.clone()).collect::<Vec<_>>()
        })
    });
    let standings = vec![
        ("all".to_owned(), t(k::UNITS_ALL).to_owned()),
        ("ready".to_owned(), t(k::UNITS_READY).to_owned()),
        ("not".to_owned(), t(k::UNITS_NOT_READY).to_owned()),
    ];
    let word = Signal::derive(move || match standing.get() {
        ReadyFilter::All => "all".to_owned(),
        ReadyFilter::Ready => "ready".to_owned(),
        ReadyFilter::NotReady => "not".to_owned(),
    });
    let choose = Callback::new(move |word: String| {
        standing.set(match word.as_str() {
            "ready" => ReadyFilter::Ready,
            "not" => ReadyFilter::NotReady,
            _ => ReadyFilter::All,
        });
    });
    let count =
        move || tf(k::UNITS_COUNT, &[("n", &shown.with(Vec::len)), ("of", &all.with(Vec::len))]);
    view! {
        <div class="filters">
            <Field label=t(k::UNITS_SEARCH) value=query max=100 test="search"
                on_input=Callback::new(move |v| query.set(v)) />
            <Choice label=t(k::UNITS_STANDING) options=standings value=word on_change=choose />
        </div>
        <p role="status" data-testid="unit-count">{count}</p>
        <ul class="units wide" class:units--page=alone>
            <For each=move || shown.get() key=move |it| (it.summary.digest.clone(), it.forks, it.apart, it.summary.settled) let:latest>
                <Row chosen=latest.summary.digest == chosen latest />
            </For>
        </ul>
    }
    .into_any()
}

#[component]
fn Row(latest: Latest, chosen: bool) -> impl IntoView {
    let app = services();
    let Latest { summary, forks, apart } = latest;
    let identity = app.lists.identity(&summary);
    let odd = app.lists.oddities(&summary).into_iter();
    let odd = odd.filter(|it| !matches!(it, Oddity::Gap(0) | Oddity::SameNumber(_))).count();
    let score = &summary.score;
    let parts = score.criteria.iter().map(|c| {
        let (figures, ok) =
            (format!("{}/{}", i18n::points(c.got), i18n::points(c.max)), c.got >= c.need);
        view! {
            <span class="unit__part" class:unit__part--ok=ok>
                <span class="unit__label">{tf(k::UNITS_CRITERION, &[("id", &c.id)])}</span>
                <b class="figure">{figures}</b>
            </span>
        }
    });
    let (word, class) = if score.recognisable {
        (t(k::UNITS_READY_WORD).to_owned(), "state state--ok")
    } else {
        (t(k::UNITS_NOT_READY_WORD).to_owned(), "state state--lacking")
    };
    let missing = [
        (score.gates_unmet.len(), k::UNITS_GATES),
        (score.unanswered as usize, k::UNITS_UNANSWERED),
        (summary.lacking as usize, k::UNITS_LACKING),
        (forks, k::UNITS_FORKS),
        (apart, k::KEYS_APART),
        (odd, k::UNITS_ODD),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, key)| tf(key, &[("n", &n)]))
    .collect::<Vec<_>>()
    .join(" · ");
    let about = tf(
        k::UNITS_LINE,
        &[("n", &summary.seq), ("date", &i18n::date(&summary.at)), ("cycle", &summary.cycle)],
    );
    let place = [kind_word(&summary.kind), summary.cluster.as_str()];
    let place = place.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ");
    let total = format!("{}/{}", i18n::points(score.got), i18n::points(score.max));
    view! {
        <li>
            <a
                class="unit"
                aria-current=chosen.then_some("true")
                href=Page::Units.open(summary.digest.clone()).href()
                data-testid="unit-row"
            >
                <span>
                    <b>{summary.name.clone()}</b>
                    {summary.sample.then(|| view! { <span class="tag tag--sample">{t(k::HOME_SAMPLE)}</span> })}
                    " " {mark(identity)}
                    <span class="unit__about">{about} <br /> {place}</span>
                </span>
                <span class="unit__score">
                    {parts.collect_view()}
                    <span class="unit__part unit__part--total">
                        <span class="unit__label">{t(k::UNITS_TOTAL)}</span>
                        <b class="figure">{total}</b>
                    </span>
                </span>
                <span class="unit__state"><span class=class>{word}</span> <span class="unit__missing">{missing}</span></span>
            </a>
        </li>
    }
    .into_any()
}
