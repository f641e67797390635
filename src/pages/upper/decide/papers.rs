//! The papers of recognition of the cycle: the proposal with the list for the standing committee, the
//! minutes, the decision with its annex, the proposal to commend.

use super::{
    Desk,
    letter::{Fields, grounds, letterhead, meeting},
    picks::Chosen,
};
use crate::{
    i18n::{self, Key, k, t, tf},
    pages::papers::sheet::{Drafting, Files, Preview},
    shell::{rolls, services},
    ui::Choice,
};
use bcd_core::{
    paper::build::{
        Draft,
        recognition::{RecognitionInput, RecognitionPaper, RecognitionUnit},
    },
    upper::{
        case::Decision,
        deciding::{Candidate, listed},
    },
};
use leptos::prelude::*;

const PAPERS: [(RecognitionPaper, &str, Key); 4] = [
    (RecognitionPaper::Proposal, "proposal", k::DECIDE_PAPER_PROPOSAL),
    (RecognitionPaper::Minutes, "minutes", k::DECIDE_PAPER_MINUTES),
    (RecognitionPaper::Decision, "decision", k::DECIDE_PAPER_DECISION),
    (RecognitionPaper::Commendation, "commendation", k::DECIDE_PAPER_COMMENDATION),
];

/// Which units the papers are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Basis {
    /// Those that are chosen on the page.
    #[default]
    Picks,
    /// Those of a decision that was written: its number and day.
    Decision(String, String),
}

/// The papers; none is drawn before one is asked for.
#[component]
pub fn Papers(desk: Desk) -> impl IntoView {
    let opened = RwSignal::new(None::<RecognitionPaper>);
    let pills = PAPERS.map(|(paper, test, key)| {
        let is = move || (opened.get() == Some(paper)).then_some("true");
        view! {
            <button class="pill" aria-current=is on:click=move |_| opened.set(Some(paper)) data-testid=format!("paper-{test}")>
                {t(key)}
            </button>
        }
    });
    let one = move || {
        let cycle = desk.table.cycle.get();
        opened.get().map(|paper| view! { <One desk paper cycle /> })
    };
    view! {
        <section class="stack" aria-labelledby="papers-h" data-testid="decide-papers">
            <h2 id="papers-h">{t(k::DECIDE_PAPERS)}</h2>
            <p class="field__note">{t(k::DECIDE_PAPERS_LEAD)}</p>
            <div class="pills__list">{pills}</div>
            {one}
        </section>
    }
    .into_any()
}

// The decisions of the cycle: number and day, with how many units each is on; the last first.
fn decisions(all: &[Candidate]) -> Vec<(Decision, usize)> {
    let mut found: Vec<(Decision, usize)> = Vec::new();
    for decided in all.iter().filter_map(|it| it.decided.as_ref()) {
        let same = |it: &&mut (Decision, usize)| {
            (&it.0.number, &it.0.date) == (&decided.number, &decided.date)
        };
        match found.iter_mut().find(same) {
            Some((_, units)) => *units += 1,
            None => found.push((decided.clone(), 1)),
        }
    }
    found.sort_by(|(a, _), (b, _)| (&b.date, &b.number).cmp(&(&a.date, &a.number)));
    found
}

#[component]
fn One(desk: Desk, paper: RecognitionPaper, cycle: String) -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    // Who has chosen nobody looks at the last decision.
    let basis = RwSignal::new(untrack(|| {
        let last = desk.all.with(|all| decisions(all).into_iter().next());
        match last {
            Some((last, _)) if desk.chosen().is_empty() => Basis::Decision(last.number, last.date),
            _ => Basis::Picks,
        }
    }));
    let year = cycle.clone();
    let drafting: Drafting = Callback::new(move |()| {
        let mut head = letterhead(rolls, desk.reviewing, paper, &year);
        head.made_at = app.work.now();
        if paper == RecognitionPaper::Decision {
            let (number, date) = match basis.get() {
                Basis::Picks => desk.entered.get(),
                Basis::Decision(number, date) => (number, date),
            };
            head.set_reference(&number);
            head.date = date;
        }
        Some(Draft::Recognition(Box::new(RecognitionInput {
            letterhead: head,
            paper,
            cycle: year.clone(),
            grounds: grounds(rolls, &year),
            meeting: meeting(rolls, &year),
            units: units(desk, paper, &basis.get(), &year),
        })))
    });
    let is_empty = move || {
        let none = basis.get() == Basis::Picks && desk.chosen().is_empty();
        let none = none && paper != RecognitionPaper::Commendation;
        none.then(|| view! { <p class="field__note" data-testid="papers-none">"△ " {t(k::DECIDE_PAPERS_NONE)}</p> })
    };
    view! {
        <Files draft=drafting />
        <div class="papercols wide--panes">
            <section class="card papercols__say" aria-labelledby="say-h">
                <h2 id="say-h">{t(k::PAPERS_SAY)}</h2>
                <BasisChoice desk paper basis />
                {is_empty}
                <Fields paper cycle />
            </section>
            <Preview draft=drafting />
        </div>
    }
    .into_any()
}

#[component]
fn BasisChoice(desk: Desk, paper: RecognitionPaper, basis: RwSignal<Basis>) -> impl IntoView {
    // Who is commended is read from all decisions of the cycle.
    if paper == RecognitionPaper::Commendation {
        return view! { <p class="field__note">{t(k::DECIDE_BASIS_ALL)}</p> }.into_any();
    }
    let found = Memo::new(move |_| desk.all.with(|all| decisions(all)));
    let picked = Memo::new(move |_| desk.chosen().len());
    let choice = move || {
        let (decisions, picked) = (found.get(), picked.get());
        let mut options = vec![(String::new(), tf(k::DECIDE_BASIS_PICKS, &[("n", &picked)]))];
        options.extend(decisions.iter().enumerate().map(|(at, (decision, n))| {
            let (number, date) = (&decision.number, i18n::date(&decision.date));
            let values: [(&str, &dyn core::fmt::Display); 3] =
                [("number", number), ("date", &date), ("n", n)];
            (at.to_string(), tf(k::DECIDE_BASIS_DECISION, &values))
        }));
        let known = StoredValue::new(decisions);
        let value = Signal::derive(move || match basis.get() {
            Basis::Picks => String::new(),
            Basis::Decision(number, date) => known.with_value(|all| {
                let at = all.iter().position(|(it, _)| it.number == number && it.date == date);
                at.map(|at| at.to_string()).unwrap_or_default()
            }),
        });
        let choose = Callback::new(move |at: String| {
            let of = |all: &Vec<(Decision, usize)>| {
                let (it, _) = all.get(at.parse::<usize>().ok()?)?;
                Some(Basis::Decision(it.number.clone(), it.date.clone()))
            };
            basis.set(known.with_value(of).unwrap_or_default());
        });
        view! { <Choice label=t(k::DECIDE_BASIS) options value on_change=choose test="decide-basis" /> }
    };
    view! { {choice} }.into_any()
}

// The units of a paper, by name. Follows signals.
fn units(desk: Desk, paper: RecognitionPaper, basis: &Basis, cycle: &str) -> Vec<RecognitionUnit> {
    let list = |candidate: &Candidate, recognised: bool, why: &str| {
        let cases = desk.cases(candidate.unit.as_ref());
        desk.table.table.with(|table| {
            let row = table.rows.get(candidate.row)?;
            Some(listed(row, cycle, cases.iter(), recognised, why))
        })
    };
    let of_decided = |fits: &dyn Fn(&Decision) -> bool| {
        desk.all.with(|all| {
            let decided = all.iter().filter_map(|it| Some((it, it.decided.as_ref()?)));
            let decided = decided.filter(|(_, decision)| fits(decision));
            decided.filter_map(|(it, by)| list(it, by.recognised, &by.why)).collect()
        })
    };
    match basis {
        _ if paper == RecognitionPaper::Commendation => of_decided(&|_| true),
        Basis::Decision(number, date) => of_decided(&|it| it.number == *number && it.date == *date),
        Basis::Picks => {
            let why_all = desk.why_all.get();
            let unit = |Chosen { candidate, pick }: &Chosen| {
                let why = if pick.why.trim().is_empty() { &why_all } else { &pick.why };
                let why = if pick.recognised { "" } else { why };
                list(candidate, pick.recognised, why)
            };
            desk.chosen().iter().filter_map(unit).collect()
        }
    }
}
