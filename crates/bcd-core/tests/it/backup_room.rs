//! A backup holds everything of a browser, however much that is; nothing else is let in so large.

use crate::support::{checked, entry, head, small_dossier, written};
use bcd_core::{
    engine::{BackupRequest, GoodFile, Request},
    format::{
        bundle::{Files, pack},
        canonical,
        envelope::EnvelopeHead,
        limits,
        problem::Code,
    },
    id::{DossierId, FileHash},
    merge::Merged,
};
use serde_json::json;
use std::collections::BTreeMap;

fn backup(state: Merged, files: &Files) -> Vec<u8> {
    let request = Request::Backup(Box::new(BackupRequest {
        head: EnvelopeHead { cycle: String::new(), seq: 0, ..head(&small_dossier()) },
        dossiers: [(DossierId::from("a"), state)].into(),
        files: files.keys().map(|h| (FileHash::from(h.as_str()), "image/png".to_owned())).collect(),
        ..BackupRequest::default()
    }));
    let sent = written(request, files.values().cloned().collect());
    assert_eq!(sent.problems, []);
    sent.file
}

/// Small files, so many and so large together that the document is a bundle.
fn photos(many: usize) -> Files {
    let photo = |n: usize| format!("{n:01000}").into_bytes();
    (0..many).map(photo).map(|bytes| (canonical::sha256(&bytes), bytes)).collect()
}

#[test]
fn a_backup_with_more_photos_than_a_bundle_may_have_is_made_and_read() {
    let files = photos(limits::BUNDLE_ENTRIES + 1);
    let file = backup(Merged::of(small_dossier().fields), &files);
    let (found, problems) = checked(&file);
    assert_eq!(problems, []);
    assert!(matches!(found, Some(GoodFile::Backup(_))));
}

#[test]
fn a_backup_with_more_words_than_another_document_may_have_is_made_and_read() {
    let mut state = Merged::of(small_dossier().fields);
    let text = "ghi chép dài ".repeat(3_000);
    for n in 0..limits::JSON_BYTES / text.len() + 1 {
        state.put(format!("answer/1.{n}/private_note"), entry(json!(text), 1, "may-1"));
    }
    let (found, problems) = checked(&backup(state.clone(), &Files::new()));
    assert_eq!(problems, []);
    let Some(GoodFile::Backup(found)) = found else { panic!() };
    assert_eq!(found.dossiers[&DossierId::from("a")], state);
}

#[test]
fn what_only_resembles_a_backup_has_no_more_room_than_any_file() {
    let many = photos(limits::BUNDLE_ENTRIES + 1);
    for document in [r#"{"kind":"submission"}"#, r#"{"kind":"backup""#, r#"[{"kind":"backup"}]"#] {
        let file = pack(document.as_bytes(), &many).unwrap();
        assert_eq!(checked(&file).1[0].code, Code::TooMany, "{document}");
    }
    // A document of another kind is as large as it may be, whatever stands in it.
    let text = "x".repeat(limits::JSON_BYTES);
    let long = json!({"kind": "device", "body": {"kind": "backup", "text": text}}).to_string();
    assert_eq!(checked(long.as_bytes()).1[0].code, Code::TooLarge);
    assert_eq!(checked(&pack(long.as_bytes(), &Files::new()).unwrap()).1[0].code, Code::TooLarge);
    // A small ZIP grows no further for calling itself a backup.
    let large =
        json!({"kind": "backup", "body": "x".repeat(limits::BACKUP_JSON_BYTES)}).to_string();
    let file = pack(large.as_bytes(), &Files::new()).unwrap();
    assert!(file.len() < 1024 * 1024);
    assert_eq!(checked(&file).1[0].code, Code::TooLarge);
}

#[test]
fn a_backup_that_has_no_room_for_all_dossiers_leaves_out_the_one_that_was_blown_up() {
    let own = Merged::of(small_dossier().fields);
    let mut large = own.clone();
    let text = "x".repeat(limits::TEXT_CHARS);
    for n in 0..limits::BACKUP_JSON_BYTES / text.len() {
        large.put(format!("answer/1.{n}/private_note"), entry(json!(text), 1, "may-1"));
    }
    let ids = ["a", "b", "c"].map(DossierId::from);
    let [a, b, c] = ids.clone();
    let request = Request::Backup(Box::new(BackupRequest {
        head: EnvelopeHead { cycle: String::new(), seq: 0, ..head(&small_dossier()) },
        dossiers: [(a, large.clone()), (b, own.clone())].into(),
        drafts: [(c, own.clone())].into(),
        ..BackupRequest::default()
    }));
    let sent = written(request, vec![]);
    assert_eq!(sent.problems, []);
    let Some(GoodFile::Backup(found)) = checked(&sent.file).0 else { panic!("no backup") };
    assert_eq!(found.dossiers.keys().collect::<Vec<_>>(), [&ids[1]]);
    assert_eq!(found.drafts.keys().collect::<Vec<_>>(), [&ids[2]]);
}

#[test]
fn many_small_dossiers_that_somebody_made_leave_ones_own_in_the_backup() {
    let (own, small) = (Merged::of(small_dossier().fields), Merged::default());
    let device = head(&small_dossier()).device;
    let made = |n: u32| {
        let mut state = small.clone();
        state.put("a".to_owned(), entry(json!(vec![1; 1_000]), n.into(), "x"));
        (DossierId::from(&*format!("la-{n}")), state)
    };
    let many = u32::try_from(limits::BACKUP_VALUES / 1_000).unwrap() + 10;
    let mut dossiers: BTreeMap<_, _> = (0..many).map(made).collect();
    let mut mine = own.clone();
    mine.put("answer/1.1/private_note".to_owned(), entry(json!("riêng"), 90, &device));
    mine.put("answer/1.2/private_note".to_owned(), entry(json!(vec![1; 5_000]), 91, &device));
    dossiers.insert("z".into(), mine);
    let request = Request::Backup(Box::new(BackupRequest {
        head: EnvelopeHead { cycle: String::new(), seq: 0, ..head(&small_dossier()) },
        dossiers,
        ..BackupRequest::default()
    }));
    let sent = written(request, vec![]);
    assert_eq!(sent.problems, []);
    let Some(GoodFile::Backup(found)) = checked(&sent.file).0 else { panic!("no backup") };
    assert!(found.dossiers.contains_key(&DossierId::from("z")));
    assert!(found.dossiers.len() < usize::try_from(many).unwrap());
}
