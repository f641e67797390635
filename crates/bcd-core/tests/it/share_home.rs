//! What stays at home by its content, by the set that ships with the app, and by what a person of
//! the unit said.

use crate::support::{
    Story, check_taken, default_set, document, entry, files, freeze, freeze_with, head, photo::png,
    photo_of, small_set, small_set_value, written,
};
use bcd_core::{
    command::{Command, NoteKind},
    criteria::{CriteriaSet, Item},
    dossier::{Evidence, EvidenceKind},
    engine::Request,
    format::{
        bundle::Files,
        read::{Document, read},
        share::{goes_up, is_opened, is_sensitive, may_name_people, only_shipped_sensitive},
    },
    id::{EvidenceId, FileHash},
    merge::Merged,
    scoring::Blocker,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A pack that asks the items of the set that ships with the app, and marks none as sensitive.
fn lax_set_value() -> Value {
    let mut set = small_set_value();
    let items = set["criteria"][0]["groups"][0]["items"].as_array_mut().unwrap();
    for (item, id) in items.iter_mut().zip(["1.1.1", "1.3.1"]) {
        item["id"] = json!(id);
        item["text"] = json!({ "vi": format!("Nội dung {id}") });
        item["sensitive"] = json!(false);
    }
    set
}

fn lax_set() -> CriteriaSet {
    serde_json::from_value(lax_set_value()).unwrap()
}

fn link(title: &str, url: &str, items: &[&str]) -> Evidence {
    Evidence {
        kind: EvidenceKind::Link,
        url: url.to_owned(),
        number: String::new(),
        date: String::new(),
        ..document(title, items)
    }
}

#[track_caller]
fn check_stays(story: &Story, set: &Value, carried: &Files, secret: &[u8]) {
    let sent = freeze(&story.dossier, set, carried);
    let holds = |bytes: &[u8]| bytes.windows(secret.len()).any(|part| part == secret);
    assert!(!holds(&sent.document) && !holds(&sent.file));
    assert!(!read(&sent.file).files.values().any(|file| holds(file)));
    assert_eq!(sent.problems, []);
}

#[test]
fn a_photo_that_is_private_in_one_place_goes_up_from_no_place() {
    let picture = png(8, 1, 0);
    let all = files(&[&picture]);
    let open = || Story::opened().evidence("mo", photo_of(&picture, "Ra quân", &["2.1"]));
    let sent = freeze(&open().dossier, &small_set_value(), &all);
    assert_eq!(read(&sent.file).files.len(), 1);
    for kept in [
        Evidence { private: true, ..photo_of(&picture, "Riêng", &["3.1"]) },
        Evidence { private: true, ..photo_of(&picture, "Riêng", &[]) },
        photo_of(&picture, "Ý kiến đoàn viên", &["1.2"]),
        Evidence { kind: EvidenceKind::File, ..photo_of(&picture, "Danh sách", &["1.2", "3.1"]) },
    ] {
        let story = open().evidence("giu", kept);
        check_stays(&story, &small_set_value(), &all, &picture);
        let sent = freeze(&story.dossier, &small_set_value(), &all);
        assert!(!sent.shared.keys().any(|path| path.starts_with("evidence/")), "{sent:?}");
        let piece = &story.dossier.evidence[&EvidenceId::from("mo")];
        assert!(!goes_up(piece, &story.dossier, &small_set()), "and the item says so");
    }
}

#[test]
fn a_use_that_was_deleted_keeps_nothing_back() {
    let picture = png(8, 1, 0);
    let story = Story::opened().evidence("mo", photo_of(&picture, "Ra quân", &["2.1"])).evidence(
        "xoa",
        Evidence { private: true, deleted: true, ..photo_of(&picture, "Riêng", &["1.2"]) },
    );
    let sent = freeze(&story.dossier, &small_set_value(), &files(&[&picture]));
    assert_eq!(read(&sent.file).files.len(), 1);
}

#[test]
fn a_photo_that_any_other_field_of_a_sensitive_thing_names_stays() {
    let picture = png(8, 1, 0);
    let hash = FileHash(bcd_core::format::canonical::sha256(&picture)).0;
    let all = files(&[&picture]);
    for fields in [
        &["answer/1.2/photo"][..],
        &["answer/2.1/private_photo"],
        &["registration/item/1.2/photo"],
        &["meeting/m/for/1.2", "meeting/m/photo"],
        &["visit/v/private", "visit/v/photo"],
        &["evidence/x/private", "evidence/x/preview"],
    ] {
        let mut story = Story::opened().evidence("mo", photo_of(&picture, "Ra quân", &["2.1"]));
        let (last, marks) = fields.split_last().unwrap();
        for mark in marks {
            story.put(mark, json!(true));
        }
        story.put(last, json!(hash));
        check_stays(&story, &small_set_value(), &all, &picture);
    }
}

#[test]
fn what_the_shipped_set_marks_is_what_stays_under_any_pack() {
    for (_, item) in default_set().items() {
        let unmarked = Item { sensitive: false, ..item.clone() };
        assert_eq!(may_name_people(&unmarked), item.sensitive, "{}", item.id);
        assert_eq!(only_shipped_sensitive(&unmarked), item.sensitive, "{}", item.id);
        let elsewhere = Item { id: "9.9.9".into(), ..unmarked };
        assert_eq!(may_name_people(&elsewhere), item.sensitive, "asked as 9.9.9: {}", item.id);
    }
}

#[test]
fn a_pack_that_forgets_that_an_item_is_sensitive_opens_nothing() {
    let picture = [png(8, 1, 0), b"BI-MAT".to_vec()].concat();
    let story = Story::opened()
        .step("1.1.1", "tot")
        .note("1.1.1", NoteKind::Shared, "BI-MAT")
        .na("1.3.1", "BI-MAT")
        .evidence("anh", photo_of(&picture, "BI-MAT", &["1.1.1", "2.1"]))
        .evidence("tin", link("BI-MAT", "https://example.vn/BI-MAT", &["1.3.1"]))
        .evidence("vb", document("BI-MAT", &["1.3.1"]));
    check_stays(&story, &lax_set_value(), &files(&[&picture]), b"BI-MAT");
    // Nor does one that leaves the item out.
    let mut set = lax_set_value();
    set["criteria"][0]["groups"][0]["items"].as_array_mut().unwrap().remove(0);
    check_stays(&story, &set, &files(&[&picture]), b"BI-MAT");
}

#[test]
fn a_person_of_the_unit_opens_an_item_for_the_words_that_they_read() {
    let mut set = lax_set();
    let item = |set: &CriteriaSet, id: &str| set.item(id).cloned().unwrap();
    let mut story = Story::opened().note("1.1.1", NoteKind::Shared, "đã tổng hợp quý I");
    let words = item(&set, "1.1.1").text.vi;
    story.does(Command::OpenToUpper("1.1.1".into(), words.clone()));
    assert!(is_opened(&item(&set, "1.1.1"), &story.dossier));
    assert!(is_sensitive(&item(&set, "1.3.1"), &story.dossier), "item by item");
    let sent = freeze(&story.dossier, &lax_set_value(), &Files::new());
    assert_eq!(sent.shared["answer/1.1.1/note"], "đã tổng hợp quý I");
    assert!(!sent.shared.keys().any(|path| path.ends_with("open_to_upper")));
    // The next version of the pack asks something else under this id.
    let mut asked = lax_set_value();
    asked["criteria"][0]["groups"][0]["items"][0]["text"] = json!({ "vi": "Tên từng bạn" });
    check_stays(&story, &asked, &Files::new(), "đã tổng hợp".as_bytes());
    // Where the pack itself says that it is sensitive, nobody opens it.
    set.criteria[0].groups[0].items[0].sensitive = true;
    assert!(is_sensitive(&set.criteria[0].groups[0].items[0], &story.dossier));
    story.does(Command::OpenToUpper("1.1.1".into(), String::new()));
    check_stays(&story, &lax_set_value(), &Files::new(), "đã tổng hợp".as_bytes());
    assert_eq!(story.does(Command::OpenToUpper("1.1.1".into(), String::new())), 0);
}

#[test]
fn why_a_sensitive_item_does_not_apply_stays_and_still_counts_as_a_reason() {
    let answered = |reason: &str| {
        Story::opened().step("1.1", "tot").step("2.1", "10").na("1.2", reason).dossier
    };
    let sent = freeze(&answered("Bạn A không muốn nêu"), &small_set_value(), &Files::new());
    assert_eq!(sent.problems, []);
    let text = String::from_utf8(sent.file.clone()).unwrap();
    assert!(!text.contains("Bạn A"));
    assert_eq!(sent.withheld.notes, 1);
    assert_eq!(sent.shared["answer/1.2/na_reason_kept"], true);
    check_taken(&sent.file);
    let missing = |sent: &crate::support::Sent| {
        let reading = read(&sent.file);
        let Some(Document::Submission(it)) = &reading.document else { panic!() };
        let dossier = it.body.to_dossier(&it.unit, &it.cycle);
        let score = bcd_core::scoring::score(&it.body.set, &dossier);
        score
            .blockers
            .iter()
            .any(|b| matches!(b, Blocker::NaWithoutReason(id) if id.as_str() == "1.2"))
    };
    assert!(!missing(&sent));
    for none in ["", "  "] {
        let sent = freeze(&answered(none), &small_set_value(), &Files::new());
        assert!(missing(&sent) && !sent.shared.contains_key("answer/1.2/na_reason_kept"));
    }
}

#[test]
fn a_document_of_a_sensitive_item_goes_up_by_number_and_by_title_only_where_a_person_says_so() {
    let mut story = Story::opened().evidence(
        "vb",
        Evidence {
            number: "12-BC/ĐTN".into(),
            url: "https://example.vn/van-ban".into(),
            ..document("Báo cáo về bạn Nguyễn Văn A", &["1.2", "2.1"])
        },
    );
    let going = |story: &Story| {
        let sent = freeze(&story.dossier, &small_set_value(), &Files::new());
        assert_eq!(sent.problems, []);
        let of = |path: &String| path.strip_prefix("evidence/vb/").map(str::to_owned);
        sent.shared.keys().filter_map(of).collect::<Vec<_>>()
    };
    let piece = &story.dossier.evidence[&EvidenceId::from("vb")];
    assert!(goes_up(piece, &story.dossier, &small_set()));
    assert_eq!(going(&story), ["date", "for/1.2", "for/2.1", "kind", "number"]);
    story.does(Command::SetTitleGoes("vb".into(), true));
    assert_eq!(going(&story), ["date", "for/1.2", "for/2.1", "kind", "number", "title"]);
    story.does(Command::SetTitleGoes("vb".into(), false));
    story.does(Command::UseEvidence("vb".into(), "1.2".into(), false));
    assert_eq!(going(&story), ["date", "for/2.1", "kind", "number", "title", "url"]);
}

#[test]
fn a_link_of_a_sensitive_item_stays_whole() {
    let story =
        Story::opened().evidence("tin", link("BI-MAT", "https://a.vn/BI-MAT", &["1.2", "2.1"]));
    check_stays(&story, &small_set_value(), &Files::new(), b"BI-MAT");
    let sent = freeze(&story.dossier, &small_set_value(), &Files::new());
    assert_eq!(sent.withheld.evidence, 1);
}

#[test]
fn a_picture_goes_up_under_a_name_that_names_nobody() {
    let picture = png(8, 1, 0);
    let named = |kind, mime: &str| Evidence {
        kind,
        mime: mime.into(),
        name: "nguyen-van-a.png".into(),
        ..photo_of(&picture, "Ra quân", &["2.1"])
    };
    let sent_as = |evidence: Evidence| {
        let story = Story::opened().evidence("anh", evidence);
        let sent = freeze(&story.dossier, &small_set_value(), &files(&[&picture]));
        sent.shared["evidence/anh/name"].as_str().unwrap().to_owned()
    };
    let hash = bcd_core::format::canonical::sha256(&picture);
    let plain = format!("anh-{}.png", &hash[..8]);
    assert_eq!(sent_as(named(EvidenceKind::Photo, "image/png")), plain);
    assert_eq!(sent_as(named(EvidenceKind::File, "image/png")), plain);
    assert_eq!(sent_as(named(EvidenceKind::Photo, "")), format!("anh-{}", &hash[..8]));
    // A file that is no picture is found by its name.
    assert_eq!(sent_as(named(EvidenceKind::File, "application/pdf")), "nguyen-van-a.png");
}

#[test]
fn a_private_mark_from_another_device_keeps_back_what_this_one_had_open() {
    let picture = png(8, 1, 0);
    let story = Story::opened().evidence("mo", photo_of(&picture, "Ra quân", &["2.1"]));
    let mut here = Merged::of(story.dossier.fields.clone());
    let other = Story::opened()
        .evidence("kia", Evidence { private: true, ..photo_of(&picture, "Riêng", &["2.1"]) });
    here.merge(Merged::of(other.dossier.fields));
    let mut merged = Story::opened();
    for (path, e) in here.fields {
        merged.dossier.put(path, e);
    }
    check_stays(&merged, &small_set_value(), &files(&[&picture]), &picture);
}

#[test]
fn handing_out_again_adds_no_file_that_the_submission_does_not_name() {
    let (open, kept) = (png(8, 1, 0), png(8, 2, 0));
    let story = Story::opened().evidence("mo", photo_of(&open, "Ra quân", &["2.1"]));
    let sent = freeze(&story.dossier, &small_set_value(), &files(&[&open]));
    let both = files(&[&open, &kept]);
    let blobs = [vec![sent.document.clone()], both.values().cloned().collect()].concat();
    let again =
        written(Request::Carry { signature: None, files: both.keys().cloned().collect() }, blobs);
    assert_eq!(again.file, sent.file);
}

#[test]
fn the_next_submission_takes_back_what_became_private() {
    let picture = png(8, 1, 0);
    let all = files(&[&picture]);
    let mut story = Story::opened().evidence("mo", photo_of(&picture, "Ra quân", &["2.1"]));
    let first = freeze(&story.dossier, &small_set_value(), &all);
    story.put("evidence/mo/private", entry(json!(true), 1, "may-1").v);
    let mut next = head(&story.dossier);
    (next.seq, next.parent) = (2, Some(first.digest.clone()));
    let second = freeze_with(next, &story.dossier, &small_set_value(), &first.shared, &all);
    assert!(read(&second.file).files.is_empty());
    assert_eq!(read(&second.file).value["body"]["changed"], json!(["2.1"]));
    let nothing: BTreeMap<String, Value> = BTreeMap::new();
    assert_ne!(second.shared, nothing);
}
