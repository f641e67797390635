//! The DOCX by its XML: what Word is strict about.

use crate::{
    package::{names, part},
    samples,
};
use bcd_core::paper::{Block, Paper, Table};
use bcd_papers::docx;

fn document(paper: &Paper) -> String {
    part(&docx(paper).unwrap(), "word/document.xml")
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for (name, draft) in samples::all() {
        let paper = draft.paper();
        let first = docx(&paper).unwrap();
        // Another document in between, and another thread, must not show.
        docx(&Paper::default()).unwrap();
        let paper = &paper;
        let second = std::thread::scope(|s| s.spawn(|| docx(paper).unwrap()).join().unwrap());
        assert!(first == second, "{name}");
    }
}

#[test]
fn the_file_says_when_it_was_made_only_as_the_document_does() {
    let (_, draft) = samples::all().remove(0);
    let core = part(&docx(&draft.paper()).unwrap(), "docProps/core.xml");
    assert_eq!(core.matches(">2026-01-05T01:30:00Z<").count(), 2, "{core}");
    assert!(core.contains("KẾ HOẠCH Công tác Đoàn"), "{core}");
    assert!(core.contains("<dc:creator>BCH ĐOÀN PHƯỜNG AN CƯ</dc:creator>"), "{core}");
    let silent = part(&docx(&Paper::default()).unwrap(), "docProps/core.xml");
    assert_eq!(silent.matches(">2000-01-01T00:00:00Z<").count(), 2, "{silent}");
}

#[test]
fn pages_are_a4_with_the_unions_margins_and_numbers_from_the_second_on() {
    let (_, draft) = samples::all().remove(0);
    let xml = document(&draft.paper());
    let margins =
        r#"<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567""#;
    assert_eq!(xml.matches(margins).count(), 2);
    assert!(xml.contains(r#"<w:pgSz w:w="11906" w:h="16838"/>"#));
    assert!(xml.contains(r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#));
    assert_eq!(xml.matches("<w:titlePg/>").count(), 1, "the first section only");
    assert_eq!(xml.matches("<w:headerReference").count(), 2, "others inherit");
    let file = docx(&draft.paper()).unwrap();
    let numbered = |name: &&String| name.starts_with("word/header") && name.ends_with(".xml");
    let headers: Vec<_> = names(&file).iter().filter(numbered).map(|n| part(&file, n)).collect();
    assert_eq!(headers.len(), 2);
    assert_eq!(headers.iter().filter(|xml| xml.contains("PAGE")).count(), 1);
}

#[test]
fn head_rows_repeat_and_no_row_splits() {
    let (_, draft) = samples::all().remove(4);
    let paper = draft.paper();
    let Some(Block::Table(table)) = paper.blocks.iter().find(|b| matches!(b, Block::Table(_)))
    else {
        panic!("a table")
    };
    let xml = document(&paper);
    assert_eq!(xml.matches("<w:tblHeader/>").count(), table.head.len());
    assert_eq!(xml.matches("<w:cantSplit/>").count(), xml.matches("<w:tr>").count());
    assert!(xml.matches("<w:tr>").count() > table.rows.len());
    // Head and foot stand in tables without lines.
    assert_eq!(xml.matches("<w:tblBorders/>").count(), 2);
    assert!(!xml.contains(r#"<w:gridCol w:w="6301" w:type"#), "a grid column has a width only");
}

/// Children of an element that the schema wants in this order (ECMA-376, part 1, annex A).
const ORDER: [(&str, &[&str]); 7] = [
    (
        "w:pPr",
        &[
            "pStyle",
            "keepNext",
            "pBdr",
            "tabs",
            "spacing",
            "ind",
            "jc",
            "outlineLvl",
            "rPr",
            "sectPr",
        ],
    ),
    ("w:rPr", &["rFonts", "b", "bCs", "i", "iCs", "sz", "szCs", "u", "lang"]),
    ("w:tblPr", &["tblW", "jc", "tblBorders", "tblLayout", "tblCellMar"]),
    ("w:trPr", &["cantSplit", "tblHeader"]),
    ("w:tcPr", &["tcW", "gridSpan", "vMerge", "tcBorders", "vAlign"]),
    (
        "w:sectPr",
        &["headerReference", "headerReference", "type", "pgSz", "pgMar", "cols", "titlePg"],
    ),
    ("w:style", &["name", "basedOn", "next", "uiPriority", "qFormat", "pPr", "rPr"]),
];

#[test]
fn properties_stand_in_the_order_of_the_schema() {
    for (name, draft) in samples::all() {
        let file = docx(&draft.paper()).unwrap();
        for part_name in ["word/document.xml", "word/styles.xml", "word/header1.xml"] {
            let xml = part(&file, part_name);
            assert!(!xml.contains("<w:rPr/>"), "{name} {part_name}: empty properties");
            for (element, order) in ORDER {
                for children in children_of(&xml, element) {
                    let mut rest = order.iter();
                    for child in &children {
                        let known = rest.any(|wanted| wanted == child);
                        assert!(known, "{name} {part_name} {element}: {children:?}");
                    }
                }
            }
        }
    }
}

// The names of the children of every `element`, without prefix.
fn children_of(xml: &str, element: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    let mut stack: Vec<(String, Vec<String>)> = Vec::new();
    for tag in xml.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
        if tag.starts_with('?') {
            continue;
        }
        if tag.starts_with('/') {
            let (name, children) = stack.pop().unwrap();
            if name == element {
                all.push(children);
            }
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap().to_owned();
        if let Some((_, children)) = stack.last_mut() {
            children.push(name.trim_start_matches("w:").to_owned());
        }
        if !tag.ends_with('/') {
            stack.push((name, vec![]));
        }
    }
    assert!(stack.is_empty());
    all
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "<w:tr>\u{0}\u{B} & \"x\" ]]> \u{FFFE} 'y'\r\nhai";
    let mut paper = samples::all().remove(0).1.paper();
    paper.blocks.push(Block::text(hostile));
    paper.title.kind = hostile.to_owned();
    paper.head.issuer = hostile.to_owned();
    let mut table = Table::new(hostile, &[(1, Default::default(), hostile)]);
    table.rows = vec![bcd_core::paper::PaperRow::default()];
    paper.blocks.push(Block::Table(table));
    let file = docx(&paper).unwrap();
    let xml = document(&paper);
    assert!(xml.contains("&lt;w:tr&gt;"));
    for text in [xml, part(&file, "docProps/core.xml")] {
        assert!(!text.contains(['\u{0}', '\u{B}', '\u{FFFE}']));
    }
}
