//! A drive: how it stands, what it wants, what it did.

use super::{log::Log, secret::Secret, words};
use crate::{
    i18n::{self, k, t, tf},
    platform::spawn_local,
    state::desk::{
        Desk,
        drives::{DriveLine, Wants, Way, keep_secret},
    },
    ui::{Notice, Tone},
};
use bcd_core::sync::Roles;
use leptos::prelude::*;

/// A card of the page.
#[component]
pub fn Card(line: DriveLine) -> impl IntoView {
    let desk = Desk::here();
    let wants = RwSignal::new(Wants::Nothing);
    let fault = RwSignal::new(None::<String>);
    let id = StoredValue::new(line.id.clone());
    let here = StoredValue::new(line.clone());
    let ask_wants = move || {
        spawn_local(async move {
            match here.get_value().wants().await {
                Ok(now) => drop(wants.try_set(now)),
                Err(why) => drop(fault.try_set(Some(words::fault(&why)))),
            }
        });
    };
    ask_wants();
    let runs = move || desk.running.drive.with(|drive| drive.as_ref() == Some(&id.get_value()));
    let sync = move |_| spawn_local(async move { desk.sync(&here.get_value()).await });
    let allow = move |_| {
        spawn_local(async move {
            match here.get_value().ask_again().await {
                Ok(true) => {
                    wants.set(Wants::Nothing);
                    desk.sync(&here.get_value()).await;
                }
                Ok(false) => {}
                Err(why) => fault.set(Some(words::fault(&why))),
            }
        });
    };
    let text = RwSignal::new(String::new());
    let enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let line = here.get_value();
        let key = match wants.get_untracked() {
            Wants::Passphrase => line.passphrase_key(),
            Wants::Nothing | Wants::Tap | Wants::Password => line.password_key(),
        };
        keep_secret(key, text.get_untracked());
        text.set(String::new());
        wants.set(Wants::Nothing);
        spawn_local(async move {
            desk.sync(&line).await;
            ask_wants();
        });
    };
    let user = match &line.way {
        Way::WebDav { user, .. } => user.clone(),
        Way::Folder => String::new(),
    };
    let question = move || {
        match wants.get() {
        Wants::Nothing => ().into_any(),
        Wants::Tap => view! {
            <p>{t(k::DRIVE_WANTS_TAP)}</p>
            <button class="button button--main" on:click=allow data-testid="drive-allow">{t(k::DRIVE_ALLOW)}</button>
        }
        .into_any(),
        Wants::Password => view! {
            <form on:submit=enter>
                <Secret label=t(k::DRIVE_PASSWORD) value=text test="drive-secret" />
                <p>{tf(k::DRIVE_WANTS_PASSWORD, &[("user", &user)])}</p>
                <button class="button button--main" data-testid="drive-enter">{t(k::DRIVE_ENTER)}</button>
            </form>
        }
        .into_any(),
        Wants::Passphrase => view! {
            <form on:submit=enter>
                <Secret label=t(k::DRIVE_PASSPHRASE_FIELD) value=text test="drive-secret" />
                <p>{t(k::DRIVE_WANTS_PASSPHRASE)}</p>
                <button class="button button--main" data-testid="drive-enter">{t(k::DRIVE_ENTER)}</button>
            </form>
        }
        .into_any(),
    }
    };
    let buttons = move || {
        if runs() {
            return view! {
                <button class="button" on:click=move |_| desk.running.cancel() data-testid="sync-stop">{t(k::DRIVE_STOP)}</button>
            }
            .into_any();
        }
        (wants.get() == Wants::Nothing)
            .then(|| view! {
                <button class="button button--main" on:click=sync data-testid="sync-now">{t(k::DRIVE_SYNC)}</button>
            })
            .into_any()
    };
    let progress = move || {
        runs().then(|| {
            let (done, of) = desk.running.progress.get();
            match of {
                0 => t(k::DRIVE_STATE_RUNNING).to_owned(),
                _ => tf(k::DRIVE_STATE_RUNNING_OF, &[("n", &done), ("of", &of)]),
            }
        })
    };
    view! {
        <section class="card drive" data-testid="drive">
            <h2>{line.name.clone()}</h2>
            <p class="drive__roles">{roles(line.roles)}</p>
            <Standing line=line.clone() />
            <p role="status" class="progress">{progress}</p>
            {question}
            {move || fault.get().map(|why| view! { <Notice tone=Tone::Bad><p>{why}</p></Notice> })}
            <p class="row">{buttons}</p>
            <details>
                <summary>{t(k::DRIVE_LOG)}</summary>
                <Log line=line.clone() />
            </details>
            <details>
                <summary>{t(k::DRIVE_SETTINGS)}</summary>
                <Disconnect line />
            </details>
        </section>
    }
    .into_any()
}

// What it is used for, in a line.
fn roles(roles: Roles) -> String {
    let all = [
        (roles.devices, k::DRIVE_ROLE_DEVICES),
        (roles.sends, k::DRIVE_ROLE_SENDS),
        (roles.collects, k::DRIVE_ROLE_COLLECTS),
    ];
    let words = all.into_iter().filter(|(on, _)| *on).map(|(_, key)| t(key));
    words.collect::<Vec<_>>().join(" · ")
}

#[component]
fn Standing(line: DriveLine) -> impl IntoView {
    let desk = Desk::here();
    let Some(last) = line.last.clone() else {
        return view! { <p><span class="state">{t(k::DRIVE_STATE_NEVER)}</span></p> }.into_any();
    };
    let good = last.good.as_ref() == Some(&last.at);
    let at = i18n::date_time(&last.at);
    let (class, text) = match good {
        true => ("state state--ok", tf(k::DRIVE_STATE_GOOD, &[("at", &at)])),
        false => ("state state--bad", tf(k::DRIVE_STATE_NOT_GOOD, &[("at", &at)])),
    };
    let why = last.report.fault.as_ref().map(words::fault);
    let why = why.or(last.report.trouble.map(|trouble| words::trouble(trouble).to_owned()));
    let devices = line.roles.devices;
    let waiting = move || {
        let n = desk.waiting(&line).filter(|_| devices)?;
        Some(match n {
            0 => t(k::DRIVE_STATE_ALL_UP).to_owned(),
            n => tf(k::DRIVE_STATE_WAITING, &[("n", &n)]),
        })
    };
    view! {
        <p><span class=class data-testid="drive-state">{text}</span></p>
        {why.map(|why| view! { <Notice tone=Tone::Bad test="drive-fault"><p>{why}</p></Notice> })}
        {move || waiting().map(|text| view! { <p data-testid="drive-waiting">{text}</p> })}
    }
    .into_any()
}

#[component]
fn Disconnect(line: DriveLine) -> impl IntoView {
    let desk = Desk::here();
    let asked = RwSignal::new(false);
    let line = StoredValue::new(line);
    let disconnect = move |_| {
        if !asked.get_untracked() {
            return asked.set(true);
        }
        spawn_local(async move {
            match desk.disconnect(&line.get_value()).await {
                Ok(()) => desk.say(t(k::DRIVE_DISCONNECTED)),
                Err(_) => desk.say(t(k::DRIVE_DECIDE_FAILED)),
            }
        });
    };
    view! {
        <button class="button" on:click=disconnect data-testid="disconnect">
            {move || t(if asked.get() { k::DRIVE_DISCONNECT_SURE } else { k::DRIVE_DISCONNECT })}
        </button>
    }
}
