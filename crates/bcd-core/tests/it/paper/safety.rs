//! What must not get through: markup, characters that XML forbids, bad file names.

use super::*;

#[test]
fn text_is_never_markup() {
    let mut paper = plan(&samples::year_plan());
    paper.title.kind = "<script>alert(1)</script>".into();
    paper.blocks.push(Block::text("a & b \"c\" 'd' <img src=x onerror=alert(1)>"));
    paper.annexes[0].title = vec!["</section>".into()];
    let html = html(&paper);
    assert!(!html.contains("<script") && !html.contains("<img"));
    assert_eq!(html.matches("</section>").count(), 2);
    assert!(html.contains("a &amp; b &quot;c&quot; &#39;d&#39; &lt;img"));
    assert!(!html.contains("style="), "the page's policy allows no inline style");
}

#[test]
fn characters_that_xml_forbids_are_dropped() {
    let hostile = "a\u{0}b\u{8}c\u{B}\u{1B}\u{FFFE}\u{202E}d\r\ne\u{2028}f\tg\u{7F}";
    assert_eq!(safe::text(hostile), "abcd\ne\nf g");
}

proptest! {
    #[test]
    fn clean_text_holds_only_what_xml_allows(text in any::<String>()) {
        let clean = safe::text(&text);
        let allowed = |c: char| matches!(
            c, '\n' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}'
        );
        prop_assert!(clean.chars().all(allowed));
        prop_assert_eq!(safe::text(&clean), clean);
    }

    #[test]
    fn a_file_name_is_plain_whatever_it_is_made_of(parts in proptest::collection::vec(any::<String>(), 0..4)) {
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let name = file_name(&parts, "docx");
        let (stem, ending) = name.rsplit_once('.').unwrap();
        prop_assert_eq!(ending, "docx");
        prop_assert!(!stem.is_empty() && stem.len() <= 108);
        prop_assert!(stem.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
        prop_assert!(!stem.starts_with('-') && !stem.ends_with('-'));
    }

    #[test]
    fn html_escapes_whatever_is_typed(text in any::<String>()) {
        let paper = Paper { blocks: vec![Block::text(text)], ..Paper::default() };
        let html = html(&paper);
        let inner = html.split("paper-body\">").nth(1).unwrap().split("</p>").next().unwrap();
        prop_assert!(!inner.replace("<br>", "").contains(['<', '>', '"', '\'']));
    }
}

#[test]
fn file_names_keep_the_words_and_lose_the_marks() {
    assert_eq!(
        file_name(&["Kế hoạch", "Đoàn phường An Cư", "2026–2027"], "docx"),
        "Ke-hoach_Doan-phuong-An-Cu_2026-2027.docx"
    );
    let all =
        "ÀÁÂÃĂẠẢẤẶ ÈÉÊẸỀ ÌÍĨỊ ÒÓÔÕƠỌỢ ÙÚŨƯỤỰ ÝỲỸỴ Đ àáâãăạảấặ èéêẹề ìíĩị òóôõơọợ ùúũưụự ýỳỹỵ đ";
    let plain = "AAAAAAAAA-EEEEE-IIII-OOOOOOO-UUUUUU-YYYY-D-aaaaaaaaa-eeeee-iiii-ooooooo-uuuuuu";
    assert!(file_name(&[all], "x").starts_with(plain));
    // Decomposed, as some phones write it.
    assert_eq!(file_name(&["Ke\u{302}\u{301} hoa\u{323}ch"], "csv"), "Ke-hoach.csv");
    let long = file_name(&["một hai ".repeat(40).as_str()], "docx");
    assert!(long.len() < 110 && (long.ends_with("-hai.docx") || long.ends_with("-mot.docx")));
    assert_eq!(file_name(&["../../etc/passwd"], "docx"), "etc-passwd.docx");
    assert_eq!(file_name(&["CON"], "docx"), "van-ban_CON.docx");
    assert_eq!(file_name(&["lpt1"], "docx"), "van-ban_lpt1.docx");
    assert_eq!(file_name(&["", "…"], "docx"), "van-ban.docx");
    assert_eq!(
        plan(&samples::year_plan()).file_name("docx"),
        "Ke-hoach_BCH-DOAN-PHUONG-AN-CU_Cong-tac-Doan-va-phong-trao-thanh-thieu-nhi-nam-2026.docx"
    );
}
