//! Signatures of documents: checking them. The browser makes them.
//!
//! In Rust and not by the browser: a browser that signs with one kind of key need not know the
//! other, and the native tests check what the app checks.

use super::{
    limits,
    pack::rules::is_id,
    problem::{Code, Problem},
};
use crate::{
    id::SignerKey,
    signer::{self, Introduction, MOST_INTRODUCTIONS},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::signature::Verifier as _;
use serde_json::Value;

/// Whether a signature, in hex digits, is that of a key.
pub fn fits(key: &SignerKey, message: &[u8], signature: &str) -> bool {
    let Some(signature) = digits(signature) else { return false };
    match key.as_str().split_once(':') {
        Some(("ed25519", key)) => {
            let key = bytes::<32>(key)
                .and_then(|bytes| ed25519_dalek::VerifyingKey::from_bytes(&bytes).ok());
            let signature = ed25519_dalek::Signature::from_bytes(&signature);
            // Strictly: a key of small order would fit any message.
            key.is_some_and(|key| key.verify_strict(message, &signature).is_ok())
        }
        Some(("p256", key)) => {
            let key = bytes::<65>(key)
                .and_then(|bytes| p256::ecdsa::VerifyingKey::from_sec1_bytes(&bytes).ok());
            let signature = p256::ecdsa::Signature::from_slice(&signature).ok();
            let both = key.zip(signature);
            both.is_some_and(|(key, signature)| key.verify(message, &signature).is_ok())
        }
        _ => false,
    }
}

fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

// Only the spelling that `signer::text` gives, so that a signature is written in one way.
fn digits(text: &str) -> Option<[u8; 64]> {
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let both = |pair: &[u8; 2]| Some(value(pair[0])? * 16 + value(pair[1])?);
    let bytes: Option<Vec<u8>> = pairs.iter().map(both).collect();
    bytes.filter(|_| rest.is_empty())?.try_into().ok()
}

/// What is wrong with the signature of a document whose digest is right. A document that names no key
/// has none, and is good where nobody introduced it: introductions lead to a key.
pub fn fault(value: &Value) -> Option<Problem> {
    let (writer, signature) = (&value["writer"], &value["signature"]);
    let wrong = |place: &str| Some(Problem::at(Code::WrongSignature, place, &[]));
    if writer["key"].is_null() && signature.is_null() {
        let said = &writer["introductions"];
        let none = said.is_null() || said.as_array().is_some_and(Vec::is_empty);
        return if none { None } else { wrong("writer/introductions") };
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let signed = signer::document(&text(&value["kind"]), &text(&value["digest"]));
    let key = SignerKey(text(&writer["key"]));
    if !fits(&key, &signed, signature.as_str().unwrap_or_default()) {
        return wrong("signature");
    }
    introductions_fault(&writer["introductions"], "writer/introductions", MOST_INTRODUCTIONS)
}

/// What is wrong with a list of introductions.
pub fn introductions_fault(list: &Value, place: &str, most: usize) -> Option<Problem> {
    if list.is_null() {
        return None;
    }
    let at = |number: usize| Problem::at(Code::WrongSignature, &format!("{place}/{number}"), &[]);
    let Ok(list) = serde_json::from_value::<Vec<Introduction>>(list.clone()) else {
        return Some(Problem::at(Code::BadField, place, &[&""]));
    };
    if list.len() > most {
        return Some(Problem::at(Code::TooMany, place, &[&most]));
    }
    // They are stored in the lines of documents, so they are short.
    let short =
        |it: &Introduction| is_id(it.unit.as_str()) && it.key.as_str().len() <= limits::KEY_BYTES;
    let good = |it: &Introduction| {
        short(it) && fits(&it.by, &signer::introduction(&it.unit, &it.key), &it.signature)
    };
    list.iter().position(|it| !good(it)).map(|index| at(index + 1))
}
