//! Why a submission could not be made, and the way on where there is one.

use crate::{
    i18n::{self, k, t, tf},
    ui::{Notice, Tone},
};
use bcd_app::exchange::outgoing::SendError;
use bcd_core::format::problem::Code;
use leptos::prelude::*;

/// How a submission is made.
#[derive(Clone, Copy, PartialEq)]
pub enum Way {
    /// As it is.
    Plain,
    /// After traces of place and time were left out of pictures.
    WithoutTraces,
    /// With files that may hold place and time, of which the person was warned.
    Warned,
}

#[component]
pub fn Faults(error: RwSignal<Option<SendError>>, again: Callback<Way>) -> impl IntoView {
    move || {
        error.get().map(|error| {
            let way = way_on(&error);
            let lines = match error {
                SendError::Problems(problems) => problems.iter().map(i18n::problem).collect(),
                SendError::Store(_) | SendError::NoOffice | SendError::Sample => vec![t(k::SEND_STORE_FAULT).to_owned()],
                SendError::Engine(why) => vec![tf(k::SEND_ENGINE_FAULT, &[("why", &why)])],
            };
            let go_on = way.map(|(way, word)| {
                view! {
                    <button class="button" on:click=move |_| again.run(way) data-testid="send-way">
                        {t(word)}
                    </button>
                }
            });
            view! {
                <Notice tone=Tone::Bad test="send-fault">
                    <p>{t(k::SEND_FAULT)}</p>
                    <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                    {go_on}
                </Notice>
            }
        })
    }
}

fn way_on(error: &SendError) -> Option<(Way, i18n::Key)> {
    let SendError::Problems(problems) = error else { return None };
    let all = |codes: &[Code]| problems.iter().all(|problem| codes.contains(&problem.code));
    if all(&[Code::MayHoldTraces]) {
        Some((Way::Warned, k::SEND_WARNED))
    } else if all(&[Code::HoldsTraces, Code::MayHoldTraces]) {
        Some((Way::WithoutTraces, k::SEND_WITHOUT_TRACES))
    } else {
        None
    }
}
