//! Small edits of the page, as text: Trunk writes it, in one known form.

use anyhow::{Context, Result, bail};
use std::ops::Range;

/// The line that every `<head>` of ours has, first.
const CHARSET: &str = r#"<meta charset="utf-8">"#;

/// Puts lines behind the line with the character set, so before everything that loads.
pub fn into_head(page: &str, lines: &[String]) -> Result<String> {
    let (before, after) = page
        .split_once(CHARSET)
        .with_context(|| format!("index.html does not have the line {CHARSET}"))?;
    let lines: String = lines.iter().map(|line| format!("\n    {line}")).collect();
    Ok(format!("{before}{CHARSET}{lines}{after}"))
}

/// The page without comments.
pub fn without_comments(page: &str) -> Result<String> {
    let mut result = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!--") {
        result.push_str(before.trim_end());
        rest = after.split_once("-->").context("a comment in index.html has no end")?.1;
    }
    Ok(result + rest)
}

/// The places of all tags with this name: `<link …>`.
pub fn tags(page: &str, name: &str) -> Vec<Range<usize>> {
    let open = format!("<{name}");
    let mut found = Vec::new();
    for (start, _) in page.match_indices(&open) {
        let next = page[start + open.len()..].chars().next();
        if let (Some(' ' | '\n' | '>' | '/'), Some(length)) = (next, page[start..].find('>')) {
            found.push(start..start + length + 1);
        }
    }
    found
}

/// The value of an attribute in double quotes.
pub fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let assignment = format!("{name}=\"");
    tag.match_indices(&assignment).find_map(|(start, _)| {
        let whole = tag[..start].ends_with(char::is_whitespace);
        whole.then(|| tag[start + assignment.len()..].split('"').next()).flatten()
    })
}

/// Replaces places in the page. They do not overlap.
pub fn replace(page: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut result = String::new();
    let mut end = 0;
    for (range, text) in edits {
        result.push_str(&page[end..range.start]);
        result.push_str(&text);
        end = range.end;
    }
    result + &page[end..]
}

/// The path of a file of ours, as in `./name.js`; another address is an error.
pub fn own_path(address: &str) -> Result<&str> {
    match address.strip_prefix("./") {
        Some(path) if !path.is_empty() => Ok(path),
        _ => bail!("index.html names `{address}`, which does not start with `./`"),
    }
}

/// Files that are needed before a person can do anything: the page, its scripts and preloads.
pub fn first_load(page: &str) -> Vec<String> {
    let scripts = tags(page, "script").into_iter().map(|tag| attribute(&page[tag], "src"));
    let links = tags(page, "link").into_iter().map(|tag| {
        let tag = &page[tag];
        attribute(tag, "rel").filter(|rel| rel.contains("preload"))?;
        attribute(tag, "href")
    });
    let addresses = scripts.chain(links).flatten().filter_map(|address| own_path(address).ok());
    ["index.html"].into_iter().chain(addresses).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_match_whole_names() {
        let tag = r#"<script data-src="no" src="./a.js" defer>"#;
        assert_eq!(attribute(tag, "src"), Some("./a.js"));
        assert_eq!(attribute(tag, "href"), None);
    }

    #[test]
    fn tags_match_whole_names() {
        let page = r#"<link a><links><link/><p>link</p>"#;
        let found: Vec<&str> = tags(page, "link").into_iter().map(|tag| &page[tag]).collect();
        assert_eq!(found, ["<link a>", "<link/>"]);
    }

    #[test]
    fn comments_go_with_the_space_before_them() {
        assert_eq!(without_comments("<p>\n  <!-- a\nb --></p>").unwrap(), "<p></p>");
        assert!(without_comments("<!-- no end").is_err());
    }

    #[test]
    fn lines_go_behind_the_character_set() {
        let page = r#"<head><meta charset="utf-8"><title>"#;
        let page = into_head(page, &["<a>".to_owned(), "<b>".to_owned()]).unwrap();
        assert_eq!(page, "<head><meta charset=\"utf-8\">\n    <a>\n    <b><title>");
        assert!(into_head("<head>", &[]).is_err());
    }

    #[test]
    fn first_load_is_the_page_its_scripts_and_preloads() {
        let page = r#"<script type="module" src="./a.js"></script>
            <link rel="preload" href="./a.wasm" as="fetch"><link rel="icon" href="./i.svg">
            <meta name="bcd-worker" content="./worker.js">"#;
        assert_eq!(first_load(page), ["index.html", "a.js", "a.wasm"]);
    }

    #[test]
    fn edits_keep_the_rest() {
        let edits = vec![(4..5, "E".to_owned()), (1..3, String::new())];
        assert_eq!(replace("abcdef", edits), "adEf");
    }
}
