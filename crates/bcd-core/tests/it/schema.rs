//! The published JSON Schema is that of the types, and every file of version 1 keeps to it.

use crate::support::{disk, forged, resigned, small_file};
use bcd_core::format::{
    backup::Backup,
    device::Device,
    envelope::Envelope,
    pack::Pack,
    read::{Document, read},
    review::Review,
    rollup::Rollup,
    submission::Submission,
};
use serde_json::{Value, json};

// From the crate.
const FOLDER: &str = "../../docs/schema";

fn submission() -> Value {
    schemars::schema_for!(Envelope<Submission>).to_value()
}

fn backup() -> Value {
    schemars::schema_for!(Envelope<Backup>).to_value()
}

fn device() -> Value {
    schemars::schema_for!(Envelope<Device>).to_value()
}

fn review() -> Value {
    schemars::schema_for!(Envelope<Review>).to_value()
}

fn pack() -> Value {
    schemars::schema_for!(Envelope<Pack>).to_value()
}

fn rollup() -> Value {
    schemars::schema_for!(Envelope<Rollup>).to_value()
}

#[track_caller]
fn check_published(name: &str, schema: &Value) {
    let path = format!("{FOLDER}/{name}");
    let text = serde_json::to_string_pretty(schema).unwrap() + "\n";
    disk::update(&path, text.as_bytes());
    let published = String::from_utf8(disk::load(&path)).unwrap();
    assert!(published == text, "{name} is not that of the types; BCD_UPDATE=1 writes it anew");
}

#[test]
fn the_published_schemas_are_those_of_the_types() {
    check_published("submission-v1.json", &submission());
    check_published("backup-v1.json", &backup());
    check_published("device-v1.json", &device());
    check_published("review-v1.json", &review());
    check_published("pack-v1.json", &pack());
    check_published("rollup-v1.json", &rollup());
}

#[track_caller]
fn errors(schema: &Value, document: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).unwrap();
    validator.iter_errors(document).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

#[test]
fn every_file_of_version_1_keeps_to_the_schema_and_reads_without_problems() {
    let names = disk::names("tests/fixtures/v1");
    assert!(names.len() >= 4, "{names:?}");
    for name in names {
        let reading = read(&disk::load(&format!("tests/fixtures/v1/{name}")));
        assert_eq!(reading.problems, [], "{name}");
        let schema = match reading.document {
            Some(Document::Submission(_)) => submission(),
            Some(Document::Backup(_)) => backup(),
            Some(Document::Device(_)) => device(),
            Some(Document::Review(_)) => review(),
            Some(Document::Pack(_)) => pack(),
            Some(Document::Rollup(_)) => rollup(),
            None => panic!("{name}: nothing"),
        };
        assert_eq!(errors(&schema, &reading.value), [""; 0], "{name}");
    }
}

#[test]
fn what_the_schema_refuses_the_reader_refuses() {
    let good: Value = serde_json::from_slice(&small_file()).unwrap();
    assert_eq!(errors(&submission(), &good), [""; 0]);
    let broken: [fn(&mut Value); 6] = [
        |v| drop(v.as_object_mut().unwrap().remove("writer")),
        |v| v["body"]["answers"]["1.1"]["step"] = json!(4),
        |v| v["body"]["mode"] = json!("sao"),
        |v| v["body"]["score"]["got"] = json!("11.5"),
        |v| v["body"]["set"]["criteria"][0]["groups"] = json!({}),
        |v| v["seq"] = json!(-1),
    ];
    for (number, change) in broken.into_iter().enumerate() {
        let file = forged(&small_file(), change);
        let value: Value = serde_json::from_slice(&file).unwrap();
        assert!(!errors(&submission(), &value).is_empty(), "case {number}");
        assert!(!read(&file).problems.is_empty(), "case {number}");
    }
}

#[test]
fn points_of_two_places_keep_to_the_schema() {
    for points in [0.0, 0.07, 0.29, 2.35, 4.35, 9999.99] {
        let mut value: Value = serde_json::from_slice(&small_file()).unwrap();
        value["body"]["score"]["got"] = json!(points);
        assert_eq!(errors(&submission(), &value), [""; 0], "{points}");
        let read = read(&resigned(value));
        assert!(read.document.is_some(), "{points}");
    }
}
