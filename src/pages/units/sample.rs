//! The sample upper level: made once a person says so on its page, and removed by one tap.

use crate::{
    i18n::{k, t, tf},
    pages::{Head, Page, office::reviewing},
    shell::{rolls, services},
    ui::{Notice, Tone},
};
use bcd_app::{
    sample_desk::{NotSampled, SampleDesk},
    services::Services,
};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;

fn desk(app: Services) -> SampleDesk {
    app.sample_desk(reviewing(), rolls())
}

fn say(app: Services, failed: &NotSampled) {
    let why = match failed {
        NotSampled::Store(_) => t(k::ROLL_FAILED).to_owned(),
        NotSampled::Case(_) => t(k::UNITS_SAMPLE_FAILED).to_owned(),
        NotSampled::Engine(why) => tf(k::SEND_ENGINE_FAULT, &[("why", why)]),
    };
    app.work.say(why);
}

/// Makes the sample once a person says so, and goes to the list: an address that somebody follows makes
/// nothing.
#[component]
pub fn Making() -> impl IntoView {
    let (progress, busy) = (RwSignal::new((0, 0)), RwSignal::new(false));
    let app = services();
    let desk = desk(app);
    let make = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            // The page may be gone by now.
            let count = move |done, of| {
                progress.try_set((done, of));
            };
            if let Err(failed) = desk.make(t(k::UNITS_SAMPLE_OFFICE), count).await {
                say(app, &failed);
            }
            page::replace(&Page::Units.href());
        });
    };
    let text = move || {
        let (done, of) = progress.get();
        tf(k::UNITS_SAMPLE_MAKING, &[("done", &done), ("of", &of)])
    };
    let shown = move || {
        match busy.get() {
        true => view! { <p role="status" data-testid="sample-making">{text}</p> }.into_any(),
        false => view! {
            <p>{t(k::UNITS_SAMPLE_WHAT)}</p>
            <p class="row">
                <button class="button button--main" on:click=make data-testid="sample-make">{t(k::UNITS_SAMPLE_MAKE)}</button>
                <a class="button button--quiet" href=Page::Units.href()>{t(k::FRAME_BACK)}</a>
            </p>
        }
        .into_any(),
    }
    };
    view! {
        <Head title=t(k::UNITS_SAMPLE_TRY) />
        {shown}
    }
    .into_any()
}

/// Submissions that are marked as samples, and came to a real desk: they count for nothing, and are told of.
#[component]
pub fn Aside() -> impl IntoView {
    const MOST: usize = 20;
    let rolls = rolls();
    move || {
        let aside = rolls.samples_aside();
        let n = aside.len();
        let links = aside.into_iter().take(MOST).map(|it| {
            view! { <li><a href=Page::Units.open(it.digest).href()>{it.name}</a></li> }
        });
        let links = links.collect_view();
        (n > 0).then(|| {
            view! {
                <Notice tone=Tone::Info test="samples-aside">
                    <p>{tf(k::UNITS_SAMPLES_ASIDE, &[("n", &n)])}</p>
                    <ul class="plain">{links}</ul>
                </Notice>
            }
        })
    }
}

/// What says that it is a sample, and removes it; or the way to one, where nothing of a desk is here.
#[component]
pub fn SampleLine() -> impl IntoView {
    let (app, rolls, busy) = (services(), rolls(), RwSignal::new(false));
    let desk = desk(app);
    let remove = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let done = desk.remove().await;
            busy.try_set(false);
            match done {
                Ok(()) => app.work.say(t(k::UNITS_SAMPLE_REMOVED)),
                Err(error) => say(app, &error.into()),
            }
        });
    };
    let is_empty = move || {
        let none = rolls.roll.with(|roll| roll.as_ref().is_some_and(|it| it.units.is_empty()));
        none && rolls.received().is_empty()
    };
    let shown = move || {
        match (rolls.sampling.get(), is_empty()) {
        (true, _) => view! {
            <Notice tone=Tone::Warn>
                <p>{t(k::UNITS_SAMPLE_IS)}</p>
                <p class="row">
                    <button class="button" disabled=busy on:click=remove data-testid="sample-remove">{t(k::UNITS_SAMPLE_REMOVE)}</button>
                </p>
            </Notice>
        }
        .into_any(),
        (false, true) => view! {
            <p class="row">
                <a class="button" href=Page::Units.open(super::SAMPLE).href() data-testid="sample-desk">{t(k::UNITS_SAMPLE_TRY)}</a>
            </p>
        }
        .into_any(),
        (false, false) => ().into_any(),
    }
    };
    view! { {shown} }.into_any()
}
