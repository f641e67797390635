//! Canonical output: JSON by RFC 8785 (JCS), and the digest over it.

use serde::Serialize;
use serde_json::{Number, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The canonical bytes of a value.
///
/// # Errors
/// None for values that came from JSON; the library's signature allows for others.
pub fn bytes(value: &Value) -> Result<Vec<u8>, serde_json::Error> {
    write(value, is_plain(value))
}

// Compact JSON of a value with only plain keys and numbers is canonical already, and much faster to
// write.
fn write(value: &impl Serialize, plain: bool) -> Result<Vec<u8>, serde_json::Error> {
    if plain { serde_json::to_vec(value) } else { serde_json_canonicalizer::to_vec(value) }
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(number) => is_plain_number(number),
        Value::Array(list) => list.iter().all(is_plain),
        Value::Object(object) => {
            object.keys().is_sorted()
                && object.iter().all(|(key, value)| is_plain_key(key) && is_plain(value))
        }
    }
}

// Below U+E000 the order of UTF-8 is that of UTF-16, which the canonical form asks for.
fn is_plain_key(key: &str) -> bool {
    key.bytes().all(|byte| byte < 0xEE)
}

// Numbers that JSON and ECMAScript write alike: whole ones that a double holds exactly, and
// fractions without an exponent.
fn is_plain_number(number: &Number) -> bool {
    match (number.as_i64(), number.as_f64()) {
        (Some(whole), _) => whole.unsigned_abs() < 1 << 53,
        (None, Some(real)) => real.fract() != 0.0 && (1e-4..1e15).contains(&real.abs()),
        (None, None) => false,
    }
}

/// Lower-case hex of the SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> String {
    use core::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        write!(hex, "{byte:02x}").unwrap_or_default();
        hex
    })
}

/// The digest of a document: `sha256:` and the hash of its canonical bytes without the
/// top-level fields `digest`, `signature` and `files`. Files are bound by their hashes in the body, so
/// a document has one digest whether its photos travel inside it or beside it; the signature is of the
/// digest, and by the key that the document names.
///
/// # Errors
/// As [`bytes`].
pub fn digest(document: &Value) -> Result<String, serde_json::Error> {
    let bytes = match document.as_object() {
        None => bytes(document)?,
        Some(object) => {
            let bare = object
                .iter()
                .filter(|(key, _)| !matches!(key.as_str(), "digest" | "signature" | "files"));
            let bare: BTreeMap<&str, &Value> =
                bare.map(|(key, value)| (key.as_str(), value)).collect();
            let plain = bare.iter().all(|(key, value)| is_plain_key(key) && is_plain(value));
            write(&bare, plain)?
        }
    };
    Ok(format!("sha256:{}", sha256(&bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            (-1_000_000_i32..1_000_000, 0_i32..12)
                .prop_map(|(n, places)| Value::from(f64::from(n) / 10_f64.powi(places))),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 20, 5, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                proptest::collection::btree_map(any::<String>(), inner, 0..5)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_short_way_gives_the_same_bytes(value in value()) {
            let long = serde_json_canonicalizer::to_vec(&value).unwrap();
            prop_assert_eq!(bytes(&value).unwrap(), long);
        }
    }

    #[test]
    fn the_short_way_is_taken_only_where_it_is_safe() {
        let yes = [
            json!(0),
            json!(-5),
            json!(4.5),
            json!(9_007_199_254_740_991_i64),
            json!({ "ă": ["\u{1F600}\n"] }),
        ];
        let no = [
            json!(1.0),
            json!(1e21),
            json!(1e-7),
            json!(9_007_199_254_740_993_i64),
            json!(u64::MAX),
            json!({ "\u{1F600}": 1 }),
            json!({ "\u{E000}": 1 }),
        ];
        for value in yes {
            assert!(is_plain(&value), "{value}");
            assert_eq!(bytes(&value).unwrap(), serde_json_canonicalizer::to_vec(&value).unwrap());
        }
        assert!(no.iter().all(|value| !is_plain(value)));
    }

    #[test]
    fn the_digest_leaves_out_only_three_fields_at_the_top() {
        let of = |value: Value| digest(&value).unwrap();
        let plain = of(json!({ "a": { "digest": 1 } }));
        assert_eq!(
            plain,
            of(json!({ "a": { "digest": 1 }, "digest": 2, "signature": 3, "files": {} }))
        );
        assert_ne!(plain, of(json!({ "a": { "digest": 2 } })));
        assert_ne!(plain, of(json!({ "a": {} })));
    }
}
