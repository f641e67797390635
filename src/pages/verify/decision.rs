//! A decision: with its number and day.

use super::{act::act_once, desk::Desk, why::WhyForm};
use crate::{
    i18n::{k, t},
    pages::unwritten,
    shell::services,
    ui::{Field, Kind},
};
use bcd_core::upper::case::{CaseState, state::Way};
use leptos::prelude::*;

/// The form of a decision.
#[component]
pub fn Decide(
    desk: Desk,
    /// Recognised, or declined.
    to: CaseState,
    /// Emptied when the form is done or left.
    wanted: RwSignal<Option<(CaseState, Way)>>,
) -> impl IntoView {
    let today = services().planning.today().to_string();
    let busy = RwSignal::new(false);
    let about = ["number", "why", "date"].map(|field| desk.about_form("step", field));
    let [number, why, date] =
        [(0, ""), (1, ""), (2, &*today)].map(|(at, usual)| unwritten::text(&about[at], usual));
    let texts = [number, why];
    let recognised = to == CaseState::Recognised;
    let decide = Callback::new(move |()| {
        let (number, date, why) =
            (number.get_untracked(), date.get_untracked(), why.get_untracked());
        let (at, about) = (desk.looked_at(), about.clone());
        let deed =
            async move { desk.reviewing.decide(&at, recognised, &number, &date, &why).await };
        act_once(desk, busy, deed, move || {
            unwritten::written(&texts, &about);
            wanted.try_set(None);
        });
    });
    view! {
        <div data-testid="verify-decide">
            <WhyForm label=t(k::VERIFY_STEP_WHY) why yes=t(k::VERIFY_STEP_YES)
                on_yes=decide on_no=Callback::new(move |()| wanted.set(None)) busy
                tests=["verify-step-why", "verify-step-yes"]>
                <Field label=t(k::VERIFY_NUMBER) value=number hint=t(k::VERIFY_NUMBER_HINT) max=100
                    on_input=Callback::new(move |text| number.set(text)) test="verify-number" />
                <Field label=t(k::VERIFY_DATE) value=date kind=Kind::Date
                    on_input=Callback::new(move |text| date.set(text)) test="verify-date" />
            </WhyForm>
        </div>
    }
    .into_any()
}
