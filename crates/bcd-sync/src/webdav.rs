//! A WebDAV server as a drive (RFC 4918): Nextcloud, ownCloud, a NAS, Apache, rclone.
//!
//! **How files are written.** Where the server keeps conditions (a probe finds out), by one PUT
//! with `If-None-Match: *` or `If-Match`: Apache swaps the whole file in at its end, while
//! its MOVE onto a file removes that first. Where it does not, but can move,
//! by a PUT to a name of its own and a MOVE: a broken connection leaves the old file whole.
//! Where it can do neither, by a plain PUT after a look.
//!
//! **Revisions** are ETags, weak ones counted as strong: see [`text::rev_of_etag`].

pub mod multistatus;
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

/// What is known of a server, from a probe; kept by the app beside the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Files can be written.
    pub write: bool,
    /// PUT keeps `If-Match` and `If-None-Match: *`.
    pub conditional: bool,
    /// MOVE works, and keeps `Overwrite: F`.
    pub moves: bool,
}

impl Default for Known {
    fn default() -> Self {
        Self { write: true, conditional: false, moves: false }
    }
}

/// A name and a password. It is kept in memory only, and never printed.
#[derive(Clone)]
pub struct Login {
    /// The name.
    pub name: String,
    /// The password; better one made for this app alone.
    pub password: String,
}

/// Beginning of the names of half-sent files, which no listing shows.
pub const PART: &str = ".bcd-part-";
