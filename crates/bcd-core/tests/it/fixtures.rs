//! Files of that day: those of version 1 must open for ever, the broken ones never.
//!
//! `BCD_UPDATE=1` makes files that are missing; one that is there is never written again.

use crate::support::{check_refused, check_taken, checked, disk};
use bcd_core::{
    engine::{FoundBackup, GoodFile},
    format::{
        canonical,
        problem::Code,
        read::{Document, read},
    },
    id::{DeviceId, UnitId},
    intake::{Arrival, Index},
    merge::conflict::conflicts,
    upper::case::{Case, CaseState},
    year::{Year, record::RecordKind, value::Figure},
};

pub mod broken;
mod drive;
mod rollup;
mod v1;
mod year;

const V1: [(&str, &str); 14] = [
    (
        "2026-11-30-backup-with-rollups.json",
        "fb7a9de17d3a204b0cc8e1523679789df66115e801352cee98632db60cc0442b",
    ),
    ("2026-11-30-rollup.json", "79529b405f3ddfc796fb0cf5959c4bd932cec3246a756f6dacde5b9d39bd1f8f"),
    (
        "2026-11-29-submission-signed.json",
        "2dd98a089dc43e2c15e1668194443c5f6a541d4de5750387076ab3bfafc424b3",
    ),
    (
        "2026-11-29-submission-signed-p256.json",
        "94ebef92b280c36b6ffd8e897db3d1a35e2798f6c29c668f77cd0668878462dd",
    ),
    (
        "2026-11-22-submission.json",
        "2e35e379994edade7dac2ca472bb4640e65e0f2eaa0b362f3d5473587b164fe3",
    ),
    (
        "2026-11-22-submission-with-photo.json",
        "1607065e38b85834e9328e84d933eca246dadeff9478c972455749679b210bc8",
    ),
    (
        "2026-11-25-submission-with-year.json",
        "ec191ee8fc29b5519f796eac89349bfe84f0455db27b0189ab60e5eee1741882",
    ),
    ("2026-11-22-bundle.zip", "854456cbe63647a35c43f7d9beea88fecdbaabdc601bf69428a19a1f1fe0622d"),
    ("2026-11-22-backup.json", "c90dc68fad34b216d29d479a81b792014d9dcb432ff4932ea63a752d32d9d566"),
    (
        "2026-11-25-backup-with-year.json",
        "1e9df4cffa8593f429a9bbb77b6c7d358e5c4c293da6e79a227cfb12d014f4f2",
    ),
    (
        "2026-11-25-backup-with-review.json",
        "e35bf3e0fcba2215062eab9a84995974fb740e681a3cd9fdc99cc45d5cbc399b",
    ),
    ("2026-11-25-device.json", "63066eff55b8c53b09b652c5520cc42997b04ee594ff643529493c7ba68a3710"),
    ("2026-11-25-review.json", "f3c9af3b38540677f0ad942e3f3b01565971f697e5526c45447a0e778bd24ec9"),
    ("2026-11-25-pack.json", "35a6af62276f411cc4af64cc8d188b595cd3fa6bc28dc5b20efdd41b9a8f4d09"),
];

/// A file of version 1.
pub fn v1(name: &str) -> Vec<u8> {
    disk::make_once(&format!("tests/fixtures/v1/{name}"), || v1::make(name));
    disk::load(&format!("tests/fixtures/v1/{name}"))
}

#[test]
fn files_of_version_1_were_never_edited() {
    for (name, hash) in V1 {
        assert_eq!(canonical::sha256(&v1(name)), hash, "{name}");
    }
    let mut names = V1.map(|(name, _)| name);
    names.sort_unstable();
    assert_eq!(disk::names("tests/fixtures/v1"), names);
}

#[test]
fn signed_submissions_of_version_1_are_still_those_of_their_devices() {
    for (name, kind) in [
        ("2026-11-29-submission-signed.json", "ed25519:"),
        ("2026-11-29-submission-signed-p256.json", "p256:"),
    ] {
        let signer = check_taken(&v1(name)).signer;
        assert!(signer.key.is_some_and(|key| key.as_str().starts_with(kind)), "{name}");
        assert_eq!(signer.introductions.len(), 1);
    }
}

#[test]
fn a_submission_of_version_1_still_says_what_it_said() {
    let summary = check_taken(&v1("2026-11-22-submission.json"));
    assert_eq!(summary.name, "Đoàn phường An Cư");
    assert_eq!((summary.seq, summary.cycle.as_str()), (2, "2026"));
    assert_eq!((summary.score.got.to_string().as_str(), summary.evidence), ("82", 3));
    let value = read(&v1("2026-11-22-submission.json")).value;
    let body = &value["body"];
    for list in ["answers", "evidence", "changed"] {
        assert!(
            body[list]
                .as_array()
                .map_or_else(|| body[list].as_object().map_or(0, |o| o.len()), Vec::len)
                > 0,
            "{list}"
        );
    }
    for list in ["criteria", "gates_unmet"] {
        assert!(!body["score"][list].as_array().unwrap().is_empty(), "{list}");
    }
    assert!(body["withheld"]["notes"].as_u64() > Some(0));
    assert!(body["withheld"]["evidence"].as_u64() > Some(0));
    assert!(value["parent"].is_string());
    let answers = body["answers"].as_object().unwrap();
    for field in ["step", "met", "na", "na_reason", "note"] {
        assert!(answers.values().any(|answer| answer.get(field).is_some()), "{field}");
    }
}

#[test]
fn the_years_counts_of_version_1_still_say_what_they_said() {
    let file = v1("2026-11-25-submission-with-year.json");
    check_taken(&file);
    let Some(Document::Submission(envelope)) = read(&file).document else { panic!("nothing") };
    let year = envelope.body.year.unwrap();
    assert_eq!((year.meetings.held, year.meetings.due), (5, 23));
    assert_eq!((year.tasks.planned, year.tasks.on_time, year.tasks.late), (4, 1, 1));
    assert_eq!(year.quarters["1"].members, Some(34));
    assert_eq!((year.introductions.introduced, year.introductions.admitted), (7, 3));
    assert_eq!(year.branches.len(), 3);
}

#[test]
fn photos_of_version_1_travel_inside_and_beside() {
    let inside = read(&v1("2026-11-22-submission-with-photo.json"));
    let beside = read(&v1("2026-11-22-bundle.zip"));
    assert_eq!((&inside.value, &inside.files), (&beside.value, &beside.files));
    assert_eq!(inside.files.len(), 2);
    let Some(Document::Submission(envelope)) = inside.document else { panic!("no submission") };
    let kinds: std::collections::BTreeSet<_> =
        envelope.body.evidence.values().map(|line| line.kind.clone()).collect();
    assert_eq!(kinds.len(), 4, "every kind of evidence: {kinds:?}");
}

#[test]
fn a_backup_of_version_1_still_brings_everything_back() {
    let (found, problems) = checked(&v1("2026-11-22-backup.json"));
    let Some(GoodFile::Backup(found)) = found else { panic!("{problems:?}") };
    let FoundBackup { dossiers, sent, received, .. } = *found;
    assert_eq!((dossiers.len(), sent.len(), received.len()), (2, 1, 1));
    assert!(dossiers.values().any(|state| !state.lost.is_empty()));
    assert!(dossiers.values().all(|state| state.fields.len() > 8));
    assert!(
        !read(&v1("2026-11-22-backup.json")).value["body"]["files"].as_object().unwrap().is_empty()
    );
}

#[test]
fn a_full_year_of_version_1_still_has_every_record_and_every_field() {
    let (found, problems) = checked(&v1("2026-11-25-backup-with-year.json"));
    let Some(GoodFile::Backup(found)) = found else { panic!("{problems:?}") };
    let fields = &found.dossiers.values().next().unwrap().fields;
    let year = Year::of(fields);
    let page = String::from_utf8(disk::load("../../docs/file-format.md")).unwrap();
    let (_, section) = page.split_once("## Fields of the year").unwrap();
    // Every field that the description names for a kind is in the file.
    for kind in RecordKind::ALL {
        let start = format!("| `{}/{{", kind.as_str());
        let line = section.lines().find(|line| line.starts_with(&start)).unwrap();
        let described = line.split(" | ").nth(1).unwrap();
        let bare = |text: &str| text.split('(').next().unwrap().trim().to_owned();
        for word in bracketless(described).split(',').map(bare).filter(|word| word.contains('`')) {
            let name = word.rsplit_once('`').unwrap().0.rsplit_once('`').unwrap().1.to_owned();
            let field = name.split('/').next().unwrap();
            let prefix = format!("{}/", kind.as_str());
            let there = fields.keys().filter(|path| path.starts_with(&prefix));
            let has = |path: &String| path.split('/').any(|part| part == field);
            assert!(there.into_iter().any(has), "{prefix}…/{field}");
        }
    }
    assert_eq!(year.tasks.len() + year.meetings.len() + year.branches.len(), 5);
    assert_eq!(year.tasks.values().next().unwrap().people, Figure::Is(45));
    assert_eq!(year.registration.pledges["1.2.2"].lead, "Chị Hà");
    assert_eq!(year.proofs_of(RecordKind::Task, &"v1".into()).count(), 1);
}

#[test]
fn a_device_file_of_version_1_still_says_what_stands_and_what_lost() {
    let (found, problems) = checked(&v1("2026-11-25-device.json"));
    let Some(GoodFile::Device(file)) = found else { panic!("{problems:?}") };
    let state = &file.body.state;
    assert_eq!((file.device.as_str(), file.cycle.as_str()), ("may-1", "2026"));
    // Written over the other's value: no conflict.
    let step = &state.fields["answer/2.1.1/step"];
    assert_eq!((step.v.as_str(), step.seen().count()), (Some("0"), 1));
    let open: Vec<_> = conflicts(state).into_iter().map(|conflict| conflict.path).collect();
    assert_eq!(open, ["answer/1.2.1/note", "answer/2.3.1/private_note"]);
    assert_eq!(state.lost["answer/1.2.1/note"][0].v, "Minh ghi khác");
    let pinned = &state.lost["answer/2.3.1/private_note"][0];
    assert_eq!(pinned.dev, DeviceId(format!("may-1~{}", pinned.n)));
    assert_eq!(file.body.files.len(), 1);
    // The pack lies in it whole, and is checked like any other.
    let pack = file.pack.unwrap();
    assert_eq!(state.fields["pack/digest"].v.as_str(), Some(pack.digest.as_str()));
    assert_eq!(file.body.pack, read(&v1("2026-11-25-pack.json")).value);
}

#[test]
fn a_review_of_version_1_still_says_what_it_said() {
    let (found, problems) = checked(&v1("2026-11-25-review.json"));
    let Some(GoodFile::Review(file)) = found else { panic!("{problems:?}") };
    let line = &file.row.line;
    let sent = check_taken(&v1("2026-11-22-submission.json"));
    assert_eq!((&line.submission, line.seq), (&sent.digest, sent.seq));
    assert_eq!((line.state, line.reviewer.as_str()), (CaseState::Asked, "Thành Đoàn Bình Hải"));
    let case = Case::of(&file.row.case.fields);
    assert_eq!((line.asked, case.items.len(), case.visits.len()), (1, 3, 1));
    assert_eq!(file.row.case.lost.len(), 1, "what two said of one item is both there");
    // It goes along in a backup, and one from before there were any still opens.
    let reviews = |name| match checked(&v1(name)).0 {
        Some(GoodFile::Backup(found)) => found.reviews,
        _ => panic!("no backup"),
    };
    assert_eq!(reviews("2026-11-25-backup-with-review.json"), [file.row]);
    assert_eq!(reviews("2026-11-22-backup.json"), []);
}

#[test]
fn a_roll_up_of_version_1_still_counts_what_it_counted() {
    let file = v1("2026-11-30-rollup.json");
    let (Some(GoodFile::Rollup(line)), _) = checked(&file) else { panic!("no roll-up") };
    let counts = &line["counts"];
    assert_eq!(
        (&line["seq"], &counts["units"], &counts["sent"]),
        (&2.into(), &4.into(), &3.into())
    );
    assert_eq!((&counts["declined"], &counts["waiting"]), (&1.into(), &2.into()));
    let Some(Document::Rollup(envelope)) = read(&file).document else { panic!("no roll-up") };
    let body = envelope.body;
    // The school counts here, the primary school by its ward.
    let held: Vec<_> = body.rows.iter().filter_map(|row| row.held_by.as_ref()).collect();
    assert_eq!(held, [&UnitId::from("phuong-an-cu")]);
    let left: Vec<_> = body.parts.iter().flat_map(|part| &part.without).collect();
    assert_eq!(left.iter().map(|it| &*it.row.name).collect::<Vec<_>>(), ["Đoàn thpt-tan-loc"]);
    assert!(body.rows.iter().any(|row| row.verified.is_some()));
}

#[test]
fn a_backup_of_version_1_still_brings_back_which_roll_ups_were_made_and_which_came() {
    let file = v1("2026-11-30-backup-with-rollups.json");
    let (found, problems) = checked(&file);
    assert!(found.is_some() && problems.is_empty(), "{problems:?}");
    let backup = read(&file);
    let Some(Document::Backup(envelope)) = backup.document else { panic!("no backup") };
    let body = envelope.body;
    assert_eq!(body.offices[0].unit.id, UnitId::from("tinh-doan"));
    let lines = body.rollups.iter().map(|hash| {
        let (Some(GoodFile::Rollup(line)), _) = checked(&backup.files[hash.as_str()]) else {
            panic!("no roll-up")
        };
        let own = body.rolled.contains(hash);
        (own, line["office"]["id"].clone(), line["seq"].clone(), line["counts"]["units"].clone())
    });
    let lines: Vec<_> = lines.collect();
    let expected = [
        (true, "tinh-doan", 1, 4),
        (true, "tinh-doan", 2, 4),
        (false, "xa-tan-loc", 1, 2),
        (false, "phuong-an-cu", 1, 1),
    ];
    let expected = expected.map(|(own, id, seq, units)| (own, id.into(), seq.into(), units.into()));
    assert_eq!(lines, expected);
}

#[test]
fn a_pack_of_version_1_still_asks_what_it_asked() {
    let file = v1("2026-11-25-pack.json");
    let (found, problems) = checked(&file);
    let Some(GoodFile::Pack(line)) = found else { panic!("{problems:?}") };
    assert_eq!((line.version, line.cycle.as_str()), (1, "2026"));
    assert_eq!(line.title.vi, "Hướng dẫn “3 chủ động” năm 2026");
    let Some(Document::Pack(envelope)) = read(&file).document else { panic!("no pack") };
    assert_eq!(envelope.body.set.items().count(), 31);
    assert!(!envelope.body.deadlines.deadlines.is_empty());
}

// What stands in brackets explains; it names no field.
fn bracketless(text: &str) -> String {
    let parts = text.split('(').map(|part| part.rsplit_once(')').map_or(part, |(_, rest)| rest));
    parts.collect()
}

fn broken(name: &str) -> Vec<u8> {
    disk::make_once(&format!("tests/fixtures/broken/{name}"), || broken::make(name));
    disk::load(&format!("tests/fixtures/broken/{name}"))
}

#[test]
fn each_broken_file_is_refused_for_its_own_reason() {
    for (name, code) in broken::NAMES {
        let codes: Vec<Code> = read(&broken(name)).problems.iter().map(|p| p.code).collect();
        assert_eq!(codes, [*code], "{name}");
        check_refused(&broken(name), &[*code]);
    }
}

#[test]
fn every_broken_file_is_in_the_list_and_small() {
    let mut names: Vec<&str> = broken::NAMES.iter().map(|(name, _)| *name).collect();
    names.push(broken::SAME_DOSSIER);
    names.sort_unstable();
    broken(broken::SAME_DOSSIER);
    names.iter().for_each(|name| drop(broken(name)));
    assert_eq!(disk::names("tests/fixtures/broken"), names);
    assert!(names.iter().all(|name| broken(name).len() < 64 * 1024));
}

#[test]
fn a_good_file_of_a_dossier_that_is_another_units_waits_for_a_person() {
    let here = check_taken(&v1("2026-11-22-submission.json"));
    let other = check_taken(&broken(broken::SAME_DOSSIER));
    assert_eq!(here.dossier, other.dossier);
    assert_ne!(here.unit, other.unit);
    let here = Index::from_iter([here]);
    assert_eq!(here.classify(&other, &|_| false), Arrival::OtherUnit);
}
