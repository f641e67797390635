//! Numbers that are longer, or other ones, when what is stored is read again.

use crate::support::{check_refused, checked, forged, small_file};
use bcd_core::format::{
    canonical, limits,
    problem::Code,
    read::{read, read_inner},
};
use proptest::prelude::*;
use serde_json::{Value, json};

// The small file with this text as the value of a field that this version does not know.
fn with(text: &str) -> Vec<u8> {
    let file = String::from_utf8(forged(&small_file(), |v| v["moi"] = json!("@@"))).unwrap();
    let file = file.replace("\"@@\"", text);
    let value: Value = serde_json::from_str(&file).unwrap();
    let digest = canonical::digest(&value).unwrap();
    file.replace(value["digest"].as_str().unwrap(), &digest).into_bytes()
}

#[test]
fn a_file_that_is_stored_longer_than_a_document_may_be_is_refused() {
    let of = |count: usize| with(&format!("[{}]", vec!["1e20"; count].join(",")));
    let few = of(1_000);
    assert_eq!(checked(&few).1, []);
    assert!(read(&few).bytes.len() > few.len() * 2, "it is longer where it is stored");
    let many = of(limits::JSON_BYTES / 22 + 1);
    assert!(many.len() < limits::JSON_BYTES / 4);
    check_refused(&many, &[Code::TooLarge]);
}

#[test]
fn a_number_that_is_stored_as_another_one_is_refused() {
    for bad in ["1e19", "-9.1e18", "1.2345678901234567e16"] {
        check_refused(&with(bad), &[Code::BadField]);
    }
    for good in ["1e20", "1e300", "-0.0", "2.5", "1e-7", "123456789012345", "0.1", "5e-324"] {
        assert_eq!(checked(&with(good)).1, [], "{good}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_taken_is_taken_again_from_where_it_is_stored(
        numbers in prop::collection::vec("-?(0|[1-9][0-9]{0,21})([.][0-9]{1,19})?(e[+-]?[0-9]{1,2})?", 1..6)
    ) {
        let reading = read(&with(&format!("[{}]", numbers.join(","))));
        if reading.problems.is_empty() {
            let again = read_inner(&reading.bytes);
            prop_assert_eq!(again.problems, []);
            prop_assert_eq!(again.bytes, reading.bytes);
        }
    }
}
