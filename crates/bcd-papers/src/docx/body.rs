//! The text: headings, paragraphs, lists, figures, tables, dotted lines.

use super::{DocxWriter, size, style, table};
use bcd_core::paper::{Block, Level, ParagraphLook, TextRun as Words, safe};
use docx_rs::{BreakType, Paragraph, Run, Tab, TabLeaderType, TabValueType};

/// Writes `blocks`.
pub fn write(page: &mut DocxWriter, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Heading { level, label, text } => {
                let id = match level {
                    Level::Part => style::HEADINGS[0],
                    Level::Section => style::HEADINGS[1],
                    Level::Point => style::HEADINGS[2],
                };
                let text = format!("{label} {text}");
                let paragraph = Paragraph::new().style(id).keep_next(true);
                page.paragraph(paragraph.add_run(run(text.trim())));
            }
            Block::Paragraph { runs, look } => {
                let (id, italic) = match look {
                    ParagraphLook::Body => (style::BODY, false),
                    ParagraphLook::Centre => (style::CENTRE, false),
                    ParagraphLook::Ground => (style::BODY, true),
                };
                page.paragraph(filled(Paragraph::new().style(id), runs, italic));
            }
            Block::List(items) => {
                for item in items {
                    page.paragraph(filled(dashed(), item, false));
                }
            }
            Block::Figures(figures) => {
                for figure in figures {
                    let text = format!("{}: {}", figure.name, figure.reading());
                    page.paragraph(dashed().add_run(run(&text)));
                }
            }
            Block::Table(table) => table::write(page, table),
            Block::Blank(lines) => {
                for _ in 0..*lines {
                    page.paragraph(dots(page.width()));
                }
            }
        }
    }
}

/// A run with its line breaks.
pub fn run(text: &str) -> Run {
    let text = safe::text(text);
    let mut run = Run::new();
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    run
}

fn filled(paragraph: Paragraph, runs: &[Words], italic: bool) -> Paragraph {
    runs.iter().fold(paragraph, |paragraph, words| {
        let mut run = run(&words.text);
        if words.bold {
            run = run.bold();
        }
        if words.italic || italic {
            run = run.italic();
        }
        paragraph.add_run(run)
    })
}

fn dashed() -> Paragraph {
    Paragraph::new().style(style::LIST).add_run(Run::new().add_text("- "))
}

fn dots(width: u32) -> Paragraph {
    let tab = Tab::new().val(TabValueType::Right).leader(TabLeaderType::Dot).pos(size(width));
    Paragraph::new().style(style::LIST).add_tab(tab).add_run(Run::new().add_tab())
}
