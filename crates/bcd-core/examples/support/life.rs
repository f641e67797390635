//! What a unit keeps beside its plan, as documents of the same invented unit.

use super::{letterhead, strings};
use bcd_core::paper::{
    build::{
        intros::{Introduction, IntrosBranch, IntrosInput},
        joint::JointInput,
        project::{ProjectsInput, YouthProject},
        training::{TrainingBranch, TrainingInput},
    },
    letterhead::Letterhead,
};

pub fn projects() -> ProjectsInput {
    let project = |n: usize| YouthProject {
        name: format!("Công trình {n}: tuyến đường thanh niên tự quản sáng, xanh, sạch, đẹp"),
        of_branch: n > 2,
        place: "Khu phố 3".into(),
        volume: "2 km đường".into(),
        value: Some(12_500_000),
        start: "2026-03-01".into(),
        end: "2026-08-31".into(),
        lead: "Trần Văn Bình".into(),
        people: Some(45),
        photos: n % 3,
        recognised: n == 1,
    };
    ProjectsInput {
        letterhead: Letterhead { number: "12".into(), ..letterhead() },
        cycle: "2026".into(),
        grounds: strings(&["Căn cứ Kế hoạch công tác năm 2026 của đơn vị"]),
        aims: strings(&[
            "Mỗi công trình có sản phẩm cụ thể, đếm được.",
            "Mỗi chi đoàn làm ít nhất một phần việc.",
        ]),
        organisation: strings(&["Chi đoàn báo cáo tiến độ hằng tháng."]),
        projects: (1..=14).map(project).collect(),
    }
}

pub fn training() -> TrainingInput {
    let branch = |n: i64| TrainingBranch {
        name: format!("Chi đoàn khu phố {n}"),
        members: Some(20 + n),
        signed_up: Some(20),
        assessed: (n != 2).then_some(18),
    };
    let classes = [("excellent", 8), ("good", 40), ("done", 20), ("undone", 1)];
    TrainingInput {
        letterhead: letterhead(),
        cycle: "2026".into(),
        branches: (1..=4).map(branch).collect(),
        classes: classes.map(|(id, n)| (id.to_owned(), n)).into(),
        rows: 45,
        ..TrainingInput::default()
    }
}

pub fn intros() -> IntrosInput {
    let branch = |n: i64| IntrosBranch {
        name: format!("Chi đoàn khu phố {n}"),
        goal: Some(5),
        introduced: 4,
        admitted: n - 1,
    };
    let intro = |n: i64| Introduction {
        by: "T.V.B".into(),
        who: if n % 4 == 0 { String::new() } else { "N.T.A".into() },
        date: "2026-03-26".into(),
        association: n % 3 == 0,
        count: if n % 4 == 0 { 3 } else { 1 },
        admitted: n % 2,
        admitted_on: "2026-05-19".into(),
    };
    IntrosInput {
        letterhead: letterhead(),
        cycle: "2026".into(),
        survey: strings(&["Địa bàn còn khoảng 120 thanh niên chưa vào Đoàn, Hội."]),
        plan: strings(&[
            "Mỗi chi đoàn giới thiệu ít nhất 5 thanh niên.",
            "Chi đoàn mạnh giúp chi đoàn yếu.",
        ]),
        review: vec![],
        branches: (1..=4).map(branch).collect(),
        list: (1..=16).map(intro).collect(),
    }
}

pub fn joint() -> JointInput {
    JointInput {
        letterhead: Letterhead { number: "3".into(), ..letterhead() },
        partner: "Công an phường An Cư".into(),
        grounds: strings(&["Căn cứ nhiệm vụ năm 2026 của hai đơn vị"]),
        aims: strings(&["Phối hợp thường xuyên, có việc làm cụ thể."]),
        content: strings(&[
            "Tuyên truyền pháp luật, phòng chống tội phạm cho đoàn viên, thanh niên.",
            "Duy trì đội thanh niên xung kích giữ gìn an ninh khu phố.",
        ]),
        ours: strings(&[
            "Cử 15 đoàn viên tham gia đội xung kích.",
            "Tổ chức hai buổi tuyên truyền mỗi quý.",
        ]),
        theirs: strings(&[
            "Tập huấn, hướng dẫn nghiệp vụ cho đội xung kích.",
            "Cung cấp tài liệu tuyên truyền.",
            "Thông báo tình hình an ninh, trật tự mỗi tháng.",
        ]),
        organisation: strings(&["Hai bên sơ kết sáu tháng một lần."]),
        signed: "2026-01-10".into(),
        until: "2026-12-31".into(),
        result: vec![],
    }
}
