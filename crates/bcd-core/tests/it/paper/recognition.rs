//! The papers by which an upper level recognises its units.

use super::{samples::decided, texts};
use bcd_core::paper::{
    Block, Paper, Table,
    build::recognition::{RecognitionInput, RecognitionPaper, recognition},
    sheet::sheets,
};

fn made(paper: RecognitionPaper) -> Paper {
    recognition(&decided::recognition(paper))
}

fn list(paper: &Paper, annex: usize) -> &Table {
    match paper.annexes.get(annex).and_then(|annex| annex.blocks.first()) {
        Some(Block::Table(table)) => table,
        other => panic!("no list in annex {annex}: {other:?}"),
    }
}

fn names(table: &Table) -> Vec<String> {
    table.rows.iter().map(|row| row.cells[1].value.to_string()).collect()
}

#[test]
fn the_decision_names_who_is_recognised_and_nobody_else() {
    let paper = made(RecognitionPaper::Decision);
    assert_eq!(paper.title.kind, "QUYẾT ĐỊNH");
    assert_eq!(paper.head.number, "Số: 07-QĐ/ĐTN");
    let text = texts(&paper);
    assert!(text.contains("BAN THƯỜNG VỤ THÀNH ĐOÀN SÔNG HƯƠNG QUYẾT ĐỊNH:"), "{text}");
    assert!(text.contains("Điều 1. "), "{text}");
    assert!(text.contains("Công nhận 2 đơn vị đạt danh hiệu"), "{text}");
    assert!(text.contains("thi hành Quyết định này./."), "{text}");
    assert_eq!(paper.signatures[0].behalf, ["TM. BAN THƯỜNG VỤ"]);
    assert_eq!(paper.annexes.len(), 1);
    assert_eq!(names(list(&paper, 0)), ["Đoàn phường An Cư", "Đoàn xã Tân Lập"]);
    assert!(!text.contains("Đoàn Trường THPT Long Hải"), "{text}");
    assert_eq!(paper.annexes[0].note, "(Kèm theo Quyết định số 07-QĐ/ĐTN, ngày 05/01/2026)");
}

#[test]
fn the_proposal_tells_the_committee_who_is_not_and_why() {
    let paper = made(RecognitionPaper::Proposal);
    assert_eq!(paper.title.kind, "TỜ TRÌNH");
    assert_eq!(paper.head.number, "Số: 07-TTr/ĐTN");
    assert_eq!(paper.to, ["Ban Thường vụ Thành đoàn Sông Hương"]);
    let text = texts(&paper);
    assert!(text.contains("của 3 đơn vị") && text.contains("công nhận 2 đơn vị"), "{text}");
    assert!(text.contains("Có 1 đơn vị chưa đủ điều kiện"), "{text}");
    assert_eq!(
        [paper.annexes[0].label.as_str(), &paper.annexes[1].label],
        ["PHỤ LỤC 1", "PHỤ LỤC 2"]
    );
    let declined = list(&paper, 1);
    assert_eq!(names(declined), ["Đoàn Trường THPT Long Hải"]);
    let why = declined.rows[0].cells.last().map(|cell| cell.value.to_string());
    assert_eq!(why.as_deref(), Some("Chưa có danh sách đoàn viên của 2 chi đoàn"));
}

#[test]
fn the_minutes_are_signed_by_who_wrote_and_who_chaired() {
    let paper = made(RecognitionPaper::Minutes);
    let signs: Vec<_> = paper.signatures.iter().map(|it| (&*it.office, &*it.name)).collect();
    assert_eq!(signs, [("THƯ KÝ", "Lê Thị Hoa"), ("CHỦ TRÌ", "Nguyễn Hoàng Nam")]);
    let text = texts(&paper);
    assert!(text.contains("công nhận 2 đơn vị, chưa công nhận 1 đơn vị"), "{text}");
}

#[test]
fn who_is_commended_is_proposed_apart() {
    let paper = made(RecognitionPaper::Commendation);
    assert_eq!(names(list(&paper, 0)), ["Đoàn phường An Cư"]);
    assert!(texts(&paper).contains("đề nghị tuyên dương 1 đơn vị"));
}

#[test]
fn figures_of_the_list_stay_numbers_in_a_spreadsheet() {
    let paper = made(RecognitionPaper::Decision);
    let table = list(&paper, 0);
    let first: Vec<_> = table.rows[0].cells.iter().map(|cell| cell.value.to_string()).collect();
    assert_eq!(first, ["1", "Đoàn phường An Cư", "Cụm 1", "97", "95", "3", ""]);
    assert!(!sheets(&paper).is_empty());
}

#[test]
fn where_items_are_only_met_or_not_there_are_no_columns_of_points() {
    let mut input = decided::recognition(RecognitionPaper::Decision);
    for unit in &mut input.units {
        (unit.own, unit.verified) = (None, None);
    }
    assert_eq!(list(&recognition(&input), 0).columns.len(), 5);
}

#[test]
fn an_annex_of_a_paper_without_number_and_day_has_room_for_both() {
    for (paper, note) in [
        (RecognitionPaper::Decision, "(Kèm theo Quyết định số …-QĐ/ĐTN, ngày …/…/20…)"),
        (RecognitionPaper::Proposal, "(Kèm theo Tờ trình số …-TTr/ĐTN, ngày …/…/20…)"),
        (RecognitionPaper::Minutes, "(Kèm theo Biên bản số …-BB/ĐTN, ngày …/…/20…)"),
    ] {
        let mut input = decided::recognition(paper);
        input.letterhead.number = " ".into();
        input.letterhead.date.clear();
        input.meeting.day.clear();
        assert!(recognition(&input).annexes.iter().all(|annex| annex.note == note), "{note}");
    }
}

#[test]
fn minutes_leave_no_room_for_a_day_or_a_place_that_stands_elsewhere_in_them() {
    let mut input = decided::recognition(RecognitionPaper::Minutes);
    input.letterhead.date.clear();
    input.meeting.place = " ".into();
    let paper = recognition(&input);
    assert_eq!(paper.head.place_date, "An Cư, ngày 05 tháng 12 năm 2026");
    assert_eq!(paper.annexes[0].note, "(Kèm theo Biên bản số 07-BB/ĐTN, ngày 05/12/2026)");
    assert!(texts(&paper).contains("ngày 05/12/2026, tại An Cư, cuộc họp"), "{}", texts(&paper));
    input.meeting.day.clear();
    input.letterhead.date = "2026-12-06".into();
    assert!(texts(&recognition(&input)).contains("ngày 06/12/2026, tại An Cư, cuộc họp"));
}

#[test]
fn the_number_of_a_decision_is_printed_as_it_was_entered() {
    for (entered, printed) in [
        ("12-QĐ/ĐTN", "Số: 12-QĐ/ĐTN"),
        (" 7-QĐ/ĐTN-VP ", "Số: 07-QĐ/ĐTN-VP"),
        ("12/2026/QĐ-BTV", "Số: 12/2026/QĐ-BTV"),
        ("12", "Số: 12-QĐ/ĐTN"),
        ("", "Số: …-QĐ/ĐTN"),
    ] {
        let mut input = decided::recognition(RecognitionPaper::Decision);
        input.letterhead.set_reference(entered);
        assert_eq!(recognition(&input).head.number, printed);
    }
}

#[test]
fn schools_are_recognised_for_a_school_year() {
    use RecognitionPaper::{Commendation, Decision, Minutes, Proposal};
    for paper in [Proposal, Minutes, Decision, Commendation] {
        let mut input = decided::recognition(paper);
        input.cycle = "2025–2026".into();
        let paper = recognition(&input);
        let all = format!("{} {:?} {:?}", texts(&paper), paper.title, paper.annexes);
        assert!(all.contains("năm học 2025–2026"), "{all}");
        assert!(!all.contains("năm 2025–2026"), "{all}");
        assert!(paper.annexes[0].title[0].ends_with("năm học 2025–2026"));
    }
    let mut input = decided::recognition(Decision);
    input.cycle.clear();
    assert!(texts(&recognition(&input)).contains("năm …"));
}

#[test]
fn an_empty_one_prints_as_a_form() {
    for paper in [RecognitionPaper::Proposal, RecognitionPaper::Minutes, RecognitionPaper::Decision]
    {
        let paper = recognition(&RecognitionInput { paper, ..RecognitionInput::default() });
        assert_eq!(list(&paper, 0).rows.len(), 1);
        assert!(texts(&paper).contains('…'));
    }
}
