//! A drive of a small province, also spoilt.

use crate::province::{Province, Sent, default_set};
use bcd_core::format::canonical;
use bcd_rows::drive::{Exported, ITEMS, LEFT_OUT, SUBMISSIONS, export};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A folder of this test alone; gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bcd-rows-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.drive().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn drive(&self) -> PathBuf {
        self.0.join("drive")
    }

    fn export(&self) -> (Exported, Vec<Vec<Value>>) {
        let rows = self.0.join("rows");
        let exported = export(&self.drive(), &rows).unwrap();
        (exported, [SUBMISSIONS, ITEMS, LEFT_OUT].map(|name| lines(&rows.join(name))).into())
    }

    /// What was left out, and the codes of why.
    fn left_out(&self) -> Vec<(String, String)> {
        let (_, rows) = self.export();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        rows[2].iter().map(|row| (text(&row["path"]), text(&row["why"][0]["code"]))).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("{}: {error}", self.0.display());
        }
    }
}

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn sent(units: usize) -> Vec<Sent> {
    let (set, province) = (default_set().unwrap(), Province { units, ..Province::default() });
    (0..units).flat_map(|number| province.submissions(number, &set).unwrap()).collect()
}

fn lies(name: &str, sent: &[Sent]) -> Folder {
    let folder = Folder::new(name);
    for it in sent {
        folder.put(&it.place(), &it.file);
    }
    folder
}

#[test]
fn every_submission_and_every_item_of_it_is_a_row_that_says_what_is_true() {
    let sent = sent(4);
    let folder = lies("rows", &sent);
    let (exported, rows) = folder.export();
    assert_eq!(exported, Exported { submissions: sent.len(), left_out: 0 });
    for it in &sent {
        let row = rows[0].iter().find(|row| row["digest"] == *it.digest).unwrap();
        let said = ["unit", "name", "cluster", "cycle", "seq", "written_at", "got", "recognisable"];
        let true_of_it = json!([
            it.unit.id,
            it.unit.name,
            it.unit.cluster,
            it.cycle,
            it.seq,
            it.at,
            it.score.got,
            it.score.recognisable
        ]);
        assert_eq!(json!(said.map(|column| row[column].clone())), true_of_it);
        assert!(row["signer"].as_str().unwrap().starts_with("ed25519:"));
        let of_it: Vec<_> = rows[1].iter().filter(|row| row["digest"] == *it.digest).collect();
        assert_eq!(of_it.len(), it.items.len());
        for (row, item) in of_it.into_iter().zip(&it.items) {
            let said =
                ["item", "state", "got", "max", "evidence"].map(|column| row[column].clone());
            assert_eq!(
                json!(said),
                json!([item.id, item.state, item.got, item.max, item.evidence])
            );
        }
    }
}

#[test]
fn all_rows_of_a_table_have_the_same_columns_and_types() {
    let folder = lies("columns", &sent(6));
    let kind = |value: &Value| match value {
        Value::Null | Value::String(_) => "text",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    };
    for rows in &folder.export().1[..2] {
        let columns = |row: &Value| {
            let columns = row.as_object().unwrap().iter();
            columns.map(|(name, value)| (name.clone(), kind(value))).collect::<Vec<_>>()
        };
        assert!(rows.iter().all(|row| columns(row) == columns(&rows[0])));
        assert!(columns(&rows[0]).iter().all(|(_, kind)| *kind != "object"));
    }
}

#[test]
fn the_same_drive_gives_the_same_bytes_and_leaves_nothing_of_an_earlier_run() {
    let sent = sent(4);
    let folder = lies("again", &sent);
    folder.export();
    let read = |name| fs::read(folder.0.join("rows").join(name)).unwrap();
    let before = [SUBMISSIONS, ITEMS].map(read);
    folder.export();
    assert_eq!([SUBMISSIONS, ITEMS].map(read), before);
    fs::remove_file(folder.drive().join(sent[0].place())).unwrap();
    assert_eq!(folder.export().0.submissions, sent.len() - 1);
    let names = fs::read_dir(folder.0.join("rows")).unwrap();
    assert_eq!(names.count(), 3);
}

#[test]
fn what_the_app_would_refuse_has_no_rows_and_is_named_with_the_reason() {
    let sent = sent(3);
    let folder = lies("spoilt", &sent[1..]);
    let first: Value = serde_json::from_slice(&sent[0].file).unwrap();
    let changed = |change: &dyn Fn(&mut Value), anew: bool| {
        let mut value = first.clone();
        change(&mut value);
        if anew {
            value["digest"] = canonical::digest(&value).unwrap().into();
        }
        canonical::bytes(&value).unwrap()
    };
    let better = |value: &mut Value| value["body"]["score"]["got"] = 100.into();
    let nobody = |value: &mut Value| {
        better(value);
        value["writer"].as_object_mut().unwrap().remove("key");
        value.as_object_mut().unwrap().remove("signature");
    };
    let place = |name: &str| format!("submissions/2026/{name}.json");
    folder.put(&place("a-diem"), &changed(&better, false));
    folder.put(&place("b-ky-lai"), &changed(&better, true));
    folder.put(&place("c-diem-sai"), &changed(&nobody, true));
    folder.put(&place("d-nua"), &sent[0].file[..sent[0].file.len() / 2]);
    folder.put(&place("e-rong"), b"");
    folder.put(&place("g-khac"), b"{\"a\":1}");
    folder.put("submissions/2026/h-kin.json.age", b"age-encryption.org/v1");
    // In the place of another unit.
    folder.put(&sent[1].place().replace("_0002_", "_0009_"), &sent[0].file);
    let mut codes: Vec<String> = folder.left_out().into_iter().map(|(_, code)| code).collect();
    codes.sort();
    let expected = [
        "Empty",
        "Foreign",
        "NotItsPlace",
        "Sealed",
        "Truncated",
        "WrongDigest",
        "WrongScore",
        "WrongSignature",
    ];
    assert_eq!(codes, expected);
    assert_eq!(folder.export().0.submissions, sent.len() - 1);
}

#[test]
fn a_copy_of_a_sync_program_counts_once_and_what_systems_leave_behind_is_passed_over() {
    let sent = sent(2);
    let folder = lies("copies", &sent);
    let copy = sent[0].place().replace(".json", " (1).json");
    folder.put(&copy, &sent[0].file);
    folder.put("submissions/desktop.ini", b"[x]");
    folder.put("submissions/2026/.DS_Store", b"x");
    folder.put("submissions/2026/~$x.json", b"x");
    let (exported, rows) = folder.export();
    assert_eq!(exported, Exported { submissions: sent.len(), left_out: 1 });
    assert_eq!(rows[2][0]["why"][0]["code"], "AlreadyHere");
}

#[test]
fn a_folder_that_is_no_drive_is_an_error_and_writes_nothing() {
    let folder = Folder::new("none");
    let rows = folder.0.join("rows");
    assert!(export(&folder.drive(), &rows).is_err());
    assert!(!rows.exists());
}
