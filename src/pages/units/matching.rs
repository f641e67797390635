//! Units that have sent something and are in no list: each with the lines that it may be, and the way
//! into the list.

use super::{
    LINE,
    list::{cycle_here, here},
    words, write_once,
};
use crate::{
    i18n::{self, k, t, tf},
    pages::{Head, Page},
    shell::{rolls, services},
};
use bcd_core::{id::RecordId, upper::roll::matching::Stray};
use leptos::prelude::*;
use std::sync::Arc;

// As in the list: at most so many are drawn.
const AT_ONCE: usize = 100;

/// The page.
#[component]
pub fn Strays() -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let cycle = Memo::new(move |_| cycle_here(rolls));
    let strays = Memo::new(move |_| Arc::new(rolls.strays(&cycle.get())));
    let real = move || strays.get().to_vec();
    // One for the whole page: what is written decides what the other buttons may do.
    let busy = RwSignal::new(false);
    let match_all = move |_| {
        let strays = untrack(real);
        write_once(app, busy, async move {
            let n = rolls.match_all(&strays).await?;
            app.work.say(tf(k::ROLL_MATCHED, &[("n", &n)]));
            Ok(())
        });
    };
    let add_all = move |_| {
        let strays = unsure(untrack(real));
        write_once(app, busy, async move {
            let n = rolls.add_all(&strays).await?;
            app.work.say(tf(k::ROLL_ADDED, &[("n", &n)]));
            Ok(())
        });
    };
    let buttons = move || {
        let all = real();
        let (sure, rest) = (all.iter().filter(|it| it.sure().is_some()).count(), unsure(all).len());
        view! {
            <p class="row">
                {(sure > 0).then(|| view! {
                    <button class="button button--main" disabled=busy on:click=match_all data-testid="match-all">{tf(k::ROLL_MATCH_ALL, &[("n", &sure)])}</button>
                })}
                {(rest > 0).then(|| view! {
                    <button class="button" class:button--main={sure == 0} disabled=busy on:click=add_all data-testid="add-all">{tf(k::ROLL_STRAY_ADD_ALL, &[("n", &rest)])}</button>
                })}
            </p>
        }
    };
    let rows = move || strays.with(|all| all.iter().take(AT_ONCE).cloned().collect::<Vec<_>>());
    // Only what changes is drawn anew.
    let key = |it: &Stray| format!("{} {} {:?}", it.unit, it.latest.digest, it.proposals);
    let none = move || {
        strays
            .with(|all| all.is_empty())
            .then(|| view! { <p class="empty">{t(k::ROLL_STRAY_NONE)}</p> })
    };
    let more = move || {
        let more = strays.with(|all| all.len().saturating_sub(AT_ONCE));
        (more > 0).then(|| view! { <p>{tf(k::ROLL_IMPORT_ROWS_MORE, &[("n", &more)])}</p> })
    };
    view! {
        <Head title=t(k::ROLL_STRAYS) />
        <p class="lead">{t(k::ROLL_STRAY_LEAD)}</p>
        {none}
        {buttons}
        <ul class="plain">
            <For each=rows key=key let:stray>
                <Row stray busy />
            </For>
        </ul>
        {more}
        <p><a class="button" href=here("")>{t(k::ROLL_TO_LIST)}</a></p>
    }
    .into_any()
}

// Those whose name says no line for sure: one tap adds them, and never a line that is there already.
fn unsure(strays: Vec<Stray>) -> Vec<Stray> {
    strays.into_iter().filter(|stray| stray.proposals.is_empty()).collect()
}

#[component]
fn Row(stray: Stray, busy: RwSignal<bool>) -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let latest = &stray.latest;
    let about = tf(
        k::UNITS_LINE,
        &[("n", &latest.seq), ("date", &i18n::date(&latest.at)), ("cycle", &latest.cycle)],
    );
    let (name, digest) = (latest.name.clone(), latest.digest.clone());
    let kept = StoredValue::new(stray.clone());
    let choose = move |line: RecordId| {
        let stray = kept.get_value();
        write_once(app, busy, async move {
            if !rolls.match_one(&stray, &line).await? {
                app.work.say(t(k::ROLL_CHANGED_MEANWHILE));
            }
            Ok(())
        });
    };
    let add = move |_| {
        let stray = kept.get_value();
        write_once(app, busy, async move {
            if rolls.add_all(&[stray]).await? == 0 {
                app.work.say(t(k::ROLL_CHANGED_MEANWHILE));
            }
            Ok(())
        });
    };
    let proposals = stray.proposals.iter().map(|proposal| {
        let unit = untrack(|| rolls.line(&proposal.line)).unwrap_or_default();
        let (line, why) = (proposal.line.clone(), t(words::why(proposal.why)));
        let cluster = unit.cluster.as_str();
        let place = if cluster.is_empty() { t(k::ROLL_NO_CLUSTER) } else { cluster };
        let href = here(&format!("{LINE}{}", unit.id));
        let label = format!("{}: {}", t(k::ROLL_MATCH), words::name(&unit));
        view! {
            <li class="earlier">
                <span><a href=href>{words::name(&unit)}</a> " · " {place.to_owned()} " · " {why}</span>
                <button class="button" aria-label=label disabled=busy on:click=move |_| choose(line.clone()) data-testid="match">{t(k::ROLL_MATCH)}</button>
            </li>
        }
    });
    let proposals = proposals.collect_view();
    let label = format!("{}: {name}", t(k::ROLL_STRAY_ADD));
    view! {
        <li class="card" data-testid="stray">
            <p><a href=Page::Units.open(digest).href()><b>{name}</b></a> <br /> {about}</p>
            <ul class="plain">{proposals}</ul>
            <p><button class="button button--quiet" aria-label=label disabled=busy on:click=add data-testid="stray-add">{t(k::ROLL_STRAY_ADD)}</button></p>
        </li>
    }
    .into_any()
}
