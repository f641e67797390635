//! Tables as an Excel workbook.

use crate::{PaperError, utc};
use bcd_core::paper::{
    Align, CellValue, Orientation, Paper, RowKind,
    grid::{self, Placed},
    layout, safe,
    sheet::{Sheet, sheets},
};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// The tables of `paper`, a sheet each.
pub fn of_paper(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let sheets = sheets(paper);
    if sheets.is_empty() {
        return Err(PaperError::NoTable);
    }
    write(&sheets, &paper.full_title(), &paper.made_at)
        .map_err(|error| PaperError::Xlsx(error.to_string()))
}

/// `sheets` as a workbook that does not say when it was made.
pub fn xlsx(sheets: &[Sheet]) -> Result<Vec<u8>, PaperError> {
    write(sheets, "", "").map_err(|error| PaperError::Xlsx(error.to_string()))
}

fn write(sheets: &[Sheet], title: &str, made_at: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::parse_from_str(utc(made_at).trim_end_matches('Z'))?;
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&made);
    book.set_properties(&properties);
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(&sheet.name)?;
        set_up(page, sheet)?;
        fill(page, sheet)?;
    }
    book.save_to_buffer()
}

/// Excel counts margins in inches.
fn inches(mm: u32) -> f64 {
    f64::from(mm) / 25.4
}

/// Excel counts the widths of columns in pixels at 96 dpi.
fn pixels(tenths_of_mm: u32) -> u32 {
    (tenths_of_mm * 96 + 127) / 254
}

fn set_up(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    page.set_paper_size(A4);
    match sheet.orientation {
        Orientation::Portrait => page.set_portrait(),
        Orientation::Landscape => page.set_landscape(),
    };
    let number_at = inches(layout::NUMBER_FROM_TOP);
    page.set_margins(
        inches(layout::LEFT),
        inches(layout::RIGHT),
        inches(layout::TOP),
        inches(layout::BOTTOM),
        number_at,
        number_at,
    );
    page.set_header(format!("&C&\"{},Regular\"&{}&P", layout::FONT, layout::TABLE));
    // One page wide, as many as needed high.
    page.set_print_fit_to_pages(1, 0);
    for (col, tenths) in (0..).zip(widths(sheet)) {
        page.set_column_width_pixels(col, pixels(tenths))?;
    }
    Ok(())
}

// Tenths of a mm, by column.
fn widths(sheet: &Sheet) -> Vec<u32> {
    let table = &sheet.table;
    match table.frozen {
        0 => table.widths(sheet.orientation.text_width() * 10),
        _ => table.columns.iter().map(|column| column.weight * 10).collect(),
    }
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let table = &sheet.table;
    let last = u16::try_from(table.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
    let mut row = 0;
    for (at, line) in sheet.above.iter().enumerate() {
        let format = Format::new()
            .set_font_name(layout::FONT)
            .set_font_size(layout::BODY)
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        // The issuing body and the kind stand out; the subject is bold too, by custom.
        let format = if at == 0 { format } else { format.set_bold() };
        text_over(page, (row, 0), (row, last), line, &guarded(format, line))?;
        page.set_row_height(row, f64::from(layout::BODY) * 1.5)?;
        row += 1;
    }
    if row > 0 {
        row += 1;
    }
    let head = row;
    let widths = widths(sheet);
    for (part, is_head) in [(&table.head, true), (&table.rows, false)] {
        let first = row;
        for placed in grid::place(table, part) {
            for cell in &placed {
                put(page, first, cell, is_head)?;
            }
            page.set_row_height(row, height(&placed, &widths))?;
            row += 1;
        }
        if is_head && row > head {
            page.set_repeat_rows(head, row - 1)?;
            page.set_freeze_panes(row, table.frozen)?;
        }
    }
    Ok(())
}

fn put(
    page: &mut Worksheet,
    first: u32,
    placed: &Placed<'_>,
    is_head: bool,
) -> Result<(), XlsxError> {
    let top = first + u32::try_from(placed.row).unwrap_or(u32::MAX - first);
    let left = u16::try_from(placed.col).unwrap_or(u16::MAX);
    let bottom = top + u32::try_from(placed.rows.saturating_sub(1)).unwrap_or_default();
    let right = left + u16::try_from(placed.cols.saturating_sub(1)).unwrap_or_default();
    let mut format = Format::new()
        .set_font_name(layout::FONT)
        .set_font_size(layout::TABLE)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    format = format.set_align(match (is_head, placed.align) {
        (true, _) | (false, Align::Centre) => FormatAlign::Center,
        (false, Align::Left) => FormatAlign::Left,
        (false, Align::Right) => FormatAlign::Right,
    });
    let bold = match placed.kind {
        RowKind::Plain => is_head,
        RowKind::Group | RowKind::Total => true,
    };
    if bold {
        format = format.set_bold();
    }
    let spans = top != bottom || left != right;
    let text = |page: &mut Worksheet, text: &str, format: Format| {
        let format = guarded(format, text);
        text_over(page, (top, left), (bottom, right), text, &format)
    };
    let (number, shape) = match placed.cell.map(|cell| &cell.value) {
        None => return text(page, "", format),
        Some(CellValue::Text(value)) => return text(page, &safe::text(value), format),
        // A sheet knows doubles only; up to 2^53 they are exact.
        Some(CellValue::Count(count)) => (*count as f64, "#,##0"),
        Some(CellValue::Points(points)) => (points.0 as f64 / 100.0, "0.##"),
        Some(CellValue::Percent(percent)) => (percent.0 as f64 / 10_000.0, "0.##%"),
        Some(CellValue::Day(day)) => {
            let Ok(date) = ExcelDateTime::parse_from_str(day) else {
                return text(page, &safe::text(day), format);
            };
            // How people here write it; Excel still knows it as a day.
            let format = format.set_num_format("dd/mm/yyyy");
            if spans {
                page.merge_range(top, left, bottom, right, "", &format)?;
            }
            page.write_datetime_with_format(top, left, &date, &format)?;
            return Ok(());
        }
    };
    // "0.##" alone leaves a point behind whole numbers.
    let whole = number.fract() == 0.0;
    let shape = match (shape, whole) {
        ("0.##", true) => "0",
        ("0.##%", _) if (number * 100.0).fract() == 0.0 => "0%",
        (shape, _) => shape,
    };
    let format = format.set_num_format(shape);
    if spans {
        page.merge_range(top, left, bottom, right, "", &format)?;
    }
    page.write_number_with_format(top, left, number, &format)?;
    Ok(())
}

/// Text that looks like a formula is marked as text, so that it stays one when it is edited. It
/// is never written as a formula in the first place.
fn guarded(format: Format, text: &str) -> Format {
    if safe::is_formula(text) { format.set_quote_prefix() } else { format }
}

fn text_over(
    page: &mut Worksheet,
    (top, left): (u32, u16),
    (bottom, right): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    // The most that Excel takes in a cell.
    const MOST: usize = 32_767;
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > MOST
    });
    let text = end.map_or(text, |(at, _)| &text[..at]);
    if (top, left) == (bottom, right) {
        page.write_string_with_format(top, left, text, format)?;
    } else {
        page.merge_range(top, left, bottom, right, text, format)?;
    }
    Ok(())
}

/// The height of a row, pt. Excel fits a row to its text by itself, but not to text in merged
/// cells, and LibreOffice to neither when it only converts; so every row gets a height, reckoned a
/// little too high rather than too low.
fn height(cells: &[Placed<'_>], widths: &[u32]) -> f64 {
    let lines = cells.iter().map(|cell| {
        let width: u32 = widths.iter().skip(cell.col).take(cell.cols).sum();
        lines(&grid::text(cell), width).div_ceil(u32::try_from(cell.rows).unwrap_or(1).max(1))
    });
    let lines = lines.max().unwrap_or(1);
    // Excel's greatest row height is 409 pt.
    f64::from((lines * layout::TABLE * 5 / 4 + 4).min(409))
}

/// How many lines `text` takes in a column of `width` tenths of a mm, words kept whole.
fn lines(text: &str, width: u32) -> u32 {
    // A letter is about half as wide as high; the cell has its inner margins.
    let letter = layout::TABLE * 254 / 72 / 2;
    let per_line = (width.saturating_sub(2 * layout::CELL_TENTHS) / letter).max(1);
    let mut all = 0;
    for line in text.split('\n') {
        let (mut count, mut used) = (1, 0);
        for word in line.split(' ') {
            let letters = u32::try_from(word.chars().count()).unwrap_or(u32::MAX);
            if used > 0 && used + 1 + letters > per_line {
                count += 1;
                used = 0;
            }
            // A word longer than the line is broken.
            count += letters.saturating_sub(1) / per_line;
            used += letters % per_line + u32::from(used > 0);
        }
        all += count;
    }
    all
}
