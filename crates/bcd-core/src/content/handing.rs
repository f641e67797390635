//! How a file that somebody else may have written is handed out: the type and the ending that its
//! bytes have, a name that every system takes, and whether it can run.
//!
//! An ending decides what a double tap does. One that runs is given only to bytes that are what it
//! says, and [`Handing::can_run`] then says so, for the person to be asked first.

mod name;
mod runs;

use super::{HEAD, UNKNOWN, media_type};
use name::Stated;
use runs::by_ending;

/// A file as it is handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handing {
    /// Its name: at most [`NAME_MOST`] characters, no folder, no mark that nobody sees.
    pub name: String,
    /// Its media type. [`UNKNOWN`] for whatever can run: a browser never opens that itself.
    pub media_type: &'static str,
    /// What it could do where it is opened; a person is asked before it is handed out.
    pub can_run: Option<CanRun>,
}

/// The most characters of a name that is handed out.
pub const NAME_MOST: usize = 120;

/// What a file can run, by its bytes or by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CanRun {
    /// A page or a drawing with scripts: HTML, SVG, XML.
    Page,
    /// A program, a script, an installer, a shortcut.
    Program,
    /// A document with macros, or of a kind that may have some.
    Macros,
}

// What the bytes are: their type, the endings that fit, parted by blanks and the first for any
// other name, and what they can run whatever they are called.
struct Found(&'static str, &'static str, Option<CanRun>);

/// How many first bytes are looked at: more than a unit can attach in the app. What stands behind
/// them in a larger file can take a warning away, but gives no ending that runs.
pub const LOOKED_AT: usize = 32 * 1024 * 1024;

/// How a file that its sender calls `stated` is handed out, by its first [`LOOKED_AT`] `bytes`.
///
/// - Bytes that are known keep the stated ending where it fits them; any other ending gives way to
///   their own: a PNG called `anh.jpg` becomes `anh.png`, a program called `bao-cao.pdf`
///   `bao-cao.bin`.
/// - Bytes that are not known keep an ending that runs nowhere. Behind any other stands `.bin`, so
///   that what they were called can still be read: `ban-ve.abc.bin`.
pub fn handing(stated: &str, bytes: &[u8]) -> Handing {
    let Stated { stem, ending } = name::stated(stated);
    let is_known = runs::is_harmless(&ending) || by_ending(&ending).is_some();
    let whole = if ending.is_empty() { stem.clone() } else { format!("{stem}.{ending}") };
    match found(bytes) {
        Some(Found(media_type, endings, bytes_run)) => {
            let fits = endings.split(' ').any(|one| one == ending);
            let own = endings.split(' ').next().unwrap_or("bin");
            let (stem, ending) = match (fits, is_known) {
                (true, _) => (stem, ending.as_str()),
                (false, true) => (stem, own),
                // "so 1.2" has no ending, though it looks so.
                (false, false) => (whole, own),
            };
            let can_run = by_ending(ending).or(bytes_run);
            let media_type = if can_run.is_some() { UNKNOWN } else { media_type };
            Handing { name: name::file_name(&stem, ending), media_type, can_run }
        }
        None if runs::is_harmless(&ending) => {
            Handing { name: name::file_name(&stem, &ending), media_type: UNKNOWN, can_run: None }
        }
        None => Handing {
            name: name::file_name(&whole, "bin"),
            media_type: UNKNOWN,
            can_run: by_ending(&ending),
        },
    }
}

fn found(bytes: &[u8]) -> Option<Found> {
    // What can run first: other marks may stand behind its own.
    let runs = runs::program(bytes).or_else(|| runs::markup(bytes));
    if runs.is_some() {
        return runs;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(runs::zip(bytes));
    }
    let media_type = media_type(&bytes[..bytes.len().min(HEAD as usize)]);
    let endings = match media_type {
        "image/jpeg" => "jpg jpeg jpe jfif",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/tiff" => "tiff tif dng",
        "image/avif" => "avif",
        "image/heic" => "heic heif hif",
        "image/heif" => "heif heic hif",
        "video/mp4" => "mp4 mov m4v m4a 3gp qt",
        "video/webm" => "webm mkv mka",
        "video/x-msvideo" => "avi",
        "application/pdf" => "pdf",
        _ => return None,
    };
    Some(Found(media_type, endings, None))
}
