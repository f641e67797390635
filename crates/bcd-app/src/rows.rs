//! The format of rows in the database: one character for the version of the format, then JSON. A
//! row that this version of the app cannot read is reported and stays on the disk unchanged.

use crate::store::Op;
use bcd_core::field::Entry;
use serde::{Serialize, de::DeserializeOwned};

/// The version of the format that this app writes, as the first character.
const FORM: char = '1';

/// The text of a row.
pub fn write(value: &impl Serialize) -> String {
    // Our own types always have one.
    let json = serde_json::to_string(value).unwrap_or_default();
    format!("{FORM}{json}")
}

/// Reads a row. `None`: another version of the app wrote it, or it is damaged.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text.strip_prefix(FORM)?).ok()
}

/// A write of a row.
pub fn put(table: &'static str, key: impl Into<String>, value: &impl Serialize) -> Op {
    Op::text(table, key, write(value))
}

/// The key of a value in [`crate::store::tables::LOST`], for a field with this key. Two devices may
/// share an id if one was made from a copy of the other, so the key contains a hash of all that the row says.
pub(crate) fn lost_key(key: &str, entry: &Entry) -> String {
    let said = write(entry).bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{key}|{}|{}|{said:x}", entry.n, entry.dev)
}

/// The field's key of a value that stands under this key there. `None`: the key is not that of the value.
/// The value says where the field's key ends, which may have any characters itself.
pub(crate) fn lost_of<'a>(key: &'a str, entry: &Entry) -> Option<&'a str> {
    let (rest, _) = key.rsplit_once('|')?;
    rest.strip_suffix(&format!("|{}|{}", entry.n, entry.dev))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_another_form_is_not_read_as_ours() {
        assert_eq!(read::<u32>(&write(&7_u32)), Some(7));
        for strange in ["", "7", "27", "1", "1{", "x1"] {
            assert_eq!(read::<Vec<u32>>(strange), None, "{strange}");
        }
    }

    #[test]
    fn a_value_beside_another_stays_with_its_field_whatever_is_in_path_and_device() {
        let keys = ["ho-so|answer/1.1.1/step", "ho-so|answer/1.1.1/step|x", "ho-so||", "a|1|may|0"];
        for key in keys {
            for dev in ["may", "may|1", ""] {
                let entry = Entry { v: 0.1.into(), n: 7, dev: dev.into(), ..Entry::default() };
                assert_eq!(lost_of(&lost_key(key, &entry), &entry), Some(key));
                let other = Entry { n: 8, ..entry.clone() };
                assert_eq!(lost_of(&lost_key(key, &entry), &other), None);
            }
        }
    }
}
