//! Hostile bundles: ZIP files that no honest app makes.

use crate::support::{
    Story, check_refused, check_taken, checked, files, freeze, photo, photo_of,
    raw_zip::{raw_zip, raw_zip_of_nothing, raw_zip_of_one},
    small_file, small_set_value,
};
use bcd_core::format::{
    bundle::{Files, pack, pack_several, unpack_several},
    limits,
    problem::Code,
    read::{read, read_inner},
};
use std::collections::BTreeSet;

const DOCUMENT: &str = "document.json";

// A bundle of one document with one photo.
fn bundle() -> (Vec<u8>, Files) {
    let files = files(&[&photo::png(8, 1, 0)]);
    let story =
        Story::opened().evidence("anh", photo_of(&photo::png(8, 1, 0), "Ra quân", &["2.1"]));
    (freeze(&story.dossier, &small_set_value(), &files).document, files)
}

#[test]
fn the_hand_made_zip_is_good_when_it_is_honest() {
    let (document, files) = bundle();
    let (hash, photo) = files.first_key_value().unwrap();
    let zip = raw_zip(&[(DOCUMENT, &document), (&format!("files/{hash}"), photo)]);
    assert_eq!(check_taken(&zip), check_taken(&pack(&document, &files).unwrap()));
    // A folder's own entry, and a file that means nothing to us, do no harm.
    let zip = raw_zip(&[("files/", b""), ("doc.txt", b"?"), (DOCUMENT, &small_file())]);
    assert_eq!(check_taken(&zip), check_taken(&small_file()));
    assert!(read(&zip).files.is_empty());
}

#[test]
fn names_that_lead_out_are_refused() {
    let names =
        ["../x", "files/../../x", "/etc/passwd", "\\\\may\\x", "files\\x", "C:\\x", "..", "a\0b"];
    for name in names {
        for place in [0, 1] {
            let mut entries: Vec<(&str, &[u8])> = vec![(name, b"x")];
            let document = small_file();
            entries.insert(place, (DOCUMENT, &document));
            check_refused(&raw_zip(&entries), &[Code::UnsafeName]);
        }
    }
}

#[test]
fn two_copies_of_one_name_are_refused() {
    let document = small_file();
    check_refused(&raw_zip(&[(DOCUMENT, &document), (DOCUMENT, &document)]), &[Code::BadBundle]);
    let twice = raw_zip(&[(DOCUMENT, &document), ("files/ab", b"x"), ("files/ab", b"y")]);
    check_refused(&twice, &[Code::BadBundle]);
}

#[test]
fn a_zip_of_something_else_is_foreign() {
    check_refused(&raw_zip(&[]), &[Code::Foreign]);
    check_refused(
        &raw_zip(&[("word/document.xml", b"<x/>"), ("[Content_Types].xml", b"<x/>")]),
        &[Code::Foreign],
    );
    check_refused(&raw_zip(&[("sub/document.json", &small_file())]), &[Code::Foreign]);
    check_refused(&raw_zip(&[(DOCUMENT, b"{}")]), &[Code::Foreign]);
    check_refused(&raw_zip(&[(DOCUMENT, b"")]), &[Code::Empty]);
    // A bundle in a bundle is not looked into.
    let inner = raw_zip(&[(DOCUMENT, &small_file())]);
    check_refused(&raw_zip(&[(DOCUMENT, &inner)]), &[Code::NotText]);
}

#[test]
fn a_small_zip_that_grows_over_the_limit_is_stopped_there() {
    let bomb = pack(&vec![b' '; limits::JSON_BYTES + 1], &Files::new()).unwrap();
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    check_refused(&bomb, &[Code::TooLarge]);
    assert_eq!(read(&bomb).problems[0].args, ["32"]);
}

#[test]
fn many_entries_that_grow_over_the_limit_together_are_stopped_there() {
    let content = vec![b' '; 16 * 1024 * 1024];
    let names: Vec<String> = (0..17).map(|n| n.to_string()).collect();
    let of = |names: &[String]| {
        let files = names.iter().map(|name| (name.clone(), content.clone())).collect();
        pack_several(&files).unwrap()
    };
    check_refused(&of(&names), &[Code::TooLarge]);
    // One less is room enough, but then there is no document.
    check_refused(&of(&names[1..]), &[Code::Foreign]);
    // Nor does one content count as many.
    check_refused(&raw_zip_of_one(&names, &content), &[Code::BadBundle]);
}

#[test]
fn too_many_entries_are_refused_before_any_is_read() {
    let names: Vec<String> = (0..=limits::BUNDLE_ENTRIES).map(|n| format!("files/{n}")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    check_refused(&raw_zip(&entries), &[Code::TooMany]);
}

// Where the last end of a directory fits none, a reader that looks for another one looks through the
// whole file for each of a million.
#[test]
fn a_file_of_nothing_but_ends_of_directories_is_refused_without_looking_for_a_directory() {
    let end = b"PK\x05\x06\0\0\0\0\x01\0\x01\0\x2e\0\0\0\0\0\0\0\0\0";
    let ends = end.repeat((31 << 20) / end.len());
    check_refused(&ends, &[Code::BadBundle]);
    assert_eq!(unpack_several(&ends).unwrap_err().code, Code::BadBundle);
    // The same in a ZIP of several files, packed small.
    let several: Files = [("mot.json".into(), small_file()), ("hai.zip".into(), ends)].into();
    let packed = pack_several(&several).unwrap();
    assert!(packed.len() < 200_000, "{}", packed.len());
    assert_eq!(unpack_several(&packed), Ok(Some(several)));
}

// The last end is as it should be, but what its directory says of its entry is cut. A reader that does not
// understand it would look through the whole file for each of the others.
#[test]
fn a_directory_that_nobody_understands_is_refused_without_looking_for_another_one() {
    let end = |size: usize, start: usize| {
        let mut end = b"PK\x05\x06\0\0\0\0\x01\0\x01\0".to_vec();
        [size, start].iter().for_each(|n| end.extend(u32::try_from(*n).unwrap().to_le_bytes()));
        [&end[..], &[0, 0]].concat()
    };
    let mut header = b"PK\x01\x02".to_vec();
    header.resize(46, 0);
    (header[28], header[30]) = (1, 2);
    header.extend(b"a\x01\0");
    let mut file = end(46, 0).repeat((31 << 20) / 22);
    let start = file.len();
    file.extend(&header);
    file.extend(end(header.len(), start));
    check_refused(&file, &[Code::BadBundle]);
    assert_eq!(unpack_several(&file).unwrap_err().code, Code::BadBundle);
}

#[test]
fn entries_that_lie_in_one_place_and_take_long_to_come_to_nothing_are_refused() {
    let of = |count: usize| {
        let names: Vec<String> = (0..count).map(|n| n.to_string()).collect();
        raw_zip_of_nothing(&names, 100_000)
    };
    // Each is empty, and none is a document.
    check_refused(&of(2), &[Code::Foreign]);
    check_refused(&of(10), &[Code::BadBundle]);
}

#[test]
fn a_zip_ends_with_its_directory_and_says_how_many_entries_that_has() {
    let zip = raw_zip(&[(DOCUMENT, &small_file()), ("files/ab", b"x")]);
    check_taken(&zip);
    // The number of entries, the disk, the size and the start of the directory, from the end.
    for at in [10, 12, 14, 16, 18, 6, 4] {
        let mut odd = zip.clone();
        let at = zip.len() - 22 + at;
        odd[at] ^= 1;
        check_refused(&odd, &[Code::BadBundle]);
    }
    check_refused(&[&zip[..], b"more"].concat(), &[Code::BadBundle]);
    check_refused(&[&zip[..], &zip[zip.len() - 22..]].concat(), &[Code::BadBundle]);
    // A comment is no harm, if its length is what the end says.
    let mut noted = [&zip[..], b"ghi chu"].concat();
    noted[zip.len() - 2] = 7;
    assert_eq!(check_taken(&noted), check_taken(&zip));
    // So many that the numbers of a ZIP have no room for them.
    let mut many = zip;
    let at = many.len() - 14;
    many[at..at + 4].fill(0xff);
    check_refused(&many, &[Code::TooMany]);
}

#[test]
fn a_bundle_cut_anywhere_is_never_good() {
    let (document, files) = bundle();
    let zip = pack(&document, &files).unwrap();
    for length in 4..zip.len() {
        let reading = read(&zip[..length]);
        let codes: Vec<Code> = reading.problems.iter().map(|p| p.code).collect();
        assert_eq!(codes, [Code::BadBundle], "{length} of {}", zip.len());
    }
    check_refused(&zip[..zip.len() - 1], &[Code::BadBundle]);
}

#[test]
fn missing_and_changed_files_of_a_bundle_are_named() {
    let (document, mut files) = bundle();
    check_refused(&pack(&document, &Files::new()).unwrap(), &[Code::FileMissing]);
    files.values_mut().for_each(|photo| photo.push(0));
    check_refused(&pack(&document, &files).unwrap(), &[Code::FileChanged]);
    // Files that the document does not name stay out, whatever they are.
    let more: Files = [("00".to_owned(), b"<script>".to_vec())].into();
    let zip = pack(&small_file(), &more).unwrap();
    assert!(checked(&zip).0.is_some());
    assert!(read(&zip).files.is_empty());
}

#[test]
fn packing_is_the_same_bytes_every_time() {
    let (document, files) = bundle();
    assert_eq!(pack(&document, &files).unwrap(), pack(&document, &files).unwrap());
}

#[test]
fn several_whole_files_travel_in_one_and_come_out_as_they_were() {
    let (document, photos) = bundle();
    let whole = pack(&document, &photos).unwrap();
    let several: Files =
        [("mot.json".to_owned(), small_file()), ("hai.zip".to_owned(), whole.clone())].into();
    let packed = pack_several(&several).unwrap();
    assert_eq!(packed, pack_several(&several).unwrap(), "the same bytes");
    assert_eq!(unpack_several(&packed), Ok(Some(several)));
    // One document with its files is one file; so is a ZIP of something else.
    assert_eq!(unpack_several(&whole), Ok(None));
    assert_eq!(unpack_several(&raw_zip(&[("word/document.xml", b"x")])), Ok(None));
    check_refused(&packed, &[Code::Foreign]);
    let out = unpack_several(&raw_zip(&[("mot.json", b"{}"), ("../hai.json", b"{}")]));
    assert_eq!(out.unwrap_err().code, Code::UnsafeName);
}

#[test]
fn what_lies_in_folders_of_a_zip_and_in_capital_letters_comes_out_too_and_noise_does_not() {
    let ours: [(&str, &[u8]); 4] = [
        ("HAI.ZIP", b"PK"),
        ("bao cao.docx", b"PK"),
        ("Cum 1/mot.JSON", b"{}"),
        ("Cum 1/Xa A/mot.json", b"{ }"),
    ];
    let noise: [(&str, &[u8]); 6] = [
        ("Cum 1/", b""),
        ("__MACOSX/", b""),
        ("__MACOSX/Cum 1/._mot.json", b"x"),
        (".DS_Store", b"x"),
        ("Cum 1/.DS_Store", b"x"),
        ("Cum 1/Thumbs.db", b"x"),
    ];
    let found = unpack_several(&raw_zip(&[&ours[..], &noise[..]].concat())).unwrap().unwrap();
    let expected: Files =
        ours.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    assert_eq!(found, expected);
    // None of it is ours: it stays one file, which is refused.
    let foreign = [&[ours[1], ("word/document.xml", b"<x/>")][..], &noise[..]].concat();
    assert_eq!(unpack_several(&raw_zip(&foreign)), Ok(None));
    check_refused(&raw_zip(&foreign), &[Code::Foreign]);
}

#[test]
fn names_in_an_old_encoding_stay_unlike() {
    // As old programs pack "Xã Ẩ.json" and "Xã Ã.json": one letter, one byte, no UTF-8.
    let mut zip = raw_zip(&[("Xa A.json", b"{}"), ("Xa B.json", b"{ }")]);
    let mut put = |from: &[u8], to: &[u8]| {
        for at in 0..zip.len() - from.len() {
            if zip[at..].starts_with(from) {
                zip[at..at + to.len()].copy_from_slice(to);
            }
        }
    };
    put(b"Xa A.json", b"Xa \xC3.json");
    put(b"Xa B.json", b"Xa \xC4.json");
    put(&[20, 0, 0, 8], &[20, 0, 0, 0]);
    let found = unpack_several(&zip).unwrap().unwrap();
    let found: BTreeSet<Vec<u8>> = found.into_values().collect();
    assert_eq!(found, [b"{}".to_vec(), b"{ }".to_vec()].into());
}

// 230 kB that unpack to 4 GB, a bundle at a time.
#[test]
fn a_zip_of_zips_that_grow_without_end_is_refused_before_any_of_them_is_opened() {
    let content = vec![b' '; limits::JSON_BYTES];
    let bomb = pack(&content, &Files::new()).unwrap();
    let of = |count: usize, bomb: &[u8]| {
        let bombs: Files = (0..count).map(|n| (format!("{n}.zip"), bomb.to_vec())).collect();
        pack_several(&bombs).unwrap()
    };
    let room = limits::BUNDLE_BYTES / limits::JSON_BYTES;
    assert_eq!(unpack_several(&of(room, &bomb)).unwrap().unwrap().len(), room);
    let packed = of(128, &bomb);
    assert!(packed.len() < 300_000, "{}", packed.len());
    assert_eq!(unpack_several(&packed).unwrap_err().code, Code::TooLarge);
    check_refused(&packed, &[Code::TooLarge]);
    // A bundle that states less than it holds is not read further than it states.
    let size = u32::try_from(content.len()).unwrap().to_le_bytes();
    let at: Vec<usize> = (0..bomb.len() - 4).filter(|at| bomb[*at..*at + 4] == size).collect();
    assert!(at.len() >= 2, "in the local header and in the directory");
    let mut liar = bomb;
    at.into_iter().for_each(|at| liar[at..at + 4].copy_from_slice(&7_u32.to_le_bytes()));
    assert!(unpack_several(&of(128, &liar)).is_ok());
    check_refused(&liar, &[Code::BadBundle]);
}

#[test]
fn a_document_in_another_file_is_never_a_bundle() {
    let (document, files) = bundle();
    let zip = pack(&document, &files).unwrap();
    assert_eq!(read(&zip).problems, []);
    assert_eq!(read_inner(&document).problems[0].code, Code::FileMissing);
    assert_eq!(read_inner(&zip).problems[0].code, Code::NotText);
}
