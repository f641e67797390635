//! One document of each kind, of an invented unit, as full as a real one.

#[path = "decided.rs"]
pub mod decided;
#[path = "life.rs"]
pub mod life;

use bcd_core::{
    criteria::CriteriaSet,
    field::{Entry, Fields},
    paper::{
        CellValue, NamedFigure,
        build::{
            Draft,
            minutes::{MeetingForm, MinutesInput, NextTask},
            plan::{PlanInput, PlanPart, PlanSpan, PlanTask, TaskGroup},
            recognition::RecognitionPaper,
            registration::{
                RegistrationInput, RegistrationItem, RegistrationPart, RegistrationStanding,
            },
            report::{NumberRow, ReportCriterion, ReportInput, ReportPoints},
            self_score::SelfScoreInput,
        },
        letterhead::{Behalf, Letterhead},
    },
    points::Points,
};
use serde_json::{Value as Json, json};

/// All of them, by a short name.
pub fn all() -> Vec<(&'static str, Draft)> {
    vec![
        ("ke-hoach-nam", Draft::Plan(Box::new(year_plan()))),
        ("ke-hoach-quy", Draft::Plan(Box::new(quarter_plan()))),
        ("ke-hoach-trong", Draft::Plan(Box::default())),
        ("dang-ky", Draft::Registration(Box::new(registration()))),
        ("tu-cham", Draft::SelfScore(Box::new(self_score()))),
        ("bien-ban", Draft::Minutes(Box::new(minutes()))),
        ("bao-cao", Draft::Report(Box::new(report()))),
        ("cong-trinh", Draft::Projects(Box::new(life::projects()))),
        ("ren-luyen", Draft::Training(Box::new(life::training()))),
        ("mot-cong-mot", Draft::Intros(Box::new(life::intros()))),
        ("phoi-hop", Draft::Joint(Box::new(life::joint()))),
        ("phoi-hop-trong", Draft::Joint(Box::default())),
        ("to-trinh-cong-nhan", recognised(RecognitionPaper::Proposal)),
        ("bien-ban-cong-nhan", recognised(RecognitionPaper::Minutes)),
        ("quyet-dinh-cong-nhan", recognised(RecognitionPaper::Decision)),
        ("to-trinh-tuyen-duong", recognised(RecognitionPaper::Commendation)),
    ]
}

fn recognised(paper: RecognitionPaper) -> Draft {
    Draft::Recognition(Box::new(decided::recognition(paper)))
}

#[expect(clippy::expect_used, reason = "the shipped set is good; a test of its own reads it")]
pub fn default_set() -> CriteriaSet {
    serde_json::from_str(include_str!("../../data/criteria-default.json")).expect("the shipped set")
}

pub fn letterhead() -> Letterhead {
    Letterhead {
        upper: "Thành đoàn Sông Hương".into(),
        unit: "Đoàn phường An Cư".into(),
        place: "An Cư".into(),
        number: "7".into(),
        symbol: "ĐTN".into(),
        date: "2026-01-05".into(),
        behalf: Behalf::Committee,
        name: "Nguyễn Thị Ánh Tuyết".into(),
        recipients: strings(&[
            "Ban Thường vụ Thành đoàn (báo cáo)",
            "Thường trực Đảng ủy phường (báo cáo)",
            "Các chi đoàn trực thuộc (thực hiện)",
        ]),
        made_at: "2026-01-05T08:30:00+07:00".into(),
        ..Letterhead::default()
    }
}

pub fn strings(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| (*text).to_owned()).collect()
}

fn figure(name: &str, value: i64, unit: &str) -> NamedFigure {
    NamedFigure { name: name.into(), value: CellValue::Count(value), unit: unit.into() }
}

pub fn year_plan() -> PlanInput {
    PlanInput {
        letterhead: letterhead(),
        cycle: "2026".into(),
        grounds: strings(&[
            "Căn cứ Chương trình công tác năm 2026 của Ban Thường vụ Thành đoàn Sông Hương",
            "Căn cứ Nghị quyết của Đảng ủy phường An Cư về nhiệm vụ năm 2026",
            "Căn cứ tình hình thực tế của đơn vị",
        ]),
        figures: vec![
            figure("Tổng số đoàn viên", 1_286, "đồng chí"),
            figure("Số chi đoàn trực thuộc", 14, "chi đoàn"),
        ],
        situation: strings(&[
            "Đoàn viên trẻ, nhiệt tình; phần lớn làm việc theo ca nên khó tập trung.",
        ]),
        aims: strings(&[
            "Cụ thể hóa nghị quyết của cấp ủy và chương trình công tác của Đoàn cấp trên.",
            "Mỗi nội dung có người phụ trách, thời hạn và kết quả đo được.",
        ]),
        theme: "Chủ động – Kỷ cương – Vì đoàn viên".into(),
        targets: strings(&[
            "100% chi đoàn sinh hoạt đủ 12 kỳ.",
            "Mỗi chi đoàn giới thiệu ít nhất 05 thanh niên ưu tú kết nạp Đoàn.",
            "Hoàn thành 01 công trình thanh niên cấp cơ sở.",
        ]),
        parts: ["Chủ động quản lý đoàn viên", "Chủ động xây dựng kế hoạch", "Chủ động tham mưu"]
            .map(|title| PlanPart {
                title: title.into(),
                lines: strings(&[
                    "Rà soát, cập nhật danh sách đoàn viên theo từng quý.",
                    "Nắm bắt tâm tư, nguyện vọng của đoàn viên qua sinh hoạt và mạng xã hội.",
                ]),
            })
            .to_vec(),
        organisation: strings(&[
            "Ban Chấp hành phân công ủy viên theo dõi từng chi đoàn.",
            "Các chi đoàn xây dựng kế hoạch tháng, báo cáo trước ngày 25 hằng tháng.",
        ]),
        tasks: tasks(),
        ..PlanInput::default()
    }
}

fn tasks() -> Vec<TaskGroup> {
    let group = |title: &str, from: u32| TaskGroup {
        title: title.into(),
        tasks: (from..from + 12).map(task).collect(),
    };
    vec![group("Tiêu chí 1", 1), group("Tiêu chí 2", 13), group("Tiêu chí 3", 25)]
}

fn task(n: u32) -> PlanTask {
    PlanTask {
        content: format!(
            "Đầu việc {n}: tổ chức sinh hoạt chuyên đề, phổ biến chính sách mới cho đoàn viên"
        ),
        item: "1.4.1".into(),
        start: format!("2026-{:02}-05", n % 12 + 1),
        end: format!("2026-{:02}-20", n % 12 + 1),
        place: "Nhà văn hóa".into(),
        lead: "Trần Văn Bình".into(),
        help: "Hội LHTN phường".into(),
        target: format!("{} đoàn viên tham gia", n * 10),
        cost: Some(1_250_000 + i64::from(n) * 10_000),
        state: "Đang thực hiện".into(),
        evidence: format!("- Kế hoạch chuyên đề, {n:02}-KH/ĐTN, 05/01/2026"),
        ..PlanTask::default()
    }
}

pub fn quarter_plan() -> PlanInput {
    let tasks = tasks().into_iter().take(1).collect();
    let letterhead = Letterhead { number: "15".into(), ..letterhead() };
    PlanInput {
        letterhead,
        cycle: "2026".into(),
        span: PlanSpan::Quarter(1),
        organisation: strings(&["Các chi đoàn thực hiện và báo cáo trước ngày 25/3/2026."]),
        tasks,
        ..PlanInput::default()
    }
}

pub fn registration() -> RegistrationInput {
    let standing = |n: usize| match n % 7 {
        0 => RegistrationStanding::Hard,
        3 => RegistrationStanding::Unmet,
        _ => RegistrationStanding::Met,
    };
    let mut n = 0;
    let parts = default_set().criteria.into_iter().map(|criterion| RegistrationPart {
        title: format!("Tiêu chí {}. {}", criterion.id, criterion.title.vi),
        items: criterion
            .groups
            .into_iter()
            .flat_map(|group| group.items)
            .map(|item| {
                n += 1;
                RegistrationItem {
                    code: item.id.0,
                    text: item.text.vi,
                    gate: item.gate,
                    state: standing(n),
                    measure: "Phân công ủy viên theo dõi, kiểm tra mỗi quý".into(),
                    until: "2026-06-30".into(),
                    lead: "Trần Văn Bình".into(),
                }
            })
            .collect(),
    });
    RegistrationInput {
        letterhead: Letterhead { date: "2025-10-08".into(), ..letterhead() },
        to: strings(&["Ban Thường vụ Thành đoàn Sông Hương", "Ban Thường vụ Đảng ủy phường An Cư"]),
        cycle: "2026".into(),
        parts: parts.collect(),
        follower: "đồng chí Lê Minh Khôi".into(),
        report_by: "2026-10-01".into(),
        party_confirms: true,
    }
}

pub fn self_score() -> SelfScoreInput {
    let set = default_set();
    let mut fields = Fields::new();
    let mut put = |path: String, v: Json| {
        fields.insert(path, Entry { v, ..Entry::default() });
    };
    for (path, text) in [
        ("unit/id", "11111111-1111-4111-8111-111111111111"),
        ("unit/name", "Đoàn phường An Cư"),
        ("unit/kind", "commune"),
        ("cycle", "2026"),
        ("mode", "points"),
    ] {
        put(path.into(), json!(text));
    }
    for (n, (_, item)) in set.items().enumerate() {
        let id = &item.id.0;
        let step = &item.ladder[usize::from(n % 5 == 4)].id.0;
        put(format!("answer/{id}/step"), json!(step));
        let evidence = format!("{n:08}-0000-4000-8000-000000000000");
        put(format!("evidence/{evidence}/kind"), json!("document"));
        put(format!("evidence/{evidence}/title"), json!("Kế hoạch công tác năm"));
        put(format!("evidence/{evidence}/number"), json!("07-KH/ĐTN"));
        put(format!("evidence/{evidence}/date"), json!("2026-01-05"));
        put(format!("evidence/{evidence}/for/{id}"), json!(true));
        if n % 6 == 0 {
            put(format!("evidence/{evidence}/private"), json!(true));
            put(format!("answer/{id}/private_note"), json!("chỉ trong đơn vị"));
        }
    }
    let letterhead = Letterhead { date: "2026-09-25".into(), ..letterhead() };
    SelfScoreInput { letterhead, set, fields }
}

pub fn minutes() -> MinutesInput {
    MinutesInput {
        letterhead: Letterhead {
            upper: "Đoàn phường An Cư".into(),
            unit: "Chi đoàn khu phố 3".into(),
            branch: true,
            number: String::new(),
            symbol: "CĐKP3".into(),
            ..letterhead()
        },
        period: "tháng 3 năm 2026".into(),
        date: "2026-03-14".into(),
        start: "19 giờ 30".into(),
        end: "20 giờ 45".into(),
        place: "Nhà sinh hoạt cộng đồng khu phố 3".into(),
        form: MeetingForm::Joint,
        with: "Chi đoàn khu phố 4".into(),
        present: Some(21),
        total: Some(24),
        absent: "03 đồng chí, có lý do".into(),
        chair: "Phạm Thu Hà".into(),
        clerk: "Võ Quốc Huy".into(),
        topic: "Tháng Thanh niên".into(),
        news: strings(&["Thông báo chính sách vay vốn khởi nghiệp cho thanh niên."]),
        review: strings(&[
            "Hoàn thành 4/5 việc.",
            "Còn chậm: cập nhật danh sách đoàn viên tạm trú.",
        ]),
        next: vec![
            NextTask {
                content: "Ra quân dọn vệ sinh tuyến đường thanh niên tự quản".into(),
                lead: "Võ Quốc Huy".into(),
                until: "2026-03-26".into(),
            },
            NextTask {
                content: "Lập danh sách thanh niên giới thiệu kết nạp Đoàn".into(),
                lead: "Phạm Thu Hà".into(),
                until: "cuối tháng 3".into(),
            },
        ],
        conclusions: strings(&["Thống nhất các nội dung phân công; đánh giá lại tại kỳ sau."]),
        ..MinutesInput::default()
    }
}

pub fn report() -> ReportInput {
    let points = |got, max, need| {
        let whole = Points::whole;
        Some(ReportPoints { got: whole(got), max: whole(max), need: whole(need) })
    };
    let lines = |many: usize| {
        let one =
            "Cập nhật danh sách đoàn viên đúng hạn cả bốn quý; 100% chi đoàn xếp loại đúng hạn.";
        vec![one.to_owned(); many]
    };
    let criterion = |title: &str, points, many| ReportCriterion {
        title: title.into(),
        points,
        lines: lines(many),
    };
    let row = |name: &str, unit: &str, before, target, actual| NumberRow {
        name: name.into(),
        unit: unit.into(),
        before: Some(CellValue::Count(before)),
        target: Some(CellValue::Count(target)),
        actual: Some(CellValue::Count(actual)),
        note: String::new(),
    };
    ReportInput {
        letterhead: Letterhead { number: "42".into(), date: "2026-09-28".into(), ..letterhead() },
        cycle: "2026".into(),
        opening: "Thực hiện kế hoạch của Ban Thường vụ Thành đoàn, Đoàn phường An Cư báo cáo kết quả năm 2026 như sau:".into(),
        figures: vec![
            figure("Tổng số đoàn viên", 1_286, "đồng chí"),
            figure("Đoàn viên kết nạp mới", 74, "đồng chí"),
            NamedFigure {
                name: "Tỷ lệ chi đoàn sinh hoạt đủ kỳ".into(),
                value: CellValue::Percent(Points(9250)),
                unit: String::new(),
            },
        ],
        criteria: vec![
            criterion("Chủ động quản lý đoàn viên", points(37, 40, 28), 3),
            criterion("Chủ động xây dựng, thực hiện kế hoạch", points(31, 36, 26), 7),
            criterion("Chủ động tham mưu, phối hợp", points(22, 24, 17), 2),
        ],
        total: points(90, 100, 80),
        limits: strings(&["Hai chi đoàn doanh nghiệp sinh hoạt chưa đều do làm việc theo ca."]),
        next: strings(&["Duy trì sinh hoạt ghép cho chi đoàn làm ca.", "Cập nhật danh sách mỗi quý."]),
        asks_recognition: true,
        numbers: (1..=30)
            .map(|n| row(&format!("Chỉ số {n}"), "đồng chí", 40 + n, 50, 45 + n))
            .collect(),
        ..ReportInput::default()
    }
}
