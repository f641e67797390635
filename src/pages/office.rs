//! For whom this browser receives reports: asked once, where reports are received, and changed there.

use crate::{
    i18n::{k, t, tf},
    shell::services,
    ui::{Field, Notice, Tone},
};
use bcd_app::{office::NotChosen, reviewing::Reviewing};
use bcd_core::{
    format::envelope::UnitRef,
    upper::office::{Office, OfficeFault},
};
use bcd_web::spawn_local;
use leptos::prelude::*;

/// Reviewing, which starts with the rare chunk.
pub fn reviewing() -> Reviewing {
    expect_context()
}

/// The office in a line, or the question for whom this browser receives.
#[component]
pub fn OfficeLine() -> impl IntoView {
    let office = reviewing().office;
    let changing = RwSignal::new(false);
    let shown = move || match office.get() {
        // Not read yet: to ask now would ask who has chosen.
        None => ().into_any(),
        Some(Some(office)) if !changing.get() => {
            let text = tf(k::OFFICE_LINE, &[("name", &office.unit.name)]);
            view! {
                <p class="row" data-testid="office">
                    <span>{text}</span>
                    <button class="button button--quiet" data-testid="office-change"
                        on:click=move |_| changing.set(true)>{t(k::OFFICE_CHANGE)}</button>
                </p>
            }
            .into_any()
        }
        Some(now) => {
            view! { <Ask now done=Callback::new(move |()| changing.set(false)) /> }.into_any()
        }
    };
    view! { {shown} }.into_any()
}

#[component]
fn Ask(
    /// What was chosen before.
    now: Option<Office>,
    /// Called when it is chosen, or stays as it was.
    done: Callback<()>,
) -> impl IntoView {
    let (offices, work) = (services().offices(), services().work);
    let before = now.clone();
    let now = now.unwrap_or_default();
    let name = RwSignal::new(String::new());
    let signs = RwSignal::new(now.signs.clone());
    let fault = RwSignal::new(None::<&'static str>);
    let busy = RwSignal::new(false);
    let choose = move |unit: Result<UnitRef, String>| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let signs = signs.get_untracked();
        spawn_local(async move {
            let unit = match unit {
                Ok(unit) => Ok(unit),
                Err(name) => offices.unit_named(&name).await,
            };
            let chosen = match unit {
                Ok(unit) => offices.choose(Office { unit, signs }).await,
                Err(fault) => Err(NotChosen::Store(fault)),
            };
            busy.try_set(false);
            match chosen {
                Ok(()) => {
                    done.try_run(());
                }
                Err(NotChosen::Fault(OfficeFault::NoName)) => {
                    fault.try_set(Some(t(k::OFFICE_NO_NAME)));
                }
                Err(NotChosen::Fault(OfficeFault::BadText)) => {
                    fault.try_set(Some(t(k::OFFICE_BAD_TEXT)));
                }
                Err(NotChosen::Fault(OfficeFault::Sample)) => {
                    fault.try_set(Some(t(k::OFFICE_IS_SAMPLE)));
                }
                Err(NotChosen::Store(_)) => {
                    fault.try_set(Some(t(k::OFFICE_NOT_STORED)));
                }
            }
        });
    };
    let known = RwSignal::new(Vec::<UnitRef>::new());
    Effect::new(move |_| {
        work.dossiers.track();
        spawn_local(async move {
            match offices.choices().await {
                Ok(units) => drop(known.try_set(units)),
                Err(_) => drop(fault.try_set(Some(t(k::OFFICE_UNREAD)))),
            }
        });
    });
    let choices = move || {
        let button = |unit: UnitRef| {
            let name = unit.name.clone();
            let choose = move |_| choose(Ok(unit.clone()));
            view! {
                <li>
                    <button type="button" class="button" disabled=busy data-testid="office-choice" on:click=choose>{name}</button>
                </li>
            }
        };
        known.get().into_iter().map(button).collect_view()
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        choose(Err(name.get_untracked()));
    };
    view! {
        <form class="card stack" aria-labelledby="office-h" data-testid="office-ask" on:submit=submit>
            <h2 id="office-h">{t(k::OFFICE_QUESTION)}</h2>
            <p class="field__note">{t(k::OFFICE_WHY)}</p>
            <Field label=t(k::OFFICE_SIGNS) value=signs max=200 hint=t(k::OFFICE_SIGNS_HINT)
                on_input=Callback::new(move |text| signs.set(text)) test="office-signs" />
            <ul class="plain stack">{choices}</ul>
            <Field label=t(k::OFFICE_OTHER) value=name max=200
                on_input=Callback::new(move |text| name.set(text)) test="office-name" />
            {move || fault.get().map(|why| view! { <Notice tone=Tone::Bad><p>{why}</p></Notice> })}
            <p class="row">
                <button class="button button--main" disabled=busy data-testid="office-new">{t(k::OFFICE_OTHER_TAKE)}</button>
                {before.map(|_| view! {
                    <button type="button" class="button button--quiet" on:click=move |_| { done.try_run(()); }>
                        {t(k::OFFICE_KEEP)}
                    </button>
                })}
            </p>
        </form>
    }
    .into_any()
}
