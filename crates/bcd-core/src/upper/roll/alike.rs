//! When two names are the same: without accents, case, punctuation and blanks; and which kind of
//! unit a word or a name speaks of.

/// A text without accents, in small letters: "Đoàn xã Quảng Xương" → "doan xa quang xuong". Letters
/// and digits stay; everything else becomes one blank.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            // Accents that stand apart (NFD).
            '\u{0300}'..='\u{036F}' => continue,
            c if c.is_alphanumeric() => {
                if gap && !plain.is_empty() {
                    plain.push(' ');
                }
                gap = false;
                plain.push(bare(c));
            }
            _ => gap = true,
        }
    }
    plain
}

// A small letter of Vietnamese without its accents: Latin-1, Latin Extended-A and -B, and the block
// Latin Extended Additional, where the letters stand in the order of their bare ones.
fn bare(c: char) -> char {
    match c {
        '\u{E0}'..='\u{E3}' | '\u{103}' | '\u{1EA1}'..='\u{1EB7}' => 'a',
        '\u{111}' => 'd',
        '\u{E8}'..='\u{EA}' | '\u{1EB9}'..='\u{1EC7}' => 'e',
        '\u{EC}' | '\u{ED}' | '\u{129}' | '\u{1EC9}'..='\u{1ECB}' => 'i',
        '\u{F2}'..='\u{F5}' | '\u{1A1}' | '\u{1ECD}'..='\u{1EE3}' => 'o',
        '\u{F9}' | '\u{FA}' | '\u{169}' | '\u{1B0}' | '\u{1EE5}'..='\u{1EF1}' => 'u',
        '\u{FD}' | '\u{1EF3}'..='\u{1EF9}' => 'y',
        c => c,
    }
}

// What stands before the name proper: "Ban Chấp hành Đoàn TNCS Hồ Chí Minh xã Nga Sơn".
const TITLES: [&str; 8] = [
    "ban chap hanh",
    "bch",
    "ban thuong vu",
    "btv",
    "doan tncs ho chi minh",
    "doan tncs",
    "doan thanh nien",
    "doan",
];

/// The name proper, by which "BCH Đoàn xã Nga Sơn" and "Xã Nga Sơn" are the same.
pub fn proper(name: &str) -> String {
    let whole = plain(name);
    let mut rest = whole.as_str();
    loop {
        let shorter = TITLES.iter().find_map(|title| rest.strip_prefix(title)?.strip_prefix(' '));
        match shorter {
            Some(shorter) => rest = shorter,
            None => return rest.to_owned(),
        }
    }
}

// Words of a kind, plain, the first that stands in a text decides; longer ones before those that
// stand in them.
const KINDS: [(&str, &[&str]); 9] = [
    ("base-branch", &["chi doan co so", "base branch"]),
    ("branch", &["chi doan", "lien chi doan", "branch"]),
    (
        "armed",
        &["vu trang", "llvt", "cong an", "quan su", "bien phong", "quan doi", "bo doi", "armed"],
    ),
    (
        "school",
        &[
            "truong",
            "hoc vien",
            "thpt",
            "thcs",
            "dai hoc",
            "cao dang",
            "trung cap",
            "giao duc",
            "school",
        ],
    ),
    ("company", &["cong ty", "doanh nghiep", "tap doan", "hop tac xa", "nha may", "company"]),
    (
        "office",
        &[
            "co quan",
            "so",
            "benh vien",
            "chi cuc",
            "cuc",
            "ubnd",
            "vien",
            "su nghiep",
            "hanh chinh",
            "ngan hang",
            "office",
        ],
    ),
    ("commune", &["xa", "phuong", "dac khu", "thi tran", "commune", "ward"]),
    ("province", &["tinh", "thanh pho", "huyen", "quan", "thi xa", "truc thuoc", "province"]),
    ("other", &["khac", "other"]),
];

/// The kind of unit that a word of a table means, as in [`crate::dossier::UNIT_KINDS`]; `None` where
/// it says none.
pub fn kind_of(word: &str) -> Option<&'static str> {
    let spaced = format!(" {} ", plain(word).replace("thi xa", "thixa"));
    let says = |word: &&str| spaced.contains(&format!(" {} ", word.replace("thi xa", "thixa")));
    let found = KINDS
        .iter()
        .find(|(kind, words)| spaced.trim().replace(' ', "-") == **kind || words.iter().any(says));
    found.map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_with_and_without_accents_however_they_are_typed() {
        let names = [
            "Đoàn xã Quảng  Xương",
            "ĐOÀN XÃ QUẢNG XƯƠNG",
            "Đoàn xã Quảng Xương.",
            "Đoa\u{300}n xa\u{303} Qua\u{309}ng Xu\u{31b}o\u{31b}ng",
        ];
        for name in names {
            assert_eq!(plain(name), "doan xa quang xuong", "{name}");
        }
        assert_eq!(plain(" – "), "");
    }

    #[test]
    fn every_letter_loses_its_accents() {
        for (bare, letters) in [
            ('a', "àáảãạăằắẳẵặâầấẩẫậ"),
            ('d', "đ"),
            ('e', "èéẻẽẹêềếểễệ"),
            ('i', "ìíỉĩị"),
            ('o', "òóỏõọôồốổỗộơờớởỡợ"),
            ('u', "ùúủũụưừứửữự"),
            ('y', "ỳýỷỹỵ"),
        ] {
            for text in [letters.to_owned(), letters.to_uppercase()] {
                assert!(plain(&text).chars().all(|c| c == bare), "{text}");
            }
        }
    }

    #[test]
    fn titles_before_a_name_say_nothing() {
        for name in ["BCH Đoàn xã Nga Sơn", "Đoàn TNCS Hồ Chí Minh xã Nga Sơn", "Xã Nga Sơn"]
        {
            assert_eq!(proper(name), "xa nga son", "{name}");
        }
        assert_eq!(proper("Đoàn"), "doan", "a name of nothing but a title stays one");
    }

    #[test]
    fn kinds_are_known_by_their_words() {
        for (word, kind) in [
            ("Đoàn xã Nga Sơn", Some("commune")),
            ("Phường", Some("commune")),
            ("Trường THPT Ba Đình", Some("school")),
            ("Chi đoàn cơ sở", Some("base-branch")),
            ("Công an xã Nga Sơn", Some("armed")),
            ("Đoàn thị xã Kỳ Anh", Some("province")),
            ("Công ty CP May 10", Some("company")),
            ("Sở Nội vụ", Some("office")),
            ("school", Some("school")),
            ("base-branch", Some("base-branch")),
            ("Khối 2", None),
            ("", None),
        ] {
            assert_eq!(kind_of(word), kind, "{word}");
        }
    }
}
