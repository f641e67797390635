//! Says what is split, and makes `i18n/keys.rs` from `locales/{vi,en}/*.json`: a key that no file has does not compile,
//! and a text that one language lacks stops the build. `cargo xtask finish` writes the English
//! texts into a file, in the same order: that of the keys.

// A build that cannot go on must stop, with the reason.
#![allow(clippy::expect_used)]

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

type Texts = BTreeMap<String, String>;

fn main() {
    println!("cargo::rerun-if-changed=locales");
    split();
    let (vi, en) = (read("vi"), read("en"));
    for key in vi.keys() {
        assert!(en.contains_key(key), "locales/en lacks \"{key}\"");
    }
    if let Some(key) = en.keys().find(|key| !vi.contains_key(*key)) {
        panic!("locales/vi lacks \"{key}\"");
    }
    let mut out = String::from("// Made by build.rs from locales/.\n");
    writeln!(out, "const COUNT: usize = {};", vi.len()).expect("a string");
    out.push_str("/// Keys of all texts.\npub mod k {\n    use super::Key;\n");
    for (index, (key, text)) in vi.iter().enumerate() {
        let name = key.replace(['.', '-'], "_").to_uppercase();
        let doc = text.replace('\n', " ");
        writeln!(
            out,
            "    /// {doc}\n    pub const {name}: Key = Key {{ vi: {text:?}, index: {index} }};"
        )
        .expect("a string");
    }
    out.push_str("}\n");
    let dir = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&dir).join("keys.rs"), out).expect("OUT_DIR is writable");
}

// What is published comes in chunks (`src/app/late_chunk.rs`); `cargo xtask finish` cuts them, for which
// it needs the relocations. An argument of this one link leaves the dependencies as they are, which
// RUSTFLAGS would compile anew.
fn split() {
    println!("cargo::rustc-check-cfg=cfg(split)");
    let is = |name: &str, value: &str| env::var(name).as_deref() == Ok(value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") {
        println!("cargo::rustc-cfg=split");
        println!("cargo::rustc-link-arg-bin=bcd=--emit-relocs");
    }
}

fn read(lang: &str) -> Texts {
    let dir = format!("locales/{lang}");
    let mut texts = Texts::new();
    for file in fs::read_dir(&dir).unwrap_or_else(|e| panic!("{dir}: {e}")) {
        let path = file.expect("a directory entry").path();
        let area = path.file_stem().expect("a file name").to_string_lossy().into_owned();
        let json = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let map: BTreeMap<String, String> =
            serde_json::from_str(&json).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        texts.extend(map.into_iter().map(|(key, text)| (format!("{area}.{key}"), text)));
    }
    texts
}
