//! The code of this device, and the keys that are known of others.

use super::href;
use crate::{
    i18n::{self, Key, k, t, tf},
    pages::{
        Head,
        known::{Words, mark},
    },
    shell::services,
    ui::{Icon, Notice, Tone, icon},
};
use bcd_app::{
    merging::KnownDevice,
    services::Services,
    signing::{SignerRow, Whose},
};
use bcd_core::{
    id::{SignerKey, UnitId},
    signer::{Identity, Pin, Role},
};
use bcd_web::{page, spawn_local};
use leptos::prelude::*;

/// This view of the page, as it stands in the address; after it, a key that was scanned.
pub const CODE: &str = "ma";

/// The page.
#[component]
pub fn Code(
    /// The key that was scanned; empty = none.
    scanned: String,
) -> impl IntoView {
    let app = services();
    app.received.want();
    let unit = move || app.work.dossier.with(|dossier| dossier.unit.id.clone());
    let others = move || {
        let unit = unit();
        (!unit.as_str().is_empty()).then(|| {
            view! {
                <section class="card" aria-labelledby="upper-h">
                    <h2 id="upper-h">{t(k::KEYS_UPPER)}</h2>
                    <Upper unit=unit.clone() />
                </section>
                <section class="card" aria-labelledby="devices-h">
                    <h2 id="devices-h">{t(k::KEYS_DEVICES)}</h2>
                    <Devices unit />
                </section>
            }
        })
    };
    view! {
        <Head title=t(k::KEYS_TITLE) />
        <p class="lead">{t(k::KEYS_LEAD)}</p>
        {(!scanned.is_empty()).then(|| view! { <Scanned signer=SignerKey(scanned) /> })}
        <section class="card" aria-labelledby="own-h">
            <h2 id="own-h">{t(k::KEYS_OWN)}</h2>
            <Own />
        </section>
        {others}
        <p><a class="button" href=href("")>{icon(Icon::Back)} {t(k::KEYS_BACK)}</a></p>
    }
    .into_any()
}

// None = not read yet.
type Found = Option<Result<Option<SignerKey>, String>>;

#[component]
fn Own() -> impl IntoView {
    let app = services();
    let own = RwSignal::new(None as Found);
    spawn_local(async move {
        let found = app.signers.own().await;
        own.try_set(Some(found));
    });
    move || match own.get() {
        None => ().into_any(),
        Some(Ok(Some(signer))) => view! {
            <Words signer=signer.clone() />
            <p class="field__note">{t(k::KEYS_OWN_TEXT)}</p>
            <Picture signer />
        }
        .into_any(),
        Some(Ok(None)) => view! {
            <Notice tone=Tone::Warn test="code-none"><p>{t(k::KEYS_OWN_NONE)}</p></Notice>
        }
        .into_any(),
        Some(Err(_)) => {
            view! { <Notice tone=Tone::Bad><p>{t(k::KEYS_OWN_FAULT)}</p></Notice> }.into_any()
        }
    }
}

// A picture of the address of this page with the key behind it: any phone's camera opens that.
#[component]
fn Picture(signer: SignerKey) -> impl IntoView {
    let app = services();
    let made = RwSignal::new(None::<(String, u32)>);
    spawn_local(async move {
        let here = page::address();
        let here = here.split('#').next().unwrap_or_default();
        let link = format!("{here}{}/{signer}", href(CODE));
        // Without it the words are still there.
        if let Ok(picture) = app.signers.qr(&link).await {
            made.try_set(Some(picture));
        }
    });
    move || {
        made.get().map(|(path, side)| {
            // Four modules of quiet on each side, as readers ask for.
            let view_box = format!("-4 -4 {0} {0}", side + 8);
            view! {
                <figure class="qr">
                    <svg viewBox=view_box role="img" aria-label=t(k::KEYS_QR) data-testid="qr">
                        <path d=path />
                    </svg>
                    <figcaption class="field__note">{t(k::KEYS_QR_TEXT)}</figcaption>
                </figure>
            }
        })
    }
}

// A key that the camera of this phone read from another one's screen.
#[component]
fn Scanned(signer: SignerKey) -> impl IntoView {
    let app = services();
    let found = RwSignal::new(None::<(bool, Vec<Whose>)>);
    let key = signer.clone();
    Effect::new(move |_| {
        app.lists.units.track();
        app.lists.uppers.track();
        app.lists.received.track();
        let key = key.clone();
        spawn_local(async move {
            let own = app.signers.own().await.is_ok_and(|own| own.as_ref() == Some(&key));
            match app.signers.whose(&key).await {
                Ok(whose) => drop(found.try_set(Some((own, whose)))),
                Err(_) => app.work.say(t(k::KEYS_FAILED)),
            }
        });
    });
    let body = move || {
        let (own, whose) = found.get()?;
        let rows = whose.into_iter().map(|it| {
            let text = tf(k::KEYS_SCANNED_KNOWN, &[("name", &it.row.name)]);
            let (role, unit, row) = (it.role, it.unit, it.row);
            let signer = signer.clone();
            view! { <li><p>{text}</p> <Judge role unit signer row /></li> }
        });
        let rows = rows.collect_view();
        Some(match (own, rows.is_empty()) {
            (true, _) => view! { <p>{t(k::KEYS_SCANNED_OWN)}</p> }.into_any(),
            (false, true) => view! { <p>{t(k::KEYS_SCANNED_UNKNOWN)}</p> }.into_any(),
            (false, false) => view! { <ul class="plain">{rows}</ul> }.into_any(),
        })
    };
    view! {
        <section class="card" aria-labelledby="scanned-h" data-testid="scanned">
            <h2 id="scanned-h">{t(k::KEYS_SCANNED)}</h2>
            {body}
        </section>
    }
}

const fn identity_of(pin: Pin) -> Identity {
    match pin {
        Pin::First => Identity::First,
        Pin::Compared => Identity::Confirmed,
        Pin::Rejected => Identity::Rejected,
    }
}

#[component]
fn Judge(
    role: Role,
    unit: UnitId,
    signer: SignerKey,
    row: SignerRow,
    /// What the button says that rejects the key.
    #[prop(default = k::KEYS_OTHER)]
    other: Key,
) -> impl IntoView {
    let app = services();
    let kept = StoredValue::new((unit, signer, row.name.clone()));
    let judge = move |pin: Pin| {
        let (unit, signer, name) = kept.get_value();
        spawn_local(async move {
            let done = app.receiving.judge(role, &unit, &signer, &name, pin).await;
            app.work.say(t(if done.is_ok() { k::KEYS_JUDGED } else { k::KEYS_FAILED }));
        });
    };
    let confirmed = row.pin == Pin::Compared;
    view! {
        <p>{mark(identity_of(row.pin))}</p>
        <p class="row">
            {(!confirmed).then(|| view! {
                <button class="button button--main" on:click=move |_| judge(Pin::Compared) data-testid="code-same">{t(k::KEYS_SAME)}</button>
            })}
            {(row.pin != Pin::Rejected).then(|| view! {
                <button class="button" on:click=move |_| judge(Pin::Rejected) data-testid="code-other">{t(other)}</button>
            })}
        </p>
    }
}

#[component]
fn Upper(unit: UnitId) -> impl IntoView {
    let app = services();
    let rows = RwSignal::new(Vec::<(SignerKey, SignerRow)>::new());
    let of = unit.clone();
    Effect::new(move |_| {
        app.lists.uppers.track();
        app.lists.reviews.track();
        read(app, of.clone(), rows);
    });
    move || {
        let shown = rows.get().into_iter().map(|(signer, row)| {
            let about = tf(
                k::KEYS_SINCE,
                &[("name", &row.name), ("date", &i18n::date(&row.since))],
            );
            let (unit, key) = (unit.clone(), signer.clone());
            view! {
                <li class="stack" data-testid="upper-key"><p>{about}</p> <Words signer=key /> <Judge role=Role::Upper unit signer row /></li>
            }
        });
        let shown = shown.collect_view();
        match shown.is_empty() {
            true => view! { <p>{t(k::KEYS_UPPER_NONE)}</p> }.into_any(),
            false => view! { <ul class="plain">{shown}</ul> }.into_any(),
        }
    }
}

fn read(app: Services, unit: UnitId, rows: RwSignal<Vec<(SignerKey, SignerRow)>>) {
    spawn_local(async move {
        match app.signers.of_upper(&unit).await {
            Ok(found) => drop(rows.try_set(found)),
            Err(_) => app.work.say(t(k::KEYS_FAILED)),
        }
    });
}

#[component]
fn Devices(unit: UnitId) -> impl IntoView {
    let app = services();
    let devices = RwSignal::new(Vec::<KnownDevice>::new());
    let of = unit.clone();
    Effect::new(move |_| {
        app.lists.units.track();
        let unit = of.clone();
        spawn_local(async move {
            match app.signers.known_devices(&unit).await {
                Ok(found) => drop(devices.try_set(found)),
                Err(_) => app.work.say(t(k::KEYS_FAILED)),
            }
        });
    });
    move || {
        let shown = devices.get().into_iter().map(|device| {
            let by = if device.by.is_empty() { t(k::DRIVE_SOMEBODY).into() } else { device.by };
            let about = tf(k::KEYS_DEVICE, &[("by", &by), ("date", &i18n::date(&device.since))]);
            let body = device.key.map(|signer| {
                let pins = app.lists.units.with(|book| book.get(&unit).cloned());
                let pin = pins.and_then(|pins| pins.get(&signer).copied()).unwrap_or(Pin::First);
                let row = SignerRow { pin, name: by, since: device.since };
                let (unit, key) = (unit.clone(), signer.clone());
                view! { <Words signer=key /> <Judge role=Role::Unit unit signer row other=k::KEYS_GONE /> }
            });
            view! { <li class="stack" data-testid="own-device"><p>{about}</p> {body}</li> }
        });
        let shown = shown.collect_view();
        match shown.is_empty() {
            true => view! { <p>{t(k::KEYS_DEVICES_NONE)}</p> }.into_any(),
            false => view! {
                <p class="field__note">{t(k::KEYS_DEVICES_TEXT)}</p>
                <ul class="plain">{shown}</ul>
            }
            .into_any(),
        }
    }
}
