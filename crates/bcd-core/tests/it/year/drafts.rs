//! Documents drafted from the year: figures, tasks and answers are there without being typed.

use super::{Notebook, day, id};
use crate::support::default_set;
use bcd_core::{
    criteria::CriteriaSet,
    dossier::Dossier,
    format::pack::ClassLabel,
    paper::{
        build::{
            Draft,
            drafts::{DraftChoice, DraftSource, draft},
        },
        html,
        letterhead::Letterhead,
    },
    text::Text,
    year::{cycle::Quarter, record::RecordKind},
};

fn drafted(book: &Notebook, set: &CriteriaSet, which: &DraftChoice) -> Option<Draft> {
    let dossier = Dossier::of(book.fields.clone());
    let today = day("2026-11-25");
    let source = DraftSource { set, dossier: &dossier, year: &book.year, classes: &[], today };
    let unit = dossier.unit.name.clone();
    draft(which, &source, Letterhead { unit, ..Letterhead::default() })
}

#[test]
fn members_are_counted_under_the_names_of_the_upper_level_in_its_order() {
    let book = busy()
        .put("annual/cd-1/class/excellent", 3)
        .put("annual/cd-1/class/kha", 5)
        .put("annual/cd-1/class/tot", 4);
    let dossier = Dossier::of(book.fields.clone());
    let (set, today) = (default_set(), day("2026-11-25"));
    let label = |id: &str, name: &str| ClassLabel {
        id: id.into(),
        label: Text { vi: name.into(), ..Text::default() },
    };
    let classes = [label("tot", "Mức tốt"), label("kha", "Mức khá")];
    let year = &book.year;
    let source = DraftSource { set: &set, dossier: &dossier, year, classes: &classes, today };
    let paper = draft(&DraftChoice::Training, &source, Letterhead::default()).unwrap().paper();
    let text = html(&paper);
    let at = |name: &str| text.find(name).unwrap_or_else(|| panic!("{name}"));
    assert!(at("Mức tốt") < at("Mức khá"));
    // What was counted before under a class of the app is not lost.
    assert!(at("Mức khá") < at("Hoàn thành xuất sắc nhiệm vụ"));
}

fn text(book: &Notebook, which: &DraftChoice) -> String {
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
    let all =
        Quarter::ALL.map(DraftChoice::Quarter).into_iter().chain((1..=12).map(DraftChoice::Month));
    let others =
        [DraftChoice::Plan, DraftChoice::Registration, DraftChoice::SelfScore, DraftChoice::Report];
    let life = [DraftChoice::Projects, DraftChoice::Training, DraftChoice::Intros];
    let records = [DraftChoice::Minutes(id("m-1")), DraftChoice::Joint(id("j-1"))];
    for which in all.chain(others).chain(life).chain(records) {
        assert_eq!(DraftChoice::parse(&which.id()), Some(which));
    }
    for word in ["", "quy-5", "quy-01", "thang-13", "thang-0", "thang-x", "khac"] {
        assert_eq!(DraftChoice::parse(word), None, "{word}");
    }
}

#[test]
fn the_plan_has_every_task_once_and_a_quarters_plan_only_its_own() {
    let book = busy();
    let plan = text(&book, &DraftChoice::Plan);
    assert_eq!(plan.matches("Trồng 100 cây xanh").count(), 1);
    assert_eq!(plan.matches("Hè tình nguyện").count(), 1);
    let first = text(&book, &DraftChoice::Quarter(Quarter::One));
    assert!(first.contains("Trồng 100 cây xanh") && !first.contains("Hè tình nguyện"));
    let july = text(&book, &DraftChoice::Month(7));
    assert!(!july.contains("Trồng 100 cây xanh") && july.contains("Hè tình nguyện"));
}

#[test]
fn the_years_plan_says_how_each_task_stands_and_names_no_evidence_that_stays_in_the_unit() {
    let proof = |book: Notebook, id: &str, title: &str| {
        book.put(&format!("evidence/{id}/kind"), "document")
            .put(&format!("evidence/{id}/title"), title)
            .put(&format!("evidence/{id}/of/task-b"), true)
    };
    let book = proof(busy(), "e-1", "Báo cáo hè");
    let book = proof(book, "e-2", "Danh sách ký nhận").put("evidence/e-2/private", true);
    let book = proof(book, "e-3", "Ảnh đã xoá").put("evidence/e-3/deleted", true);
    let book = proof(book, "e-4", "Hoàn cảnh của bạn A")
        .put("evidence/e-4/for/1.3.1", true)
        .put("evidence/e-4/number", "12-BC/ĐTN");
    let book = proof(book, "e-5", "Ý kiến của bạn B")
        .put("evidence/e-5/for/1.1.1", true)
        .put("evidence/e-5/kind", "photo");
    let book = proof(book, "e-6", "")
        .put("evidence/e-6/kind", "photo")
        .put("evidence/e-6/file", "0123456789abcdef")
        .put("evidence/e-6/name", "nguyen-van-a.jpg");
    let plan = text(&book, &DraftChoice::Plan);
    assert!(plan.contains("12-BC/ĐTN") && plan.contains("anh-01234567"));
    for kept in ["bạn A", "bạn B", "nguyen-van-a"] {
        assert!(!plan.contains(kept), "{kept}");
    }
    assert_eq!(plan.matches("Hoàn thành").count(), 1);
    assert_eq!(plan.matches("Chưa thực hiện").count(), 1);
    assert!(plan.contains("- Báo cáo hè"));
    assert!(!plan.contains("Danh sách ký nhận") && !plan.contains("Ảnh đã xoá"));
    assert!(plan.contains("(2)"), "what stays is a figure");
}

#[test]
fn sections_that_a_person_wrote_stand_in_their_document_only() {
    let book = busy()
        .put("paper/bao-cao/text/limits", "Kinh phí còn ít.\n\n  Đoàn viên đi làm ăn xa. ")
        .put("paper/ke-hoach/text/theme", "Năm chuyển đổi số");
    let report = text(&book, &DraftChoice::Report);
    assert!(report.contains("Kinh phí còn ít.") && report.contains("Đoàn viên đi làm ăn xa."));
    assert!(!report.contains("Năm chuyển đổi số"));
    assert!(text(&book, &DraftChoice::Plan).contains("Năm chuyển đổi số"));
}

#[test]
fn the_report_counts_and_asks_for_recognition_only_when_nothing_stands_in_the_way() {
    let book = busy();
    let Some(Draft::Report(report)) = drafted(&book, &default_set(), &DraftChoice::Report) else {
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
    let Some(Draft::Report(report)) = drafted(&best, &set, &DraftChoice::Report) else {
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
    let minutes = text(&book, &DraftChoice::Minutes(id("m")));
    assert!(minutes.contains("Tháng Thanh niên") && minutes.contains("tháng 3 năm 2026"));
    assert!(drafted(&book, &default_set(), &DraftChoice::Minutes(id("x"))).is_none());
    let gone = book.put("meeting/m/deleted", true);
    assert!(drafted(&gone, &default_set(), &DraftChoice::Minutes(id("m"))).is_none());
}

#[test]
fn the_registration_shows_how_items_stand_and_what_was_pledged() {
    let book = busy()
        .put("answer/1.2.1/step", "0")
        .put("registration/officer", "Nguyễn Văn Bình")
        .put("registration/item/1.2.1/measure", "Rà soát từng chi đoàn");
    let Some(Draft::Registration(input)) =
        drafted(&book, &default_set(), &DraftChoice::Registration)
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

#[test]
fn the_list_of_projects_holds_youth_projects_of_the_plan_only_and_how_they_are_shown() {
    let book = busy()
        .put("task/a/project", "branch")
        .put("task/b/project", "unit")
        .put("task/b/target", 2)
        .put("task/b/measure", "km đường")
        .put("task/b/cost", 12_500_000)
        .put("task/b/people", 45)
        .put("task/b/recognised", true)
        .put("task/c/content", "Việc thường")
        .task("d", "2026-03-01", "2026-03-02")
        .put("task/d/project", "unit")
        .put("task/d/state", "dropped")
        .proves("anh-1", RecordKind::Task, "b")
        .put("paper/cong-trinh/text/aims", "Công trình đếm được.");
    let Some(Draft::Projects(input)) = drafted(&book, &default_set(), &DraftChoice::Projects)
    else {
        panic!("projects");
    };
    let names: Vec<_> = input.projects.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Hè tình nguyện", "Trồng 100 cây xanh"], "the unit's first");
    let first = &input.projects[0];
    assert_eq!((first.volume.as_str(), first.people, first.photos), ("2 km đường", Some(45), 1));
    let text = text(&book, &DraftChoice::Projects);
    for shown in ["12.500.000", "01–15/07/2026", "Đã công nhận", "1 ảnh", "Công trình đếm được."]
    {
        assert!(text.contains(shown), "{shown}");
    }
    assert!(!text.contains("Việc thường"));
}

#[test]
fn the_training_programme_adds_the_branches_up_and_leaves_names_to_the_pen() {
    let book = busy()
        .branch("cd-2", 10)
        .put("annual/cd-1/signed_up", 20)
        .put("annual/cd-1/assessed", 19)
        .put("annual/cd-2/signed_up", 8)
        .put("annual/cd-1/class/good", 12)
        .put("annual/cd-2/class/good", 3)
        .put("annual/cd-1/class/excellent", 2)
        .put("annual/cd-2/class/excellent", 1);
    let Some(Draft::Training(input)) = drafted(&book, &default_set(), &DraftChoice::Training)
    else {
        panic!("a programme");
    };
    assert_eq!(input.branches.len(), 2);
    assert_eq!(input.branches[1].assessed, None, "nobody said");
    assert_eq!(input.classes["good"], 15);
    let text = text(&book, &DraftChoice::Training);
    for shown in ["Đăng ký đầu năm", "Đánh giá cuối năm", "95%", "67,85%", "Tổng cộng"]
    {
        assert!(text.contains(shown), "{shown}");
    }
    let alone = Notebook::opened().put("annual/unit/signed_up", 33);
    let Some(Draft::Training(input)) = drafted(&alone, &default_set(), &DraftChoice::Training)
    else {
        panic!("a programme");
    };
    assert_eq!((input.rows, input.branches[0].name.as_str()), (33, "Đoàn phường An Cư"));
}

#[test]
fn one_plus_one_shows_initials_and_goes_to_nobody() {
    let book = busy()
        .intro("i-1", "cd-1", 3, 2)
        .put("intro/i-2/who", "N.V.A")
        .put("intro/i-2/by", "T.B")
        .put("intro/i-2/branch", "cd-1")
        .put("intro/i-2/date", "2026-02-01")
        .put("intro/i-2/to", "association")
        .put("target/t-1/kind", "introduced")
        .put("target/t-1/branch", "cd-1")
        .put("target/t-1/goal", 5)
        .put("paper/mot-cong-mot/text/survey", "Còn 40 thanh niên.");
    let dossier = Dossier::of(book.fields.clone());
    let (set, today) = (default_set(), day("2026-11-25"));
    let source =
        DraftSource { set: &set, dossier: &dossier, year: &book.year, classes: &[], today };
    let head = Letterhead { recipients: vec!["Thành đoàn".into()], ..Letterhead::default() };
    let Some(Draft::Intros(input)) = draft(&DraftChoice::Intros, &source, head) else {
        panic!("introductions");
    };
    assert_eq!(input.branches[0].goal, Some(5));
    assert_eq!((input.branches[0].introduced, input.branches[0].admitted), (4, 2));
    assert_eq!(input.list[0].who, "N.V.A", "by day");
    let paper = Draft::Intros(input).paper();
    let text = html(&paper);
    for shown in ["N.V.A", "3 thanh niên", "Đã kết nạp 2/3", "Đang bồi dưỡng", "Hội", "50%"]
    {
        assert!(text.contains(shown), "{shown}");
    }
    assert!(!text.contains("Thành đoàn"), "initials stay in the unit");
    assert!(paper.head.number.is_empty());
}

#[test]
fn a_joint_programme_has_two_sides_and_both_sign() {
    let book = busy()
        .put("joint/j/partner", "Công an phường An Cư")
        .put("joint/j/content", "Tuyên truyền\nTuần tra đêm")
        .put("joint/j/ours", "Cử đoàn viên")
        .put("joint/j/theirs", "Tập huấn\nCấp tài liệu")
        .put("joint/j/signed", "2026-01-10")
        .put("joint/j/until", "2026-12-31");
    let which = DraftChoice::Joint(id("j"));
    let paper = drafted(&book, &default_set(), &which).unwrap().paper();
    let offices: Vec<_> = paper.signatures.iter().map(|one| one.office.as_str()).collect();
    assert_eq!(offices, ["CÔNG AN PHƯỜNG AN CƯ", "BÍ THƯ"]);
    assert_eq!(paper.title.kind, "CHƯƠNG TRÌNH PHỐI HỢP");
    assert!(paper.head.number.contains("-CTr"), "{}", paper.head.number);
    let text = html(&paper);
    for shown in ["Tuần tra đêm", "Cấp tài liệu", "từ ngày 10/01/2026 đến ngày 31/12/2026"]
    {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    assert!(!text.contains("Kết quả thực hiện"));
    let over = book.put("joint/j/result", "Giảm vi phạm");
    let done = html(&drafted(&over, &default_set(), &which).unwrap().paper());
    assert!(done.contains("Kết quả thực hiện") && done.contains("Giảm vi phạm"));
    assert!(drafted(&over, &default_set(), &DraftChoice::Joint(id("x"))).is_none());
}
