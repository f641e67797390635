//! What a file is, by its bytes. Its name and the type that a browser states are only claims.
//!
//! A table of our own: the page asks before it has the engine, and the crate `infer`, by which the
//! engine checks pictures, is many times as large.

pub mod handing;
pub mod markup;
#[cfg(feature = "files")]
pub mod traces;

/// How many first bytes [`media_type`] looks at.
pub const HEAD: u32 = 4096;
/// The type of a file that is none of those known here.
pub const UNKNOWN: &str = "application/octet-stream";

// Where the mark stands, the mark, the type. The first that fits counts.
const MARKS: [(usize, &[u8], &str); 18] = [
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBPVP8", "image/webp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (4, b"ftypavi", "image/avif"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftyphev", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypmsf1", "image/heif"),
    (4, b"ftyp", "video/mp4"),
    (4, b"moov", "video/mp4"),
    (4, b"mdat", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
];

/// The media type of a file that begins with `head`; [`UNKNOWN`] where it is none of the table.
pub fn media_type(head: &[u8]) -> &'static str {
    let fits = |(at, mark, _): &&(usize, &[u8], _)| {
        head.get(*at..).is_some_and(|rest| rest.starts_with(mark))
    };
    match MARKS.iter().find(fits) {
        Some((.., "application/zip")) => office_type(head),
        Some((.., media_type)) => media_type,
        None => UNKNOWN,
    }
}

// Documents of Word, Excel and PowerPoint are ZIP files; the folder of their parts tells them apart.
fn office_type(head: &[u8]) -> &'static str {
    let has = |name: &[u8]| head.windows(name.len()).any(|part| part == name);
    if has(b"word/") {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    } else if has(b"xl/") {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    } else if has(b"ppt/") {
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    } else {
        "application/zip"
    }
}
