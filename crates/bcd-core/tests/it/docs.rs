//! The description of the format says what the code does.

use crate::{
    fixtures::broken::NAMES,
    support::{check_refused, check_taken, checked, disk, forged, small_file},
};
use bcd_core::{
    engine::GoodFile,
    format::{limits, problem::Code, year::YearCounts},
    merge::conflict::conflicts,
    upper::case::CaseState,
    year::{record::RecordKind, task::TaskState},
};

fn format_page() -> String {
    String::from_utf8(disk::load("../../docs/file-format.md")).unwrap()
}

fn example() -> String {
    let page = format_page();
    let (_, rest) = page.split_once("```json\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_worked_example_is_a_good_file() {
    let summary = check_taken(example().as_bytes());
    assert_eq!((summary.score.got.to_string(), summary.score.recognisable), ("2.5".into(), false));
    assert_eq!(summary.lacking, 0);
    check_refused(example().replace("An Cư", "An Cu").as_bytes(), &[Code::WrongDigest]);
}

#[test]
fn the_example_of_the_years_counts_is_good_and_adds_up() {
    let page = format_page();
    let example = page.split("```json\n").nth(2).unwrap().split("```").next().unwrap();
    let value: serde_json::Value = serde_json::from_str(example).unwrap();
    check_taken(&forged(&small_file(), |file| file["body"]["year"] = value.clone()));
    let year: YearCounts = serde_json::from_value(value).unwrap();
    let held: usize = year.branches.iter().map(|branch| branch.held.len()).sum();
    let due: u64 = year.branches.iter().map(|branch| branch.due).sum();
    assert_eq!((held as u64, due), (year.meetings.held, year.meetings.due));
    assert_eq!(year.branches.iter().filter_map(|branch| branch.members).sum::<u64>(), 33);
}

#[test]
fn the_examples_of_the_drives_files_are_good_files() {
    let page = format_page();
    let examples: Vec<&str> =
        page.split("```json\n").skip(3).filter_map(|rest| rest.split("```").next()).collect();
    let [device, review, pack] = examples[..] else { panic!("{} examples", examples.len()) };
    let (Some(GoodFile::Device(file)), _) = checked(device.as_bytes()) else { panic!("device") };
    // As the text below it says: one written over, one beside.
    assert_eq!(file.body.state.fields["answer/1.2.1/step"].seen().count(), 1);
    let open = conflicts(&file.body.state);
    assert_eq!(open.len(), 1);
    assert_eq!(
        (open[0].path.as_str(), &*open[0].standing.by),
        ("answer/1.2.1/note", "Trần Văn Minh")
    );
    let (Some(GoodFile::Review(file)), faults) = checked(review.as_bytes()) else {
        panic!("review")
    };
    assert_eq!(faults, []);
    assert_eq!(file.row.line.submission, check_taken(example().as_bytes()).digest);
    assert_eq!(file.row.line.state, CaseState::Asked);
    assert!(matches!(checked(pack.as_bytes()), (Some(GoodFile::Pack(_)), _)));
}

#[test]
fn every_field_of_a_record_is_described() {
    let page = format_page();
    let (_, section) = page.split_once("## Fields of the year").unwrap();
    for kind in RecordKind::ALL {
        assert!(section.contains(&format!("| `{}/{{", kind.as_str())), "{kind:?}");
    }
    for word in TaskState::ALL.iter().map(|word| word.as_str()) {
        assert!(section.contains(&format!("`{word}`")), "{word}");
    }
}

#[test]
fn every_code_that_a_broken_file_gives_is_described() {
    let page = format_page();
    for (name, code) in NAMES {
        assert!(page.contains(&format!("| `{code:?}` |")), "{name}: {code:?}");
    }
}

#[test]
fn the_limits_stand_as_they_are() {
    let page = format_page();
    let megabytes = |bytes: usize| format!("{} MB", bytes / (1024 * 1024));
    let thousands = |n: usize| {
        let text = n.to_string();
        let groups: Vec<&str> =
            text.as_bytes().rchunks(3).rev().map(|part| str::from_utf8(part).unwrap()).collect();
        groups.join(",")
    };
    for (name, limit) in [
        ("JSON_BYTES", megabytes(limits::JSON_BYTES)),
        ("BUNDLE_BYTES", megabytes(limits::BUNDLE_BYTES)),
        ("DEVICE_BYTES", megabytes(limits::DEVICE_BYTES)),
        ("CARRIED_PACK", megabytes(limits::CARRIED_PACK)),
        ("CASE_FIELDS", thousands(limits::CASE_FIELDS)),
        ("CASE_BYTES", megabytes(limits::CASE_BYTES)),
        ("INLINE_FILES", megabytes(limits::INLINE_FILES)),
        ("BUNDLE_ENTRIES", thousands(limits::BUNDLE_ENTRIES)),
        ("BACKUP_ENTRIES", thousands(limits::BACKUP_ENTRIES)),
        ("BACKUP_BYTES", megabytes(limits::BACKUP_BYTES)),
        ("BACKUP_JSON_BYTES", megabytes(limits::BACKUP_JSON_BYTES)),
        ("BACKUP_VALUES", thousands(limits::BACKUP_VALUES)),
        ("REVIEW_FIELDS", thousands(limits::REVIEW_FIELDS)),
        ("KEPT_FIELDS", thousands(limits::KEPT_FIELDS)),
        ("NOTED", thousands(limits::NOTED)),
        ("DEPTH", thousands(limits::DEPTH)),
        ("VALUES", thousands(limits::VALUES)),
        ("TEXT_CHARS", thousands(limits::TEXT_CHARS)),
        ("NAME_CHARS", thousands(limits::NAME_CHARS)),
        ("PACK_NOTE_CHARS", thousands(limits::PACK_NOTE_CHARS)),
        ("PACK_DEADLINES", thousands(limits::PACK_DEADLINES)),
        ("PACK_TEMPLATES", thousands(limits::PACK_TEMPLATES)),
        ("MERGE_COST", thousands(limits::MERGE_COST as usize)),
        ("BACKUP_MERGE_COST", thousands(limits::BACKUP_MERGE_COST as usize)),
        ("STAMP_BYTES", thousands(limits::STAMP_BYTES)),
        ("ITEMS", thousands(limits::ITEMS)),
        ("EVIDENCE", thousands(limits::EVIDENCE)),
        ("BRANCHES", thousands(limits::BRANCHES)),
        ("CLASSES", thousands(limits::CLASSES)),
        ("DEVICES", thousands(limits::DEVICES)),
        ("BESIDE_TOGETHER", thousands(limits::BESIDE_TOGETHER)),
        ("ID_BYTES", thousands(limits::ID_BYTES)),
        ("SUBMISSION", thousands(limits::SUBMISSION as usize)),
        ("ROLLUP_ROWS", thousands(limits::ROLLUP_ROWS)),
        ("ROLLUP_VERSION", thousands(limits::ROLLUP_VERSION as usize)),
        ("ROLLUP_DAYS", thousands(limits::ROLLUP_DAYS as usize)),
    ] {
        let line = page.lines().find(|line| line.contains(&format!("`{name}`"))).unwrap();
        assert!(line.contains(&format!("| {limit}")), "{name}: {limit} is not in {line}");
    }
}

#[test]
fn every_kind_of_unit_is_in_the_glossary() {
    let page = String::from_utf8(disk::load("../../docs/glossary.md")).unwrap();
    for kind in bcd_core::dossier::UNIT_KINDS {
        assert!(page.contains(&format!("| `{kind}` |")), "{kind}");
    }
}
