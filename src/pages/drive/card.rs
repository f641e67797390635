//! A drive: how it stands, what it wants, what it did.

use super::{
    held::Waiting,
    log::Log,
    reopen::Reopen,
    secret::{Secret, Tick},
    settings::Settings,
    words,
};
use crate::{
    i18n::{self, k, t, tf},
    shell::services,
    ui::{Notice, Tone},
};
use bcd_app::drives::{DriveLine, Wants, Way};
use bcd_core::sync::Roles;
use bcd_web::spawn_local;
use leptos::prelude::*;

/// A card of the page. It stays while its drive's line changes: what is open or typed in it stays
/// too.
#[component]
pub fn Card(id: String) -> impl IntoView {
    let app = services();
    let wants = RwSignal::new(Wants::Nothing);
    let fault = RwSignal::new(None::<String>);
    let keep = RwSignal::new(false);
    let own = StoredValue::new(id);
    let line = Memo::new(move |_| {
        let own = own.get_value();
        app.drives.list.with(|all| all.iter().find(|line| line.id == own).cloned())
    });
    // Checked again after each sync, since a password may have been refused.
    Effect::new(move |_| {
        let Some(line) = line.get() else { return };
        spawn_local(async move {
            match app.drives.wants(&line).await {
                Ok(now) => {
                    keep.try_set(line.keeps(now));
                    wants.try_set(now);
                }
                Err(why) => drop(fault.try_set(Some(words::fault(&why)))),
            }
        });
    });
    let runs = move || {
        let own = line.with(|line| line.as_ref().map(|line| line.id.clone()));
        own.is_some() && app.syncing.running.drive.get() == own
    };
    let again = Callback::new(move |()| {
        let Some(line) = line.get_untracked() else { return };
        spawn_local(async move { app.syncing.sync(&line).await });
    });
    let sync = move |_| again.run(());
    let allow = move |_| {
        let Some(line) = line.get_untracked() else { return };
        spawn_local(async move {
            match app.drives.ask_again(&line).await {
                Ok(true) => {
                    fault.try_set(None);
                    wants.try_set(Wants::Nothing);
                    app.syncing.sync(&line).await;
                }
                Ok(false) => drop(fault.try_set(Some(t(k::DRIVE_ALLOW_DENIED).to_owned()))),
                Err(why) => drop(fault.try_set(Some(words::fault(&why)))),
            }
        });
    };
    let text = RwSignal::new(String::new());
    let enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(line) = line.get_untracked() else { return };
        let (typed, kept) = (text.get_untracked(), keep.get_untracked());
        let kept = kept.then(|| typed.clone());
        let change = match wants.get_untracked() {
            Wants::Passphrase => {
                app.drives.keep_secret(line.passphrase_key(), typed);
                // Also where another device has sealed the drive.
                SecretChange::Passphrase(kept.unwrap_or_default())
            }
            Wants::Nothing | Wants::Reload | Wants::Tap | Wants::Password => {
                app.drives.keep_secret(line.password_key(), typed);
                SecretChange::Password(kept)
            }
        };
        text.set(String::new());
        wants.set(Wants::Nothing);
        spawn_local(async move {
            match app.drives.amend(&line.id, |line| change.apply(line)).await {
                Ok(Some(line)) => app.syncing.sync(&line).await,
                Ok(None) => {}
                Err(_) => app.work.say(t(k::DRIVE_DECIDE_FAILED)),
            }
        });
    };
    let user = move || match line.get().map(|line| line.way) {
        Some(Way::WebDav { user, .. }) => user,
        Some(Way::Folder) | None => String::new(),
    };
    let question = move || {
        match wants.get() {
        Wants::Nothing => ().into_any(),
        Wants::Reload => view! { <Reopen why=t(k::DRIVE_FAULT_NEEDS_RELOAD) /> }.into_any(),
        Wants::Tap => view! {
            <p>{t(k::DRIVE_WANTS_TAP)}</p>
            <button class="button button--main" on:click=allow data-testid="drive-allow">{t(k::DRIVE_ALLOW)}</button>
        }
        .into_any(),
        Wants::Password => view! {
            <form class="stack" on:submit=enter>
                <Secret label=t(k::DRIVE_PASSWORD) value=text test="drive-secret" />
                <p>{tf(k::DRIVE_WANTS_PASSWORD, &[("user", &user())])}</p>
                <Tick label=t(k::DRIVE_KEEP_PASSWORD) text=t(k::DRIVE_KEEP_PASSWORD_TEXT) value=keep test="enter-keep" />
                <button class="button button--main" data-testid="drive-enter">{t(k::DRIVE_ENTER)}</button>
            </form>
        }
        .into_any(),
        Wants::Passphrase => view! {
            <form class="stack" on:submit=enter>
                <Secret label=t(k::DRIVE_PASSPHRASE_FIELD) value=text test="drive-secret" />
                <p>{t(k::DRIVE_WANTS_PASSPHRASE)}</p>
                <Tick label=t(k::DRIVE_PASSPHRASE_KEEP) value=keep test="enter-keep" />
                <button class="button button--main" data-testid="drive-enter">{t(k::DRIVE_ENTER)}</button>
            </form>
        }
        .into_any(),
    }
    };
    let buttons = move || {
        if runs() {
            return view! {
                <button class="button" on:click=move |_| app.syncing.running.cancel() data-testid="sync-stop">{t(k::DRIVE_STOP)}</button>
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
            let (done, of) = app.syncing.running.progress.get();
            match of {
                0 => t(k::DRIVE_STATE_RUNNING).to_owned(),
                _ => tf(k::DRIVE_STATE_RUNNING_OF, &[("n", &done), ("of", &of)]),
            }
        })
    };
    let name = move || line.with(|line| line.as_ref().map(|line| line.name.clone()));
    let used_for = move || line.with(|line| line.as_ref().map(|line| roles(line.roles)));
    view! {
        <section class="card" data-testid="drive">
            <h2>{name}</h2>
            <p class="drive__roles">{used_for}</p>
            {move || line.get().map(|line| view! { <Standing line /> })}
            <p role="status" class="progress">{progress}</p>
            {question}
            {move || fault.get().map(|why| view! { <Notice tone=Tone::Bad><p>{why}</p></Notice> })}
            <p class="row">{buttons}</p>
            {move || line.get().map(|line| view! { <Waiting line again /> })}
            <details>
                <summary>{t(k::DRIVE_LOG)}</summary>
                {move || line.get().map(|line| view! { <Log line /> })}
            </details>
            <details>
                <summary>{t(k::DRIVE_SETTINGS)}</summary>
                <Settings id=own.get_value() line />
            </details>
        </section>
    }
    .into_any()
}

// What a person typed, and what of it stays in this browser.
enum SecretChange {
    Password(Option<String>),
    Passphrase(String),
}

impl SecretChange {
    fn apply(&self, line: &mut DriveLine) {
        match self {
            Self::Passphrase(kept) => line.passphrase = Some(kept.clone()),
            Self::Password(kept) => {
                if let Way::WebDav { password, .. } = &mut line.way {
                    password.clone_from(kept);
                }
            }
        }
    }
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
    let app = services();
    let Some(last) = line.last.clone() else {
        return view! { <p><span class="state">{t(k::DRIVE_STATE_NEVER)}</span></p> }.into_any();
    };
    let good = last.good.as_ref() == Some(&last.at);
    let at = i18n::date_time(&last.at);
    let (class, text) = match (good, last.report.refused_count()) {
        (true, 0) => ("state state--ok", tf(k::DRIVE_STATE_GOOD, &[("at", &at)])),
        (true, n) => {
            ("state state--lacking", tf(k::DRIVE_STATE_REFUSED, &[("at", &at), ("n", &n)]))
        }
        (false, _) => ("state state--bad", tf(k::DRIVE_STATE_NOT_GOOD, &[("at", &at)])),
    };
    let why = words::why(&last.report);
    let devices = line.roles.devices;
    let waiting = move || {
        let n = app.syncing.waiting(&line).filter(|_| devices)?;
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
