//! Registration: the next year's dossier from this one, and what the open one registers.

mod pledge;

use super::{around::edit_head, record::Confirmation, written::Written};
use crate::{
    i18n::{self, Key, k, t, tf},
    pages::Page,
    shell::services,
    ui::{Field, Icon, Kind as FieldKind, icon},
};
use bcd_app::{services::Services, workspace::DossierLine};
use bcd_core::{
    field::Fields,
    id::DossierId,
    year::{
        command::{RegistrationField, YearCommand, needed},
        cycle::Cycle,
        deadline, open,
        proof::REGISTRATION,
        record::RecordKind,
        registration::{Registration, Standing, standings},
        value::Day,
    },
};
use bcd_web::page;
use leptos::prelude::*;
use pledge::Pledges;

/// The page.
pub fn view(inner: Memo<String>) -> AnyView {
    view! { <Register inner /> }.into_any()
}

#[component]
fn Register(
    /// What is opened in it.
    inner: Memo<String>,
) -> impl IntoView {
    inner.track();
    let app = services();
    // If a registration was begun, that one; otherwise next year's.
    let begun =
        app.planning.year.with_untracked(|year| year.registration != Registration::default());
    let this = view! { <This /> };
    let next = view! { <Next /> };
    view! {
        {edit_head(app.work, t(k::REGISTER_TITLE))}
        {if begun {
            view! {
                {this}
                <details class="form__more">
                    <summary>{t(k::REGISTER_NEXT_FOLD)}</summary>
                    <div class="stack stack--wide">{next}</div>
                </details>
            }
            .into_any()
        } else {
            view! {
                {next}
                <details class="form__more">
                    <summary>{tf(k::REGISTER_THIS_FOLD, &[("cycle", &app.planning.year.with_untracked(|y| y.cycle.clone()))])}</summary>
                    <div class="stack stack--wide">{this}</div>
                </details>
            }
            .into_any()
        }}
    }
    .into_any()
}

// The dossier of this unit for a cycle, if it is here.
fn find(app: Services, cycle: &Cycle) -> Option<DossierLine> {
    let (unit, sample) = app.work.dossier.with(|d| (d.unit.id.clone(), d.sample));
    let fits = |line: &&DossierLine| {
        line.unit == unit && line.sample == sample && Cycle::parse(&line.cycle) == Some(*cycle)
    };
    app.work.dossiers.with(|lines| lines.iter().find(fits).cloned())
}

// Opens the next year's dossier and copies what it lacks from this one. What it has is checked only
// after it is open, because other devices may have written to it meanwhile.
fn take_over(app: Services, id: DossierId, cycle: String) {
    let set = app.work.set.get_untracked();
    let (dossier, year) = (app.work.dossier.get_untracked(), app.planning.year.get_untracked());
    app.open_then(id, move |app| {
        let sets = app.work.dossier.with_untracked(|there| {
            let sets = open::register(&dossier, &year, &set, &there.fields);
            needed(sets, &there.fields)
        });
        if sets.is_empty() {
            return app.work.say(tf(k::REGISTER_TAKEN_NONE, &[("cycle", &cycle)]));
        }
        let items = sets.iter().filter(|set| set.path.ends_with("/standing")).count();
        let said = tf(k::REGISTER_TAKEN, &[("n", &items), ("cycle", &cycle)]);
        app.planning.change(YearCommand::SetFields(sets));
        app.work.say_undoable(said);
    });
}

#[component]
fn Next() -> impl IntoView {
    let app = services();
    let Some(next) = app.planning.days().and_then(|days| days.next()) else {
        return view! { <p class="empty">{t(k::REGISTER_NO_CYCLE)}</p> }.into_any();
    };
    let there = Memo::new(move |_| find(app, &next));
    let counts = move || {
        let set = app.work.set.get();
        let all = app.work.dossier.with(|dossier| standings(&set, dossier));
        let count = |one: Standing| all.iter().filter(|(_, standing)| *standing == one).count();
        tf(
            k::REGISTER_COUNTS,
            &[
                ("met", &count(Standing::Met)),
                ("hard", &count(Standing::Hard)),
                ("unmet", &count(Standing::Unmet)),
            ],
        )
    };
    let make = move |_| {
        let set = app.work.set.get_untracked();
        let sets = app.work.dossier.with_untracked(|dossier| {
            app.planning
                .year
                .with_untracked(|year| open::register(dossier, year, &set, &Fields::new()))
        });
        app.work.create_of(sets);
        app.work.say(tf(k::REGISTER_MADE, &[("cycle", &next.text())]));
    };
    let body = move || match there.get() {
        Some(line) => {
            let id = line.id.clone();
            let go = move |_| {
                app.work.open(line.id.clone());
                page::go(&Page::Register.href());
            };
            let take = move |_| {
                take_over(app, id.clone(), next.text());
                page::go(&Page::Register.href());
            };
            view! {
                <p>{tf(k::REGISTER_THERE, &[("cycle", &next.text())])}</p>
                <p class="figure" data-testid="standings">{counts}</p>
                <p class="row">
                    <button class="button button--main" on:click=take data-testid="take-next">
                        {tf(k::REGISTER_TAKE, &[("cycle", &next.text())])}
                    </button>
                    <button class="button button--quiet" on:click=go data-testid="open-next">
                        {t(k::REGISTER_OPEN)}
                    </button>
                </p>
            }
            .into_any()
        }
        None => view! {
            <p>{t(k::REGISTER_NEXT_TEXT)}</p>
            <p class="figure" data-testid="standings">{counts}</p>
            <button class="button button--main" on:click=make data-testid="make-next">
                {tf(k::REGISTER_MAKE, &[("cycle", &next.text())])}
            </button>
        }
        .into_any(),
    };
    view! {
        <section class="card" aria-labelledby="next-h">
            <h2 id="next-h">{tf(k::REGISTER_NEXT, &[("cycle", &next.text())])}</h2>
            {body}
        </section>
    }
    .into_any()
}

#[component]
fn This() -> impl IntoView {
    let app = services();
    let cycle =
        move || app.planning.year.with(|year| tf(k::REGISTER_THIS, &[("cycle", &year.cycle)]));
    view! {
        <section class="card" aria-labelledby="this-h" data-testid="registration">
            <h2 id="this-h">{cycle}</h2>
            <Registered />
            <Missing />
            <Deadline />
            {line(k::REGISTER_OFFICER, RegistrationField::Officer, FieldKind::Line, Some(k::REGISTER_OFFICER_HINT), "officer", |r| &r.officer)}
            {line(k::REGISTER_AIM, RegistrationField::Note, FieldKind::Lines, None, "aim", |r| &r.note)}
            <Written prefix="registration/".to_owned() />
        </section>
        <section class="card" aria-labelledby="party-h">
            <h2 id="party-h">{t(k::REGISTER_PARTY)}</h2>
            <p class="field__note">{t(k::REGISTER_PARTY_TEXT)}</p>
            {line(k::REGISTER_PARTY_DAY, RegistrationField::Confirmed, FieldKind::Date, None, "party-day", |r| &r.confirmed.0)}
            <Confirmation />
        </section>
        <Pledges />
    }
    .into_any()
}

// A text or a day of the registration.
fn line(
    label: Key,
    field: RegistrationField,
    kind: FieldKind,
    hint: Option<Key>,
    test: &'static str,
    get: fn(&Registration) -> &String,
) -> AnyView {
    let app = services();
    let value = Memo::new(move |_| app.planning.year.with(|year| get(&year.registration).clone()));
    let write = Callback::new(move |text| app.planning.change(YearCommand::Register(field, text)));
    let leave = Callback::new(move |()| app.work.end_typing());
    let fault = Signal::derive(move || {
        let wrong = kind == FieldKind::Date
            && value.with(|day| !day.is_empty() && Day::from(day.as_str()).date().is_none());
        wrong.then(|| value.with(|day| tf(k::FAULT_NOT_A_DAY, &[("text", day)])))
    });
    let hint = hint.map_or("", t);
    view! {
        <Field label=t(label) kind=kind hint=hint fault=fault value=value
            on_input=write on_leave=leave max=1000 test=test />
    }
    .into_any()
}

#[component]
fn Registered() -> impl IntoView {
    let app = services();
    let day =
        Memo::new(move |_| app.planning.year.with(|year| year.registration.registered.clone()));
    let mark = move |_| {
        let today = Day::from(app.planning.today());
        app.planning.change(YearCommand::Register(RegistrationField::Registered, today.0));
        app.work.say_undoable(t(k::REGISTER_MARKED));
    };
    let clear = move |_| {
        app.planning.change(YearCommand::Register(RegistrationField::Registered, String::new()));
        app.work.say_undoable(t(k::REGISTER_UNMARKED));
    };
    move || {
        match day.get() {
        day if day.is_given() => view! {
            <p class="row">
                <span class="done" data-testid="registered">
                    {tf(k::REGISTER_ON, &[("day", &i18n::date(&day.0))])}
                </span>
                <button class="button button--quiet" on:click=clear>{t(k::REGISTER_CLEAR)}</button>
            </p>
        }
        .into_any(),
        _ => view! {
            <p class="row">
                <span class="state">{t(k::REGISTER_NOT)}</span>
                <button class="button" on:click=mark data-testid="mark-registered">{t(k::REGISTER_MARK)}</button>
            </p>
        }
        .into_any(),
    }
    }
}

// The day by which to register: the pack's, or what the unit wrote.
#[component]
fn Deadline() -> impl IntoView {
    let app = services();
    let due = Memo::new(move |_| {
        let cycle = app.planning.days()?;
        let all = app.planning.guidance.with(|pack| {
            app.planning.year.with(|year| deadline::all(&pack.deadlines.deadlines, year, &cycle))
        });
        let due = all.into_iter().find(|one| one.what == deadline::DeadlineKind::Register)?;
        let written =
            app.planning.year.with(|year| year.deadlines.get(&due.id).map(|d| d.date.0.clone()));
        let written = written.filter(|day| !day.is_empty());
        let day = written.or_else(|| due.date.map(|day| day.to_string()));
        Some((due.id, day.unwrap_or_default()))
    });
    let id = Memo::new(move |_| due.with(|due| due.as_ref().map(|(id, _)| id.clone())));
    move || {
        id.get().map(|id| {
            let value = Memo::new(move |_| {
                due.with(|due| due.as_ref().map(|(_, day)| day.clone()).unwrap_or_default())
            });
            let write = Callback::new(move |day| {
                app.planning.change(YearCommand::Text(RecordKind::Deadline, id.clone(), "date", day));
            });
            let leave = Callback::new(move |()| app.work.end_typing());
            view! {
                <Field kind=FieldKind::Date label=t(k::REGISTER_DEADLINE) hint=t(k::REGISTER_DEADLINE_HINT)
                    value=value on_input=write on_leave=leave max=40 test="deadline" />
            }
        })
    }
}

// The first few of many.
fn first(items: &[String]) -> String {
    const MOST: usize = 8;
    let more = if items.len() > MOST { ", …" } else { "" };
    format!("{}{more}", items[..items.len().min(MOST)].join(", "))
}

// What is still missing. It does not prevent anybody from registering.
#[component]
fn Missing() -> impl IntoView {
    let app = services();
    let missing = Memo::new(move |_| {
        app.planning.year.with(|year| {
            let own = &year.registration;
            let items: Vec<_> = own.incomplete().map(|item| item.0.clone()).collect();
            let is_proof =
                |p: &bcd_core::year::proof::Proof| !p.deleted && p.of.contains(REGISTRATION);
            let proven = year.proofs.values().any(is_proof);
            (own.officer.trim().is_empty(), !proven, items, own.pledges.is_empty())
        })
    });
    move || {
        let (officer, party, items, none) = missing.get();
        let open = (!items.is_empty()).then(|| {
            tf(k::REGISTER_MISSING_ITEMS, &[("n", &items.len()), ("items", &first(&items))])
        });
        let words = [
            none.then(|| t(k::REGISTER_MISSING_ALL).to_owned()),
            open,
            officer.then(|| t(k::REGISTER_MISSING_OFFICER).to_owned()),
            party.then(|| t(k::REGISTER_MISSING_PARTY).to_owned()),
        ];
        let words: Vec<_> = words.into_iter().flatten().collect();
        if words.is_empty() {
            return view! { <p class="done" data-testid="complete">{t(k::REGISTER_COMPLETE)}</p> }
                .into_any();
        }
        let list = words.into_iter().map(|word| view! { <li>{word}</li> }).collect_view();
        view! {
            <div class="notice notice--warn" data-testid="missing">
                {icon(Icon::Warn)}
                <div class="notice__text"><p>{t(k::REGISTER_MISSING)}</p><ul>{list}</ul></div>
            </div>
        }
        .into_any()
    }
}
