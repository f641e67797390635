//! The DOCX as LibreOffice shows it.

use crate::{
    office::{MM, Page, pdf},
    samples,
};
use bcd_core::paper::{build::plan, layout};
use bcd_papers::docx;

const MARGINS: [u32; 4] = [layout::TOP, layout::RIGHT, layout::BOTTOM, layout::LEFT];

fn margins() -> [f64; 4] {
    MARGINS.map(f64::from)
}

fn is_a4(page: &Page) -> bool {
    let [short, long] = [layout::PAGE_SHORT, layout::PAGE_LONG].map(|mm| f64::from(mm) * MM);
    let near = |a: f64, b: f64| (a - b).abs() < 1.0;
    (near(page.width, short) && near(page.height, long))
        || (near(page.width, long) && near(page.height, short))
}

#[test]
fn every_document_opens_on_a4_within_its_margins() {
    for (name, draft) in samples::all() {
        let paper = draft.paper();
        let file = pdf(&docx(&paper).unwrap(), "van-ban.docx");
        let pages = file.pages();
        for (at, page) in pages.iter().enumerate() {
            assert!(is_a4(page), "{name}: page {} is {}×{}", at + 1, page.width, page.height);
            let outside = page.outside(margins());
            assert!(outside.is_empty(), "{name}, page {}: {outside:?}", at + 1);
            assert!(!page.words.is_empty(), "{name}: page {} is empty", at + 1);
            number(name, at, page);
        }
        // The signature stands under at least a line of what it signs.
        let signed = pages.iter().find(|page| page.texts().contains(&"(Ký,")).unwrap();
        let (top, sign) = (f64::from(layout::TOP) * MM, signed.word("(Ký,").top);
        let over = |word: &&crate::office::Word| word.top > top - 5.0 && word.top < sign - 45.0;
        assert!(signed.words.iter().any(|word| over(&word)), "{name}: {:?}", signed.texts());
        // Who receives it stands on the page of its word.
        let listed = pages.iter().find(|page| page.texts().contains(&"nhận:"));
        assert!(listed.is_none_or(|page| page.texts().contains(&"Lưu")), "{name}: recipients");
        // Nothing that was said is lost on the way. Figures and lines may break anywhere.
        let squeeze = |text: &str| text.split_whitespace().collect::<String>();
        let text = squeeze(&file.text());
        for line in paper.title.subject.iter().chain(&paper.recipients) {
            assert!(text.contains(&squeeze(line)), "{name}: {line}");
        }
        // The named face, or what stands in for it: for letters without and with Vietnamese marks.
        let fonts = file.fonts();
        let faces: Vec<&str> =
            fonts.lines().skip(2).filter_map(|line| line.split_whitespace().next()).collect();
        let known = ["Times", "Tinos", "LiberationSerif", "NotoSerif"];
        let serif = |face: &&str| known.iter().any(|known| face.contains(known));
        assert!(faces.iter().all(serif), "{name}: {fonts}");
    }
}

#[test]
fn a_sum_of_hundreds_of_millions_of_dong_stands_on_one_line() {
    let mut plan = samples::year_plan();
    let first = &mut plan.tasks[0].tasks[0];
    first.cost = Some(first.cost.unwrap_or_default() + 800_000_000);
    let sum: i64 = plan.tasks.iter().flat_map(|group| &group.tasks).filter_map(|t| t.cost).sum();
    assert_eq!(sum, 851_660_000);
    let file = pdf(&docx(&plan::plan(&plan)).unwrap(), "van-ban.docx");
    let last = file.pages().pop().unwrap();
    assert!(last.texts().contains(&"851.660.000"), "{:?}", last.texts());
}

/// The page number stands in the middle of the upper margin, from the second page on.
fn number(name: &str, at: usize, page: &Page) {
    let top = f64::from(layout::TOP) * MM;
    let above: Vec<_> = page.words.iter().filter(|word| word.bottom < top + 1.0).collect();
    if at == 0 {
        assert!(above.is_empty(), "{name}: the first page bears no number: {above:?}");
        return;
    }
    let [number] = above.as_slice() else { panic!("{name}, page {}: {above:?}", at + 1) };
    assert_eq!(number.text, (at + 1).to_string(), "{name}");
    let left = f64::from(layout::LEFT) * MM;
    let right = page.width - f64::from(layout::RIGHT) * MM;
    let middle = f64::midpoint(number.left, number.right);
    assert!((middle - f64::midpoint(left, right)).abs() < 2.0, "{name}: {number:?}");
    assert!(number.top > f64::from(layout::NUMBER_FROM_TOP) * MM - 2.0, "{name}: {number:?}");
}

#[test]
fn the_unions_title_stands_at_the_right_and_the_issuing_body_at_the_left() {
    let (_, draft) = samples::all().remove(0);
    let pages = pdf(&docx(&draft.paper()).unwrap(), "ke-hoach.docx").pages();
    let first = &pages[0];
    let middle = first.width / 2.0;
    let (union, issuer) = (first.word("TNCS"), first.word("BCH"));
    assert!(union.left > middle && issuer.right < middle, "{union:?} {issuer:?}");
    // Both begin at the upper margin; the Union's title is the larger.
    assert!((union.top - f64::from(layout::TOP) * MM).abs() < 5.0, "{union:?}");
    assert!(union.bottom - union.top > issuer.bottom - issuer.top, "{union:?} {issuer:?}");
    let (stars, number, kind) = (first.word("***"), first.word("Số:"), first.word("HOẠCH"));
    assert!(issuer.top < stars.top && stars.top < number.top && number.top < kind.top);
    assert!(first.word("ngày").left > middle, "place and date are under the Union's title");
    let centre =
        f64::midpoint(f64::from(layout::LEFT) * MM, first.width - f64::from(layout::RIGHT) * MM);
    assert!((kind.left - centre).abs() < 40.0, "the kind stands in the middle: {kind:?}");
}

#[test]
fn recipients_and_signature_stand_side_by_side_on_one_page() {
    let (_, draft) = samples::all().remove(0);
    let pages = pdf(&docx(&draft.paper()).unwrap(), "ke-hoach.docx").pages();
    let page = pages.iter().find(|page| page.words.iter().any(|word| word.text == "TM.")).unwrap();
    let (to, signs) = (page.word("nhận:"), page.word("TM."));
    assert!(to.right < page.width / 2.0 && signs.left > page.width / 2.0);
    assert!((to.top - signs.top).abs() < 6.0, "{to:?} {signs:?}");
    assert!(page.word("Tuyết").top > signs.bottom + f64::from(layout::SIGNATURE) / 2.0);
}

#[test]
fn the_annex_lies_and_repeats_its_head_on_every_page() {
    let (_, draft) = samples::all().remove(0);
    let pages = pdf(&docx(&draft.paper()).unwrap(), "ke-hoach.docx").pages();
    let lying: Vec<_> = pages.iter().filter(|page| page.width > page.height).collect();
    assert!(lying.len() > 2, "36 tasks take more than two pages");
    for page in lying {
        assert!(page.words.iter().any(|word| word.text == "STT"), "{:?}", page.words);
    }
    assert!(pages[0].width < pages[0].height);
}
