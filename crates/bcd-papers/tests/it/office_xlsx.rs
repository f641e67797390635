//! The XLSX by its XML and as LibreOffice shows it.

use crate::{office::pdf, package::part, samples};
use bcd_core::paper::{Align, Cell, CellValue, PaperRow, RowKind, Table, sheet::Sheet};
use bcd_core::points::Points;
use bcd_papers::xlsx;

fn sheet() -> Sheet {
    let columns = [(50, Align::Left, "Nội dung"), (50, Align::Right, "Giá trị")];
    let mut table = Table::new("Bảng", &columns);
    table.rows = vec![
        PaperRow::new(RowKind::Plain, [Cell::from("=1+1"), CellValue::Count(1_250_000).into()]),
        PaperRow::new(
            RowKind::Plain,
            [Cell::from("@SUM(A1)\u{0}"), CellValue::Points(Points(250)).into()],
        ),
        PaperRow::new(
            RowKind::Plain,
            [Cell::from("- dòng gạch"), CellValue::Percent(Points(9_250)).into()],
        ),
        PaperRow::new(RowKind::Total, [Cell::from("-12").span(2, 1)]),
    ];
    Sheet { name: "Bảng".into(), above: vec!["ĐƠN VỊ".into()], table, ..Sheet::default() }
}

#[test]
fn no_cell_is_a_formula_and_numbers_stay_numbers() {
    let file = xlsx(&[sheet()]).unwrap();
    let xml = part(&file, "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f>"), "{xml}");
    for number in ["<v>1250000</v>", "<v>2.5</v>", "<v>0.925</v>"] {
        assert!(xml.contains(number), "{number}: {xml}");
    }
    let strings = part(&file, "xl/sharedStrings.xml");
    assert!(strings.contains("<t>=1+1</t>") && strings.contains("<t>@SUM(A1)</t>"), "{strings}");
    // Excel keeps such a cell a text when it is edited.
    assert!(part(&file, "xl/styles.xml").contains("quotePrefix=\"1\""));
    let text = pdf(&file, "bang.xlsx").text();
    for shown in ["=1+1", "@SUM(A1)", "- dòng gạch", "-12", "Nội dung"] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
}

#[test]
fn days_are_days_and_a_table_for_a_screen_keeps_its_head_and_first_columns_in_sight() {
    let columns = [(60, Align::Left, "Đơn vị"), (24, Align::Right, "Ngày gửi")];
    let mut table = Table { frozen: 1, ..Table::new("Đơn vị", &columns) };
    let day = |day: &str| Cell::from(CellValue::Day(day.to_owned()));
    table.rows = vec![
        PaperRow::new(RowKind::Plain, [Cell::from("Đoàn xã Ý Yên"), day("2026-09-28")]),
        PaperRow::new(RowKind::Plain, [Cell::from("Đoàn xã Ba Vì"), day("hôm qua")]),
    ];
    let file = xlsx(&[Sheet { name: "Đơn vị".into(), table, ..Sheet::default() }]).unwrap();
    let xml = part(&file, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("xSplit=\"1\"") && xml.contains("ySplit=\"1\""), "{xml}");
    // Days since 1899-12-30.
    assert!(xml.contains("<v>46293</v>"), "{xml}");
    let text = pdf(&file, "bang.xlsx").text();
    for shown in ["28/09/2026", "hôm qua", "Đoàn xã Ý Yên"] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
}

#[test]
fn sheets_print_on_a4_with_repeated_heads() {
    let paper = samples::all().remove(4).1.paper();
    let file = bcd_papers::xlsx::of_paper(&paper).unwrap();
    let xml = part(&file, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("paperSize=\"9\"") && xml.contains("orientation=\"landscape\""), "{xml}");
    assert!(xml.contains("fitToWidth=\"1\"") || xml.contains("fitToHeight=\"0\""), "{xml}");
    assert!(part(&file, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
    let pages = pdf(&file, "tu-cham.xlsx").pages();
    assert!(pages.len() > 1);
    for page in &pages {
        assert!(page.width > page.height);
        assert!(page.words.iter().any(|word| word.text == "TT"), "{:?}", page.words);
    }
}

#[test]
fn every_document_with_tables_opens_as_a_workbook() {
    for (name, draft) in samples::all() {
        let file = bcd_papers::xlsx::of_paper(&draft.paper()).unwrap();
        let text = pdf(&file, "bang.xlsx").text();
        let issuer = draft.paper().head.issuer;
        assert!(text.contains(&issuer), "{name}: {text}");
    }
}
