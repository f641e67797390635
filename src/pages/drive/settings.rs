//! The settings of a drive that is connected: what it is for, which units are read from it, looking
//! at everything again, and taking leave of it.

use super::{
    fields::{UnitsFields, Uses, UsesFields, foreign_units},
    sealing::{ChangeSetting, SealSetting},
    words,
};
use crate::{
    i18n::{k, t},
    shell::services,
    ui::{Notice, Tone},
};
use bcd_app::{
    drives::{DriveLine, NotForgotten},
    services::Services,
};
use bcd_core::{id::UnitId, sync::Roles};
use bcd_web::spawn_local;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// All settings of a drive. They are drawn once and stay while its line changes, so that typed text
/// is kept.
#[component]
pub fn Settings(id: String, line: Memo<Option<DriveLine>>) -> impl IntoView {
    let id = StoredValue::new(id);
    let sealed = Memo::new(move |_| {
        line.with(|line| line.as_ref().is_some_and(|line| line.passphrase.is_some()))
    });
    view! {
        <UsesSetting line />
        {move || if sealed.get() {
            view! { <ChangeSetting id /> }.into_any()
        } else {
            view! { <SealSetting id /> }.into_any()
        }}
        <Recheck id />
        <Disconnect line />
    }
    .into_any()
}

// Changes the line, reports the result, and syncs. If the drive was disconnected in another tab,
// the card disappears by itself.
pub(super) async fn amend(app: Services, id: &str, change: impl Fn(&mut DriveLine)) {
    match app.drives.amend(id, change).await {
        Ok(Some(line)) => {
            app.work.say(t(k::DRIVE_SETTINGS_SAVED));
            spawn_local(async move { app.syncing.sync(&line).await });
        }
        Ok(None) => {}
        Err(_) => app.work.say(t(k::DRIVE_DECIDE_FAILED)),
    }
}

// Saves what a drive is used for. A read-only drive is tested again, since that may have changed.
// An error is a text for the person; then nothing was saved.
async fn save_uses(
    app: Services,
    now: DriveLine,
    roles: Roles,
    joined: BTreeSet<UnitId>,
) -> Result<(), String> {
    let mut tested = None;
    if now.is_read_only() {
        let mut again = now.clone();
        let probe = app.drives.test(&mut again).await.map_err(|why| words::fault(&why))?;
        let writes = roles.devices || roles.sends;
        match probe.fault() {
            None => {}
            Some(_) if probe.is_read_only() && !writes => {}
            Some(_) if probe.is_read_only() => return Err(t(k::DRIVE_READ_ONLY_USES).to_owned()),
            Some((_, why)) => return Err(words::fault(why)),
        }
        tested = Some(again);
    }
    let change = |line: &mut DriveLine| {
        if let Some(tested) = &tested {
            line.take_found(tested);
        }
        line.roles = roles;
        line.joined.clone_from(&joined);
    };
    amend(app, &now.id, change).await;
    Ok(())
}

#[component]
fn UsesSetting(line: Memo<Option<DriveLine>>) -> impl IntoView {
    let app = services();
    let now = line.get_untracked();
    let uses = Uses::new(now.as_ref().map(|line| line.roles).unwrap_or_default());
    let chosen = RwSignal::new(now.map(|line| line.joined).unwrap_or_default());
    let found = RwSignal::new(None::<Vec<(UnitId, String)>>);
    let fault = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let look = move |_| {
        let Some(line) = line.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match foreign_units(app, &line).await {
                Ok(units) => {
                    fault.try_set(None);
                    found.try_set(Some(units));
                }
                Err(why) => drop(fault.try_set(Some(words::fault(&why)))),
            }
            busy.try_set(false);
        });
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        fault.set(uses.missing().map(str::to_owned));
        if fault.with_untracked(Option::is_some) {
            return;
        }
        let Some(now) = line.get_untracked() else { return };
        let (roles, joined) = (untrack(|| uses.get()), chosen.get_untracked());
        busy.set(true);
        spawn_local(async move {
            let saved = save_uses(app, now, roles, joined).await;
            fault.try_set(saved.err());
            // The page may be another by now.
            busy.try_set(false);
        });
    };
    let units = move || {
        uses.get().devices.then(|| match found.get() {
            None => view! {
                <button type="button" class="button" on:click=look disabled=busy data-testid="units-look">
                    {t(k::DRIVE_UNITS_LOOK)}
                </button>
            }
            .into_any(),
            Some(units) if units.is_empty() => {
                view! { <p class="field__note" data-testid="units-none">{t(k::DRIVE_UNITS_NONE)}</p> }.into_any()
            }
            Some(units) => view! {
                <fieldset class="fields" data-testid="units">
                    <legend>{t(k::DRIVE_JOIN)}</legend>
                    <p class="field__note">{t(k::DRIVE_JOIN_TEXT)}</p>
                    <UnitsFields units chosen />
                </fieldset>
            }
            .into_any(),
        })
    };
    view! {
        <form class="setting" on:submit=save>
            <UsesFields uses />
            {units}
            {move || fault.get().map(|why| view! { <Notice tone=Tone::Bad test="settings-fault"><p>{why}</p></Notice> })}
            <button class="button button--main" disabled=busy data-testid="settings-save">
                {move || t(if busy.get() { k::DRIVE_FINISHING } else { k::DRIVE_SETTINGS_SAVE })}
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn Recheck(id: StoredValue<String>) -> impl IntoView {
    let app = services();
    let again = move |_| {
        let id = id.get_value();
        spawn_local(async move {
            match app.syncing.recheck(&id).await {
                Ok(()) => {}
                Err(_) => app.work.say(t(k::DRIVE_DECIDE_FAILED)),
            }
        });
    };
    view! {
        <div class="setting">
            <button class="button" on:click=again data-testid="recheck">{t(k::DRIVE_RECHECK)}</button>
            <p class="field__note">{t(k::DRIVE_RECHECK_TEXT)}</p>
        </div>
    }
    .into_any()
}

#[component]
fn Disconnect(line: Memo<Option<DriveLine>>) -> impl IntoView {
    let app = services();
    let asked = RwSignal::new(false);
    let disconnect = move |_| {
        if !asked.get_untracked() {
            return asked.set(true);
        }
        let Some(line) = line.get_untracked() else { return };
        spawn_local(async move {
            app.syncing.stop_for(&line);
            match app.drives.forget(&line).await {
                // A handle that could not be removed is of no use without the drive.
                Ok(()) | Err(NotForgotten::Handle(_)) => app.work.say(t(k::DRIVE_DISCONNECTED)),
                Err(NotForgotten::Store(_)) => app.work.say(t(k::DRIVE_DECIDE_FAILED)),
            }
        });
    };
    view! {
        <div class="setting">
            <button class="button" on:click=disconnect data-testid="disconnect">
                {move || t(if asked.get() { k::DRIVE_DISCONNECT_SURE } else { k::DRIVE_DISCONNECT })}
            </button>
        </div>
    }
    .into_any()
}
