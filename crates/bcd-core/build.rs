//! Makes `paper_words.rs` from `data/paper-words.json`: a struct for each object, a field for each
//! word. A word that the file lacks does not compile, and one that nobody uses is a warning.

// A build that cannot go on must stop, with the reason.
#![allow(clippy::expect_used)]
// The core itself reads, writes and prints nothing; its build does.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use serde_json::{Map, Value};
use std::{env, fmt::Write as _, fs, path::Path};

const DATA: &str = "data/paper-words.json";

/// Objects in which the program looks a key up instead of naming a field.
const LOOKED_UP: [&str; 2] = ["counted", "classes"];

fn main() {
    println!("cargo::rerun-if-changed={DATA}");
    let json = fs::read_to_string(DATA).expect(DATA);
    let words: Map<String, Value> = serde_json::from_str(&json).expect(DATA);
    let mut types = String::from("// Made by build.rs from data/paper-words.json.\n");
    let values = structure(&mut types, "", &words);
    writeln!(types, "static WORDS: Words = {values};").expect("a string");
    let dir = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&dir).join("paper_words.rs"), types).expect("OUT_DIR is writable");
}

// Writes the struct of an object, and returns its value. `name` says where the object is:
// `PlanColumns` is `columns` in `plan`.
fn structure(types: &mut String, name: &str, object: &Map<String, Value>) -> String {
    let (mut fields, mut values) = (String::new(), String::new());
    for (key, value) in object {
        let (of, value) = match value {
            Value::Object(map) if LOOKED_UP.contains(&key.as_str()) => table(map),
            Value::Object(inner) => {
                let inner_name = format!("{name}{}", camel(key));
                (format!("{inner_name}Words"), structure(types, &inner_name, inner))
            }
            other => word(other),
        };
        write!(fields, "pub(crate) {key}: {of}, ").expect("a string");
        write!(values, "{key}: {value}, ").expect("a string");
    }
    writeln!(types, "pub(crate) struct {name}Words {{ {fields}}}").expect("a string");
    format!("{name}Words {{ {values}}}")
}

// Type and value of keys to look up.
fn table(map: &Map<String, Value>) -> (String, String) {
    let rows = map.iter().map(|(key, value)| (key, word(value)));
    let (types, rows): (Vec<_>, Vec<_>) =
        rows.map(|(key, (of, value))| (of, format!("({key:?}, {value})"))).unzip();
    let of = types.first().expect("a table has a row");
    (format!("&'static [(&'static str, {of})]"), format!("&[{}]", rows.join(", ")))
}

// Type and value of a word, or of a list of words.
fn word(value: &Value) -> (String, String) {
    match value {
        Value::String(text) => ("&'static str".to_owned(), format!("{text:?}")),
        Value::Array(list) => {
            let list: Vec<String> = list.iter().map(|value| word(value).1).collect();
            (format!("[&'static str; {}]", list.len()), format!("[{}]", list.join(", ")))
        }
        other => panic!("{DATA}: {other} is no word"),
    }
}

fn camel(key: &str) -> String {
    let capital = |part: &str| {
        let (first, rest) = part.split_at(1);
        first.to_uppercase() + rest
    };
    key.split('_').map(capital).collect()
}
