//! A view of the table as text for an address, so that it can be sent to a colleague: what it shows,
//! which rows, in which order. Reading what was written gives the same; words that it does not know are
//! left out and told of.

use super::{
    Filter, ItemIs, Sort, SortBy, Standing,
    filter::{Known, Trend},
};
use crate::id::ItemId;

/// What of the table is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Units × items.
    #[default]
    Table,
    /// The items, weakest first.
    Items,
    /// Scores and groups.
    Charts,
    /// Beside the cycle before.
    Years,
}

impl Show {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Table, Self::Items, Self::Charts, Self::Years];

    /// Its word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "bang",
            Self::Items => "noi-dung",
            Self::Charts => "bieu-do",
            Self::Years => "nam-truoc",
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|show| show.as_str() == word)
    }
}

/// A view of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The cycle; empty = the latest that is here.
    pub cycle: String,
    /// What is shown.
    pub show: Show,
    /// Which rows.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
}

impl View {
    /// As text: `nam=2026&cum=C%E1%BB%A5m%201&xep=-tong`. Only what differs from a plain view; empty for
    /// that one. It has none of `/ ? #`, so it can be a part of any address.
    pub fn write(&self) -> String {
        let mut text = String::new();
        let mut say = |key: &str, value: &str| {
            if !text.is_empty() {
                text.push('&');
            }
            text.push_str(key);
            text.push('=');
            escape(&mut text, value);
        };
        let Filter { query, cluster, kind, officer, standing, item, tenth, .. } = &self.filter;
        let Filter { sent, ready, known, trend, recognised, late, changed, unseen, odd, .. } =
            &self.filter;
        if !self.cycle.is_empty() {
            say("nam", &self.cycle);
        }
        if self.show != Show::default() {
            say("xem", self.show.as_str());
        }
        if !query.is_empty() {
            say("tim", query);
        }
        for (key, value) in [("cum", cluster), ("loai", kind), ("can-bo", officer)] {
            value.iter().for_each(|value| say(key, value));
        }
        standing.iter().for_each(|it| say("trang-thai", it.as_str()));
        if let Some((item, is)) = item {
            say("nd", item.as_str());
            say("muc", is.as_str());
        }
        tenth.iter().for_each(|it| say("khoang", &it.to_string()));
        for (key, is) in [("gui", sent), ("du", ready)] {
            is.iter().for_each(|it| say(key, if *it { YES } else { NO }));
        }
        known.iter().for_each(|it| say("khoa", it.as_str()));
        trend.iter().for_each(|it| say("nam-truoc", it.as_str()));
        recognised.iter().for_each(|it| say("lien-tiep", &it.to_string()));
        for (key, is) in [("cham", late), ("sua", changed), ("chua-xem", unseen), ("can-xem", odd)]
        {
            if *is {
                say(key, YES);
            }
        }
        if self.sort != Sort::default() {
            say("xep", &order(&self.sort));
        }
        text
    }

    /// Reads it, and what of it was not understood. What comes twice counts once, the last.
    pub fn read(text: &str) -> (Self, Vec<String>) {
        let (mut view, mut unknown) = (Self::default(), Vec::new());
        let (mut item, mut is) = (None, None);
        for part in text.split('&').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let known = plain(value).and_then(|value| {
                match key {
                    "nd" => item = Some(ItemId(value)),
                    "muc" => is = Some(ItemIs::parse(&value)?),
                    _ => view.take(key, value)?,
                }
                Some(())
            });
            if known.is_none() {
                unknown.push(part.to_owned());
            }
        }
        match (item, is) {
            (Some(item), Some(is)) => view.filter.item = Some((item, is)),
            (None, None) => {}
            // One says nothing without the other.
            (Some(item), None) => unknown.push(format!("nd={item}")),
            (None, Some(_)) => unknown.push("muc".to_owned()),
        }
        (view, unknown)
    }

    fn take(&mut self, key: &str, value: String) -> Option<()> {
        let yes = || (value == YES).then_some(true);
        let no = || (value == NO).then_some(false);
        let number = || {
            // As it would be written: no sign, no zero in front.
            value.parse::<u32>().ok().filter(|n| n.to_string() == value)
        };
        let filter = &mut self.filter;
        match key {
            "nam" => self.cycle = value,
            "xem" => self.show = Show::parse(&value)?,
            "tim" => filter.query = value,
            "cum" => filter.cluster = Some(value),
            "loai" => filter.kind = Some(value),
            "can-bo" => filter.officer = Some(value),
            "trang-thai" => filter.standing = Some(Standing::parse(&value)?),
            "khoang" => {
                let tenth = number().and_then(|n| u8::try_from(n).ok()).filter(|n| *n < 10);
                filter.tenth = Some(tenth?);
            }
            "gui" => filter.sent = Some(yes().or(no())?),
            "du" => filter.ready = Some(yes().or(no())?),
            "khoa" => filter.known = Some(Known::parse(&value)?),
            "nam-truoc" => filter.trend = Some(Trend::parse(&value)?),
            "lien-tiep" => filter.recognised = Some(number()?),
            "cham" => filter.late = yes()?,
            "sua" => filter.changed = yes()?,
            "chua-xem" => filter.unseen = yes()?,
            "can-xem" => filter.odd = yes()?,
            "xep" => self.sort = sort(&value)?,
            _ => return None,
        }
        Some(())
    }
}

const YES: &str = "co";
const NO: &str = "khong";

fn order(sort: &Sort) -> String {
    let by = match &sort.by {
        SortBy::Name => "ten".to_owned(),
        SortBy::Total => "tong".to_owned(),
        SortBy::Criterion(id) => format!("tc:{id}"),
        SortBy::Item(item) => format!("nd:{item}"),
        SortBy::Late => "cham".to_owned(),
        SortBy::Sent => "ngay".to_owned(),
        SortBy::Standing => "trang-thai".to_owned(),
    };
    if sort.descending { format!("-{by}") } else { by }
}

fn sort(text: &str) -> Option<Sort> {
    let (by, descending) = match text.strip_prefix('-') {
        Some(by) => (by, true),
        None => (text, false),
    };
    let by = match (by, by.split_once(':')) {
        ("ten", _) => SortBy::Name,
        ("tong", _) => SortBy::Total,
        ("cham", _) => SortBy::Late,
        ("ngay", _) => SortBy::Sent,
        ("trang-thai", _) => SortBy::Standing,
        (_, Some(("tc", id))) => SortBy::Criterion(id.to_owned()),
        (_, Some(("nd", item))) => SortBy::Item(item.into()),
        _ => return None,
    };
    Some(Sort { by, descending })
}

// What RFC 3986 leaves free stays; of everything else its bytes.
fn escape(text: &mut String, value: &str) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

// `None`: no text. A chat may turn "%20" into a blank or "+" on the way; both are blanks.
fn plain(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                let (high, low) = (digit()?, digit()?);
                bytes.push(u8::try_from(high * 16 + low).ok()?);
            }
            b'+' => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}
