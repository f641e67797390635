//! A drive (ổ chung): folders and files that several people reach, by one small contract.
//!
//! Paths are relative, with `/` between parts, without a leading or trailing one; the root is the
//! empty path. Names are in NFC. What holds for every drive is tested by one contract.

use serde::{Deserialize, Serialize};

/// What a drive can do. What it cannot do it says here, and never does by half.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// Files can be written and removed.
    pub write: bool,
    /// [`Expect`] is checked by the drive itself as it takes the write. Without it, it is looked
    /// up just before, and another writer has longer to slip in between. It is no lock: Apache
    /// lets two writers of the same instant through. One writer per file is what makes it safe.
    pub conditional: bool,
    /// A reader sees the old file or the new one whole, never half of one.
    pub atomic: bool,
    /// Listings carry revisions.
    pub revisions: bool,
}

/// What the person has allowed on a folder of the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// It can be used.
    Granted,
    /// It can be asked for, by a tap.
    Asks,
    /// The person said no.
    Denied,
}

/// A revision: equal ones mean equal content. An ETag, or a time and a size where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rev(pub String);

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// Its name, without the path.
    pub name: String,
    /// Whether it is a folder.
    pub folder: bool,
    /// Revision of a file.
    pub rev: Option<Rev>,
    /// Bytes of a file, where the drive says so.
    pub size: Option<u64>,
}

/// A file that was looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Its revision.
    pub rev: Rev,
    /// Its bytes, where the drive says so.
    pub size: Option<u64>,
}

/// What a writer expects to be there now. Every write states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Nothing: the file is new.
    Absent,
    /// This revision.
    Rev(Rev),
    /// Whatever is there may go: the writer owns the path.
    Anything,
}

/// What went wrong with a drive. Data, not prose; never with an address's password, a header or
/// a response's body in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// No network, or the connection broke in the middle of an answer.
    Offline,
    /// It answered, but the browser may not see the answer: the server does not allow this site
    /// (CORS), or the connection was refused before HTTP. The two look alike from a page.
    OfflineOrCors,
    /// Too slow; the request was given up.
    Timeout,
    /// Name or password are wrong or missing. [401]
    Unauthorised,
    /// Not allowed: read-only, or no rights at this place. [403, 405]
    Forbidden,
    /// Nothing is there. [404, 410]
    NotFound,
    /// Something else is there than the writer expected. [409 on a file, 412]
    Changed,
    /// Somebody locks it. [423]
    Locked,
    /// One file is too large for the drive, or for us. [413]
    TooLarge,
    /// The drive is full. [507]
    Full,
    /// Try again later; seconds, where the server says so. [429, 503]
    Busy(Option<u32>),
    /// The server is in trouble. [status: other 4xx and 5xx]
    Server(u16),
    /// The answer is not what a drive gives: a login page, half a listing, a path outside.
    NotADrive,
    /// The browser wants the person to allow it again, by a tap.
    NeedsTap,
    /// The folder is not there any more: moved, unmounted, removed.
    Gone,
    /// Plain http to another machine: a password would be readable on the way.
    Insecure,
    /// The address is none.
    BadAddress,
    /// The person cancelled.
    Cancelled,
    /// Anything else; a short word for the error report, without anything private.
    Other(String),
}

impl Fault {
    /// Whether the same request may well work a little later.
    pub const fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Offline
                | Self::OfflineOrCors
                | Self::Timeout
                | Self::Locked
                | Self::Busy(_)
                | Self::Server(500..)
        )
    }

    /// Whether it concerns the whole drive, so that going on with other files makes no sense.
    pub const fn is_of_drive(&self) -> bool {
        match self {
            Self::Offline
            | Self::OfflineOrCors
            | Self::Timeout
            | Self::Unauthorised
            | Self::NotADrive
            | Self::NeedsTap
            | Self::Gone
            | Self::Insecure
            | Self::BadAddress
            | Self::Cancelled
            | Self::Busy(_)
            | Self::Full => true,
            Self::Forbidden
            | Self::NotFound
            | Self::Changed
            | Self::Locked
            | Self::TooLarge
            | Self::Server(_)
            | Self::Other(_) => false,
        }
    }
}

/// A drive.
#[allow(async_fn_in_trait, reason = "one thread; nothing is sent anywhere")]
pub trait Drive {
    /// What it can do.
    fn abilities(&self) -> Abilities;

    /// The entries of a folder, in order of their names. A folder that is not there is
    /// [`Fault::NotFound`], never an empty list; so is half a listing never a list.
    async fn list(&self, folder: &str) -> Result<Vec<Item>, Fault>;

    /// A file's bytes and revision. Above `limit` bytes it is [`Fault::TooLarge`], and no more
    /// than that is read.
    async fn read(&self, path: &str, limit: usize) -> Result<(Vec<u8>, Option<Rev>), Fault>;

    /// Writes a whole file, with its parent folders; answers its new revision where it is known.
    /// [`Fault::Changed`] if there is something else than expected, and then nothing changed.
    async fn write(&self, path: &str, bytes: &[u8], expect: &Expect) -> Result<Option<Rev>, Fault>;

    /// Removes a file. One that is not there is [`Fault::NotFound`].
    async fn remove(&self, path: &str) -> Result<(), Fault>;

    /// Whether a file is there, and as what.
    async fn find(&self, path: &str) -> Result<Option<Found>, Fault>;
}

/// Whether a relative path is one that this app may touch: no part empty, `.`, `..` or with a
/// backslash, no leading or trailing slash, no control characters.
pub fn is_safe(path: &str) -> bool {
    let bad = |part: &str| {
        part.is_empty()
            || part == "."
            || part == ".."
            || part.contains('\\')
            || part.chars().any(char::is_control)
    };
    !path.split('/').any(bad)
}
