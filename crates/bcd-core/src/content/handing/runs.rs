//! What can run: by its bytes, by its ending.

use super::{
    CanRun::{self, Macros, Page, Program},
    Found, LOOKED_AT, UNKNOWN,
};
use crate::content::office_type;

// Endings that run nowhere by a double tap, whatever the bytes are.
const HARMLESS: [&str; 6] = [
    "jpg jpeg jpe jfif png gif webp tif tiff dng avif heic heif hif bmp ico jxl psd",
    "mp4 mov m4v m4a 3gp qt webm mkv mka avi mpg mpeg mp3 wav ogg oga ogv opus flac aac amr wma wmv",
    // Word, Excel and PowerPoint open no macros under these.
    "pdf docx dotx xlsx xltx pptx ppsx potx odt ott ods odp odg odf epub xps oxps vsdx djvu",
    // Browsers refuse XML that does not begin as such.
    "txt csv tsv md json geojson log srt vtt ics vcf xml kml gpx xsd yaml yml tex",
    "zip kmz rar 7z gz tgz tar bz2 xz zst",
    "dwg dxf p7s p7m age bin",
];

// Endings that run: in a browser, by the system, in an office program.
const RUNS: [(CanRun, &str); 6] = [
    (Page, "html htm xhtml xht shtml mht mhtml svg svgz xsl xslt htc swf"),
    (
        Program,
        "exe com scr pif bat cmd ps1 ps1xml psm1 psd1 psc1 hta js jse mjs cjs vb vbs vbe wsf wsh \
         wsc ws sct msi msp mst msu msix msixbundle appx appxbundle appinstaller application \
         appref-ms xbap gadget cpl msc dll ocx sys drv reg inf ins isp job chm hlp xll wll udl",
    ),
    (
        Program,
        "lnk url website desktop scf rdp library-ms search-ms searchconnector-ms \
         settingcontent-ms theme themepack diagcab webloc fileloc inetloc mobileconfig iqy oqy \
         dqy rqy slk",
    ),
    (
        Program,
        "jar jnlp class war apk apks apkm xapk aab ipa crx xpi iso img vhd vhdx dmg pkg mpkg app \
         command tool terminal workflow action scpt scptd applescript dylib kext",
    ),
    (
        Program,
        "sh bash zsh csh ksh fish run elf so appimage deb rpm snap flatpak flatpakref py pyw pyc \
         pyz rb pl php php5 phtml phar asp aspx jsp jspx cgi lua ahk au3",
    ),
    (
        Macros,
        "doc dot wbk xls xlt xla xlm xlw ppt pot pps ppa docm dotm xlsm xltm xlam xlsb pptm potm \
         ppsm ppam sldm mdb accdb accde accdr mde ade adp pub vsd vsdm vstm mpp",
    ),
];

/// Whether a file with this ending runs nowhere by a double tap.
pub fn is_harmless(ending: &str) -> bool {
    HARMLESS.iter().any(|endings| has(endings, ending))
}

/// What a file with this ending can run.
pub fn by_ending(ending: &str) -> Option<CanRun> {
    RUNS.iter().find(|(_, endings)| has(endings, ending)).map(|(can_run, _)| *can_run)
}

fn has(endings: &str, ending: &str) -> bool {
    endings.split_ascii_whitespace().any(|one| one == ending)
}

// Programs by their first bytes, with the endings under which they are honest.
const PROGRAMS: [(&[u8], &str, CanRun); 12] = [
    (b"\x7fELF", "bin elf so run appimage", Program),
    // Mach-O in both orders and sizes; for several processors, which is also how Java begins.
    (b"\xfe\xed\xfa\xce", "bin dylib", Program),
    (b"\xfe\xed\xfa\xcf", "bin dylib", Program),
    (b"\xce\xfa\xed\xfe", "bin dylib", Program),
    (b"\xcf\xfa\xed\xfe", "bin dylib", Program),
    (b"\xca\xfe\xba\xbe", "bin dylib class", Program),
    (b"dex\n", "bin", Program),
    // Shortcuts of Windows.
    (b"L\0\0\0\x01\x14\x02\0", "bin lnk", Program),
    (b"#!", "txt sh bash zsh csh ksh fish command run py rb pl", Program),
    (b"\xef\xbb\xbf#!", "txt sh bash zsh csh ksh fish command run py rb pl", Program),
    // OLE2: Office before 2007, and what it sealed since; installers. Macros stand anywhere in it.
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "bin doc dot xls xlt xla ppt pot pps ppa msg vsd pub mpp docx xlsx pptx msi msp",
        Macros,
    ),
    (b"\x0e\x11\xfc\x0d\xd0\xcf\x11\xe0", "bin", Macros),
];

/// A program, or a document of old Office; `None` if it is neither.
pub fn program(bytes: &[u8]) -> Option<Found> {
    // Every program for Windows has a zero byte near "MZ"; a text has none.
    if bytes.starts_with(b"MZ") && bytes.iter().take(64).any(|b| *b == 0) {
        return Some(Found(UNKNOWN, "bin exe com scr pif dll cpl ocx sys drv", Some(Program)));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Some(Found("application/rtf", "rtf", None));
    }
    let fits = |(mark, ..): &&(&[u8], &str, CanRun)| bytes.starts_with(mark);
    PROGRAMS.iter().find(fits).map(|(_, endings, can_run)| Found(UNKNOWN, endings, Some(*can_run)))
}

// What makes a page of markup wherever it stands: scripts, the languages that have some, and what
// makes such a language of another one.
const SCRIPTED: [&[u8]; 11] = [
    b"<script",
    b"<html",
    b"<body",
    b"<iframe",
    b"<svg",
    b"<!doctype",
    b"<!entity",
    b"<?xml-stylesheet",
    b"xhtml",
    b"2000/svg",
    b"1999/xsl",
];
// Elements with which a page may begin, whatever follows.
const PAGE_ELEMENTS: &str = "a audio b base blockquote br button center div embed font form frame \
    frameset h1 h2 h3 h4 head hr i img input link marquee math meta object ol p pre span style \
    table template title u ul video";

/// Markup; `None` if the bytes are no text that begins with `<`.
pub fn markup(bytes: &[u8]) -> Option<Found> {
    let is_whole = bytes.len() < LOOKED_AT;
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    let bytes = marks.iter().find_map(|mark| bytes.strip_prefix(*mark)).unwrap_or(bytes);
    // In UTF-16 every other byte of markup is zero; in no text are two in a row.
    let begin = bytes.iter().position(|b| *b != 0 && !b.is_ascii_whitespace())?;
    let (blank, text) = bytes.split_at(begin);
    if text[0] != b'<' || blank.windows(2).any(|two| two == [0, 0]) {
        return None;
    }
    let text: Vec<u8> = text.iter().filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
    let (endings, can_run) = if holds(&text, b"<hta:") {
        ("txt hta", Some(Program))
    } else if holds(&text, b"<?mso-application") {
        // Word and Excel open such XML, with its macros.
        ("txt xml", Some(Macros))
    } else if !is_whole
        || begins_as_page(&text)
        || SCRIPTED.iter().any(|mark| holds(&text, mark))
        || has_spelled_name(&text)
    {
        ("txt html htm xhtml xht shtml svg xml", Some(Page))
    } else {
        ("xml kml gpx xsd txt html htm xhtml xht md csv json log", None)
    };
    Some(Found(UNKNOWN, endings, can_run))
}

fn begins_as_page(text: &[u8]) -> bool {
    let name: Vec<u8> =
        text.iter().skip(1).take_while(|b| b.is_ascii_alphanumeric()).copied().collect();
    let is_element = |one: &str| one.as_bytes() == name;
    text.starts_with(b"<!") || PAGE_ELEMENTS.split_ascii_whitespace().any(is_element)
}

// Whether the name of a language is spelled by the numbers of its characters. It stands between
// quotes, behind `xmlns`.
fn has_spelled_name(text: &[u8]) -> bool {
    let mut before: &[u8] = b"";
    text.split(|b| matches!(b, b'"' | b'\'')).any(|part| {
        let spelled = part.contains(&b'&') && holds(before, b"xmlns");
        before = part;
        spelled
    })
}

// The main part of a document, and the endings of its kind.
const OFFICE: [(&[u8], &str); 3] = [
    (b"word/document", "docx docm dotx dotm"),
    (b"xl/workbook", "xlsx xlsm xlsb xltx xltm xlam"),
    (b"ppt/presentation", "pptx pptm ppsx ppsm potx potm ppam"),
];
// Parts in which macros stand: of Office; of Excel since 1992; of OpenDocument.
const MACROS: [&[u8]; 4] =
    [b"vbaproject.bin", b"xl/macrosheets/", b"basic/script-lc.xml", b"scripts/python/"];
// Parts that make a package a program: of Java, Android, Windows.
const PACKAGES: [&[u8]; 4] =
    [b"meta-inf/manifest.mf", b"androidmanifest.xml", b"classes.dex", b"appxmanifest.xml"];

/// A ZIP file: its parts' names, which stand in the open, say what it is.
pub fn zip(bytes: &[u8]) -> Found {
    let any = |parts: &[&[u8]]| parts.iter().any(|part| holds(bytes, part));
    if any(&PACKAGES) {
        return Found(UNKNOWN, "zip jar war apk apks apkm xapk aab appx msix xpi", Some(Program));
    }
    let macros = any(&MACROS).then_some(Macros);
    if let Some((part, endings)) = OFFICE.iter().find(|(part, _)| holds(bytes, part)) {
        return Found(office_type(part), endings, macros);
    }
    let endings =
        "zip kmz epub odt ott ods odp odg odf docx dotx xlsx xltx pptx ppsx potx vsdx xps oxps";
    Found("application/zip", endings, macros)
}

// Whether `mark`, in small letters, stands anywhere in `bytes`, in whatever letters. Most places are
// ruled out by their first byte: it is asked of each byte of a file for each mark.
fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    let mut places = bytes.windows(mark.len());
    places.any(|place| place[0] | 0x20 == mark[0] && place.eq_ignore_ascii_case(mark))
}
