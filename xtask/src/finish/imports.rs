//! The names by which a module asks its script for functions of the browser.
//!
//! wasm-bindgen makes them long, with a hash each, so that modules of several builds can meet. Here a
//! module and its script are made and loaded together, and each hash would be sent twice.

use anyhow::{Context, Result, ensure};
use wasm_encoder::{
    ImportSection, Module, RawSection,
    reencode::{Reencode, RoundtripReencoder},
};
use wasmparser::{Import, Parser, Payload};

/// The module and its script, with short names for what is imported from `source`, the name that
/// wasm-bindgen gives the script in the module.
///
/// # Errors
/// The module cannot be read, or the script does not have each name once: then another version of
/// wasm-bindgen writes it in another way.
pub fn shorten(module: &[u8], script: &str, source: &str) -> Result<(Vec<u8>, String)> {
    let (mut short, mut script) = (Module::new(), script.to_owned());
    let mut count = 0;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.context("the module cannot be read")?;
        if let Payload::ImportSection(imports) = payload {
            let mut section = ImportSection::new();
            for import in imports.into_imports() {
                let Import { module, name, ty } = import?;
                let ty = RoundtripReencoder.entity_type(ty).context("an import of a new kind")?;
                if module == source {
                    let new = format!("i{count}");
                    script = renamed(&script, name, &new)?;
                    section.import(module, &new, ty);
                    count += 1;
                } else {
                    section.import(module, name, ty);
                }
            }
            short.section(&section);
        } else if let Some((id, range)) = payload.as_section() {
            let data = &module[usize::try_from(range.start)?..usize::try_from(range.end)?];
            short.section(&RawSection { id, data });
        }
    }
    ensure!(count > 0, "nothing is imported from {source}");
    Ok((short.finish(), script))
}

/// The script with one import of `source`, of which wasm-bindgen writes one for each function.
pub fn once(script: &str, source: &str) -> String {
    let (import, key) = (format!("from \"{source}\""), format!("\"{source}\": import"));
    let (mut imports, mut keys) = (0, 0);
    let mut is_first = |line: &str| {
        let count = if line.starts_with("import * as ") && line.ends_with(&import) {
            &mut imports
        } else if line.trim_start().starts_with(&key) {
            &mut keys
        } else {
            return true;
        };
        *count += 1;
        *count == 1
    };
    script.lines().filter(|line| is_first(line)).map(|line| format!("{line}\n")).collect()
}

// The script with another name for one function of its table.
fn renamed(script: &str, old: &str, new: &str) -> Result<String> {
    let key = format!(" {old}: ");
    let count = script.matches(&key).count();
    ensure!(count == 1, "the script has the function {old} {count} times, not once");
    Ok(script.replace(&key, &format!(" {new}: ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, TypeSection};

    const SCRIPT: &str = "const import0 = {\n        __wbg_now_0123: function() { return Date.now(); },\n        __wbg_log_4567: function(arg0) { console.log(arg0); },\n    };";

    fn module() -> Vec<u8> {
        let (mut module, mut types, mut imports) =
            (Module::new(), TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        imports.import("./x_bg.js", "__wbg_now_0123", EntityType::Function(0));
        imports.import("./other.js", "stays", EntityType::Function(0));
        imports.import("./x_bg.js", "__wbg_log_4567", EntityType::Function(0));
        module.section(&types).section(&imports);
        module.finish()
    }

    #[test]
    fn what_is_imported_twice_is_imported_once() {
        let script = "import * as import1 from \"./s.js\"\nimport * as import2 from \"./s.js\"\nimport * as import3 from \"./t.js\"\nreturn {\n  \"./s.js\": import1,\n  \"./s.js\": import2,\n  \"./t.js\": import3,\n};\n";
        let left = "import * as import1 from \"./s.js\"\nimport * as import3 from \"./t.js\"\nreturn {\n  \"./s.js\": import1,\n  \"./t.js\": import3,\n};\n";
        assert_eq!(once(script, "./s.js"), left);
    }

    fn names(module: &[u8]) -> Vec<(String, String)> {
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            if let Payload::ImportSection(imports) = payload.unwrap() {
                for import in imports.into_imports() {
                    let import = import.unwrap();
                    names.push((import.module.to_owned(), import.name.to_owned()));
                }
            }
        }
        names
    }

    #[test]
    fn both_sides_get_the_same_short_names_and_nothing_else_changes() {
        let (short, script) = shorten(&module(), SCRIPT, "./x_bg.js").unwrap();
        let expected = [("./x_bg.js", "i0"), ("./other.js", "stays"), ("./x_bg.js", "i1")];
        assert_eq!(names(&short), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
        assert!(script.contains("i0: function() { return Date.now(); }"), "{script}");
        assert!(script.contains("i1: function(arg0) { console.log(arg0); }"), "{script}");
        assert!(!script.contains("__wbg_"), "{script}");
    }

    #[test]
    fn a_script_that_lacks_a_function_is_an_error() {
        assert!(shorten(&module(), "const import0 = {};", "./x_bg.js").is_err());
        assert!(shorten(&module(), SCRIPT, "./y_bg.js").is_err());
        assert!(shorten(b"no module", SCRIPT, "./x_bg.js").is_err());
    }
}
