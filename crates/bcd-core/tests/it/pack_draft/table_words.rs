//! Rows of pasted tables that look like something else than they are: nothing of them vanishes unsaid.

use super::table::{items, ladder, of, taken};
use bcd_core::upper::pack_draft::table::{RowFault, RowRole};

#[test]
fn what_begins_like_a_sum_is_an_item_unless_it_is_nothing_but_a_sum() {
    let table = taken(
        "Nội dung\tĐiều kiện\tĐiểm\n\
         Tổng kết công tác năm\tCó\t5\n\
         Cộng tác viên dư luận xã hội\tCó\t3\n\
         Tổng số\tđủ đoàn viên\t2\n\
         Tổng cộng: 10\t\t10\n",
    );
    let texts: Vec<&str> = items(&table).iter().map(|item| item.text.vi.as_str()).collect();
    assert_eq!(texts, ["Tổng kết công tác năm", "Cộng tác viên dư luận xã hội", "Tổng số"]);
    assert_eq!(table.rows[4].role, RowRole::Total);
    for sum in ["Cộng", "TỔNG", "Tổng cộng", "Tổng số:", "Tổng điểm 100", "Tổng cộng: 42,5"]
    {
        let table = taken(&format!("Nội dung\tĐiểm\nKế hoạch năm\t5/0\n{sum}\t5\n"));
        assert_eq!(table.rows[2].role, RowRole::Total, "{sum}");
    }
}

#[test]
fn a_row_with_conditions_is_no_heading() {
    let table = taken(
        "TT\tNội dung\tĐiều kiện\tĐiểm\n\
         \tTiêu chí 1: Quản lý đoàn viên\t\t\n\
         1\tDanh sách\tđủ\t5\n\
         \tTiêu chí 2: Kế hoạch năm\tban hành trong tháng 1\t4\n",
    );
    assert_eq!(table.criteria.len(), 1);
    assert_eq!(table.rows[3].role, RowRole::Item);
    let found = items(&table);
    assert_eq!(found[1].text.vi, "Kế hoạch năm");
    assert_eq!(ladder(found[1])[0], of("4", "ban hành trong tháng 1"));
}

#[test]
fn evidence_that_belongs_to_no_item_is_said_to_be_left_out() {
    let table = taken(
        "TT\tNội dung\tĐiều kiện\tMinh chứng\tĐiểm\n\
         I\tTHAM MƯU\t\tSổ công tác\t\n\
         \tvà chỉ đạo\t\tBiên bản\t\n\
         1\tKế hoạch năm\tCó\tKế hoạch\t5\n",
    );
    assert_eq!(table.criteria[0].title.vi, "THAM MƯU và chỉ đạo");
    assert_eq!(table.faulty(), [2, 3]);
    assert_eq!(table.rows[1].faults, [RowFault::LeftOut("Sổ công tác".into())]);
    assert_eq!(table.rows[2].faults, [RowFault::LeftOut("Biên bản".into())]);
}

#[test]
fn the_words_of_a_condition_stay_where_its_points_cannot_be_read() {
    let table = taken(
        "TT\tNội dung\tĐiều kiện\tĐiểm\n\
         1\tBáo cáo\tđủ, đúng hạn\t8\n\
         \t\tthiếu một quý\tnăm điểm\n\
         \t\tthiếu nhiều\t0\n\
         2\tHội họp\tđủ các kỳ\t\n",
    );
    let found = items(&table);
    assert_eq!(
        ladder(found[0]),
        [of("8", "đủ, đúng hạn"), of("0", "thiếu một quý"), of("0", "thiếu nhiều")]
    );
    assert_eq!(
        table.rows[2].faults,
        [RowFault::BadPoints("năm điểm".into()), RowFault::KeptAtZero]
    );
    assert_eq!(ladder(found[1]), [of("0", "đủ các kỳ")]);
    assert_eq!(table.rows[4].faults, [RowFault::NoPoints, RowFault::KeptAtZero]);
}
