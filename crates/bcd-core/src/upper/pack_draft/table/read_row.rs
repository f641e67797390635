//! One row of a pasted table by its columns: its number, its words, the steps that it says.

use super::{
    Column, RowFault, Words,
    numbering::{Numbering, numbering, split_number},
    value,
};
use crate::points::Points;

/// A row by its columns.
#[derive(Clone, Debug)]
pub struct Line {
    /// How it is numbered, and its number.
    pub number: Option<(Numbering, String)>,
    /// What is asked, or the words of a heading.
    pub content: String,
    /// What steps take.
    pub conditions: Vec<String>,
    /// What counts as evidence.
    pub evidence: String,
    /// Points; what they are no number of.
    pub points: Result<Vec<Points>, RowFault>,
    /// The sum of the table.
    pub is_total: bool,
    /// A heading by its first word.
    pub is_heading: bool,
}

impl Line {
    /// Reads a row.
    pub fn of(row: &[String], columns: &[Column], words: &Words) -> Self {
        let all = |wanted: Column| {
            let cells = row.iter().zip(columns).filter(|(_, column)| **column == wanted);
            let cells = cells.map(|(cell, _)| cell.as_str()).filter(|cell| !cell.is_empty());
            cells.collect::<Vec<_>>().join("\n")
        };
        let (number, mut content) = (all(Column::Number), all(Column::Content));
        let mut line = Self {
            number: numbering(&number),
            content: String::new(),
            conditions: conditions(&all(Column::Condition)),
            evidence: joined(&all(Column::Evidence)),
            points: value::points(&all(Column::Points), words),
            is_total: false,
            is_heading: false,
        };
        if line.number.is_none() && !number.is_empty() {
            // Merged across the columns: the words of a heading stand where its number would.
            content = if content.is_empty() { number } else { format!("{number} {content}") };
        }
        let has_column = columns.contains(&Column::Number);
        if line.number.is_none()
            && (!has_column || row.iter().filter(|cell| !cell.is_empty()).count() <= 2)
            && let Some((first, rest)) = split_number(&content)
        {
            line.number = numbering(first);
            content = rest.to_owned();
        }
        if line.number.is_none()
            && let Some((number, rest)) = heading(&content, words)
        {
            line.number = Some((Numbering::Upper, number));
            line.is_heading = true;
            content = rest;
        }
        line.is_total =
            line.number.is_none() && line.conditions.is_empty() && is_sum(&content, words);
        line.content = joined(&content);
        line
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.number.is_none()
            && self.content.is_empty()
            && self.conditions.is_empty()
            && self.evidence.is_empty()
            && matches!(&self.points, Ok(points) if points.is_empty())
    }

    /// Whether it says something of a step.
    pub fn has_step(&self) -> bool {
        !self.conditions.is_empty() || !matches!(&self.points, Ok(points) if points.is_empty())
    }

    /// The steps that it says, and what is wrong with them.
    pub fn steps(&self, words: &Words) -> (Vec<(Points, String)>, Vec<RowFault>) {
        let said: Vec<Option<(Points, String)>> =
            self.conditions.iter().map(|text| value::in_words(text, words)).collect();
        let all_say = !said.is_empty() && said.iter().all(Option::is_some);
        // A condition of unknown points is a step worth nothing, so that its words stay.
        let in_words = || {
            let steps = said.iter().zip(&self.conditions);
            let kept = |text: &String| (Points::default(), text.clone());
            steps.map(|(said, text)| said.clone().unwrap_or_else(|| kept(text))).collect()
        };
        let points = match &self.points {
            Ok(points) => points,
            Err(fault) if self.conditions.is_empty() => return (Vec::new(), vec![fault.clone()]),
            Err(fault) => return (in_words(), vec![fault.clone(), RowFault::KeptAtZero]),
        };
        let together = || self.conditions.join("; ");
        match (points.as_slice(), self.conditions.len()) {
            ([], 0) => (Vec::new(), Vec::new()),
            ([], _) if all_say => (in_words(), Vec::new()),
            ([], _) => (in_words(), vec![RowFault::NoPoints, RowFault::KeptAtZero]),
            // The cell says the most, the conditions the steps.
            ([_], 2..) if all_say => (in_words(), Vec::new()),
            ([one], _) => (vec![(*one, together())], Vec::new()),
            (many, lines) => {
                let mut labels = self.conditions.iter().cloned();
                let steps = many.iter().map(|one| (*one, labels.next().unwrap_or_default()));
                let mut steps: Vec<(Points, String)> = steps.collect();
                // What is left over is kept with the last step.
                if let (Some((_, last)), rest) = (steps.last_mut(), labels.collect::<Vec<_>>())
                    && !rest.is_empty()
                {
                    *last = format!("{last}; {}", rest.join("; "));
                }
                let uneven = lines > 0 && lines != many.len();
                let fault = uneven.then_some(RowFault::Uneven(many.len(), lines));
                (steps, fault.into_iter().collect())
            }
        }
    }
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn conditions(cell: &str) -> Vec<String> {
    let lines = cell.split(['\n', '\u{B7}']).map(joined).filter(|line| !line.is_empty());
    lines.collect()
}

// A word for sums alone, perhaps with the sum: "Tổng kết công tác năm" is something else.
fn is_sum(content: &str, words: &Words) -> bool {
    let lower = content.trim().to_lowercase();
    let is_figure =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ':' | ',' | '.');
    let mut rests = words.total.iter().filter_map(|word| lower.strip_prefix(word.as_str()));
    rests.any(|rest| rest.chars().all(is_figure))
}

// A word at the beginning, as a whole.
fn starts(lower: &str, word: &str) -> bool {
    let rest = lower.strip_prefix(word);
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// A heading such as "Tiêu chí 1: …" or "PHẦN II. …": its number, and the rest.
fn heading(content: &str, words: &Words) -> Option<(String, String)> {
    let lower = content.to_lowercase();
    let word = words.heading.iter().find(|word| starts(&lower, word))?;
    // By characters: small and capital letters may differ in bytes.
    let rest: String = content.chars().skip(word.chars().count()).collect();
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (_, number) = numbering(&rest[..end])?;
    let title = rest[end..].trim_start_matches([':', '.', ')', '-', '\u{2013}', ' ']);
    Some((number, if title.is_empty() { content.to_owned() } else { title.to_owned() }))
}
