//! What the upper level answers: item by item what was agreed, changed and why, asked for; where the year
//! stands, and the decision.

use super::{Head, item::StoredPhoto, office::reviewing};
use crate::{
    i18n::{self, Key, k, t, tf},
    pages::Page,
    shell::services,
    ui::{Notice, Tone},
};
use bcd_app::{reviewing::SaidByUpper, store::StoreError};
use bcd_core::{
    criteria::CriteriaSet,
    id::{FileHash, ItemId},
    upper::case::{CaseState, ItemSaid, Mark, Verdict, Visit},
};
use leptos::prelude::*;

/// The page.
pub fn view(_: Memo<String>) -> AnyView {
    view! { <Answers /> }.into_any()
}

#[component]
fn Answers() -> impl IntoView {
    let (app, desk) = (services(), reviewing());
    let said = RwSignal::new(None::<Result<Vec<SaidByUpper>, StoreError>>);
    // Read anew whenever an answer may have come, or a key was decided on.
    Effect::new(move |_| {
        app.lists.reviews.track();
        app.lists.uppers.track();
        let (unit, cycle) = app.work.dossier.with(|it| (it.unit.id.clone(), it.cycle.clone()));
        bcd_web::spawn_local(async move {
            let all = desk.said_of(&unit, &cycle).await;
            said.try_set(Some(all));
        });
    });
    let shown = move || {
        said.get().map(|all| match all {
            Err(_) => {
                view! { <Notice tone=Tone::Bad><p>{t(k::ANSWERS_UNREAD)}</p></Notice> }.into_any()
            }
            Ok(all) if all.is_empty() => {
                view! { <p class="empty" data-testid="answers-none">{t(k::ANSWERS_NONE)}</p> }
                    .into_any()
            }
            Ok(all) => {
                let set = app.packs.set_in_use();
                let one = |said: SaidByUpper| view! { <One said set=set.clone() /> };
                all.into_iter().map(one).collect_view().into_any()
            }
        })
    };
    view! {
        <Head title=t(k::ANSWERS_TITLE) />
        <div class="stack stack--wide" role="status">{shown}</div>
    }
    .into_any()
}

#[component]
fn One(said: SaidByUpper, set: CriteriaSet) -> impl IntoView {
    let case = &said.case;
    let asked: Vec<_> = said.asked().map(|(item, said)| (item.clone(), said.clone())).collect();
    let others: Vec<_> = case
        .items
        .iter()
        .filter(|(_, said)| said.verdict != Verdict::Ask)
        .map(|(item, said)| (item.clone(), said.clone()))
        .collect();
    let (changed, agreed): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|(_, said)| said.verdict != Verdict::Agree);
    let state = state_word(case.state);
    let class = match case.state {
        CaseState::Recognised | CaseState::Commended | CaseState::Passed => "state state--ok",
        CaseState::Asked | CaseState::NotPassed | CaseState::Declined => "state state--lacking",
        CaseState::Received | CaseState::Verifying | CaseState::Answered => "state",
    };
    let decision = case.decided.as_ref().map(|decided| {
        let key = if decided.recognised { k::ANSWERS_DECIDED } else { k::ANSWERS_DECLINED };
        let date = i18n::date(&decided.date);
        let text = tf(key, &[("number", &decided.number), ("date", &date)]);
        let why = (!decided.why.is_empty()).then(|| decided.why.clone());
        view! {
            <p data-testid="answers-decision"><b>{text}</b></p>
            {why.map(|why| view! { <p>{why}</p> })}
        }
    });
    let older = case
        .is_decided_on_older()
        .then(|| view! { <p class="field__note">{t(k::ANSWERS_DECIDED_OLDER)}</p> });
    let seq = said.lines.iter().map(|line| line.seq).max().unwrap_or(0);
    let of =
        tf(k::ANSWERS_OF, &[("by", &said.reviewer), ("n", &seq), ("date", &i18n::date(&case.at))]);
    let officer = (!case.officer.is_empty())
        .then(|| view! { <p>{tf(k::ANSWERS_OFFICER, &[("name", &case.officer)])}</p> });
    let word = (!case.word.is_empty())
        .then(|| view! { <p data-testid="answers-word">{case.word.clone()}</p> });
    let apart = said.apart.then(|| {
        view! {
            <Notice tone=Tone::Warn>
                <p>{t(k::ANSWERS_APART)}</p>
                <p><a href=Page::Drive.open("ma").href()>{t(k::SEND_COMPARE)}</a></p>
            </Notice>
        }
    });
    let visits = case.visits.values().cloned().collect::<Vec<_>>();
    let send = (!asked.is_empty()).then(|| {
        view! {
            <p class="row">
                <a class="button button--main" href=Page::Send.href()>{t(k::ANSWERS_SEND)}</a>
            </p>
        }
    });
    view! {
        <section class="card stack" data-testid="answers-one">
            <h2>{said.reviewer.clone()}</h2>
            <p class="row"><span class=class data-testid="answers-state">{t(state)}</span> <span>{of}</span></p>
            {apart}
            {decision}
            {older}
            {officer}
            {word}
            <Items title=k::ANSWERS_ASKED items=asked set=set.clone() test="answers-asked" open=true />
            {send}
            <Items title=k::ANSWERS_CHANGED items=changed set=set.clone() test="answers-changed" open=true />
            <Items title=k::ANSWERS_AGREED items=agreed set test="answers-agreed" open=false />
            <Visits visits />
        </section>
    }
    .into_any()
}

#[component]
fn Items(
    title: Key,
    items: Vec<(ItemId, ItemSaid)>,
    set: CriteriaSet,
    test: &'static str,
    /// Whether it begins opened.
    open: bool,
) -> impl IntoView {
    if items.is_empty() {
        return ().into_any();
    }
    let title = tf(title, &[("n", &items.len())]);
    let row = |(item, said): (ItemId, ItemSaid)| {
        let asked = set.item(item.as_str());
        let text = asked.map(|it| it.text.get(i18n::lang()).to_owned()).unwrap_or_default();
        let mark = match &said.verdict {
            Verdict::Set(Mark::Step(step)) => {
                let step = asked.and_then(|it| it.step(step.as_str()));
                let label =
                    step.map(|it| it.label.get(i18n::lang()).to_owned()).unwrap_or_default();
                let points = step.map(|it| i18n::points(it.points)).unwrap_or_default();
                Some(tf(k::ANSWERS_SET, &[("label", &label), ("points", &points)]))
            }
            Verdict::Set(Mark::Met(true)) => Some(t(k::ANSWERS_MET).to_owned()),
            Verdict::Set(Mark::Met(false)) => Some(t(k::ANSWERS_UNMET).to_owned()),
            Verdict::Agree | Verdict::Ask => None,
        };
        let why = (!said.why.is_empty()).then(|| said.why.clone());
        let href = Page::Checklist.open(item.0.clone()).href();
        view! {
            <li>
                <p><a href=href data-testid=format!("answer-{item}")><b>{item.0.clone()}</b> " " {text}</a></p>
                {mark.map(|mark| view! { <p>{mark}</p> })}
                {why.map(|why| view! { <p>{why}</p> })}
            </li>
        }
    };
    let rows = items.into_iter().map(row).collect_view();
    view! {
        <details open=open data-testid=test>
            <summary>{title}</summary>
            <ul class="plain stack">{rows}</ul>
        </details>
    }
    .into_any()
}

#[component]
fn Visits(visits: Vec<Visit>) -> impl IntoView {
    if visits.is_empty() {
        return ().into_any();
    }
    let row = |visit: Visit| {
        let text = tf(k::ANSWERS_VISIT, &[("date", &i18n::date(&visit.day)), ("who", &visit.who)]);
        let of = visit.photos.len();
        let photo = |(at, photo): (usize, FileHash)| {
            let alt = tf(k::VERIFY_PHOTO_ALT, &[("n", &(at + 1)), ("of", &of)]);
            view! { <li class="photos__one"><StoredPhoto file=Some(photo) alt=Signal::stored(alt) /></li> }
        };
        let photos = visit.photos.into_iter().enumerate().map(photo).collect_view();
        let photos = (of > 0).then(|| view! { <ul class="photos">{photos}</ul> });
        view! { <li><p>{text}</p> <p>{visit.note}</p> {photos}</li> }
    };
    let rows = visits.into_iter().map(row).collect_view();
    view! {
        <section aria-labelledby="visits-h">
            <h3 id="visits-h">{t(k::ANSWERS_VISITS)}</h3>
            <ul class="plain stack" data-testid="answers-visits">{rows}</ul>
        </section>
    }
    .into_any()
}

/// The word of a state.
pub const fn state_word(state: CaseState) -> Key {
    match state {
        CaseState::Received => k::ANSWERS_STATE_RECEIVED,
        CaseState::Verifying => k::ANSWERS_STATE_VERIFYING,
        CaseState::Asked => k::ANSWERS_STATE_ASKED,
        CaseState::Answered => k::ANSWERS_STATE_ANSWERED,
        CaseState::Passed => k::ANSWERS_STATE_PASSED,
        CaseState::NotPassed => k::ANSWERS_STATE_NOT_PASSED,
        CaseState::Recognised => k::ANSWERS_STATE_RECOGNISED,
        CaseState::Declined => k::ANSWERS_STATE_DECLINED,
        CaseState::Commended => k::ANSWERS_STATE_COMMENDED,
    }
}
