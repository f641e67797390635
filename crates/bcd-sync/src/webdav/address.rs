//! The address of a WebDAV folder. It is checked once; afterwards paths are only appended to it.

use super::text::{Typed, decode, encode, is_loopback, typed};
use crate::drive::DriveFault;
use web_sys::Url;

/// A folder's address.
pub(super) struct Address {
    // With a slash at its end.
    url: String,
    origin: usize,
    parts: Vec<String>,
}

impl Address {
    /// Reads what a person typed: an address with its scheme, or `/…` on the page's own host.
    pub fn read(text: &str, page: &str) -> Result<Self, DriveFault> {
        let text = text.trim();
        // Without a scheme, `cloud.example.org/…` would be a folder on the page's own host, and the
        // password would be sent there.
        let typed = typed(text).ok_or(DriveFault::BadAddress)?;
        let url = match typed {
            Typed::OfPage => Url::new_with_base(text, page),
            Typed::Whole => Url::new(text),
        };
        let url = url.map_err(|_| DriveFault::BadAddress)?;
        if typed == Typed::OfPage {
            let page = Url::new(page).map_err(|_| DriveFault::BadAddress)?;
            if url.origin() != page.origin() {
                return Err(DriveFault::BadAddress);
            }
        }
        // A name or password in the address would end up in logs and histories; a query is not part
        // of a folder.
        let extra = [url.username(), url.password(), url.search(), url.hash()];
        if extra.iter().any(|part| !part.is_empty()) || url.hostname().is_empty() {
            return Err(DriveFault::BadAddress);
        }
        match url.protocol().as_str() {
            "https:" => {}
            "http:" if is_loopback(&url.hostname()) => {}
            "http:" => return Err(DriveFault::Insecure),
            _ => return Err(DriveFault::BadAddress),
        }
        let path = url.pathname();
        let parts = path.split('/').filter(|part| !part.is_empty());
        let parts = parts.map(decode).collect::<Option<_>>().ok_or(DriveFault::BadAddress)?;
        let origin = url.origin();
        let url = format!("{origin}{}/", path.trim_end_matches('/'));
        Ok(Self { url, origin: origin.len(), parts })
    }

    /// The address of a file.
    pub fn file(&self, path: &str) -> String {
        format!("{}{}", self.url, encode(path))
    }

    /// The path alone, for the `Destination` header: a server behind a proxy knows itself by
    /// another host name and may refuse the public one.
    pub fn destination(&self, path: &str) -> String {
        self.file(path).split_off(self.origin)
    }

    /// The address of a folder, with a slash at its end: without it some servers redirect.
    pub fn folder(&self, path: &str) -> String {
        match path {
            "" => self.url.clone(),
            _ => format!("{}{}/", self.url, encode(path)),
        }
    }

    /// The decoded parts of a path's address.
    pub fn parts(&self, path: &str) -> Vec<String> {
        let below = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned);
        self.parts.iter().cloned().chain(below).collect()
    }
}
