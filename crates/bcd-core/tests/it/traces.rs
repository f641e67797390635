//! What a file is by its bytes, and what cameras leave in pictures.

use crate::support::{Story, files, head, photo::png, photo_of, small_set_value};
use bcd_core::{
    content::{
        UNKNOWN, media_type,
        traces::{Traces, traces},
    },
    dossier::{Evidence, EvidenceKind},
    engine::{Request, Response, handle},
    format::problem::Code,
    id::{DossierId, FileHash},
};
use proptest::prelude::*;

const EXIF_8: &[u8] = include_bytes!("../fixtures/pictures/exif-8.jpg");
const HEIC: &[u8] = include_bytes!("../fixtures/pictures/heic-named-jpg.jpg");

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|part| part == mark)
}

#[track_caller]
fn check_clean(bytes: &[u8], kept: &[&[u8]], gone: &[&[u8]]) -> Vec<u8> {
    let Traces::Without(clean) = traces(bytes) else { panic!("{:?}", traces(bytes)) };
    for mark in kept {
        assert!(holds(&clean, mark), "{:?} is gone", String::from_utf8_lossy(mark));
    }
    for mark in gone {
        assert!(holds(bytes, mark) && !holds(&clean, mark), "{:?}", String::from_utf8_lossy(mark));
    }
    assert_eq!(traces(&clean), Traces::None, "once is enough");
    clean
}

#[test]
fn a_file_is_known_by_its_bytes() {
    let zip = |name: &str| {
        let mut bytes = b"PK\x03\x04\x14\0\0\0\0\0[Content_Types].xml....PK\x03\x04".to_vec();
        bytes.extend(name.as_bytes());
        bytes
    };
    let cases: [(&[u8], &str); 16] = [
        (EXIF_8, "image/jpeg"),
        (HEIC, "image/heic"),
        (&png(4, 1, 0), "image/png"),
        (b"GIF89a\x01\0", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8X", "image/webp"),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "image/avif"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0", "image/heif"),
        (b"MM\0*\0\0\0\x08", "image/tiff"),
        (b"\0\0\0\x18ftypisom", "video/mp4"),
        (b"\0\0\0\x14ftypqt  ", "video/mp4"),
        (b"\x1a\x45\xdf\xa3\x01\0", "video/webm"),
        (b"%PDF-1.7", "application/pdf"),
        (&zip("ghi-chu.txt"), "application/zip"),
        (
            &zip("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            &zip("xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("Danh sách".as_bytes(), UNKNOWN),
    ];
    for (bytes, is) in cases {
        assert_eq!(media_type(bytes), is);
    }
    assert_eq!(media_type(b""), UNKNOWN);
}

#[test]
fn a_photo_of_a_phone_loses_place_and_time_and_stays_upright() {
    let clean = check_clean(
        EXIF_8,
        &[b"JFIF"],
        &[b"TrialPhone", b"2026:03:26", b"\x88\x25\0\x04\0\0\0\x01"],
    );
    // All of Exif that is left says how to turn it.
    let at = clean.windows(6).position(|part| part == b"Exif\0\0").unwrap();
    assert_eq!(&clean[at + 16..at + 26], [1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8]);
    // The picture itself is the same, to the byte.
    let scan = |bytes: &[u8]| {
        let at = bytes.windows(2).position(|part| part == [0xFF, 0xDA]).unwrap();
        bytes[at..].to_vec()
    };
    assert_eq!(scan(&clean), scan(EXIF_8));
}

#[test]
fn what_stands_in_other_segments_and_behind_a_photo_goes_too() {
    let mut photo = EXIF_8[..2].to_vec();
    for (mark, content) in [
        (0xE1, &b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>TOA-DO</x:xmpmeta>"[..]),
        (0xED, b"Photoshop 3.0\x008BIM IPTC TEN"),
        (0xE2, b"MPF\0ANH-NHO"),
        (0xE2, b"ICC_PROFILE\0\x01\x01MAU"),
        (0xFE, b"GHI-CHU"),
        (0xEE, b"Adobe\0\x64\0\0\0\0\x01"),
    ] {
        photo.extend([0xFF, mark]);
        photo.extend(((content.len() + 2) as u16).to_be_bytes());
        photo.extend(content);
    }
    photo.extend(&EXIF_8[2..]);
    photo.extend(b"\0\0\0\x18ftypmp42 PHIM");
    check_clean(
        &photo,
        &[b"ICC_PROFILE", b"Adobe"],
        &[b"TOA-DO", b"IPTC", b"ANH-NHO", b"GHI-CHU", b"PHIM", b"TrialPhone"],
    );
}

#[test]
fn other_pictures_lose_what_does_not_draw() {
    let plain = png(8, 1, 0);
    assert_eq!(traces(&plain), Traces::None);
    let mut marked = plain[..33].to_vec();
    for (name, content) in [(b"eXIf", &b"MM\0*TOA-DO"[..]), (b"tEXt", b"Author\0TEN")] {
        marked.extend((content.len() as u32).to_be_bytes());
        marked.extend(name);
        marked.extend(content);
        marked.extend([0; 4]);
    }
    marked.extend(&plain[33..]);
    marked.extend(b"DUOI");
    assert_eq!(check_clean(&marked, &[], &[b"TOA-DO", b"TEN", b"DUOI"]), plain);

    let chunk = |name: &[u8; 4], content: &[u8]| {
        let length = (content.len() as u32).to_le_bytes();
        let fill = &[0][..content.len() % 2];
        [&name[..], &length, content, fill].concat()
    };
    let body = [
        chunk(b"VP8X", &[0b0000_1100, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        chunk(b"VP8 ", b"hinh"),
        chunk(b"EXIF", b"TOA-DO"),
        chunk(b"XMP ", b"TEN"),
    ]
    .concat();
    let length = (body.len() as u32 + 4).to_le_bytes();
    let webp = [&b"RIFF"[..], &length, b"WEBP", &body].concat();
    let clean = check_clean(&webp, &[b"hinh"], &[b"TOA-DO", b"TEN"]);
    assert_eq!(clean[20], 0, "nor does it say that there is something");

    let gif = [
        &b"GIF89a\x01\0\x01\0\0\0\0"[..],
        b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0",
        b"!\xff\x0bXMP DataXMP\x06TOA-DO\0",
        b"!\xfe\x03TEN\0",
        b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;",
    ]
    .concat();
    check_clean(&gif, &[b"NETSCAPE"], &[b"TOA-DO", b"TEN"]);
}

#[test]
fn films_and_pictures_that_cannot_be_looked_through_may_hold_anything() {
    let cut = &EXIF_8[..EXIF_8.len() - 900];
    for bytes in [HEIC, cut, b"\0\0\0\x18ftypisom", b"\xff\xd8\xff\xe1", b"GIF89a"] {
        assert_eq!(traces(bytes), Traces::Perhaps);
    }
    for bytes in [&b"%PDF-1.7 /CreationDate"[..], b"", "chữ".as_bytes()] {
        assert_eq!(traces(bytes), Traces::None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_file_makes_it_fall_over_and_what_is_left_is_clean(
        start in 0_usize..6,
        rest in proptest::collection::vec(any::<u8>(), 0..200),
        broken in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = match start {
            0 => [b"\xff\xd8\xff\xe1".to_vec(), rest].concat(),
            1 => [b"\x89PNG\r\n\x1a\n".to_vec(), rest].concat(),
            2 => [b"GIF89a".to_vec(), rest].concat(),
            3 => [b"RIFF\xff\xff\xff\xffWEBPVP8X".to_vec(), rest].concat(),
            4 => png(4, 1, 0),
            _ => EXIF_8[..700].to_vec(),
        };
        for (at, to) in broken {
            let at = at.index(bytes.len());
            bytes[at] = to;
        }
        bytes.truncate(cut.index(bytes.len() + 1));
        if let Traces::Without(clean) = traces(&bytes) {
            prop_assert!(!matches!(traces(&clean), Traces::Without(again) if again != clean));
        }
    }
}

fn sent_with(bytes: &[u8], evidence: Evidence, warned: bool) -> Vec<Code> {
    let story = Story::opened().evidence("anh", evidence);
    let carried = files(&[bytes]);
    let request = Request::Freeze {
        head: head(&story.dossier),
        dossier: DossierId::from("ho-so-1"),
        fields: story.dossier.fields.clone(),
        set: small_set_value(),
        before: Default::default(),
        files: carried.keys().cloned().collect(),
        warned,
    };
    match handle(request, carried.into_values().collect()) {
        (Response::Written { problems, .. }, _) => problems.iter().map(|it| it.code).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_picture_with_traces_is_not_sent_whatever_it_calls_itself() {
    let photo = Evidence { mime: "image/jpeg".into(), ..photo_of(EXIF_8, "Ra quân", &["2.1"]) };
    let file = Evidence {
        kind: EvidenceKind::File,
        mime: "text/plain".into(),
        name: "danh-sach.txt".into(),
        ..photo.clone()
    };
    for evidence in [photo, file] {
        for warned in [false, true] {
            assert_eq!(sent_with(EXIF_8, evidence.clone(), warned), [Code::HoldsTraces]);
        }
    }
    let (Response::WithoutTraces(Some(hash)), blobs) =
        handle(Request::WithoutTraces, vec![EXIF_8.to_vec()])
    else {
        panic!("nothing was left out")
    };
    let [clean] = &blobs[..] else { panic!() };
    let again = Evidence {
        file: Some(hash.clone()),
        mime: "image/jpeg".into(),
        ..photo_of(clean, "Ra quân", &["2.1"])
    };
    assert_eq!(again.file, Some(FileHash(bcd_core::format::canonical::sha256(clean))));
    assert_eq!(sent_with(clean, again, false), []);
}

#[test]
fn what_may_hold_place_and_time_is_sent_only_after_a_warning() {
    let heic = Evidence {
        kind: EvidenceKind::File,
        mime: "image/heic".into(),
        name: "IMG_0001.heic".into(),
        ..photo_of(HEIC, "", &["2.1"])
    };
    assert_eq!(sent_with(HEIC, heic.clone(), false), [Code::MayHoldTraces]);
    assert_eq!(sent_with(HEIC, heic.clone(), true), []);
    // A photo must be one that every browser draws.
    let photo = Evidence { kind: EvidenceKind::Photo, ..heic.clone() };
    assert_eq!(sent_with(HEIC, photo, true), [Code::NotAnImage]);
    // What stays at home needs no warning.
    assert_eq!(sent_with(HEIC, Evidence { private: true, ..heic }, false), []);
}
