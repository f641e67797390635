//! Markup that could run or reach out, by its tags.
//!
//! The page's second line where a browser asks before text becomes elements (Trusted Types). The
//! first is that texts of people are escaped where papers are made; it makes no document safe that
//! strangers wrote.

// Elements that run code, load a document, or change what addresses mean.
const TAGS: [&str; 12] = [
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "meta", "link",
    "portal", "noscript",
];
// Attributes whose value is an address that a tap, or the browser by itself, goes to.
const ADDRESSES: [&str; 8] =
    ["href", "xlink:href", "src", "data", "action", "formaction", "to", "values"];

/// Whether a tag of `html` runs code when it is put into the page, or when it is tapped: an element
/// or attribute that does, or an address in place of which code may stand. Escaped text never does.
pub fn could_run(html: &str) -> bool {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let end = end_of_tag(rest);
            if tag_could_run(&rest[..end]) {
                return true;
            }
            rest = &rest[end..];
        }
    }
    false
}

// A `>` inside a quoted value does not end the tag.
fn end_of_tag(rest: &str) -> usize {
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    rest.len()
}

fn tag_could_run(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let name_end = tag.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(tag.len());
    let (name, attributes) = tag.split_at(name_end);
    TAGS.contains(&name) || attributes_could_run(attributes)
}

fn attributes_could_run(mut rest: &str) -> bool {
    let between = |c: char| c.is_ascii_whitespace() || c == '/';
    loop {
        rest = rest.trim_start_matches(between);
        if rest.is_empty() {
            return false;
        }
        // A name may begin with `=`, but goes no further than one.
        let ends = |&(at, c): &(usize, char)| at > 0 && (between(c) || c == '=');
        let name_end = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
        let (name, after) = rest.split_at(name_end);
        let (value, after) = value(after);
        if name.starts_with("on")
            || name == "srcdoc"
            || (ADDRESSES.contains(&name) && is_code(value))
        {
            return true;
        }
        rest = after;
    }
}

// The value behind a name, without its quotes, and what follows.
fn value(after: &str) -> (&str, &str) {
    let Some(given) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
        return ("", after);
    };
    for quote in ['"', '\''] {
        if let Some(open) = given.strip_prefix(quote) {
            return open.split_once(quote).unwrap_or((open, ""));
        }
    }
    given.split_at(given.find(|c: char| c.is_ascii_whitespace()).unwrap_or(given.len()))
}

// Browsers pass over control characters in a scheme, and read character references in a value: one
// that hides a letter of the scheme is code until the contrary is known.
fn is_code(value: &str) -> bool {
    let value: String = value.chars().filter(|c| !c.is_control() && *c != ' ').collect();
    let scheme = value.split(['/', '?', '#']).next().unwrap_or_default();
    match scheme.split_once(':') {
        Some((scheme, _)) => {
            !matches!(scheme, "https" | "http" | "mailto" | "tel" | "blob")
                && !value.starts_with("data:image/")
        }
        None => scheme.contains('&'),
    }
}

#[cfg(test)]
mod tests {
    use super::could_run;

    #[test]
    fn templates_and_papers_run_nothing() {
        for html in [
            "",
            "<div class=\"card\"><a href=\"#/nam?x=1:2\">Năm</a><input type=text disabled></div>",
            "<svg viewBox='0 0 24 24'><path d=\"M1 1\"/></svg>",
            "<img src=\"data:image/png;base64,AAAA\" alt=\"a > b\">",
            "<a href='https://doan.vn/a?b=c&amp;d' target=_blank>x</a><a href=tel:0912>y</a>",
            "1 < 2, onclick=x, javascript:alert(1), &lt;script&gt;, <3 onload=x>",
        ] {
            assert!(!could_run(html), "{html}");
        }
    }

    #[test]
    fn what_runs_by_itself_or_by_a_tap_is_found() {
        for html in [
            "<script>x</script>",
            "<p>a</p><SCRIPT src=//x>",
            "<img src=x onerror=x>",
            "<svg/onload=x>",
            "<svg title=\"a>b\" onload=x>",
            "<p title='<' onclick = x>",
            "<a href=\"javascript:x\">",
            "<a href=' java\tscript:x'>",
            "<a href=&#106;avascript:x>",
            "<a xlink:href='vbscript:x'>",
            "<form action=javascript:x>",
            "<a href=\"data:text/html,x\">",
            "<iframe></iframe>",
            "<p srcdoc=x>",
            "<base href=https://other.example>",
            "<meta http-equiv=refresh content=0>",
            "<p/=/onclick=x>",
        ] {
            assert!(could_run(html), "{html}");
        }
    }
}
