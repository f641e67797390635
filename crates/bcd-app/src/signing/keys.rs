//! Keys of others: pinned at first sight, confirmed or rejected by a person.

use crate::{
    core::Core,
    received::ReceivedList,
    rows,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    format::{pack::PackLine, review::ReviewLine},
    id::{SignerKey, UnitId},
    sample::desk,
    signer::{KnownKey, Pin, PinBook, Pins, Role, Signer, has_key},
};
use reactive_graph::prelude::*;
use serde::{Deserialize, Serialize};

/// How many keys a backup holds, and how many that nobody compared it leads to: those of all units of a province,
/// and of their devices. Whoever sends in many names could make any number.
const MOST_KEYS: usize = 10_000;

/// A key on which something was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignerRow {
    /// What was decided.
    pub pin: Pin,
    /// The name that the unit or the upper level had then.
    pub name: String,
    /// Since when, RFC 3339.
    pub since: String,
}

/// Of whom a key is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// As what.
    pub role: Role,
    /// Of which unit.
    pub unit: UnitId,
    /// What was decided.
    pub row: SignerRow,
}

/// Keys: which are known, and what a person decides on them.
#[derive(Clone, Copy)]
pub struct Signers(pub(crate) Core);

impl Signers {
    /// The key of this device; none where the browser cannot keep one.
    ///
    /// # Errors
    /// A text for the error report.
    pub async fn own(&self) -> Result<Option<SignerKey>, String> {
        self.0.key().await
    }

    /// The words by which two people compare a key.
    ///
    /// # Errors
    /// A text for the error report.
    pub async fn words(&self, key: &SignerKey) -> Result<String, String> {
        self.0.tools().codes.words(key.as_str()).await
    }

    /// A QR code of a text: the path of an SVG, and the modules of a side.
    ///
    /// # Errors
    /// A text for the error report.
    pub async fn qr(&self, text: &str) -> Result<(String, u32), String> {
        self.0.tools().codes.qr(text).await
    }

    /// Notes what a person decided on a key. [`crate::exchange::receiving::Receiving::judge`] does what
    /// follows from it, too.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing changed.
    pub(crate) async fn judge(
        &self,
        role: Role,
        unit: &UnitId,
        key: &SignerKey,
        name: &str,
        pin: Pin,
    ) -> Result<(), StoreError> {
        let op = self.pin_op(role, unit, key, name, pin);
        match role {
            Role::Upper => self.0.disk().write(vec![op]).await,
            Role::Unit => {
                let note = |_: &mut _, book: &mut PinBook| {
                    book.entry(unit.clone()).or_default().insert(key.clone(), pin);
                };
                ReceivedList(self.0).write_surely(&[op], note).await
            }
        }
    }

    pub(crate) fn pin_op(
        &self,
        role: Role,
        unit: &UnitId,
        key: &SignerKey,
        name: &str,
        pin: Pin,
    ) -> Op {
        let row = SignerRow { pin, name: name.to_owned(), since: self.0.now() };
        rows::put(tables::SIGNERS, format!("{}{key}", prefix(role, unit)), &row)
    }

    /// The write that pins the key of the first document that came of a unit, or from its upper level,
    /// if this one is the first and is signed. Nothing is pinned for the units of the sample upper level.
    pub(crate) fn first_op(
        &self,
        role: Role,
        unit: &UnitId,
        pins: &Pins,
        signer: &Signer,
        name: &str,
    ) -> Option<Op> {
        let is_real = *unit != desk::office() && !desk::is_its(unit);
        let is_first = |key: &&SignerKey| !has_key(pins) && !pins.contains_key(*key);
        let key = signer.key.as_ref().filter(is_first).filter(|_| is_real)?;
        Some(self.pin_op(role, unit, key, name, Pin::First))
    }

    /// Keys of a unit or of its upper level on which something was decided, the first that came first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn rows(
        &self,
        role: Role,
        unit: &UnitId,
    ) -> Result<Vec<(SignerKey, SignerRow)>, StoreError> {
        let prefix = prefix(role, unit);
        let rows = self.0.disk().rows::<SignerRow>(tables::SIGNERS, &prefix).await?;
        let of = |(key, row): (String, SignerRow)| Some((key.strip_prefix(&prefix)?.into(), row));
        let mut rows: Vec<(SignerKey, SignerRow)> = rows.into_iter().filter_map(of).collect();
        rows.sort_by(|(_, a), (_, b)| a.since.cmp(&b.since));
        Ok(rows)
    }

    /// Keys in the name of a unit's upper level: those on which something was decided, and those of
    /// receipts and packs that nobody decided on yet. The first that came may be the wrong one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn of_upper(&self, unit: &UnitId) -> Result<Vec<(SignerKey, SignerRow)>, StoreError> {
        let disk = self.0.disk();
        let mut all = self.rows(Role::Upper, unit).await?;
        let mut add = |signer: Signer, name: String, since: String| {
            let Some(key) = signer.key else { return };
            if all.iter().all(|(known, _)| *known != key) {
                all.push((key, SignerRow { pin: Pin::First, name, since }));
            }
        };
        for (_, line) in disk.rows::<ReviewLine>(tables::REVIEWS, "").await? {
            if line.unit == *unit {
                add(line.signer, line.reviewer, line.at);
            }
        }
        for (_, line) in disk.rows::<PackLine>(tables::PACKS, "").await? {
            if !line.is_own() {
                add(line.signer, line.by, line.at);
            }
        }
        Ok(all)
    }

    /// In whose name a key is known here: of documents that came, also where nobody decided on it yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn whose(&self, key: &SignerKey) -> Result<Vec<Whose>, StoreError> {
        let (disk, mut found) = (self.0.disk(), Vec::new());
        for role in [Role::Unit, Role::Upper] {
            let rows = self.all(role).await?.into_iter().filter(|(_, of, _)| of == key);
            found.extend(rows.map(|(unit, _, row)| Whose { role, unit, row }));
        }
        let mut add = |role: Role, unit: UnitId, name: String, since: String| {
            if found.iter().all(|it| (it.role, &it.unit) != (role, &unit)) {
                let row = SignerRow { pin: Pin::First, name, since };
                found.push(Whose { role, unit, row });
            }
        };
        let is_it = |signer: &Signer| signer.key.as_ref() == Some(key);
        ReceivedList(self.0).loaded().await?;
        self.0.lists.received.with_untracked(|all| {
            for it in all.iter().filter(|it| is_it(&it.signer)) {
                add(Role::Unit, it.unit.clone(), it.name.clone(), it.at.clone());
            }
        });
        for (_, it) in disk.rows::<ReviewLine>(tables::REVIEWS, "").await? {
            if is_it(&it.signer) {
                add(Role::Upper, it.unit, it.reviewer, it.at);
            }
        }
        Ok(found)
    }

    // All rows of a role: the unit, the key, what was decided.
    async fn all(&self, role: Role) -> Result<Vec<(UnitId, SignerKey, SignerRow)>, StoreError> {
        let start = format!("{}|", word(role));
        let rows = self.0.disk().rows::<SignerRow>(tables::SIGNERS, &start).await?;
        // A key has no such mark in it, and neither has an id.
        let apart = |(at, row): (String, SignerRow)| {
            let (unit, key) = at.strip_prefix(&start)?.split_once('|')?;
            Some((unit.into(), key.into(), row))
        };
        Ok(rows.into_iter().filter_map(apart).collect())
    }

    /// The keys by which it is known who wrote what came in the name of a unit, or of its upper level: those on
    /// which something was decided, and of a unit of this browser its own.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn pins(&self, role: Role, unit: &UnitId) -> Result<Pins, StoreError> {
        match role {
            Role::Unit => self.pins_of(unit, self.is_own(unit).await?).await,
            Role::Upper => self.decided(role, unit).await,
        }
    }

    /// The same of a unit of which it is known whether it is this browser's own.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn pins_of(&self, unit: &UnitId, own: bool) -> Result<Pins, StoreError> {
        let mut pins = self.decided(Role::Unit, unit).await?;
        if let Some(key) = self.this_one().await.filter(|_| own) {
            pins.insert(key, Pin::Compared);
        }
        Ok(pins)
    }

    // The key of this device. Without it, what this device itself wrote counts as somebody else's until there is
    // one again: nothing is taken for the unit's that is not.
    pub(super) async fn this_one(&self) -> Option<SignerKey> {
        self.0.key().await.ok().flatten()
    }

    /// The keys of a unit, or of its upper level, on which something was decided.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(super) async fn decided(&self, role: Role, unit: &UnitId) -> Result<Pins, StoreError> {
        let rows = self.rows(role, unit).await?;
        Ok(rows.into_iter().map(|(key, row)| (key, row.pin)).collect())
    }

    /// The same for all units at once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn book(&self, role: Role) -> Result<PinBook, StoreError> {
        let mut book = self.rows_of_all(role).await?;
        let own = if role == Role::Unit { self.this_one().await } else { None };
        if let Some(own) = own {
            for unit in self.own_units().await? {
                book.entry(unit).or_default().insert(own.clone(), Pin::Compared);
            }
        }
        Ok(book)
    }

    /// The keys on which something was decided, of all units at once.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn rows_of_all(&self, role: Role) -> Result<PinBook, StoreError> {
        let mut book = PinBook::new();
        for (unit, key, row) in self.all(role).await? {
            book.entry(unit).or_default().insert(key, row.pin);
        }
        Ok(book)
    }

    /// The keys that are known, for a backup: those that a person compared first, then those that came first, the
    /// oldest first. How many more there are is added to what it lacks.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn known(&self, left_out: &mut usize) -> Result<Vec<KnownKey>, StoreError> {
        let mut all = Vec::new();
        for role in [Role::Upper, Role::Unit] {
            let rows = self.all(role).await?.into_iter();
            let kept = rows.filter(|(_, _, row)| row.pin != Pin::Rejected);
            all.extend(kept.map(|(unit, key, row)| {
                let order = (row.pin == Pin::First, row.since);
                (order, KnownKey { role, unit, key, name: row.name })
            }));
        }
        all.sort_by(|(a, _), (b, _)| a.cmp(b));
        *left_out += all.len().saturating_sub(MOST_KEYS);
        Ok(all.into_iter().take(MOST_KEYS).map(|(_, known)| known).collect())
    }

    /// The writes that take known keys back into a browser that knows none yet, as long as there are not too
    /// many of them. They are as good as the file that brought them: nobody compared them here, and where keys
    /// are known already they would hold a unit's own file apart.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn restored(&self, known: &[KnownKey]) -> Result<Vec<Op>, StoreError> {
        let own = self.own_units().await?;
        let (units, uppers) =
            (self.rows_of_all(Role::Unit).await?, self.rows_of_all(Role::Upper).await?);
        let is_sample = |unit: &UnitId| desk::is_its(unit) || *unit == desk::office();
        let new = known.iter().filter(|it| !is_sample(&it.unit)).filter(|it| match it.role {
            Role::Unit => !own.contains(&it.unit) && units.keys().all(|unit| own.contains(unit)),
            Role::Upper => uppers.is_empty(),
        });
        let new = new.take(MOST_KEYS);
        let op = |it: &KnownKey| self.pin_op(it.role, &it.unit, &it.key, &it.name, Pin::First);
        Ok(new.map(op).collect())
    }
}

/// The writes that forget every key of the sample upper level and its units.
pub(crate) fn of_sample() -> Vec<Op> {
    let units = desk::units("").into_iter().map(|it| it.unit.id).chain([desk::office()]);
    let roles = |unit: UnitId| [Role::Unit, Role::Upper].map(|role| prefix(role, &unit));
    units.flat_map(roles).map(|prefix| Op::DeletePrefix(tables::SIGNERS, prefix)).collect()
}

const fn word(role: Role) -> &'static str {
    match role {
        Role::Unit => "unit",
        Role::Upper => "upper",
    }
}

fn prefix(role: Role, unit: &UnitId) -> String {
    format!("{}|{unit}|", word(role))
}
