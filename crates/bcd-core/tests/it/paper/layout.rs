//! The layout: one source of measures, and tables whose cells all stand somewhere.

use super::*;
use bcd_core::paper::layout::{self, shares, twips};

#[test]
fn the_stylesheet_has_the_measures_of_the_layout() {
    let css = include_str!("../../../../../style/paper.css");
    let (top, right, bottom, left) = (layout::TOP, layout::RIGHT, layout::BOTTOM, layout::LEFT);
    let margins = format!("{top}mm {right}mm {bottom}mm {left}mm");
    let fallback = layout::FONT_FALLBACK;
    let font =
        format!("\"{}\", \"{}\", \"{}\", {}", layout::FONT, fallback[0], fallback[1], fallback[2]);
    let cell = format!("{}.{}mm", layout::CELL_TENTHS / 10, layout::CELL_TENTHS % 10);
    for (wanted, times) in [
        (format!("margin: {margins};"), 2),
        (format!("padding: {margins};"), 1),
        (format!("size: {}mm {}mm;", layout::PAGE_SHORT, layout::PAGE_LONG), 1),
        (format!("size: {}mm {}mm;", layout::PAGE_LONG, layout::PAGE_SHORT), 1),
        (format!("font: {}pt {font};", layout::NUMBER), 2),
        (format!("font: {}pt/1.27 {font};", layout::BODY), 1),
        (format!("font-size: {}pt;", layout::UNION), 1),
        (format!("font-size: {}pt;", layout::KIND), 1),
        (format!("text-indent: {}mm;", layout::INDENT), 2),
        (format!("padding: {}pt {cell};", layout::CELL_ROOM), 1),
        (format!("width: {}mm;", layout::UNION_RULE), 1),
        (format!("width: {}mm;", layout::SUBJECT_RULE), 1),
        (format!("margin-top: {}pt;", layout::SIGNATURE), 1),
        (format!("margin: {}pt auto {}pt;", layout::RULE_GAP, layout::BEFORE), 1),
        (format!("{}% {}%;", layout::ISSUER_PERCENT, 100 - layout::ISSUER_PERCENT), 1),
    ] {
        assert_eq!(css.matches(&wanted).count(), times, "{wanted}");
    }
    assert!(css.matches(&format!("margin-bottom: {}pt;", layout::AFTER)).count() > 3);
    assert!(css.matches(&format!("font-size: {}pt;", layout::TABLE)).count() > 1);
    // 1.15 is single line spacing of this typeface.
    assert_eq!(layout::LINE_PERCENT * 115, 12_650);
    // The number stands in the middle of the top margin.
    assert_eq!(layout::NUMBER_FROM_TOP * 2, layout::TOP);
}

#[test]
fn millimetres_become_the_counts_of_a_word_processor() {
    assert_eq!((twips(20), twips(30), twips(210), twips(297)), (1134, 1701, 11906, 16838));
    assert_eq!(Orientation::Portrait.text_width(), 160);
    assert_eq!(Orientation::Landscape.text_width(), 247);
}

#[test]
fn a_merged_head_covers_every_place_once() {
    let paper = self_score::from_fields(&samples::self_score());
    let Some(Block::Table(table)) =
        paper.blocks.iter().find(|block| matches!(block, Block::Table(_)))
    else {
        panic!("a table")
    };
    let head = grid::place(table, &table.head);
    assert_eq!(head[0].len(), 6);
    assert_eq!(head[1].iter().map(|cell| cell.col).collect::<Vec<_>>(), [4, 5, 6]);
}

fn any_table() -> impl Strategy<Value = Table> {
    let cell = (0_u16..6, 0_u16..6).prop_map(|(cols, rows)| Cell::from("x").span(cols, rows));
    let row = proptest::collection::vec(cell, 0..8)
        .prop_map(|cells| PaperRow { kind: RowKind::Plain, cells });
    (1_usize..6, proptest::collection::vec(row, 0..8)).prop_map(|(columns, rows)| Table {
        columns: vec![Default::default(); columns],
        rows,
        ..Table::default()
    })
}

proptest! {
    #[test]
    fn whatever_the_spans_every_place_is_covered_once(table in any_table()) {
        let mut seen = vec![vec![0; table.columns.len()]; table.rows.len()];
        for cell in grid::place(&table, &table.rows).iter().flatten() {
            for row in &mut seen[cell.row..cell.row + cell.rows] {
                for place in &mut row[cell.col..cell.col + cell.cols] {
                    *place += 1;
                }
            }
        }
        prop_assert!(seen.iter().flatten().all(|count| *count == 1));
    }

    #[test]
    fn shares_add_up(whole in 0_u32..1_000_000, weights in proptest::collection::vec(0_u32..5_000, 1..20)) {
        prop_assert_eq!(shares(whole, &weights).iter().sum::<u32>(), whole);
    }
}

#[test]
fn an_empty_table_has_no_widths() {
    assert!(Table::default().widths(100).is_empty());
    assert_eq!(NamedFigure::default().reading(), "");
    let table = Table::new("", &[(1, Align::Left, "a"), (1, Align::Right, "b")]);
    assert_eq!(table.widths(5), [2, 3]);
}
