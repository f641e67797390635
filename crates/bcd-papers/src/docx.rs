//! A document as DOCX, made to be edited: named styles, real headings, tables whose head rows
//! repeat and whose rows do not split, the page number as a field.

mod body;
mod finish;
mod foot;
mod head;
mod style;
mod table;
mod tree;

use crate::{PaperError, utc};
use bcd_core::paper::{Orientation, Paper, layout};
use docx_rs::{DocumentChild, Docx, Header, PageNum, Paragraph, SectionProperty, Table};
use std::io::Cursor;

/// `paper` as the bytes of a `.docx` file.
pub fn docx(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let mut page = DocxWriter::new(paper.orientation);
    head::write(&mut page, paper);
    body::write(&mut page, &paper.blocks);
    foot::write(&mut page, paper);
    for annex in &paper.annexes {
        page.next_section(annex.orientation);
        head::write_annex(&mut page, annex);
        body::write(&mut page, &annex.blocks);
    }
    let made = utc(&paper.made_at);
    let number = Paragraph::new().style(style::PAGE_NUMBER).add_page_num(PageNum::new());
    let styled = style::all().into_iter().fold(page.docx, Docx::add_style);
    let docx = style::defaults(styled)
        // The first page bears no number.
        .header(Header::new().add_paragraph(number))
        .first_header(Header::new().add_paragraph(Paragraph::new().style(style::PAGE_NUMBER)))
        .created_at(&made)
        .updated_at(&made);
    let mut parts = docx.build();
    finish::finish(&mut parts, paper, &page.sections, &page.head_rows)
        .ok_or_else(|| PaperError::Docx("the writer's XML is not well formed".to_owned()))?;
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|error| PaperError::Docx(error.to_string()))?;
    Ok(bytes.into_inner())
}

/// The document while it is written.
struct DocxWriter {
    docx: Docx,
    /// How each section's pages lie, in order; the last is the one being written.
    sections: Vec<Orientation>,
    /// Of every row of every table, in order: whether pages repeat it.
    head_rows: Vec<bool>,
}

impl DocxWriter {
    fn new(orientation: Orientation) -> Self {
        Self { docx: Docx::new(), sections: vec![orientation], head_rows: vec![] }
    }

    fn paragraph(&mut self, paragraph: Paragraph) {
        self.docx = core::mem::take(&mut self.docx).add_paragraph(paragraph);
    }

    /// Adds a table with so many head rows. What the writer cannot say of rows is said of them
    /// when the document is finished.
    fn table(&mut self, table: Table, head_rows: usize) {
        let rows = table.rows.len();
        self.head_rows.extend((0..rows).map(|row| row < head_rows));
        self.docx = core::mem::take(&mut self.docx).add_table(table);
    }

    /// Keeps what was written last on the page of what comes next.
    fn keep_last(&mut self) {
        if let Some(DocumentChild::Paragraph(last)) = self.docx.document.children.last_mut() {
            last.property.keep_next = Some(true);
        }
    }

    /// Ends the section; the next begins on a new page.
    fn next_section(&mut self, orientation: Orientation) {
        // What stands in here is replaced when the document is finished.
        let end = Paragraph::new().style(style::TINY).section_property(SectionProperty::new());
        self.paragraph(end);
        self.sections.push(orientation);
    }

    /// Twentieths of a point between the margins.
    fn width(&self) -> u32 {
        layout::twips(self.orientation().text_width())
    }

    fn orientation(&self) -> Orientation {
        self.sections.last().copied().unwrap_or_default()
    }
}

fn size(n: u32) -> usize {
    usize::try_from(n).unwrap_or_default()
}

fn signed(n: u32) -> i32 {
    i32::try_from(n).unwrap_or_default()
}
