//! The letterhead: what a unit fills in once for all its documents, and the head, number, date
//! and signature that come of it.

use super::{
    PaperHead, Signature,
    words::{DocKind, fill, kind_words, words},
};
use crate::civil;
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// What the head and the foot of a document are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Letterhead {
    /// The Union one level up, as people say it: "Thành đoàn Dĩ An".
    pub upper: String,
    /// The unit: "Đoàn phường An Cư".
    pub unit: String,
    /// Whether the unit is a chi đoàn: it issues under its own name, and keeps its own papers.
    pub branch: bool,
    /// Where it is written: "An Cư".
    pub place: String,
    /// The number within the year; empty = left open for the pen.
    pub number: String,
    /// The symbol of the unit: "ĐTN", with the department's behind it where there is one:
    /// "ĐTN-VP".
    pub symbol: String,
    /// The symbol of the kind of document, where the unit uses another than the usual one.
    pub kind_symbol: Option<String>,
    /// The day, `YYYY-MM-DD`; empty = left open.
    pub date: String,
    /// On whose behalf it is signed.
    pub behalf: Behalf,
    /// The office of who signs; empty = bí thư.
    pub office: String,
    /// Who signs.
    pub name: String,
    /// Who receives it, without the unit's own copy; empty = the unit's own copy only.
    pub recipients: Vec<String>,
    /// When it was made, RFC 3339, for the file's properties.
    pub made_at: String,
}

/// On whose behalf a document is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Behalf {
    /// TM. Ban Chấp hành.
    #[default]
    Committee,
    /// TM. Ban Thường vụ.
    Standing,
    /// In the signer's own office.
    Own,
}

impl Letterhead {
    /// The head of a document of `kind`.
    pub(crate) fn head(&self, kind: DocKind) -> PaperHead {
        PaperHead {
            upper: self.upper.trim().to_uppercase(),
            issuer: issuer(&self.unit, self.branch),
            number: self.number_line(kind),
            union: words().fixed.union.to_owned(),
            place_date: self.place_date(),
        }
    }

    /// "Số: 07-KH/ĐTN". Empty for kinds that bear no number.
    fn number_line(&self, kind: DocKind) -> String {
        match self.reference(kind) {
            reference if reference.is_empty() => reference,
            reference => format!("{} {reference}", words().fixed.number),
        }
    }

    /// "07-KH/ĐTN", by which others refer to it. A number below ten gets a nought, as on the samples;
    /// one that is not given is left open. Empty for kinds that bear no number.
    pub(crate) fn reference(&self, kind: DocKind) -> String {
        let fixed = &words().fixed;
        let usual = kind_words(kind).0;
        let symbol = self.kind_symbol.as_deref().map_or(usual, str::trim);
        if symbol.is_empty() {
            return String::new();
        }
        let number = match self.number.trim() {
            "" => fixed.dots.to_owned(),
            one if one.len() == 1 && one.starts_with(|c: char| c.is_ascii_digit()) => {
                format!("0{one}")
            }
            number => number.to_owned(),
        };
        let unit = self.symbol.trim();
        let slash = if unit.is_empty() { "" } else { "/" };
        format!("{number}-{symbol}{slash}{unit}")
    }

    /// "An Cư, ngày 05 tháng 01 năm 2026": days below 10 and months below 3 get a nought.
    fn place_date(&self) -> String {
        let fixed = &words().fixed;
        let (day, month, year) = match civil::parse(&self.date) {
            Some(date) => {
                let month = date.month();
                let month = if month < 3 { format!("{month:02}") } else { month.to_string() };
                (format!("{:02}", date.day()), month, date.year().to_string())
            }
            None => {
                let [day, month] = [fixed.dots, fixed.dots].map(str::to_owned);
                (day, month, fixed.year_dots.to_owned())
            }
        };
        let place = match self.place.trim() {
            "" => fixed.dots,
            place => place,
        };
        let places = [("place", place), ("day", &day), ("month", &month), ("year", &year)];
        fill(fixed.date, &places)
    }

    /// Takes the number as it stands on a document, "12-QĐ/ĐTN": number, kind and symbol; "12" is the number
    /// alone.
    pub fn set_reference(&mut self, reference: &str) {
        let reference = reference.trim();
        let Some((number, symbols)) = reference.split_once('-') else {
            reference.clone_into(&mut self.number);
            return;
        };
        let (kind, unit) = symbols.split_once('/').unwrap_or((symbols, ""));
        number.trim().clone_into(&mut self.number);
        unit.trim().clone_into(&mut self.symbol);
        self.kind_symbol = Some(kind.trim().to_owned());
    }

    /// "05/01/2026", or room for the pen.
    pub(crate) fn short_date(&self) -> String {
        match self.date.trim() {
            "" => words().fixed.date_dots.to_owned(),
            date => super::build::day(date),
        }
    }

    /// Who signs.
    pub(crate) fn signature(&self) -> Signature {
        let words = words();
        let behalf = match self.behalf {
            Behalf::Committee => words.behalf.committee,
            Behalf::Standing => words.behalf.standing,
            Behalf::Own => words.behalf.none,
        };
        let office = match self.office.trim() {
            "" => words.offices.secretary.to_owned(),
            office => office.to_uppercase(),
        };
        Signature {
            behalf: if behalf.is_empty() { vec![] } else { vec![behalf.to_owned()] },
            office,
            hint: words.fixed.sign_hint.to_owned(),
            name: self.name.trim().to_owned(),
        }
    }

    /// The recipients, the unit's own copy last.
    pub(crate) fn recipients(&self) -> Vec<String> {
        let fixed = &words().fixed;
        let own = if self.branch { fixed.kept_branch } else { fixed.kept };
        let given = self.recipients.iter().map(|line| line.trim().trim_start_matches("- "));
        let mut all: Vec<String> = given
            .filter(|line| !line.is_empty())
            .map(|line| format!("{};", line.trim_end_matches([';', '.', ' '])))
            .collect();
        all.push(own.to_owned());
        all
    }

    /// The issuing body in running text: "Ban Chấp hành Đoàn phường An Cư".
    pub(crate) fn body(&self) -> String {
        let unit = self.unit.trim();
        format!("{} {unit}", words().fixed.committee).trim().to_owned()
    }
}

/// "BCH ĐOÀN PHƯỜNG AN CƯ"; a name that names its committee itself stays as it is.
fn issuer(unit: &str, branch: bool) -> String {
    let unit = unit.trim().to_uppercase();
    let fixed = &words().fixed;
    let named = [fixed.committee_short.to_owned(), fixed.committee.to_uppercase()];
    if branch || unit.is_empty() || named.iter().any(|name| unit.starts_with(name.as_str())) {
        return unit;
    }
    format!("{} {unit}", fixed.committee_short)
}

/// What stands between the issuing body and the number: `***`.
pub fn stars() -> &'static str {
    words().fixed.stars
}

/// "Kính gửi:".
pub fn to_word() -> &'static str {
    words().fixed.to
}

/// "Nơi nhận:".
pub fn recipients_word() -> &'static str {
    words().fixed.recipients
}
