//! Writing a file so that it is whole, conditional where the server is, and sent twice only where
//! that does no harm.

use super::{
    PART,
    http::{Answer, Ask},
    server::{WebDav, rev_of},
    text::{is_etag, rev_of_etag},
};
use crate::{
    browser,
    drive::{Expect, Fault, Rev},
};

/// Apache compares the ETag of a file strictly, but calls it weak for its first second.
const WEAK_FOR: u32 = 1_100;
const WEAK_WAITS: u32 = 3;
/// From this size on, the folder is made before the file is sent: a server that refuses at once
/// closes the connection on the rest of it, and the refusal is lost.
const LARGE: usize = 64 << 10;

fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(parent, _)| parent)
}

// Whether the request may have done its work all the same.
const fn is_unsure(fault: &Fault) -> bool {
    matches!(fault, Fault::Offline | Fault::OfflineOrCors | Fault::Timeout | Fault::Server(500..))
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
    ) -> Result<Option<Rev>, Fault> {
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
    async fn expect(&self, raw: &str, expect: &Expect) -> Result<(), Fault> {
        let fits = match expect {
            Expect::Anything => true,
            Expect::Absent => self.look(raw).await?.is_none(),
            Expect::Rev(rev) => {
                self.look(raw).await?.is_some_and(|entry| rev_of(&entry).as_ref() == Some(rev))
            }
        };
        if fits { Ok(()) } else { Err(Fault::Changed) }
    }

    /// One PUT, with what is expected as its condition.
    pub(super) async fn put(
        &self,
        raw: &str,
        bytes: &[u8],
        expect: &Expect,
    ) -> Result<Option<Rev>, Fault> {
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
                    return self.written(raw, bytes, answer).await;
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
                412 if unsure => return self.was_ours(raw, bytes).await,
                412 => match expect {
                    Expect::Rev(rev) if waited < WEAK_WAITS && self.is_still(raw, rev).await? => {
                        waited += 1;
                        browser::sleep(WEAK_FOR, &self.http.stop).await?;
                        continue;
                    }
                    _ => return Err(Fault::Changed),
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

    // The revision is still the expected one, and was only too fresh for a strict comparison.
    async fn is_still(&self, raw: &str, rev: &Rev) -> Result<bool, Fault> {
        Ok(self.look(raw).await?.is_some_and(|entry| rev_of(&entry).as_ref() == Some(rev)))
    }

    // A try before seemed to fail, and now something is there: ours, if it has our bytes.
    async fn was_ours(&self, raw: &str, bytes: &[u8]) -> Result<Option<Rev>, Fault> {
        use crate::drive::Drive;
        match self.read(raw, bytes.len()).await {
            Ok((there, rev)) if there == bytes => Ok(rev),
            Ok(_) | Err(Fault::TooLarge | Fault::NotFound) => Err(Fault::Changed),
            Err(fault) => Err(fault),
        }
    }

    // The revision of what was just written.
    async fn written(
        &self,
        raw: &str,
        bytes: &[u8],
        answer: &Answer,
    ) -> Result<Option<Rev>, Fault> {
        let told = answer.header("etag").as_deref().and_then(rev_of_etag);
        if answer.status != 200 && told.is_some() {
            return Ok(told);
        }
        match self.look(raw).await {
            Ok(Some(entry)) if entry.size.is_none_or(|size| size == bytes.len() as u64) => {
                Ok(rev_of(&entry))
            }
            // The page of a proxy says 200 too, and nothing was written.
            Ok(Some(_)) if answer.status == 200 => Err(Fault::NotADrive),
            // Somebody was quicker with the next one; its revision is not that of our bytes.
            Ok(Some(_)) => Ok(None),
            Ok(None) => Err(Fault::NotADrive),
            // Written it is: the server said so.
            Err(fault) if fault.is_passing() && answer.status != 200 => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    async fn make_parents(&self, raw: &str) -> Result<(), Fault> {
        let mut missing = Vec::new();
        let mut at = parent(raw);
        // From the deepest upwards: mostly only that one is missing.
        while let Some(folder) = at {
            match self.make(folder).await {
                Ok(()) => break,
                Err(Fault::NotFound | Fault::Changed) => missing.push(folder),
                Err(fault) => return Err(fault),
            }
            at = parent(folder);
            if at.is_none() {
                // Not even a folder at the top can be made: the drive's own is missing.
                return Err(Fault::NotFound);
            }
        }
        for folder in missing.into_iter().rev() {
            self.make(folder).await?;
        }
        self.there.borrow_mut().extend(parent(raw).map(str::to_owned));
        Ok(())
    }

    async fn make(&self, folder: &str) -> Result<(), Fault> {
        let url = self.address.folder(folder);
        let answer = self.http.patiently(&Ask::new("MKCOL", &url)).await?;
        match answer.status {
            // 405 is what a server says of a folder that is there.
            200 | 201 | 405 => Ok(()),
            404 | 409 => Err(answer.fault()),
            // Apache says 403 where another made it at the same moment.
            _ if self.is_folder(folder).await? => Ok(()),
            _ => Err(answer.fault()),
        }
    }

    async fn put_and_move(
        &self,
        raw: &str,
        bytes: &[u8],
        expect: &Expect,
    ) -> Result<Option<Rev>, Fault> {
        self.clear_left().await?;
        let name = format!("{PART}{}", browser::random_name());
        let part = parent(raw).map_or(name.clone(), |parent| format!("{parent}/{name}"));
        let moved = match self.put(&part, bytes, &Expect::Anything).await {
            Ok(_) => self.rename(&part, raw, bytes, *expect == Expect::Absent).await,
            Err(fault) => Err(fault),
        };
        if moved.is_err() && !matches!(self.delete(&part).await, Ok(()) | Err(Fault::NotFound)) {
            // No listing shows it, and the next write tries again.
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
    ) -> Result<Option<Rev>, Fault> {
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
                    return self.written(to, bytes, answer).await;
                }
                Ok(answer) => answer.fault(),
                Err(fault) => fault.clone(),
            };
            // Apache wants a host in it; rclone behind a proxy would not know that host.
            if !self.absolute.get() && matches!(fault, Fault::Server(400 | 502)) {
                self.absolute.set(true);
                continue;
            }
            // A try before may have moved it.
            if unsure && matches!(fault, Fault::NotFound | Fault::Changed) {
                return self.was_ours(to, bytes).await;
            }
            unsure |= is_unsure(&fault);
            match self.http.pace.pause_after(&fault, tried) {
                Some(pause) => browser::sleep(pause, &self.http.stop).await?,
                None => return Err(fault),
            }
        }
    }

    async fn clear_left(&self) -> Result<(), Fault> {
        let left = std::mem::take(&mut *self.left.borrow_mut());
        for (at, part) in left.iter().enumerate() {
            match self.delete(part).await {
                Ok(()) | Err(Fault::NotFound) => {}
                Err(fault) => {
                    self.left.borrow_mut().extend_from_slice(&left[at..]);
                    return Err(fault);
                }
            }
        }
        Ok(())
    }
}
