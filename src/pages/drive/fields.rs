//! What a person says of a drive, when connecting it and later: what it is for, and which units lie
//! on it.

use super::secret::Tick;
use crate::{
    i18n::{k, t},
    ui::{Notice, Tone},
};
use bcd_app::{drives::DriveLine, services::Services};
use bcd_core::{id::UnitId, sync::Roles};
use bcd_sync::drive::DriveFault;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What the drive is used for, as it is ticked.
#[derive(Clone, Copy)]
pub struct Uses {
    devices: RwSignal<bool>,
    sends: RwSignal<bool>,
    collects: RwSignal<bool>,
}

impl Uses {
    /// As it is to begin with.
    pub fn new(roles: Roles) -> Self {
        Self {
            devices: RwSignal::new(roles.devices),
            sends: RwSignal::new(roles.sends),
            collects: RwSignal::new(roles.collects),
        }
    }

    /// What is ticked.
    pub fn get(self) -> Roles {
        Roles {
            devices: self.devices.get(),
            sends: self.sends.get(),
            collects: self.collects.get(),
        }
    }

    /// What must be mended first.
    pub fn missing(self) -> Option<&'static str> {
        let Roles { devices, sends, collects } = untrack(|| self.get());
        (!devices && !sends && !collects).then(|| t(k::DRIVE_ROLE_NONE))
    }
}

/// The three uses, with a warning where they do not go together.
#[component]
pub fn UsesFields(uses: Uses) -> impl IntoView {
    let warns = move || uses.get().devices && uses.get().is_shared();
    view! {
        <fieldset class="fields">
            <legend>{t(k::DRIVE_ROLES)}</legend>
            <Tick label=t(k::DRIVE_ROLE_DEVICES) text=t(k::DRIVE_ROLE_DEVICES_TEXT) value=uses.devices test="role-devices" />
            <Tick label=t(k::DRIVE_ROLE_SENDS) text=t(k::DRIVE_ROLE_SENDS_TEXT) value=uses.sends test="role-sends" />
            <Tick label=t(k::DRIVE_ROLE_COLLECTS) text=t(k::DRIVE_ROLE_COLLECTS_TEXT) value=uses.collects test="role-collects" />
            {move || warns().then(|| view! { <Notice tone=Tone::Warn><p>{t(k::DRIVE_ROLE_WARN)}</p></Notice> })}
        </fieldset>
    }
    .into_any()
}

/// Units that lie on a drive and not in this browser: id, and name as file names have it.
///
/// # Errors
/// [`DriveFault`] of the drive.
pub async fn foreign_units(
    app: Services,
    line: &DriveLine,
) -> Result<Vec<(UnitId, String)>, DriveFault> {
    let mine: BTreeSet<UnitId> = app
        .work
        .dossiers
        .with_untracked(|lines| lines.iter().map(|line| line.unit.clone()).collect());
    let mut found = app.drives.units(line).await?;
    found.retain(|(unit, _)| !mine.contains(unit) || line.joined.contains(unit));
    Ok(found)
}

/// Units to join, each a box to tick.
#[component]
pub fn UnitsFields(
    /// Those on the drive.
    units: Vec<(UnitId, String)>,
    /// Those that are ticked.
    chosen: RwSignal<BTreeSet<UnitId>>,
) -> impl IntoView {
    let rows = units.into_iter().map(|(unit, slug)| {
        let (test, other) = (format!("join-{unit}"), unit.clone());
        let change = move |event| {
            let on = event_target_checked(&event);
            chosen.update(|all| {
                if on {
                    all.insert(other.clone());
                } else {
                    all.remove(&other);
                }
            });
        };
        view! {
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || chosen.with(|all| all.contains(&unit))
                    on:change=change
                    data-testid=test
                />
                <b>{slug.replace('-', " ")}</b>
            </label>
        }
    });
    rows.collect_view().into_any()
}
