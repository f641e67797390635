//! More: backup, dossiers of this browser, the unit's own lines, language, theme, this app.

use super::{
    Head,
    home::CopyLine,
    outgoing::HandOut,
    send::SenderName,
    start::{kinds, modes},
};
use crate::{
    i18n::{self, Lang, k, t, tf},
    language,
    pages::Page,
    shell::{Shell, services},
    ui::{Choice, Field, Icon, Notice, Tone, icon},
};
use bcd_app::{
    exchange::outgoing::{Outgoing, SendError},
    lists::Copied,
    workspace::DossierLine,
};
use bcd_core::{command::Command, criteria::Mode, dossier::Unit};
use bcd_web::{device, page, prefs, spawn_local, worker_update};
use leptos::prelude::*;

/// The page of everything else.
pub fn view(_inner: Memo<String>) -> AnyView {
    view! { <More /> }.into_any()
}

#[component]
fn More() -> impl IntoView {
    let app = services();
    let book = move || app.work.id.with(Option::is_some).then(|| view! { <Book /> });
    let own = move || {
        app.work.id.with(Option::is_some).then(|| {
            view! {
                <section class="card" aria-labelledby="unit-h">
                    <h2 id="unit-h">{t(k::MORE_UNIT)}</h2>
                    <UnitForm />
                </section>
            }
        })
    };
    view! {
        <Head title=t(k::MORE_TITLE) />
        {book}
        <div class="columns">
            <div>
                <section class="card" aria-labelledby="drive-h">
                    <h2 id="drive-h">{t(k::DRIVE_TITLE)}</h2>
                    <p>{t(k::DRIVE_LEAD)}</p>
                    <p class="row">
                    <a class="button" href=Page::Drive.href() data-testid="to-drive">{icon(Icon::Link)} {t(k::DRIVE_OPEN)}</a>
                    <a class="button" href=Page::Packs.href() data-testid="to-packs">{icon(Icon::Page)} {t(k::PACK_TITLE)}</a>
                    </p>
                </section>
                <section class="card" aria-labelledby="backup-h">
                    <h2 id="backup-h">{t(k::MORE_BACKUP)}</h2>
                    <Backup />
                </section>
                <section class="card" aria-labelledby="dossiers-h">
                    <h2 id="dossiers-h">{t(k::MORE_DOSSIERS)}</h2>
                    <Dossiers />
                </section>
            </div>
            <div>
                {own}
                <section class="card" aria-labelledby="settings-h">
                    <h2 id="settings-h">{t(k::MORE_SETTINGS)}</h2>
                    <Settings />
                </section>
                <section class="card" aria-labelledby="about-h">
                    <h2 id="about-h">{t(k::MORE_ABOUT)}</h2>
                    <About />
                </section>
            </div>
        </div>
    }
    .into_any()
}

// The pages of the working year that have no tab of their own.
#[component]
fn Book() -> impl IntoView {
    let links = [
        (Page::Branches.route(), Icon::Home, k::BRANCHES_TITLE),
        (Page::Figures.route(), Icon::Pen, k::FIGURES_TITLE),
        (Page::Register.route(), Icon::Check, k::REGISTER_TITLE),
    ];
    let links = links.map(|(route, which, text)| {
        view! { <a class="button" href=route.href()>{icon(which)} {t(text)}</a> }
    });
    view! {
        <section class="card" aria-labelledby="book-h">
            <h2 id="book-h">{t(k::MORE_BOOK)}</h2>
            <p class="row">{links.into_iter().collect_view()}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Backup() -> impl IntoView {
    let app = services();
    let ready = RwSignal::new_local(None::<(Outgoing, Copied)>);
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let make = move |_| {
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match app.backups.make().await {
                Ok(made) => ready.set(Some(made)),
                Err(why) => error.set(Some(words(&why))),
            }
            busy.set(false);
        });
    };
    let done = Callback::new(move |()| {
        if let Some((_, copied)) = ready.get_untracked() {
            spawn_local(async move { app.backups.note_copied(copied).await });
        }
    });
    view! {
        <p>{t(k::MORE_BACKUP_TEXT)}</p>
        <CopyLine />
        <p class="row">
            <button class="button button--main" on:click=make disabled=busy data-testid="backup">
                {move || t(if busy.get() { k::SEND_BUSY } else { k::MORE_BACKUP_MAKE })}
            </button>
            <a class="button" href=Page::Receive.href()>{t(k::MORE_RESTORE)}</a>
        </p>
        {move || error.get().map(|why| view! { <Notice tone=Tone::Bad><p>{why}</p></Notice> })}
        <div role="status">
            {move || ready.get().map(|(file, copied)| view! {
                <div class="ready" data-testid="backup-ready"><p class="done">{t(k::MORE_BACKUP_READY)}</p>{left_out(copied.left_out)}<HandOut file on_done=done /></div>
            })}
        </div>
    }
    .into_any()
}

// What a copy lacks is said before it is relied on.
fn left_out(rows: usize) -> Option<impl IntoView> {
    (rows > 0).then(|| {
        view! { <Notice tone=Tone::Warn><p>{tf(k::MORE_BACKUP_LACKS, &[("n", &rows)])}</p></Notice> }
    })
}

fn words(error: &SendError) -> String {
    match error {
        SendError::Problems(problems) => {
            problems.iter().map(i18n::problem).collect::<Vec<_>>().join(" ")
        }
        SendError::Store(_) | SendError::NoOffice | SendError::Sample => {
            t(k::MORE_BACKUP_STORE_FAULT).to_owned()
        }
        SendError::Engine(why) => tf(k::SEND_ENGINE_FAULT, &[("why", why)]),
    }
}

#[component]
fn Dossiers() -> impl IntoView {
    let app = services();
    let rows = move || {
        let lines = app.work.dossiers.get();
        lines.into_iter().map(|line| view! { <DossierRow line /> }).collect_view()
    };
    view! {
        <ul class="plain">{rows}</ul>
        <p class="row">
            <a class="button" href=Page::Start.href()>{t(k::MORE_NEW)}</a>
            <a class="button" href=Page::Sample.href()>{t(k::START_SAMPLE)}</a>
            <a class="button" href=Page::Units.open("thu").href()>{t(k::UNITS_SAMPLE_TRY)}</a>
        </p>
    }
    .into_any()
}

#[component]
fn DossierRow(line: DossierLine) -> impl IntoView {
    let app = services();
    let asked = RwSignal::new(false);
    let id = line.id.clone();
    let here = {
        let id = id.clone();
        move || app.work.id.with(|current| current.as_ref() == Some(&id))
    };
    let open = {
        let id = id.clone();
        move |_| {
            app.work.open(id.clone());
            page::go(&Page::Home.href());
        }
    };
    let delete = move |_| {
        // A sample may be deleted at once; for what people typed they are asked twice.
        if !line.sample && !asked.get_untracked() {
            return asked.set(true);
        }
        let id = id.clone();
        spawn_local(async move {
            match app.merging.delete(&id).await {
                Ok(()) => app.work.say(t(k::MORE_DELETED)),
                Err(_) => app.work.say(t(k::MORE_DELETE_FAILED)),
            }
        });
    };
    view! {
        <li class="earlier" data-testid="dossier">
            <span>
                <b>{line.name.clone()}</b> " · " {line.cycle.clone()} " "
                {line.sample.then(|| view! { <span class="tag tag--sample">{t(k::HOME_SAMPLE)}</span> })}
                {move || here().then(|| view! { <span class="state state--ok">{t(k::MORE_CURRENT)}</span> })}
            </span>
            <button class="button button--quiet" on:click=open>{t(k::MORE_OPEN)}</button>
            <button class="button button--quiet" on:click=delete data-testid="delete">
                {move || t(if asked.get() { k::MORE_DELETE_SURE } else if line.sample { k::MORE_THROW_AWAY } else { k::MORE_DELETE })}
            </button>
        </li>
    }
    .into_any()
}

#[component]
fn UnitForm() -> impl IntoView {
    let app = services();
    let value = move |get: fn(&Unit) -> &String| {
        Signal::derive(move || app.work.dossier.with(|d| get(&d.unit).clone()))
    };
    let write = move |field: &'static str| {
        Callback::new(move |text| app.work.dispatch(Command::SetUnit(field, text)))
    };
    let leave = Callback::new(move |()| app.work.end_typing());
    let mode = Signal::derive(move || app.work.mode.get().as_str().to_owned());
    let set_mode = Callback::new(move |word: String| {
        if let Some(mode) = Mode::parse(&word) {
            app.work.dispatch(Command::SetMode(mode));
        }
    });
    view! {
        <Field label=t(k::START_NAME) value=value(|u| &u.name) on_input=write("name") on_leave=leave max=200 />
        <Choice label=t(k::START_KIND) options=kinds() value=value(|u| &u.kind) on_change=write("kind") />
        <Field label=t(k::START_UPPER) value=value(|u| &u.upper) on_input=write("upper") on_leave=leave max=200 />
        <Field label=t(k::START_CLUSTER) value=value(|u| &u.cluster) on_input=write("cluster") on_leave=leave max=200 />
        <Choice label=t(k::START_MODE) options=modes() value=mode on_change=set_mode />
        <SenderName />
    }
    .into_any()
}

#[component]
fn Settings() -> impl IntoView {
    let shell = Shell::here();
    let languages = vec![
        ("vi".to_owned(), t(k::MORE_VIETNAMESE).to_owned()),
        ("en".to_owned(), t(k::MORE_ENGLISH).to_owned()),
    ];
    let lang = i18n::lang().code();
    let set_lang = Callback::new(move |word: String| {
        prefs::set(prefs::LANG, &word);
        let lang = Lang::parse(&word);
        spawn_local(async move {
            language::speak(lang).await;
            shell.lang.set(lang);
        });
    });
    let themes = vec![
        ("system".to_owned(), t(k::MORE_THEME_SYSTEM).to_owned()),
        ("light".to_owned(), t(k::MORE_THEME_LIGHT).to_owned()),
        ("dark".to_owned(), t(k::MORE_THEME_DARK).to_owned()),
    ];
    let theme = prefs::get(prefs::THEME).unwrap_or_else(|| "system".to_owned());
    let set_theme = Callback::new(move |word: String| {
        if word == "system" {
            prefs::remove(prefs::THEME);
            page::set_theme(None);
        } else {
            prefs::set(prefs::THEME, &word);
            page::set_theme(Some(&word));
        }
    });
    view! {
        <Choice label=t(k::MORE_LANGUAGE) options=languages value=lang.to_owned() on_change=set_lang test="language" />
        <Choice label=t(k::MORE_THEME) options=themes value=theme on_change=set_theme test="theme" />
    }
    .into_any()
}

#[component]
fn About() -> impl IntoView {
    let persisted = RwSignal::new(false);
    spawn_local(async move {
        let kept = device::is_persisted().await;
        // The page may be gone by now.
        persisted.try_set(kept);
    });
    let offline =
        if worker_update::works_offline() { k::MORE_OFFLINE_YES } else { k::MORE_OFFLINE_NO };
    let kept = move || t(if persisted.get() { k::MORE_KEPT_YES } else { k::MORE_KEPT_NO });
    view! {
        <ul class="contents">
            <li data-testid="offline">{t(offline)}</li>
            <li>{kept}</li>
            <li>{t(k::MORE_LOCAL)}</li>
            <li>{tf(k::MORE_VERSION, &[("version", &env!("CARGO_PKG_VERSION"))])}</li>
        </ul>
    }
    .into_any()
}
