//! Trusted Types, where the browser has them: from the moment they are asked for, text becomes
//! elements, code or the address of a worker only through the one policy made here. Leptos hands
//! over plain text, so it is the default one, which judges each text; no other can be made.

use crate::{document, page, window};
use bcd_core::content::markup;
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

type Judge = Closure<dyn Fn(String) -> Option<String>>;

/// Asks for them. A browser without them goes on as before, and so does a page in which the policy
/// cannot be made, since nothing could be drawn there any more.
pub fn guard() {
    if make_policy().is_some() {
        page::add_policy(
            "trusted-types",
            "require-trusted-types-for 'script'; trusted-types default",
        );
    }
}

// What is not judged here, code, is refused by the browser.
fn make_policy() -> Option<()> {
    let types = Reflect::get(&window(), &"trustedTypes".into()).ok().filter(JsValue::is_object)?;
    let make = Reflect::get(&types, &"createPolicy".into()).ok()?.dyn_into::<Function>().ok()?;
    let html = Judge::new(|html: String| (!markup::could_run(&html)).then_some(html));
    let script = Judge::new(|address: String| is_own(&address).then_some(address));
    let rules = Object::new();
    Reflect::set(&rules, &"createHTML".into(), html.as_ref()).ok()?;
    Reflect::set(&rules, &"createScriptURL".into(), script.as_ref()).ok()?;
    make.call2(&types, &"default".into(), &rules).ok()?;
    html.forget();
    script.forget();
    Some(())
}

// Another page of the same host, or something made on the spot (`blob:`), is not of the program.
fn is_own(address: &str) -> bool {
    let folder = document().base_uri().ok().flatten().unwrap_or_default();
    let folder = folder.split(['?', '#']).next().unwrap_or_default();
    let folder = folder.rsplit_once('/').map_or(folder, |(folder, _)| folder);
    let read = web_sys::Url::new_with_base(address, &page::address());
    read.is_ok_and(|url| url.href().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
}
