//! Who signed a document (chữ ký của máy), and how far that is known to be the unit's own device.
//!
//! Every device has a signing key. A document names the public half of it, and those of the unit's
//! other devices that introduced it. Nobody vouches for a unit's first device: its key is pinned at
//! first sight, and two people compare its words.

use crate::id::{SignerKey, UnitId};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// The most introductions that an envelope carries.
pub const MOST_INTRODUCTIONS: usize = 16;
/// The most that a device file carries in its body, for the unit's other devices.
pub const MOST_IN_UNIT: usize = 100;

/// One device says that another one is of its unit, too (giới thiệu máy).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Introduction {
    /// The unit of both.
    pub unit: UnitId,
    /// The device that is introduced.
    pub key: SignerKey,
    /// The device that introduces it.
    pub by: SignerKey,
    /// Its signature of [`introduction`], in hex digits.
    pub signature: String,
}

/// Who signed a document. Without a key: nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Signer {
    /// The key of the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<SignerKey>,
    /// How the device came to be one of the unit's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub introductions: Vec<Introduction>,
}

/// What a device signs of a document: its kind and its digest.
pub fn document(kind: &str, digest: &str) -> Vec<u8> {
    format!("bcd/sig/1\n{kind}\n{digest}").into_bytes()
}

/// What a device signs to introduce another one. No kind of document has this name.
pub fn introduction(unit: &UnitId, key: &SignerKey) -> Vec<u8> {
    format!("bcd/sig/1\nintroduction\n{unit}\n{key}").into_bytes()
}

/// A signature as it stands in a document: lower-case hex digits.
pub fn text(signature: &[u8]) -> String {
    signature.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As what a key is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A device of the unit.
    Unit,
    /// A device of the unit's upper level.
    Upper,
}

/// A key that a browser knows, as a backup keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KnownKey {
    /// As what.
    pub role: Role,
    /// Of which unit.
    pub unit: UnitId,
    /// The key.
    pub key: SignerKey,
    /// The name that the unit or the upper level had then.
    pub name: String,
}

/// What was decided on a key of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pin {
    /// It was the first one that came; nobody compared its words yet.
    First,
    /// A person compared its words with those on the device, or knows otherwise that it is right.
    Compared,
    /// A person said that it is not the unit's.
    Rejected,
}

/// The keys of a unit on which something was decided.
pub type Pins = LiteMap<SignerKey, Pin>;

/// The same of many units.
pub type PinBook = LiteMap<UnitId, Pins>;

/// How far the device that signed a document is known to be the unit's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Its key was compared, or it was introduced by a device whose key was.
    Confirmed,
    /// The first device that came of this unit, or one that it introduced; not compared yet.
    First,
    /// Another device than those that are known, and nobody introduced it: a new phone, or somebody
    /// else.
    New,
    /// Not signed, and of a unit that has no key here.
    Unsigned,
    /// Not signed, though the unit signs what it writes.
    Missing,
    /// A person said that this key is not the unit's.
    Rejected,
}

/// The three words for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityWord {
    /// Đã xác nhận.
    Confirmed,
    /// Chưa xác nhận.
    Unconfirmed,
    /// Không khớp.
    Mismatch,
}

impl Identity {
    /// Whether the document is held apart from what is known to be the unit's, until a person decides.
    pub const fn is_apart(self) -> bool {
        matches!(self, Self::New | Self::Missing | Self::Rejected)
    }

    /// Whether a key that is known here, or that such a one introduced, signed the document.
    pub const fn is_known(self) -> bool {
        matches!(self, Self::Confirmed | Self::First)
    }

    /// Its word.
    pub const fn word(self) -> IdentityWord {
        match self {
            Self::Confirmed => IdentityWord::Confirmed,
            Self::First | Self::New | Self::Unsigned | Self::Missing => IdentityWord::Unconfirmed,
            Self::Rejected => IdentityWord::Mismatch,
        }
    }
}

impl Signer {
    /// Whether the document is not signed.
    pub const fn is_nobody(&self) -> bool {
        self.key.is_none()
    }

    /// How far this is known to be a device of `unit`.
    pub fn identity(&self, unit: &UnitId, pins: &Pins) -> Identity {
        let is_new = !has_key(pins);
        let Some(key) = &self.key else {
            return if is_new { Identity::Unsigned } else { Identity::Missing };
        };
        let reached = reached(key, unit, &self.introductions, pins);
        let has = |pin: Pin| reached.iter().any(|key| pins.get(*key) == Some(&pin));
        if pins.get(key) == Some(&Pin::Rejected) {
            Identity::Rejected
        } else if has(Pin::Compared) {
            Identity::Confirmed
        } else if has(Pin::First) || is_new {
            Identity::First
        } else {
            Identity::New
        }
    }
}

/// Whether a key is known, first or compared. Where all that came was somebody else's, nothing is.
pub fn has_key(pins: &Pins) -> bool {
    pins.values().any(|pin| *pin != Pin::Rejected)
}

// A key and those that vouch for it, over any number of steps; a rejected one vouches for nobody.
fn reached<'a>(
    key: &'a SignerKey,
    unit: &UnitId,
    introductions: &'a [Introduction],
    pins: &Pins,
) -> Vec<&'a SignerKey> {
    let (mut reached, mut open) = (Vec::new(), vec![key]);
    while let Some(key) = open.pop() {
        if pins.get(key) == Some(&Pin::Rejected) || reached.contains(&key) {
            continue;
        }
        reached.push(key);
        let by = introductions.iter().filter(|it| it.key == *key && it.unit == *unit);
        open.extend(by.map(|it| &it.by));
    }
    reached
}

/// The introductions that lead to a key, the nearest first, for the documents that it signs.
pub fn chain(key: &SignerKey, unit: &UnitId, all: &[Introduction]) -> Vec<Introduction> {
    let (mut chain, mut known, mut at) = (Vec::new(), vec![key], 0);
    while let Some(key) = known.get(at).copied() {
        at += 1;
        for it in all.iter().filter(|it| it.unit == *unit && it.key == *key) {
            chain.push(it.clone());
            if !known.contains(&&it.by) {
                known.push(&it.by);
            }
        }
    }
    chain.truncate(MOST_INTRODUCTIONS);
    chain
}

/// Those of some introductions, whose signatures are good, that are worth keeping where `known` devices of
/// the unit were let in: what one of these signed, or one that they introduced. From a file that a known
/// device signed, with it as `signer`, also what leads to it, and what those signed. Introductions by
/// anybody else would lead nowhere, and crowd out the others.
pub fn worth_keeping<'a>(
    all: &'a [Introduction],
    unit: &UnitId,
    known: &[SignerKey],
    signer: Option<&SignerKey>,
) -> Vec<&'a Introduction> {
    let mut from: Vec<&SignerKey> = known.iter().chain(signer).collect();
    let mut to: Vec<&SignerKey> = signer.into_iter().collect();
    let mut rest: Vec<&Introduction> = all.iter().filter(|it| it.unit == *unit).collect();
    let mut kept = Vec::new();
    // Each turn keeps one; a file brings few.
    while let Some(at) = rest.iter().position(|it| from.contains(&&it.by) || to.contains(&&it.key))
    {
        let it = rest.remove(at);
        if to.contains(&&it.key) {
            to.push(&it.by);
            from.push(&it.by);
        }
        if from.contains(&&it.by) {
            from.push(&it.key);
        }
        kept.push(it);
    }
    kept
}
