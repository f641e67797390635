//! One unit of the list: what is known of it, its submissions, and what was done with it.

use super::{
    LINE,
    acts::Acts,
    list::{cycle_here, here, of_cycle},
    save, words, write_once, written,
};
use crate::{
    i18n::{self, k, t, tf},
    pages::{Head, Page, saved_field::SavedField, start::kinds},
    shell::{rolls, services},
    ui::{Choice, Kind, Notice, Tone},
};
use bcd_core::{
    id::{RecordId, UnitId},
    intake::Summary,
    upper::roll::{
        RollField, RollUnit, delete, edit, match_unit, matching::Matches, note_registered,
    },
};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;

/// The page of a line.
#[component]
pub fn Line(id: RecordId) -> impl IntoView {
    let rolls = rolls();
    let of = id.clone();
    let unit = Memo::new(move |_| rolls.line(&of));
    let there = Memo::new(move |_| unit.with(Option::is_some));
    // Memos: what is being typed and half filled in is drawn once, whatever is written to the list.
    let received = services().received;
    let read = Memo::new(move |_| rolls.roll.with(Option::is_some) && received.is_read());
    let id = StoredValue::new(id);
    move || match (read.get(), there.get()) {
        (false, _) => view! { <p class="opening">{t(k::FRAME_OPENING)}</p> }.into_any(),
        (true, false) => view! {
            <Head title=t(k::UNITS_TITLE) />
            <p class="empty">{t(k::ROLL_LINE_GONE)}</p>
            <p><a class="button" href=Page::Units.href()>{t(k::ROLL_TO_LIST)}</a></p>
        }
        .into_any(),
        (true, true) => {
            let unit = Signal::derive(move || unit.get().unwrap_or_default());
            let title = Memo::new(move |_| unit.with(words::name));
            // One for as long as the page is drawn: what is typed is of the year that it was typed for.
            let cycle = StoredValue::new(untrack(move || cycle_here(rolls)));
            view! {
                {move || view! { <Head title=title.get() /> }}
                <Standing id=id.get_value() unit cycle />
                <div class="columns">
                    <div><Known id=id.get_value() unit cycle /></div>
                    <div>
                        <Submissions id=id.get_value() unit />
                        <Acts id=id.get_value() unit />
                        <Delete id=id.get_value() />
                    </div>
                </div>
                <p><a class="button" href=here("")>{t(k::ROLL_TO_LIST)}</a></p>
            }
            .into_any()
        }
    }
}

// How it stands in the cycle that is looked at; since when it is there, until when; names before.
#[component]
fn Standing(id: RecordId, unit: Signal<RollUnit>, cycle: StoredValue<String>) -> impl IntoView {
    let rolls = rolls();
    let standing = {
        let id = id.clone();
        move || {
            let cycle = cycle.get_value();
            let mut all = rolls.standings(&cycle).into_iter();
            all.find(|it| it.unit.id == id).map(|it| {
                let (word, class) = words::stage(it.stage);
                let late = it.late.map(words::late);
                view! {
                    <p data-testid="line-stage">{cycle} ": " <span class=class>{word}</span>
                        {late.map(|late| view! { " " <span class="state state--bad">{late}</span> })}
                    </p>
                }
            })
        }
    };
    let about = move || {
        let unit = unit.get();
        rolls.roll.with(|roll| {
            let roll = roll.as_ref()?;
            let mut lines = Vec::new();
            lines.extend(unit.since.as_ref().map(|from| tf(k::ROLL_SINCE, &[("from", from)])));
            lines.extend(unit.ends.as_ref().map(|from| tf(k::ROLL_ENDED, &[("from", from)])));
            if !unit.into.is_empty() {
                lines.push(tf(k::ROLL_INTO, &[("names", &words::names(roll, &unit.into))]));
            }
            let before = roll.predecessors(&id);
            if !before.is_empty() {
                lines.push(tf(k::ROLL_CAME_OF, &[("names", &words::names(roll, &before))]));
            }
            let former = roll.former_names(&id).into_iter();
            lines.extend(
                former.map(|(name, from)| tf(k::ROLL_FORMER, &[("name", &name), ("from", &from)])),
            );
            let lines = lines.into_iter().map(|text| view! { <li>{text}</li> });
            Some(view! { <ul class="plain" data-testid="line-about">{lines.collect_view()}</ul> })
        })
    };
    view! { {standing} {about} }.into_any()
}

#[component]
fn Known(id: RecordId, unit: Signal<RollUnit>, cycle: StoredValue<String>) -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let id = StoredValue::new(id);
    let text =
        move |field: RollField| Signal::derive(move || unit.with(|it| it.text(field).to_owned()));
    let about = move |field: &str| format!("line|{}|{field}", id.get_value());
    let save_text = move |field: RollField| {
        let id = id.get_value();
        save(app, rolls, move |text| edit(&id, field, text))
    };
    let field = move |field: RollField, hint: Option<&'static str>| {
        view! {
            <SavedField label=t(words::label(field)) value=text(field) save=save_text(field)
                about=about(field.as_str()) hint=hint.unwrap_or_default() test=field.as_str() />
            <Conflict id=id.get_value() field />
        }
    };
    let mut options = vec![(String::new(), "–".to_owned())];
    options.extend(kinds());
    let registered = Signal::derive(move || {
        let day = unit.with(|it| it.registered.get(&cycle.get_value()).map(|day| day.0.clone()));
        day.unwrap_or_default()
    });
    let (line, year) = (id.get_value(), cycle.get_value());
    let note = save(app, rolls, move |day| note_registered(&line, &year, &day.into()));
    let about_day = about(&cycle.get_value());
    let choose = Callback::new(move |kind: String| {
        let sets = vec![edit(&id.get_value(), RollField::Kind, &kind)];
        spawn_local(async move {
            written(app, rolls.set(sets)).await;
        });
    });
    view! {
        <section class="card" aria-labelledby="known-h">
            <h2 id="known-h">{t(k::ROLL_LINE)}</h2>
            {field(RollField::Name, Some(t(k::ROLL_NAME_HINT)))}
            <Choice label=t(k::ROLL_KIND) options value=text(RollField::Kind) on_change=choose test="kind" />
            <Conflict id=id.get_value() field=RollField::Kind />
            {field(RollField::Cluster, None)}
            {field(RollField::Officer, None)}
            {field(RollField::Secretary, None)}
            {field(RollField::Phone, Some(t(k::ROLL_PRIVATE)))}
            <SavedField kind=Kind::Date label=t(k::ROLL_REGISTERED) value=registered save=note about=about_day
                hint=tf(k::ROLL_REGISTERED_HINT, &[("cycle", &cycle.get_value())]) test="registered" />
        </section>
    }
    .into_any()
}

// What another officer wrote without knowing of what stands.
#[component]
fn Conflict(id: RecordId, field: RollField) -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let path = format!("unit/{id}/{}", field.as_str());
    let busy = RwSignal::new(false);
    move || {
        let conflict =
            rolls.conflicts.with(|all| all.iter().find(|it| it.path == path).cloned())?;
        let others = conflict.others.iter().map(|entry| {
            let (conflict, value) = (conflict.clone(), entry.v.clone());
            let text = format!("{} ({})", value.as_str().unwrap_or_default(), entry.by);
            let take = move |_| {
                let (conflict, value) = (conflict.clone(), value.clone());
                write_once(app, busy, async move { rolls.decide(&conflict, &value).await });
            };
            view! { <li class="earlier"><span>{text}</span> <button class="button" disabled=busy on:click=take>{t(k::ROLL_CONFLICT_TAKE)}</button></li> }
        });
        let others = others.collect_view();
        Some(view! {
            <Notice tone=Tone::Warn test="roll-conflict"><p>{t(k::ROLL_CONFLICT)}</p><ul class="plain">{others}</ul></Notice>
        })
    }
}

// What came of it, of all cycles, the newest first; and whose it is.
#[component]
fn Submissions(id: RecordId, unit: Signal<RollUnit>) -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let id = StoredValue::new(id);
    let sent = move || {
        let of = unit.with(|it| it.unit.clone());
        let mut sent: Vec<Summary> = rolls.received();
        sent.retain(|it| Some(&it.unit) == of.as_ref());
        sent.sort_by(|a, b| (&b.cycle, b.seq, &b.at).cmp(&(&a.cycle, a.seq, &a.at)));
        sent
    };
    let rows = move || {
        let rows = sent().into_iter().map(|it| {
            let text = tf(
                k::UNITS_LINE,
                &[("n", &it.seq), ("date", &i18n::date(&it.at)), ("cycle", &it.cycle)],
            );
            view! { <li><a href=Page::Units.open(it.digest).href()>{text}</a> " · " {it.name}</li> }
        });
        rows.collect_view()
    };
    let is_matched = move || unit.with(|it| it.unit.is_some());
    let busy = RwSignal::new(false);
    let unmatch = move |_| {
        let sets = vec![match_unit(&id.get_value(), None)];
        write_once(app, busy, async move { rolls.set(sets).await });
    };
    view! {
        <section class="card" aria-labelledby="sent-h" data-testid="line-sent">
            <h2 id="sent-h">{t(k::ROLL_SENT_OF)}</h2>
            {move || match is_matched() {
                false => view! { <p>{t(k::ROLL_MATCH_NONE)}</p> }.into_any(),
                true => view! {
                    {sent().is_empty().then(|| view! { <p>{t(k::ROLL_SENT_NONE)}</p> })}
                    <ul class="plain">{rows}</ul>
                    <p class="field__note">{t(k::ROLL_MATCH_NOT_TEXT)}</p>
                    <p><button class="button button--quiet" disabled=busy on:click=unmatch data-testid="unmatch">{t(k::ROLL_MATCH_NOT)}</button></p>
                }
                .into_any(),
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Delete(id: RecordId) -> impl IntoView {
    let (app, rolls) = (services(), rolls());
    let (sure, busy) = (RwSignal::new(false), RwSignal::new(false));
    let id = StoredValue::new(id);
    let delete = move |_| {
        let sets = vec![delete(&id.get_value(), true)];
        write_once(app, busy, async move {
            rolls.set(sets).await?;
            app.work.say(t(k::ROLL_DELETED));
            page::go(&Page::Units.href());
            Ok(())
        });
    };
    view! {
        <details class="card">
            <summary>{t(k::ROLL_DELETE)}</summary>
            <p>{t(k::ROLL_DELETE_TEXT)}</p>
            // Another button, so that a double tap deletes nothing.
            <p class="row">
                <button class="button button--quiet" on:click=move |_| sure.update(|sure| *sure = !*sure) data-testid="line-delete">
                    {move || t(if sure.get() { k::DRIVE_CANCEL } else { k::ROLL_DELETE })}
                </button>
                {move || sure.get().then(|| view! {
                    <button class="button" disabled=busy on:click=delete data-testid="line-delete-sure">{t(k::ROLL_DELETE_SURE)}</button>
                })}
            </p>
        </details>
    }
    .into_any()
}

/// The way from a submission to its unit in the list, or into the list.
#[component]
pub fn LineOf(unit: UnitId, cycle: String) -> impl IntoView {
    let rolls = rolls();
    move || {
        rolls.roll.with(|roll| {
            let roll = roll.as_ref()?;
            let line = Matches::of(roll).line(&unit, &cycle).map(|line| line.id.clone());
            let (inner, text) = match line {
                Some(id) => (format!("{LINE}{id}"), t(k::ROLL_LINE_TO)),
                // Without a list, nobody is missing in it.
                None if roll.live().next().is_none() => return None,
                None => (super::STRAYS.to_owned(), t(k::ROLL_STRAY_TO)),
            };
            let href = of_cycle(&inner, &cycle);
            Some(view! { <p><a href=href data-testid="line-of">{text}</a></p> })
        })
    }
}
