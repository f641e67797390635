//! The contract of the store on a page of the browser tests: one function there runs it on the
//! browser's own database. No part of the app.

#[cfg(target_arch = "wasm32")]
fn main() {
    use bcd_app::store::contract;
    use js_sys::{Promise, Reflect};
    use serde_json::json;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen_futures::future_to_promise;

    let run = Closure::<dyn Fn() -> Promise>::new(|| {
        future_to_promise(async {
            let checks = contract::run(bcd_web::open_store).await;
            let checks = checks.iter().map(|it| json!({ "name": it.name, "failed": it.failed }));
            Ok(json!({ "ok": checks.collect::<Vec<_>>() }).to_string().into())
        })
    });
    let set = Reflect::set(&js_sys::global(), &"storeContract".into(), run.as_ref());
    run.forget();
    assert!(set.is_ok(), "the page takes the function");
}

/// Natively there is nothing to do: the database is the browser's.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
