//! Verification (thẩm định): a submission item by item, what is in doubt first, the evidence beside
//! the unit's own answer; then the steps of the case and the answer to the unit.

mod act;
mod answer;
mod conflicts;
mod decision;
mod desk;
mod drafts;
mod keys;
mod list;
mod one;
mod photos;
mod steps;
mod visits;
mod why;
mod words;

use crate::{
    i18n::{self, k, t, tf},
    pages::{Page, office::OfficeLine},
    shell::services,
    ui::{Icon, Notice, Tone, icon},
};
pub use act::not_done;

use answer::Answer;
use desk::{Desk, Loaded};
use leptos::prelude::*;
use list::List;
use one::One;
use steps::Steps;
use visits::Visits;
pub use why::WhyForm;

/// The page of one submission, by digest; with an item of it open: `<digest>/<item>`.
pub fn view(inner: Memo<String>) -> AnyView {
    let digest =
        Memo::new(move |_| inner.with(|it| it.split('/').next().unwrap_or_default().to_owned()));
    let item = Memo::new(move |_| {
        inner.with(|it| it.split_once('/').map_or(String::new(), |(_, item)| item.to_owned()))
    });
    let loaded = RwSignal::new(Loaded::Coming);
    let reviewing = super::office::reviewing();
    let app = services();
    Effect::new(move |_| desk::load(app, reviewing, digest, loaded));
    // Once it was said for whom this browser speaks.
    Effect::new(move |_| {
        let chosen = reviewing.office.with(|office| office.clone().flatten()).is_some();
        if chosen && matches!(loaded.get_untracked(), Loaded::NoOffice) {
            untrack(|| desk::load(app, reviewing, digest, loaded));
        }
    });
    on_cleanup(move || reviewing.close());
    let page = move || match loaded.get() {
        Loaded::Coming => view! { <p class="opening">{t(k::FRAME_OPENING)}</p> }.into_any(),
        Loaded::Gone => view! { <p class="empty">{t(k::VERIFY_GONE)}</p> }.into_any(),
        Loaded::NoOffice => view! { <OfficeLine /> }.into_any(),
        Loaded::Failed(why) => {
            view! { <Notice tone=Tone::Bad test="verify-failed"><p>{why}</p></Notice> }.into_any()
        }
        Loaded::Here(submission) => {
            view! { <Verify desk=Desk::new(*submission, item) /> }.into_any()
        }
    };
    page.into_any()
}

#[component]
fn Verify(desk: Desk) -> impl IntoView {
    keys::listen(desk);
    let is_open = move || desk.current.with(Option::is_some);
    let side = move || match desk.current.get() {
        Some(item) => view! { <One desk item /> }.into_any(),
        None => view! { <p class="panes__empty">{t(k::VERIFY_KEYS)}</p> }.into_any(),
    };
    view! {
        <div class="panes panes--units wide--panes" class:panes--open=is_open data-testid="verify">
            <div class="panes__list">
                <Head desk />
                <Steps desk />
                <List desk />
                <Visits desk />
                <Answer desk />
            </div>
            <div class="panes__side">{side}</div>
        </div>
    }
    .into_any()
}

// Who, which submission, and the two scores side by side.
#[component]
fn Head(desk: Desk) -> impl IntoView {
    let summary = desk.submission.with_value(|it| it.summary.clone());
    let about = tf(
        k::VERIFY_ABOUT,
        &[("n", &summary.seq), ("cycle", &summary.cycle), ("at", &i18n::date_time(&summary.at))],
    );
    let figures = move || {
        let verified = desk.verified.get();
        let criteria = desk
            .submission
            .with_value(|it| it.set.criteria.iter().map(|one| one.id.clone()).collect::<Vec<_>>());
        let row = |label: &'static str, score: &bcd_core::scoring::Score| {
            let parts = score.criteria.iter().map(|part| {
                let of = [("got", &i18n::points(part.got) as &dyn std::fmt::Display), ("max", &i18n::points(part.max))];
                view! { <td class="verify__figure" class:verify__figure--low=part.got < part.need>{tf(k::VERIFY_OF, &of)}</td> }
            });
            let of = [
                ("got", &i18n::points(score.got) as &dyn std::fmt::Display),
                ("max", &i18n::points(score.max)),
            ];
            view! {
                <tr>
                    <th scope="row">{label}</th>
                    {parts.collect_view()}
                    <td class="verify__figure"><b>{tf(k::VERIFY_OF, &of)}</b></td>
                </tr>
            }
        };
        let heads = criteria
            .into_iter()
            .map(|id| view! { <th scope="col">{tf(k::UNITS_CRITERION, &[("id", &id)])}</th> });
        view! {
            <table class="verify__scores" data-testid="verify-scores">
                <thead><tr><td></td>{heads.collect_view()}<th scope="col">{t(k::UNITS_TOTAL)}</th></tr></thead>
                <tbody>{row(t(k::VERIFY_OWN), &verified.own)}{row(t(k::VERIFY_VERIFIED), &verified.verified)}</tbody>
            </table>
        }
    };
    let back = Page::Units.open(summary.digest.clone()).href();
    view! {
        <header class="panel__head">
            <a class="iconbutton" href=back aria-label=t(k::FRAME_BACK)>{icon(Icon::Back)}</a>
            <h1 class="panel__title" tabindex="-1">{summary.name}</h1>
        </header>
        <p>{about}</p>
        <Standing desk />
        {figures}
    }
    .into_any()
}

// Whether this is the submission that counts: what is said of another one says so.
#[component]
fn Standing(desk: Desk) -> impl IntoView {
    move || {
        let (digest, of) =
            desk.submission.with_value(|it| (it.summary.digest.clone(), it.summary.seq));
        let (is_known, latest) = desk.case.with(|case| {
            let latest = case.latest().filter(|latest| *latest != digest);
            let latest = latest.map(|latest| (latest.to_owned(), case.number(latest)));
            (case.received.contains_key(&digest), latest)
        });
        let (latest, n) = match (is_known, latest) {
            (false, _) => {
                return Some(view! { <Notice tone=Tone::Warn test="verify-apart"><p>{t(k::VERIFY_APART)}</p></Notice> }.into_any());
            }
            (true, None) => return None,
            (true, Some(latest)) => latest,
        };
        let href = Page::Verify.open(latest).href();
        Some(
            view! {
                <Notice tone=Tone::Warn test="verify-newer">
                    <p>{tf(k::VERIFY_NEWER, &[("n", &n), ("of", &of)])}</p>
                    <p class="row"><a class="button" href=href>{t(k::VERIFY_NEWER_OPEN)}</a></p>
                </Notice>
            }
            .into_any(),
        )
    }
}
