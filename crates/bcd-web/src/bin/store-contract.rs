//! What the browser keeps, on a page of the browser tests: one function there runs the contract of the
//! store on the browser's own database, two use the signing key. No part of the app.

#[cfg(target_arch = "wasm32")]
fn main() {
    use bcd_app::store::contract;
    use js_sys::{Promise, Reflect, Uint8Array};
    use serde_json::json;
    use wasm_bindgen::{JsValue, closure::Closure};
    use wasm_bindgen_futures::future_to_promise;

    fn offer(name: &str, function: &JsValue) {
        let set = Reflect::set(&js_sys::global(), &name.into(), function);
        assert!(set.is_ok(), "the page takes the function");
    }

    let run = Closure::<dyn Fn() -> Promise>::new(|| {
        future_to_promise(async {
            let checks = contract::run(bcd_web::open_store).await;
            let checks = checks.iter().map(|it| json!({ "name": it.name, "failed": it.failed }));
            Ok(json!({ "ok": checks.collect::<Vec<_>>() }).to_string().into())
        })
    });
    offer("storeContract", &run.into_js_value());

    let signer = bcd_web::tools().signer;
    let signing = signer.clone();
    let key = Closure::<dyn Fn() -> Promise>::new(move || {
        let key = signer.key();
        future_to_promise(async { Ok(key.await?.map_or(JsValue::NULL, JsValue::from)) })
    });
    offer("signingKey", &key.into_js_value());
    let sign = Closure::<dyn Fn(Vec<u8>) -> Promise>::new(move |message: Vec<u8>| {
        let signature = signing.sign(&message);
        future_to_promise(async { Ok(Uint8Array::from(signature.await?.as_slice()).into()) })
    });
    offer("sign", &sign.into_js_value());
}

/// Natively there is nothing to do: the database is the browser's.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
