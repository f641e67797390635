//! A style belongs to its page or part and cannot reach another's: each class has a block, each
//! block one sheet, and a sheet speaks of nothing but its own blocks and what stands inside them.

use crate::{
    css::{block, blocks, classes, is_inside_a_class, selectors},
    tree::{Source, code, file, files, none},
};
use std::collections::{BTreeMap, BTreeSet};

const MOST_LINES: usize = 250;

/// What is drawn before the late stylesheet is there.
const FIRST: [&str; 13] = [
    "crates/bcd-web/src/early.rs",
    "src/app",
    "src/pages/around.rs",
    "src/pages/blockers.rs",
    "src/pages/checklist",
    "src/pages/item",
    "src/pages/not_found.rs",
    "src/pages/start.rs",
    "src/ui/field.rs",
    "src/ui/icon.rs",
    "src/ui/message.rs",
    "index.html",
    "tests/prerender.mjs",
];

fn sheets() -> Vec<Source> {
    files(&["style/pages", "style/parts"], ".css")
}

// With `base.css`, which may style bare elements besides.
fn owners() -> Vec<Source> {
    let mut all = sheets();
    all.push(file("style/base.css"));
    all
}

fn blocks_of(sheet: &Source) -> Vec<String> {
    blocks(&sheet.text).unwrap_or_else(|| panic!("{}: no `/* Blocks: … */` first", sheet.path))
}

// Everything that says which classes an element bears.
fn views() -> Vec<Source> {
    let mut all = files(&["src"], ".rs");
    all.extend(["crates/bcd-web/src/early.rs", "index.html", "tests/prerender.mjs"].map(file));
    all
}

#[test]
fn sheets_stay_small() {
    let faults = sheets().into_iter().filter(|s| s.text.lines().count() >= MOST_LINES);
    none(faults.map(|s| s.path).collect(), "fewer than 250 lines");
}

#[test]
fn a_block_has_one_sheet() {
    let mut owner = BTreeMap::new();
    let mut faults = Vec::new();
    for sheet in owners() {
        let used: BTreeSet<String> = selectors(&sheet.text)
            .iter()
            .flat_map(|selector| classes(&selector.text))
            .map(|class| block(class).to_owned())
            .collect();
        for block in blocks_of(&sheet) {
            if !used.contains(&block) {
                faults.push(format!("{}: no rule for .{block}", sheet.path));
            }
            if let Some(other) = owner.insert(block.clone(), sheet.path.clone()) {
                faults.push(format!("{}: .{block} is declared by {other}, too", sheet.path));
            }
        }
    }
    none(faults, "each block is declared by one sheet, and styled in it");
}

#[test]
fn a_sheet_reaches_nothing_but_its_own_blocks() {
    let mut faults = Vec::new();
    for sheet in owners() {
        let own = blocks_of(&sheet);
        for selector in selectors(&sheet.text) {
            let at = format!("{}:{}: {}", sheet.path, selector.line, selector.text);
            for class in classes(&selector.text) {
                if !own.iter().any(|own| own == block(class)) {
                    faults.push(format!("{at}: .{class} is not this sheet's"));
                }
            }
            if sheet.path != "style/base.css" && !is_inside_a_class(&selector.text) {
                faults.push(format!("{at}: an element outside every block"));
            }
        }
    }
    none(faults, "a sheet styles its own blocks and what stands inside them");
}

#[test]
fn what_is_printed_is_styled_by_its_own_names() {
    let mut faults = Vec::new();
    for selector in selectors(&file("style/paper.css").text) {
        let foreign = classes(&selector.text)
            .into_iter()
            .find(|class| !class.starts_with("paper-") && *class != "paper");
        faults.extend(foreign.map(|class| format!("{}: .{class}", selector.line)));
    }
    none(faults, "style/paper.css knows documents, which the core draws");
}

#[test]
fn classes_in_use_are_declared_and_those_declared_are_in_use() {
    let declared = declared(&owners());
    let views = views();
    let mut faults = Vec::new();
    // The views put a document into a `.paper`; the rest of that sheet is the core's.
    let known = &declared | &declared_by(&file("style/paper.css"));
    for (path, class) in views.iter().flat_map(borne) {
        if !known.contains(&class) {
            faults.push(format!("{path}: no sheet knows .{class}"));
        }
    }
    let words: BTreeSet<String> = views
        .iter()
        .flat_map(|view| borne(view).into_iter().map(|(_, class)| class).chain(words(view)))
        .collect();
    let unused = declared.difference(&words);
    faults.extend(unused.map(|class| format!("no view has .{class}")));
    for selector in selectors(&file("style/print.css").text) {
        let unknown = classes(&selector.text).into_iter().find(|class| !declared.contains(*class));
        faults.extend(unknown.map(|class| format!("style/print.css: .{class}")));
    }
    none(faults, "styles and views name the same classes");
}

#[test]
fn what_is_drawn_first_is_styled_by_the_first_load() {
    let page = file("index.html").text;
    let (mut faults, mut first) = (Vec::new(), Vec::new());
    for sheet in owners() {
        let early =
            page.contains(&format!("<link data-trunk rel=\"css\" href=\"{}\">", sheet.path));
        let behind = ["late", "desk"]
            .map(|chunk| page.contains(&format!("<link data-{chunk} href=\"{}\">", sheet.path)));
        if usize::from(early) + behind.iter().filter(|there| **there).count() != 1 {
            faults.push(format!("{}: index.html has it not once", sheet.path));
        }
        if early {
            first.push(sheet);
        }
    }
    let there = declared(&first);
    let views = views();
    for start in FIRST {
        let drawn: Vec<_> = views.iter().filter(|view| view.path.starts_with(start)).collect();
        assert!(!drawn.is_empty(), "no {start}: the rule would hold for nothing");
        for (path, class) in drawn.into_iter().flat_map(borne) {
            if !there.contains(&class) {
                faults.push(format!("{path}: .{class} comes late"));
            }
        }
    }
    none(faults, "a late sheet styles nothing that is there before it");
}

fn declared(sheets: &[Source]) -> BTreeSet<String> {
    sheets.iter().flat_map(declared_by).collect()
}

fn declared_by(sheet: &Source) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for selector in selectors(&sheet.text) {
        all.extend(classes(&selector.text).into_iter().map(str::to_owned));
    }
    all
}

// The classes that elements of a view bear, with where it is: in `class="…"`, in `class:x=`, and
// in texts that can be nothing else.
fn borne(view: &Source) -> Vec<(String, String)> {
    let text = code_of(view);
    let mut all = Vec::new();
    for rest in text.split("class=\"").skip(1) {
        let value = rest.split('"').next().unwrap_or_default();
        all.extend(value.split_whitespace().map(str::to_owned));
    }
    for rest in text.split(" class:").skip(1) {
        all.extend(rest.split('=').next().map(str::to_owned));
    }
    let of_a_block = |word: &String| block(word) != word;
    all.extend(words(view).into_iter().filter(of_a_block));
    all.into_iter().map(|class| (view.path.clone(), class)).collect()
}

// The words of texts in code that could be lists of classes.
fn words(view: &Source) -> Vec<String> {
    let quote = match view.path.rsplit_once('.') {
        Some((_, "rs")) => '"',
        Some((_, "mjs")) => '\'',
        _ => return Vec::new(),
    };
    let text = code_of(view).replace("'\"'", "").replace("\\\"", "");
    let is_class = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_ ".contains(c);
    let texts = text.split(quote).skip(1).step_by(2);
    let lists = texts.filter(|text| text.chars().all(is_class) && !text.starts_with('-'));
    lists.flat_map(|list| list.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn code_of(view: &Source) -> String {
    code(view).map(|(_, line)| format!(" {}\n", line.trim_start())).collect()
}
