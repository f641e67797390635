//! Reading a `multistatus` (RFC 4918, 13) strictly: a listing is whole and inside the folder that
//! was asked for, or it is none.
//!
//! - No DTD, so no entities but the five of XML; UTF-8 only; bounded bytes and entries.
//! - Only properties in a `propstat` with a 2xx status count. The folder itself must be listed,
//!   so an empty answer is no empty folder.
//! - Names are as the server spells them, decoded. A reader that wants NFC makes it (see
//!   `names`), and asks with the server's spelling.
//! - The host in an absolute href is not compared: servers behind a proxy name their inner one,
//!   and no href is ever followed. Its path is.

use super::text::decode;
use crate::drive::Fault;
use quick_xml::{NsReader, events::Event, name::Namespace, name::ResolveResult};

/// Bytes of a listing that are read at most: some 30,000 entries of a talkative server.
pub const MOST_BYTES: usize = 32 << 20;
/// Entries of a listing.
pub const MOST_ENTRIES: usize = 50_000;
/// Elements in elements; the deepest that counts is 6.
const DEEPEST: usize = 64;

/// One response of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
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

/// What was asked for, and what lies directly in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The folder, or the file of a look-up of one.
    pub itself: Entry,
    /// Its children, in the server's order.
    pub children: Vec<Entry>,
}

/// Reads the answer to a PROPFIND of the path with these decoded parts.
pub fn read(xml: &[u8], asked: &[String]) -> Result<Listing, Fault> {
    if xml.len() > MOST_BYTES {
        return Err(Fault::TooLarge);
    }
    let text = std::str::from_utf8(xml).map_err(|_| Fault::NotADrive)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = NsReader::from_str(text);
    let mut reading = Reading { asked, ..Reading::default() };
    loop {
        let (space, event) = reader.read_resolved_event().map_err(|_| Fault::NotADrive)?;
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
                Err(_) => return Err(Fault::NotADrive),
            },
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::DocType(_) => return Err(Fault::NotADrive),
            Event::Eof => return reading.finish(),
        }
    }
}

fn predefined(name: &str) -> Result<&'static str, Fault> {
    match name {
        "lt" => Ok("<"),
        "gt" => Ok(">"),
        "amp" => Ok("&"),
        "apos" => Ok("'"),
        "quot" => Ok("\""),
        _ => Err(Fault::NotADrive),
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
struct Reading<'a> {
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
    itself: Option<Entry>,
    children: Vec<Entry>,
}

impl Reading<'_> {
    fn open(&mut self, dav: bool, name: &str) -> Result<(), Fault> {
        use Tag::{Collection, Multistatus, Prop, Propstat, ResourceType, Response};
        let tag = tag(dav, name);
        let is_root = self.stack.is_empty();
        if is_root != (tag == Multistatus) || is_root && self.whole || self.stack.len() >= DEEPEST {
            return Err(Fault::NotADrive);
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

    fn text(&mut self, text: &str) -> Result<(), Fault> {
        match self.stack.last() {
            // Only white space may stand outside of the root.
            None if text.trim().is_empty() => Ok(()),
            None => Err(Fault::NotADrive),
            Some(_) => {
                self.text.push_str(text);
                Ok(())
            }
        }
    }

    fn close(&mut self) -> Result<(), Fault> {
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
            [] => return Err(Fault::NotADrive),
            _ => {}
        }
        self.stack.pop();
        Ok(())
    }

    fn close_propstat(&mut self) -> Result<(), Fault> {
        let status = self.props_status.ok_or(Fault::NotADrive)?;
        if (200..300).contains(&status) {
            let (good, props) = (&mut self.good, std::mem::take(&mut self.props));
            good.folder = props.folder.or(good.folder);
            good.etag = props.etag.or(good.etag.take());
            good.modified = props.modified.or(good.modified.take());
            good.size = props.size.or(good.size);
        }
        Ok(())
    }

    fn close_response(&mut self) -> Result<(), Fault> {
        let hrefs = std::mem::take(&mut self.hrefs);
        if hrefs.is_empty() {
            return Err(Fault::NotADrive);
        }
        for href in &hrefs {
            let place = place(href, self.asked)?;
            match (self.status.unwrap_or(200), &place) {
                (200..300, _) => self.keep(place, href.ends_with('/'))?,
                // Gone since, or not for us: as if it were not there, which deletes nothing.
                (401 | 403 | 404 | 410, Place::Child(_) | Place::Unreadable) => {}
                // RFC 6578: the folder itself with 507 says that the listing was cut short.
                (507, Place::Itself) => return Err(Fault::NotADrive),
                (status, _) => return Err(super::text::fault_of(status, None)),
            }
        }
        Ok(())
    }

    fn keep(&mut self, place: Place, slash: bool) -> Result<(), Fault> {
        let good = &self.good;
        let entry = |name: String| Entry {
            name,
            folder: good.folder.unwrap_or(slash),
            etag: good.etag.clone(),
            modified: good.modified.clone(),
            size: good.size,
        };
        match place {
            Place::Itself if self.itself.is_some() => Err(Fault::NotADrive),
            Place::Itself => {
                self.itself = Some(entry(self.asked.last().cloned().unwrap_or_default()));
                Ok(())
            }
            Place::Child(_) if self.children.len() >= MOST_ENTRIES => Err(Fault::TooLarge),
            Place::Child(name) => {
                self.children.push(entry(name));
                Ok(())
            }
            Place::Unreadable => Ok(()),
        }
    }

    fn finish(self) -> Result<Listing, Fault> {
        match self.itself {
            Some(itself) if self.whole && self.stack.is_empty() => {
                Ok(Listing { itself, children: self.children })
            }
            _ => Err(Fault::NotADrive),
        }
    }
}

fn status(line: &str) -> Result<u16, Fault> {
    let code = line.split_whitespace().nth(1).and_then(|code| code.parse().ok());
    code.filter(|code| (100..600).contains(code)).ok_or(Fault::NotADrive)
}

enum Place {
    Itself,
    Child(String),
    /// In the folder, with a name that no path of ours can spell.
    Unreadable,
}

// Where an href lies; anywhere but in the folder is a fault.
fn place(href: &str, asked: &[String]) -> Result<Place, Fault> {
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
                let part = parts.next().ok_or(Fault::NotADrive)?;
                if decode(part).as_deref() != Some(expected) {
                    return Err(Fault::NotADrive);
                }
            }
            parts.collect::<Vec<_>>()
        }
        None => path.split('/').filter(|part| !part.is_empty() && *part != ".").collect(),
    };
    match inside.as_slice() {
        [] => Ok(Place::Itself),
        [name] => match decode(name) {
            None => Ok(Place::Unreadable),
            // What decodes to a way out is no name.
            Some(name) if name == "." || name == ".." || name.contains('/') => {
                Err(Fault::NotADrive)
            }
            Some(name) if crate::drive::is_safe(&name) => Ok(Place::Child(name)),
            Some(_) => Ok(Place::Unreadable),
        },
        _ => Err(Fault::NotADrive),
    }
}

#[cfg(test)]
mod tests;
