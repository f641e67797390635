//! The drive itself: listing, reading, removing, looking up. Writing is in `write`.

use super::{
    Known, Login, PART,
    address::Address,
    http::{Ask, Http, HttpResponse, Pace},
    multistatus::{self, DavListing, DavResource},
    text::{basic, rev_of_etag, rev_of_time},
};
use crate::{
    browser,
    drive::{Abilities, Drive, DriveFault, Expect, FolderItem, FoundFile, Rev, is_safe},
    names::Names,
    stop::StopSwitch,
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
    // Temporary files of failed uploads that could not be removed yet.
    pub(super) left: RefCell<Vec<String>>,
    // Folders that were there a moment ago.
    pub(super) there: RefCell<BTreeSet<String>>,
    // `Destination` needs a host.
    pub(super) absolute: Cell<bool>,
    // The server does not send an ETag when a file is read (CORS without `Expose-Headers`), or
    // sends it only then. In both cases revisions are asked for separately.
    blind: Cell<bool>,
}

impl WebDav {
    /// A drive at an address as a person types it; an address without a host is relative to `page`,
    /// the page's own address. No request is sent yet.
    pub fn connect(
        address: &str,
        page: &str,
        login: Option<Login>,
        known: Known,
        stop: StopSwitch,
    ) -> Result<Self, DriveFault> {
        let address = Address::read(address, page)?;
        let authorization = match login {
            // RFC 7617 asks for NFC: keyboards spell Vietnamese in two ways.
            Some(Login { name, password }) => {
                let code = basic(&browser::nfc(&name), &browser::nfc(&password));
                Some(code.ok_or(DriveFault::Unauthorised)?)
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
    async fn propfind(&self, url: &str, raw: &str, depth: &str) -> Result<DavListing, DriveFault> {
        let ask = Ask {
            body: Some(PROPERTIES.as_bytes()),
            limit: multistatus::MOST_BYTES,
            ..Ask::new("PROPFIND", url)
        };
        let ask = ask.with("Depth", depth).with("Content-Type", "application/xml; charset=utf-8");
        let answer = self.http.patiently(&ask).await?;
        match answer.status {
            207 => {}
            // The server does not know PROPFIND, so it is not a WebDAV drive.
            405 | 501 => return Err(DriveFault::NotADrive),
            _ => return Err(answer.fault()),
        }
        let listing = multistatus::read(&answer.body, &self.address.parts(raw))?;
        // Some servers (nginx) send an ETag when a file is read, but none in listings. One file
        // would then have two revisions, so only that of the listing counts.
        let entries = listing.children.iter().chain([&listing.itself]);
        if entries.filter(|entry| !entry.folder).any(|entry| etag_of(entry).is_none()) {
            self.blind.set(true);
        }
        Ok(listing)
    }

    /// What the server says of a file, if it is there and is one.
    pub(super) async fn look(&self, raw: &str) -> Result<Option<DavResource>, DriveFault> {
        match self.propfind(&self.address.file(raw), raw, "0").await {
            Ok(listing) if !listing.children.is_empty() => Err(DriveFault::NotADrive),
            Ok(listing) if listing.itself.folder => Ok(None),
            Ok(listing) => Ok(Some(listing.itself)),
            Err(DriveFault::NotFound) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    pub(super) async fn is_folder(&self, raw: &str) -> Result<bool, DriveFault> {
        match self.propfind(&self.address.folder(raw), raw, "0").await {
            Ok(listing) => Ok(listing.itself.folder),
            Err(DriveFault::NotFound) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    async fn get(&self, raw: &str, limit: usize) -> Result<HttpResponse, DriveFault> {
        let url = self.address.file(raw);
        let answer = self.http.patiently(&Ask { limit, ..Ask::new("GET", &url) }).await?;
        let page = [".html", ".htm"].iter().any(|end| raw.ends_with(end));
        match answer.status {
            // HTML instead of a file: the login page of a proxy, or a folder shown as a page.
            200 if answer.is_html() && !page => Err(DriveFault::NotADrive),
            200 => Ok(answer),
            _ => Err(answer.fault()),
        }
    }

    pub(super) async fn delete(&self, raw: &str) -> Result<(), DriveFault> {
        let url = self.address.file(raw);
        let answer = self.http.once(&Ask::new("DELETE", &url)).await?;
        match answer.status {
            204 => Ok(()),
            // The login page of a proxy also has status 200, so we check whether the file is gone.
            200 if self.look(raw).await?.is_none() => Ok(()),
            200 => Err(DriveFault::NotADrive),
            // Some parts of it stayed.
            207 => Err(DriveFault::Locked),
            _ => Err(answer.fault()),
        }
    }
}

fn etag_of(entry: &DavResource) -> Option<Rev> {
    entry.etag.as_deref().and_then(rev_of_etag)
}

/// The revision of an entry.
pub(super) fn rev_of(entry: &DavResource) -> Option<Rev> {
    etag_of(entry).or_else(|| rev_of_time(entry.modified.as_deref(), entry.size))
}

impl Drive for WebDav {
    fn abilities(&self) -> Abilities {
        let Known { write, conditional, moves } = self.known.get();
        // Nobody can tell from outside whether a server replaces the whole file at once on a plain
        // PUT.
        Abilities { write, conditional, atomic: moves && !conditional, revisions: true }
    }

    async fn list(&self, folder: &str) -> Result<Vec<FolderItem>, DriveFault> {
        if !folder.is_empty() && !is_safe(folder) {
            return Err(DriveFault::NotFound);
        }
        let raw = self.names.spelt(folder);
        let listing = self.propfind(&self.address.folder(&raw), &raw, "1").await?;
        if !listing.itself.folder {
            return Err(DriveFault::NotFound);
        }
        let mut children = listing.children;
        children.retain(|entry| !entry.name.starts_with(PART));
        let raw: Vec<String> = children.iter().map(|entry| entry.name.clone()).collect();
        let names = self.names.learn(folder, &raw, browser::nfc);
        let item = |(entry, name): (&DavResource, String)| match entry.folder {
            true => FolderItem { name, folder: true, rev: None, size: None },
            false => FolderItem { name, folder: false, rev: rev_of(entry), size: entry.size },
        };
        let mut items: Vec<FolderItem> = children.iter().zip(names).map(item).collect();
        items.sort();
        Ok(items)
    }

    async fn read(&self, path: &str, limit: usize) -> Result<(Vec<u8>, Option<Rev>), DriveFault> {
        if !is_safe(path) {
            return Err(DriveFault::NotFound);
        }
        let raw = self.names.spelt(path);
        if !self.blind.get() {
            let answer = self.get(&raw, limit).await?;
            if let Some(rev) = answer.header("etag").as_deref().and_then(rev_of_etag) {
                return Ok((answer.body, Some(rev)));
            }
            self.blind.set(true);
        }
        // The revision is looked up before the file is read. If the file changes in between, we
        // remember the older revision, which only means that we read it again.
        let rev = self.look(&raw).await?.ok_or(DriveFault::NotFound)?;
        Ok((self.get(&raw, limit).await?.body, rev_of(&rev)))
    }

    async fn write(
        &self,
        path: &str,
        bytes: &[u8],
        expect: &Expect,
    ) -> Result<Option<Rev>, DriveFault> {
        if !is_safe(path) {
            return Err(DriveFault::NotFound);
        }
        self.write_raw(&self.names.spelt(path), bytes, expect).await
    }

    async fn remove(&self, path: &str) -> Result<(), DriveFault> {
        if !is_safe(path) {
            return Err(DriveFault::NotFound);
        }
        self.delete(&self.names.spelt(path)).await
    }

    async fn find(&self, path: &str) -> Result<Option<FoundFile>, DriveFault> {
        if !is_safe(path) {
            return Ok(None);
        }
        let raw = self.names.spelt(path);
        match self.look(&raw).await? {
            // There, but without anything to tell it by.
            Some(entry) => {
                let rev = rev_of(&entry).unwrap_or_default();
                Ok(Some(FoundFile { rev, size: entry.size }))
            }
            None => Ok(None),
        }
    }
}
