//! Reads stylesheets as far as the rules on them need: their selectors, and what these name.

/// A selector of a rule, alone: lists are taken apart.
pub struct Selector {
    pub line: usize,
    pub text: String,
}

/// The blocks that the first line of a sheet declares: `/* Blocks: card, tag. What it is. */`.
pub fn blocks(sheet: &str) -> Option<Vec<String>> {
    let line = sheet.lines().next()?.strip_prefix("/* Blocks: ")?;
    let (list, _) = line.split_once('.')?;
    Some(list.split(", ").map(str::to_owned).collect())
}

/// The block of a class: `card` of `card__title` and of `card--wide`.
pub fn block(class: &str) -> &str {
    let end = ["__", "--"].into_iter().filter_map(|mark| class.find(mark)).min();
    &class[..end.unwrap_or(class.len())]
}

/// All selectors of a sheet, also those inside `@media`, `@layer` and the like.
pub fn selectors(sheet: &str) -> Vec<Selector> {
    let mut found = Vec::new();
    walk(&without_comments_and_strings(sheet), 1, &mut found);
    found
}

// `text` is what stands between two braces, or the whole sheet.
fn walk(text: &str, first_line: usize, found: &mut Vec<Selector>) {
    let (mut start, mut at) = (0, 0);
    while let Some(next) = text[at..].find(['{', ';']).map(|next| at + next) {
        at = next + 1;
        if text[next..].starts_with(';') {
            start = at;
            continue;
        }
        let (end, prelude) = (closing(text, at), &text[start..next]);
        let line = |at: usize| first_line + text[..at].matches('\n').count();
        let named = prelude.trim_start();
        if ["@media", "@layer", "@supports", "@container"].iter().any(|at| named.starts_with(at)) {
            walk(&text[at..end], line(at), found);
        } else if !named.starts_with('@') {
            let own = line(start + prelude.len() - named.len());
            let list = split(prelude, |c| c == ',').into_iter();
            found.extend(list.map(|one| Selector { line: own, text: one.trim().to_owned() }));
        }
        start = (end + 1).min(text.len());
        at = start;
    }
}

fn closing(text: &str, from: usize) -> usize {
    let mut depth = 1;
    for (index, c) in text[from..].char_indices() {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth == 0 {
            return from + index;
        }
    }
    text.len()
}

// Parts between separators that stand in no parentheses and no brackets.
fn split(text: &str, separates: impl Fn(char) -> bool) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (index, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            c if depth == 0 && separates(c) => {
                parts.push(&text[start..index]);
                start = index + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

// Blanks in their place: lines and lengths stay.
fn without_comments_and_strings(sheet: &str) -> String {
    let mut out = String::new();
    let (mut rest, blank) = (sheet, |c: char| if c == '\n' { '\n' } else { ' ' });
    while let Some(at) = rest.find("/*").into_iter().chain(rest.find('"')).min() {
        let end = if rest[at..].starts_with('"') { "\"" } else { "*/" };
        let open = at + end.len();
        let close = rest[open..].find(end).map_or(rest.len(), |close| open + close + end.len());
        out.push_str(&rest[..at]);
        out.extend(rest[at..close].chars().map(blank));
        rest = &rest[close..];
    }
    out + rest
}

/// All classes that a selector names, wherever in it.
pub fn classes(selector: &str) -> Vec<&str> {
    let named = |part: &&str| part.starts_with(|c: char| c.is_ascii_alphabetic());
    let end = |part: &str| part.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    let parts = selector.split('.').skip(1).filter(named);
    parts.map(|part| &part[..end(part).unwrap_or(part.len())]).collect()
}

/// Whether a selector matches only elements that bear a class, or stand inside one that does.
pub fn is_inside_a_class(selector: &str) -> bool {
    let (mut inside, mut bears) = (false, false);
    let steps = selector.replace('>', " > ").replace('+', " + ").replace('~', " ~ ");
    for step in split(&steps, char::is_whitespace).into_iter().filter(|step| !step.is_empty()) {
        match step {
            // Beside an element that bears a class is not inside it.
            "+" | "~" => bears = false,
            ">" => {}
            compound => {
                inside |= bears;
                // What stands in parentheses is asked for elsewhere.
                let own = compound.split('(').next().unwrap_or_default();
                bears = !classes(own).is_empty() || inside;
                if !bears {
                    return false;
                }
            }
        }
    }
    true
}

#[test]
fn a_sheet_is_read_as_a_browser_does() {
    let sheet = "/* Blocks: a, b. Two. */\n@layer x, y;\n@layer x {\n  .a, .b:is(p, [c=\"{.d\"]) {\n    \
        color: red;\n  }\n  @media print {\n    .a > .b__e { top: 0; }\n  }\n  @page { margin: 0 }\n}\n";
    let found: Vec<_> = selectors(sheet).into_iter().map(|s| (s.line, s.text)).collect();
    let named = |line, text: &str| (line, text.to_owned());
    assert_eq!(found, [named(4, ".a"), named(4, ".b:is(p, [c=     ])"), named(8, ".a > .b__e")]);
    assert_eq!(blocks(sheet), Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(classes(".a:has(> .b__e--f) p"), ["a", "b__e--f"]);
    assert_eq!([block("a"), block("a__b--c"), block("a--c")], ["a"; 3]);
}

#[test]
fn an_element_beside_a_class_is_not_inside_it() {
    for inside in [".a", "p.a", ".a p > b", ".a .b ~ *", ".a + .b", ".a:has(p)"] {
        assert!(is_inside_a_class(inside), "{inside}");
    }
    for outside in ["p", "p .a", ".a + p", ".a ~ *", ":has(.a)", ":root:not(.a)", "*"] {
        assert!(!is_inside_a_class(outside), "{outside}");
    }
}
