//! A chart of bars with its table beside it. Each bar leads to the units behind it; the drawing can be
//! copied or saved as a picture for a report.

use super::{source::Desk, to_units};
use crate::{
    i18n::{k, t},
    pages::upper::csv::SaveCsv,
    shell::services,
};
use bcd_core::{
    paper::{Align, Cell, CellValue, PaperRow, RowKind, Table, safe},
    upper::table::Filter,
};
use bcd_web::{files, page::picture, spawn_local};
use leptos::prelude::*;

/// A bar.
#[derive(Clone)]
pub struct BarLine {
    /// What it is of.
    pub name: String,
    /// Its figure, in words.
    pub figure: String,
    /// The same as a number, for a spreadsheet.
    pub value: CellValue,
    /// How long it is, 0–1000.
    pub length: usize,
    /// The units behind it.
    pub filter: Filter,
}

/// A chart.
#[component]
pub fn Bars(
    desk: Desk,
    /// What it shows.
    #[prop(into)]
    title: String,
    /// What a bar is of.
    #[prop(into)]
    head: String,
    lines: Vec<BarLine>,
    test: &'static str,
) -> impl IntoView {
    let app = services();
    let head_shown = head.clone();
    let rows = lines.iter().map(|line| {
        let BarLine { name, figure, length, filter, .. } = line.clone();
        let width = length.min(1000);
        let figure = to_units(desk, filter, figure);
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="bars__bar">
                    <svg class="bars__drawing" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="bars__fill" width=width height="10"></rect>
                    </svg>
                </td>
                <td class="bars__figure">{figure}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let (drawn, name) = (StoredValue::new(lines), title.clone());
    let sheet = {
        let title = title.clone();
        Callback::new(move |()| drawn.with_value(|lines| sheet(&title, &head, lines)))
    };
    let csv = view! { <SaveCsv title=title.clone() about=desk.cycle table=sheet /> };
    let drawing = {
        let title = title.clone();
        move || drawn.with_value(|lines| drawing(&title, lines))
    };
    let copy = {
        let drawing = drawing.clone();
        move |_| {
            let (svg, width, height) = drawing();
            spawn_local(async move {
                let png = picture::png(&svg, width, height).await;
                let copied = match png {
                    Some(png) => picture::copy_png(&png).await,
                    None => false,
                };
                let said = if copied { k::UPPER_TABLE_COPIED } else { k::UPPER_TABLE_COPY_FAILED };
                app.work.say(t(said).to_owned());
            });
        }
    };
    let save = move |_| {
        let (svg, width, height) = drawing();
        let name = name.clone();
        spawn_local(async move {
            match picture::png(&svg, width, height).await {
                Some(png) => {
                    files::download(&png, &safe::file_name(&[&name], "png"), "image/png");
                }
                None => {
                    let bytes = svg.into_bytes().into();
                    files::download(&bytes, &safe::file_name(&[&name], "svg"), "image/svg+xml");
                    app.work.say(t(k::UPPER_TABLE_PICTURE_FAILED).to_owned());
                }
            }
        });
    };
    view! {
        <section class="bars" data-testid=test>
            <h2>{title}</h2>
            <table class="bars__table">
                <thead class="hidden">
                    <tr><th scope="col">{head_shown}</th><td></td><th scope="col">{t(k::UPPER_TABLE_UNITS)}</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="row">
                <button class="button" on:click=copy data-testid="copy-picture">{t(k::UPPER_TABLE_COPY)}</button>
                <button class="button" on:click=save data-testid="save-picture">{t(k::UPPER_TABLE_SAVE)}</button>
                {csv}
            </p>
        </section>
    }
    .into_any()
}

// The same as a table: what each bar is of, and its number.
fn sheet(title: &str, head: &str, lines: &[BarLine]) -> Table {
    let columns = [(60, Align::Left, head), (40, Align::Right, title)];
    let mut sheet = Table { frozen: 1, ..Table::new(title, &columns) };
    let row = |line: &BarLine| {
        let cells: [Cell; 2] = [line.name.as_str().into(), line.value.clone().into()];
        PaperRow::new(RowKind::Plain, cells)
    };
    sheet.rows = lines.iter().map(row).collect();
    sheet
}

// The same as an SVG that stands alone, in the colours of the page: its width and height, too.
fn drawing(title: &str, lines: &[BarLine]) -> (String, u32, u32) {
    const WIDTH: u32 = 960;
    const LINE: u32 = 30;
    const TOP: u32 = 56;
    let height = TOP + LINE * u32::try_from(lines.len()).unwrap_or(0) + 16;
    let [ink, paper, fill] = ["--ink", "--paper", "--blue"].map(picture::token);
    let text = |x: u32, y: u32, size: u32, anchor: &str, text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        format!(
            r#"<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" fill="{ink}">{text}</text>"#
        )
    };
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif"><rect width="{WIDTH}" height="{height}" fill="{paper}"/>"#
    );
    svg += &text(16, 34, 20, "start", title);
    for (line, n) in lines.iter().zip(0_u32..) {
        let y = TOP + n * LINE;
        let width = line.length.min(1000) * 480 / 1000;
        svg += &text(270, y + 16, 15, "end", &shortened(&line.name));
        svg += &format!(r#"<rect x="282" y="{y}" width="{width}" height="20" fill="{fill}"/>"#);
        svg += &text(WIDTH - 16, y + 16, 15, "end", &line.figure);
    }
    (svg + "</svg>", WIDTH, height)
}

// What fits into the space before a bar.
fn shortened(name: &str) -> String {
    const MOST: usize = 32;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    let cut: String = name.chars().take(MOST - 1).collect();
    format!("{cut}…")
}
