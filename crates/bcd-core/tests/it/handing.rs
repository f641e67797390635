//! What others sent is handed out under the type that its bytes have, and never runs unasked.

use crate::support::photo::png;
use bcd_core::content::{
    UNKNOWN,
    handing::{CanRun, Handing, NAME_MOST, handing},
};
use proptest::prelude::*;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PROGRAM: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0PE\0\0";
const OLD_OFFICE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0";

// Endings that run by a double tap on some system, as lists of mail servers block them.
const RUNNING: &str = "html htm xhtml svg mht exe com scr pif bat cmd ps1 hta js jse vbs vbe wsf msi \
    msix appx application cpl msc dll reg lnk url desktop scf jar apk iso img vhd dmg pkg app \
    command sh py rb pl jnlp chm xll iqy slk website library-ms settingcontent-ms mobileconfig \
    doc dot xls ppt docm dotm xlsm xltm xlam xlsb pptm potm ppsm ppam mdb accdb";

fn zip(parts: &[&str]) -> Vec<u8> {
    let header = |mark: &[u8], blanks: usize, part: &str| {
        let mut bytes = mark.to_vec();
        bytes.extend(vec![0; blanks]);
        bytes.extend(part.as_bytes());
        bytes
    };
    let local = parts.iter().flat_map(|part| header(b"PK\x03\x04", 26, part));
    let central = parts.iter().flat_map(|part| header(b"PK\x01\x02", 42, part));
    local.chain(vec![7; 9000]).chain(central).collect()
}

fn utf_16(text: &str, mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{FEFF}" } else { "" };
    format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn of(name: &str, media_type: &'static str, can_run: Option<CanRun>) -> Handing {
    Handing { name: name.to_owned(), media_type, can_run }
}

#[track_caller]
fn check_hostile(cases: &[(&str, &[u8], &str)], can_run: CanRun) {
    for (stated, bytes, name) in cases {
        assert_eq!(handing(stated, bytes), of(name, UNKNOWN, Some(can_run)), "{stated}");
    }
}

#[test]
fn a_page_or_a_drawing_with_scripts_is_warned_of_whatever_it_is_called() {
    let html = b"<!DOCTYPE html><p>Ke hoach</p>";
    check_hostile(
        &[
            ("anh.jpg", html, "anh.txt"),
            ("bao-cao.pdf", b"\xef\xbb\xbf\r\n  <HTML onload=x()>", "bao-cao.txt"),
            ("bao-cao.docx", b"<!-- 1 --><script>x()</script>", "bao-cao.txt"),
            ("hinh.png", b"<img src=x onerror=x()>", "hinh.txt"),
            ("hinh.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "hinh.txt"),
            (
                "hinh.jpg",
                b"<?xml version='1.0'?><d:svg xmlns:d='http://www.w3.org/2000/svg'/>",
                "hinh.txt",
            ),
            (
                "so.xlsx",
                b"<?xml version='1.0'?><x xmlns='http://www.w3.org/1999/xht&#109;l'/>",
                "so.txt",
            ),
            ("so.xlsx", b"<?xml version='1.0'?><?xml-stylesheet href='#a'?><x/>", "so.txt"),
            ("so.csv", b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "so.txt"),
            ("anh.jpg", &utf_16("<html><script>x()</script>", true), "anh.txt"),
            ("anh.jpg", &utf_16(" <html><script>x()</script>", false), "anh.txt"),
            // A page that says so is one: it keeps its ending, behind the warning.
            ("tin.html", html, "tin.html"),
            ("logo.SVG", b"<svg/>", "logo.svg"),
            ("tin.html", b"<tin>chua ro</tin>", "tin.html"),
            ("tin.html", b"khong phai the", "tin.html.bin"),
            ("tin.mht", b"MIME-Version: 1.0", "tin.mht.bin"),
        ],
        CanRun::Page,
    );
}

#[test]
fn a_program_is_warned_of_whatever_it_is_called() {
    let jar = zip(&["META-INF/MANIFEST.MF", "Chay.class"]);
    check_hostile(
        &[
            ("bao-cao.pdf", PROGRAM, "bao-cao.bin"),
            ("bao-cao.pdf.exe", PROGRAM, "bao-cao.pdf.exe"),
            ("anh.jpg                    .scr", PROGRAM, "anh.jpg.scr"),
            ("bao-cao", PROGRAM, "bao-cao.bin"),
            ("tin.html", PROGRAM, "tin.bin"),
            ("anh.png", b"\x7fELF\x02\x01", "anh.bin"),
            ("anh.png", b"\xcf\xfa\xed\xfe\x07", "anh.bin"),
            ("anh.png", b"\xca\xfe\xba\xbe\0\0", "anh.bin"),
            ("ghi-chu.txt", b"#!/bin/sh\nrm", "ghi-chu.txt"),
            ("Anh chup.jpg.lnk", b"L\0\0\0\x01\x14\x02\0", "Anh chup.jpg.lnk"),
            ("danh-sach.pdf", b"L\0\0\0\x01\x14\x02\0", "danh-sach.bin"),
            ("tin.html", b"<html><HTA:APPLICATION id=a>", "tin.txt"),
            ("tin.hta", b"<html><hta:application>", "tin.hta"),
            ("an.zip", &jar, "an.zip"),
            ("an.pdf", &jar, "an.zip"),
            ("an.jar", &jar, "an.jar"),
            ("an.apk", &zip(&["AndroidManifest.xml", "classes.dex"]), "an.apk"),
            // By its ending alone: it is not given.
            ("thu.js", b"new ActiveXObject('x')", "thu.js.bin"),
            ("thu.VBS", b"CreateObject(\"x\")", "thu.vbs.bin"),
            ("thu.bat", b"format c:", "thu.bat.bin"),
            ("thu.ps1", b"iex x", "thu.ps1.bin"),
            ("thu.url", b"[InternetShortcut]\nURL=file://x", "thu.url.bin"),
            ("thu.desktop", b"[Desktop Entry]\nExec=x", "thu.desktop.bin"),
            ("thu.reg", b"REGEDIT4", "thu.reg.bin"),
            ("thu.iso", b"\0\0\0\0", "thu.iso.bin"),
            ("thu.exe", b"khong phai chuong trinh", "thu.exe.bin"),
            ("thu.exe. . ", b"khong phai chuong trinh", "thu.exe.bin"),
            ("cai.msi", OLD_OFFICE, "cai.msi"),
        ],
        CanRun::Program,
    );
}

#[test]
fn a_document_that_may_hold_macros_is_warned_of() {
    let word = zip(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]);
    let excel = zip(&["xl/workbook.xml", "xl/macrosheets/sheet1.xml"]);
    let plain = zip(&["xl/workbook.xml"]);
    check_hostile(
        &[
            ("ke-hoach.docm", &word, "ke-hoach.docm"),
            // Word opens no macros under this ending.
            ("ke-hoach.docx", &word, "ke-hoach.docx"),
            ("ke-hoach.pdf", &word, "ke-hoach.docx"),
            ("ke-hoach.rtf", &word, "ke-hoach.rtf.docx"),
            ("so-lieu.xlsx", &excel, "so-lieu.xlsx"),
            ("so-lieu.xlsm", &plain, "so-lieu.xlsm"),
            ("so.ods", &zip(&["content.xml", "Basic/script-lc.xml"]), "so.ods"),
            ("bao-cao.doc", OLD_OFFICE, "bao-cao.doc"),
            ("bao-cao.xls", OLD_OFFICE, "bao-cao.xls"),
            ("bao-cao.jpg", OLD_OFFICE, "bao-cao.bin"),
            ("bao-cao.doc", b"MIME-Version: 1.0\nActiveMime", "bao-cao.doc.bin"),
            (
                "bao-cao.doc",
                b"<?xml version='1.0'?><?mso-application progid='Word.Document'?>",
                "bao-cao.txt",
            ),
        ],
        CanRun::Macros,
    );
}

#[test]
fn a_harmless_file_is_saved_under_the_ending_of_its_bytes_without_a_word() {
    let docx = zip(&["[Content_Types].xml", "word/document.xml"]);
    let cases: [(&str, &[u8], &str, &str); 24] = [
        ("anh.jpg", &png(4, 1, 0), "anh.png", "image/png"),
        ("ANH.JPEG", b"\xff\xd8\xff\xe0", "ANH.jpeg", "image/jpeg"),
        ("anh.exe", &png(4, 1, 0), "anh.png", "image/png"),
        ("anh.html", b"GIF89a<script>", "anh.gif", "image/gif"),
        ("phim.mov", b"\0\0\0\x14ftypqt  ", "phim.mov", "video/mp4"),
        // The length of its first box is the code of "<".
        ("phim.mp4", b"\0\0\0<ftypisom", "phim.mp4", "video/mp4"),
        ("Kế hoạch số 1.2", b"%PDF-1.7", "Kế hoạch số 1.2.pdf", "application/pdf"),
        ("ke-hoach.doc", &docx, "ke-hoach.docx", DOCX),
        ("so.xlsx", &zip(&["xl/workbook.xml"]), "so.xlsx", XLSX),
        ("so.docm", &zip(&["ghi-chu.txt"]), "so.zip", "application/zip"),
        ("so.odt", &zip(&["content.xml"]), "so.odt", "application/zip"),
        ("bien-ban.doc", b"{\\rtf1", "bien-ban.rtf", "application/rtf"),
        ("hoa-don.xml", b"<HDon><a b=\"&#13;\"/></HDon>", "hoa-don.xml", UNKNOWN),
        ("hoa-don.jpg", b"<?xml version=\"1.0\"?><HDon/>", "hoa-don.xml", UNKNOWN),
        ("danh-sach.csv", "Họ tên,Ngày".as_bytes(), "danh-sach.csv", UNKNOWN),
        ("ghi-chu.txt", b"MZ la hai chu", "ghi-chu.txt", UNKNOWN),
        ("ghi-am.mp3", b"ID3\x04", "ghi-am.mp3", UNKNOWN),
        ("ban-ve.abc", b"AC1032", "ban-ve.abc.bin", UNKNOWN),
        ("ghi-chu", b"chu", "ghi-chu.bin", UNKNOWN),
        ("../../etc/passwd", b"x", "-..-etc-passwd.bin", UNKNOWN),
        ("C:\\Windows\\a?.txt", b"x", "C--Windows-a-.txt", UNKNOWN),
        ("anh\u{202E}gpj.txt", b"x", "anhgpj.txt", UNKNOWN),
        ("CON.txt", b"x", "tep-CON.txt", UNKNOWN),
        (".\u{200B}.\n", b"", "tep.bin", UNKNOWN),
    ];
    for (stated, bytes, name, media_type) in cases {
        assert_eq!(handing(stated, bytes), of(name, media_type, None), "{stated}");
    }
    for device in ["nul", "com1.a.txt", "LPT9 .txt", "COM\u{B9}.txt", "aux"] {
        assert!(handing(device, b"x").name.starts_with("tep-"), "{device}");
    }
}

#[test]
fn a_long_name_keeps_its_ending() {
    let long = format!("{}.pdf", "ế".repeat(400));
    let Handing { name, .. } = handing(&long, b"%PDF-1.7");
    assert!(name.ends_with("ế.pdf") && name.chars().count() < NAME_MOST, "by its bytes");
    let long = format!("{}.exe", "a".repeat(400));
    assert_eq!(handing(&long, b"x").name, format!("{}.bin", "a".repeat(NAME_MOST - 4)));
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let begin = prop_oneof![
        Just(Vec::new()),
        Just(PROGRAM.to_vec()),
        Just(OLD_OFFICE.to_vec()),
        Just(b"PK\x03\x04".to_vec()),
        Just(b"<svg onload='x'>".to_vec()),
        Just(b"<?xml ".to_vec()),
        Just(b"#!".to_vec()),
        Just(png(2, 1, 0)),
        Just(b"%PDF-".to_vec()),
        Just(zip(&["word/vbaProject.bin"])),
    ];
    (begin, proptest::collection::vec(any::<u8>(), 0..60)).prop_map(|(a, b)| [a, b].concat())
}

fn any_name() -> impl Strategy<Value = String> {
    let endings: Vec<&str> = RUNNING.split_whitespace().chain(["jpg", "pdf", "docx", ""]).collect();
    let ending = proptest::sample::select(endings);
    let tail = proptest::sample::select(vec!["", ".", " ", "\u{202E}", "\0", "/", "::$DATA"]);
    prop_oneof![
        any::<String>(),
        "\\PC{0,200}",
        (any::<String>(), ending, tail)
            .prop_map(|(stem, ending, tail)| format!("{stem}.{ending}{tail}")),
    ]
}

fn turns_or_hides(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_handed_out_under_a_name_that_runs_or_misleads_unless_a_person_is_asked(
        stated in any_name(),
        bytes in any_bytes(),
    ) {
        let Handing { name, media_type, can_run } = handing(&stated, &bytes);
        let (stem, ending) = name.rsplit_once('.').unwrap();
        let runs = RUNNING.split_whitespace().any(|one| one == ending.to_ascii_lowercase());
        prop_assert!(can_run.is_some() || !runs, "{}", name);
        prop_assert!(can_run.is_none() || media_type == UNKNOWN);
        prop_assert!(!media_type.contains("html") && !media_type.contains("svg"));
        prop_assert!(!stem.is_empty() && !ending.is_empty());
        prop_assert!(name.chars().count() <= NAME_MOST && name.len() < 255);
        prop_assert!(!name.contains(['/', '\\', ':']) && !name.contains(char::is_control));
        prop_assert!(!name.contains(turns_or_hides));
        prop_assert!(!name.starts_with(['.', ' ']) && !stem.ends_with(['.', ' ']));
        // What was handed out once is handed out the same way again.
        let again = handing(&name, &bytes);
        prop_assert!(again.can_run.is_some() == can_run.is_some() || again.name.ends_with(".bin"));
    }
}
