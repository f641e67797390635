//! Documents drafted from the year: figures, tasks and answers are there without being typed.

use super::{Notebook, day, id};
use crate::support::default_set;
use bcd_core::{
    criteria::CriteriaSet,
    dossier::Dossier,
    paper::{
        build::{
            Draft,
            drafts::{Source, Which, draft},
        },
        html,
        letterhead::Letterhead,
    },
    year::cycle::Quarter,
};

fn drafted(book: &Notebook, set: &CriteriaSet, which: &Which) -> Option<Draft> {
    let dossier = Dossier::of(book.fields.clone());
    let today = day("2026-11-25");
    let source = Source { set, dossier: &dossier, year: &book.year, today };
    let unit = dossier.unit.name.clone();
    draft(which, &source, Letterhead { unit, ..Letterhead::default() })
}

fn text(book: &Notebook, which: &Which) -> String {
    html(&drafted(book, &default_set(), which).unwrap().paper())
}

fn busy() -> Notebook {
    Notebook::opened()
        .branch("cd-1", 20)
        .task("a", "2026-02-01", "2026-02-20")
        .put("task/a/content", "Trồng 100 cây xanh")
        .put("task/a/for/2.2.1", true)
        .task("b", "2026-07-01", "2026-07-15")
        .put("task/b/content", "Hè tình nguyện")
        .done("b", "2026-07-14")
}

#[test]
fn every_document_has_a_word_that_leads_back_to_it() {
    let all = Quarter::ALL.map(Which::Quarter).into_iter().chain((1..=12).map(Which::Month));
    let others = [Which::Plan, Which::Registration, Which::SelfScore, Which::Report];
    for which in all.chain(others).chain([Which::Minutes(id("m-1"))]) {
        assert_eq!(Which::parse(&which.id()), Some(which));
    }
    for word in ["", "quy-5", "quy-01", "thang-13", "thang-0", "thang-x", "khac"] {
        assert_eq!(Which::parse(word), None, "{word}");
    }
}

#[test]
fn the_plan_has_every_task_once_and_a_quarters_plan_only_its_own() {
    let book = busy();
    let plan = text(&book, &Which::Plan);
    assert_eq!(plan.matches("Trồng 100 cây xanh").count(), 1);
    assert_eq!(plan.matches("Hè tình nguyện").count(), 1);
    let first = text(&book, &Which::Quarter(Quarter::One));
    assert!(first.contains("Trồng 100 cây xanh") && !first.contains("Hè tình nguyện"));
    let july = text(&book, &Which::Month(7));
    assert!(!july.contains("Trồng 100 cây xanh") && july.contains("Hè tình nguyện"));
}

#[test]
fn sections_that_a_person_wrote_stand_in_their_document_only() {
    let book = busy()
        .put("paper/bao-cao/text/limits", "Kinh phí còn ít.\n\n  Đoàn viên đi làm ăn xa. ")
        .put("paper/ke-hoach/text/theme", "Năm chuyển đổi số");
    let report = text(&book, &Which::Report);
    assert!(report.contains("Kinh phí còn ít.") && report.contains("Đoàn viên đi làm ăn xa."));
    assert!(!report.contains("Năm chuyển đổi số"));
    assert!(text(&book, &Which::Plan).contains("Năm chuyển đổi số"));
}

#[test]
fn the_report_counts_and_asks_for_recognition_only_when_nothing_stands_in_the_way() {
    let book = busy();
    let Some(Draft::Report(report)) = drafted(&book, &default_set(), &Which::Report) else {
        panic!("a report");
    };
    assert!(!report.asks_recognition);
    let names: Vec<&str> = report.numbers.iter().map(|row| row.name.as_str()).collect();
    assert!(names.contains(&"Chi đoàn") && names.contains(&"Việc đã hoàn thành"), "{names:?}");

    let set = default_set();
    let mut best = book;
    for (_, item) in set.items() {
        best = best.put(&format!("answer/{}/step", item.id), item.ladder[0].id.as_str());
    }
    let Some(Draft::Report(report)) = drafted(&best, &set, &Which::Report) else {
        panic!("a report");
    };
    assert!(report.asks_recognition);
    assert_eq!(report.total.unwrap().got.to_string(), "100");
}

#[test]
fn minutes_need_their_meeting() {
    let book = busy()
        .put("meeting/m/date", "2026-03-05")
        .put("meeting/m/topic", "Tháng Thanh niên")
        .put("meeting/m/conclusions", "Thống nhất kế hoạch.");
    let minutes = text(&book, &Which::Minutes(id("m")));
    assert!(minutes.contains("Tháng Thanh niên") && minutes.contains("tháng 3 năm 2026"));
    assert!(drafted(&book, &default_set(), &Which::Minutes(id("x"))).is_none());
    let gone = book.put("meeting/m/deleted", true);
    assert!(drafted(&gone, &default_set(), &Which::Minutes(id("m"))).is_none());
}

#[test]
fn the_registration_shows_how_items_stand_and_what_was_pledged() {
    let book = busy()
        .put("answer/1.2.1/step", "0")
        .put("registration/officer", "Nguyễn Văn Bình")
        .put("registration/item/1.2.1/measure", "Rà soát từng chi đoàn");
    let Some(Draft::Registration(input)) = drafted(&book, &default_set(), &Which::Registration)
    else {
        panic!("a registration");
    };
    assert_eq!(input.follower, "Nguyễn Văn Bình");
    let items: Vec<_> = input.parts.iter().flat_map(|part| &part.items).collect();
    assert_eq!(items.len(), 31);
    let roll = items.iter().find(|item| item.code == "1.2.1").unwrap();
    assert_eq!(roll.measure, "Rà soát từng chi đoàn");
    assert!(roll.gate);
}
