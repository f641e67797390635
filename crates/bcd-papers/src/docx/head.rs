//! The head of the first page, the title, and that of an annex.

use super::{DocxWriter, signed, size, style, table};
use bcd_core::paper::{Annex, Paper, PaperHead, layout, letterhead, safe};
use docx_rs::{
    BorderType, Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Run,
    TableCell, TableRow, WidthType,
};

/// Head and title.
pub fn write(page: &mut DocxWriter, paper: &Paper) {
    let width = page.width();
    let left = width * layout::ISSUER_PERCENT / 100;
    let right = width - left;
    let issuer = column(left, issuer(&paper.head));
    let union = column(right, union(&paper.head, right));
    let row = TableRow::new(vec![issuer, union]).cant_split();
    page.table(table::plain(vec![row], &[left, right]), 0);
    write_title(page, &paper.title.kind, &paper.title.subject, "");
    write_addressees(page, &paper.to);
}

/// The title of an annex.
pub fn write_annex(page: &mut DocxWriter, annex: &Annex) {
    write_title(page, &annex.label, &annex.title, &annex.note);
}

/// A cell without borders, in which `lines` stand under each other.
pub fn column(width: u32, lines: Vec<Paragraph>) -> TableCell {
    let cell = TableCell::new().width(size(width), WidthType::Dxa);
    lines.into_iter().fold(cell, TableCell::add_paragraph)
}

/// A line of the head: its text, bold or not.
fn line(text: &str, bold: bool) -> Paragraph {
    let run = Run::new().add_text(safe::text(text));
    Paragraph::new().style(style::HEAD).add_run(if bold { run.bold() } else { run })
}

fn issuer(head: &PaperHead) -> Vec<Paragraph> {
    let stars = letterhead::stars();
    let all = [(&*head.upper, false), (&head.issuer, true), (stars, false), (&head.number, false)];
    let given = all.into_iter().filter(|(text, _)| !text.trim().is_empty());
    given.map(|(text, bold)| line(text, bold)).collect()
}

fn union(head: &PaperHead, width: u32) -> Vec<Paragraph> {
    let name = Run::new().add_text(safe::text(&head.union)).bold();
    let name = name.size(style::half_points(layout::UNION));
    let mut lines = vec![Paragraph::new().style(style::HEAD).add_run(name)];
    lines.push(rule(width, layout::UNION_RULE).style(style::UNION_RULE));
    if !head.place_date.trim().is_empty() {
        let date = Run::new().add_text(safe::text(&head.place_date)).italic();
        lines.push(Paragraph::new().style(style::HEAD).add_run(date));
    }
    lines
}

fn write_title(page: &mut DocxWriter, kind: &str, subject: &[String], note: &str) {
    if !kind.trim().is_empty() {
        let run = Run::new().add_text(safe::text(kind));
        page.paragraph(Paragraph::new().style(style::KIND).keep_next(true).add_run(run));
    }
    for text in subject {
        let paragraph = Paragraph::new().style(style::SUBJECT).keep_next(true);
        page.paragraph(paragraph.add_run(Run::new().add_text(safe::text(text))));
    }
    if !note.trim().is_empty() {
        let run = Run::new().add_text(safe::text(note)).italic();
        page.paragraph(Paragraph::new().style(style::HEAD).keep_next(true).add_run(run));
    }
    let rule = rule(page.width(), layout::SUBJECT_RULE).style(style::RULE);
    page.paragraph(rule);
}

/// A short rule in the middle of `width` (twentieths of a point), `mm` long.
fn rule(width: u32, mm: u32) -> Paragraph {
    let side = signed(width.saturating_sub(layout::twips(mm)) / 2);
    let line = ParagraphBorder::new(ParagraphBorderPosition::Top)
        .val(BorderType::Single)
        .size(6)
        .space(0)
        .color("000000");
    let mut paragraph = Paragraph::new().indent(Some(side), None, Some(side), None);
    paragraph.property = paragraph.property.set_borders(ParagraphBorders::with_empty().set(line));
    paragraph
}

fn write_addressees(page: &mut DocxWriter, to: &[String]) {
    let word = letterhead::to_word();
    match to {
        [] => {}
        [one] => {
            let run = Run::new().add_text(format!("{word} {}", safe::text(one)));
            page.paragraph(Paragraph::new().style(style::CENTRE).add_run(run));
        }
        all => {
            // From a third of the width on, as the list is set by custom.
            let side = Some(signed(page.width() / 3));
            let paragraph = || Paragraph::new().indent(side, None, None, None);
            page.paragraph(paragraph().add_run(Run::new().add_text(word)));
            for one in all {
                let run = Run::new().add_text(format!("- {}", safe::text(one)));
                page.paragraph(paragraph().add_run(run));
            }
            page.paragraph(Paragraph::new().style(style::ROOM));
        }
    }
}
