//! The drive itself: listing, reading, removing, looking up. Writing is in `write`.

use super::{
    Known, Login, PART,
    address::Address,
    http::{Answer, Ask, Http, Pace},
    multistatus::{self, Entry, Listing},
    text::{basic, rev_of_etag, rev_of_time},
};
use crate::{
    browser,
    drive::{Abilities, Drive, Expect, Fault, Found, Item, Rev, is_safe},
    names::Names,
    stop::Stop,
};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};

const PROPERTIES: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
<propfind xmlns=\"DAV:\"><prop><resourcetype/><getetag/><getlastmodified/><getcontentlength/>\
</prop></propfind>";

/// A folder on a WebDAV server.
pub struct WebDav {
    pub(super) http: Http,
    pub(super) address: Address,
    pub(super) known: Cell<Known>,
    pub(super) names: Names,
    // Half-sent files that could not be removed yet.
    pub(super) left: RefCell<Vec<String>>,
    // Folders that were there a moment ago.
    pub(super) there: RefCell<BTreeSet<String>>,
    // `Destination` needs a host.
    pub(super) absolute: Cell<bool>,
    // The server hides the ETag of a file that is read (CORS without `Expose-Headers`), or names
    // it there alone: revisions are asked for.
    blind: Cell<bool>,
}

impl WebDav {
    /// A drive at an address as a person types it; one without a host is seen from `page`, the
    /// page's own address. Nothing is asked yet.
    pub fn connect(
        address: &str,
        page: &str,
        login: Option<Login>,
        known: Known,
        stop: Stop,
    ) -> Result<Self, Fault> {
        let address = Address::read(address, page)?;
        let authorization = match login {
            // RFC 7617 asks for NFC: keyboards spell Vietnamese in two ways.
            Some(Login { name, password }) => {
                let code = basic(&browser::nfc(&name), &browser::nfc(&password));
                Some(code.ok_or(Fault::Unauthorised)?)
            }
            None => None,
        };
        Ok(Self {
            http: Http::new(authorization, Pace::default(), stop),
            address,
            known: Cell::new(known),
            names: Names::default(),
            left: RefCell::default(),
            there: RefCell::default(),
            absolute: Cell::default(),
            blind: Cell::default(),
        })
    }

    /// The same with another patience.
    pub fn with_pace(mut self, pace: Pace) -> Self {
        self.http.pace = pace;
        self
    }

    /// What is known of the server.
    pub fn known(&self) -> Known {
        self.known.get()
    }

    // The answer to a PROPFIND; `raw` is in the server's spelling.
    async fn propfind(&self, url: &str, raw: &str, depth: &str) -> Result<Listing, Fault> {
        let ask = Ask {
            body: Some(PROPERTIES.as_bytes()),
            limit: multistatus::MOST_BYTES,
            ..Ask::new("PROPFIND", url)
        };
        let ask = ask.with("Depth", depth).with("Content-Type", "application/xml; charset=utf-8");
        let answer = self.http.patiently(&ask).await?;
        match answer.status {
            207 => {}
            // It does not know the question, so it is a web server and no drive.
            405 | 501 => return Err(Fault::NotADrive),
            _ => return Err(answer.fault()),
        }
        let listing = multistatus::read(&answer.body, &self.address.parts(raw))?;
        // A server that names no ETag here but where a file is read (nginx): one file would have
        // two revisions, so that of the listing counts.
        let entries = listing.children.iter().chain([&listing.itself]);
        if entries.filter(|entry| !entry.folder).any(|entry| etag_of(entry).is_none()) {
            self.blind.set(true);
        }
        Ok(listing)
    }

    /// What the server says of a file, if it is there and is one.
    pub(super) async fn look(&self, raw: &str) -> Result<Option<Entry>, Fault> {
        match self.propfind(&self.address.file(raw), raw, "0").await {
            Ok(listing) if !listing.children.is_empty() => Err(Fault::NotADrive),
            Ok(listing) if listing.itself.folder => Ok(None),
            Ok(listing) => Ok(Some(listing.itself)),
            Err(Fault::NotFound) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    pub(super) async fn is_folder(&self, raw: &str) -> Result<bool, Fault> {
        match self.propfind(&self.address.folder(raw), raw, "0").await {
            Ok(listing) => Ok(listing.itself.folder),
            Err(Fault::NotFound) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    async fn get(&self, raw: &str, limit: usize) -> Result<Answer, Fault> {
        let url = self.address.file(raw);
        let answer = self.http.patiently(&Ask { limit, ..Ask::new("GET", &url) }).await?;
        let page = [".html", ".htm"].iter().any(|end| raw.ends_with(end));
        match answer.status {
            // A login page of a proxy, or a folder shown as a page.
            200 if answer.is_html() && !page => Err(Fault::NotADrive),
            200 => Ok(answer),
            _ => Err(answer.fault()),
        }
    }

    pub(super) async fn delete(&self, raw: &str) -> Result<(), Fault> {
        let url = self.address.file(raw);
        let answer = self.http.once(&Ask::new("DELETE", &url)).await?;
        match answer.status {
            204 => Ok(()),
            // A page of a proxy looks like success: only a look tells.
            200 if self.look(raw).await?.is_none() => Ok(()),
            200 => Err(Fault::NotADrive),
            // Some parts of it stayed.
            207 => Err(Fault::Locked),
            _ => Err(answer.fault()),
        }
    }
}

fn etag_of(entry: &Entry) -> Option<Rev> {
    entry.etag.as_deref().and_then(rev_of_etag)
}

/// The revision of an entry.
pub(super) fn rev_of(entry: &Entry) -> Option<Rev> {
    etag_of(entry).or_else(|| rev_of_time(entry.modified.as_deref(), entry.size))
}

impl Drive for WebDav {
    fn abilities(&self) -> Abilities {
        let Known { write, conditional, moves } = self.known.get();
        // Of a plain PUT nobody can say from outside whether the server swaps whole files.
        Abilities { write, conditional, atomic: moves && !conditional, revisions: true }
    }

    async fn list(&self, folder: &str) -> Result<Vec<Item>, Fault> {
        if !folder.is_empty() && !is_safe(folder) {
            return Err(Fault::NotFound);
        }
        let raw = self.names.spelt(folder);
        let listing = self.propfind(&self.address.folder(&raw), &raw, "1").await?;
        if !listing.itself.folder {
            return Err(Fault::NotFound);
        }
        let mut children = listing.children;
        children.retain(|entry| !entry.name.starts_with(PART));
        let raw: Vec<String> = children.iter().map(|entry| entry.name.clone()).collect();
        let names = self.names.learn(folder, &raw, browser::nfc);
        let item = |(entry, name): (&Entry, String)| match entry.folder {
            true => Item { name, folder: true, rev: None, size: None },
            false => Item { name, folder: false, rev: rev_of(entry), size: entry.size },
        };
        let mut items: Vec<Item> = children.iter().zip(names).map(item).collect();
        items.sort();
        Ok(items)
    }

    async fn read(&self, path: &str, limit: usize) -> Result<(Vec<u8>, Option<Rev>), Fault> {
        if !is_safe(path) {
            return Err(Fault::NotFound);
        }
        let raw = self.names.spelt(path);
        if !self.blind.get() {
            let answer = self.get(&raw, limit).await?;
            if let Some(rev) = answer.header("etag").as_deref().and_then(rev_of_etag) {
                return Ok((answer.body, Some(rev)));
            }
            self.blind.set(true);
        }
        // Looked up before it is read: should it change in between, the old revision is the
        // harmless mistake.
        let rev = self.look(&raw).await?.ok_or(Fault::NotFound)?;
        Ok((self.get(&raw, limit).await?.body, rev_of(&rev)))
    }

    async fn write(&self, path: &str, bytes: &[u8], expect: &Expect) -> Result<Option<Rev>, Fault> {
        if !is_safe(path) {
            return Err(Fault::NotFound);
        }
        self.write_raw(&self.names.spelt(path), bytes, expect).await
    }

    async fn remove(&self, path: &str) -> Result<(), Fault> {
        if !is_safe(path) {
            return Err(Fault::NotFound);
        }
        self.delete(&self.names.spelt(path)).await
    }

    async fn find(&self, path: &str) -> Result<Option<Found>, Fault> {
        if !is_safe(path) {
            return Ok(None);
        }
        let raw = self.names.spelt(path);
        match self.look(&raw).await? {
            // There, but without anything to tell it by.
            Some(entry) => {
                let rev = rev_of(&entry).unwrap_or_default();
                Ok(Some(Found { rev, size: entry.size }))
            }
            None => Ok(None),
        }
    }
}
