//! Sample papers of an upper level that recognises its units.

use super::{letterhead, strings};
use bcd_core::{
    paper::{
        build::recognition::{
            RecognitionInput, RecognitionMeeting, RecognitionPaper, RecognitionUnit,
        },
        letterhead::{Behalf, Letterhead},
    },
    points::Points,
};

/// Three units: two are recognised, the first for the third year and to be commended, one is not.
pub fn recognition(paper: RecognitionPaper) -> RecognitionInput {
    let unit = |name: &str, cluster: &str, own: i64, verified: i64| RecognitionUnit {
        name: name.to_owned(),
        cluster: cluster.to_owned(),
        own: Some(Points(own * 100)),
        verified: Some(Points(verified * 100)),
        ..RecognitionUnit::default()
    };
    let units = vec![
        RecognitionUnit {
            years: 3,
            recognised: true,
            commended: true,
            ..unit("Đoàn phường An Cư", "Cụm 1", 97, 95)
        },
        RecognitionUnit {
            years: 1, recognised: true, ..unit("Đoàn xã Tân Lập", "Cụm 2", 88, 84)
        },
        RecognitionUnit {
            note: "Chưa có danh sách đoàn viên của 2 chi đoàn".to_owned(),
            ..unit("Đoàn Trường THPT Long Hải", "Cụm 2", 82, 74)
        },
    ];
    RecognitionInput {
        letterhead: Letterhead {
            unit: "Thành đoàn Sông Hương".to_owned(),
            upper: "Tỉnh đoàn Bình Hải".to_owned(),
            behalf: Behalf::Standing,
            ..letterhead()
        },
        paper,
        cycle: "2026".to_owned(),
        grounds: strings(&[
            "Căn cứ Điều lệ Đoàn TNCS Hồ Chí Minh",
            "Căn cứ kết quả thẩm định hồ sơ của các đơn vị năm 2026",
        ]),
        meeting: RecognitionMeeting {
            day: "2026-12-05".to_owned(),
            place: "trụ sở Thành đoàn Sông Hương".to_owned(),
            chair: "Nguyễn Hoàng Nam".to_owned(),
            clerk: "Lê Thị Hoa".to_owned(),
            people: strings(&["Có mặt: 5/5 ủy viên Ban Thường vụ"]),
            said: strings(&["Bộ phận thẩm định báo cáo kết quả; các ủy viên cho ý kiến."]),
        },
        units,
    }
}
