//! Papers: what stands on an official document, and what must never get onto one.

#[path = "../../examples/support/papers.rs"]
mod samples;

use bcd_core::paper::{
    Align, Block, Cell, CellValue, NamedFigure, Orientation, Paper, PaperRow, RowKind, Table,
    build::{
        Draft,
        minutes::{MinutesInput, minutes},
        plan::{PlanInput, PlanSpan, plan},
        registration::{RegistrationInput, registration},
        report::{LINES, ReportInput, report},
        self_score,
    },
    file_name, grid, html,
    letterhead::{Behalf, Letterhead},
    safe,
    sheet::{csv, sheets},
    symbol,
};
use proptest::prelude::*;

#[path = "paper/layout.rs"]
mod layout;
#[path = "paper/recognition.rs"]
mod recognition;
#[path = "paper/safety.rs"]
mod safety;
#[path = "paper/spreadsheet.rs"]
mod spreadsheet;

/// Every text of a document, one line each.
fn texts(paper: &Paper) -> String {
    let plain = html(paper).replace("</", "\n</").replace("<br>", " ");
    let mut out = String::new();
    let mut inside = false;
    for c in plain.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&quot;", "\"").replace("&amp;", "&")
}

#[test]
fn the_head_is_the_unions_not_the_states() {
    let head = plan(&samples::year_plan()).head;
    assert_eq!(head.upper, "THÀNH ĐOÀN SÔNG HƯƠNG");
    assert_eq!(head.issuer, "BCH ĐOÀN PHƯỜNG AN CƯ");
    assert_eq!(head.union, "ĐOÀN TNCS HỒ CHÍ MINH");
    assert_eq!(head.number, "Số: 07-KH/ĐTN");
    assert_eq!(head.place_date, "An Cư, ngày 05 tháng 01 năm 2026");
}

#[test]
fn numbers_and_days_take_a_nought_where_the_rule_wants_one() {
    let head = |number: &str, date: &str| {
        let letterhead =
            Letterhead { number: number.into(), date: date.into(), ..samples::letterhead() };
        plan(&PlanInput { letterhead, ..PlanInput::default() }).head
    };
    assert_eq!(head("12", "2026-02-28").place_date, "An Cư, ngày 28 tháng 02 năm 2026");
    assert_eq!(head("12", "2026-03-09").place_date, "An Cư, ngày 09 tháng 3 năm 2026");
    assert_eq!(head("12", "").number, "Số: 12-KH/ĐTN");
    assert_eq!(head("12a", "").number, "Số: 12a-KH/ĐTN");
    let open = head("", "2026-02-30");
    assert_eq!(open.number, "Số: …-KH/ĐTN");
    assert_eq!(open.place_date, "An Cư, ngày … tháng … năm 20…");
}

#[test]
fn a_branch_issues_under_its_own_name_and_keeps_its_own_copy() {
    let paper = minutes(&samples::minutes());
    assert_eq!(paper.head.issuer, "CHI ĐOÀN KHU PHỐ 3");
    assert_eq!(paper.head.number, "Số: …-BB/CĐKP3");
    let offices: Vec<_> = paper.signatures.iter().map(|s| s.office.as_str()).collect();
    assert_eq!(offices, ["THƯ KÝ", "CHỦ TRÌ"]);
}

#[test]
fn who_signs_for_whom_is_data() {
    let sign = |behalf, office: &str| {
        let letterhead = Letterhead { behalf, office: office.into(), ..samples::letterhead() };
        plan(&PlanInput { letterhead, ..PlanInput::default() }).signatures.remove(0)
    };
    let committee = sign(Behalf::Committee, "");
    assert_eq!(committee.behalf, ["TM. BAN CHẤP HÀNH"]);
    assert_eq!(committee.office, "BÍ THƯ");
    assert_eq!(sign(Behalf::Standing, "Phó Bí thư").behalf, ["TM. BAN THƯỜNG VỤ"]);
    assert_eq!(sign(Behalf::Standing, "Phó Bí thư").office, "PHÓ BÍ THƯ");
    assert!(sign(Behalf::Own, "").behalf.is_empty());
}

#[test]
fn recipients_end_with_the_own_copy() {
    let paper = plan(&samples::year_plan());
    assert_eq!(paper.recipients.first().unwrap(), "Ban Thường vụ Thành đoàn (báo cáo);");
    assert_eq!(paper.recipients.last().unwrap(), "Lưu VP.");
}

#[test]
fn a_unit_may_use_another_symbol() {
    use bcd_core::paper::DocKind;
    assert_eq!(symbol(DocKind::Plan), "KH");
    assert_eq!(symbol(DocKind::SelfScore), "");
    let letterhead = Letterhead { kind_symbol: Some("CTr".into()), ..samples::letterhead() };
    let paper = plan(&PlanInput { letterhead, ..PlanInput::default() });
    assert_eq!(paper.head.number, "Số: 07-CTr/ĐTN");
}

#[test]
fn an_empty_template_is_a_form_to_fill_in_by_hand() {
    let paper = plan(&PlanInput::default());
    assert!(paper.blocks.iter().any(|block| matches!(block, Block::Blank(_))));
    assert!(texts(&paper).contains("năm …"));
    for (_, draft) in [
        ("", Draft::Registration(Box::default())),
        ("", Draft::Minutes(Box::default())),
        ("", Draft::Report(Box::default())),
        ("", Draft::SelfScore(Box::default())),
        ("", Draft::Paper(Box::default())),
    ] {
        assert!(html(&draft.paper()).starts_with("<article"));
    }
}

#[test]
fn a_year_plan_has_its_sections_and_its_annex_of_tasks() {
    let paper = plan(&samples::year_plan());
    let text = texts(&paper);
    for heading in [
        "I. Đặc điểm tình hình",
        "II. Mục đích, yêu cầu",
        "III. Chủ đề năm",
        "IV. Chỉ tiêu",
        "V. Nội dung thực hiện",
        "VI. Tổ chức thực hiện",
    ] {
        assert!(text.contains(heading), "{heading}");
    }
    assert_eq!(paper.annexes.len(), 1);
    assert_eq!(paper.annexes[0].label, "PHỤ LỤC");
    assert_eq!(paper.annexes[0].orientation, Orientation::Landscape);
    assert!(text.contains("51.660.000"), "the sum of all costs");
}

#[test]
fn a_quarter_plan_is_one_table_of_the_same_tasks() {
    let paper = plan(&samples::quarter_plan());
    assert!(paper.title.subject[0].ends_with("quý I năm 2026"));
    assert!(paper.annexes.is_empty());
    assert!(texts(&paper).contains("Việc phát sinh"));
    let month =
        PlanInput { span: PlanSpan::Month(3), cycle: "2026".into(), ..PlanInput::default() };
    assert!(plan(&month).title.subject[0].ends_with("tháng 3 năm 2026"));
}

#[test]
fn a_registration_asks_for_measures_only_where_it_is_hard_or_unmet() {
    let paper = registration(&samples::registration());
    let tables: Vec<_> = paper
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect();
    assert_eq!(tables.len(), 2);
    let text = texts(&paper);
    assert!(
        text.contains(
            "Trong 31 nội dung: 22 nội dung đạt, 4 nội dung còn khó, 5 nội dung chưa đạt."
        )
    );
    assert_eq!(tables[1].rows.len(), 9);
    assert_eq!(paper.signatures[0].office, "XÁC NHẬN CỦA CẤP ỦY");
    let all_met = registration(&RegistrationInput::default());
    assert!(texts(&all_met).contains("tiếp tục duy trì"));
}

#[test]
fn a_self_score_table_says_no_more_than_a_submission() {
    let input = samples::self_score();
    let paper = self_score::from_fields(&input);
    let text = texts(&paper);
    assert!(!text.contains("chỉ trong đơn vị"));
    assert!(text.contains("Lưu tại đơn vị (1)"), "private evidence is counted, not named");
    assert!(text.contains("Kế hoạch công tác năm, 07-KH/ĐTN, 05/01/2026"));
    assert!(text.contains("Cộng tiêu chí 1"));
    assert!(text.contains("không phải thang điểm chính thức"), "it is the sample set");
    assert_eq!(paper.head.number, "", "it goes with another document");
}

#[test]
fn a_report_is_short_and_loses_nothing() {
    let input = samples::report();
    let paper = report(&input);
    let longest = input.criteria.iter().map(|c| c.lines.len()).max().unwrap();
    assert!(longest > LINES);
    let own = |block: &Block| match block {
        Block::List(items) => items.len(),
        _ => 0,
    };
    assert!(paper.blocks.iter().all(|block| own(block) <= LINES));
    let said = texts(&paper).matches("Cập nhật danh sách đoàn viên đúng hạn").count();
    assert_eq!(said, input.criteria.iter().map(|c| c.lines.len()).sum::<usize>());
    assert!(texts(&paper).contains("90/100 điểm"));
    assert_eq!(paper.annexes[1].label, "PHỤ LỤC 2");
}

#[test]
fn the_share_of_a_target_is_reckoned_only_where_there_is_one() {
    use bcd_core::paper::build::report::NumberRow;
    let share = |target: Option<CellValue>, actual: Option<CellValue>| {
        let numbers = vec![NumberRow { target, actual, ..NumberRow::default() }];
        let paper = report(&ReportInput { numbers, ..ReportInput::default() });
        let Some(Block::Table(table)) = paper.annexes[0].blocks.first() else { panic!("a table") };
        table.rows[0].cells[6].value.to_string()
    };
    assert_eq!(share(Some(CellValue::Count(3)), Some(CellValue::Count(2))), "66,7%");
    assert_eq!(share(Some(CellValue::Count(0)), Some(CellValue::Count(2))), "");
    assert_eq!(share(None, Some(CellValue::Count(2))), "");
    assert_eq!(share(Some("nhiều".into()), Some(CellValue::Count(2))), "");
    assert_eq!(share(Some(CellValue::Count(i64::MAX)), Some(CellValue::Count(i64::MAX))), "");
}

#[test]
fn a_meeting_with_more_present_than_members_is_kept_as_typed() {
    let input = MinutesInput { present: Some(30), total: Some(24), ..MinutesInput::default() };
    assert!(texts(&minutes(&input)).contains("Có mặt 30/24 đoàn viên."));
}

#[test]
fn every_draft_survives_the_way_to_the_worker() {
    for (name, draft) in samples::all() {
        let json = serde_json::to_string(&draft).unwrap();
        let back: Draft = serde_json::from_str(&json).unwrap();
        assert_eq!(back.paper(), draft.paper(), "{name}");
        let paper = serde_json::to_string(&draft.paper()).unwrap();
        assert_eq!(serde_json::from_str::<Paper>(&paper).unwrap(), draft.paper(), "{name}");
    }
}
