//! The service worker: offline use, and new versions, which wait until the person says so.

use crate::window;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    RegistrationOptions, ServiceWorker, ServiceWorkerRegistration, ServiceWorkerState,
    ServiceWorkerUpdateViaCache,
};

thread_local! {
    // The new version has taken over while this page still runs the old one.
    static REPLACED: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Option<ServiceWorker>> = const { RefCell::new(None) };
}

/// Registers the service worker. `on_waiting` is called when a new version is ready;
/// `on_replaced` when it took over (from this tab or another).
pub async fn register(on_waiting: impl Fn() + 'static, on_replaced: impl Fn() + 'static) {
    let navigator = window().navigator();
    // Absent over plain http: the app works, only not offline.
    if !js_sys::Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false) {
        return;
    }
    let container = navigator.service_worker();
    let had_one = Cell::new(container.controller().is_some());
    let replaced = Closure::<dyn Fn()>::new(move || {
        // The first service worker claims the page that registered it; no version was replaced
        // then.
        if had_one.replace(true) {
            REPLACED.set(true);
            on_replaced();
        }
    });
    container.set_oncontrollerchange(Some(replaced.as_ref().unchecked_ref()));
    replaced.forget();
    // The service worker script must never come from a cache; otherwise updates would not be
    // noticed.
    let options = RegistrationOptions::new();
    options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
    let registering = container.register_with_options("./sw.js", &options);
    let Ok(registration) = JsFuture::from(registering).await else { return };
    let registration: ServiceWorkerRegistration = registration.unchecked_into();
    let on_waiting = Rc::new(on_waiting);
    if let Some(waiting) = registration.waiting() {
        WAITING.set(Some(waiting));
        on_waiting();
    }
    let watched = registration.clone();
    let found = Closure::<dyn Fn()>::new(move || {
        if let Some(installing) = watched.installing() {
            watch(installing, on_waiting.clone());
        }
    });
    registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
    found.forget();
    look_again_when_shown(registration);
}

// An installed app is rarely closed; it asks for a new version when it comes to the front.
fn look_again_when_shown(registration: ServiceWorkerRegistration) {
    crate::page::on_window("focus", move |_| {
        if let Ok(update) = registration.update() {
            // Offline it fails, and that is all right.
            crate::spawn_local(async move {
                JsFuture::from(update).await.ok();
            });
        }
    });
}

fn watch(worker: ServiceWorker, on_waiting: Rc<dyn Fn()>) {
    let watched = worker.clone();
    let changed = Closure::<dyn Fn()>::new(move || {
        let first = window().navigator().service_worker().controller().is_none();
        if watched.state() == ServiceWorkerState::Installed && !first {
            WAITING.set(Some(watched.clone()));
            on_waiting();
        }
    });
    worker.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
    changed.forget();
}

/// Lets the new version take over; `on_replaced` follows.
pub fn take_new_version() {
    if REPLACED.get() {
        return crate::page::reload();
    }
    let message = js_sys::Object::new();
    js_sys::Reflect::set(&message, &"type".into(), &"SKIP_WAITING".into()).ok();
    WAITING.with_borrow(|waiting| {
        if let Some(worker) = waiting {
            worker.post_message(&message.into()).ok();
        }
    });
    // The browser may just have put that worker to sleep: WebKitGTK once lost the message.
    crate::page::later(Duration::from_secs(3), || {
        if is_still_waiting() {
            take_new_version();
        }
    });
}

fn is_still_waiting() -> bool {
    let waits = |worker: &ServiceWorker| worker.state() == ServiceWorkerState::Installed;
    !REPLACED.get() && WAITING.with_borrow(|waiting| waiting.as_ref().is_some_and(waits))
}

/// Whether the page can be reached again without a network.
pub fn works_offline() -> bool {
    let navigator = window().navigator();
    js_sys::Reflect::get(&navigator, &"serviceWorker".into()).is_ok_and(|c: JsValue| c.is_object())
        && navigator.service_worker().controller().is_some()
}
