//! Reads a `multistatus` (RFC 4918, 13) strictly: a listing must be complete and inside the
//! requested folder, or it is rejected.
//!
//! - No DTD, so no entities but the five of XML; UTF-8 only; bounded bytes and entries.
//! - Only properties in a `propstat` with a 2xx status count. The folder itself must be listed,
//!   so an empty answer is no empty folder.
//! - Names are as the server spells them, decoded. A reader that wants NFC makes it (see
//!   `names`), and asks with the server's spelling.
//! - The host in an absolute href is not compared: servers behind a proxy name their inner one,
//!   and no href is ever followed. Its path is.

use super::text::decode;
use crate::drive::{DriveFault, MOST_NAMES};
use quick_xml::{NsReader, events::Event, name::Namespace, name::ResolveResult};

/// The most bytes of a listing that are read: some 30,000 entries of a verbose server.
pub const MOST_BYTES: usize = 32 << 20;
/// The deepest nesting of elements; the deepest element that we need is at level 6.
const DEEPEST: usize = 64;

/// One response of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DavResource {
    /// The last part of its path, decoded, as the server spells it; empty for the root.
    pub name: String,
    /// Whether it is a folder.
    pub folder: bool,
    /// `getetag` as it stands, if it is not empty.
    pub etag: Option<String>,
    /// `getlastmodified` as it stands.
    pub modified: Option<String>,
    /// `getcontentlength`.
    pub size: Option<u64>,
}

/// The requested folder and what lies directly in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DavListing {
    /// The requested folder, or the requested file where one file was looked up.
    pub itself: DavResource,
    /// Its children, in the server's order.
    pub children: Vec<DavResource>,
}

/// Reads the answer to a PROPFIND of the path with these decoded parts.
pub fn read(xml: &[u8], asked: &[String]) -> Result<DavListing, DriveFault> {
    if xml.len() > MOST_BYTES {
        return Err(DriveFault::TooLarge);
    }
    let text = std::str::from_utf8(xml).map_err(|_| DriveFault::NotADrive)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = NsReader::from_str(text);
    let mut reading = MultistatusReader { asked, ..MultistatusReader::default() };
    loop {
        let (space, event) = reader.read_resolved_event().map_err(|_| DriveFault::NotADrive)?;
        let dav = matches!(space, ResolveResult::Bound(Namespace("DAV:")));
        match event {
            Event::Start(start) => reading.open(dav, start.local_name().into_inner())?,
            Event::Empty(empty) => {
                reading.open(dav, empty.local_name().into_inner())?;
                reading.close()?;
            }
            Event::End(_) => reading.close()?,
            Event::Text(text) => reading.text(&text.xml10_content())?,
            Event::CData(text) => reading.text(&text)?,
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(char)) => reading.text(char.encode_utf8(&mut [0; 4]))?,
                Ok(None) => reading.text(predefined(&name)?)?,
                Err(_) => return Err(DriveFault::NotADrive),
            },
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::DocType(_) => return Err(DriveFault::NotADrive),
            Event::Eof => return reading.finish(),
        }
    }
}

fn predefined(name: &str) -> Result<&'static str, DriveFault> {
    match name {
        "lt" => Ok("<"),
        "gt" => Ok(">"),
        "amp" => Ok("&"),
        "apos" => Ok("'"),
        "quot" => Ok("\""),
        _ => Err(DriveFault::NotADrive),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Multistatus,
    Response,
    Href,
    Status,
    Propstat,
    Prop,
    ResourceType,
    Collection,
    Etag,
    Modified,
    Length,
    Other,
}

fn tag(dav: bool, name: &str) -> Tag {
    if !dav {
        return Tag::Other;
    }
    match name {
        "multistatus" => Tag::Multistatus,
        "response" => Tag::Response,
        "href" => Tag::Href,
        "status" => Tag::Status,
        "propstat" => Tag::Propstat,
        "prop" => Tag::Prop,
        "resourcetype" => Tag::ResourceType,
        "collection" => Tag::Collection,
        "getetag" => Tag::Etag,
        "getlastmodified" => Tag::Modified,
        "getcontentlength" => Tag::Length,
        _ => Tag::Other,
    }
}

/// Properties of one `propstat`.
#[derive(Default)]
struct Props {
    folder: Option<bool>,
    etag: Option<String>,
    modified: Option<String>,
    size: Option<u64>,
}

#[derive(Default)]
struct MultistatusReader<'a> {
    asked: &'a [String],
    stack: Vec<Tag>,
    whole: bool,
    text: String,
    // Of the response at hand.
    hrefs: Vec<String>,
    status: Option<u16>,
    good: Props,
    // Of the propstat at hand.
    props: Props,
    props_status: Option<u16>,
    itself: Option<DavResource>,
    children: Vec<DavResource>,
}

impl MultistatusReader<'_> {
    fn open(&mut self, dav: bool, name: &str) -> Result<(), DriveFault> {
        use Tag::{Collection, Multistatus, Prop, Propstat, ResourceType, Response};
        let tag = tag(dav, name);
        let is_root = self.stack.is_empty();
        if is_root != (tag == Multistatus) || is_root && self.whole || self.stack.len() >= DEEPEST {
            return Err(DriveFault::NotADrive);
        }
        match (self.stack.as_slice(), tag) {
            ([Multistatus], Response) => {
                self.hrefs.clear();
                self.status = None;
                self.good = Props::default();
            }
            ([Multistatus, Response], Propstat) => {
                self.props = Props::default();
                self.props_status = None;
            }
            ([Multistatus, Response, Propstat, Prop], ResourceType) => {
                self.props.folder.get_or_insert(false);
            }
            ([Multistatus, Response, Propstat, Prop, ResourceType], Collection) => {
                self.props.folder = Some(true);
            }
            _ => {}
        }
        self.stack.push(tag);
        self.text.clear();
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), DriveFault> {
        match self.stack.last() {
            // Only white space may stand outside of the root.
            None if text.trim().is_empty() => Ok(()),
            None => Err(DriveFault::NotADrive),
            Some(_) => {
                self.text.push_str(text);
                Ok(())
            }
        }
    }

    fn close(&mut self) -> Result<(), DriveFault> {
        use Tag::{Etag, Href, Length, Modified, Multistatus, Prop, Propstat, Response, Status};
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        let some = || (!text.is_empty()).then(|| text.to_owned());
        match self.stack.as_slice() {
            [Multistatus, Response, Href] => self.hrefs.push(text.to_owned()),
            [Multistatus, Response, Status] => self.status = Some(status(text)?),
            [Multistatus, Response, Propstat, Status] => self.props_status = Some(status(text)?),
            [Multistatus, Response, Propstat, Prop, Etag] => self.props.etag = some(),
            [Multistatus, Response, Propstat, Prop, Modified] => self.props.modified = some(),
            [Multistatus, Response, Propstat, Prop, Length] => self.props.size = text.parse().ok(),
            [Multistatus, Response, Propstat] => self.close_propstat()?,
            [Multistatus, Response] => self.close_response()?,
            [Multistatus] => self.whole = true,
            [] => return Err(DriveFault::NotADrive),
            _ => {}
        }
        self.stack.pop();
        Ok(())
    }

    fn close_propstat(&mut self) -> Result<(), DriveFault> {
        let status = self.props_status.ok_or(DriveFault::NotADrive)?;
        if (200..300).contains(&status) {
            let (good, props) = (&mut self.good, std::mem::take(&mut self.props));
            good.folder = props.folder.or(good.folder);
            good.etag = props.etag.or(good.etag.take());
            good.modified = props.modified.or(good.modified.take());
            good.size = props.size.or(good.size);
        }
        Ok(())
    }

    fn close_response(&mut self) -> Result<(), DriveFault> {
        let hrefs = std::mem::take(&mut self.hrefs);
        if hrefs.is_empty() {
            return Err(DriveFault::NotADrive);
        }
        for href in &hrefs {
            let place = place(href, self.asked)?;
            match (self.status.unwrap_or(200), &place) {
                (200..300, _) => self.keep(place, href.ends_with('/'))?,
                // It was removed meanwhile, or we may not read it. It is treated as missing, which
                // deletes nothing here.
                (401 | 403 | 404 | 410, HrefPlace::Child(_) | HrefPlace::Unreadable) => {}
                // RFC 6578: the folder itself with 507 says that the listing was cut short.
                (507, HrefPlace::Itself) => return Err(DriveFault::NotADrive),
                (status, _) => return Err(super::text::fault_of(status, None)),
            }
        }
        Ok(())
    }

    fn keep(&mut self, place: HrefPlace, slash: bool) -> Result<(), DriveFault> {
        let good = &self.good;
        let entry = |name: String| DavResource {
            name,
            folder: good.folder.unwrap_or(slash),
            etag: good.etag.clone(),
            modified: good.modified.clone(),
            size: good.size,
        };
        match place {
            HrefPlace::Itself if self.itself.is_some() => Err(DriveFault::NotADrive),
            HrefPlace::Itself => {
                self.itself = Some(entry(self.asked.last().cloned().unwrap_or_default()));
                Ok(())
            }
            HrefPlace::Child(_) if self.children.len() >= MOST_NAMES => Err(DriveFault::TooMany),
            HrefPlace::Child(name) => {
                self.children.push(entry(name));
                Ok(())
            }
            HrefPlace::Unreadable => Ok(()),
        }
    }

    fn finish(self) -> Result<DavListing, DriveFault> {
        match self.itself {
            Some(itself) if self.whole && self.stack.is_empty() => {
                Ok(DavListing { itself, children: self.children })
            }
            _ => Err(DriveFault::NotADrive),
        }
    }
}

fn status(line: &str) -> Result<u16, DriveFault> {
    let code = line.split_whitespace().nth(1).and_then(|code| code.parse().ok());
    code.filter(|code| (100..600).contains(code)).ok_or(DriveFault::NotADrive)
}

enum HrefPlace {
    Itself,
    Child(String),
    /// In the folder, with a name that cannot be part of one of our paths.
    Unreadable,
}

// Where an href points to; outside of the folder is a fault.
fn place(href: &str, asked: &[String]) -> Result<HrefPlace, DriveFault> {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let after_host = |rest: &str| rest.find('/').map_or(String::new(), |at| rest[at..].to_owned());
    let path = match path.split_once("://") {
        Some((scheme, rest)) if !scheme.contains('/') => after_host(rest),
        _ => match path.strip_prefix("//") {
            Some(rest) => after_host(rest),
            None => path.to_owned(),
        },
    };
    let inside = match path.strip_prefix('/') {
        Some(absolute) => {
            let mut parts = absolute.split('/').filter(|part| !part.is_empty());
            for expected in asked {
                let part = parts.next().ok_or(DriveFault::NotADrive)?;
                if decode(part).as_deref() != Some(expected) {
                    return Err(DriveFault::NotADrive);
                }
            }
            parts.collect::<Vec<_>>()
        }
        None => path.split('/').filter(|part| !part.is_empty() && *part != ".").collect(),
    };
    match inside.as_slice() {
        [] => Ok(HrefPlace::Itself),
        [name] => match decode(name) {
            None => Ok(HrefPlace::Unreadable),
            // What decodes to a way out is no name.
            Some(name) if name == "." || name == ".." || name.contains('/') => {
                Err(DriveFault::NotADrive)
            }
            Some(name) if crate::drive::is_safe(&name) => Ok(HrefPlace::Child(name)),
            Some(_) => Ok(HrefPlace::Unreadable),
        },
        _ => Err(DriveFault::NotADrive),
    }
}

#[cfg(test)]
mod tests;
