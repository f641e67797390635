//! Tables pasted from Excel and Word, in the shape of real ones.

use super::{draft_of, shipped};
use bcd_core::{
    criteria::{Item, Prefill},
    format::pack::Pack,
    points::Points,
    upper::pack_draft::{
        faults::faults,
        table::{Column, Recognised, RowFault, RowRole, cells, recognise},
    },
};

pub fn taken(pasted: &str) -> Recognised {
    recognise(&cells(pasted), None)
}

pub fn items(table: &Recognised) -> Vec<&Item> {
    let groups = table.criteria.iter().flat_map(|criterion| &criterion.groups);
    groups.flat_map(|group| &group.items).collect()
}

pub fn ladder(item: &Item) -> Vec<(String, &str)> {
    item.ladder.iter().map(|step| (step.points.to_string(), step.label.vi.as_str())).collect()
}

pub fn of(points: &str, label: &'static str) -> (String, &'static str) {
    (points.to_owned(), label)
}

// Bù Đăng 2015: an item over several rows, its number and words in a merged cell; what the unit fills
// in is empty.
const BU_DANG: &str = "TỈNH ĐOÀN BÌNH PHƯỚC\t\t\t\t\n\
    TT\tNội dung chấm điểm\tĐiều kiện chấm điểm\tVB chứng minh\tĐiểm tự chấm\n\
    1\tXây dựng chương trình năm và tổ chức hội nghị triển khai\t5 điểm: có chương trình và hội nghị tới 100% cơ sở\tChương trình, biên bản\t\n\
    \t\t3 điểm: có chương trình, không hội nghị\t\t\n\
    \t\t0 điểm: không có\t\t\n\
    2\tChế độ thông tin báo cáo\t\"8: đủ, đúng hạn\n6: thiếu 2 tháng\n4: thiếu 1 quý hoặc 3 tháng\n0: thiếu 1 quý và từ 4 tháng\"\tBáo cáo\t\n\
    3\tHọp giao ban\tĐủ các kỳ: 5đ\t\t\n\
    \t\tVắng 1: 4đ\t\t\n\
    \t\tVắng 2: 3đ\t\t\n\
    \t\tVắng 3: 1đ\t\t\n\
    \t\tVắng từ 4: 0đ\t\t\n";

#[test]
fn bu_dang_2015() {
    let table = taken(BU_DANG);
    assert_eq!(
        table.columns,
        [Column::Number, Column::Content, Column::Condition, Column::Evidence, Column::Ignored]
    );
    assert_eq!((table.counts(), table.faulty()), ([1, 1, 3, 12], vec![]));
    let items = items(&table);
    let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!(items[0].text.vi, "Xây dựng chương trình năm và tổ chức hội nghị triển khai");
    assert_eq!(items[0].evidence.vi, "Chương trình, biên bản");
    assert_eq!(
        ladder(items[0]),
        [
            of("5", "có chương trình và hội nghị tới 100% cơ sở"),
            of("3", "có chương trình, không hội nghị"),
            of("0", "không có"),
        ]
    );
    assert_eq!(ladder(items[1])[2], of("4", "thiếu 1 quý hoặc 3 tháng"));
    let worth: Vec<String> = items[2].ladder.iter().map(|step| step.points.to_string()).collect();
    assert_eq!(worth, ["5", "4", "3", "1", "0"]);
    assert_eq!(items[2].ladder[1].label.vi, "Vắng 1");
    let met: Vec<bool> = items[2].ladder.iter().map(|step| step.met).collect();
    assert_eq!(met, [true, true, true, true, false]);
    let roles: Vec<RowRole> = table.rows.iter().map(|row| row.role).collect();
    assert_eq!(
        roles[..5],
        [RowRole::Head, RowRole::Head, RowRole::Item, RowRole::Step, RowRole::Step]
    );
}

// Hớn Quản 2012: a section with its most, items with a row for each step, points in a column.
const HON_QUAN: &str = "STT\tNội dung\tĐiều kiện\tĐiểm\n\
    I\tTHAM MƯU, CHỈ ĐẠO\t\t40\n\
    1\tKế hoạch công tác năm\tCó kế hoạch\t12\n\
    \t\tKhông có\t0\n\
    2\tBáo cáo\tĐủ\t8\n\
    \t\tThiếu 1\t6\n\
    \t\tThiếu 2\t4\n\
    \t\tThiếu 3\t2\n\
    \t\tThiếu từ 4\t0\n\
    3\tHội họp\tĐủ\t10đ\n\
    \t\tVắng 1\t8đ\n\
    \t\tVắng 2\t6\n\
    \t\tVắng 3\t4\n\
    \t\tVắng từ 4\t0\n\
    II\tPHONG TRÀO\t\t2,5\n\
    1\tCông trình thanh niên\tCó\t2,5\n\
    \tTổng cộng\t\t42,5\n";

#[test]
fn hon_quan_2012() {
    let table = taken(HON_QUAN);
    assert_eq!(table.columns, [Column::Number, Column::Content, Column::Condition, Column::Points]);
    assert_eq!(table.counts(), [2, 2, 4, 14]);
    let ids: Vec<&str> = items(&table).iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["I.1", "I.2", "I.3", "II.1"]);
    assert_eq!(table.criteria[0].title.vi, "THAM MƯU, CHỈ ĐẠO");
    assert_eq!(ladder(items(&table)[1])[3], of("2", "Thiếu 3"));
    // The heading says 40, its items have 30: the rest stands on a page that was not pasted.
    let other = |said: i64, found: i64| RowFault::OtherSum(Points(said), Points(found));
    assert_eq!(table.rows[1].faults, [other(4000, 3000)]);
    assert_eq!(table.rows[14].faults, []);
    assert_eq!(
        (table.rows[16].role, table.rows[16].faults.as_slice()),
        (RowRole::Total, &[other(4250, 3250)][..])
    );
    assert_eq!(table.faulty(), [2, 17]);
    // Nothing says what not having one is worth: a step of 0 is added, and that is said.
    assert_eq!(table.rows[15].faults, [RowFault::ZeroAdded]);
    assert_eq!(ladder(items(&table)[3]), [of("2.5", "Có"), of("0", "")]);
}

// As Excel saves it, with what its language sets between the cells.
fn saved(pasted: &str, between: char) -> String {
    let cell = |cell: &String| match cell.contains([between, '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    let row =
        |row: Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(&between.to_string());
    let rows: Vec<String> = cells(pasted).into_iter().map(row).collect();
    format!("\u{FEFF}{}\r\n", rows.join("\r\n"))
}

#[test]
fn a_table_that_was_saved_as_csv_is_taken_like_one_that_was_pasted() {
    for pasted in [BU_DANG, HON_QUAN] {
        for between in [';', ','] {
            let saved = saved(pasted, between);
            assert_eq!(taken(&saved), taken(pasted), "{saved}");
        }
    }
    // Cells keep the other marks, and a tab in one of them is not what stands between them.
    let table =
        "TT;Nội dung;Điều kiện;Điểm\n1;\"Kế hoạch; báo cáo,\thội họp\";\"Đủ\nđúng hạn\";2,5\n";
    assert_eq!(cells(table)[1], ["1", "Kế hoạch; báo cáo,\thội họp", "Đủ\nđúng hạn", "2,5"]);
}

#[test]
fn a_table_becomes_a_draft_with_nothing_wrong() {
    for pasted in [BU_DANG, HON_QUAN] {
        let mut pack = Pack { ..shipped() };
        pack.set.criteria = taken(pasted).criteria;
        let found = faults(&draft_of(&pack), None);
        assert!(found.iter().all(|fault| !fault.holds_back()), "{found:?}");
        assert_eq!(draft_of(&pack).pack().set.items().count(), pack.set.items().count());
    }
}

#[test]
fn three_levels_of_numbers_and_letters() {
    let table = taken(
        "TT\tTiêu chí\tThang điểm\n\
         Tiêu chí 1: Quản lý đoàn viên\t\t\n\
         1\tDanh sách\t\n\
         1.1\tCó danh sách đoàn viên\t4/2/0\n\
         1.2\tCập nhật từng quý\t4\n\
         2\tHồ sơ\t\n\
         a)\tBảo quản hồ sơ\t3\n\
         b)\tNhận xét hằng năm\t3\n\
         Tiêu chí 2: Kế hoạch\t\t\n\
         1\tXây dựng\t\n\
         1.1\tCó kế hoạch năm\t5/3/0\n",
    );
    let ids: Vec<&str> = items(&table).iter().map(|item| item.id.as_str()).collect();
    // The second 1.1 gets an id of its own.
    assert_eq!(ids, ["1.1", "1.2", "1.2.a", "1.2.b", "1.1-2"]);
    let groups: Vec<&str> =
        table.criteria[0].groups.iter().map(|group| group.title.vi.as_str()).collect();
    assert_eq!(groups, ["Danh sách", "Hồ sơ"]);
    assert_eq!(table.criteria[1].title.vi, "Kế hoạch");
    assert_eq!(ladder(items(&table)[0]), [of("4", ""), of("2", ""), of("0", "")]);
}

#[test]
fn faults_are_said_by_row_and_the_rest_is_taken() {
    let table = taken(
        "TT\tNội dung\tĐiều kiện\tĐiểm\n\
         \t\tlạc chỗ\t5\n\
         1\tThứ nhất\tđủ\tnăm điểm\n\
         2\tThứ hai\tít\t2\n\
         \t\tnhiều\t5\n\
         3\tThứ ba\t\t\n\
         \tvà nói thêm\t\t\n\
         4\tThứ tư\tchậm\t-2\n\
         5\t\tđủ\t5\n",
    );
    let faults: Vec<&[RowFault]> = table.rows.iter().map(|row| row.faults.as_slice()).collect();
    assert_eq!(faults[1], [RowFault::NoItem]);
    assert_eq!(faults[2], [RowFault::BadPoints("năm điểm".into()), RowFault::KeptAtZero]);
    assert_eq!(faults[4], [RowFault::Rising]);
    assert_eq!(faults[5], [RowFault::NoPoints]);
    assert_eq!(faults[7], [RowFault::Negative("-2".into()), RowFault::KeptAtZero]);
    assert_eq!(faults[8], [RowFault::NoText, RowFault::ZeroAdded]);
    assert_eq!(table.faulty(), [2, 3, 5, 6, 8, 9]);
    assert_eq!(items(&table)[2].text.vi, "Thứ ba và nói thêm");
    assert_eq!(table.counts()[2], 5);
}

#[test]
fn without_heads_what_stands_in_the_columns_decides_or_a_person() {
    let pasted = "1\tKế hoạch năm\tcó\t5\n\t\tkhông\t0\n2\tBáo cáo\tđủ\t8\n\t\tthiếu\t4\n";
    let table = taken(pasted);
    assert_eq!(table.columns, [Column::Number, Column::Content, Column::Condition, Column::Points]);
    assert_eq!(table.counts(), [1, 1, 2, 5]);
    let chosen = vec![Column::Number, Column::Content, Column::Ignored, Column::Points];
    let table = recognise(&cells(pasted), Some(chosen));
    assert_eq!(ladder(items(&table)[0]), [of("5", ""), of("0", "")]);
}

#[test]
fn anything_can_be_pasted() {
    for pasted in
        ["", "\n\n", "một câu", "\t\t\t", "I", "\"", "a\tb\tc\n\"d", "Tổng\t5", "1.\n2.\n3."]
    {
        let table = taken(pasted);
        assert_eq!(table.rows.len(), cells(pasted).len(), "{pasted}");
    }
}

#[test]
fn the_words_of_prefill_propose_the_steps_that_the_document_lists() {
    let document = include_str!("../../../../../docs/file-format.md");
    let document = document.split("| Word | Steps that are proposed").nth(1).unwrap();
    for word in Prefill::ALL {
        let name = format!("`{}`", word.as_str());
        let row = document.lines().find(|line| {
            line.starts_with('|') && line.split('|').nth(1).is_some_and(|cell| cell.contains(&name))
        });
        let row = row.unwrap_or_else(|| panic!("{name} stands in no row"));
        let cell = row.split('|').nth(2).unwrap_or_default();
        let listed: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        match word.steps() {
            Some(steps) => assert_eq!(listed, steps, "{name}"),
            None => assert!(cell.contains("of three"), "{name}"),
        }
    }
}
