//! Send: what goes up, what of it for the first time, what is missing, what stays at home; then the
//! file.

mod faults;
mod first_time;

use super::{
    Head,
    home::{BlockerFold, SentLine},
    outgoing::HandOut,
};
use crate::{
    i18n::{self, k, lang, t, tf},
    pages::Page,
    shell::services,
    ui::{Field, Notice, Tone},
};
use bcd_app::{
    exchange::outgoing::{Outgoing, SendError},
    lists::SentLine,
    services::Services,
};
use bcd_core::{format::review::ReviewLine, signer::IdentityWord, sync::layout};
use bcd_web::{page, prefs, spawn_local};
use faults::{Faults, Way};
use first_time::FirstTime;
use leptos::prelude::*;

/// The page to send to the upper level.
pub fn view(_inner: Memo<String>) -> AnyView {
    view! { <Send /> }.into_any()
}

#[component]
fn Send() -> impl IntoView {
    let app = services();
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<SendError>);
    let ready = RwSignal::new_local(None::<(u32, Outgoing)>);
    let freeze = Callback::new(move |way: Way| {
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let made = match way {
                Way::Plain => app.sending.freeze().await,
                Way::Warned => app.sending.freeze_warned().await,
                Way::WithoutTraces => match app.sending.leave_out_traces().await {
                    Ok(()) => app.sending.freeze().await,
                    Err(why) => Err(why),
                },
            };
            match made {
                Ok(file) => {
                    let seq = app.lists.sent.with_untracked(|s| s.last().map_or(0, |s| s.seq));
                    ready.set(Some((seq, file)));
                    page::after_paint(|| page::scroll_to("#do-h"));
                }
                Err(why) => error.set(Some(why)),
            }
            busy.set(false);
        });
    });
    let next = move || app.sending.next_number();
    let sample = move || {
        app.work.dossier.with(|d| d.sample).then(|| {
            view! { <Notice tone=Tone::Warn><p>{t(k::SEND_SAMPLE)}</p></Notice> }
        })
    };
    view! {
        <Head title=t(k::SEND_TITLE) />
        {sample}
        <div class="columns">
            <section class="card" aria-labelledby="what-h">
                <h2 id="what-h">{t(k::SEND_WHAT)}</h2>
                <Contents />
                <h3>{t(k::SEND_FIRST)}</h3>
                <FirstTime />
                <h3>{t(k::SEND_MISSING)}</h3>
                <Missing />
                <h3>{t(k::SEND_STAYS)}</h3>
                <Staying />
            </section>
            <div>
                <section class="card" aria-labelledby="do-h">
                    <h2 id="do-h">{move || tf(k::SEND_NUMBER, &[("n", &next())])}</h2>
                    <div role="status">
                        {move || ready.get().map(|(seq, file)| view! {
                            <div class="ready" data-testid="ready">
                                <p class="done">{tf(k::SEND_READY, &[("n", &seq)])}</p>
                                <HandOut file on_done=Callback::new(|()| {}) />
                            </div>
                        })}
                    </div>
                    <SenderName />
                    <Faults error again=freeze />
                    <button class="button button--main" disabled=busy on:click=move |_| freeze.run(Way::Plain) data-testid="freeze">
                        {move || if busy.get() { t(k::SEND_BUSY).to_owned() } else { tf(k::SEND_FREEZE, &[("n", &next())]) }}
                    </button>
                    <p class="field__note">{t(k::SEND_FREEZE_NOTE)}</p>
                </section>
                <section class="card" aria-labelledby="sent-h">
                    <h2 id="sent-h">{t(k::HOME_SENT)}</h2>
                    <SentLine />
                    <Earlier ready />
                </section>
            </div>
        </div>
    }
    .into_any()
}

/// The person's own name, put on what they send.
#[component]
pub fn SenderName() -> impl IntoView {
    let name = RwSignal::new(prefs::get(prefs::NAME).unwrap_or_default());
    let write = Callback::new(move |text: String| {
        prefs::set(prefs::NAME, &text);
        name.set(text);
    });
    view! {
        <Field label=t(k::SEND_NAME) hint=t(k::SEND_NAME_HINT) value=name on_input=write max=100 test="sender" />
    }
}

#[component]
fn Contents() -> impl IntoView {
    let app = services();
    let lines = move || {
        let shared = app.sending.outgoing();
        let count = |start: &str, end: &str| {
            shared.fields.keys().filter(|p| p.starts_with(start) && p.ends_with(end)).count()
        };
        let (notes, evidence) = (count("answer/", "/note"), count("evidence/", "/kind"));
        let size: u64 = shared
            .fields
            .iter()
            .filter(|(path, _)| path.starts_with("evidence/") && path.ends_with("/size"))
            .filter_map(|(_, size)| size.as_u64())
            .sum();
        let score = app.work.score.get();
        let given = score.asked - score.unanswered;
        let total = format!("{}/{}", i18n::points(score.got), i18n::points(score.max));
        let unit = app.work.dossier.with(|d| {
            let parts = [&d.unit.name, &d.unit.upper, &d.unit.cluster, &d.cycle];
            let parts: Vec<_> = parts.into_iter().filter(|p| !p.is_empty()).cloned().collect();
            parts.join(" · ")
        });
        view! {
            <ul class="contents">
                <li>{unit}</li>
                <li>{tf(k::SEND_ANSWERS, &[("n", &given), ("of", &score.asked), ("total", &total)])}</li>
                <li>{tf(k::SEND_NOTES, &[("n", &notes)])}</li>
                <li>{tf(k::SEND_EVIDENCE, &[("n", &evidence), ("size", &i18n::bytes(size))])}</li>
                <li>{t(k::SEND_SET)}</li>
            </ul>
            <details class="raw">
                <summary>{t(k::SEND_RAW)}</summary>
                <ul>
                    {shared.fields.iter().filter(|(path, _)| !path.ends_with("/file")).map(|(path, value)| {
                        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                        view! { <li><code>{path.clone()}</code> " " {value}</li> }
                    }).collect_view()}
                </ul>
            </details>
        }
    };
    lines.into_any()
}

#[component]
fn Missing() -> impl IntoView {
    let app = services();
    let lacking = move || {
        let (set, mode) = (app.work.set.get(), app.work.mode.get());
        app.work.dossier.with(|dossier| {
            let lacking = set.items().filter(|(_, item)| dossier.lacks_evidence(item, mode));
            let rows: Vec<_> = lacking
                .map(|(_, item)| {
                    let id = item.id.0.clone();
                    let text = tf(k::SEND_LACKS, &[("id", &id), ("text", &item.text.get(lang()))]);
                    view! { <li><a href=Page::Checklist.open(id).href()>{text}</a></li> }
                })
                .collect();
            let count = tf(k::HOME_LACKING, &[("n", &rows.len())]);
            (!rows.is_empty()).then(|| {
                view! {
                    <details class="fold">
                        <summary>{count}</summary>
                        <ul class="blockers">{rows}</ul>
                    </details>
                }
            })
        })
    };
    let open = move || {
        let n = app.work.score.with(|s| s.unanswered);
        (n > 0).then(|| {
            view! {
                <p><a href=Page::Checklist.href()>{tf(k::HOME_UNANSWERED, &[("n", &n)])}</a></p>
            }
        })
    };
    view! {
        {open}
        <BlockerFold />
        {lacking}
    }
    .into_any()
}

#[component]
fn Staying() -> impl IntoView {
    let app = services();
    let text = move || {
        let held = app.sending.outgoing().withheld;
        tf(k::SEND_STAYS_TEXT, &[("notes", &held.notes), ("evidence", &held.evidence)])
    };
    view! { <p data-testid="stays">{text}</p> }
}

/// How far a submission has come, where a drive or the upper level's answer can tell: the class
/// of its mark, and the words.
pub fn whereabouts(app: Services, sent: &SentLine) -> Option<(&'static str, String)> {
    let received = app.lists.reviews.with(|all| {
        let of = all.iter().filter(|line| line.submission == sent.digest);
        // Of several, the one that is known best.
        let known = of.map(|line| (app.lists.identity_of_review(line), line));
        known.min_by_key(|(identity, _)| *identity as u8).map(|(identity, line)| {
            let by = if line.reviewer.is_empty() { &line.by } else { &line.reviewer };
            (identity, tf(k::SEND_AT_RECEIVED, &[("by", by), ("date", &i18n::date(&line.at))]))
        })
    });
    if let Some((identity, text)) = received {
        return Some(match identity.word() {
            IdentityWord::Confirmed => ("state state--ok", text),
            IdentityWord::Unconfirmed => {
                ("state state--lacking", format!("{text} {}", t(k::KEYS_UNCONFIRMED)))
            }
            IdentityWord::Mismatch => {
                ("state state--bad", format!("{text} {}", t(k::KEYS_MISMATCH)))
            }
        });
    }
    let digest = layout::short(&sent.digest);
    if app.lists.handed_up.with(|all| all.contains(digest)) {
        return Some(("state state--ok", t(k::SEND_AT_DRIVE).to_owned()));
    }
    if app.drives.list.with(|all| all.iter().any(|line| line.roles.sends)) {
        return Some(("state state--lacking", t(k::SEND_AT_WAITING).to_owned()));
    }
    let own = app.lists.on_own_drive.with(|all| all.contains(digest));
    own.then(|| ("state", t(k::SEND_AT_OWN).to_owned()))
}

#[component]
fn Earlier(ready: RwSignal<Option<(u32, Outgoing)>, LocalStorage>) -> impl IntoView {
    let app = services();
    let again = move |sent: SentLine| {
        move |_| {
            let sent = sent.clone();
            spawn_local(async move {
                match app.sending.file_of(&sent).await {
                    Ok(file) => ready.set(Some((sent.seq, file))),
                    Err(_) => app.work.say(t(k::SEND_AGAIN_FAILED)),
                }
            });
        }
    };
    move || {
        let rows = app.lists.sent.get().into_iter().rev().map(|sent| {
            let digest: String = sent.digest.chars().skip(7).take(8).collect();
            let text = tf(k::SEND_LINE, &[
                ("n", &sent.seq),
                ("date", &i18n::date_time(&sent.at)),
                ("digest", &digest),
            ]);
            let (class, word) = whereabouts(app, &sent).unzip();
            view! {
                <li class="earlier">
                    <span>
                        {text} " "
                        {word.map(|word| view! { <span class=class data-testid="sent-state">{word}</span> })}
                    </span>
                    <button class="button button--quiet" on:click=again(sent)>{t(k::SEND_AGAIN)}</button>
                </li>
            }
        });
        let rows = rows.collect_view();
        let doubt = app.lists.reviews.with(|all| {
            let of_own = |line: &&ReviewLine| {
                app.lists.sent.with(|sent| sent.iter().any(|it| it.digest == line.submission))
            };
            let known = |line: &ReviewLine| app.lists.identity_of_review(line);
            all.iter().filter(of_own).any(|line| known(line).word() != IdentityWord::Confirmed)
        });
        let compare = doubt.then(|| {
            let href = Page::Drive.open("ma").href();
            view! { <p><a href=href data-testid="compare">{t(k::SEND_COMPARE)}</a></p> }
        });
        view! { <ul class="plain">{rows}</ul> {compare} }
    }
}
