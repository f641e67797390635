//! What must not get through: characters that XML forbids, formulas in cells, names that a file
//! system refuses.

/// `text` without the characters that XML 1.0 (§ 2.2) forbids, with one kind of line end.
///
/// A tab becomes a blank: cells and paragraphs have no use for it, and in a table pasted from
/// elsewhere it separates words.
pub fn text(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\n' if before == '\r' => {}
            '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            '\t' => clean.push(' '),
            // Marks that turn the direction of what follows could hide what a cell says.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => {}
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => clean.push(c),
        }
        before = c;
    }
    clean
}

/// Whether a spreadsheet would take `text` for a formula (OWASP, "CSV Injection"; the full-width
/// signs are taken for the plain ones by some).
///
/// A plain number is none: `-12,5` and `+84 912 345 678` stay as they are.
pub fn is_formula(text: &str) -> bool {
    let starts = |c: char| {
        matches!(
            c,
            '=' | '+'
                | '-'
                | '@'
                | '\t'
                | '\r'
                | '\n'
                | '\u{FF1D}'
                | '\u{FF0B}'
                | '\u{FF0D}'
                | '\u{FF20}'
        )
    };
    // A blank in front does not protect: some readers drop it.
    let first = text.trim_start_matches(' ');
    first.starts_with(starts) && !is_number(first) && first.trim_end().chars().count() > 1
}

// A sign, then digits with blanks, points and commas between them.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text).trim_end_matches(['%', ' ']);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | ','))
}

/// `text` for a cell of a CSV file: an apostrophe in front of what would be a formula.
pub fn csv_text(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The most letters of a file's name, without its ending: far under the 255 bytes of file
/// systems, and of a length that a chat shows.
const NAME_LETTERS: usize = 100;

/// A file name that people can read and every system takes: `parts` joined by `_`, in letters
/// without marks, words joined by `-`, then `.ending`. Chat apps and old ZIP programs spoil
/// Vietnamese letters in names, so they are folded.
///
/// `file_name(&["Kế hoạch", "Đoàn phường An Cư", "2026"], "docx")` gives
/// `Ke-hoach_Doan-phuong-An-Cu_2026.docx`. Empty parts are left out; if nothing is left, the name
/// is `van-ban`.
pub fn file_name(parts: &[&str], ending: &str) -> String {
    let words = parts.iter().map(|part| slug(part)).filter(|part| !part.is_empty());
    let joined = words.collect::<Vec<_>>().join("_");
    // Whole words, where there are any.
    let name = match joined.get(..NAME_LETTERS) {
        Some(cut) => cut.rfind(['-', '_']).map_or(cut, |end| &cut[..end]),
        None => &joined,
    };
    let name = name.trim_matches(['-', '_']);
    let name = match name {
        "" => "van-ban".to_owned(),
        name if is_device_name(name) => format!("van-ban_{name}"),
        name => name.to_owned(),
    };
    format!("{name}.{}", slug(ending))
}

// Letters and digits, everything else as one dash.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(plain) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !is_mark(c) {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned()
}

// Marks that stand behind their letter (decomposed text) vanish with it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Whether Windows keeps a name for a device, whatever its ending.
pub fn is_device_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let numbered = |device: &str| {
        name.strip_prefix(device)
            .is_some_and(|rest| rest.len() == 1 && rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    matches!(name.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

// Letters by their code points: the Vietnamese ones in Latin-1, Latin Extended-A and -B, and the
// block U+1EA0–U+1EF9, which lists capital and small in turn.
fn plain(c: char) -> Option<char> {
    let (small, code) = match u32::from(c) {
        code @ 0xC0..=0xDD => (false, code + 0x20),
        code @ 0xE0..=0xFD => (true, code),
        code @ (0x102..=0x1B0 | 0x1EA0..=0x1EF9) => {
            // In these blocks a pair is an even (capital) and an odd (small) number, but for U+01AF.
            let capital =
                if code == 0x1AF || code == 0x1B0 { code % 2 == 1 } else { code % 2 == 0 };
            (!capital, if matches!(code, 0x1AF | 0x1B0) { 0x1B0 } else { code | 1 })
        }
        _ => return Some(c),
    };
    let letter = match code {
        0xE0..=0xE5 | 0x103 | 0x1EA1..=0x1EB7 => 'a',
        0xE8..=0xEB | 0x1EB9..=0x1EC7 => 'e',
        0xEC..=0xEF | 0x129 | 0x1EC9..=0x1ECB => 'i',
        0xF2..=0xF6 | 0x1A1 | 0x1ECD..=0x1EE3 => 'o',
        0xF9..=0xFC | 0x169 | 0x1B0 | 0x1EE5..=0x1EF1 => 'u',
        0xFD | 0x1EF3..=0x1EF9 => 'y',
        0xF0 | 0x111 => 'd',
        0xE7 => 'c',
        0xF1 => 'n',
        _ => return Some(c),
    };
    Some(if small { letter } else { letter.to_ascii_uppercase() })
}
