//! What the use-cases need from the platform, as small traits: implemented for browsers and for
//! tests.

use crate::{
    bytes::Bytes,
    store::{Store, StoreFuture},
};
use bcd_core::{
    id::FileHash,
    year::cycle::{UNIT_ZONE, day_at},
};
use chrono::NaiveDate;
use futures_util::future::LocalBoxFuture;
use std::{rc::Rc, time::Duration};

/// The clock.
pub trait Clock {
    /// Milliseconds since 1970.
    fn now_ms(&self) -> f64;
    /// Now as RFC 3339 with the device's own offset, to the second.
    fn now(&self) -> String;

    /// Today in the unit's zone, whatever zone the phone is set to.
    fn unit_day(&self) -> NaiveDate {
        day_at((self.now_ms() / 1000.0) as i64, UNIT_ZONE).unwrap_or_default()
    }
}

/// Randomness for ids.
pub trait IdSource {
    /// A new UUID.
    fn new_id(&self) -> String;
}

/// Small settings of the person. Losing them loses nothing that a person typed.
pub trait Settings {
    /// A setting.
    fn get(&self, key: &str) -> Option<String>;
    /// Sets it; false where that is refused.
    fn set(&self, key: &str, value: &str) -> bool;
}

/// Other tabs of the same app.
pub trait Tabs {
    /// Sends a message to the other tabs. A message that gets lost does no harm, because tabs read
    /// the disk when they open.
    fn tell(&self, text: &str);
    /// Listens to the others.
    fn listen(&self, hear: Box<dyn FnMut(String)>);
}

/// When work is done.
pub trait Turns {
    /// Runs right after the next paint; soon even if there is none.
    fn behind_paint(&self, then: Box<dyn FnOnce()>);
    /// After some time.
    fn later(&self, after: Duration, then: Box<dyn FnOnce()>);
    /// Beside what is going on, to its end.
    fn spawn(&self, work: LocalBoxFuture<'static, ()>);
    /// Waits.
    fn pause(&self, time: Duration) -> LocalBoxFuture<'static, ()>;
}

/// Where the store comes from.
pub trait Storage {
    /// Opens the store.
    fn open(&self) -> StoreFuture<'static, Rc<dyn Store>>;
    /// Asks the browser to keep what is stored.
    fn ask_to_keep(&self);
}

/// Content hashes of files.
pub trait Hasher {
    /// The hash of bytes; if it could not be made, a text for the error report.
    fn hash(&self, bytes: &Bytes) -> LocalBoxFuture<'static, Result<FileHash, String>>;
}

/// A file that a person picked or dropped.
pub trait PickedFile {
    /// Its name.
    fn name(&self) -> String;
    /// Its media type, as the browser says; may be empty.
    fn mime(&self) -> String;
    /// Its bytes.
    fn size(&self) -> u64;
    /// The first bytes of it; `None` if it cannot be read.
    fn head(&self, most: u32) -> LocalBoxFuture<'_, Option<Vec<u8>>>;
    /// All bytes of it; `None` if it cannot be read.
    fn read(&self) -> LocalBoxFuture<'_, Option<Bytes>>;
    /// The photo in it made small, as JPEG, without what a camera adds; `None` if it cannot be
    /// decoded.
    fn as_photo(&self) -> LocalBoxFuture<'_, Option<Bytes>>;
    /// Forgets it where it was kept for this app, if it was.
    fn discard(&self) {}
}

/// The platform: everything that the first page needs from it.
#[derive(Clone)]
pub struct Host {
    /// The clock.
    pub clock: Rc<dyn Clock>,
    /// Ids.
    pub ids: Rc<dyn IdSource>,
    /// Settings.
    pub settings: Rc<dyn Settings>,
    /// Other tabs.
    pub tabs: Rc<dyn Tabs>,
    /// When work is done.
    pub turns: Rc<dyn Turns>,
    /// Where the store comes from.
    pub storage: Rc<dyn Storage>,
    /// Content hashes.
    pub hasher: Rc<dyn Hasher>,
}

impl Host {
    /// Does work beside what is going on.
    pub fn spawn(&self, work: impl Future<Output = ()> + 'static) {
        self.turns.spawn(Box::pin(work));
    }
}

/// Names of settings.
pub mod settings {
    /// Language: `vi` or `en`.
    pub const LANG: &str = "bcd.lang";
    /// Theme: `light`, `dark`, or absent for the system's.
    pub const THEME: &str = "bcd.theme";
    /// The dossier opened last.
    pub const DOSSIER: &str = "bcd.dossier";
    /// The person's own name, put on what they send.
    pub const NAME: &str = "bcd.name";
    /// A notice that the person closed.
    pub const NOTICE: &str = "bcd.notice";
    /// Packs that the person has looked at, by digest.
    pub const PACKS_SEEN: &str = "bcd.packs";
}
