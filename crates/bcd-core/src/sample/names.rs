//! Made-up names of units and people.

use super::chance::{Key, below, pick};

const FIRST: [&str; 20] = [
    "An", "Bình", "Tân", "Phú", "Long", "Hòa", "Mỹ", "Vĩnh", "Thanh", "Xuân", "Đông", "Tây",
    "Hưng", "Đại", "Kim", "Yên", "Minh", "Quang", "Thạnh", "Ninh",
];
const SECOND: [&str; 20] = [
    "Cư", "Phước", "Lộc", "Thới", "Sơn", "Quới", "Hội", "Đức", "Khánh", "Thịnh", "Giang", "Hải",
    "Lâm", "Trung", "Thành", "Điền", "Thuận", "Lợi", "Tiến", "Phong",
];
/// What units are called before the place, and their kind (`docs/glossary.md`).
const KINDS: [(&str, &str); 20] = [
    ("Đoàn xã", "commune"),
    ("Đoàn Trường THPT", "school"),
    ("Đoàn Công ty May", "company"),
    ("Đoàn Bệnh viện Đa khoa", "office"),
    ("Đoàn phường", "commune"),
    ("Đoàn Trường THCS", "school"),
    ("Đoàn Công ty Điện lực", "company"),
    ("Đoàn Trung tâm Hành chính công", "office"),
    ("Đoàn Trường Tiểu học", "school"),
    ("Đoàn Đồn Biên phòng", "armed"),
    ("Đoàn Trường Mầm non", "school"),
    ("Đoàn Công ty Cấp nước", "company"),
    ("Đoàn Trung tâm Y tế", "office"),
    ("Chi đoàn cơ sở Kho bạc", "base-branch"),
    ("Đoàn Trường Cao đẳng", "school"),
    ("Đoàn Hợp tác xã", "company"),
    ("Đoàn Ban Chỉ huy Quân sự", "armed"),
    ("Đoàn Hạt Kiểm lâm", "office"),
    ("Chi đoàn cơ sở Tòa án", "base-branch"),
    ("Đoàn Làng nghề", "other"),
];
/// How an officer writes the kinds in a table.
const KIND_WORDS: [(&str, &str); 7] = [
    ("commune", "Đoàn xã, phường, đặc khu"),
    ("school", "Đoàn trường học"),
    ("office", "Đoàn cơ quan"),
    ("company", "Đoàn doanh nghiệp"),
    ("armed", "Đoàn lực lượng vũ trang"),
    ("base-branch", "Chi đoàn cơ sở"),
    ("other", "Đơn vị khác"),
];
const FAMILY: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Lý"];
const MIDDLE: [&str; 6] = ["Thị", "Văn", "Minh", "Ngọc", "Thanh", "Quốc"];
const GIVEN: [&str; 10] = ["Hoa", "Nam", "Tuấn", "Ánh", "Lan", "Đạt", "Yến", "Khoa", "Thảo", "Ý"];

/// So many units in a row are of different sorts; the next one is of the first sort again.
pub const SORTS: usize = KINDS.len();

/// The kind and name of a unit: no two are alike, also after renaming.
pub fn unit(number: usize, renamed: bool) -> (&'static str, String) {
    let (word, kind) = KINDS[number % SORTS];
    let place = number / SORTS;
    // Steps of 7 and 1 go through all pairs without looking sorted.
    let first = FIRST[place * 7 % FIRST.len()];
    let second = SECOND[(place / FIRST.len() + place) % SECOND.len()];
    // No word stands in both lists, so turned round they make new names.
    let (first, second) = if renamed { (second, first) } else { (first, second) };
    let name = format!("{word} {first} {second}");
    match place / (FIRST.len() * SECOND.len()) {
        0 => (kind, name),
        round => (kind, format!("{name} {}", round + 1)),
    }
}

/// A kind as an officer writes it.
pub fn kind_word(kind: &str) -> &'static str {
    KIND_WORDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, word)| word)
}

/// A person.
pub fn person(key: Key<'_>) -> String {
    let part = |list, n| pick(list, &[key, &[n]].concat());
    format!("{} {} {}", part(&FAMILY, 0), part(&MIDDLE, 1), part(&GIVEN, 2))
}

/// A telephone number that nobody has: 0123 with ten digits was never given out.
pub fn phone(key: Key<'_>) -> String {
    let part = |n| below(&[key, &[n]].concat(), 1_000);
    format!("0123 {:03} {:03}", part(0), part(1))
}
