//! Stylesheets.

use crate::tree::{files, none};

#[test]
fn colours_stand_in_tokens_only() {
    let mut faults = Vec::new();
    for sheet in files(&["style"], ".css").iter().filter(|s| s.path != "style/tokens.css") {
        for (index, line) in sheet.text.lines().enumerate() {
            let value = line.split_once(": ").map_or("", |(_, value)| value);
            if value.contains('#') || value.contains("rgb") || value.contains("hsl(") {
                faults.push(format!("{}:{}: {}", sheet.path, index + 1, line.trim()));
            }
        }
    }
    none(faults, "raw colours belong to style/tokens.css");
}

// Each further weight and size is looked up before the first text is painted: on a slow phone a
// tenth of a second. Official documents have the sizes of their own paper, in points.
#[test]
fn text_has_two_weights_and_the_sizes_of_the_tokens() {
    let mut faults = Vec::new();
    for sheet in files(&["style"], ".css") {
        for (index, line) in sheet.text.lines().enumerate() {
            let fits = match line.trim().split_once(": ") {
                Some(("font-weight", weight)) => ["bold;", "400;"].contains(&weight),
                Some(("font-size", size)) => {
                    size.starts_with("var(--text") || size.ends_with("pt;") || size == "inherit;"
                }
                // The shorthand: inherited, on paper, or that of the whole page.
                Some(("font", font)) => {
                    font == "inherit;" || font.contains("pt") || sheet.path == "style/base.css"
                }
                _ => true,
            };
            if !fits {
                faults.push(format!("{}:{}: {}", sheet.path, index + 1, line.trim()));
            }
        }
    }
    none(faults, "text is regular (400) or bold, in a size of style/tokens.css");
}

#[test]
fn nothing_is_filtered() {
    let mut faults = Vec::new();
    for style in files(&["style"], ".css") {
        for (number, line) in style.text.lines().enumerate() {
            let line = line.trim_start();
            if line.starts_with("filter:") || line.starts_with("backdrop-filter:") {
                faults.push(format!("{}:{}: {line}", style.path, number + 1));
            }
        }
    }
    none(faults, "a filter makes a layer, and coming and going lays the page out: `--pressed`");
}

#[test]
fn every_custom_property_in_use_is_declared() {
    let sheets = files(&["style"], ".css");
    let all: String = sheets.iter().map(|sheet| sheet.text.as_str()).collect();
    let mut faults = Vec::new();
    for used in all.split("var(").skip(1) {
        let name = used.split([')', ',']).next().unwrap_or_default();
        if !all.contains(&format!("{name}:")) {
            faults.push(name.to_owned());
        }
    }
    none(faults, "undeclared custom properties");
}

#[test]
fn both_dark_themes_are_the_same() {
    let tokens = files(&["style"], "tokens.css").remove(0).text;
    let block = |start: &str| {
        let rest = tokens.split_once(start).expect(start).1;
        let body = rest.split_once('}').expect("an end").0;
        let lines = body.lines().map(str::trim).filter(|line| line.starts_with("--"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let by_system = block(":root:not([data-theme=\"light\"]) {");
    let by_choice = block(":root[data-theme=\"dark\"] {");
    assert!(by_system.len() > 10);
    assert_eq!(by_system, by_choice);
}
