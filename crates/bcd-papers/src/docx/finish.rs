//! What the DOCX writer cannot say, or says in another order than the standard (ECMA-376, part 1,
//! transitional schema), which Word is strict about in places: head rows that repeat, sections
//! with one page number over all, the language, titles in the file's properties.

use super::tree::{Element, Node, read, write};
use bcd_core::paper::{Orientation, Paper, layout};
use docx_rs::XMLDocx;

/// Puts `parts` right: `sections` in order, and of every table row whether pages repeat it. None
/// where the writer's XML cannot be read.
pub fn finish(
    parts: &mut XMLDocx,
    paper: &Paper,
    sections: &[Orientation],
    head_rows: &[bool],
) -> Option<()> {
    let mut document = tree(&parts.document)?;
    let mut state = Finishing { head_rows: head_rows.iter(), sections: vec![], references: vec![] };
    collect_references(&document, &mut state.references);
    state.sections = sections.iter().rev().copied().collect();
    state.walk(&mut document);
    parts.document = write(&document).into_bytes();

    let mut styles = tree(&parts.styles)?;
    put_language(&mut styles);
    order(&mut styles);
    parts.styles = write(&styles).into_bytes();
    for header in &mut parts.headers {
        let mut nodes = tree(header)?;
        order(&mut nodes);
        *header = write(&nodes).into_bytes();
    }
    parts.settings = SETTINGS.as_bytes().to_vec();
    parts.doc_props.core = properties(&parts.doc_props.core, paper)?;
    Some(())
}

fn tree(bytes: &[u8]) -> Option<Vec<Node>> {
    read(core::str::from_utf8(bytes).ok()?)
}

/// Settings without those for East Asian typesetting that the writer puts in.
const SETTINGS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"#,
    r#"<w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>"#,
    r#"<w:characterSpacingControl w:val="doNotCompress"/><w:compat>"#,
    r#"<w:compatSetting w:name="compatibilityMode" "#,
    r#"w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>"#,
    r#"<w:themeFontLang w:val="vi-VN"/></w:settings>"#,
);

struct Finishing<'a> {
    head_rows: core::slice::Iter<'a, bool>,
    /// Sections still to come, the next one last.
    sections: Vec<Orientation>,
    /// References to headers, which the first section bears and the others inherit.
    references: Vec<Node>,
}

fn collect_references(nodes: &[Node], found: &mut Vec<Node>) {
    for node in nodes {
        match node {
            Node::Element(element) if element.name == "w:headerReference" => {
                found.push(node.clone());
            }
            Node::Element(element) => collect_references(&element.children, found),
            Node::Raw(_) => {}
        }
    }
}

impl Finishing<'_> {
    fn walk(&mut self, nodes: &mut [Node]) {
        for node in nodes {
            let Node::Element(element) = node else { continue };
            match element.name.as_str() {
                "w:tr" if self.head_rows.next() == Some(&true) => {
                    if let Some(properties) = element.child("w:trPr") {
                        let repeat = Element::empty("w:tblHeader", "");
                        properties.children.push(Node::Element(repeat));
                    }
                }
                "w:sectPr" => *element = self.section(),
                // A kind of width is not for grid columns.
                "w:gridCol" => {
                    element.attributes = element.attributes.replace(r#" w:type="dxa""#, "");
                }
                _ => {}
            }
            self.walk(&mut element.children);
            sort(element);
        }
    }

    fn section(&mut self) -> Element {
        let orientation = self.sections.pop().unwrap_or_default();
        let (width, height) = orientation.page();
        let mut children = core::mem::take(&mut self.references);
        let is_first = !children.is_empty();
        let mut put = |name: &str, attributes: &str| {
            children.push(Node::Element(Element::empty(name, attributes)));
        };
        put("w:type", r#"w:val="nextPage""#);
        let lies = match orientation {
            Orientation::Portrait => "",
            Orientation::Landscape => r#" w:orient="landscape""#,
        };
        let (width, height) = (layout::twips(width), layout::twips(height));
        put("w:pgSz", &format!(r#"w:w="{width}" w:h="{height}"{lies}"#));
        let [top, right, bottom, left, number] =
            [layout::TOP, layout::RIGHT, layout::BOTTOM, layout::LEFT, layout::NUMBER_FROM_TOP]
                .map(layout::twips);
        put(
            "w:pgMar",
            &format!(
                r#"w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{number}" w:footer="{number}" w:gutter="0""#
            ),
        );
        put("w:cols", r#"w:space="708""#);
        if is_first {
            put("w:titlePg", "");
        }
        Element { name: "w:sectPr".to_owned(), attributes: String::new(), children }
    }
}

fn order(nodes: &mut [Node]) {
    for node in nodes {
        if let Node::Element(element) = node {
            order(&mut element.children);
            sort(element);
        }
    }
}

fn put_language(nodes: &mut [Node]) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        match element.name.as_str() {
            "w:rPrDefault" => {
                if let Some(run) = element.child("w:rPr") {
                    run.children.push(Node::Element(Element::empty("w:lang", r#"w:val="vi-VN""#)));
                }
            }
            "w:style" if element.attributes.contains(r#"w:styleId="Normal""#) => {
                element.attributes.push_str(r#" w:default="1""#);
            }
            _ => put_language(&mut element.children),
        }
    }
}

/// The order of children that the schema asks for; what is not named keeps its place at the end.
fn order_of(name: &str) -> &'static [&'static str] {
    match name {
        "w:pPr" => &[
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:pageBreakBefore",
            "w:framePr",
            "w:widowControl",
            "w:numPr",
            "w:suppressLineNumbers",
            "w:pBdr",
            "w:shd",
            "w:tabs",
            "w:suppressAutoHyphens",
            "w:bidi",
            "w:adjustRightInd",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:contextualSpacing",
            "w:jc",
            "w:textDirection",
            "w:textAlignment",
            "w:outlineLvl",
            "w:rPr",
            "w:sectPr",
            "w:pPrChange",
        ],
        "w:rPr" => &[
            "w:rStyle",
            "w:rFonts",
            "w:b",
            "w:bCs",
            "w:i",
            "w:iCs",
            "w:caps",
            "w:strike",
            "w:color",
            "w:spacing",
            "w:w",
            "w:kern",
            "w:position",
            "w:sz",
            "w:szCs",
            "w:highlight",
            "w:u",
            "w:vertAlign",
            "w:lang",
        ],
        "w:tblPr" => &[
            "w:tblStyle",
            "w:tblpPr",
            "w:tblW",
            "w:jc",
            "w:tblCellSpacing",
            "w:tblInd",
            "w:tblBorders",
            "w:shd",
            "w:tblLayout",
            "w:tblCellMar",
            "w:tblLook",
        ],
        "w:tblBorders" | "w:tblCellMar" | "w:pBdr" => {
            &["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV", "w:between"]
        }
        "w:trPr" => &["w:gridBefore", "w:gridAfter", "w:cantSplit", "w:trHeight", "w:tblHeader"],
        "w:tcPr" => &[
            "w:tcW",
            "w:gridSpan",
            "w:vMerge",
            "w:tcBorders",
            "w:shd",
            "w:noWrap",
            "w:tcMar",
            "w:textDirection",
            "w:vAlign",
        ],
        "w:style" => &[
            "w:name",
            "w:basedOn",
            "w:next",
            "w:link",
            "w:uiPriority",
            "w:semiHidden",
            "w:unhideWhenUsed",
            "w:qFormat",
            "w:pPr",
            "w:rPr",
            "w:tblPr",
            "w:tcPr",
        ],
        _ => &[],
    }
}

fn sort(element: &mut Element) {
    // The writer leaves empty run properties everywhere, also where the schema has no room for any.
    element.children.retain(|node| match node {
        Node::Element(child) => child.name != "w:rPr" || !child.children.is_empty(),
        Node::Raw(_) => true,
    });
    let order = order_of(&element.name);
    if !order.is_empty() {
        let place = |node: &Node| order.iter().position(|name| node.is(name));
        element.children.sort_by_key(|node| place(node).unwrap_or(order.len()));
    }
}

/// The file's properties: its title and who issued it, where the writer knows neither.
fn properties(core: &[u8], paper: &Paper) -> Option<Vec<u8>> {
    let mut nodes = tree(core)?;
    for node in &mut nodes {
        let Node::Element(root) = node else { continue };
        for child in &mut root.children {
            let Node::Element(child) = child else { continue };
            match child.name.as_str() {
                "dc:creator" | "cp:lastModifiedBy" => {
                    child.children = vec![Node::Raw(escaped(&paper.head.issuer))];
                }
                _ => {}
            }
        }
        let mut put = |name: &str, text: &str| {
            let mut element = Element::empty(name, "");
            element.children.push(Node::Raw(escaped(text)));
            root.children.push(Node::Element(element));
        };
        put("dc:title", &paper.full_title());
        put("dc:language", "vi-VN");
    }
    Some(write(&nodes).into_bytes())
}

fn escaped(text: &str) -> String {
    let text = bcd_core::paper::safe::text(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
