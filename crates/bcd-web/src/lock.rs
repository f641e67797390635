//! One at a time among all tabs: Web Locks.

use bcd_app::tools::Lock;
use futures_util::future::LocalBoxFuture;
use js_sys::{Function, Object, Promise, Reflect};
use std::{cell::RefCell, future::Future, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// Web Locks.
pub struct BrowserLock;

impl Lock for BrowserLock {
    fn alone(
        &self,
        name: &str,
        work: LocalBoxFuture<'static, ()>,
    ) -> LocalBoxFuture<'static, bool> {
        let name = name.to_owned();
        Box::pin(async move { alone(&name, work).await.is_some() })
    }
}

/// Runs `work` unless another tab is running work of this name; `None` in that case. A browser
/// without locks cannot know, so the work is run.
async fn alone<T: 'static>(name: &str, work: impl Future<Output = T> + 'static) -> Option<T> {
    let navigator = crate::window().navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).unwrap_or_default();
    let request = Reflect::get(&locks, &"request".into()).unwrap_or_default();
    let Some(request) = request.dyn_ref::<Function>() else { return Some(work.await) };
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into()).ok();
    let done: Rc<RefCell<Option<T>>> = Rc::default();
    let result = done.clone();
    let work = RefCell::new(Some(work));
    let held = Closure::<dyn FnMut(JsValue) -> Promise>::new(move |lock: JsValue| {
        let (work, done) = (work.take().filter(|_| !lock.is_null()), done.clone());
        future_to_promise(async move {
            if let Some(work) = work {
                done.replace(Some(work.await));
            }
            Ok(JsValue::UNDEFINED)
        })
    });
    let promise = request.call3(&locks, &name.into(), &options, held.as_ref());
    let promise = promise.ok().and_then(|promise| promise.dyn_into::<Promise>().ok())?;
    // The lock is released when the promise settles, even if it fails.
    JsFuture::from(promise).await.ok();
    result.take()
}
