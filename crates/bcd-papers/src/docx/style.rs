//! Named styles: a person who edits the document changes them once.

use super::{signed, size};
use bcd_core::paper::layout;
use docx_rs::{
    AlignmentType, Docx, LineSpacing, LineSpacingType, RunFonts, SpecialIndentType, Style,
    StyleType,
};

/// Ids of styles.
pub const BODY: &str = "BodyText";
pub const LIST: &str = "DashList";
pub const HEADINGS: [&str; 3] = ["Heading1", "Heading2", "Heading3"];
pub const KIND: &str = "Title";
pub const SUBJECT: &str = "Subtitle";
pub const CENTRE: &str = "Centred";
pub const CELL: &str = "TableText";
pub const CELL_HEAD: &str = "TableHead";
pub const RECIPIENTS: &str = "Recipients";
pub const HEAD: &str = "LetterHead";
pub const PAGE_NUMBER: &str = "Header";
pub const TINY: &str = "SectionEnd";
pub const RULE: &str = "Rule";
pub const UNION_RULE: &str = "UnionRule";
pub const ROOM: &str = "Room";

/// Every paragraph's face and size, where its style says nothing else.
pub fn defaults(docx: Docx) -> Docx {
    let font = layout::FONT;
    let fonts = RunFonts::new().ascii(font).hi_ansi(font).cs(font).east_asia(font);
    docx.default_fonts(fonts).default_size(half_points(layout::BODY))
}

/// DOCX counts sizes in half points.
pub fn half_points(pt: u32) -> usize {
    size(pt * 2)
}

fn spacing(before: u32, after: u32, percent: u32) -> LineSpacing {
    LineSpacing::new()
        .line_rule(LineSpacingType::Auto)
        .before(before * 20)
        .after(after * 20)
        .line(signed(240 * percent / 100))
}

fn style(id: &str, name: &str) -> Style {
    let style = Style::new(id, StyleType::Paragraph).name(name);
    style.based_on("Normal").q_format(true)
}

/// All styles.
pub fn all() -> Vec<Style> {
    use layout::{AFTER, BEFORE, INDENT, LINE_PERCENT};
    let first_line = Some(SpecialIndentType::FirstLine(signed(layout::twips(INDENT))));
    let text = |id: &str, name: &str| {
        style(id, name)
            .align(AlignmentType::Both)
            .indent(None, first_line, None, None)
            .line_spacing(spacing(0, AFTER, LINE_PERCENT))
    };
    let centred = |id: &str, name: &str| style(id, name).align(AlignmentType::Center);
    let heading = |level: usize| {
        let name = format!("heading {}", level + 1);
        text(HEADINGS[level], &name).outline_lvl(level).next(BODY)
    };
    let table = |id: &str, name: &str| style(id, name).size(half_points(layout::TABLE));
    vec![
        text(BODY, "Body Text"),
        text(LIST, "Dash List"),
        heading(0).bold().line_spacing(spacing(AFTER, AFTER, LINE_PERCENT)),
        heading(1).bold(),
        heading(2).bold().italic(),
        centred(KIND, "Title")
            .bold()
            .size(half_points(layout::KIND))
            .line_spacing(spacing(BEFORE, 0, 100))
            .next(SUBJECT),
        centred(SUBJECT, "Subtitle").bold().next(BODY),
        centred(CENTRE, "Centred").line_spacing(spacing(0, AFTER, LINE_PERCENT)),
        centred(RULE, "Rule").size(2).line_spacing(spacing(layout::RULE_GAP, BEFORE, 100)),
        centred(UNION_RULE, "Union Rule").size(2).line_spacing(spacing(
            layout::RULE_GAP / 2,
            0,
            100,
        )),
        centred(HEAD, "Letter Head"),
        table(CELL, "Table Text").line_spacing(spacing(layout::CELL_ROOM, layout::CELL_ROOM, 100)),
        table(CELL_HEAD, "Table Head").bold().align(AlignmentType::Center).line_spacing(spacing(
            layout::CELL_ROOM,
            layout::CELL_ROOM,
            100,
        )),
        style(RECIPIENTS, "Recipients").size(half_points(layout::RECIPIENTS)),
        centred(PAGE_NUMBER, "header").size(half_points(layout::NUMBER)),
        style(TINY, "Section End").size(2),
        style(ROOM, "Room").size(2).line_spacing(spacing(0, AFTER, 100)),
    ]
}
