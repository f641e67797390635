//! The signing key of this device. The browser makes and keeps it and signs with it; its private half is
//! not handed out to anybody, this program included.

use bcd_app::tools::{Later, Signer};
use bcd_sync::{
    browser::{ask, error_name, get, object},
    kept::Kept,
};
use js_sys::{Array, Uint8Array};
use std::{cell::OnceCell, rc::Rc};
use wasm_bindgen::JsValue;

const KEPT: Kept = Kept { database: "ba-chu-dong-keys", table: "keys" };
const NAME: &str = "device";

/// The browser's key. Copies know the same one.
#[derive(Default)]
pub struct BrowserSigner {
    known: Rc<OnceCell<Pair>>,
}

#[derive(Clone)]
struct Pair {
    /// The public half, as it stands in documents.
    key: String,
    /// The name of the algorithm.
    algorithm: JsValue,
    private: JsValue,
}

impl Signer for BrowserSigner {
    fn key(&self) -> Later<Option<String>> {
        let known = self.known.clone();
        Box::pin(async move { Ok(pair(&known).await.map_err(told)?.map(|pair| pair.key)) })
    }

    fn sign(&self, message: &[u8]) -> Later<Vec<u8>> {
        let (known, message) = (self.known.clone(), Uint8Array::from(message));
        Box::pin(async move {
            let pair = pair(&known).await.map_err(told)?.ok_or("no signing key")?;
            let how = how(&pair.algorithm).map_err(told)?;
            let signed = ask(&subtle(), "sign", &[&how, &pair.private, &message]).await;
            let signature = Uint8Array::new(&signed.map_err(told)?).to_vec();
            if signature.len() == 64 { Ok(signature) } else { Err("no signature".to_owned()) }
        })
    }
}

fn told(error: JsValue) -> String {
    format!("signing key: {}", error_name(&error))
}

// Missing outside of secure contexts.
fn subtle() -> JsValue {
    get(&get(&js_sys::global(), "crypto"), "subtle")
}

// What the browser is to be told with an algorithm: of the curve when a key is made, of the hash when
// it signs. Ed25519 needs neither, and what it does not need it does not look at.
fn how(algorithm: &JsValue) -> Result<JsValue, JsValue> {
    let (curve, hash) = ("P-256".into(), "SHA-256".into());
    object(&[("name", algorithm.clone()), ("namedCurve", curve), ("hash", hash)])
}

// Whether an exception says that this browser never keeps such a key, or nothing at all.
fn never(error: &JsValue) -> bool {
    matches!(error_name(error).as_str(), "DataCloneError" | "NotSupportedError" | "SecurityError")
}

async fn pair(known: &OnceCell<Pair>) -> Result<Option<Pair>, JsValue> {
    if let Some(pair) = known.get() {
        return Ok(Some(pair.clone()));
    }
    if !subtle().is_object() || !get(&js_sys::global(), "indexedDB").is_object() {
        return Ok(None);
    }
    // A key is made only where the database says that there is none, not where it does not answer.
    let kept = match KEPT.find(NAME).await {
        Ok(None) => made().await?,
        // WebKit keeps keys under one of the system's own; where that is gone, they are read as nothing
        // and can never be used again. To its partners this is a new device then.
        Ok(Some(kept)) if !kept.is_object() => {
            KEPT.forget(NAME).await?;
            made().await?
        }
        Err(error) if never(&error) => None,
        found => found?,
    };
    let Some(kept) = kept else { return Ok(None) };
    let pair = read(&kept).await?;
    Ok(Some(known.get_or_init(|| pair).clone()))
}

// Of two tabs that make one at the same moment, the first to keep its own has made that of the other,
// too.
async fn made() -> Result<Option<JsValue>, JsValue> {
    let uses: Array = ["sign", "verify"].into_iter().map(JsValue::from).collect();
    for algorithm in ["Ed25519", "ECDSA"] {
        let how = how(&algorithm.into())?;
        // Who refuses to make one of the first kind may make one of the second; who makes neither
        // has none.
        let made = ask(&subtle(), "generateKey", &[&how, &JsValue::FALSE, &uses]).await;
        let Ok(pair) = made else { continue };
        match KEPT.add(NAME, &pair).await {
            Err(error) if never(&error) => continue,
            Err(error) if error_name(&error) != "ConstraintError" => return Err(error),
            _ => return KEPT.find(NAME).await,
        }
    }
    Ok(None)
}

async fn read(pair: &JsValue) -> Result<Pair, JsValue> {
    let public = get(pair, "publicKey");
    let bytes = ask(&subtle(), "exportKey", &[&"raw".into(), &public]).await?;
    let bytes = Uint8Array::new(&bytes).to_vec();
    let mut key = String::from(if bytes.len() == 32 { "ed25519:" } else { "p256:" });
    push_base64(&mut key, &bytes);
    let algorithm = get(&get(&public, "algorithm"), "name");
    Ok(Pair { key, algorithm, private: get(pair, "privateKey") })
}

// The base64 of addresses, without padding.
fn push_base64(text: &mut String, bytes: &[u8]) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut push = |bits: u32| text.push(LETTERS[(bits & 63) as usize].into());
    let (mut bits, mut left) = (0, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        left += 8;
        while left >= 6 {
            left -= 6;
            push(bits >> left);
        }
    }
    if left > 0 {
        push(bits << (6 - left));
    }
}
