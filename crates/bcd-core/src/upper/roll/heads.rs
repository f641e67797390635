//! Heads: which column of a table is what, by its head with or without accents, or as a person says.
//!
//! Real lists have title lines above the head, a column of numbers before it, and a line of column
//! numbers below it.

use super::{RollField, alike, cells::TableRow};

/// What a column of a table means.
pub type Columns = Vec<Option<RollField>>;

/// How a table is understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// What each column means.
    pub columns: Columns,
    /// The number of the row with the heads; 0 = there is none, the first row is a unit.
    pub head: usize,
}

// The heads of each field, plain. A head is the field's if it is one of these, or else if one of
// these stands in it; the longer decides.
const HEADS: [(RollField, &[&str]); 6] = [
    (
        RollField::Name,
        &[
            "ten don vi",
            "ten doan co so",
            "ten co so doan",
            "ten to chuc doan",
            "don vi",
            "doan co so",
            "co so doan",
            "to chuc doan",
            "ten doan",
            "ten",
            "doan xa phuong",
            "doan truc thuoc",
            "unit",
            "unit name",
            "name",
        ],
    ),
    (RollField::Kind, &["loai don vi", "loai hinh", "loai", "khoi doi tuong", "kind", "type"]),
    (RollField::Cluster, &["cum thi dua", "khoi thi dua", "cum", "cluster"]),
    (
        RollField::Secretary,
        &["ho va ten bi thu", "ho ten bi thu", "ten bi thu", "bi thu doan", "bi thu", "secretary"],
    ),
    (
        RollField::Phone,
        &[
            "so dien thoai",
            "dien thoai bi thu",
            "dien thoai",
            "so dt bi thu",
            "so dt",
            "sdt bi thu",
            "sdt",
            "dt bi thu",
            "dtdd",
            "dt",
            "di dong",
            "zalo",
            "phone",
            "telephone",
        ],
    ),
    (
        RollField::Officer,
        &[
            "can bo theo doi",
            "nguoi theo doi",
            "can bo phu trach",
            "nguoi phu trach",
            "theo doi",
            "phu trach",
            "officer",
            "officer in charge",
        ],
    ),
];

/// The field that a head names.
pub fn field_of(head: &str) -> Option<RollField> {
    // A head is short and has no number. A sentence with "đơn vị" in it is a title or a note, and
    // "Cụm 1" is a cluster.
    const LONGEST: usize = 40;
    let plain = alike::plain(head);
    let numbered = plain.contains(|c: char| c.is_ascii_digit());
    let spaced = format!(" {plain} ");
    let words =
        || HEADS.iter().flat_map(|(field, words)| words.iter().map(move |word| (*field, *word)));
    let whole = words().find(|(_, word)| plain == *word);
    let within = || {
        let within = words().filter(|(_, word)| spaced.contains(&format!(" {word} ")));
        within.max_by_key(|(_, word)| word.len())
    };
    let found = whole.or_else(|| if plain.len() <= LONGEST && !numbered { within() } else { None });
    found.map(|(field, _)| field)
}

/// Understands a table by its heads. Without any, a table of one column is a list of names, and of
/// another a person has to say which column is the name.
pub fn understand(rows: &[TableRow]) -> Understood {
    const TITLE_ROWS: usize = 20;
    let best = rows.iter().take(TITLE_ROWS).map(|row| (row, columns_of(row)));
    let named = best.filter(|(_, columns)| columns.contains(&Some(RollField::Name)));
    // The row that says most; of several, the first.
    let count = |columns: &Columns| columns.iter().flatten().count();
    let best = named
        .max_by(|(a, of_a), (b, of_b)| count(of_a).cmp(&count(of_b)).then(b.number.cmp(&a.number)));
    // Where no cell is a head and nothing else, it is as likely a unit: "Đoàn cơ sở Sở Y tế".
    let best = best.filter(|(row, columns)| {
        let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
        is_bare_head(row) && (count(columns) > 1 || filled <= 2)
    });
    match best {
        Some((row, columns)) => Understood { columns, head: row.number },
        None => {
            let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
            let only = (0..width).filter(|at| is_filled(rows, *at)).collect::<Vec<_>>();
            let name = if let [only] = only.as_slice() { Some(*only) } else { None };
            let column = |at| (Some(at) == name).then_some(RollField::Name);
            Understood { columns: (0..width).map(column).collect(), head: 0 }
        }
    }
}

fn is_filled(rows: &[TableRow], at: usize) -> bool {
    rows.iter().any(|row| row.cells.get(at).is_some_and(|cell| !cell.is_empty()))
}

// Whether a cell is a head and nothing but one.
fn is_bare_head(row: &TableRow) -> bool {
    let whole = |cell: &String| {
        let plain = alike::plain(cell);
        HEADS.iter().any(|(_, words)| words.contains(&plain.as_str()))
    };
    row.cells.iter().any(whole)
}

// The first column of each field; a second one of it ("Tên đơn vị cũ") is left to the person.
fn columns_of(row: &TableRow) -> Columns {
    let mut known = Vec::new();
    let column = |cell: &String| {
        let field = field_of(cell)?;
        let new = !known.contains(&field);
        known.push(field);
        new.then_some(field)
    };
    row.cells.iter().map(column).collect()
}

/// Whether a row below the head only numbers the columns: "1 2 3", "(1) (2)", "A B 1 2".
pub fn is_numbering(row: &TableRow) -> bool {
    let short = |cell: &&String| alike::plain(cell).len() <= 2;
    let filled = || row.cells.iter().filter(|cell| !cell.is_empty());
    filled().count() > 1 && filled().all(|cell| short(&cell))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upper::roll::cells::rows;

    fn fields(text: &str) -> (Columns, usize) {
        let Understood { columns, head } = understand(&rows(text).unwrap());
        (columns, head)
    }

    #[test]
    fn heads_are_known_with_and_without_accents() {
        for (head, field) in [
            ("Tên đơn vị", Some(RollField::Name)),
            ("DON VI", Some(RollField::Name)),
            ("Đoàn cơ sở", Some(RollField::Name)),
            ("Loại hình", Some(RollField::Kind)),
            ("Cụm thi đua số", Some(RollField::Cluster)),
            ("Họ tên Bí thư", Some(RollField::Secretary)),
            ("Số ĐT bí thư", Some(RollField::Phone)),
            ("Cụm 1", None),
            ("SĐT", Some(RollField::Phone)),
            ("Điện thoại Bí thư", Some(RollField::Phone)),
            ("Cán bộ theo dõi, phụ trách", Some(RollField::Officer)),
            ("TT", None),
            ("Ghi chú", None),
            ("Danh sách các đơn vị trực thuộc năm 2026 kèm theo công văn", None),
        ] {
            assert_eq!(field_of(head), field, "{head}");
        }
    }

    #[test]
    fn title_lines_above_the_head_are_passed_over() {
        let text = "TỈNH ĐOÀN THANH HÓA\t\t\t\nDANH SÁCH ĐƠN VỊ\t\t\t\nTT\tTên đơn vị\tCụm\tBí thư\n1\tĐoàn xã A\tCụm 1\tB\n";
        let name = Some(RollField::Name);
        assert_eq!(
            fields(text),
            (vec![None, name, Some(RollField::Cluster), Some(RollField::Secretary)], 3)
        );
        assert_eq!(fields("Đoàn xã A\nĐoàn xã B"), (vec![name], 0), "a list of names");
        assert_eq!(fields("Tên đơn vị\nĐoàn xã B"), (vec![name], 1));
        assert_eq!(fields("Đoàn xã A\tCụm 1 xx\nĐoàn xã B\tyy"), (vec![None, None], 0));
    }

    #[test]
    fn a_line_that_numbers_the_columns_is_no_unit() {
        let row = |text: &str| rows(text).unwrap().remove(0);
        assert!(is_numbering(&row("(1)\t(2)\t(3)")) && is_numbering(&row("A\tB\t1")));
        assert!(!is_numbering(&row("1\tĐoàn xã A")) && !is_numbering(&row("12")));
    }
}
