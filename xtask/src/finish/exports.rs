//! What a module offers its script although nobody there ever asks for it.

use anyhow::{Context, Result, ensure};
use wasm_encoder::{
    ExportSection, Module, RawSection, reencode::Reencode, reencode::RoundtripReencoder,
};
use wasmparser::{Parser, Payload};

/// Beginnings of names of what a dependency exports and the app never uses: streams of server
/// functions, which Leptos brings along. Exported, they cannot be left out as dead code.
pub const UNUSED: &[&str] = &["intounderlying", "__wbg_intounderlying"];

/// The module without its exports whose names begin so. Whoever optimises it next leaves out what
/// they kept alive.
///
/// # Errors
/// The module cannot be read, or has no such export: then a dependency no longer brings it, and the
/// list is to be shortened.
pub fn without(module: &[u8], beginnings: &[&str]) -> Result<Vec<u8>> {
    let (mut rest, mut dropped) = (Module::new(), 0);
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.context("the module cannot be read")?;
        if let Payload::ExportSection(exports) = payload {
            let mut section = ExportSection::new();
            for export in exports {
                let export = export?;
                if beginnings.iter().any(|beginning| export.name.starts_with(beginning)) {
                    dropped += 1;
                    continue;
                }
                let kind = RoundtripReencoder.export_kind(export.kind);
                section.export(export.name, kind.context("an export of a new kind")?, export.index);
            }
            rest.section(&section);
        } else if let Some((id, range)) = payload.as_section() {
            let data = &module[usize::try_from(range.start)?..usize::try_from(range.end)?];
            rest.section(&RawSection { id, data });
        }
    }
    ensure!(dropped > 0, "nothing is exported under {beginnings:?}");
    Ok(rest.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{CodeSection, ExportKind, Function, FunctionSection, TypeSection};

    fn module() -> Vec<u8> {
        let (mut types, mut functions) = (TypeSection::new(), FunctionSection::new());
        let (mut exports, mut code) = (ExportSection::new(), CodeSection::new());
        types.ty().function([], []);
        for (index, name) in ["start", "intounderlyingsink_close", "late"].into_iter().enumerate() {
            functions.function(0);
            exports.export(name, ExportKind::Func, u32::try_from(index).unwrap());
            let mut body = Function::new([]);
            body.instructions().end();
            code.function(&body);
        }
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&exports).section(&code);
        module.finish()
    }

    fn names(module: &[u8]) -> Vec<String> {
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            if let Payload::ExportSection(exports) = payload.unwrap() {
                names.extend(exports.into_iter().map(|export| export.unwrap().name.to_owned()));
            }
        }
        names
    }

    #[test]
    fn only_what_nobody_asks_for_is_dropped() {
        let rest = without(&module(), UNUSED).unwrap();
        assert_eq!(names(&rest), ["start", "late"]);
        assert!(without(&rest, UNUSED).is_err(), "it would drop nothing");
        assert!(without(b"no module", UNUSED).is_err());
    }
}
