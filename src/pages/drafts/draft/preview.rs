//! A draft as a unit sees it: its checklist, to be tried out. Nothing of it is saved.

use super::{super::href, desk::Desk, said};
use crate::{
    i18n::{self, k, lang, t, tf},
    pages::{
        Head,
        start::{kinds, modes},
    },
    ui::{Choice, Icon, icon},
};
use bcd_core::{
    criteria::{Item, Mode},
    dossier::{Answer, Answers, UNIT_KINDS},
    id::StepId,
    scoring::score_answers,
    year::deadline::When,
};
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Look {
    kind: RwSignal<String>,
    mode: RwSignal<Mode>,
    answers: RwSignal<Answers>,
}

/// The page.
#[component]
pub fn Preview(id: String) -> impl IntoView {
    let desk = Desk::here();
    let look = Look {
        kind: RwSignal::new(UNIT_KINDS[0].to_owned()),
        mode: RwSignal::new(desk.pack.with_untracked(|pack| pack.set.rule.mode)),
        answers: RwSignal::new(Answers::default()),
    };
    let set_mode = Callback::new(move |word: String| {
        look.mode.set(Mode::parse(&word).unwrap_or_default());
        look.answers.set(Answers::default());
    });
    // The checklist is drawn anew, so nothing is chosen in it.
    let set_kind = Callback::new(move |kind| {
        look.kind.set(kind);
        look.answers.set(Answers::default());
    });
    let mode = Signal::derive(move || look.mode.get().as_str().to_owned());
    let score = Memo::new(move |_| {
        desk.pack.with(|pack| {
            let kind = look.kind.get();
            look.answers.with(|answers| score_answers(&pack.set, look.mode.get(), &kind, answers))
        })
    });
    let total = move || {
        score.with(|score| {
            let sum = tf(
                k::DRAFT_LOOK_SUM,
                &[
                    ("got", &i18n::points(score.got)),
                    ("max", &i18n::points(score.max)),
                    ("n", &score.asked),
                ],
            );
            let word =
                if score.blockers.is_empty() { k::DRAFT_LOOK_YES } else { k::DRAFT_LOOK_NOT_YET };
            format!("{sum} · {}", t(word))
        })
    };
    // Drawn anew for another kind or mode; an answer changes only what it must.
    let items = move || {
        let (kind, mode) = (look.kind.get(), look.mode.get());
        desk.pack.with_untracked(|pack| {
            let criteria = pack.set.criteria.iter().map(|criterion| {
                let groups = criterion.groups.iter().map(|group| {
                    let asked = group.items.iter().filter(|item| item.applies_to(&kind));
                    let rows = asked.map(|item| view! { <OneItem item=item.clone() mode look /> });
                    let rows = rows.collect_view();
                    (!rows.is_empty())
                        .then(|| view! { <h3>{group.title.get(lang()).to_owned()}</h3> {rows} })
                });
                view! {
                    <section class="card">
                        <h2>{criterion.title.get(lang()).to_owned()}</h2>
                        {groups.collect_view()}
                    </section>
                }
            });
            criteria.collect_view()
        })
    };
    view! {
        <Head title=t(k::DRAFT_LOOK) />
        <p class="lead">{t(k::DRAFT_LOOK_LEAD)}</p>
        <p><a class="button" href=href(&id) data-testid="look-back">{icon(Icon::Back)} {t(k::DRAFT_LOOK_BACK)}</a></p>
        <div class="filters">
            <Choice label=t(k::DRAFT_LOOK_KIND) options=kinds() value=look.kind test="look-kind"
                on_change=set_kind />
            <Choice label=t(k::PACK_MODE) options=modes() value=mode on_change=set_mode test="look-mode" />
        </div>
        <p role="status" data-testid="look-sum"><b>{total}</b></p>
        {items}
        <Deadlines />
    }
    .into_any()
}

// The days as the pack says them, in both kinds of year.
#[component]
fn Deadlines() -> impl IntoView {
    let desk = Desk::here();
    move || {
        let rows = desk.pack.with(|pack| {
            let rows = pack.deadlines.deadlines.iter().map(|rule| {
                let day = |path: &str, when: Option<When>| {
                    let when = serde_json::to_value(when).unwrap_or_default();
                    format!("{}: {}", t(if path == "calendar" { k::DRAFT_CALENDAR } else { k::DRAFT_SCHOOL }), said::value(path, &when))
                };
                let when = match rule.quarter {
                    Some(1) => t(k::DRAFT_D_Q1).to_owned(),
                    Some(2) => t(k::DRAFT_D_Q2).to_owned(),
                    Some(3) => t(k::DRAFT_D_Q3).to_owned(),
                    Some(4) => t(k::DRAFT_D_Q4).to_owned(),
                    Some(_) | None => {
                        [day("calendar", rule.calendar), day("school", rule.school)].join("; ")
                    }
                };
                view! { <li data-testid="look-deadline"><b>{rule.title.get(lang()).to_owned()}</b> " " {when}</li> }
            });
            rows.collect_view()
        });
        (!rows.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{t(k::DRAFT_DEADLINES)}</h2>
                    <ul class="plain">{rows}</ul>
                </section>
            }
        })
    }
}

#[component]
fn OneItem(item: Item, mode: Mode, look: Look) -> impl IntoView {
    let id = StoredValue::new(item.id.clone());
    let name = format!("look-{}", item.id);
    let choice = |word: String, answer: Answer| {
        let choose = move |_| {
            look.answers.update(|all| drop(all.insert(id.get_value(), answer.clone())));
        };
        view! {
            <label class="tick">
                <input type="radio" name=name.clone() on:change=choose />
                <span>{word}</span>
            </label>
        }
    };
    let choices = match mode {
        Mode::Points => {
            let steps = item.ladder.iter().map(|step| {
                let word = format!("{} · {}", i18n::points(step.points), step.label.get(lang()));
                let step = Some(StepId(step.id.0.clone()));
                choice(word, Answer { step, ..Answer::default() })
            });
            steps.collect_view()
        }
        Mode::Pass => {
            let met = [(true, k::DRAFT_MET), (false, k::DRAFT_UNMET)].map(|(met, key)| {
                choice(t(key).to_owned(), Answer { met: Some(met), ..Answer::default() })
            });
            met.into_iter().collect_view()
        }
    };
    let proof = item.evidence.get(lang()).to_owned();
    view! {
        <fieldset class="fields" data-testid=format!("look-item-{}", item.id)>
            <legend>
                {item.gate.then(|| view! { <span class="gate">{icon(Icon::Star)}</span> })}
                {item.id.0.clone()} " " {item.text.get(lang()).to_owned()}
            </legend>
            {(!proof.is_empty()).then(|| view! { <p>{proof}</p> })}
            {choices}
        </fieldset>
    }
    .into_any()
}
