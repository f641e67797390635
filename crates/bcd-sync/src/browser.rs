//! What the drives need of the browser, in pages and in workers alike.
//!
//! Functions are called by their names in JavaScript, because some bindings of `web-sys` are behind
//! a compiler flag, and others exist for windows but not for workers.

use crate::{drive::DriveFault, stop::StopSwitch};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// A property; `undefined` where there is none.
pub fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Calls a method.
pub fn call(of: &JsValue, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let method = get(of, name).dyn_into::<Function>()?;
    method.apply(of, &arguments.iter().copied().collect::<Array>())
}

/// Calls a method that answers later. It is called at once, whenever the answer is waited for.
pub fn ask(of: &JsValue, name: &str, arguments: &[&JsValue]) -> JsFuture {
    let asked = call(of, name, arguments);
    asked.map_or_else(|error| Promise::reject(&error), |later| Promise::resolve(&later)).into()
}

/// An object with these properties.
pub fn object(properties: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let object = js_sys::Object::new();
    for (name, value) in properties {
        Reflect::set(&object, &JsValue::from_str(name), value)?;
    }
    Ok(object.into())
}

/// The name of an exception, such as `NotFoundError`; empty if it is none.
pub fn error_name(error: &JsValue) -> String {
    get(error, "name").as_string().unwrap_or_default()
}

/// Whether the browser is certain that there is no network. It can never be certain that there is
/// one.
pub fn is_offline() -> bool {
    get(&get(&js_sys::global(), "navigator"), "onLine").as_bool() == Some(false)
}

/// A text in Unicode's NFC.
pub fn nfc(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

/// A name that nobody else has: for temporary files, not for secrets.
pub fn random_name() -> String {
    let part = || (js_sys::Math::random() * 4_294_967_296.0) as u32;
    format!("{:08x}{:08x}", part(), part())
}

/// A call that happens after some time; dropping the timer cancels it.
pub struct Timer {
    id: JsValue,
    _heard: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls `then` after so many milliseconds.
    pub fn after(milliseconds: u32, then: impl FnMut() + 'static) -> Result<Self, DriveFault> {
        let heard = Closure::<dyn FnMut()>::new(then);
        let id = call(
            &js_sys::global(),
            "setTimeout",
            &[heard.as_ref(), &JsValue::from_f64(milliseconds.into())],
        );
        let id = id.map_err(|_| DriveFault::Other("no timer".into()))?;
        Ok(Self { id, _heard: heard })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        // If clearing fails, nothing happens either: the callback is dropped with this timer.
        drop(call(&js_sys::global(), "clearTimeout", &[&self.id]));
    }
}

/// Waits, but not past a stop.
pub async fn sleep(milliseconds: u32, stop: &StopSwitch) -> Result<(), DriveFault> {
    const SLICE: u32 = 200;
    let mut left = milliseconds;
    while !stop.is_stopped() {
        if left == 0 {
            return Ok(());
        }
        let slice = left.min(SLICE);
        left -= slice;
        let mut timer = None;
        let mut failed = None;
        let waited = Promise::new(&mut |resolve, _| {
            let wake = move || drop(resolve.call0(&JsValue::UNDEFINED));
            match Timer::after(slice, wake) {
                Ok(set) => timer = Some(set),
                Err(fault) => failed = Some(fault),
            }
        });
        if let Some(fault) = failed {
            return Err(fault);
        }
        JsFuture::from(waited).await.map_err(|_| DriveFault::Other("no timer".into()))?;
        drop(timer);
    }
    Err(DriveFault::Cancelled)
}
