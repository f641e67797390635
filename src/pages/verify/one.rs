//! One item: what the unit answered, with its evidence, beside what the officer says.

use super::{
    act::act,
    desk::Desk,
    drafts::{self, Draft},
    keys::Wish,
    words,
};
use crate::{
    i18n::{self, k, lang, t, tf},
    pages::{item::kind_word, unit::pieces},
    ui::{Field, Icon, Kind, icon},
};
use bcd_core::{
    criteria::{Item, Mode},
    dossier::{Dossier, Evidence},
    id::{EvidenceId, ItemId, StepId},
    scoring,
    upper::case::{ItemSaid, Mark, Verdict},
};
use bcd_web::page;
use leptos::{ev, prelude::*};
use std::collections::BTreeMap;

const REASON: &str = "[data-testid=verify-why]";

/// The open item.
#[component]
pub fn One(desk: Desk, item: ItemId) -> impl IntoView {
    let Some(found) = desk.submission.with_value(|it| it.set.item(item.as_str()).cloned()) else {
        return ().into_any();
    };
    let claim = desk.submission.with_value(|it| {
        let answer = it.dossier.answer(item.as_str());
        let lacking = it.dossier.lacks_evidence(&found, it.mode);
        let note = (!answer.note.is_empty())
            .then(|| view! { <p class="said">{answer.note.clone()}</p> });
        let reason = (answer.na && !answer.na_reason.is_empty())
            .then(|| view! { <p class="said">{answer.na_reason.clone()}</p> });
        let worth = words::worth(&found, scoring::worth(&found, &answer, it.mode), it.mode);
        let step = answer.step.as_ref().and_then(|step| found.step(step.as_str()));
        let step = step.map(|step| step.label.get(lang()).to_owned());
        let evidence = pieces(&it.dossier, &item);
        view! {
            <p><span class="verify__label">{t(k::VERIFY_OWN)}</span> " " <b class="figure">{worth}</b> " " {step}</p>
            {note}{reason}
            {lacking.then(|| view! { <p class="state state--lacking">{t(k::VERIFY_NO_EVIDENCE)}</p> })}
            {evidence}
        }
        .into_any()
    });
    let (id, doubted) = (item.clone(), item.clone());
    let doubts = move || {
        let doubts = desk.doubts.with(|all| all.get(&doubted).cloned())?;
        let lines = doubts.into_iter().map(|it| view! { <li>{t(words::doubt(it))}</li> });
        Some(view! { <ul class="verify__why">{lines.collect_view()}</ul> })
    };
    let back = desk.address(None);
    let beside = move |by: isize, label: &'static str, test: &'static str| {
        desk.beside(by).map(|it| {
            view! { <a class="button" href=desk.address(Some(&it)) data-testid=test>{label}</a> }
        })
    };
    view! {
        <article class="panel" data-testid="verify-one">
            <header class="panel__head">
                <a class="iconbutton verify__back" href=back aria-label=t(k::VERIFY_BACK)>{icon(Icon::Back)}</a>
                <h2 class="panel__title" tabindex="-1">{id.0.clone()}</h2>
            </header>
            <p class="panel__text">
                {found.gate.then(|| view! { <span class="gate" title=t(k::CHECKLIST_GATE)>{icon(Icon::Star)}<span class="hidden">{t(k::CHECKLIST_GATE)}</span></span> })}
                {found.text.get(lang()).to_owned()}
            </p>
            {doubts}
            {claim}
            <Before desk item=found.clone() />
            <Say desk item=found />
            <p class="row verify__way">
                {beside(-1, t(k::VERIFY_PREVIOUS), "verify-previous")}
                {beside(1, t(k::VERIFY_NEXT), "verify-next")}
            </p>
        </article>
    }
    .into_any()
}

// Which evidence came and went between two submissions, in words.
fn evidence_between(before: &Dossier, now: &Dossier, item: &ItemId) -> Vec<String> {
    let of = |dossier: &Dossier| -> BTreeMap<EvidenceId, Evidence> {
        let all = dossier.evidence_of(item.as_str());
        all.map(|(id, evidence)| (id.clone(), evidence.clone())).collect()
    };
    let name = |evidence: &Evidence| {
        let names = [&evidence.title, &evidence.number, &evidence.name, &evidence.url];
        let name = names.into_iter().find(|text| !text.is_empty());
        name.cloned().unwrap_or_else(|| kind_word(evidence.kind).to_owned())
    };
    let (before, now) = (of(before), of(now));
    let came = now.iter().filter(|(id, it)| before.get(*id) != Some(it));
    let came: Vec<String> = came.map(|(_, it)| name(it)).collect();
    let gone = before.iter().filter(|(id, _)| !now.contains_key(*id));
    let gone: Vec<String> = gone.map(|(_, it)| name(it)).collect();
    let said = [(came, k::VERIFY_EVIDENCE_CAME), (gone, k::VERIFY_EVIDENCE_GONE)];
    let said = said.into_iter().filter(|(names, _)| !names.is_empty());
    said.map(|(names, key)| tf(key, &[("names", &names.join(", "))])).collect()
}

// What the same item was in the submissions before, where it was another answer.
#[component]
fn Before(desk: Desk, item: Item) -> impl IntoView {
    let lines = desk.submission.with_value(|it| {
        let now = it.dossier.answer(item.id.as_str());
        let mut others: Vec<(u32, String)> = Vec::new();
        let worth_now = scoring::worth(&item, &now, it.mode);
        for earlier in it.all.values().filter(|earlier| earlier.summary.seq < it.summary.seq) {
            let (before, then) = (earlier.dossier(), earlier.set.item(item.id.as_str()));
            // By its own set: what the unit chose then may have been worth other points.
            let (then, mode) = (then.unwrap_or(&item), earlier.summary.mode);
            let answer = before.answer(item.id.as_str());
            let worth = scoring::worth(then, &answer, mode);
            let evidence = evidence_between(&before, &it.dossier, &item.id);
            if !evidence.is_empty()
                || (worth, &answer.step, answer.met, answer.na, &answer.na_reason, &answer.note)
                    != (worth_now, &now.step, now.met, now.na, &now.na_reason, &now.note)
            {
                let worth = words::worth(then, worth, mode);
                let text = [worth, answer.na_reason, answer.note].into_iter().chain(evidence);
                let text = text.filter(|it| !it.is_empty());
                others.push((earlier.summary.seq, text.collect::<Vec<_>>().join(" · ")));
            }
        }
        others.sort();
        others
    });
    let lines = lines.into_iter().map(|(n, text)| {
        view! { <li>{tf(k::VERIFY_BEFORE, &[("n", &n), ("text", &text)])}</li> }
    });
    let lines = lines.collect_view();
    (!lines.is_empty())
        .then(|| view! { <ul class="facts facts--small verify__before">{lines}</ul> })
}

#[component]
fn Say(desk: Desk, item: Item) -> impl IntoView {
    let mode = desk.submission.with_value(|it| it.mode);
    let own = desk.submission.with_value(|it| mark_of(&it.dossier.answer(item.id.as_str()), mode));
    let digest = desk.submission.with_value(|it| it.summary.digest.clone());
    let (begun, half) = drafts::of(&digest, &item.id).unzip();
    let draft = RwSignal::new(begun);
    let (why, missing) = (RwSignal::new(half.unwrap_or_default()), RwSignal::new(false));
    let id = StoredValue::new(item.id.clone());
    let keep = move |half: Option<(Draft, String)>| {
        let digest = desk.submission.with_value(|it| it.summary.digest.clone());
        drafts::keep(&digest, &id.get_value(), half);
        desk.half.notify();
    };
    Effect::new(move |_| keep(draft.get().map(|draft| (draft, why.get()))));
    let said = Memo::new(move |_| desk.case.with(|case| case.items.get(&id.get_value()).cloned()));
    let go_on = move |said: &ItemId| {
        // Who went on by themselves stays there.
        let is_open = desk.current.try_get_untracked().flatten().as_ref() == Some(said);
        if is_open && let Some(next) = desk.beside(1) {
            page::go(&desk.address(Some(&next)));
        }
    };
    let say = move |verdict: Verdict, reason: String| {
        let (at, item) = (desk.looked_at(), id.get_value());
        let (digest, items) = (at.digest.clone(), [item.clone()]);
        let deed = async move { desk.reviewing.say(&at, &items, verdict, &reason).await };
        act(desk, deed, move || {
            // The page may be gone by then.
            drafts::keep(&digest, &item, None);
            draft.try_set(None);
            go_on(&item);
        });
    };
    let agree = move || say(Verdict::Agree, String::new());
    let begin = move |now: Draft| {
        // What is being typed stays, whichever step it is for.
        if draft.with_untracked(Option::is_none) {
            let before = said.with_untracked(|said| said.as_ref().map(|it| it.why.clone()));
            why.set(before.unwrap_or_default());
        }
        missing.set(false);
        draft.set(Some(now));
        page::focus_soon(REASON);
    };
    let choose = move |mark: Mark| {
        if own == Some(mark.clone()) { agree() } else { begin(Draft::Set(mark)) }
    };
    let choose = Callback::new(choose);
    let write = move || {
        let Some(now) = draft.get_untracked() else { return };
        let reason = why.get_untracked().trim().to_owned();
        if reason.is_empty() {
            missing.set(true);
            return page::focus(REASON);
        }
        say(
            match now {
                Draft::Set(mark) => Verdict::Set(mark),
                Draft::Ask => Verdict::Ask,
            },
            reason,
        );
    };
    let ladder = StoredValue::new(item);
    Effect::new(move |_| {
        let Some(wish) = desk.wish.get() else { return };
        desk.wish.set(None);
        match wish {
            Wish::Agree => agree(),
            Wish::Ask => begin(Draft::Ask),
            Wish::Step(value) => {
                if let Some(mark) = ladder.with_value(|item| mark_by_key(item, mode, &value)) {
                    choose.run(mark);
                }
            }
            Wish::Go(_) => {}
        }
    });
    let enter = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            write();
        }
    };
    let unsay = move |_| {
        let (at, items) = (desk.looked_at(), [id.get_value()]);
        act(desk, async move { desk.reviewing.unsay(&at, &items).await }, || ());
    };
    let is_asking = move || draft.with(|now| *now == Some(Draft::Ask)).to_string();
    let fault = Signal::derive(move || missing.get().then(|| t(k::VERIFY_WHY_MISSING).to_owned()));
    view! {
        <section class="verify__say" on:keydown=enter>
            {move || said.get().map(|it| said_line(desk, ladder, &it, unsay))}
            <p class="row">
                <button class="button button--main" on:click=move |_| agree() data-testid="verify-agree">{t(k::VERIFY_AGREE)}</button>
                <button class="button" aria-pressed=is_asking on:click=move |_| begin(Draft::Ask) data-testid="verify-ask">{t(k::VERIFY_ASK)}</button>
            </p>
            <Ladder item=ladder mode draft choose />
            {move || draft.get().map(|_| view! {
                <Field label=t(k::VERIFY_WHY) value=why kind=Kind::Lines hint=t(k::VERIFY_WHY_HINT) fault test="verify-why"
                    on_input=Callback::new(move |text| { missing.set(false); why.set(text); }) />
                <Reasons desk draft why />
                <p class="row">
                    <button class="button button--main" on:click=move |_| write() data-testid="verify-write">{t(k::VERIFY_WRITE)}</button>
                    <button class="button button--quiet" on:click=move |_| draft.set(None)>{t(k::VERIFY_STEP_NO)}</button>
                </p>
            })}
        </section>
    }
    .into_any()
}

// Another step than the unit's.
#[component]
fn Ladder(
    item: StoredValue<Item>,
    mode: Mode,
    draft: RwSignal<Option<Draft>>,
    choose: Callback<Mark>,
) -> impl IntoView {
    let marks = item.with_value(|item| match mode {
        Mode::Points => item.ladder.iter().map(|step| Mark::Step(step.id.clone())).collect(),
        Mode::Pass => vec![Mark::Met(true), Mark::Met(false)],
    });
    let buttons = marks.into_iter().map(|mark| {
        let words = item.with_value(|item| words::mark_words(item, &mark));
        let mine = Draft::Set(mark.clone());
        let pressed = move || draft.with(|now| now.as_ref() == Some(&mine)).to_string();
        view! {
            <button class="verify__step" aria-pressed=pressed data-testid="verify-step" on:click=move |_| choose.run(mark.clone())>{words}</button>
        }
    });
    view! {
        <fieldset class="verify__ladder">
            <legend class="verify__label">{t(k::VERIFY_SET)}</legend>
            {buttons.collect_view()}
        </fieldset>
    }
    .into_any()
}

// Texts that were given before, to take with a tap.
#[component]
fn Reasons(desk: Desk, draft: RwSignal<Option<Draft>>, why: RwSignal<String>) -> impl IntoView {
    const MOST: usize = 5;
    let kind = match draft.get_untracked() {
        Some(Draft::Set(mark)) => Verdict::Set(mark),
        _ => Verdict::Ask,
    };
    let reasons = RwSignal::new(Vec::<String>::new());
    bcd_web::spawn_local(async move {
        if let Ok(found) = desk.reviewing.reasons(Some(&kind)).await {
            reasons.try_set(found.into_iter().take(MOST).collect());
        }
    });
    let list = move || {
        let all = reasons.get();
        (!all.is_empty()).then(|| {
            // What was typed stays.
            let add = move |given: &str| {
                why.update(|now| {
                    if !now.trim().is_empty() {
                        now.push('\n');
                    }
                    now.push_str(given);
                });
            };
            let buttons = all.into_iter().map(|text| {
                let given = text.clone();
                view! { <button class="verify__reason" on:click=move |_| add(&given)>{text}</button> }
            });
            view! { <div class="verify__reasons"><p class="verify__label">{t(k::VERIFY_REASONS)}</p>{buttons.collect_view()}</div> }
        })
    };
    list.into_any()
}

fn said_line(
    desk: Desk,
    item: StoredValue<Item>,
    said: &ItemSaid,
    unsay: impl Fn(ev::MouseEvent) + Copy + 'static + Send,
) -> AnyView {
    let stale = desk.stale.with(|stale| item.with_value(|item| stale.contains(&item.id)));
    let (word, class) = item.with_value(|item| words::verdict(item, Some(&said.verdict), stale));
    let by = if said.by.is_empty() { t(k::VERIFY_SOMEBODY) } else { &said.by };
    let who = tf(k::VERIFY_SAID_BY, &[("by", &by), ("at", &i18n::date_time(&said.at))]);
    let why = said.why.clone();
    view! {
        <div class="verify__said" data-testid="verify-said">
            <p><span class=class>{word}</span> " " <span class="verify__counts">{who}</span></p>
            {(!why.is_empty()).then(|| view! { <p class="said">{why}</p> })}
            <button class="button button--quiet" on:click=unsay data-testid="verify-unsay">{t(k::VERIFY_UNSAY)}</button>
        </div>
    }
    .into_any()
}

fn mark_of(answer: &bcd_core::dossier::Answer, mode: Mode) -> Option<Mark> {
    if answer.na {
        return None;
    }
    match mode {
        Mode::Points => answer.step.clone().map(Mark::Step),
        Mode::Pass => answer.met.map(Mark::Met),
    }
}

fn mark_by_key(item: &Item, mode: Mode, key: &str) -> Option<Mark> {
    match mode {
        Mode::Points => item.step(key).map(|_| Mark::Step(StepId::from(key))),
        Mode::Pass => match key {
            "1" => Some(Mark::Met(true)),
            "0" => Some(Mark::Met(false)),
            _ => None,
        },
    }
}
