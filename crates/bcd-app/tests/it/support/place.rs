//! Where a tab runs: a clock that decides nothing, ids, settings, other tabs, files.

use super::{
    shelf::{Gates, Seen, Shelf},
    stage::{Gate, Stage},
};
use bcd_app::{
    bytes::Bytes,
    host::{Clock, Hasher, IdSource, PickedFile, Settings, Storage, Tabs},
    store::{Store, StoreError, StoreFuture},
};
use bcd_core::{content, format::canonical, id::FileHash};
use futures_util::future::LocalBoxFuture;
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    future::ready,
    rc::Rc,
};

/// A clock that stands at one moment of any year.
pub struct Calendar(pub Cell<i32>);

impl Clock for Calendar {
    fn now_ms(&self) -> f64 {
        const YEAR: f64 = 31_556_952_000.0;
        f64::from(self.0.get() - 1970) * YEAR + 0.89 * YEAR
    }

    fn now(&self) -> String {
        format!("{}-11-22T20:15:00+07:00", self.0.get())
    }
}

/// Ids of one browser: the same in every run, and no other browser's.
pub struct Numbers {
    pub of: String,
    pub last: Cell<u64>,
    /// What the next id is to be, where a test wants to know it.
    pub next: RefCell<Option<String>>,
}

impl IdSource for Numbers {
    fn new_id(&self) -> String {
        if let Some(id) = self.next.take() {
            return id;
        }
        let number = self.last.get() + 1;
        self.last.set(number);
        let of = canonical::sha256(self.of.as_bytes());
        format!("{}-{}-4000-8000-{number:012x}", &of[..8], &of[8..12])
    }
}

/// Settings, shared by the tabs of a browser.
#[derive(Default)]
pub struct Notes(RefCell<BTreeMap<String, String>>);

impl Notes {
    /// Takes over those of another browser.
    pub fn copy(&self, other: &Self) {
        self.0.replace(other.0.borrow().clone());
    }
}

impl Settings for Notes {
    fn get(&self, key: &str) -> Option<String> {
        self.0.borrow().get(key).cloned()
    }

    fn set(&self, key: &str, value: &str) -> bool {
        self.0.borrow_mut().insert(key.to_owned(), value.to_owned());
        true
    }
}

type Hear = Box<dyn FnMut(String)>;

/// What the tabs of a browser tell each other. Each message reaches all others, in order.
#[derive(Default)]
pub struct Bus(RefCell<BTreeMap<usize, Ear>>);

struct Ear {
    hear: Option<Hear>,
    came: VecDeque<String>,
    stage: Rc<Stage>,
}

impl Bus {
    /// Lets a tab hear what was told since. True if there was something.
    pub fn deliver(&self, to: usize) -> bool {
        let mut any = false;
        while let Some((mut hear, text)) = self.next(to) {
            any = true;
            hear(text);
            // A tab that is closed by what it hears is no longer there.
            if let Some(ear) = self.0.borrow_mut().get_mut(&to) {
                ear.hear = Some(hear);
            }
        }
        any
    }

    fn next(&self, to: usize) -> Option<(Hear, String)> {
        let mut ears = self.0.borrow_mut();
        let ear = ears.get_mut(&to)?;
        let text = ear.came.pop_front()?;
        Some((ear.hear.take()?, text))
    }

    /// A tab is closed.
    pub fn leave(&self, tab: usize) {
        let left = self.0.borrow_mut().remove(&tab);
        drop(left);
    }
}

/// The bus, as one tab knows it.
pub struct Seat {
    pub bus: Rc<Bus>,
    pub tab: usize,
    pub stage: Rc<Stage>,
}

impl Tabs for Seat {
    fn tell(&self, text: &str) {
        for (_, ear) in self.bus.0.borrow_mut().iter_mut().filter(|(tab, _)| **tab != self.tab) {
            ear.came.push_back(text.to_owned());
            ear.stage.wake();
        }
    }

    fn listen(&self, hear: Hear) {
        let ear = Ear { hear: Some(hear), came: VecDeque::new(), stage: self.stage.clone() };
        self.bus.0.borrow_mut().insert(self.tab, ear);
    }
}

/// Where the storage of a tab comes from.
pub struct Shelves {
    pub shelf: Rc<Shelf>,
    pub gates: Rc<Gates>,
    /// What opening it ends with.
    pub refuses: Option<StoreError>,
}

impl Storage for Shelves {
    fn open(&self) -> StoreFuture<'static, Rc<dyn Store>> {
        let seen = Seen { shelf: self.shelf.clone(), gates: self.gates.clone() };
        let opened = self.refuses.map_or(Ok(Rc::new(seen) as Rc<dyn Store>), Err);
        Box::pin(ready(opened))
    }

    fn ask_to_keep(&self) {}
}

/// SHA-256.
pub struct Sha;

impl Hasher for Sha {
    fn hash(&self, bytes: &Bytes) -> LocalBoxFuture<'static, Result<FileHash, String>> {
        Box::pin(ready(Ok(FileHash(canonical::sha256(&bytes.to_vec())))))
    }
}

/// A file in memory. Clones share the gate in front of what is in it.
#[derive(Clone)]
pub struct Picked {
    pub name: String,
    pub mime: String,
    pub bytes: Vec<u8>,
    pub gate: Rc<Gate>,
}

impl Picked {
    pub fn new(name: &str, mime: &str, bytes: &[u8]) -> Self {
        let (name, mime) = (name.to_owned(), mime.to_owned());
        Self { name, mime, bytes: bytes.to_vec(), gate: Rc::default() }
    }

    async fn all(&self) -> Option<Bytes> {
        self.gate.pass().await;
        Some(self.bytes.clone().into())
    }
}

impl PickedFile for Picked {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn mime(&self) -> String {
        self.mime.clone()
    }

    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn head(&self, most: u32) -> LocalBoxFuture<'_, Option<Vec<u8>>> {
        let most = self.bytes.len().min(most as usize);
        Box::pin(ready(Some(self.bytes[..most].to_vec())))
    }

    fn read(&self) -> LocalBoxFuture<'_, Option<Bytes>> {
        Box::pin(self.all())
    }

    // As a browser: what it cannot draw, and what is no picture, is no photo.
    fn as_photo(&self) -> LocalBoxFuture<'_, Option<Bytes>> {
        let drawn = matches!(content::media_type(&self.bytes), "image/jpeg" | "image/png");
        Box::pin(async move { if drawn { self.all().await } else { None } })
    }
}
