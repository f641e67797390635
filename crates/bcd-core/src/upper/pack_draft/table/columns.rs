//! What the columns of a pasted table are: by their heads, else by what stands in them.

use super::{Words, numbering::numbering, value};

/// What a column is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// Numbers of rows (TT).
    Number,
    /// What is asked.
    Content,
    /// What a step takes.
    Condition,
    /// What counts as evidence.
    Evidence,
    /// Points.
    Points,
    /// Anything else.
    #[default]
    Ignored,
}

impl Column {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Number, Self::Content, Self::Condition, Self::Evidence, Self::Points, Self::Ignored];

    /// A word for forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Content => "content",
            Self::Condition => "condition",
            Self::Evidence => "evidence",
            Self::Points => "points",
            Self::Ignored => "ignored",
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.as_str() == word)
    }
}

/// Rows above the table, such as its title, among which its heads are looked for.
const ABOVE: usize = 15;

/// What the columns are, and how many rows belong to the heads.
pub fn columns(rows: &[Vec<String>]) -> (Vec<Column>, usize) {
    let words = Words::shipped();
    // A row with a number of its own is one of the table, whatever its words.
    let is_numbered = |row: &Vec<String>| row.iter().any(|cell| numbering(cell).is_some());
    let heads = rows.iter().take(ABOVE).map(|row| match is_numbered(row) {
        true => Vec::new(),
        false => by_heads(row, &words),
    });
    // Content and one more: a title above the table says at most one of them.
    let found = heads.enumerate().find(|(_, columns)| {
        let named = columns.iter().filter(|column| **column != Column::Ignored).count();
        columns.contains(&Column::Content) && named >= 2
    });
    match found {
        Some((at, columns)) => (columns, at + 1),
        None => (by_content(rows, &words), 0),
    }
}

fn by_heads(row: &[String], words: &Words) -> Vec<Column> {
    let mut taken = Vec::new();
    let mut column = |cell: &String| {
        let head = cell.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let says = |known: &[String]| known.iter().any(|word| head.contains(word.as_str()));
        // A head is a few words; "Nội dung chấm điểm" names the content, "Điều kiện chấm điểm" the
        // condition, "Điểm tự chấm" what nobody has filled in yet.
        let found = if head.is_empty() || head.chars().count() > 60 || says(&words.ignored) {
            Column::Ignored
        } else if words.number.contains(&head) {
            Column::Number
        } else if says(&words.evidence) {
            Column::Evidence
        } else if says(&words.condition) {
            Column::Condition
        } else if says(&words.content) {
            Column::Content
        } else if says(&words.points) {
            Column::Points
        } else {
            Column::Ignored
        };
        if found == Column::Ignored || taken.contains(&found) {
            return Column::Ignored;
        }
        taken.push(found);
        found
    };
    row.iter().map(&mut column).collect()
}

// Without heads: the first column where most cells are numbers of rows, the last one of points, and
// between them content and conditions.
fn by_content(rows: &[Vec<String>], words: &Words) -> Vec<Column> {
    let width = rows.first().map_or(0, Vec::len);
    let filled = |at: usize| rows.iter().map(move |row| &row[at]).filter(|cell| !cell.is_empty());
    let mostly = |at: usize, is: &dyn Fn(&str) -> bool| {
        let (all, good) =
            filled(at).fold((0, 0), |(all, good), cell| (all + 1, good + usize::from(is(cell))));
        all > 0 && good * 10 >= all * 7
    };
    let is_points = |cell: &str| value::points(cell, words).is_ok();
    let number = (0..width).find(|at| mostly(*at, &|cell| numbering(cell).is_some()));
    let number = number.filter(|at| *at + 1 < width);
    let points = (0..width).rev().find(|at| Some(*at) != number && mostly(*at, &is_points));
    let mut columns = vec![Column::Ignored; width];
    let mut texts = [Column::Content, Column::Condition, Column::Evidence].into_iter();
    for (at, column) in columns.iter_mut().enumerate() {
        *column = if Some(at) == number {
            Column::Number
        } else if Some(at) == points {
            Column::Points
        } else if filled(at).next().is_some() {
            texts.next().unwrap_or_default()
        } else {
            Column::Ignored
        };
    }
    columns
}
