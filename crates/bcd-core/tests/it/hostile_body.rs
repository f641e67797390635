//! Hostile submissions: well signed, and not true or not harmless in what they say.

use crate::support::{
    Story, check_change as check, check_refused, checked, default_set_value, document, forged,
    freeze, photo_file, small_file,
};
use bcd_core::{
    dossier::EvidenceKind,
    format::{bundle::Files, limits, problem::Code, read::read},
};
use serde_json::{Value, json};

#[test]
fn missing_and_mistyped_fields_are_bad_with_their_place() {
    let place = |change: fn(&mut Value)| {
        let file = forged(&small_file(), change);
        check_refused(&file, &[Code::BadField]);
        read(&file).problems.remove(0).place
    };
    assert_eq!(place(|v| v["body"]["answers"]["1.1"]["step"] = 7.into()), "body/answers/1.1/step");
    assert_eq!(
        place(|v| v["body"]["evidence"]["mc-1"]["items"][1] = json!({})),
        "body/evidence/mc-1/items/2"
    );
    assert_eq!(
        place(
            |v| v["body"]["set"]["criteria"][1]["groups"][0]["items"][0]["ladder"][2]["points"] =
                "7".into()
        ),
        "body/set/criteria/2/groups/1/items/1/ladder/3/points"
    );
    assert_eq!(place(|v| v["body"]["score"]["got"] = json!(1.234)), "body/score/got");
    assert_eq!(place(|v| v["seq"] = 0.into()), "seq");
    assert_eq!(place(|v| v["seq"] = (-1).into()), "seq");
    assert_eq!(place(|v| v["unit"]["id"] = " ".into()), "unit/id");
    assert_eq!(place(|v| v["unit"]["name"] = "".into()), "unit/name");
    assert_eq!(
        place(|v| v["body"]["evidence"]["mc-1"]["kind"] = "film".into()),
        "body/evidence/mc-1"
    );
    assert_eq!(place(|v| v["files"] = json!([])), "files");
    for key in ["id", "unit", "writer", "written_at", "app", "body"] {
        check(Code::BadField, |value| {
            value.as_object_mut().unwrap().remove(key);
        });
    }
}

#[test]
fn ids_that_would_lead_to_another_field_are_refused() {
    check(Code::BadField, |v| {
        let line = v["body"]["evidence"]["mc-1"].clone();
        v["body"]["evidence"]["mc-1/for"] = line;
    });
    for id in ["2/1", "2|1"] {
        check(Code::BadSet, |v| {
            v["body"]["set"]["criteria"][1]["groups"][0]["items"][0]["id"] = id.into();
            let answers = v["body"]["answers"].as_object_mut().unwrap();
            let answer = answers.remove("2.1").unwrap();
            answers.insert(id.into(), answer);
            v["body"]["evidence"] = json!({});
        });
    }
}

// The line of a submission, which is read whenever the list of units is, names each criterion.
#[test]
fn criteria_that_ask_nothing_or_have_endless_ids_are_refused() {
    let add = |v: &mut Value, id: &str, groups: Value| {
        let got = json!({ "id": id, "got": 0, "max": 0, "need": 0 });
        v["body"]["score"]["criteria"].as_array_mut().unwrap().push(got);
        let criterion = json!({ "id": id, "title": { "vi": "Không" }, "groups": groups });
        v["body"]["set"]["criteria"].as_array_mut().unwrap().push(criterion);
    };
    let group = json!({ "id": "4", "title": { "vi": "Không" }, "items": [] });
    check(Code::BadSet, |v| add(v, "4", json!([])));
    check(Code::BadSet, |v| add(v, "4", json!([group, group])));
    check(Code::BadSet, |v| (4..50_000).for_each(|n| add(v, &n.to_string(), json!([]))));
    let endless = "1".repeat(limits::ID_BYTES + 1);
    check(Code::BadSet, |v| {
        v["body"]["set"]["criteria"][0]["id"] = endless.clone().into();
        v["body"]["score"]["criteria"][0]["id"] = endless.clone().into();
    });
}

#[test]
fn unknown_items_and_steps_are_refused() {
    check(Code::UnknownItem, |v| v["body"]["answers"]["9.9"] = json!({}));
    check(Code::UnknownItem, |v| v["body"]["evidence"]["mc-1"]["items"] = json!(["9.9"]));
    check(Code::UnknownStep, |v| v["body"]["answers"]["2.1"]["step"] = "muc-la".into());
    check(Code::UnknownStep, |v| v["body"]["answers"]["2.1"]["step"] = "".into());
}

#[test]
fn a_score_that_does_not_follow_from_the_answers_is_refused() {
    let changes: [fn(&mut Value); 9] = [
        |v| v["body"]["score"]["got"] = 30.into(),
        |v| v["body"]["score"]["max"] = 11.5.into(),
        |v| v["body"]["score"]["recognisable"] = true.into(),
        |v| v["body"]["score"]["gates_unmet"] = json!([]),
        |v| v["body"]["score"]["unanswered"] = 0.into(),
        |v| v["body"]["score"]["criteria"][0]["need"] = 0.into(),
        |v| v["body"]["score"]["criteria"] = json!([]),
        |v| v["body"]["answers"]["2.1"]["step"] = "10".into(),
        |v| v["body"]["mode"] = "pass".into(),
    ];
    for change in changes {
        check(Code::WrongScore, change);
    }
    let file = forged(&small_file(), |v| v["body"]["score"]["got"] = 30.into());
    assert_eq!(read(&file).problems[0].args, ["30/25", "11.5/25"]);
}

#[test]
fn a_set_that_contradicts_itself_is_refused() {
    let changes: [fn(&mut Value); 4] = [
        |set| set["rule"]["total_min_percent"] = 101.into(),
        |set| {
            set["criteria"][0]["groups"][0]["items"][0]["ladder"] =
                json!([{ "id": "kha", "points": -1, "met": true }])
        },
        |set| set["criteria"][0]["groups"][0]["items"][0]["ladder"][1]["points"] = 10_001.into(),
        |set| set["criteria"][0]["groups"][0]["items"][1]["id"] = "1.1".into(),
    ];
    for change in changes {
        check(Code::BadSet, |v| change(&mut v["body"]["set"]));
    }
}

#[test]
fn days_and_times_that_do_not_exist_are_refused() {
    for day in ["2026-02-30", "2026-9-1", "01/09/2026", "2026-09-01T00:00:00Z", " 2026-09-1"] {
        check(Code::BadDate, |v| v["body"]["evidence"]["mc-1"]["date"] = day.into());
    }
    for time in ["", "2026-11-22", "2026-11-22T20:15:00", "hôm qua"] {
        check(Code::BadDate, |v| v["written_at"] = time.into());
    }
}

#[test]
fn links_that_do_not_lead_to_the_web_are_refused() {
    let links = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.vn",
        "vbscript:x",
        "https:example.vn",
        "example.vn",
    ];
    for link in links {
        check(Code::BadLink, |v| v["body"]["evidence"]["mc-2"]["url"] = link.into());
    }
    // Also where it does not belong.
    check(Code::BadLink, |v| v["body"]["evidence"]["mc-1"]["url"] = "javascript:x".into());
}

#[test]
fn photos_that_are_no_pictures_are_refused() {
    let not_pictures: [&[u8]; 6] = [
        b"khong phai anh",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"\xff\xd8",
    ];
    for bytes in not_pictures {
        check_refused(&photo_file(bytes, |_| ()), &[Code::NotAnImage]);
        // A file that says of itself that it is a picture, likewise.
        let said = photo_file(bytes, |e| {
            e.kind = EvidenceKind::File;
            e.mime = "image/svg+xml".into();
        });
        check_refused(&said, &[Code::NotAnImage]);
        let plain = photo_file(bytes, |e| {
            e.kind = EvidenceKind::File;
            e.mime = "application/octet-stream".into();
        });
        assert!(checked(&plain).0.is_some());
    }
}

#[test]
fn missing_and_changed_files_are_named() {
    let picture = crate::support::photo::png(8, 1, 0);
    let good = photo_file(&picture, |_| ());
    assert!(checked(&good).0.is_some());
    let missing = forged(&good, |v| drop(v.as_object_mut().unwrap().remove("files")));
    check_refused(&missing, &[Code::FileMissing]);
    assert_eq!(read(&missing).problems[0].args, ["Lễ ra quân"]);
    let put = |content: &'static str| {
        forged(&good, move |v| {
            let files = v["files"].as_object_mut().unwrap();
            files.values_mut().for_each(|file| *file = content.into());
        })
    };
    // A picture still, but another one.
    check_refused(&put("iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"), &[Code::FileChanged]);
    check_refused(&put("không phải base64"), &[Code::FileMissing, Code::FileChanged]);
}

#[test]
fn too_many_answers_items_or_pieces_of_evidence_are_refused() {
    check(Code::TooMany, |v| {
        v["body"]["answers"] = (0..=limits::ITEMS).map(|n| (n.to_string(), json!({}))).collect();
    });
    check(Code::TooMany, |v| {
        let items = v["body"]["set"]["criteria"][0]["groups"][0]["items"].as_array_mut().unwrap();
        let item = items[0].clone();
        items.resize(limits::ITEMS + 1, item);
    });
    check(Code::TooMany, |v| {
        let line = json!({ "kind": "document", "items": [] });
        v["body"]["evidence"] =
            (0..=limits::EVIDENCE).map(|n| (n.to_string(), line.clone())).collect();
    });
}

#[test]
fn a_backup_is_looked_at_only_where_it_could_do_harm() {
    use crate::support::written;
    use bcd_core::{
        engine::{BackupRequest, FoundBackup, GoodFile, Request},
        id::DossierId,
        merge::Merged,
    };
    let backup = |n: u64, document: Vec<u8>| {
        let mut fields =
            Story::opened().note("1.1", bcd_core::command::NoteKind::Private, "<b>").dossier.fields;
        fields.get_mut("cycle").unwrap().n = n;
        let request = Request::Backup(Box::new(BackupRequest {
            head: crate::support::head(&Story::opened().dossier),
            dossiers: [(DossierId::from("a"), Merged::of(fields))].into(),
            received: 1,
            ..BackupRequest::default()
        }));
        written(request, vec![document]).file
    };
    assert_eq!(checked(&backup(limits::COUNTER, small_file())).1, []);
    // Such a counter would be the last: nobody could write over it.
    check_refused(&backup(limits::COUNTER + 1, small_file()), &[Code::BadField]);
    // A submission does not get past the checks because it lies in a backup.
    let bad =
        forged(&small_file(), |v| v["body"]["evidence"]["mc-2"]["url"] = "javascript:x".into());
    // It is left out, and told of; the rest is taken back.
    let left = |document: Vec<u8>| match checked(&backup(1, document)).0 {
        Some(GoodFile::Backup(found)) => {
            let FoundBackup { dossiers, received, bad, .. } = *found;
            assert_eq!((dossiers.len(), received.len(), bad.count), (1, 0, 1));
            bad.first.into_iter().map(|(name, why)| (name, why.code)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(left(bad), [("Đoàn phường An Cư".to_owned(), Code::BadLink)]);
    assert_eq!(left(b"{".to_vec())[0].1, Code::Truncated);
    // One that is not what was written makes it another backup than was made.
    let changed = String::from_utf8(small_file()).unwrap().replace("12/12", "13/13");
    check_refused(&backup(1, changed.into_bytes()), &[Code::WrongDigest]);
    check_refused(&backup(1, backup(1, small_file())), &[Code::FileChanged]);
    // One that names a document which is not there.
    let gone =
        forged(&backup(1, small_file()), |v| drop(v.as_object_mut().unwrap().remove("files")));
    check_refused(&gone, &[Code::FileMissing]);
}

#[test]
fn a_backup_that_names_one_document_again_and_again_is_refused() {
    let backup = crate::fixtures::v1("2026-11-22-backup.json");
    let again = |list: &str, times: usize| {
        forged(&backup, |v| {
            let hash = v["body"]["received"][0].clone();
            assert!(hash.is_string());
            v["body"][list] = vec![hash; times].into();
        })
    };
    assert_eq!(checked(&again("received", 1)).1, []);
    check_refused(&again("received", 2), &[Code::BadField]);
    for list in ["sent", "received", "packs"] {
        check_refused(&again(list, 400_000), &[Code::BadField]);
    }
}

#[test]
fn a_backup_with_endless_values_of_one_field_is_refused() {
    let backup = crate::fixtures::v1("2026-11-22-backup.json");
    let with = |count: usize| {
        forged(&backup, |v| {
            let dossiers = v["body"]["dossiers"].as_object_mut().unwrap();
            let dossier = dossiers.values_mut().next().unwrap();
            let value = |n| json!({ "v": n, "n": 1, "dev": "may-9", "at": "", "by": "" });
            dossier["lost"]["answer/1.2.1/note"] = (0..count).map(value).collect();
        })
    };
    assert_eq!(checked(&with(limits::BESIDE_TOGETHER)).1, []);
    check_refused(&with(limits::BESIDE_TOGETHER + 1), &[Code::BadField]);
}

#[test]
fn an_id_longer_than_a_path_takes_is_refused_wherever_it_stands() {
    let long = "7".repeat(20_000);
    check(Code::BadField, |v| v["unit"]["id"] = long.clone().into());
    check(Code::BadField, |v| v["writer"]["device"] = long.clone().into());
    check(Code::BadField, |v| v["body"]["dossier"] = long.clone().into());
    check(Code::BadField, |v| v["cycle"] = long.clone().into());
    check(Code::BadField, |v| {
        let line = v["body"]["evidence"]["mc-1"].clone();
        v["body"]["evidence"][long.clone()] = line;
    });
    for (name, places) in [
        ("2026-11-25-device.json", ["/unit/id", "/writer/device", "/body/dossier", "/cycle"]),
        ("2026-11-25-review.json", ["/unit/id", "/writer/device", "/cycle", "/cycle"]),
        ("2026-11-25-pack.json", ["/unit/id", "/writer/device", "/body/pack", "/cycle"]),
    ] {
        for place in places {
            let file = forged(&crate::fixtures::v1(name), |v| {
                *v.pointer_mut(place).unwrap() = long.clone().into();
            });
            assert!(checked(&file).1.iter().any(|fault| fault.code == Code::BadField), "{place}");
        }
    }
}

// The canonical form spells numbers as doubles, so that two documents would have one digest.
#[test]
fn whole_numbers_that_share_a_digest_with_their_neighbours_are_refused() {
    use bcd_core::format::canonical::digest;
    let with = |n: Value| forged(&small_file(), |v| v["body"]["moi"] = json!({ "a": [0, n] }));
    let twins = [json!(9_007_199_254_740_992_u64), json!(9_007_199_254_740_993_u64)];
    assert_eq!(digest(&twins[0]).unwrap(), digest(&twins[1]).unwrap());
    for n in [json!(1_u64 << 53), json!(-(1_i64 << 53))] {
        check_refused(&with(n), &[Code::BadField]);
    }
    // The canonical spelling of these is too large for an integer, so it is no twin; theirs is.
    for n in [json!(u64::MAX), json!(i64::MIN)] {
        let text = String::from_utf8(with(n.clone())).unwrap();
        let spelled = String::from_utf8(bcd_core::format::canonical::bytes(&n).unwrap()).unwrap();
        assert_eq!(checked(text.as_bytes()).1, []);
        let twin = text.replacen(&spelled, &n.to_string(), 1);
        assert_ne!(twin, text);
        check_refused(twin.as_bytes(), &[Code::BadField]);
    }
    let file = with(twins[0].clone());
    assert_eq!(read(&file).problems[0].place, "body/moi/a/2");
    let most = (1_u64 << 53) - 1;
    assert_eq!(checked(&with(json!(most))).1, []);
    // One value, however it is spelled.
    let text = String::from_utf8(with(json!(7))).unwrap();
    let other = text.replacen("{\"a\":[0,7]}", "{\"a\":[-0.0,7.0]}", 1);
    assert_ne!(other, text);
    assert_eq!(read(other.as_bytes()).value, read(text.as_bytes()).value);
}

#[test]
fn the_default_set_is_small_against_the_limits() {
    let story = Story::opened().evidence("mc", document("Kế hoạch", &["1.1.1"]));
    let sent = freeze(&story.dossier, &default_set_value(), &Files::new());
    assert_eq!(sent.problems, []);
    assert!(sent.file.len() * 100 < limits::JSON_BYTES, "{}", sent.file.len());
}
