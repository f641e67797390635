//! Connecting a drive: which, what for, test.

use super::{
    fields::{UnitsFields, Uses, UsesFields, foreign_units},
    reopen::{self, Reopen},
    sealing::{Sealing, SealingFields},
    secret::{Secret, Tick},
    words,
};
use crate::{
    i18n::{k, t, tf},
    pages::{Head, Page},
    shell::services,
    ui::{Field, Notice, Tone},
};
use bcd_app::{
    drives::{DriveLine, Way},
    services::Services,
};
use bcd_core::{id::UnitId, sync::Roles};
use bcd_sync::probe::Probe;
use bcd_web::{page, policy, spawn_local};
use leptos::prelude::*;
use std::collections::BTreeSet;

// What the person has filled in below the address.
#[derive(Clone, Copy)]
struct Choices {
    uses: Uses,
    sealed: RwSignal<bool>,
    sealing: Sealing,
    fault: RwSignal<Option<String>>,
    probe: RwSignal<Option<Probe>, LocalStorage>,
    busy: RwSignal<bool>,
    /// Units on the drive, to join, once it is connected.
    found: RwSignal<Vec<(UnitId, String)>>,
    line: RwSignal<Option<DriveLine>>,
}

impl Choices {
    fn new() -> Self {
        Self {
            uses: Uses::new(Roles { devices: true, sends: false, collects: false }),
            sealed: RwSignal::new(false),
            sealing: Sealing::new(),
            fault: RwSignal::new(None),
            probe: RwSignal::new_local(None),
            busy: RwSignal::new(false),
            found: RwSignal::new(Vec::new()),
            line: RwSignal::new(None),
        }
    }

    // What the person must complete before the connection can be tried.
    fn missing(self) -> Option<&'static str> {
        let seal = self.sealed.get_untracked();
        self.uses.missing().or_else(|| seal.then(|| self.sealing.missing()).flatten())
    }

    // Tests, and keeps the line if the test went well.
    async fn connect(self, app: Services, mut line: DriveLine) {
        self.busy.set(true);
        self.fault.set(None);
        self.probe.set(None);
        line.roles = untrack(|| self.uses.get());
        if self.sealed.get_untracked() {
            self.sealing.typed().seal(app.drives, &mut line);
        }
        match app.drives.test(&mut line).await {
            Ok(probe) => {
                // A drive that is only for collecting may be read-only; the other uses need to
                // write.
                let Roles { devices, sends, .. } = line.roles;
                let read_only = probe.is_read_only() && !devices && !sends;
                if read_only {
                    app.work.say(t(k::DRIVE_READ_ONLY));
                }
                let good = probe.fault().is_none() || read_only;
                self.probe.set(Some(probe));
                if good {
                    self.connected(app, line).await;
                }
            }
            Err(fault) => self.fault.set(Some(words::fault(&fault))),
        }
        // The page may be another by now; then its policy has waited for this.
        if self.busy.try_set(false).is_some() {
            reopen::narrow(app).await;
        }
    }

    async fn connected(self, app: Services, line: DriveLine) {
        let others = match line.roles.devices {
            true => match foreign_units(app, &line).await {
                Ok(others) => others,
                // A drive is not kept if it is unknown which units are on it.
                Err(fault) => {
                    self.fault.try_set(Some(words::fault(&fault)));
                    return;
                }
            },
            false => Vec::new(),
        };
        if others.is_empty() {
            return self.keep(app, line).await;
        }
        self.found.try_set(others);
        self.line.try_set(Some(line));
    }

    async fn keep(self, app: Services, line: DriveLine) {
        match app.drives.keep(line.clone()).await {
            Ok(()) => {
                app.work.say(tf(k::DRIVE_CONNECTED, &[("name", &line.name)]));
                page::go(&Page::Drive.href());
                app.syncing.sync(&line).await;
            }
            Err(_) => drop(self.fault.try_set(Some(t(k::DRIVE_TROUBLE_STORAGE).to_owned()))),
        }
    }
}

#[component]
fn Form(choices: Choices) -> impl IntoView {
    view! {
        <UsesFields uses=choices.uses />
        <fieldset class="fields">
            <legend class="hidden">{t(k::DRIVE_PASSPHRASE)}</legend>
            <Tick label=t(k::DRIVE_PASSPHRASE) text=t(k::DRIVE_PASSPHRASE_TEXT) value=choices.sealed test="seal" />
            {move || choices.sealed.get().then(|| view! { <SealingFields sealing=choices.sealing /> })}
        </fieldset>
        <Tested choices />
        {move || choices.fault.get().map(|why| view! { <Notice tone=Tone::Bad test="connect-fault"><p>{why}</p></Notice> })}
    }
    .into_any()
}

#[component]
fn Tested(choices: Choices) -> impl IntoView {
    move || {
        choices.probe.get().map(|probe| {
            let rows = probe.steps.iter().map(|(step, outcome)| {
                let (class, mark, text) = words::outcome(outcome);
                view! {
                    <li><span class=class>{mark} " " {t(words::step(*step))} ": " {text}</span></li>
                }
            });
            view! {
                <div data-testid="test-result" role="status">
                    <h3>{t(k::DRIVE_TEST)}</h3>
                    <ul class="plain">{rows.collect_view()}</ul>
                </div>
            }
        })
    }
}

#[component]
fn Buttons(choices: Choices) -> impl IntoView {
    view! {
        <p class="row">
            <button class="button button--main" disabled=choices.busy data-testid="connect">
                {move || t(if choices.busy.get() { k::DRIVE_FINISHING } else { k::DRIVE_FINISH })}
            </button>
            <a class="button button--quiet" href=Page::Drive.href()>{t(k::DRIVE_CANCEL)}</a>
        </p>
    }
}

// Units that lie on the drive and not here: which of them is the person's own.
#[component]
fn Join(choices: Choices) -> impl IntoView {
    let app = services();
    let chosen = RwSignal::new(BTreeSet::<UnitId>::new());
    let done = move |_| {
        let Some(mut line) = choices.line.get_untracked() else { return };
        line.joined = chosen.get_untracked();
        spawn_local(async move { choices.keep(app, line).await });
    };
    move || {
        let units = choices.found.get();
        (!units.is_empty()).then(|| {
            view! {
                <section class="card" data-testid="join">
                    <h2>{t(k::DRIVE_JOIN)}</h2>
                    <p>{t(k::DRIVE_JOIN_TEXT)}</p>
                    <UnitsFields units chosen />
                    <button class="button button--main" on:click=done data-testid="join-done">{t(k::DRIVE_CONNECT)}</button>
                </section>
            }
        })
    }
}

/// The form for a folder of this device.
#[component]
pub fn FolderForm() -> impl IntoView {
    let app = services();
    let choices = Choices::new();
    let picked = RwSignal::new(None::<DriveLine>);
    let pick = move |_| {
        spawn_local(async move {
            let said = app.drives.pick().await.map(|line| {
                if line.is_some() {
                    picked.try_set(line);
                }
            });
            choices.fault.try_set(said.err().map(|fault| words::fault(&fault)));
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(why) = choices.missing() {
            return choices.fault.set(Some(why.to_owned()));
        }
        if let Some(line) = picked.get_untracked() {
            spawn_local(async move { choices.connect(app, line).await });
        }
    };
    if !app.drives.can_pick() {
        return view! {
            <Head title=t(k::DRIVE_BY_FOLDER) />
            <Notice tone=Tone::Warn><p>{t(k::DRIVE_BY_FOLDER_CANNOT)}</p></Notice>
            <p class="row">
                <a class="button" href=super::href(super::HAND)>{t(k::DRIVE_BY_HAND)}</a>
                <a class="button" href=super::href(super::WEBDAV)>{t(k::DRIVE_BY_WEBDAV)}</a>
            </p>
        }
        .into_any();
    }
    view! {
        <Head title=t(k::DRIVE_BY_FOLDER) />
        <p class="lead">{t(k::DRIVE_BY_FOLDER_TEXT)}</p>
        <form class="card" on:submit=submit>
            <p class="row">
                <button type="button" class="button" on:click=pick data-testid="pick-folder">{t(k::DRIVE_PICK)}</button>
                {move || picked.get().map(|line| view! { <b>{tf(k::DRIVE_PICKED, &[("name", &line.name)])}</b> })}
            </p>
            <Form choices />
            {move || picked.get().is_some().then(|| view! { <Buttons choices /> })}
        </form>
        <Join choices />
    }
    .into_any()
}

/// The form for a WebDAV server.
#[component]
pub fn WebDavForm() -> impl IntoView {
    let app = services();
    if policy::is_narrow() {
        return view! {
            <Head title=t(k::DRIVE_BY_WEBDAV) />
            <section class="card"><Reopen why=t(k::DRIVE_REOPEN_TEXT) /></section>
        }
        .into_any();
    }
    let choices = Choices::new();
    // Whoever leaves needs no other server any more; a test that runs still does.
    on_cleanup(move || {
        if !choices.busy.get_untracked() {
            spawn_local(reopen::narrow(app));
        }
    });
    let [address, user, password] = [(); 3].map(|()| RwSignal::new(String::new()));
    let keep = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(why) = choices.missing() {
            return choices.fault.set(Some(why.to_owned()));
        }
        let (address, user) = (address.get_untracked(), user.get_untracked());
        let (address, user) = (address.trim().to_owned(), user.trim().to_owned());
        let secret = password.get_untracked();
        let way = Way::WebDav {
            address: address.clone(),
            user,
            password: keep.get_untracked().then(|| secret.clone()),
            known: bcd_sync::webdav::Known::default(),
        };
        let line = app.drives.new_line(server_name(&address), way);
        app.drives.keep_secret(line.password_key(), secret);
        spawn_local(async move { choices.connect(app, line).await });
    };
    view! {
        <Head title=t(k::DRIVE_BY_WEBDAV) />
        <p class="lead">{t(k::DRIVE_BY_WEBDAV_TEXT)}</p>
        <form class="card" on:submit=submit>
            <Field label=t(k::DRIVE_ADDRESS) hint=t(k::DRIVE_ADDRESS_HINT).to_owned() value=address max=500
                on_input=Callback::new(move |text| address.set(text)) test="address" />
            <Field label=t(k::DRIVE_USER) value=user max=200
                on_input=Callback::new(move |text| user.set(text)) test="user" />
            <Secret label=t(k::DRIVE_PASSWORD) hint=t(k::DRIVE_PASSWORD_HINT) value=password test="password" />
            <Tick label=t(k::DRIVE_KEEP_PASSWORD) text=t(k::DRIVE_KEEP_PASSWORD_TEXT) value=keep test="keep-password" />
            <Form choices />
            <Buttons choices />
        </form>
        <Join choices />
    }
    .into_any()
}

// The host, or the folder on this page's own.
fn server_name(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split('/').find(|part| !part.is_empty()).unwrap_or(rest);
    host.rsplit('@').next().unwrap_or(host).to_owned()
}
