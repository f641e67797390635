//! Making the next version.

use super::{doubts::Doubts, here::Here, parts::Parts, words};
use crate::{
    i18n::{k, t, tf},
    pages::{
        Page, drive,
        office::{OfficeLine, reviewing},
        outgoing::HandOut,
    },
    shell::{rolls, services},
    ui::{Choice, Notice, Tone},
};
use bcd_app::{
    exchange::outgoing::Outgoing,
    rolling::{Chosen, Rolled},
};
use bcd_core::{
    format::rollup::RollupLine,
    upper::rollup::make::{self, RollupDoubt},
};
use bcd_web::spawn_local;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// How far the making is.
#[derive(Clone)]
enum Made {
    Not,
    Coming,
    Doubts(Vec<RollupDoubt>),
    Failed(String),
    Done(Outgoing, Box<RollupLine>),
}

/// What a person decided of doubts.
pub type Choices = RwSignal<BTreeMap<String, make::Choice>>;

#[component]
pub fn Making() -> impl IntoView {
    let (app, rolls, reviewing) = (services(), rolls(), reviewing());
    app.received.want();
    let rolling = super::rolling(app);
    let chosen = RwSignal::new(None::<String>);
    let cycle = Memo::new(move |_| chosen.get().unwrap_or_else(|| rolls.usual_cycle()));
    let chosen_parts = RwSignal::new(Chosen::new());
    let choices: Choices = RwSignal::default();
    let made = RwSignal::new_local(Made::Not);
    let unread = RwSignal::new(false);
    // Read anew whenever a file may have come.
    Effect::new(move |_| {
        app.lists.received.track();
        app.lists.units.track();
        spawn_local(async move {
            let failed = rolling.read().await.is_err();
            unread.try_set(failed);
        });
    });
    let offered = Memo::new(move |_| {
        let office = reviewing.office.get().flatten()?;
        Some(chosen_parts.with(|chosen| rolling.offered(&office.unit.id, &cycle.get(), chosen)))
    });
    let all = Callback::new(move |()| {
        if let Some(office) = reviewing.office.get_untracked().flatten() {
            let all = untrack(|| rolling.all_offered(&office.unit.id, &cycle.get()));
            chosen_parts.update(|chosen| chosen.extend(all));
        }
    });
    let choose = Callback::new(move |text: String| {
        chosen.set(Some(text));
        choices.set(BTreeMap::new());
        made.set(Made::Not);
    });
    let make = move || {
        let cycle = cycle.get_untracked();
        let parts = offered.get_untracked().unwrap_or_default().into_iter();
        let parts = parts.filter(|it| it.counts).map(|it| it.line.digest);
        let (parts, choices) = (parts.collect::<Vec<_>>(), choices.get_untracked());
        let cases = reviewing.lines.get_untracked();
        made.set(Made::Coming);
        spawn_local(async move {
            let done = async {
                let rows = rolling.rows(&cycle, rolls, &cases).await?;
                rolling.make(&cycle, rows, parts, choices).await
            };
            made.try_set(match done.await {
                Ok(Rolled::Made(file, line)) => Made::Done(file, line),
                Ok(Rolled::Undecided(doubts)) => Made::Doubts(doubts),
                Err(error) => Made::Failed(drive::said(&error)),
            });
        });
    };
    let button = move |text: &'static str| {
        view! {
            <p class="row">
                <button class="button button--main" on:click=move |_| make() data-testid="rollup-make">{text}</button>
            </p>
        }
    };
    let outcome = move || {
        match made.get() {
        Made::Not => button(t(k::ROLLUP_MAKE)).into_any(),
        Made::Coming => view! { <p role="status">{t(k::ROLLUP_MAKING)}</p> }.into_any(),
        Made::Doubts(doubts) => view! {
            <Doubts doubts choices />
            {button(t(k::ROLLUP_MAKE_SO))}
        }
        .into_any(),
        Made::Failed(why) => view! {
            <Notice tone=Tone::Bad test="rollup-failed"><p>{tf(k::ROLLUP_FAILED, &[("why", &why)])}</p></Notice>
            {button(t(k::ROLLUP_MAKE))}
        }
        .into_any(),
        Made::Done(file, line) => view! {
            <Notice tone=Tone::Info test="rollup-made">
                <p>{words::made(&line)}</p>
                <p><a href=Page::Rollup.open(&line.digest).href()>{t(k::ROLLUP_OPEN)}</a></p>
            </Notice>
            <HandOut file on_done=Callback::new(|()| ()) />
        }
        .into_any(),
    }
    };
    let cycles = move || {
        let now = cycle.get();
        let mut cycles = rolls.cycles();
        if !cycles.contains(&now) {
            cycles.insert(0, now);
        }
        let options = cycles.into_iter().map(|it| (it.clone(), it)).collect::<Vec<_>>();
        view! { <Choice label=t(k::ROLL_CYCLE) options value=cycle on_change=choose test="rollup-cycle" /> }
    };
    // Without an office nobody knows whose roll-up it would be: that is asked first.
    let whole = move || {
        offered.with(Option::is_some).then(|| {
            view! {
                <section class="card stack" aria-labelledby="make-h">
                    <h2 id="make-h">{t(k::ROLLUP_NEW)}</h2>
                    <p>{t(k::ROLLUP_LEAD)}</p>
                    {cycles}
                    <Parts offered chosen=chosen_parts all />
                    <div aria-live="polite">{outcome}</div>
                </section>
            }
        })
    };
    view! {
        <OfficeLine />
        {move || unread.get().then(|| view! { <Notice tone=Tone::Bad><p>{t(k::ROLLUP_UNREAD)}</p></Notice> })}
        {whole}
        <Here rolling />
    }
    .into_any()
}
