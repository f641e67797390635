//! Canonical output: JSON by RFC 8785 (JCS), and the digest over it.

use serde::Serialize;
use serde_json::{Map, Number, Value};
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

/// Whether a number is the same one when its canonical bytes are read again. `1e19` is not, since it is spelled
/// as an integer, nor are some with more than 15 digits.
pub fn survives(number: &Number) -> bool {
    let again = bytes(&number.clone().into()).and_then(|bytes| serde_json::from_slice(&bytes));
    again.is_ok_and(|again: Number| again == *number)
}

/// Lower-case hex of the SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    use core::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(64), |mut hex, byte| {
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

/// What [`bytes`] gives for a document without the field `files`, and its [`digest`], written once.
/// `set` = the canonical bytes of the criteria set in its body, where they are known.
///
/// # Errors
/// As [`bytes`].
pub fn document(
    document: &Value,
    set: Option<&[u8]>,
) -> Result<(Vec<u8>, String), serde_json::Error> {
    let Some(object) = document.as_object().filter(|object| is_in_order(object)) else {
        let mut bare = document.clone();
        bare.as_object_mut().map(|object| object.remove("files"));
        return Ok((bytes(&bare)?, digest(document)?));
    };
    let (mut whole, mut hash) = (vec![b'{'], Sha256::new());
    let mut between: &[u8] = b"{";
    for (key, value) in object.iter().filter(|(key, _)| *key != "files") {
        if whole.len() > 1 {
            whole.push(b',');
        }
        let start = whole.len();
        serde_json::to_writer(&mut whole, key)?;
        whole.push(b':');
        match (key.as_str(), value, set) {
            ("body", Value::Object(body), Some(set)) if is_in_order(body) => {
                write_body(&mut whole, body, set)?;
            }
            _ => whole.extend(bytes(value)?),
        }
        if !matches!(key.as_str(), "digest" | "signature") {
            hash.update(between);
            hash.update(&whole[start..]);
            between = b",";
        }
    }
    whole.push(b'}');
    hash.update(if between == b"{" { "{}" } else { "}" });
    Ok((whole, format!("sha256:{}", hex(&hash.finalize()))))
}

// Whether the members of an object are in the order of the canonical form.
fn is_in_order(object: &Map<String, Value>) -> bool {
    object.keys().is_sorted() && object.keys().all(|key| is_plain_key(key))
}

fn write_body(
    out: &mut Vec<u8>,
    body: &Map<String, Value>,
    set: &[u8],
) -> Result<(), serde_json::Error> {
    for (index, (key, value)) in body.iter().enumerate() {
        out.push(if index == 0 { b'{' } else { b',' });
        serde_json::to_writer(&mut *out, key)?;
        out.push(b':');
        match key.as_str() {
            "set" => out.extend(set),
            _ => out.extend(bytes(value)?),
        }
    }
    out.extend(if body.is_empty() { "{}" } else { "}" }.as_bytes());
    Ok(())
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

        #[test]
        fn a_document_that_is_written_once_is_the_same_with_its_set_known_and_without(
            mut top in proptest::collection::btree_map(any::<String>(), value(), 0..4),
            mut body in proptest::collection::btree_map(any::<String>(), value(), 0..4),
            (set, rest) in (value(), proptest::collection::vec(proptest::option::of(value()), 3)),
        ) {
            body.insert("set".to_owned(), set.clone());
            top.insert("body".to_owned(), Value::Object(body.into_iter().collect()));
            for (key, value) in ["digest", "signature", "files"].into_iter().zip(rest) {
                value.map(|value| top.insert(key.to_owned(), value));
            }
            let whole = Value::Object(top.clone().into_iter().collect());
            top.remove("files");
            let bare = bytes(&Value::Object(top.into_iter().collect())).unwrap();
            let expect = (bare, digest(&whole).unwrap());
            let known = bytes(&set).unwrap();
            prop_assert_eq!(&document(&whole, None).unwrap(), &expect);
            prop_assert_eq!(&document(&whole, Some(&known)).unwrap(), &expect);
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
    fn what_is_no_document_has_a_digest_too() {
        for value in
            [json!(null), json!([1]), json!({}), json!({ "digest": 1 }), json!({ "files": 1 })]
        {
            let (bytes, found) = document(&value, None).unwrap();
            assert_eq!(found, digest(&value).unwrap(), "{value}");
            assert!(!bytes.is_empty());
        }
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
