//! Identifiers: short strings that never change their meaning.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as it stands in a file.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&self.0)
            }
        }

        // Lets a `BTreeMap<Id, _>` be searched with a plain `&str`.
        impl core::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

id! {
    /// A node of the Union's tree (đơn vị): a UUID made once, when the unit is named.
    UnitId
    /// A dossier (hồ sơ năm): one unit × one cycle on however many devices.
    DossierId
    /// One browser profile on one device; the second half of a version stamp.
    DeviceId
    /// An item (nội dung) of a criteria set, such as `1.2.1`. Never renumbered.
    ItemId
    /// A step (mức) of an item's ladder, unique within the item.
    StepId
    /// A piece of evidence (minh chứng): a UUID.
    EvidenceId
    /// A record of the year, such as a task or a branch: a UUID, or a word that the app gave.
    RecordId
    /// A file by its content: the SHA-256 of its bytes, 64 lower-case hex digits.
    FileHash
    /// The public half of a device's signing key: `ed25519:` or `p256:`, and its bytes in base64url.
    SignerKey
}
