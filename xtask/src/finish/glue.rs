//! The script that loads chunks, as the splitter writes it: with our names, and so that it works on
//! any host.

use anyhow::{Result, ensure};

/// How the splitter fetches a chunk, and what takes its place; see chunk.js.
const FETCH: [(&str, &str); 2] = [
    ("const src = fetch(", "const src = fetchChunk("),
    ("WebAssembly.instantiateStreaming(src, imports)", "makeChunk(src, imports)"),
];

/// The script with these names (the splitter's and ours) and our way to fetch.
pub fn fill(glue: &str, names: &[(String, String)]) -> Result<String> {
    let mut glue = glue.to_owned();
    for (old, new) in names {
        let quoted = format!("\"./{old}\"");
        let count = glue.matches(&quoted).count();
        ensure!(count == 1, "the script of the chunks names {old} {count} times, not once");
        glue = glue.replace(&quoted, &format!("\"./{new}\""));
    }
    for (old, new) in FETCH {
        let count = glue.matches(old).count();
        // Another version of the splitter fetches in another way: then chunk.js must be looked at.
        ensure!(count == names.len(), "`{old}` is there {count} times for {} chunks", names.len());
        glue = glue.replace(old, new);
    }
    Ok(glue + include_str!("chunk.js"))
}

#[cfg(test)]
mod tests {
    use super::*;

    // As wasm_split_cli_support 0.2.4 writes it.
    const GLUE: &str = r#"export const __wasm_split_load_late = wrapAsyncCb(makeLoad(() => {
    const src = fetch(new URL("./split_late.wasm", import.meta.url));
    src.catch(() => {});
    return async (imports) => (WebAssembly.instantiateStreaming(src, imports));
}
, []));
"#;

    fn names(old: &str) -> Vec<(String, String)> {
        vec![(old.to_owned(), "late-0123456789abcdef.wasm".to_owned())]
    }

    #[test]
    fn a_chunk_is_fetched_by_its_hashed_name_and_in_our_way() {
        let filled = fill(GLUE, &names("split_late.wasm")).unwrap();
        assert!(
            filled.contains(
                r#"fetchChunk(new URL("./late-0123456789abcdef.wasm", import.meta.url))"#
            )
        );
        assert!(filled.contains("(makeChunk(src, imports))"));
        assert!(filled.contains("function fetchChunk(") && filled.contains("function makeChunk("));
        assert!(!filled.contains("split_late.wasm"));
    }

    #[test]
    fn a_chunk_that_the_script_does_not_name_is_an_error() {
        assert!(fill(GLUE, &names("split_other.wasm")).is_err());
        // A chunk that nobody renamed would be fetched under a name that is not published.
        assert!(fill(GLUE, &[]).is_err());
    }

    #[test]
    fn another_way_to_fetch_is_an_error() {
        let other = GLUE.replace("instantiateStreaming", "compileStreaming");
        assert!(fill(&other, &names("split_late.wasm")).is_err());
    }

    /// A host that names another media type, an answer from the cache that is no chunk: both are
    /// looked after in our script only.
    #[test]
    fn streaming_is_used_for_the_right_media_type_alone() {
        let ours = include_str!("chunk.js");
        assert!(ours.contains("=== 'application/wasm'"));
        assert!(ours.contains("WebAssembly.instantiate(await response.arrayBuffer(), imports)"));
        assert_eq!(ours.matches("cache = 'reload'").count(), 2);
    }
}
