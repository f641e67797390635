//! A drive (ổ chung): folders and files that several people reach, by one small contract.
//!
//! Paths are relative, with `/` between parts, without a leading or trailing one; the root is the
//! empty path. Names are in NFC. What holds for every drive is tested by one contract.

use serde::{Deserialize, Serialize};

/// The most names of one folder that are listed: above, the folder counts as unreadable.
pub const MOST_NAMES: usize = 50_000;

/// What a drive can do. It must not claim here what it does only in part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// Files can be written and removed.
    pub write: bool,
    /// The drive itself checks [`Expect`] while it takes the write. Without this, we look the file
    /// up just before writing, which leaves more time for another writer in between. Neither is a
    /// lock: Apache lets two writers of the same instant through. What makes it safe is that every
    /// file has one writer.
    pub conditional: bool,
    /// A reader sees either the whole old file or the whole new one.
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

/// The revision of a file: two equal revisions mean equal content. It is an ETag, or time and size
/// where the server has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rev(pub String);

/// An entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FolderItem {
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
pub struct FoundFile {
    /// Its revision.
    pub rev: Rev,
    /// Its bytes, where the drive says so.
    pub size: Option<u64>,
}

/// What a writer expects at the path at this moment. Every write states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Nothing: the file is new.
    Absent,
    /// This revision.
    Rev(Rev),
    /// The file may be overwritten whatever it is: this device owns the path.
    Anything,
}

/// What went wrong with a drive, as data. It never contains a password, a header or the body of a
/// response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DriveFault {
    /// No network, or the connection broke in the middle of an answer.
    Offline,
    /// Either the server answered but does not allow this site to read it (CORS), or the connection
    /// was refused. A page cannot tell the two apart.
    OfflineOrCors,
    /// Too slow; the request was given up.
    Timeout,
    /// Name or password are wrong or missing. [401]
    Unauthorised,
    /// Not allowed: read-only, or no rights at this place. [403, 405]
    Forbidden,
    /// Nothing is there. [404, 410]
    NotFound,
    /// The file is not what the writer expected. [409 on a file, 412]
    Changed,
    /// Somebody locks it. [423]
    Locked,
    /// One file is too large for the drive, or for us. [413]
    TooLarge,
    /// A folder has more names than we list, or there are more folders than we look into.
    TooMany,
    /// The drive is full. [507]
    Full,
    /// Try again later; seconds, where the server says so. [429, 503]
    Busy(Option<u32>),
    /// The server is in trouble. [status: other 4xx and 5xx]
    Server(u16),
    /// The answer does not come from a drive: a login page, an incomplete listing, a path outside
    /// of the folder.
    NotADrive,
    /// The browser wants the person to allow it again, by a tap.
    NeedsTap,
    /// The page was opened before this server was connected, and may not talk to it until it is
    /// loaded anew.
    NeedsReload,
    /// The folder is not there any more: moved, unmounted, removed.
    Gone,
    /// Plain http to another machine, on which anybody on the way could read the password.
    Insecure,
    /// The address is none.
    BadAddress,
    /// The person cancelled.
    Cancelled,
    /// Anything else; a short word for the error report, without anything private.
    Other(String),
}

impl DriveFault {
    /// Whether the same request may succeed a little later.
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
            | Self::NeedsReload
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
            | Self::TooMany
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

    /// The entries of a folder, sorted by name. A missing folder is [`DriveFault::NotFound`], never an
    /// empty list, and an incomplete listing is a fault.
    async fn list(&self, folder: &str) -> Result<Vec<FolderItem>, DriveFault>;

    /// A file's bytes and revision. A file of more than `limit` bytes gives [`DriveFault::TooLarge`];
    /// reading stops at the limit.
    async fn read(&self, path: &str, limit: usize) -> Result<(Vec<u8>, Option<Rev>), DriveFault>;

    /// Writes a whole file and makes its parent folders; returns the new revision where it is
    /// known. If the file is not what was expected, nothing changes and the result is
    /// [`DriveFault::Changed`].
    async fn write(
        &self,
        path: &str,
        bytes: &[u8],
        expect: &Expect,
    ) -> Result<Option<Rev>, DriveFault>;

    /// Removes a file. One that is not there is [`DriveFault::NotFound`].
    async fn remove(&self, path: &str) -> Result<(), DriveFault>;

    /// Whether a file is there, and as what.
    async fn find(&self, path: &str) -> Result<Option<FoundFile>, DriveFault>;
}

/// Whether this app may touch a relative path: no leading or trailing slash, no control characters,
/// and no part that is empty, `.`, `..` or contains a backslash.
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
