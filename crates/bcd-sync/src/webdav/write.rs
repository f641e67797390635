//! Writing a file so that nobody sees half of it. Writes are conditional if the server supports
//! that, and repeated only where that does no harm.

use super::{
    PART,
    http::{Ask, HttpResponse},
    server::{WebDav, rev_of},
    text::{is_etag, rev_of_etag},
};
use crate::{
    browser,
    drive::{DriveFault, Expect, Rev},
};

/// For its first second Apache marks a file's ETag as weak, and refuses a weak ETag in `If-Match`.
const WEAK_FOR: u32 = 1_100;
const WEAK_WAITS: u32 = 3;
/// From this size on, the folder is made before the file is sent: a server that refuses early
/// closes the connection during the upload, and its answer is lost.
const LARGE: usize = 64 << 10;

fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(parent, _)| parent)
}

// Whether the request may have succeeded in spite of this fault.
const fn is_unsure(fault: &DriveFault) -> bool {
    matches!(
        fault,
        DriveFault::Offline
            | DriveFault::OfflineOrCors
            | DriveFault::Timeout
            | DriveFault::Server(500..)
    )
}

// A revision that can stand in a header.
fn is_sendable(rev: &Rev) -> bool {
    is_etag(rev) && rev_of_etag(&rev.0).as_ref() == Some(rev)
}

impl WebDav {
    pub(super) async fn write_raw(
        &self,
        raw: &str,
        bytes: &[u8],
        expect: &Expect,
    ) -> Result<Option<Rev>, DriveFault> {
        let known = self.known.get();
        let by_server = known.conditional
            && match expect {
                Expect::Absent | Expect::Anything => true,
                Expect::Rev(rev) => is_sendable(rev),
            };
        if by_server {
            return self.put(raw, bytes, expect).await;
        }
        self.expect(raw, expect).await?;
        match known.moves {
            true => self.put_and_move(raw, bytes, expect).await,
            false => self.put(raw, bytes, &Expect::Anything).await,
        }
    }

    // Looks whether what is expected is there.
    async fn expect(&self, raw: &str, expect: &Expect) -> Result<(), DriveFault> {
        let fits = match expect {
            Expect::Anything => true,
            Expect::Absent => self.look(raw).await?.is_none(),
            Expect::Rev(rev) => {
                self.look(raw).await?.is_some_and(|entry| rev_of(&entry).as_ref() == Some(rev))
            }
        };
        if fits { Ok(()) } else { Err(DriveFault::Changed) }
    }

    /// One PUT, conditional on what is expected.
    pub(super) async fn put(
        &self,
        raw: &str,
        bytes: &[u8],
        expect: &Expect,
    ) -> Result<Option<Rev>, DriveFault> {
        let url = self.address.file(raw);
        let mut ask = Ask { body: Some(bytes), ..Ask::new("PUT", &url) };
        match expect {
            Expect::Absent => ask = ask.with("If-None-Match", "*"),
            Expect::Rev(rev) => ask = ask.with("If-Match", rev.0.clone()),
            Expect::Anything => {}
        }
        let (mut tried, mut waited, mut made, mut unsure) = (0, 0, false, false);
        if bytes.len() >= LARGE && parent(raw).is_some_and(|it| !self.there.borrow().contains(it)) {
            made = true;
            self.make_parents(raw).await?;
        }
        loop {
            tried += 1;
            let answer = self.http.once(&ask).await;
            let fault = match &answer {
                Ok(answer) if matches!(answer.status, 200 | 201 | 204) => {
                    self.there.borrow_mut().extend(parent(raw).map(str::to_owned));
                    return self.revision_after_write(raw, bytes, answer).await;
                }
                Ok(answer) => answer.fault(),
                Err(fault) => fault.clone(),
            };
            match answer.map_or(0, |answer| answer.status) {
                // RFC 4918 says 409 where the folder is missing, others 404.
                404 | 409 if !made && parent(raw).is_some() => {
                    made = true;
                    self.there.borrow_mut().clear();
                    self.make_parents(raw).await?;
                    continue;
                }
                412 if unsure => return self.revision_if_ours(raw, bytes).await,
                412 => match expect {
                    Expect::Rev(rev) if waited < WEAK_WAITS && self.is_still(raw, rev).await? => {
                        waited += 1;
                        browser::sleep(WEAK_FOR, &self.http.stop).await?;
                        continue;
                    }
                    _ => return Err(DriveFault::Changed),
                },
                _ => {}
            }
            unsure |= is_unsure(&fault);
            match self.http.pace.pause_after(&fault, tried) {
                Some(pause) => browser::sleep(pause, &self.http.stop).await?,
                None => return Err(fault),
            }
        }
    }

    // Whether the revision is still the expected one, so that the server refused it only because
    // its ETag was still weak.
    async fn is_still(&self, raw: &str, rev: &Rev) -> Result<bool, DriveFault> {
        Ok(self.look(raw).await?.is_some_and(|entry| rev_of(&entry).as_ref() == Some(rev)))
    }

    // An earlier attempt seemed to fail, but now there is a file: it is ours if it has our bytes.
    async fn revision_if_ours(&self, raw: &str, bytes: &[u8]) -> Result<Option<Rev>, DriveFault> {
        use crate::drive::Drive;
        match self.read(raw, bytes.len()).await {
            Ok((there, rev)) if there == bytes => Ok(rev),
            Ok(_) | Err(DriveFault::TooLarge | DriveFault::NotFound) => Err(DriveFault::Changed),
            Err(fault) => Err(fault),
        }
    }

    // The revision of what was just written.
    async fn revision_after_write(
        &self,
        raw: &str,
        bytes: &[u8],
        answer: &HttpResponse,
    ) -> Result<Option<Rev>, DriveFault> {
        let told = answer.header("etag").as_deref().and_then(rev_of_etag);
        if answer.status != 200 && told.is_some() {
            return Ok(told);
        }
        match self.look(raw).await {
            Ok(Some(entry)) if entry.size.is_none_or(|size| size == bytes.len() as u64) => {
                Ok(rev_of(&entry))
            }
            // The login page of a proxy has status 200 too, but then nothing was written.
            Ok(Some(_)) if answer.status == 200 => Err(DriveFault::NotADrive),
            // Another writer has already replaced the file; its revision is not that of our bytes.
            Ok(Some(_)) => Ok(None),
            Ok(None) => Err(DriveFault::NotADrive),
            // Written it is: the server said so.
            Err(fault) if fault.is_passing() && answer.status != 200 => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    async fn make_parents(&self, raw: &str) -> Result<(), DriveFault> {
        let mut missing = Vec::new();
        let mut at = parent(raw);
        // From the deepest folder upwards: usually only the deepest is missing.
        while let Some(folder) = at {
            match self.make(folder).await {
                Ok(()) => break,
                Err(DriveFault::NotFound | DriveFault::Changed) => missing.push(folder),
                Err(fault) => return Err(fault),
            }
            at = parent(folder);
            if at.is_none() {
                // Not even a top-level folder can be made: the drive's own folder is missing.
                return Err(DriveFault::NotFound);
            }
        }
        for folder in missing.into_iter().rev() {
            self.make(folder).await?;
        }
        self.there.borrow_mut().extend(parent(raw).map(str::to_owned));
        Ok(())
    }

    async fn make(&self, folder: &str) -> Result<(), DriveFault> {
        let url = self.address.folder(folder);
        let answer = self.http.patiently(&Ask::new("MKCOL", &url)).await?;
        match answer.status {
            // Servers answer 405 if the folder exists already.
            200 | 201 | 405 => Ok(()),
            404 | 409 => Err(answer.fault()),
            // Apache answers 403 if another client made the folder at the same moment.
            _ if self.is_folder(folder).await? => Ok(()),
            _ => Err(answer.fault()),
        }
    }

    async fn put_and_move(
        &self,
        raw: &str,
        bytes: &[u8],
        expect: &Expect,
    ) -> Result<Option<Rev>, DriveFault> {
        self.clear_left().await?;
        let name = format!("{PART}{}", browser::random_name());
        let part = parent(raw).map_or(name.clone(), |parent| format!("{parent}/{name}"));
        let moved = match self.put(&part, bytes, &Expect::Anything).await {
            Ok(_) => self.rename(&part, raw, bytes, *expect == Expect::Absent).await,
            Err(fault) => Err(fault),
        };
        if moved.is_err() && !matches!(self.delete(&part).await, Ok(()) | Err(DriveFault::NotFound))
        {
            // Listings leave it out, and the next write tries to remove it again.
            self.left.borrow_mut().push(part);
        }
        moved
    }

    /// Moves a file; `create` refuses one that is there.
    pub(super) async fn rename(
        &self,
        from: &str,
        to: &str,
        bytes: &[u8],
        create: bool,
    ) -> Result<Option<Rev>, DriveFault> {
        let url = self.address.file(from);
        let (mut tried, mut unsure) = (0, false);
        loop {
            tried += 1;
            let to_there = match self.absolute.get() {
                true => self.address.file(to),
                false => self.address.destination(to),
            };
            let ask = Ask::new("MOVE", &url)
                .with("Destination", to_there)
                .with("Overwrite", if create { "F" } else { "T" });
            let answer = self.http.once(&ask).await;
            let fault = match &answer {
                Ok(answer) if matches!(answer.status, 200 | 201 | 204) => {
                    return self.revision_after_write(to, bytes, answer).await;
                }
                Ok(answer) => answer.fault(),
                Err(fault) => fault.clone(),
            };
            // Apache requires a full address; rclone behind a proxy would not recognise the host in
            // it.
            if !self.absolute.get() && matches!(fault, DriveFault::Server(400 | 502)) {
                self.absolute.set(true);
                continue;
            }
            // A try before may have moved it.
            if unsure && matches!(fault, DriveFault::NotFound | DriveFault::Changed) {
                return self.revision_if_ours(to, bytes).await;
            }
            unsure |= is_unsure(&fault);
            match self.http.pace.pause_after(&fault, tried) {
                Some(pause) => browser::sleep(pause, &self.http.stop).await?,
                None => return Err(fault),
            }
        }
    }

    async fn clear_left(&self) -> Result<(), DriveFault> {
        let left = std::mem::take(&mut *self.left.borrow_mut());
        for (at, part) in left.iter().enumerate() {
            match self.delete(part).await {
                Ok(()) | Err(DriveFault::NotFound) => {}
                Err(fault) => {
                    self.left.borrow_mut().extend_from_slice(&left[at..]);
                    return Err(fault);
                }
            }
        }
        Ok(())
    }
}
