//! What becomes of a photo or a file, from the moment it is picked until it is handed up.

use crate::support::{
    Device, Flaky, OWN, UP, check_good, device::DOSSIER, place::Picked, set, settle,
};
use bcd_app::{
    evidence::{EvidenceRefused, EvidenceTaken, Shows},
    exchange::outgoing::SendError,
};
use bcd_core::{
    content::traces::{Traces, traces},
    dossier::{Evidence, EvidenceKind},
    format::problem::Code,
    id::{DossierId, ItemId},
};
use reactive_graph::prelude::*;
use serde_json::json;

const EXIF_8: &[u8] = include_bytes!("../../../bcd-core/tests/fixtures/pictures/exif-8.jpg");
const HEIC: &[u8] = include_bytes!("../../../bcd-core/tests/fixtures/pictures/heic-named-jpg.jpg");

/// Picks a file as evidence of 1.2.1; what became of it, and the piece.
fn pick(
    device: &Device,
    (name, mime): (&str, &str),
    bytes: &[u8],
) -> (Result<EvidenceTaken, EvidenceRefused>, Option<Evidence>) {
    let tab = device.tab();
    let (dossier, shows) = (DossierId::from(DOSSIER), Shows::Item(ItemId::from("1.2.1")));
    let picked = Picked::new(name, mime, bytes);
    let taken = tab.run(tab.evidence.take_file(&dossier, &shows, &picked));
    let pieces = tab.work.dossier.with_untracked(|dossier| dossier.evidence.clone());
    (taken, pieces.into_iter().next().map(|(_, piece)| piece))
}

#[test]
fn a_file_is_known_by_its_bytes_whatever_name_and_type_it_comes_under() {
    for (claim, bytes, taken, kind, mime) in [
        (
            ("anh.jpg", "image/jpeg"),
            HEIC,
            EvidenceTaken::Undecoded,
            EvidenceKind::File,
            "image/heic",
        ),
        (
            ("phim.jpg", "image/jpeg"),
            b"\0\0\0\x18ftypisom....",
            EvidenceTaken::Undecoded,
            EvidenceKind::File,
            "video/mp4",
        ),
        (("ghi.txt", "text/plain"), EXIF_8, EvidenceTaken::Well, EvidenceKind::Photo, "image/jpeg"),
        (
            ("anh.png", "image/png"),
            b"%PDF-1.7 to trinh",
            EvidenceTaken::Well,
            EvidenceKind::File,
            "application/pdf",
        ),
    ] {
        let (became, piece) = pick(&Device::opened("h"), claim, bytes);
        let piece = piece.unwrap();
        assert_eq!(became, Ok(taken), "{claim:?}");
        assert_eq!((piece.kind, &*piece.mime), (kind, mime), "{claim:?}");
        // What may hold place and time stays until a person lets it go.
        assert_eq!(piece.private, taken == EvidenceTaken::Undecoded, "{claim:?}");
    }
}

#[test]
fn a_file_without_bytes_is_refused_as_empty() {
    let (became, piece) = pick(&Device::opened("h"), ("anh-0-byte.jpg", "image/jpeg"), b"");
    assert_eq!((became, piece), (Err(EvidenceRefused::Empty), None));
}

fn codes(made: Result<impl Sized, SendError>) -> Vec<Code> {
    match made {
        Ok(_) => vec![],
        Err(SendError::Problems(problems)) => problems.iter().map(|it| it.code).collect(),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn a_photo_that_came_with_place_and_time_goes_up_only_without_them() {
    let (own, up) = (Flaky::new("chung"), Flaky::new("cap-tren"));
    let (hoa, minh) = (Device::opened("h"), Device::joining("m"));
    // Hoa's device kept it as the camera made it.
    let before = hoa.photo("e", EXIF_8);
    settle(&[hoa.clone(), minh.clone()], &own, OWN);
    assert_eq!(minh.files()[&before], EXIF_8);
    let tab = minh.tab();
    assert!(tab.act(|| tab.work.take_set(&set().to_string())));
    let sending = tab.services().sending;
    assert_eq!(codes(tab.run(sending.freeze())), [Code::HoldsTraces]);
    assert_eq!(codes(tab.run(sending.freeze_warned())), [Code::HoldsTraces]);
    assert!(minh.sent().is_empty(), "no number was used");
    tab.run(sending.leave_out_traces()).unwrap();
    assert_eq!(codes(tab.run(sending.freeze())), []);
    // What is sent is what is stored, and what the item shows.
    let after = minh.value("evidence/e/file");
    let kept = minh.files();
    let clean = &kept[after.as_str().unwrap()];
    assert_eq!(traces(clean), Traces::None);
    assert_eq!(minh.value("evidence/e/size"), json!(clean.len()));
    check_good(&minh.sync(&up, UP));
    for bytes in up.memory.files().values() {
        assert!(!bytes.windows(10).any(|part| part == b"TrialPhone"));
    }
    settle(&[hoa.clone(), minh.clone()], &own, OWN);
    assert_eq!(hoa.value("evidence/e/file"), after);
    assert!(hoa.conflicts().is_empty());
}

#[test]
fn a_film_goes_up_only_after_a_warning_and_never_by_itself() {
    let device = Device::opened("h");
    let (_, piece) = pick(&device, ("ra-quan.mp4", "video/mp4"), b"\0\0\0\x18ftypisom PHIM");
    assert!(piece.unwrap().private);
    let tab = device.tab();
    assert!(tab.act(|| tab.work.take_set(&set().to_string())));
    let sending = tab.services().sending;
    assert_eq!(codes(tab.run(sending.freeze())), []);
    assert!(device.sent()[0].files().is_empty());
    let id = tab.work.dossier.with_untracked(|d| d.evidence.iter().next().unwrap().0.clone());
    device.write(DOSSIER, &format!("evidence/{id}/private"), json!(false));
    assert_eq!(codes(tab.run(sending.freeze())), [Code::MayHoldTraces]);
    assert_eq!(codes(tab.run(sending.freeze_warned())), []);
    assert_eq!(device.sent()[1].files().len(), 1);
}

#[test]
fn the_page_names_what_goes_up_for_the_first_time() {
    let device = Device::opened("h");
    let tab = device.tab();
    assert!(tab.act(|| tab.work.take_set(&set().to_string())));
    let newly = || reactive_graph::graph::untrack(|| tab.services().sending.newly_up());
    device.write(DOSSIER, "answer/1.2.1/step", json!("4"));
    assert_eq!(newly(), None, "nothing was sent yet");
    device.freeze(&set());
    assert_eq!(newly(), Some(vec![]));
    device.write(DOSSIER, "answer/1.2.1/step", json!("2"));
    device.write(DOSSIER, "answer/1.2.1/note", json!("Đã rà soát."));
    device.write(DOSSIER, "answer/1.1.1/note", json!("ở lại đơn vị"));
    let hash = device.photo("e", include_bytes!("../../../../public/icons/icon-192.png"));
    let now = newly().unwrap();
    assert!(now.contains(&"answer/1.2.1/note".to_owned()), "{now:?}");
    assert!(now.contains(&"evidence/e/file".to_owned()), "{now:?}");
    assert!(!now.iter().any(|path| path.contains("1.1.1") || path.ends_with("step")), "{now:?}");
    device.freeze(&set());
    // The same content once more is not new; its piece is.
    device.write(DOSSIER, "evidence/f/file", json!(hash.0));
    device.write(DOSSIER, "evidence/f/kind", json!("photo"));
    device.write(DOSSIER, "evidence/f/for/2.2.3", json!(true));
    let now = newly().unwrap();
    assert!(now.contains(&"evidence/f/for/2.2.3".to_owned()), "{now:?}");
    assert!(!now.contains(&"evidence/f/file".to_owned()), "{now:?}");
}
