//! The fixed words of official documents: `data/paper-words.json`, typed by `build.rs`.
//!
//! Documents of the Union are Vietnamese only, so there is one language here.

/// All fixed words.
pub(crate) fn words() -> &'static Words {
    &WORDS
}

/// Kinds of document with a number of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocKind {
    /// Kế hoạch.
    Plan,
    /// Chương trình.
    Programme,
    /// Báo cáo.
    Report,
    /// Biên bản.
    Minutes,
    /// Bản đăng ký.
    Registration,
    /// Bảng tự chấm: no number, it goes with another document.
    SelfScore,
    /// Bảng theo dõi: no number, it stays in the unit.
    Tracking,
    /// Tờ trình.
    Proposal,
    /// Quyết định.
    Decision,
    /// Hướng dẫn.
    Guide,
    /// Công văn: no kind in its title.
    Letter,
}

/// The symbol (KH, BC…) and the name in capitals of a kind of document.
pub(crate) fn kind_words(kind: DocKind) -> (&'static str, &'static str) {
    let Words { symbols, kinds, .. } = words();
    let (symbol, name) = match kind {
        DocKind::Plan => (symbols.plan, kinds.plan),
        DocKind::Programme => (symbols.programme, kinds.programme),
        DocKind::Report => (symbols.report, kinds.report),
        DocKind::Minutes => (symbols.minutes, kinds.minutes),
        DocKind::Registration => (symbols.registration, kinds.registration),
        DocKind::SelfScore => (symbols.self_score, kinds.self_score),
        DocKind::Tracking => (symbols.tracking, kinds.tracking),
        DocKind::Proposal => (symbols.proposal, kinds.proposal),
        DocKind::Decision => (symbols.decision, kinds.decision),
        DocKind::Guide => (symbols.guide, kinds.guide),
        DocKind::Letter => (symbols.letter, kinds.letter),
    };
    (symbol, name)
}

/// The usual symbol of a kind of document: "KH" of a plan. Empty for kinds without a number.
///
/// KH, HD, BC, CTr, QĐ and CV are those seen on the Union's own documents; BB, TTr and ĐK follow
/// custom, and a unit that writes another one says so in its letterhead.
pub fn symbol(kind: DocKind) -> &'static str {
    kind_words(kind).0
}

/// `text` with `{name}` replaced by each name's value.
pub(crate) fn fill(text: &str, places: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    // Replaced from left to right, so that braces inside a value are not taken for a placeholder.
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match places.iter().find(|(place, _)| *place == name) {
            Some((_, value)) => filled.push_str(value),
            None => {
                filled.push('{');
                filled.push_str(name);
                filled.push('}');
            }
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// The value of a key that is looked up.
pub(crate) fn find<T>(table: &'static [(&'static str, T)], key: &str) -> Option<&'static T> {
    table.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
}

include!(concat!(env!("OUT_DIR"), "/paper_words.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_with_braces_is_not_a_place() {
        let filled = fill("{a} và {b}, {c}", &[("a", "{b}"), ("b", "2")]);
        assert_eq!(filled, "{b} và 2, {c}");
        assert_eq!(fill("{ hở", &[]), "{ hở");
    }
}
