//! The table as sheets and CSV.

use super::{all, sent, silent, table, three, unit};
use crate::support::Story;
use bcd_core::{
    paper::{CellValue, sheet::csv},
    points::Points,
    text::{Lang, order::Alphabet},
    upper::table::{
        Level, Standing, Table,
        compare::compare,
        hand_out::{Words, groups, items_by_strength, shown, tables, years},
        statistics::GroupBy,
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
        late: "Chậm",
        recognised: "Công nhận",
        then: "Năm trước",
        now: "Năm nay",
        difference: "Chênh",
        without: "không hỏi",
        none: "(không ghi)",
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

fn lines(sheet: &bcd_core::paper::Table) -> Vec<String> {
    let text = csv(sheet);
    text.trim_start_matches('\u{FEFF}').lines().map(str::to_owned).collect()
}

#[test]
fn what_is_on_the_screen_is_saved_as_it_is_filtered_and_in_its_order() {
    let table = three();
    // Ý Yên first, then Ba Vì; An Cư is not shown.
    let lines = lines(&shown(&table, &[2, 1], &words()));
    assert_eq!(lines.len(), 3);
    let heads = "Đơn vị,Loại đơn vị,Cụm,Cán bộ theo dõi,Tình trạng,Ngày gửi,Bản số,Chậm (ngày),\
                 TC1,TC2,TC3,Tổng,Tối đa,Thẩm định,1.1,1.2,2.1,3.1,3.2,3.3";
    assert_eq!(lines[0], heads);
    assert!(lines[1].starts_with("Đoàn xã Ý Yên,"), "{}", lines[1]);
    assert!(lines[1].ends_with(",6,4,10,5,khong-ap-dung,"), "{}", lines[1]);
    assert!(lines[2].starts_with("Đoàn xã Ba Vì,"), "{}", lines[2]);
    assert!(lines[2].contains(",4.5,chua-cham,6.9,"), "points have a point: {}", lines[2]);
}

#[test]
fn statistics_are_saved_with_how_many_are_late_and_items_with_the_weakest_first() {
    let table = three();
    let by_cluster =
        lines(&groups(&table, &all(&table), GroupBy::Cluster, &words(), &Alphabet::default()));
    assert!(by_cluster[0].starts_with("Cụm,Đơn vị,Đã gửi,Chậm,Đủ điều kiện,"), "{}", by_cluster[0]);
    // Who is in no cluster is in a group that says so.
    assert!(by_cluster.iter().any(|it| it.starts_with("(không ghi),1,0,1,")), "{by_cluster:?}");
    let units: usize = by_cluster[1..]
        .iter()
        .map(|it| it.split(',').nth(1).unwrap().parse::<usize>().unwrap())
        .sum();
    let late: usize = by_cluster[1..]
        .iter()
        .map(|it| it.split(',').nth(3).unwrap().parse::<usize>().unwrap())
        .sum();
    assert_eq!((units, late), (3, 1));
    let items = lines(&items_by_strength(&table, &all(&table), &words()));
    let shares: Vec<&str> = items[1..].iter().map(|it| it.split(',').nth(3).unwrap()).collect();
    let known: Vec<f64> =
        shares.iter().filter_map(|it| it.trim_end_matches('%').parse().ok()).collect();
    assert!(known.len() > 2 && known.is_sorted(), "{shares:?}");
}

#[test]
fn two_years_are_saved_item_by_item_with_the_difference_as_a_number() {
    let now = three();
    let then = table(vec![unit(sent("Đoàn xã Ba Vì", &Story::opened().step("1.1", "tot")))]);
    let lines = lines(&years(&compare(&now, &then), &words()));
    assert_eq!(lines[0], "Nội dung,Năm trước,Năm nay,Chênh");
    let first = lines.iter().find(|it| it.starts_with("1.1,")).unwrap();
    assert_eq!(first, "1.1,100%,100%,0");
}
