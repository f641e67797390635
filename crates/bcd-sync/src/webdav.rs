//! A WebDAV server as a drive (RFC 4918): Nextcloud, ownCloud, a NAS, Apache, rclone.
//!
//! **How files are written.** If the server honours conditional requests (a test finds out), with
//! one PUT and `If-None-Match: *` or `If-Match`: Apache replaces the whole file at the end of a
//! PUT, while its MOVE onto a file removes that file first. If it does not, but can move files,
//! with a PUT to a temporary name and a MOVE, so that a broken connection leaves the old file
//! intact. If it can do neither, with a plain PUT after looking the file up.
//!
//! **Revisions** are ETags. Weak ones count as strong: see [`text::rev_of_etag`].

pub mod multistatus;
pub mod sources;
pub mod text;

#[cfg(target_arch = "wasm32")]
mod address;
#[cfg(target_arch = "wasm32")]
mod http;
#[cfg(target_arch = "wasm32")]
mod probe;
#[cfg(target_arch = "wasm32")]
mod server;
#[cfg(target_arch = "wasm32")]
mod write;

#[cfg(target_arch = "wasm32")]
pub use {http::Pace, server::WebDav};

use serde::{Deserialize, Serialize};

/// What a connection test found out about a server; the app stores it beside the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Files can be written.
    pub write: bool,
    /// PUT honours `If-Match` and `If-None-Match: *`.
    pub conditional: bool,
    /// MOVE works, and keeps `Overwrite: F`.
    pub moves: bool,
}

impl Default for Known {
    fn default() -> Self {
        Self { write: true, conditional: false, moves: false }
    }
}

/// Name and password. They are kept in memory only and never printed.
#[derive(Clone)]
pub struct Login {
    /// The name.
    pub name: String,
    /// The password; preferably an app password.
    pub password: String,
}

/// Prefix of the temporary files of unfinished uploads; listings leave them out.
pub const PART: &str = ".bcd-part-";
