//! The print preview: a document as HTML for `style/paper.css`.
//!
//! No inline style, no script: the page's security policy allows neither. Widths of columns go
//! into the `width` attribute of `<col>`, which it allows.

use super::{
    Annex, Block, Level, NamedFigure, Orientation, Paper, ParagraphLook, Signature, TextRun,
    grid::{Placed, place},
    safe,
    table::{Align, PaperRow, RowKind, Table},
    words::words,
};

/// `paper` as one `<article>`. All text is escaped.
pub fn html(paper: &Paper) -> String {
    let mut out = Html::default();
    out.raw("<article class=\"paper\" lang=\"vi\">");
    out.sheet(paper.orientation);
    write_head(&mut out, paper);
    write_title(&mut out, paper);
    write_blocks(&mut out, &paper.blocks);
    write_foot(&mut out, paper);
    out.raw("</section>");
    for annex in &paper.annexes {
        self::write_annex(&mut out, annex);
    }
    out.raw("</article>");
    out.0
}

#[derive(Default)]
struct Html(String);

impl Html {
    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    fn text(&mut self, text: &str) {
        for c in safe::text(text).chars() {
            match c {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                '\'' => self.raw("&#39;"),
                '\n' => self.raw("<br>"),
                c => self.0.push(c),
            }
        }
    }

    /// `<tag class="…">text</tag>`; nothing where there is no text.
    fn line(&mut self, tag: &str, class: &str, text: &str) {
        if !text.trim().is_empty() {
            self.open(tag, class);
            self.text(text);
            self.close(tag);
        }
    }

    fn open(&mut self, tag: &str, class: &str) {
        let class = if class.is_empty() { "" } else { &format!(" class=\"{class}\"") };
        self.raw(&format!("<{tag}{class}>"));
    }

    fn close(&mut self, tag: &str) {
        self.raw(&format!("</{tag}>"));
    }

    fn sheet(&mut self, orientation: Orientation) {
        self.open(
            "section",
            match orientation {
                Orientation::Portrait => "paper-sheet",
                Orientation::Landscape => "paper-sheet paper-wide",
            },
        );
    }

    fn runs(&mut self, runs: &[TextRun]) {
        for run in runs {
            let tags = [("strong", run.bold), ("em", run.italic)];
            for (tag, _) in tags.iter().filter(|(_, on)| *on) {
                self.open(tag, "");
            }
            self.text(&run.text);
            for (tag, _) in tags.iter().rev().filter(|(_, on)| *on) {
                self.close(tag);
            }
        }
    }
}

fn write_head(out: &mut Html, Paper { head, .. }: &Paper) {
    out.raw("<header class=\"paper-head\"><div class=\"paper-issuer\">");
    out.line("p", "", &head.upper);
    out.line("p", "paper-bold", &head.issuer);
    out.line("p", "", words().fixed.stars);
    out.line("p", "", &head.number);
    out.raw("</div><div class=\"paper-union\">");
    out.line("p", "paper-union-name", &head.union);
    out.line("p", "paper-date", &head.place_date);
    out.raw("</div></header>");
}

fn write_title(out: &mut Html, paper: &Paper) {
    out.line("h2", "paper-kind", &paper.title.kind);
    for line in &paper.title.subject {
        out.line("p", "paper-subject", line);
    }
    out.raw("<hr class=\"paper-rule\">");
    match paper.to.as_slice() {
        [] => {}
        [one] => {
            out.line("p", "paper-to", &format!("{} {one}", words().fixed.to));
        }
        all => {
            out.raw("<div class=\"paper-to-many\">");
            out.line("p", "", words().fixed.to);
            out.raw("<ul>");
            for one in all {
                out.line("li", "", one);
            }
            out.raw("</ul></div>");
        }
    }
}

fn write_blocks(out: &mut Html, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Heading { level, label, text } => {
                let tag = match level {
                    Level::Part => "h3",
                    Level::Section => "h4",
                    Level::Point => "h5",
                };
                out.line(tag, "", format!("{label} {text}").trim());
            }
            Block::Paragraph { runs, look } => {
                out.open(
                    "p",
                    match look {
                        ParagraphLook::Body => "paper-body",
                        ParagraphLook::Centre => "paper-centre",
                        ParagraphLook::Ground => "paper-body paper-ground",
                    },
                );
                out.runs(runs);
                out.close("p");
            }
            Block::List(items) => {
                out.raw("<ul class=\"paper-list\">");
                for item in items {
                    out.raw("<li>");
                    out.runs(item);
                    out.close("li");
                }
                out.close("ul");
            }
            Block::Figures(figures) => self::write_figures(out, figures),
            Block::Table(table) => self::write_table(out, table),
            Block::Blank(lines) => {
                for _ in 0..*lines {
                    out.raw("<p class=\"paper-blank\"></p>");
                }
            }
        }
    }
}

fn write_figures(out: &mut Html, figures: &[NamedFigure]) {
    out.raw("<ul class=\"paper-list\">");
    for figure in figures {
        out.line("li", "", &format!("{}: {}", figure.name, figure.reading()));
    }
    out.close("ul");
}

fn write_table(out: &mut Html, table: &Table) {
    out.raw("<table class=\"paper-table\">");
    out.line("caption", "", &table.name);
    out.raw("<colgroup>");
    for share in table.widths(10_000) {
        out.raw(&format!("<col width=\"{}.{:02}%\">", share / 100, share % 100));
    }
    out.raw("</colgroup><thead>");
    write_rows(out, table, &table.head, "th");
    out.raw("</thead><tbody>");
    write_rows(out, table, &table.rows, "td");
    out.raw("</tbody></table>");
}

fn write_rows(out: &mut Html, table: &Table, rows: &[PaperRow], tag: &str) {
    for (row, cells) in rows.iter().zip(place(table, rows)) {
        out.open(
            "tr",
            match row.kind {
                RowKind::Plain => "",
                RowKind::Group => "paper-group",
                RowKind::Total => "paper-total",
            },
        );
        for cell in &cells {
            self::write_cell(out, cell, tag);
        }
        out.close("tr");
    }
}

fn write_cell(out: &mut Html, placed: &Placed<'_>, tag: &str) {
    out.raw(&format!("<{tag}"));
    for (name, span) in [("colspan", placed.cols), ("rowspan", placed.rows)] {
        if span > 1 {
            out.raw(&format!(" {name}=\"{span}\""));
        }
    }
    match (tag, placed.align) {
        ("th", _) => {
            out.raw(if placed.cols > 1 { " scope=\"colgroup\">" } else { " scope=\"col\">" })
        }
        (_, Align::Left) => out.raw(">"),
        (_, Align::Centre) => out.raw(" class=\"paper-centre\">"),
        (_, Align::Right) => out.raw(" class=\"paper-right\">"),
    }
    out.text(&super::grid::text(placed));
    out.close(tag);
}

fn write_foot(out: &mut Html, paper: &Paper) {
    if paper.signatures.is_empty() && paper.recipients.is_empty() {
        return;
    }
    out.raw("<footer class=\"paper-foot\"><div class=\"paper-signatures\">");
    if let [_] = paper.signatures.as_slice() {
        write_recipients(out, &paper.recipients);
    }
    for signature in &paper.signatures {
        self::write_signature(out, signature);
    }
    out.raw("</div>");
    if paper.signatures.len() != 1 {
        write_recipients(out, &paper.recipients);
    }
    out.raw("</footer>");
}

fn write_recipients(out: &mut Html, recipients: &[String]) {
    out.raw("<div class=\"paper-recipients\">");
    if !recipients.is_empty() {
        out.line("p", "", words().fixed.recipients);
        out.raw("<ul>");
        for one in recipients {
            out.line("li", "", one);
        }
        out.raw("</ul>");
    }
    out.raw("</div>");
}

fn write_signature(out: &mut Html, signature: &Signature) {
    out.raw("<div class=\"paper-signature\">");
    for line in &signature.behalf {
        out.line("p", "paper-bold", line);
    }
    out.line("p", "paper-bold", &signature.office);
    out.line("p", "paper-hint", &signature.hint);
    out.raw("<p class=\"paper-name\">");
    out.text(&signature.name);
    out.raw("</p></div>");
}

fn write_annex(out: &mut Html, annex: &Annex) {
    out.sheet(annex.orientation);
    out.line("h2", "paper-kind", &annex.label);
    for line in &annex.title {
        out.line("p", "paper-subject", line);
    }
    out.line("p", "paper-annex-note", &annex.note);
    out.raw("<hr class=\"paper-rule\">");
    write_blocks(out, &annex.blocks);
    out.raw("</section>");
}
