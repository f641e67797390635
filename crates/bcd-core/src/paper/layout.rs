//! The layout of the Union's official documents, in one place.
//!
//! Sources: A4, margins, the Union's title in 15 pt bold with a rule under it and 14 pt for the
//! issuing bodies are from Hướng dẫn 29-HD/TWĐTN-VP of 29/10/2013, the newest text that was found.
//! What that text leaves open in what was found (sizes inside tables, spacing, the list of
//! recipients) follows custom. Print, DOCX and XLSX all take their measures from here; a test
//! holds `style/paper.css` to them.

/// The typeface of every document.
pub const FONT: &str = "Times New Roman";
/// What stands in where a device lacks [`FONT`], all with the Vietnamese letters. Liberation Serif,
/// the usual stand-in, lacks them, so it is not named here.
pub const FONT_FALLBACK: [&str; 3] = ["Tinos", "Noto Serif", "serif"];

/// The short side of A4, mm.
pub const PAGE_SHORT: u32 = 210;
/// The long side of A4, mm.
pub const PAGE_LONG: u32 = 297;
/// Top margin, mm.
pub const TOP: u32 = 20;
/// Bottom margin, mm.
pub const BOTTOM: u32 = 20;
/// Left margin, where the paper is bound, mm.
pub const LEFT: u32 = 30;
/// Right margin, mm.
pub const RIGHT: u32 = 20;
/// From the upper edge of the paper to the page number, mm. It stands in the middle of the top
/// margin from the second page on.
pub const NUMBER_FROM_TOP: u32 = 10;

/// Body text, pt.
pub const BODY: u32 = 14;
/// "ĐOÀN TNCS HỒ CHÍ MINH", pt.
pub const UNION: u32 = 15;
/// The name of the document (KẾ HOẠCH, BÁO CÁO…), pt.
pub const KIND: u32 = 16;
/// Text in tables, pt.
pub const TABLE: u32 = 12;
/// The recipients under "Nơi nhận", pt.
pub const RECIPIENTS: u32 = 12;
/// The page number, pt.
pub const NUMBER: u32 = 14;

/// Indent of a paragraph's first line, mm.
pub const INDENT: u32 = 10;
/// Space under a paragraph, pt.
pub const AFTER: u32 = 6;
/// Space over a heading and between the parts of a document, pt.
pub const BEFORE: u32 = 12;
/// Line height of body text, percent of single.
pub const LINE_PERCENT: u32 = 110;
/// Inner margin of a table's cell, left and right, tenths of a mm.
pub const CELL_TENTHS: u32 = 12;
/// Room over and under the text of a cell, pt.
pub const CELL_ROOM: u32 = 2;
/// Room between the subject and the rule under it, pt.
pub const RULE_GAP: u32 = 4;
/// Room for the signature and the stamp, pt.
pub const SIGNATURE: u32 = 70;
/// The left column of the head (issuing body), percent of the text's width.
pub const ISSUER_PERCENT: u32 = 45;
/// Length of the rule under "ĐOÀN TNCS HỒ CHÍ MINH", mm: as long as that text.
pub const UNION_RULE: u32 = 72;
/// Length of the rule under the subject, mm.
pub const SUBJECT_RULE: u32 = 40;

/// Twentieths of a point in `mm`, as DOCX counts.
pub const fn twips(mm: u32) -> u32 {
    (mm * 14_400 + 127) / 254
}

/// Twentieths of a point in `tenths` of a mm.
pub const fn twips_of_tenths(tenths: u32) -> u32 {
    (tenths * 1_440 + 127) / 254
}

/// Whether a page stands or lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Orientation {
    /// Upright (dọc): every document.
    #[default]
    Portrait,
    /// Lying (ngang): wide tables.
    Landscape,
}

impl Orientation {
    /// Width and height of the page, mm.
    pub const fn page(self) -> (u32, u32) {
        match self {
            Self::Portrait => (PAGE_SHORT, PAGE_LONG),
            Self::Landscape => (PAGE_LONG, PAGE_SHORT),
        }
    }

    /// Width between the margins, mm.
    pub const fn text_width(self) -> u32 {
        self.page().0 - LEFT - RIGHT
    }
}

/// Shares of `whole` after `weights`, without a rest: the parts add up to `whole` exactly.
/// Nothing has no share; where nobody has any, all share alike.
pub fn shares(whole: u32, weights: &[u32]) -> Vec<u32> {
    let sum: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    let even = vec![1; weights.len()];
    let (weights, sum) = if sum == 0 { (&even[..], even.len() as u64) } else { (weights, sum) };
    let (mut seen, mut given) = (0, 0);
    weights
        .iter()
        .map(|weight| {
            seen += u64::from(*weight);
            let upto = u64::from(whole) * seen / sum;
            let share = upto - given;
            given = upto;
            u32::try_from(share).unwrap_or(whole)
        })
        .collect()
}
