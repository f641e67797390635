//! What the use-cases of the late chunk need from the platform, beside [`crate::host`]: the engine
//! and other workers, the signing key, folders and servers, locks among tabs.

use crate::bytes::Bytes;
use bcd_core::{
    engine::{Request, Response},
    paper::{
        agenda::Agenda,
        job::{MadePaper, PaperJob},
    },
};
use bcd_sync::{
    any::AnyDrive,
    drive::{DriveFault, Permission},
    probe::Probe,
    stop::StopSwitch,
    webdav::{Known, Login},
};
use futures_util::future::LocalBoxFuture;
use std::rc::Rc;

/// A future result; the error is a text for the error report: the worker could not be loaded or
/// died.
pub type Later<T> = LocalBoxFuture<'static, Result<T, String>>;

/// The engine: reads, checks, freezes and packs files.
pub trait Engine {
    /// Sends a request. [`Response::Failed`] becomes the error.
    fn ask(&self, request: &Request, blobs: &[Bytes]) -> Later<(Response, Vec<Bytes>)>;

    /// How many requests of [`Request::Check`] it works on at the same time.
    fn lanes(&self) -> usize {
        1
    }

    /// Nothing more is to be checked for now: what was only started for that may end.
    fn rest(&self) {}
}

/// Makes calendars.
pub trait CalendarMaker {
    /// Makes a calendar: its bytes.
    fn calendar(&self, agenda: Agenda) -> Later<Bytes>;
}

/// The press: makes official documents.
pub trait Press {
    /// Makes a document.
    fn make(&self, job: &PaperJob) -> Later<(MadePaper, Vec<Bytes>)>;
}

/// What became of a sealed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsealed {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// The passphrase is another one.
    WrongPassphrase,
    /// It is cut, changed, or asks for more than is sensible.
    Broken,
}

/// The opened key of a drive. It must be neither printed nor stored.
#[derive(Clone)]
pub struct DriveKey {
    /// What opens and seals files.
    pub secret: String,
    /// What files are sealed to.
    pub recipient: String,
}

/// What became of the word of a drive.
pub enum OpenedWord {
    /// The key in it.
    Key(DriveKey),
    /// The passphrase is another one.
    WrongPassphrase,
    /// It is no word, is cut or changed, or asks for more than is sensible.
    Broken,
}

/// What became of a sealed file of a drive.
pub enum OpenedFile {
    /// The path that it was sealed for, and its bytes.
    Bytes(String, Vec<u8>),
    /// It is sealed to another key, or with a passphrase.
    AnotherKey,
    /// It is cut or changed.
    Broken,
    /// It asks for more work or memory than is sensible.
    TooMuch,
}

/// The sealer: sealed files, in the age format.
pub trait Sealer {
    /// Seals bytes with a passphrase, as text (ASCII armor), for channels that only carry text.
    fn seal_as_text(&self, bytes: &[u8], passphrase: &str) -> Later<Vec<u8>>;
    /// Opens bytes that are sealed with a passphrase.
    fn open(&self, bytes: &[u8], passphrase: &str) -> Later<Unsealed>;
    /// Makes a new key for a drive, and its word: the key, sealed with a passphrase.
    fn new_word(&self, passphrase: &str) -> Later<(DriveKey, Vec<u8>)>;
    /// Opens the word of a drive. This is what takes time and memory.
    fn open_word(&self, word: &[u8], passphrase: &str) -> Later<OpenedWord>;
    /// Makes the word of a key with another passphrase.
    fn word(&self, key: &DriveKey, passphrase: &str) -> Later<Vec<u8>>;
    /// Seals a file for a path of a drive.
    fn seal_file(&self, key: &DriveKey, path: &str, bytes: &[u8]) -> Later<Vec<u8>>;
    /// Opens a file of a drive.
    fn open_file(&self, key: &DriveKey, bytes: &[u8]) -> Later<OpenedFile>;
    /// A passphrase of random words, to be offered.
    fn offer(&self) -> Later<String>;
}

/// The signing key of this device, which never leaves it.
pub trait Signer {
    /// Its public half, as it stands in documents: `ed25519:…` or `p256:…`. `None` where this browser
    /// cannot keep one. An error says that it could not be read now, not that there is none.
    fn key(&self) -> Later<Option<String>>;
    /// Signs a message: 64 bytes.
    fn sign(&self, message: &[u8]) -> Later<Vec<u8>>;
}

/// What two people compare to know a key.
pub trait Codes {
    /// The five words of a key.
    fn words(&self, key: &str) -> Later<String>;
    /// A QR code of a text: the path of an SVG, each module one unit wide, and how many modules a
    /// side has, without the quiet zone.
    fn qr(&self, text: &str) -> Later<(String, u32)>;
}

/// Whether bytes begin like a sealed file, in binary or as text.
pub fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"age-encryption.org/") || bytes.starts_with(b"-----BEGIN AGE ENCRYPTED")
}

/// The way to a drive.
#[derive(Clone)]
pub enum Door {
    /// A folder of this device.
    Folder {
        /// The drive's id, under which the folder is kept.
        id: String,
        /// It can only be read, as a test found out.
        read_only: bool,
    },
    /// A WebDAV server.
    Server {
        /// As the person typed it.
        address: String,
        /// Name and password, where the server asks for them.
        login: Option<Login>,
        /// What a test of the connection found.
        known: Known,
    },
}

/// What comes of a drive later.
pub type AtDrive<T> = LocalBoxFuture<'static, Result<T, DriveFault>>;

/// The doors: folders and servers that a person connected.
pub trait Doors {
    /// What the person has allowed on a folder. With `asking`, the browser asks them, which works
    /// only in response to a tap. [`DriveFault::Gone`] if no folder is stored under this id.
    fn allowed(&self, id: &str, asking: bool) -> AtDrive<Permission>;
    /// Whether a person can pick a folder here to write in.
    fn can_pick(&self) -> bool;
    /// Lets the person pick a folder and stores its handle under an id. Returns its name; `None` if
    /// they cancel. Works only in response to a tap.
    fn pick(&self, id: &str) -> AtDrive<Option<String>>;
    /// Whether the page may talk to a server at this address, as a person typed it. Where it may
    /// not, what comes of the server's door is [`DriveFault::NeedsReload`].
    fn reaches(&self, address: &str) -> bool;
    /// The drive behind a door.
    fn open(&self, door: Door, stop: StopSwitch) -> AtDrive<AnyDrive>;
    /// Tests the connection. For a server, also returns what was found out about it.
    fn test(&self, door: Door) -> AtDrive<(Probe, Option<Known>)>;
    /// Forgets a folder.
    fn forget(&self, id: &str) -> AtDrive<()>;
}

/// One at a time among all tabs.
pub trait Lock {
    /// Runs `work` unless another tab is running work of this name; returns false in that case.
    fn alone(&self, name: &str, work: LocalBoxFuture<'static, ()>)
    -> LocalBoxFuture<'static, bool>;
}

/// Texts without their accents, as people search for them: "Quảng Xương" → "quang xuong".
pub trait Folding {
    /// Folds a text.
    fn fold(&self, text: &str) -> String;
}

/// Everything that the use-cases of the late chunk need beside the host. What only rare pages need
/// comes later, as [`RareTools`].
#[derive(Clone)]
pub struct Tools {
    /// The engine.
    pub engine: Rc<dyn Engine>,
    /// Calendars.
    pub calendars: Rc<dyn CalendarMaker>,
    /// The sealer.
    pub sealer: Rc<dyn Sealer>,
    /// The signing key of this device.
    pub signer: Rc<dyn Signer>,
    /// What keys are compared by.
    pub codes: Rc<dyn Codes>,
    /// One at a time.
    pub lock: Rc<dyn Lock>,
    /// Texts without accents.
    pub folding: Rc<dyn Folding>,
}

/// What only the pages of the rare chunk need. A page that knows of them carries all that is behind
/// them, so they come with that chunk.
#[derive(Clone)]
pub struct RareTools {
    /// The press.
    pub press: Rc<dyn Press>,
    /// The doors.
    pub doors: Rc<dyn Doors>,
}
