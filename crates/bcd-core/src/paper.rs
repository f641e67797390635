//! Official documents (văn bản): their content, independent of how they are drawn.
//!
//! A [`Paper`] is a value. The page sends it to the worker as JSON; [`html()`] makes its print
//! preview, `bcd-papers` the DOCX, [`sheet`] the tables for XLSX and CSV. The measures are in
//! [`layout`], the fixed words in `data/paper-words.json`. The parts that every document of the
//! Union must have follow Hướng dẫn 29-HD/TWĐTN-VP of 29/10/2013: title of the Union, issuing body,
//! number and symbol, place and date, kind and subject, text, signature, recipients.

pub mod agenda;
pub mod build;
pub mod grid;
pub mod html;
pub mod job;
pub mod layout;
pub mod letterhead;
pub mod safe;
pub mod sheet;
pub mod table;
mod words;

pub use html::html;
pub use layout::Orientation;
pub use safe::file_name;
pub use table::{Align, Cell, CellValue, PaperColumn, PaperRow, RowKind, Table};
pub use words::{DocKind, symbol};

use serde::{Deserialize, Serialize};

/// An official document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paper {
    /// The head of the first page.
    pub head: PaperHead,
    /// What it is called.
    pub title: PaperTitle,
    /// Whom it addresses ("Kính gửi"); mostly empty.
    pub to: Vec<String>,
    /// The text.
    pub blocks: Vec<Block>,
    /// Who signs, from left to right. A single one stands at the right.
    pub signatures: Vec<Signature>,
    /// Who receives it ("Nơi nhận"), without dashes; empty = no list.
    pub recipients: Vec<String>,
    /// Annexes, each from a new page on.
    pub annexes: Vec<Annex>,
    /// How the pages lie.
    pub orientation: Orientation,
    /// When it was made, RFC 3339, for the properties of the file; empty = not said.
    pub made_at: String,
}

/// The head of the first page: issuing body at the left, the Union's title at the right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaperHead {
    /// The Union one level up, in capitals; may be empty.
    pub upper: String,
    /// The body that issues the document, in capitals.
    pub issuer: String,
    /// "Số: 07-KH/ĐTN"; empty where the document bears none.
    pub number: String,
    /// "ĐOÀN TNCS HỒ CHÍ MINH".
    pub union: String,
    /// "An Cư, ngày 05 tháng 01 năm 2026"; empty where the document bears none.
    pub place_date: String,
}

/// Kind and subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaperTitle {
    /// In capitals: "KẾ HOẠCH".
    pub kind: String,
    /// Lines under it.
    pub subject: Vec<String>,
}

/// A part of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// A heading.
    Heading {
        /// How deep.
        level: Level,
        /// Its number with its point: "I.", "1."; may be empty.
        label: String,
        /// Its text.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        runs: Vec<TextRun>,
        /// How it stands.
        look: ParagraphLook,
    },
    /// Lines with a dash in front.
    List(Vec<Vec<TextRun>>),
    /// A table.
    Table(Table),
    /// Figures by name: one line each, a row each in a spreadsheet.
    Figures(Vec<NamedFigure>),
    /// This many dotted lines to be filled in by hand.
    Blank(u8),
}

/// How deep a heading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// I., II., III.
    #[default]
    Part,
    /// 1., 2., 3.
    Section,
    /// a), b), c)
    Point,
}

/// How a paragraph stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParagraphLook {
    /// Both edges straight, first line indented.
    #[default]
    Body,
    /// In the middle.
    Centre,
    /// In italics: the grounds of a plan (căn cứ).
    Ground,
}

/// A stretch of text in one hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TextRun {
    /// The text.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// In italics.
    pub italic: bool,
}

/// A figure by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedFigure {
    /// What is counted.
    pub name: String,
    /// How many.
    pub value: CellValue,
    /// Of what: "đồng chí", "buổi"; may be empty.
    pub unit: String,
}

/// Who signs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Signature {
    /// On whose behalf, in capitals: "TM. BAN CHẤP HÀNH"; one line each, may be empty.
    pub behalf: Vec<String>,
    /// The office, in capitals: "BÍ THƯ".
    pub office: String,
    /// What to do here: "(Ký, ghi rõ họ tên)"; may be empty.
    pub hint: String,
    /// The name under the signature; may be empty.
    pub name: String,
}

/// An annex (phụ lục).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Annex {
    /// "PHỤ LỤC 1".
    pub label: String,
    /// Lines under it.
    pub title: Vec<String>,
    /// What it belongs to, in brackets: "(Kèm theo Kế hoạch của …)"; may be empty.
    pub note: String,
    /// What it holds.
    pub blocks: Vec<Block>,
    /// How its pages lie.
    pub orientation: Orientation,
}

impl TextRun {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Bold text.
    pub fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: true, ..Self::default() }
    }
}

impl Block {
    /// A paragraph of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Paragraph { runs: vec![TextRun::plain(text)], look: ParagraphLook::Body }
    }

    /// A list of plain texts.
    pub fn list<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(|item| vec![TextRun::plain(item)]).collect())
    }
}

impl NamedFigure {
    /// The value with its unit, as it is read.
    pub fn reading(&self) -> String {
        let (value, unit) = (self.value.to_string(), self.unit.trim());
        if unit.is_empty() || value.is_empty() { value } else { format!("{value} {unit}") }
    }
}

impl Paper {
    /// The name of its file: kind, first line of the subject, issuing body.
    pub fn file_name(&self, ending: &str) -> String {
        let kind = table::sentence_case(&self.title.kind);
        let subject = self.title.subject.first().map_or("", String::as_str);
        safe::file_name(&[&kind, &self.head.issuer, subject], ending)
    }

    /// What a file manager shows as its title.
    pub fn full_title(&self) -> String {
        let lines = core::iter::once(&self.title.kind).chain(&self.title.subject);
        let lines: Vec<_> = lines.map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
        safe::text(&lines.join(" ")).replace('\n', " ")
    }
}
