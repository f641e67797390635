//! Bundles: a ZIP of one document and the files that it names, for photos too many to travel
//! inside. A ZIP because every phone and computer opens it without us.

use super::{
    limits,
    metered::Metered,
    problem::{Code, Problem},
    room::BundleRoom,
};
use crate::sync::layout::is_aside;
use std::{
    collections::BTreeMap,
    io::{Cursor, Read, Write},
};
use zip::{
    CompressionMethod, ZipArchive, ZipWriter,
    read::{ArchiveOffset, Config},
    write::SimpleFileOptions,
};

/// The document's name in a bundle.
const DOCUMENT: &str = "document.json";
/// The folder of files, each named by its hash.
const FILES: &str = "files/";

/// Files by hash.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Whether some bytes look like a ZIP.
pub fn is_bundle(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Packs a document with its files. The same input gives the same bytes: no times, sorted names.
///
/// # Errors
/// When the ZIP library refuses (more than 4 GiB).
pub fn pack(document: &[u8], files: &Files) -> Result<Vec<u8>, zip::result::ZipError> {
    let plain = SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(DOCUMENT, plain.compression_method(CompressionMethod::Deflated))?;
    zip.write_all(document)?;
    for (hash, bytes) in files {
        // Photos are compressed already.
        zip.start_file(
            format!("{FILES}{hash}"),
            plain.compression_method(CompressionMethod::Stored),
        )?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Packs several whole files, each readable on its own, under names for people. The same input
/// gives the same bytes.
///
/// # Errors
/// When the ZIP library refuses (more than 4 GiB, a name twice).
pub fn pack_several(files: &Files) -> Result<Vec<u8>, zip::result::ZipError> {
    let plain = SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644)
        .compression_method(CompressionMethod::Deflated);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), plain)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Opens what [`pack_several`] made, or a person or a program packed: every file in it, whatever
/// folder it lies in, but what systems leave behind. `None` for a bundle of one document, and for a
/// ZIP that contains no file that could be ours.
///
/// # Errors
/// The one problem that keeps it shut.
pub fn unpack_several(bytes: &[u8]) -> Result<Option<Files>, Problem> {
    let mut entries = read_entries(bytes)?;
    entries.retain(|name, _| !is_noise(name));
    let is_one = entries.contains_key(DOCUMENT)
        && (entries.len() == 1 || entries.keys().any(|name| name.starts_with(FILES)));
    if is_one || !entries.keys().any(|name| could_be_ours(name)) {
        return Ok(None);
    }
    check_together(&entries)?;
    Ok(Some(entries))
}

// A file in a ZIP with none of these is part of something else, such as a document of Word.
fn could_be_ours(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".json", ".txt", ".zip", ".age"].iter().any(|end| lower.ends_with(end))
}

fn is_noise(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    is_aside(last) || name.split('/').any(|part| part == "__MACOSX")
}

/// Opens a bundle: the document's bytes and the files.
///
/// # Errors
/// The one problem that keeps it shut.
pub fn unpack(bytes: &[u8]) -> Result<(Vec<u8>, Files), Problem> {
    let mut entries = read_entries(bytes)?;
    let Some(document) = entries.remove(DOCUMENT) else {
        check_together(&entries)?;
        return Err(Problem::whole(Code::Foreign, &[]));
    };
    let files = entries
        .into_iter()
        .filter_map(|(name, content)| Some((name.strip_prefix(FILES)?.to_owned(), content)));
    Ok((document, files.collect()))
}

/// How many bytes a file is when it is unpacked: a bundle as it states, further than which none is read;
/// any other file, and a bundle that cannot be opened, as it is.
pub fn unpacked(file: &[u8]) -> u64 {
    let packed = file.len() as u64;
    if !is_bundle(file) {
        return packed;
    }
    let Ok(mut zip) = open(file) else { return packed };
    let entries = 0..zip.len();
    let size = |index| zip.by_index_raw(index).map_or(0, |entry| entry.size());
    entries.map(size).fold(0, u64::saturating_add)
}

// What lies in the bundles of several files is unpacked one after the other; together it may be no
// more than one bundle. Otherwise a megabyte could keep a phone busy for hours.
fn check_together(entries: &Files) -> Result<(), Problem> {
    let bundles = entries.values().filter(|content| is_bundle(content));
    let together = bundles.map(|bundle| unpacked(bundle)).fold(0, u64::saturating_add);
    let fits = together <= limits::BUNDLE_BYTES as u64;
    fits.then_some(()).ok_or_else(|| too_large(limits::BUNDLE_BYTES))
}

fn too_large(limit: usize) -> Problem {
    Problem::whole(Code::TooLarge, &[&(limit / (1024 * 1024))])
}

// Every entry by its name, within the limits.
fn read_entries(bytes: &[u8]) -> Result<Files, Problem> {
    let mut zip = open(bytes)?;
    let of = BundleRoom::of(&mut zip, bytes.len(), DOCUMENT);
    if zip.len() > of.entries {
        return Err(Problem::whole(Code::TooMany, &[&of.entries]));
    }
    let (mut files, mut room) = (Files::new(), of.bytes);
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|_| Problem::whole(Code::BadBundle, &[]))?;
        // In UTF-8 also where the ZIP does not say so; of another encoding, letters that keep unlike
        // names unlike.
        let name = match core::str::from_utf8(entry.name_raw()) {
            Ok(name) => name.to_owned(),
            Err(_) => entry.name().to_owned(),
        };
        // Checked although nothing is ever written under this name: a file with such a name was not
        // made by this app, and probably not with good intent.
        if entry.enclosed_name().is_none() || name.contains('\\') || name.starts_with('/') {
            return Err(Problem::whole(Code::UnsafeName, &[&name]));
        }
        if entry.is_dir() {
            continue;
        }
        // The size stated in a ZIP may be false, so the bytes that are read are counted.
        let stated = entry.size();
        let limit = if name == DOCUMENT { of.document.min(room) } else { room };
        if stated > limit as u64 {
            return Err(too_large(limit));
        }
        let mut content = Vec::new();
        entry
            .take(stated + 1)
            .read_to_end(&mut content)
            .map_err(|_| Problem::whole(Code::BadBundle, &[]))?;
        if content.len() as u64 != stated {
            return Err(Problem::whole(Code::BadBundle, &[]));
        }
        room -= content.len();
        if files.insert(name, content).is_some() {
            return Err(Problem::whole(Code::BadBundle, &[]));
        }
    }
    Ok(files)
}

// Opens a ZIP of at most so many entries as the largest bundle may have, each under a name of its own.
// What is read of it, now and later, is metered.
fn open(bytes: &[u8]) -> Result<ZipArchive<Metered<'_>>, Problem> {
    let bad = || Problem::whole(Code::BadBundle, &[]);
    let (listed, start) = listed(bytes).ok_or_else(bad)?;
    if listed > limits::BACKUP_ENTRIES {
        return Err(Problem::whole(Code::TooMany, &[&limits::BACKUP_ENTRIES]));
    }
    let config = Config { archive_offset: ArchiveOffset::Known(0) };
    let zip = ZipArchive::with_config(config, Metered::of(bytes)).map_err(|_| bad())?;
    // The library keeps one entry of each name. If one occurs twice, different readers would read
    // different copies. It looks for another directory where it does not understand this one.
    let same = zip.len() == listed && zip.central_directory_start() == start as u64;
    same.then_some(zip).ok_or_else(bad)
}

// How many entries a ZIP lists, and where; none where its directory is not exactly what its end says and directly
// before it, or where the end is not that of the file. The library would look for a directory that fits,
// from each of thousands of false ends, over the whole file. A ZIP in which these numbers have no room
// (ZIP64) lists more entries, or is larger, than a bundle may be.
fn listed(zip: &[u8]) -> Option<(usize, usize)> {
    const END: usize = 22;
    const LONGEST_COMMENT: usize = 0xffff;
    let tail = zip.len().saturating_sub(END + LONGEST_COMMENT);
    let last = zip[tail..].windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let (before, end) = zip.split_at(tail + last);
    let short = |at: usize| Some(usize::from(*end.get(at)?) | usize::from(*end.get(at + 1)?) << 8);
    let long = |at: usize| Some(short(at)? | short(at + 2)? << 16);
    let (disk, of, here, all, comment) = (short(4)?, short(6)?, short(8)?, short(10)?, short(20)?);
    let (size, start) = (long(12)?, long(16)?);
    if end.len() != END + comment || (disk, of) != (0, 0) || here != all {
        return None;
    }
    if all == 0xffff {
        return Some((all, start));
    }
    let mut rest = before.get(start..).filter(|rest| rest.len() == size)?;
    let mut count = 0;
    while let Some(header) = rest.get(..46).filter(|header| header.starts_with(b"PK\x01\x02")) {
        count += 1;
        // The lengths of the name, the extra field and the comment.
        let lengths =
            [28, 30, 32].map(|at| usize::from(header[at]) | usize::from(header[at + 1]) << 8);
        rest = rest.get(46 + lengths.iter().sum::<usize>()..)?;
    }
    (count == all && rest.is_empty()).then_some((count, start))
}
