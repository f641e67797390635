//! The table as sheets and CSV.

use super::{all, sent, silent, table, three, unit};
use crate::support::Story;
use bcd_core::{
    paper::{CellValue, sheet::csv},
    points::Points,
    text::{Lang, order::Alphabet},
    upper::table::{
        Level, Standing, Table,
        hand_out::{Words, tables},
    },
};

fn words() -> Words {
    Words {
        lang: Lang::Vi,
        units: "Đơn vị",
        items: "Nội dung",
        points: "Bảng điểm",
        levels: "Mức",
        kind: "Loại đơn vị",
        cluster: "Cụm",
        officer: "Cán bộ theo dõi",
        standing: "Tình trạng",
        sent_on: "Ngày gửi",
        number: "Bản số",
        days_late: "Chậm (ngày)",
        total: "Tổng",
        most: "Tối đa",
        verified: "Thẩm định",
        asks: "Yêu cầu",
        met: "Đạt",
        share: "Tỷ lệ đạt",
        sent: "Đã gửi",
        ready: "Đủ điều kiện",
        recognised: "Công nhận",
        without: "không hỏi",
        criterion: |id| format!("TC{id}"),
        level: Level::as_str,
        standing_of: Standing::as_str,
        kind_of: str::to_owned,
    }
}

fn handed_out(table: &Table) -> Vec<bcd_core::paper::Table> {
    tables(table, &all(table), &words(), &Alphabet::default())
}

#[test]
fn each_view_is_a_sheet_with_real_numbers_and_days() {
    let sheets = handed_out(&three());
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let expect =
        ["Đơn vị", "Bảng điểm", "Mức", "Nội dung", "Cụm", "Loại đơn vị", "Cán bộ theo dõi"];
    assert_eq!(names, expect);
    for sheet in &sheets {
        assert!(
            sheet.rows.iter().all(|row| row.cells.len() == sheet.columns.len()),
            "{}",
            sheet.name
        );
        assert_eq!((sheet.frozen, sheet.head.len()), (1, 1));
    }
    let value =
        |sheet: usize, row: usize, column: usize| &sheets[sheet].rows[row].cells[column].value;
    // Ba Vì: sent on that day, with 4.5 + 6.9 points.
    assert_eq!(*value(0, 1, 5), CellValue::Day("2026-11-22".to_owned()));
    assert_eq!(*value(0, 1, 11), CellValue::Points(Points(1140)));
    // An Cư sent nothing: no figure stands for what is not there; the days late are known.
    assert_eq!(*value(0, 0, 5), CellValue::default());
    assert_eq!(*value(0, 0, 11), CellValue::default());
    assert_eq!(*value(0, 0, 7), CellValue::Count(6));
    assert_eq!(*value(1, 2, 1), CellValue::Points(Points::whole(6)));
    assert_eq!(*value(2, 1, 1), CellValue::Text("thieu-minh-chung".to_owned()));
    assert_eq!(*value(3, 0, 3), CellValue::Percent(Points(10_000)));
    assert_eq!(*value(3, 4, 3), CellValue::Percent(Points(0)));
    // Asked of nobody: no share.
    assert_eq!(*value(3, 5, 3), CellValue::default());
    assert_eq!(sheets[4].rows.len(), 2);
}

#[test]
fn a_name_that_would_be_a_formula_stays_a_text_in_csv() {
    let story = Story::opened().step("1.1", "tot");
    let table =
        table(vec![silent("=HYPERLINK(\"http://x\")", 0), unit(sent("Đoàn xã Ý Yên", &story))]);
    let text = csv(&handed_out(&table)[0]);
    assert!(text.starts_with('\u{FEFF}') && text.contains("Đoàn xã Ý Yên"));
    assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{text}");
    assert!(text.contains(",2026-11-22,1,0,"), "{text}");
}
