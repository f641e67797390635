//! Each text and each file bears a mark of its own. Whatever is written in a dossier, under
//! whatever pack, on however many devices: no byte of a mark that stays at home is in anything that
//! is handed up.

use crate::{
    support::{NOW, check_taken, entry, files, freeze, head, receipt, small_set_value, written},
    upper::rollup_desk::Desk,
};
use bcd_core::{
    dossier::Dossier,
    engine::{Request, Response, handle},
    field::{Entry, Fields},
    format::{bundle::Files, canonical, limits, read::read, rollup::RollupRow},
    intake::Latest,
    merge::Merged,
    paper::{
        build::self_score::{SelfScoreInput, from_fields},
        html::html,
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const ITEMS: [&str; 4] = ["1.1.1", "1.3.1", "2.1", "3.2"];
const PIECES: [&str; 4] = ["a", "b", "c", "d"];

// What is written into one field.
#[derive(Clone, Copy, Debug)]
enum Written {
    Mark,
    Link,
    On(bool),
    File(usize),
    Kind(&'static str),
    // The words of the item, as the first version of the pack has them.
    Words,
}

fn any_write() -> impl Strategy<Value = (String, Written)> {
    use Written::{File, Kind, Link, Mark, On, Words};
    let item = || prop::sample::select([&ITEMS[..], &["9.9"]].concat());
    let piece = || prop::sample::select(PIECES.to_vec());
    let flag = || any::<bool>().prop_map(On);
    let notes = prop::sample::select(vec!["note", "note", "private_note", "na_reason"]);
    let texts = prop::sample::select(vec!["title", "number", "name"]);
    let marks = prop::sample::select(vec!["private", "deleted", "title_goes"]);
    let kinds = prop::sample::select(vec!["document", "link", "photo", "file", "film"]);
    let at_home = prop::sample::select(vec![
        "task/t/content",
        "task/t/note",
        "meeting/m/opinions",
        "meeting/m/conclusions",
        "meeting/m/place",
        "intro/i/who",
        "branch/b/secretary",
        "visit/v/who",
        "paper/p/text/x",
        "registration/note",
        "registration/item/2.1/measure",
        "answer/2.1/moi",
        "evidence/a/moi",
        "unit/moi",
        "moi",
    ]);
    let named =
        prop::sample::select(vec!["meeting/m/photo", "answer/1.1.1/photo", "visit/v/photo"]);
    prop_oneof![
        4 => (item(), notes).prop_map(|(item, field)| (format!("answer/{item}/{field}"), Mark)),
        2 => (item(), flag()).prop_map(|(item, on)| (format!("answer/{item}/na"), on)),
        2 => (item(), prop::sample::select(vec![Words, Words, Mark]))
            .prop_map(|(item, words)| (format!("answer/{item}/open_to_upper"), words)),
        4 => (piece(), texts).prop_map(|(id, field)| (format!("evidence/{id}/{field}"), Mark)),
        1 => piece().prop_map(|id| (format!("evidence/{id}/url"), Link)),
        3 => (piece(), 0_usize..4).prop_map(|(id, n)| (format!("evidence/{id}/file"), File(n))),
        2 => (piece(), kinds).prop_map(|(id, kind)| (format!("evidence/{id}/kind"), Kind(kind))),
        2 => (piece(), marks, flag())
            .prop_map(|(id, field, on)| (format!("evidence/{id}/{field}"), on)),
        5 => (piece(), item(), prop::sample::select(vec![On(true), On(true), On(false)]))
            .prop_map(|(id, item, on)| (format!("evidence/{id}/for/{item}"), on)),
        2 => at_home.prop_map(|path| (path.to_owned(), Mark)),
        1 => (named, 0_usize..4).prop_map(|(path, n)| (path.to_owned(), File(n))),
        1 => (item(), flag()).prop_map(|(item, on)| (format!("meeting/m/for/{item}"), on)),
        1 => flag().prop_map(|on| ("visit/v/private".to_owned(), on)),
    ]
}

// A pack: what it marks as sensitive, which item it asks in other words, which it leaves out.
fn any_set() -> impl Strategy<Value = Value> {
    let flags = || prop::array::uniform4(prop::bool::weighted(0.25));
    (flags(), flags(), prop::option::weighted(0.2, 0_usize..2)).prop_map(|(marked, other, out)| {
        let mut set = small_set_value();
        for (place, id) in ITEMS.into_iter().enumerate() {
            let (criterion, index) = [(0, 0), (0, 1), (1, 0), (2, 1)][place];
            let item = &mut set["criteria"][criterion]["groups"][0]["items"][index];
            item["id"] = json!(id);
            item["sensitive"] = json!(marked[place]);
            item["text"] =
                json!({ "vi": if other[place] { "Khác".to_owned() } else { words(id) } });
        }
        if let Some(out) = out {
            set["criteria"][0]["groups"][0]["items"].as_array_mut().unwrap().remove(out);
        }
        set
    })
}

fn words(item: &str) -> String {
    format!("Nội dung {item}")
}

fn content(number: usize) -> Vec<u8> {
    [crate::support::photo::png(4, number as u32, 0), format!("TEP-{number}-").into()].concat()
}

// What was written on two devices, merged; each text is a mark of its own.
fn state(writes: &[(String, Written, bool)]) -> Merged {
    let mut sides = [Merged::default(), Merged::default()];
    for (path, value) in [
        ("unit/id", "7d1f6a52-0c1e-4f0b-9b39-5f0f6f7f0a01"),
        ("unit/name", "Đoàn phường An Cư"),
        ("unit/kind", "commune"),
        ("cycle", "2026"),
    ] {
        sides[0].put(path.to_owned(), entry(json!(value), 1, "may-0"));
    }
    for (number, (path, written, second)) in writes.iter().enumerate() {
        let value = match written {
            Written::Mark => json!(format!("DAU-{number:03}-")),
            Written::Link => json!(format!("https://example.vn/DAU-{number:03}-")),
            Written::On(on) => json!(on),
            Written::File(which) => json!(canonical::sha256(&content(*which))),
            Written::Kind(kind) => json!(kind),
            Written::Words => json!(words(path.split('/').nth(1).unwrap())),
        };
        let device = usize::from(*second);
        let by = format!("NGUOI-{number:03}-");
        let put = entry(value, number as u64 + 2, &format!("may-{device}"));
        sides[device].put(path.clone(), Entry { by, ..put });
    }
    let [mut one, other] = sides;
    one.merge(other);
    one
}

// The rules of `docs/file-format.md`, said once more and in another way.
struct Rules<'a> {
    fields: &'a Fields,
    set: BTreeMap<String, (bool, String)>,
}

impl Rules<'_> {
    fn value(&self, path: &str) -> Value {
        self.fields.get(path).map(|entry| entry.v.clone()).unwrap_or_default()
    }

    fn is_sensitive(&self, item: &str) -> bool {
        let shipped = ["1.1.1", "1.3.1"].contains(&item);
        match self.set.get(item) {
            Some((marked, words)) => {
                let opened = self.value(&format!("answer/{item}/open_to_upper")) == json!(words);
                *marked || (shipped && !opened)
            }
            None => shipped,
        }
    }

    fn items_of(&self, thing: &str) -> Vec<&str> {
        let all = [&ITEMS[..], &["9.9"]].concat();
        let on = |item: &&str| self.value(&format!("{thing}/for/{item}")) == json!(true);
        all.into_iter().filter(on).collect()
    }

    fn keeps(&self, thing: &str) -> bool {
        let on = |field: &str| self.value(&format!("{thing}/{field}")) == json!(true);
        let sensitive = self.items_of(thing).into_iter().any(|item| self.is_sensitive(item));
        !on("deleted") && (on("private") || sensitive)
    }

    fn keeps_file(&self, hash: &Value) -> bool {
        let answered = self.value("answer/1.1.1/photo") == *hash && self.is_sensitive("1.1.1");
        let uses = PIECES.map(|id| (format!("evidence/{id}"), "file"));
        let records = ["meeting/m", "visit/v"].map(|thing| (thing.to_owned(), "photo"));
        answered
            || uses.into_iter().chain(records).any(|(thing, field)| {
                self.value(&format!("{thing}/{field}")) == *hash && self.keeps(&thing)
            })
    }

    fn may_go(&self, path: &str) -> bool {
        let parts: Vec<_> = path.split('/').collect();
        match parts[..] {
            ["answer", item, "note"] => self.set.contains_key(item) && !self.is_sensitive(item),
            ["answer", item, "na_reason"] => {
                let na = self.value(&format!("answer/{item}/na")) == json!(true);
                na && self.set.contains_key(item) && !self.is_sensitive(item)
            }
            ["evidence", id, field] => self.piece_may_go(&format!("evidence/{id}"), field),
            _ => false,
        }
    }

    fn piece_may_go(&self, piece: &str, field: &str) -> bool {
        let of = |field: &str| self.value(&format!("{piece}/{field}"));
        let items = self.items_of(piece);
        let used = items.iter().any(|item| self.set.contains_key(*item));
        let file = of("file");
        let held = of("private") == json!(true) || (!file.is_null() && self.keeps_file(&file));
        if of("deleted") == json!(true) || !used || held {
            return false;
        }
        let kind = of("kind");
        let kind = kind.as_str().unwrap_or("document");
        let document = !["link", "photo", "file"].contains(&kind) && file.is_null();
        match field {
            "moi" => false,
            _ if !items.iter().any(|item| self.is_sensitive(item)) => {
                field != "name" || kind != "photo" || file.is_null()
            }
            "number" => document,
            "title" => document && of("title_goes") == json!(true),
            _ => false,
        }
    }
}

fn holds(bytes: &[u8], mark: &str) -> bool {
    bytes.windows(mark.len()).any(|part| part == mark.as_bytes())
}

// Everything that a reader finds in a file: as it lies there, and unpacked.
fn inside(file: &[u8]) -> Vec<Vec<u8>> {
    let reading = read(file);
    let value = serde_json::to_vec(&reading.value).unwrap();
    [vec![file.to_vec(), value], reading.files.into_values().collect()].concat()
}

// All that is handed up of a dossier: its submission, handed out twice, packed with others; the
// receipt for it; the self-score table; the roll-up that counts it.
fn handed_up(fields: &Fields, set: &Value, carried: &Files) -> Vec<Vec<u8>> {
    let dossier = Dossier::of(fields.clone());
    let sent = freeze(&dossier, set, carried);
    let blobs = [vec![sent.document.clone()], carried.values().cloned().collect()].concat();
    let again = written(
        Request::Carry { signature: None, files: carried.keys().cloned().collect() },
        blobs,
    );
    let names = vec!["mot.json".to_owned(), "hai.json".to_owned()];
    let several = vec![sent.file.clone(), again.file.clone()];
    let (Response::Packed, packed) = handle(Request::PackSeveral { names }, several) else {
        panic!("not packed")
    };
    let (Response::Several { .. }, unpacked) = handle(Request::UnpackSeveral, packed) else {
        panic!("not unpacked")
    };
    let receipt = receipt(head(&dossier), &sent.digest, "tren", "");
    let (Response::Made { .. }, receipt) = handle(receipt, vec![]) else { panic!("no receipt") };
    let table = from_fields(&SelfScoreInput {
        set: serde_json::from_value(set.clone()).unwrap(),
        fields: fields.clone(),
        ..SelfScoreInput::default()
    });
    let rollup = rolled_up(&sent.file);
    let mut all =
        vec![serde_json::to_vec(&sent.shared).unwrap(), html(&table).into_bytes(), rollup];
    for file in [vec![sent.document, sent.file, again.file], unpacked, receipt].concat() {
        all.extend(inside(&file));
    }
    all
}

// The roll-up of an office whose one unit handed this up. Nothing in it is any of the unit's texts.
fn rolled_up(file: &[u8]) -> Vec<u8> {
    let latest = Latest { summary: check_taken(file), forks: 0, apart: 0 };
    let rollup = Desk::of("tinh", vec![RollupRow::beside_the_list(&latest, false, None)]).makes();
    for mark in ["DAU-", "TEP-", "NGUOI-", "Nội dung"] {
        assert!(!holds(&rollup, mark), "{mark}: {}", String::from_utf8_lossy(&rollup));
    }
    rollup
}

fn items_of(set: &Value) -> BTreeMap<String, (bool, String)> {
    let set: bcd_core::criteria::CriteriaSet = serde_json::from_value(set.clone()).unwrap();
    set.items().map(|(_, i)| (i.id.0.clone(), (i.sensitive, i.text.vi.clone()))).collect()
}

fn check(merged: &Merged, set: &Value, carried: &Files) -> Result<(), TestCaseError> {
    let rules = Rules { fields: &merged.fields, set: items_of(set) };
    let all = handed_up(&merged.fields, set, carried);
    let somewhere = |mark: &str| all.iter().any(|bytes| holds(bytes, mark));
    let standing: BTreeSet<String> =
        merged.fields.values().filter_map(|entry| mark(&entry.v)).collect();
    for (path, entry) in &merged.fields {
        if let Some(mark) = mark(&entry.v) {
            prop_assert_eq!(somewhere(&mark), rules.may_go(path), "{} {}", path, mark);
        }
        prop_assert!(
            !somewhere(&entry.by) || entry.by.is_empty() || !entry.by.starts_with("NGUOI")
        );
    }
    for lost in merged.lost.values().flatten().filter_map(|entry| mark(&entry.v)) {
        prop_assert!(standing.contains(&lost) || !somewhere(&lost), "lost {}", lost);
    }
    for number in 0..4 {
        let hash = json!(canonical::sha256(&content(number)));
        let goes = PIECES.into_iter().any(|id| {
            rules.value(&format!("evidence/{id}/file")) == hash
                && rules.piece_may_go(&format!("evidence/{id}"), "file")
        });
        prop_assert_eq!(somewhere(&format!("TEP-{number}-")), goes, "content {}", number);
    }
    Ok(())
}

fn mark(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    text.find("DAU-").map(|at| text[at..].to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mark_that_stays_at_home_is_in_anything_that_is_handed_up(
        writes in proptest::collection::vec((any_write(), any::<bool>()), 0..60),
        set in any_set(),
    ) {
        let writes: Vec<_> = writes.into_iter().map(|((path, to), second)| (path, to, second)).collect();
        let contents: Vec<_> = (0..4).map(content).collect();
        let contents: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
        check(&state(&writes), &set, &files(&contents))?;
    }
}

#[test]
fn a_bundle_holds_no_more_than_a_file_does() {
    let large = [content(0), vec![7; limits::INLINE_FILES]].concat();
    let hash = canonical::sha256(&large);
    let on = Written::On(true);
    let mut merged = state(&[
        ("evidence/a/for/2.1".to_owned(), on, false),
        ("evidence/a/title".to_owned(), Written::Mark, false),
        ("evidence/b/for/2.1".to_owned(), on, true),
        ("evidence/b/private".to_owned(), on, true),
        ("evidence/b/file".to_owned(), Written::File(1), true),
        ("evidence/b/title".to_owned(), Written::Mark, false),
        ("answer/1.1.1/note".to_owned(), Written::Mark, false),
    ]);
    merged.put("evidence/a/file".to_owned(), entry(json!(hash), 90, "may-0"));
    let set = small_set_value();
    let carried = files(&[&large, &content(1)]);
    let sent = freeze(&Dossier::of(merged.fields.clone()), &set, &carried);
    assert!(sent.bundled);
    let found = inside(&sent.file);
    let somewhere = |mark: &str| found.iter().any(|bytes| holds(bytes, mark));
    assert!(somewhere("TEP-0-") && somewhere("DAU-001-") && somewhere(NOW));
    for kept in ["TEP-1-", "DAU-005-", "DAU-006-"] {
        assert!(!somewhere(kept), "{kept}");
    }
}
