//! Units to try things on: made-up names, varied answers, always the same for the same number.

#![allow(dead_code, reason = "each example takes what it needs")]

use bcd_core::{
    command::{Command, NoteKind, fields_of, fields_of_new},
    criteria::{CriteriaSet, Mode},
    dossier::{Dossier, Evidence, EvidenceKind, Unit},
    engine::{Request, Response, handle},
    field::Entry,
    format::{canonical, envelope::EnvelopeHead},
    id::{DeviceId, DossierId, EvidenceId, FileHash, ItemId, UnitId},
};
use serde_json::Value;
use std::collections::BTreeMap;

const FIRST: [&str; 20] = [
    "An", "Bình", "Tân", "Phú", "Long", "Hòa", "Mỹ", "Vĩnh", "Thanh", "Xuân", "Đông", "Tây",
    "Hưng", "Đại", "Kim", "Yên", "Minh", "Quang", "Thạnh", "Ninh",
];
const SECOND: [&str; 20] = [
    "Cư", "Phước", "Lộc", "Thới", "Sơn", "Quới", "Hội", "Đức", "Khánh", "Thịnh", "Giang", "Hải",
    "Lâm", "Trung", "Thành", "Điền", "Thuận", "Lợi", "Tiến", "Phong",
];
const KINDS: [(&str, &str); 6] = [
    ("Đoàn xã", "commune"),
    ("Đoàn phường", "commune"),
    ("Đoàn Trường THPT", "school"),
    ("Đoàn Công ty May", "company"),
    ("Đoàn Bệnh viện Đa khoa", "office"),
    ("Đoàn Trung tâm Hành chính công", "office"),
];
const FAMILY: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Lý"];
const MIDDLE: [&str; 6] = ["Thị", "Văn", "Minh", "Ngọc", "Thanh", "Quốc"];
const GIVEN: [&str; 10] = ["Hoa", "Nam", "Tuấn", "Ánh", "Lan", "Đạt", "Yến", "Khoa", "Thảo", "Ý"];
const NOTES: [&str; 6] = [
    "Đã rà soát tất cả chi đoàn, khớp với phần mềm Quản lý đoàn viên.",
    "Còn 2 chi đoàn khu phố chưa nộp biên bản sinh hoạt tháng 10.",
    "Đã báo cáo cấp uỷ tại cuộc họp quý III.",
    "Tổ chức cùng Hội LHTN và Công an phường; 120 lượt đoàn viên tham gia.",
    "Thực hiện từ tháng 3 đến tháng 9, có tin bài trên trang của đơn vị.",
    "Chỉ tiêu cả năm là 4 đợt, đến nay đã làm 3 đợt.",
];
const TITLES: [&str; 6] = [
    "Kế hoạch công tác Đoàn và phong trào thanh thiếu nhi năm 2026",
    "Báo cáo kết quả công tác Đoàn quý III năm 2026",
    "Biên bản sinh hoạt chi đoàn tháng 9",
    "Quyết định công nhận công trình thanh niên",
    "Tờ trình về việc quy hoạch cán bộ Đoàn",
    "Chương trình phối hợp với Hội Cựu chiến binh",
];

// Numbers that look like chance: the n-th of unit `of`.
fn chance(of: usize, n: usize, below: usize) -> usize {
    let mut x = (of as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (n as u64 + 1) << 17;
    x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ x >> 31) % below as u64) as usize
}

fn pick<'a>(list: &[&'a str], of: usize, n: usize) -> &'a str {
    list[chance(of, n, list.len())]
}

/// A UUID made of two numbers.
pub fn uuid(of: usize, n: usize) -> String {
    let hash = canonical::sha256(format!("{of}/{n}").as_bytes());
    format!(
        "{}-{}-4{}-8{}-{}",
        &hash[..8],
        &hash[8..12],
        &hash[13..16],
        &hash[17..20],
        &hash[20..32]
    )
}

/// The kind and name of unit `number`; no two of the first 2,400 are alike.
pub fn name(number: usize) -> (&'static str, String) {
    let (word, kind) = KINDS[number % KINDS.len()];
    let place = number / KINDS.len();
    // Steps of 7 and 1 go through all pairs without looking sorted.
    let first = FIRST[place * 7 % FIRST.len()];
    let second = SECOND[(place / FIRST.len() + place) % SECOND.len()];
    (kind, format!("{word} {first} {second}"))
}

/// One unit's year: most items answered, notes, some evidence; with `photos`, two pictures.
pub fn unit(number: usize, set: &CriteriaSet, photos: &[Vec<u8>]) -> Dossier {
    let mut dossier = Dossier::default();
    let (kind, name) = name(number);
    let mut does = |command: Command| {
        for set in fields_of(command, &dossier) {
            let n = bcd_core::field::highest(&dossier.fields) + 1;
            let entry =
                Entry { v: set.value, n, dev: DeviceId(uuid(number, 1)), ..Entry::default() };
            dossier.put(set.path, entry);
        }
    };
    let unit = Unit {
        id: UnitId(uuid(number, 0)),
        name,
        kind: kind.to_owned(),
        upper: "Thành Đoàn Bình Hải".to_owned(),
        cluster: format!("Cụm thi đua số {}", number % 8 + 1),
    };
    does(Command::SetFields(fields_of_new(unit, "2026".to_owned(), Mode::Points, false)));
    let items: Vec<_> = set.items().map(|(_, item)| item).collect();
    for (n, item) in items.iter().enumerate() {
        let roll = chance(number, 100 + n, 20);
        if roll == 0 {
            continue;
        }
        if roll == 1 && !item.gate {
            does(Command::SetNa(item.id.clone(), true));
            let reason = "Đơn vị chưa có đối tượng của nội dung này".to_owned();
            does(Command::SetNote(item.id.clone(), NoteKind::NaReason, reason));
            continue;
        }
        // Most units do most things well.
        let step = chance(number, 200 + n, item.ladder.len() * 3) / 2 % item.ladder.len();
        let step = if roll > 6 { 0 } else { step };
        does(Command::SetStep(item.id.clone(), Some(item.ladder[step].id.clone())));
        if roll.is_multiple_of(3) {
            let note = pick(&NOTES, number, 300 + n).to_owned();
            does(Command::SetNote(item.id.clone(), NoteKind::Shared, note));
        }
    }
    for n in 0..8 + chance(number, 400, 8) {
        let about = &items[chance(number, 500 + n, items.len())].id;
        does(Command::AddEvidence(
            EvidenceId(uuid(number, 10 + n)),
            Box::new(paper(number, n, about)),
        ));
    }
    for (n, bytes) in photos.iter().enumerate() {
        let photo = Evidence {
            kind: EvidenceKind::Photo,
            title: format!("Lễ ra quân lần {}", n + 1),
            file: Some(FileHash(canonical::sha256(bytes))),
            mime: "image/png".to_owned(),
            name: format!("anh-{}.png", n + 1),
            size: bytes.len() as u64,
            items: [ItemId::from("2.2.2")].into(),
            ..Evidence::default()
        };
        does(Command::AddEvidence(EvidenceId(uuid(number, 80 + n)), Box::new(photo)));
    }
    dossier
}

fn paper(number: usize, n: usize, about: &ItemId) -> Evidence {
    let mut evidence = Evidence {
        title: pick(&TITLES, number, 600 + n).to_owned(),
        number: format!("{:02}-KH/ĐTN", chance(number, 700 + n, 60) + 1),
        date: format!(
            "2026-{:02}-{:02}",
            chance(number, 800 + n, 10) + 1,
            chance(number, 900 + n, 28) + 1
        ),
        items: [about.clone()].into(),
        ..Evidence::default()
    };
    if n % 5 == 4 {
        evidence.kind = EvidenceKind::Link;
        evidence.url = format!("https://example.vn/tin/{number}-{n}");
    }
    evidence
}

/// Freezes a unit's year as its first submission: the file, and whether it is a ZIP.
pub fn submission(
    number: usize,
    set: &Value,
    photos: &[Vec<u8>],
) -> Result<(Vec<u8>, bool), String> {
    let typed: CriteriaSet = serde_json::from_value(set.clone()).map_err(|e| e.to_string())?;
    let dossier = unit(number, &typed, photos);
    let minute = chance(number, 2, 60 * 24);
    let by = format!(
        "{} {} {}",
        pick(&FAMILY, number, 3),
        pick(&MIDDLE, number, 4),
        pick(&GIVEN, number, 5)
    );
    let head = EnvelopeHead {
        id: uuid(number, 2),
        unit: dossier.unit.id.0.clone(),
        name: dossier.unit.name.clone(),
        cycle: dossier.cycle.clone(),
        seq: 1,
        parent: None,
        device: uuid(number, 1),
        by,
        at: format!(
            "2026-11-{:02}T{:02}:{:02}:00+07:00",
            number % 20 + 1,
            minute / 60,
            minute % 60
        ),
        app: "0.1.0".to_owned(),
        ..EnvelopeHead::default()
    };
    let request = Request::Freeze {
        head,
        dossier: DossierId(uuid(number, 3)),
        fields: dossier.fields,
        set: set.clone(),
        before: BTreeMap::new(),
        files: photos.iter().map(|bytes| canonical::sha256(bytes)).collect(),
        warned: false,
    };
    match handle(request, photos.to_vec()) {
        (Response::Written { problems, bundled, .. }, mut blobs) if problems.is_empty() => {
            Ok((blobs.pop().unwrap_or_default(), bundled))
        }
        (other, _) => Err(format!("unit {number}: {other:?}")),
    }
}

/// The set that ships with the app.
pub fn default_set() -> Result<Value, String> {
    serde_json::from_str(include_str!("../../data/criteria-default.json"))
        .map_err(|e| e.to_string())
}
