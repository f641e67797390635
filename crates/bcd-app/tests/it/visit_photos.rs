//! Photos of a visit: drawn anew, kept with the case, in the answer and in backups, taken out again.

use crate::support::{
    Device, Flaky, UP, check_good,
    desk::{Officer, acquaint, hands_up, said_once},
    device::UNIT,
    place::Picked,
    small_set,
};
use bcd_app::reviewing::{NotDone, PhotoRefused};
use bcd_core::{
    format::limits,
    id::{FileHash, RecordId, UnitId},
    sync::Roles,
    upper::case::{Visit, command::CaseFault},
};
use reactive_graph::prelude::*;

const CYCLE: &str = "2026";
const SEEN: &str = "Sổ chi ghi thiếu hai buổi";

/// A picture that differs from others by a number.
fn picture(number: u8) -> Picked {
    let png = include_bytes!("../../../../public/icons/icon-192.png");
    Picked::new("anh.png", "image/png", &[png.as_slice(), &[number]].concat())
}

/// An officer who went to see a unit that handed up.
fn visited(drive: &Flaky) -> (Device, Officer, RecordId) {
    let (unit, nam) = (Device::opened("h"), Officer::new("nam"));
    hands_up(&unit, drive, "0");
    nam.collects(drive);
    nam.opens();
    let visit = Visit {
        day: "2026-11-24".into(),
        who: "Nam".into(),
        note: SEEN.into(),
        ..Visit::default()
    };
    let at = UnitId::from(UNIT);
    let noted = nam.desk.visit(&at, CYCLE, None, visit);
    let id = nam.device.tab().run(noted).unwrap();
    (unit, nam, id)
}

fn adds(nam: &Officer, visit: &RecordId, file: &Picked) -> Result<(), PhotoRefused> {
    let at = UnitId::from(UNIT);
    nam.device.tab().run(nam.desk.add_photo(&at, CYCLE, visit, file))
}

fn photos(nam: &Officer, visit: &RecordId) -> Vec<FileHash> {
    nam.opens().visits[visit].photos.clone()
}

#[test]
fn photos_of_a_visit_are_in_the_answer_to_the_unit_and_in_the_backup() {
    let drive = Flaky::new("len");
    let (unit, nam, visit) = visited(&drive);
    adds(&nam, &visit, &picture(1)).unwrap();
    adds(&nam, &visit, &picture(2)).unwrap();
    // The same once more is no third one.
    adds(&nam, &visit, &picture(2)).unwrap();
    let there = photos(&nam, &visit);
    assert_eq!(there.len(), 2);
    let kept = nam.device.files();
    assert!(there.iter().all(|hash| kept.contains_key(hash)));
    // By hand, in one file, and by the drive.
    unit.take_by_hand(&nam.file());
    let shown = |unit: &Device| {
        let said = said_once(unit);
        said.case.visits.values().flat_map(|it| it.photos.clone()).collect::<Vec<_>>()
    };
    assert_eq!(shown(&unit), there);
    assert!(there.iter().all(|hash| unit.files().get(hash) == kept.get(hash)));
    let other = Device::joining("h2");
    let sends = Roles { devices: true, sends: true, collects: false };
    check_good(&unit.sync(&drive, sends));
    nam.collects(&drive);
    let lies = |hash: &FileHash| drive.memory.files().keys().any(|path| path.ends_with(&hash.0));
    assert!(there.iter().all(lies), "beside the review");
    drop(other);
    let phone = Device::new("may-moi");
    phone.restore(&nam.device.backup());
    assert!(there.iter().all(|hash| phone.files().get(hash) == kept.get(hash)));
}

#[test]
fn what_is_no_picture_or_cannot_be_drawn_is_refused_in_words_and_leaves_nothing() {
    let (_, nam, visit) = visited(&Flaky::new("len"));
    for (file, refused) in [
        (Picked::new("a.jpg", "image/jpeg", b""), PhotoRefused::Empty),
        (Picked::new("a.jpg", "image/jpeg", b"<html></html>"), PhotoRefused::NoPicture),
        (
            Picked::new("a.heic", "image/heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
            PhotoRefused::NoPicture,
        ),
        (
            Picked::new("a.mp4", "video/mp4", b"\0\0\0\x18ftypisom\0\0\0\0isomiso2"),
            PhotoRefused::NoPicture,
        ),
    ] {
        assert_eq!(adds(&nam, &visit, &file), Err(refused), "{}", file.name);
    }
    assert_eq!(adds(&nam, &RecordId::from("khac"), &picture(1)), Err(PhotoRefused::NoVisit));
    assert!(photos(&nam, &visit).is_empty() && nam.device.files().is_empty());
}

#[test]
fn a_visit_has_so_many_photos_at_most() {
    let (_, nam, visit) = visited(&Flaky::new("len"));
    for number in 0..limits::VISIT_PHOTOS {
        adds(&nam, &visit, &picture(number as u8)).unwrap();
    }
    let full = PhotoRefused::NotDone(NotDone::Fault(CaseFault::TooManyPhotos));
    assert_eq!(adds(&nam, &visit, &picture(200)), Err(full));
    assert_eq!(photos(&nam, &visit).len(), limits::VISIT_PHOTOS);
    assert_eq!(nam.device.files().len(), limits::VISIT_PHOTOS, "nor are its bytes kept");
}

#[test]
fn a_photo_is_taken_out_and_comes_back_by_undo_whatever_else_was_written() {
    let drive = Flaky::new("len");
    let (_, nam, visit) = visited(&drive);
    let mai = Officer::new("mai");
    acquaint(&nam, &mai, &drive);
    adds(&nam, &visit, &picture(1)).unwrap();
    adds(&nam, &visit, &picture(2)).unwrap();
    let both = photos(&nam, &visit);
    let at = UnitId::from(UNIT);
    let take_out = |hash| nam.desk.remove_photo(&at, CYCLE, &visit, hash);
    let tab = nam.device.tab();
    tab.run(take_out(&both[0])).unwrap();
    assert_eq!(photos(&nam, &visit), both[1..]);
    // Twice is once.
    tab.run(take_out(&both[0])).unwrap();
    tab.run(nam.desk.undo()).unwrap();
    assert_eq!(photos(&nam, &visit), both);
    // The office's other device has them, too.
    nam.collects(&drive);
    mai.collects(&drive);
    assert_eq!(photos(&mai, &visit), both);
    mai.collects(&drive);
    assert_eq!(mai.device.files().len(), 2);
    assert_eq!(
        mai.desk.opened.with_untracked(|open| open.as_ref().map(|it| it.case.visits.len())),
        Some(1)
    );
}

#[test]
fn words_and_photos_of_a_visit_that_was_taken_out_go_to_nobody_and_come_back_by_undo() {
    let drive = Flaky::new("len");
    let (unit, nam, visit) = visited(&drive);
    adds(&nam, &visit, &picture(1)).unwrap();
    let gone = Visit { deleted: true, ..nam.opens().visits[&visit].clone() };
    let at = UnitId::from(UNIT);
    nam.device.tab().run(nam.desk.visit(&at, CYCLE, Some(visit.clone()), gone)).unwrap();
    let file = nam.file();
    assert!(!String::from_utf8_lossy(&file).contains(SEEN));
    unit.take_by_hand(&file);
    nam.collects(&drive);
    let laid = drive.memory.files();
    assert!(laid.values().all(|bytes| !String::from_utf8_lossy(bytes).contains(SEEN)));
    assert!(unit.files().is_empty());
    assert!(laid.keys().all(|path| !path.starts_with("files/")));
    nam.device.tab().run(nam.desk.undo()).unwrap();
    assert_eq!(nam.opens().visits[&visit].note, SEEN);
    unit.take_by_hand(&nam.file());
    assert_eq!((photos(&nam, &visit).len(), unit.files().len()), (1, 1));
}

#[test]
fn photos_of_a_visit_lie_on_the_drive_of_its_unit_and_on_no_other() {
    let drive = Flaky::new("len");
    let (_, nam, visit) = visited(&drive);
    adds(&nam, &visit, &picture(1)).unwrap();
    // Other units of the office share another drive, which lies open to all of them.
    let (others, lan) = (Flaky::new("cum"), Device::of_unit("l", "don-vi-khac", "Đoàn xã Khác"));
    lan.freeze(&small_set());
    check_good(&lan.sync(&others, UP));
    nam.collects(&others);
    nam.collects(&drive);
    nam.collects(&others);
    let photos = |drive: &Flaky| {
        drive.memory.files().into_keys().filter(|path| path.starts_with("files/")).count()
    };
    assert_eq!((photos(&drive), photos(&others)), (1, 0));
}

#[test]
fn one_photo_may_show_a_visit_to_several_units_and_goes_to_each() {
    let drive = Flaky::new("len");
    let (_, nam, visit) = visited(&drive);
    adds(&nam, &visit, &picture(1)).unwrap();
    let other = Device::of_unit("k", "khac", "Đoàn phường khác");
    let sent = other.freeze(&small_set());
    nam.device.take_by_hand(&other.document(&sent.digest));
    nam.device.tab().run(nam.desk.read()).unwrap();
    let photo = photos(&nam, &visit).remove(0);
    nam.turns_to("khac");
    nam.opens();
    let at = UnitId::from("khac");
    let noted = Visit { day: "2026-11-24".into(), ..Visit::default() };
    let tab = nam.device.tab();
    let noted = tab.run(nam.desk.visit(&at, CYCLE, None, noted)).unwrap();
    tab.run(nam.desk.add_photo(&at, CYCLE, &noted, &picture(1))).unwrap();
    for to in [UNIT, "khac"] {
        nam.turns_to(to);
        nam.opens();
        let there = Device::of_unit("d", to, "Đơn vị");
        there.take_by_hand(&nam.file());
        assert!(there.files().contains_key(&photo), "{to}");
    }
}
