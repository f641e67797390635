//! Writing a pack, starting from the set in use, and publishing it.

use super::super::{Head, office::OfficeLine, outgoing::HandOut};
use crate::{
    i18n::{k, lang, t, tf},
    shell::services,
    ui::{Field, Kind, Notice, Tone},
};
use bcd_app::exchange::outgoing::{Outgoing, SendError};
use bcd_core::{
    criteria::{Item, Mode},
    format::pack::Pack,
    id::ItemId,
    points::{MAX_STEP, Points},
    text::{Lang, Text},
    year::deadline::When,
};
use bcd_web::spawn_local;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The form.
#[component]
pub fn Publish() -> impl IntoView {
    let app = services();
    // The next version of what this browser published last, else a new kind.
    let last = app.lists.packs.with_untracked(|all| {
        all.iter().filter(|line| line.is_own()).max_by_key(|line| line.version).cloned()
    });
    let version = last.as_ref().map_or(1, |line| line.version.saturating_add(1));
    let pack = RwSignal::new(Pack {
        pack: last.as_ref().map_or_else(|| app.packs.new_pack_id(), |line| line.pack.clone()),
        title: last.map(|line| line.title).unwrap_or_default(),
        note: Text::default(),
        set: bcd_core::criteria::CriteriaSet { version, sample: false, ..app.packs.set_in_use() },
        deadlines: app.planning.deadlines.get_value(),
    });
    let cycle = RwSignal::new(String::new());
    let gone = RwSignal::new(BTreeSet::<ItemId>::new());
    let faults = RwSignal::new(BTreeSet::<String>::new());
    let ready = RwSignal::new_local(None::<Outgoing>);
    let error = RwSignal::new(None::<&'static str>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut made = pack.get_untracked();
        for criterion in &mut made.set.criteria {
            for group in &mut criterion.groups {
                group.items.retain(|item| gone.with_untracked(|gone| !gone.contains(&item.id)));
            }
            criterion.groups.retain(|group| !group.items.is_empty());
        }
        made.set.id = made.pack.clone();
        made.set.title = made.title.clone();
        if made.title.vi.trim().is_empty() {
            return error.set(Some(t(k::PACK_NEED_NAME)));
        }
        if made.set.items().next().is_none() {
            return error.set(Some(t(k::PACK_NEED_ITEMS)));
        }
        if !faults.with_untracked(BTreeSet::is_empty) {
            return;
        }
        error.set(None);
        let cycle = cycle.get_untracked().trim().to_owned();
        spawn_local(async move {
            match app.packs.publish(&made, cycle).await {
                Ok(file) => drop(ready.try_set(Some(file))),
                Err(SendError::NoOffice) => {
                    error.try_set(Some(t(k::OFFICE_NEEDED)));
                }
                Err(SendError::Problems(_) | SendError::Store(_) | SendError::Engine(_)) => {
                    error.try_set(Some(t(k::PACK_FAILED)));
                }
            }
        });
    };
    let edit = Edit { pack, faults };
    let items = pack
        .with_untracked(|pack| pack.set.items().map(|(_, item)| item.clone()).collect::<Vec<_>>());
    let items = items.into_iter().map(|item| view! { <ItemForm item edit gone /> });
    let days = pack.with_untracked(|pack| pack.deadlines.deadlines.clone());
    let days = days.into_iter().enumerate().filter(|(_, rule)| rule.calendar.is_some());
    let days = days.map(|(index, rule)| {
        let title = rule.title.get(lang()).to_owned();
        view! {
            <fieldset class="fields fields--two">
                <legend>{title}</legend>
                <DayField edit index calendar=true />
                <DayField edit index calendar=false />
            </fieldset>
        }
    });
    let text = move |key, get: fn(&Pack) -> String, put: fn(&mut Pack, String), test| {
        view! {
            <Field label=t(key) value=Signal::derive(move || pack.with(get)) max=500
                on_input=Callback::new(move |text| pack.update(|pack| put(pack, text))) test=test />
        }
    };
    let pass = Memo::new(move |_| pack.with(|pack| pack.set.rule.mode == Mode::Pass));
    view! {
        <Head title=t(k::PACK_PUBLISH) />
        <p class="lead">{t(k::PACK_PUBLISH_TEXT)}</p>
        <OfficeLine />
        <form class="stack stack--wide" on:submit=submit>
            <section class="card">
                {text(k::PACK_NAME, |pack| pack.title.vi.clone(), |pack, text| pack.title = Text { vi: text, en: String::new() }, "pack-name")}
                {text(k::PACK_NOTE, |pack| pack.note.vi.clone(), |pack, text| pack.note = Text { vi: text, en: String::new() }, "pack-note")}
                <Field label=t(k::PACK_CYCLE) value=cycle max=20
                    on_input=Callback::new(move |text| cycle.set(text)) test="pack-cycle" />
                <PercentField edit label=t(k::PACK_CRITERION_MIN) total=false test="pack-criterion-min" />
                <PercentField edit label=t(k::PACK_TOTAL_MIN) total=true test="pack-total-min" />
                <label class="tick">
                    <input type="checkbox" prop:checked=pass data-testid="pack-pass"
                        on:change=move |event| {
                            let mode = if event_target_checked(&event) { Mode::Pass } else { Mode::Points };
                            pack.update(|pack| pack.set.rule.mode = mode);
                        } />
                    <b>{t(k::PACK_MODE)} ": " {t(k::PACK_MODE_PASS)}</b>
                </label>
            </section>
            <section class="card">
                <h2>{t(k::PACK_DEADLINES)}</h2>
                {days.collect_view()}
            </section>
            <section class="card">
                <h2>{t(k::PACK_ITEMS)}</h2>
                {items.collect_view()}
            </section>
            {move || error.get().map(|why| view! { <Notice tone=Tone::Bad><p>{why}</p></Notice> })}
            {move || {
                let said: Vec<String> = faults.get().into_iter().collect();
                (!said.is_empty()).then(|| view! { <Notice tone=Tone::Warn><p>{said.join(" ")}</p></Notice> })
            }}
            <p class="row">
                <button class="button button--main" data-testid="pack-make">{tf(k::PACK_MAKE, &[("n", &version)])}</button>
            </p>
        </form>
        <div role="status">
            {move || ready.get().map(|file| view! {
                <div class="ready" data-testid="pack-made">
                    <p class="done">{tf(k::PACK_MADE, &[("n", &version)])}</p>
                    <HandOut file on_done=Callback::new(|()| {}) />
                </div>
            })}
        </div>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Edit {
    pack: RwSignal<Pack>,
    /// What is wrong with what was typed; nothing is published meanwhile.
    faults: RwSignal<BTreeSet<String>>,
}

impl Edit {
    // What was typed stays in its field, but only valid values get into the pack.
    fn typed<T>(
        self,
        before: RwSignal<String>,
        text: String,
        fault: impl Fn(&str) -> String,
        read: impl Fn(&str) -> Option<T>,
        put: impl Fn(&mut Pack, T),
    ) {
        let old = fault(&before.get_untracked());
        self.faults.update(|all| {
            all.remove(&old);
        });
        match read(text.trim()) {
            Some(value) => self.pack.update(|pack| put(pack, value)),
            None => self.faults.update(|all| {
                all.insert(fault(&text));
            }),
        }
        before.set(text);
    }

    fn item(self, id: &ItemId, change: impl Fn(&mut Item)) {
        self.pack.update(|pack| {
            let groups = pack.set.criteria.iter_mut().flat_map(|c| &mut c.groups);
            groups.flat_map(|g| &mut g.items).filter(|item| item.id == *id).for_each(change);
        });
    }
}

fn bad_number(text: &str) -> String {
    tf(k::PACK_BAD_NUMBER, &[("text", &text)])
}

fn bad_day(text: &str) -> String {
    tf(k::PACK_BAD_DAY, &[("text", &text)])
}

#[component]
fn PercentField(edit: Edit, label: &'static str, total: bool, test: &'static str) -> impl IntoView {
    let of = move |pack: &Pack| {
        let rule = &pack.set.rule;
        if total { rule.total_min_percent } else { rule.criterion_min_percent }
    };
    let text = RwSignal::new(edit.pack.with_untracked(|pack| of(pack).to_string()));
    let on_input = Callback::new(move |typed: String| {
        let read = |text: &str| text.parse::<u8>().ok().filter(|n| *n <= 100);
        edit.typed(text, typed, bad_number, read, move |pack, n| {
            let rule = &mut pack.set.rule;
            *(if total { &mut rule.total_min_percent } else { &mut rule.criterion_min_percent }) =
                n;
        });
    });
    view! { <Field kind=Kind::Number label value=text max=3 on_input test /> }
}

#[component]
fn DayField(edit: Edit, index: usize, calendar: bool) -> impl IntoView {
    let of = move |pack: &Pack| {
        let rule = pack.deadlines.deadlines.get(index)?;
        if calendar { rule.calendar } else { rule.school }
    };
    let when = edit.pack.with_untracked(of).unwrap_or_default();
    let text = RwSignal::new(format!("{}/{}", when.day, when.month));
    let on_input = Callback::new(move |typed: String| {
        let read = move |text: &str| {
            let (day, month) = text.split_once('/')?;
            let (day, month) = (day.trim().parse().ok()?, month.trim().parse().ok()?);
            chrono::NaiveDate::from_ymd_opt(2024, month, day)?;
            Some(When { day, month, years: when.years })
        };
        edit.typed(text, typed, bad_day, read, move |pack, when| {
            if let Some(rule) = pack.deadlines.deadlines.get_mut(index) {
                *(if calendar { &mut rule.calendar } else { &mut rule.school }) = Some(when);
            }
        });
    });
    let label = t(if calendar { k::PACK_DAY } else { k::PACK_DAY_SCHOOL });
    view! { <Field label value=text max=5 on_input /> }
}

#[component]
fn ItemForm(item: Item, edit: Edit, gone: RwSignal<BTreeSet<ItemId>>) -> impl IntoView {
    let id = StoredValue::new(item.id.clone());
    let kept = Memo::new(move |_| gone.with(|gone| !gone.contains(&id.get_value())));
    let keep = move |event| {
        let on = event_target_checked(&event);
        gone.update(|gone| {
            if on {
                gone.remove(&id.get_value());
            } else {
                gone.insert(id.get_value());
            }
        });
    };
    let words = RwSignal::new(item.text.vi.clone());
    let proof = RwSignal::new(item.evidence.vi.clone());
    let set_text = Callback::new(move |text: String| {
        words.set(text.clone());
        edit.item(&id.get_value(), |item| item.text = Text { vi: text.clone(), en: String::new() });
    });
    let set_proof = Callback::new(move |text: String| {
        proof.set(text.clone());
        edit.item(&id.get_value(), |item| {
            item.evidence = Text { vi: text.clone(), en: String::new() };
        });
    });
    let set_gate = move |event| {
        let on = event_target_checked(&event);
        edit.item(&id.get_value(), |item| item.gate = on);
    };
    let steps = item.ladder.iter().enumerate().map(|(index, step)| {
        let text = RwSignal::new(step.points.to_string());
        let label = tf(k::PACK_POINTS, &[("label", &step.label.get(lang()))]);
        let on_input = move |event| {
            let read = |text: &str| {
                let points: Points = serde_json::from_str(&text.replace(',', ".")).ok()?;
                (points >= Points::default() && points <= MAX_STEP).then_some(points)
            };
            edit.typed(text, event_target_value(&event), bad_number, read, move |pack, points| {
                let groups = pack.set.criteria.iter_mut().flat_map(|c| &mut c.groups);
                let items = groups.flat_map(|g| &mut g.items);
                for item in items.filter(|item| item.id == id.get_value()) {
                    if let Some(step) = item.ladder.get_mut(index) {
                        step.points = points;
                    }
                }
            });
        };
        view! {
            <label class="field">
                <span class="field__label">{label}</span>
                <input class="field__input" inputmode="decimal" maxlength="8" prop:value=text on:input=on_input />
            </label>
        }
    });
    view! {
        <details class="pack-item" data-testid=format!("pack-item-{}", item.id)>
            <summary>
                <b>{item.id.0.clone()}</b> " " {item.text.get(Lang::Vi).to_owned()}
            </summary>
            <div class="stack">
                <label class="tick">
                    <input type="checkbox" prop:checked=kept on:change=keep />
                    <b>{t(k::PACK_KEEP)}</b>
                </label>
                <label class="tick">
                    <input type="checkbox" checked=item.gate on:change=set_gate />
                    <b>{t(k::PACK_GATE)}</b>
                </label>
                <Field kind=Kind::Lines label=t(k::PACK_TEXT) value=words max=2000 on_input=set_text />
                <Field kind=Kind::Lines label=t(k::PACK_EVIDENCE) value=proof max=2000 on_input=set_proof />
                {steps.collect_view()}
            </div>
        </details>
    }
    .into_any()
}
