//! The sample's checklist as plain HTML in the page: whoever comes to try it sees it with the first
//! paint, and can answer before WebAssembly arrives. The controls are the browser's own; the app
//! takes what was answered over when it starts (`src/pages/start.rs`). Which address shows it is
//! the stylesheet's business (`:target`), so no script is needed.

use super::html;
use crate::project::Project;
use anyhow::{Context, Result};
use serde_json::Value;
use std::fmt::Write as _;

const PLACE: &str = r#"<div id="/thu" class="early"></div>"#;

/// Puts the list into its place in the page.
pub fn draw(project: &Project, page: &str) -> Result<String> {
    let set = project.root().join("crates/bcd-core/data/criteria-default.json");
    let set: Value = serde_json::from_str(&project.read(&set)?)?;
    let words = Words::read(project)?;
    let (before, after) =
        page.split_once(PLACE).with_context(|| format!("index.html lacks {PLACE}"))?;
    let open = PLACE.trim_end_matches("</div>");
    Ok(format!("{before}{open}{}</div>{after}", list(&set, &words)?))
}

/// The few texts around the list, in Vietnamese: the language of a first visit.
struct Words {
    title: String,
    sample: String,
    opening: String,
    unanswered: String,
}

impl Words {
    fn read(project: &Project) -> Result<Self> {
        let text = |area: &str, key: &str| {
            let path = project.root().join(format!("locales/vi/{area}.json"));
            let texts: Value = serde_json::from_str(&project.read(&path)?)?;
            let text = texts[key].as_str().with_context(|| format!("locales/vi: {area}.{key}"))?;
            anyhow::Ok(html::escaped(text))
        };
        Ok(Self {
            title: text("checklist", "title")?,
            sample: text("home", "sample")?,
            opening: text("frame", "opening")?,
            unanswered: text("checklist", "state_open")?,
        })
    }
}

fn list(set: &Value, words: &Words) -> Result<String> {
    let Words { title, sample, opening, .. } = words;
    let mut out = format!(
        r#"<div class="frame"><main class="main"><header class="head"><h1 class="head__title">{title}</h1><span class="save">{opening}</span></header><p><span class="tag tag--sample">{sample}</span></p><div class="scorebar early__score"></div><div class="checklist">"#
    );
    for criterion in each(set, "criteria")? {
        write!(
            out,
            r#"<section class="criterion"><h2 class="criterion__title"><span class="criterion__number">{}</span>{}</h2>"#,
            text(&criterion["id"]),
            text(&criterion["title"]["vi"])
        )?;
        for group in each(criterion, "groups")? {
            let (id, title) = (text(&group["id"]), text(&group["title"]["vi"]));
            write!(out, r#"<h3 class="group">{id} {title}</h3><ul class="items">"#)?;
            for item in each(group, "items")? {
                row(&mut out, item, words)?;
            }
            out.push_str("</ul>");
        }
        out.push_str("</section>");
    }
    out.push_str("</div></main></div>");
    Ok(out)
}

fn row(out: &mut String, item: &Value, words: &Words) -> Result<()> {
    let (id, asked) = (text(&item["id"]), text(&item["text"]["vi"]));
    let gate = if item["gate"] == true { "★ " } else { "" };
    write!(
        out,
        r#"<li class="item"><p>{gate}<b class="item__id">{id}</b> {asked}</p><div class="ladder" role="radiogroup" aria-label="{id}">"#
    )?;
    for step in each(item, "ladder")? {
        let (value, points) = (text(&step["id"]), step["points"].to_string().replace('.', ","));
        let label = text(&step["label"]["vi"]);
        write!(
            out,
            r#"<label class="step"><input class="hidden" type="radio" name="{id}" value="{value}"><b class="step__figure">{points}</b><span class="step__words">{label}</span></label>"#
        )?;
    }
    let state = &words.unanswered;
    write!(
        out,
        r#"</div><p class="item__foot"><span class="state state--open">{state}</span></p></li>"#
    )?;
    Ok(())
}

fn each<'a>(value: &'a Value, key: &str) -> Result<&'a Vec<Value>> {
    value[key].as_array().with_context(|| format!("the criteria set lacks {key}"))
}

fn text(value: &Value) -> String {
    html::escaped(value.as_str().unwrap_or_default())
}
