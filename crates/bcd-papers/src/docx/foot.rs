//! The foot: recipients at the left, signature at the right, on one page.

use super::{DocxWriter, body, head::column, style, table};
use bcd_core::paper::{Paper, Signature, layout, letterhead, safe};
use docx_rs::{LineSpacing, Paragraph, Run, TableRow};

/// Writes signatures and recipients.
pub fn write(page: &mut DocxWriter, paper: &Paper) {
    let width = page.width();
    let mut columns: Vec<Vec<Paragraph>> = paper.signatures.iter().map(signature).collect();
    let beside = columns.len() == 1;
    if beside {
        columns.insert(0, recipients(&paper.recipients));
    }
    if !columns.is_empty() {
        // A signature alone on a page would sign nothing.
        page.keep_last();
        page.paragraph(Paragraph::new().style(style::ROOM).keep_next(true));
        let shares = layout::shares(width, &vec![1; columns.len()]);
        let cells = columns.into_iter().zip(&shares).map(|(lines, width)| column(*width, lines));
        let row = TableRow::new(cells.collect()).cant_split();
        page.table(table::plain(vec![row], &shares), 0);
    }
    if !beside && !paper.recipients.is_empty() {
        page.paragraph(Paragraph::new().style(style::ROOM));
        // In a row, the list stays on one page with its word.
        let row = TableRow::new(vec![column(width, recipients(&paper.recipients))]).cant_split();
        page.table(table::plain(vec![row], &[width]), 0);
    }
    // A document must not end with a table, and this must not take a page of its own.
    if paper.annexes.is_empty() {
        page.paragraph(Paragraph::new().style(style::TINY));
    }
}

fn signature(signature: &Signature) -> Vec<Paragraph> {
    let line = |run: Run| Paragraph::new().style(style::HEAD).keep_next(true).add_run(run);
    let mut lines: Vec<Paragraph> =
        signature.behalf.iter().map(|text| line(body::run(text).bold())).collect();
    if !signature.office.trim().is_empty() {
        lines.push(line(body::run(&signature.office).bold()));
    }
    if !signature.hint.trim().is_empty() {
        let hint = body::run(&signature.hint).italic().size(style::half_points(layout::TABLE));
        lines.push(line(hint));
    }
    let room = LineSpacing::new().before(layout::SIGNATURE * 20);
    let name = Paragraph::new().style(style::HEAD).line_spacing(room);
    lines.push(name.add_run(body::run(&signature.name).bold()));
    lines
}

fn recipients(recipients: &[String]) -> Vec<Paragraph> {
    if recipients.is_empty() {
        return vec![Paragraph::new().style(style::RECIPIENTS)];
    }
    let word = Run::new().add_text(letterhead::recipients_word()).underline("single");
    let mut lines = vec![Paragraph::new().add_run(word)];
    for one in recipients {
        let run = Run::new().add_text(format!("- {}", safe::text(one)));
        lines.push(Paragraph::new().style(style::RECIPIENTS).add_run(run));
    }
    lines
}
