//! Tables for spreadsheets: numbers stay numbers, texts never become formulas.

use super::*;
use bcd_core::points::Points;

#[test]
fn what_a_spreadsheet_would_reckon_is_guarded() {
    for formula in [
        "=1+1",
        "=HYPERLINK(\"http://x\")",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "＝1+1",
        "- Phối hợp với Hội LHTN",
    ] {
        assert!(safe::is_formula(formula), "{formula}");
        assert!(safe::csv_text(formula).starts_with('\''), "{formula}");
    }
}

#[test]
fn numbers_and_plain_words_are_left_alone() {
    for plain in
        ["-12", "-12,5", "+84 912 345 678", "- ", "-", "12%", "-5 %", "a=b", "", "Đạt", "–"]
    {
        assert_eq!(safe::csv_text(plain), plain);
    }
}

#[test]
fn values_read_as_vietnamese_readers_write_them() {
    let read = |value: CellValue| value.to_string();
    assert_eq!(read(CellValue::Count(1_250_000)), "1.250.000");
    assert_eq!(read(CellValue::Count(-1_234)), "-1.234");
    assert_eq!(read(CellValue::Count(999)), "999");
    assert_eq!(read(CellValue::Count(i64::MIN)), "-9.223.372.036.854.775.808");
    assert_eq!(read(CellValue::Points(Points(250))), "2,5");
    assert_eq!(read(CellValue::Percent(Points(9_250))), "92,5%");
}

#[test]
fn every_table_becomes_a_sheet_of_its_own_name() {
    let paper = registration(&samples::registration());
    let names: Vec<_> = sheets(&paper).into_iter().map(|sheet| sheet.name).collect();
    assert_eq!(names, ["Hiện trạng", "Lộ trình"]);
    let report = sheets(&report(&samples::report()));
    assert_eq!(report[0].name, "Số liệu chính");
    assert_eq!(report[1].above.last().unwrap(), "Số liệu năm 2026");
}

#[test]
fn names_of_sheets_are_such_as_excel_takes() {
    let long = "Bảng/tổng:hợp [rất] dài * của ? một đơn vị có tên thật là dài";
    let table = |name: &str| Block::Table(Table::new(name, &[(1, Align::Left, "a")]));
    let names = ["", long, long, "HISTORY", "'x'", "X"].map(table);
    let paper = Paper { blocks: names.to_vec(), ..Paper::default() };
    let names: Vec<_> = sheets(&paper).into_iter().map(|sheet| sheet.name).collect();
    for name in &names {
        assert!(!name.is_empty() && name.encode_utf16().count() <= 31, "{name}");
        assert!(!name.contains(['[', ']', ':', '*', '?', '/', '\\']), "{name}");
    }
    assert_eq!(names[2].chars().rev().take(4).collect::<String>(), ")2( ");
    assert_eq!(&names[3..], ["HISTORY.", "x", "X (2)"]);
}

#[test]
fn csv_is_what_other_programs_read() {
    let mut table = Table::new("t", &[(1, Align::Left, "Tên"), (1, Align::Right, "Số, lượng")]);
    table.rows = vec![
        PaperRow::new(RowKind::Plain, [Cell::from("=1+1"), CellValue::Count(-1_250).into()]),
        PaperRow::new(
            RowKind::Plain,
            [Cell::from("nói \"có\"\nhai dòng"), CellValue::Points(Points(250)).into()],
        ),
        PaperRow::new(RowKind::Group, [Cell::from("cả dòng").span(2, 1)]),
    ];
    let csv = csv(&table);
    let lines: Vec<_> = csv.trim_start_matches('\u{FEFF}').split("\r\n").collect();
    assert_eq!(
        lines,
        [
            "Tên,\"Số, lượng\"",
            "\"'=1+1\",-1250",
            "\"nói \"\"có\"\"\nhai dòng\",2.5",
            "cả dòng,",
            "",
        ]
    );
}
