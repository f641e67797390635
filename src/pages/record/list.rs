//! Records in a line each, the latest first; each opens again.

use super::{
    input::{names_of, of},
    words::{add, address, name},
};
use crate::{
    i18n::{self, Key, k, t, tf},
    shell::services,
    ui::{Icon, icon},
};
use bcd_core::{
    id::RecordId,
    year::{
        Year,
        branch::PairingState,
        meeting::{Form, IntroTo},
        proof::proof_name,
        record::{RecordKind, live},
        value::{Day, Figure},
    },
};
use leptos::prelude::*;

/// A record in a line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordLine {
    day: String,
    id: RecordId,
    kind: RecordKind,
    text: String,
    about: String,
    proven: bool,
}

/// Which records a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordFilter {
    /// Of these kinds.
    Kinds(Vec<RecordKind>),
    /// Meetings of several branches, or at another place than a branch's own.
    Together,
    /// Everything about a branch.
    Of(RecordId),
}

fn lines(year: &Year, which: &RecordFilter) -> Vec<RecordLine> {
    let proven = year.proven();
    let wants = |kind: RecordKind| match which {
        RecordFilter::Kinds(kinds) => kinds.contains(&kind),
        RecordFilter::Together => kind == RecordKind::Meeting,
        RecordFilter::Of(_) => kind != RecordKind::Task,
    };
    let is_about = |branches: &[&String]| match which {
        RecordFilter::Of(id) => branches.contains(&&id.0),
        RecordFilter::Kinds(_) | RecordFilter::Together => true,
    };
    let mut all = Vec::new();
    let mut put =
        |kind: RecordKind, id: &RecordId, day: &Day, text: &str, about: Vec<Option<String>>| {
            let text = match text.trim() {
                "" => t(name(kind)).to_owned(),
                text => text.chars().take(120).collect(),
            };
            let about = about.into_iter().flatten().filter(|part| !part.is_empty());
            all.push(RecordLine {
                day: day.0.clone(),
                id: id.clone(),
                kind,
                text,
                about: about.collect::<Vec<_>>().join(" · "),
                proven: proven.contains(proof_name(kind, id).as_str()),
            });
        };
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    for (id, it) in live(&year.meetings).filter(|_| wants(RecordKind::Meeting)) {
        let alone = it.form == Form::InPerson && it.branches.len() < 2;
        if is_about(&it.branches.iter().collect::<Vec<_>>())
            && !(*which == RecordFilter::Together && alone)
        {
            let names = names_of(year, &it.branches);
            let form = match it.form {
                Form::InPerson => None,
                Form::Online => Some(t(k::NOTE_FORM_ONLINE).to_owned()),
                Form::Joint => Some(t(k::NOTE_FORM_JOINT).to_owned()),
                Form::Cluster => Some(t(k::NOTE_FORM_CLUSTER).to_owned()),
            };
            let planned = it.planned.then(|| t(k::NOTE_PLANNED_WORD).to_owned());
            let text = if names.is_empty() { t(name(RecordKind::Meeting)) } else { &names };
            put(
                RecordKind::Meeting,
                id,
                &it.date,
                text,
                vec![planned, form, of(&it.present, &it.total)],
            );
        }
    }
    for (id, it) in live(&year.tasks).filter(|(_, it)| wants(RecordKind::Task) && it.is_done()) {
        put(RecordKind::Task, id, &it.done, &it.content, vec![said(&it.result)]);
    }
    for (id, it) in
        live(&year.intros).filter(|(_, it)| wants(RecordKind::Intro) && is_about(&[&it.branch]))
    {
        let key = match it.to {
            IntroTo::Union => k::NOTE_LINE_UNION,
            IntroTo::Association => k::NOTE_LINE_ASSOCIATION,
        };
        let admitted = it.admitted.get().filter(|n| *n > 0);
        let admitted = admitted.map(|n| tf(k::NOTE_LINE_ADMITTED, &[("n", &n)]));
        let names = names_of(year, [&it.branch]);
        put(
            RecordKind::Intro,
            id,
            &it.date,
            &tf(key, &[("n", &it.introduced())]),
            vec![Some(names), admitted],
        );
    }
    for (id, it) in live(&year.visits).filter(|_| wants(RecordKind::Visit)) {
        if is_about(&it.branches.iter().collect::<Vec<_>>()) {
            let days = tf(k::NOTE_LINE_DAYS, &[("n", &it.days())]);
            let names = names_of(year, &it.branches);
            let text = if names.is_empty() { &it.content } else { &names };
            put(RecordKind::Visit, id, &it.start, text, vec![said(&it.who), Some(days)]);
        }
    }
    for (id, it) in live(&year.courses).filter(|_| wants(RecordKind::Course) && is_about(&[])) {
        put(RecordKind::Course, id, &it.start, &it.title, vec![of(&it.present, &it.total)]);
    }
    for (id, it) in live(&year.contests).filter(|_| wants(RecordKind::Contest) && is_about(&[])) {
        put(RecordKind::Contest, id, &it.date, &it.title, vec![of(&it.present, &Figure::Open)]);
    }
    for (id, it) in live(&year.models).filter(|_| wants(RecordKind::Model)) {
        if is_about(&it.branches.iter().collect::<Vec<_>>()) {
            let recognised = it.recognised.then(|| t(k::NOTE_RECOGNISED_WORD).to_owned());
            put(RecordKind::Model, id, &it.since, &it.title, vec![recognised, said(&it.result)]);
        }
    }
    for (id, it) in live(&year.joints).filter(|_| wants(RecordKind::Joint) && is_about(&[])) {
        put(RecordKind::Joint, id, &it.signed, &it.partner, vec![said(&it.content)]);
    }
    for (id, it) in live(&year.pairings).filter(|_| wants(RecordKind::Pairing)) {
        if is_about(&[&it.strong, &it.weak]) {
            let word = match it.state {
                PairingState::Running => k::BRANCHES_PAIRING_RUNNING,
                PairingState::Better => k::BRANCHES_PAIRING_BETTER,
                PairingState::NotYet => k::BRANCHES_PAIRING_NOT_YET,
            };
            let until = it.until.date();
            let until =
                until.map(|day| tf(k::BRANCHES_UNTIL, &[("day", &i18n::date(&day.to_string()))]));
            let name = |id: &String| match names_of(year, [id]) {
                name if name.is_empty() => "…".to_owned(),
                name => name,
            };
            let text =
                tf(k::BRANCHES_HELPS, &[("strong", &name(&it.strong)), ("weak", &name(&it.weak))]);
            put(
                RecordKind::Pairing,
                id,
                &it.since,
                &text,
                vec![Some(t(word).to_owned()), until, said(&it.outcome)],
            );
        }
    }
    all.sort_by(|a, b| b.cmp(a));
    all
}

/// Records in a line each.
#[component]
pub fn Lines(
    /// Which.
    which: RecordFilter,
    /// What to say where there is none.
    empty: Key,
    /// At most so many at first.
    #[prop(default = 20)]
    most: usize,
) -> impl IntoView {
    let app = services();
    let all = Memo::new(move |_| app.planning.year.with(|year| lines(year, &which)));
    let whole = RwSignal::new(false);
    let shown = move || {
        all.with(|all| {
            let count = if whole.get() { all.len() } else { most };
            all.iter().take(count).cloned().collect::<Vec<_>>()
        })
    };
    let rows = move || shown().into_iter().map(|line| view! { <Entry line /> }).collect_view();
    let none = move || all.with(Vec::is_empty).then(|| view! { <p class="empty">{t(empty)}</p> });
    let more = move || {
        let count = all.with(Vec::len);
        (count > most && !whole.get()).then(|| {
            view! {
                <button class="button button--quiet" on:click=move |_| whole.set(true)>
                    {tf(k::NOTE_ALL, &[("n", &count)])}
                </button>
            }
        })
    };
    view! {
        {none}
        <ul class="lines">
            {rows}
        </ul>
        {more}
    }
    .into_any()
}

#[component]
fn Entry(line: RecordLine) -> impl IntoView {
    let RecordLine { day, id, kind, text, about, proven } = line;
    view! {
        <li>
            <a class="line" href=address(kind, &id) data-testid="line">
                <span class="line__day figure">{i18n::date(&day)}</span>
                <span class="line__what">
                    <span class="line__kind">{t(name(kind))}</span>
                    <b>{text}</b>
                    <span class="line__about">{about}</span>
                </span>
                {proven.then(|| view! { <span class="line__proof">{icon(Icon::Clip)}<span class="hidden">{t(k::NOTE_HAS_PROOF)}</span></span> })}
            </a>
        </li>
    }
    .into_any()
}

/// A section with its records and a button for a new one.
#[component]
pub fn Section(
    /// What it is called.
    title: Key,
    /// Which it lists.
    which: RecordFilter,
    /// What it adds.
    kind: RecordKind,
    /// What to say where there is none.
    empty: Key,
    /// Words on the button.
    add_text: Key,
    /// A sentence above.
    #[prop(optional, into)]
    about: Option<Signal<String>>,
) -> impl IntoView {
    let app = services();
    let id = format!("s-{}", kind.as_str());
    view! {
        <section class="card" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{t(title)}</h2>
            {about.map(|about| view! { <p>{about}</p> })}
            <Lines which empty most=5 />
            <button class="button" on:click=move |_| add(app, kind, None) data-testid=format!("add-{}", kind.as_str())>
                {icon(Icon::Add)} {t(add_text)}
            </button>
        </section>
    }
    .into_any()
}
