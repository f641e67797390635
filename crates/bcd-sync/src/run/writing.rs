//! Writing what this device has to say.

use super::{AT_ONCE, Run, Stop, together};
use crate::{
    drive::{Drive, Expect, Fault, Found, Rev},
    local::{Local, Made, Out},
    report::Happened,
};
use bcd_core::{
    format::limits,
    id::FileHash,
    sync::plan::{self, Seen, What, Write},
};

// A path of one's own is rarely contended: another browser with the same device id, a sync
// program. After that many turns the next sync goes on.
const TURNS: usize = 3;

// What lies where something else was expected.
enum Look {
    // What was to be written.
    Ours,
    // Something else, or nothing: it is written again.
    Another,
    // It could not be read.
    Unseen,
}

impl<D: Drive, L: Local> Run<'_, D, L> {
    pub(super) async fn write_all(&mut self) -> Result<(), Stop> {
        if !self.drive.abilities().write {
            return self.say_what_waits().await;
        }
        self.look_for_latest().await?;
        let writes = plan::writes(self.roles, &self.listing, &self.memory, &self.here);
        self.expect(writes.len());
        for write in writes {
            self.go_on()?;
            self.write(&write).await?;
            self.step();
        }
        let photos = plan::photos(self.roles, &self.here);
        self.upload(&photos).await?;
        self.seal_photos().await?;
        // Found out anew each time, so that one whose removal failed goes the next time.
        for path in plan::stale(&self.listing, &self.memory, &self.here) {
            self.remove(&path).await?;
        }
        Ok(())
    }

    // Of a drive that can only be read: whether something of this device would have to be there.
    async fn say_what_waits(&mut self) -> Result<(), Stop> {
        for write in plan::writes(self.roles, &self.listing, &self.memory, &self.here) {
            let seen = self.memory.get(&write.path(&self.here)).filter(|seen| seen.is_good());
            let unless = seen.map(|seen| seen.digest.clone()).filter(|digest| !digest.is_empty());
            if !matches!(self.local.make(&write, unless.as_deref()).await?, Made::Out(_)) {
                continue;
            }
            let what = match write {
                Write::Device(_) | Write::Submission(_) => Happened::ReadOnly,
                Write::Receipt(_) | Write::Pack(_) => Happened::Unanswered,
            };
            self.say("", what);
            break;
        }
        Ok(())
    }

    // What was sent before the drive was sealed lies there sealed before it goes from where it was.
    async fn seal_photos(&mut self) -> Result<(), Stop> {
        for (old, hash) in plan::photos_unsealed(&self.memory, &self.here) {
            let Some(bytes) = self.local.file(&hash).await? else { continue };
            // Read back: one that lies there may be sealed with an earlier passphrase.
            if self.fetch(&hash).await?.is_none() {
                let path = self.here.file(&hash);
                let sealed = self.local.seal(&bytes).await?;
                match self.drive.write(&path, &sealed, &Expect::Anything).await {
                    Ok(_) => {
                        let seen = Seen { what: What::Written, ..Seen::default() };
                        self.remember(&path, Some(seen)).await?;
                    }
                    Err(fault) => {
                        self.failed(&path, fault)?;
                        continue;
                    }
                }
            }
            self.remove(&old).await?;
        }
        Ok(())
    }

    async fn remove(&mut self, path: &str) -> Result<(), Stop> {
        match self.drive.remove(path).await {
            Ok(()) | Err(Fault::NotFound) => self.remember(path, None).await,
            Err(fault) => self.failed(path, fault),
        }
    }

    // The folder of submissions is not listed by who only sends up: there may be thousands. That the
    // latest one is still there is asked for it alone.
    async fn look_for_latest(&mut self) -> Result<(), Stop> {
        if !self.roles.sends || self.roles.collects || self.roles.devices {
            return Ok(());
        }
        let mut latest = std::collections::BTreeMap::new();
        for sent in &self.here.sent {
            latest.insert((sent.unit.clone(), sent.cycle.clone()), sent.clone());
        }
        for sent in latest.into_values() {
            let photos: Vec<String> = sent.files.iter().map(|hash| self.here.file(hash)).collect();
            let write = Write::Submission(sent);
            let path = plan::lies_at(&write, &self.listing, &self.memory, &self.here);
            let Some(path) = path else { continue };
            match self.drive.find(&path).await {
                Ok(Some(_)) => {}
                Ok(None) => {
                    // Whoever took it away may have taken its photos too.
                    for photo in photos {
                        self.doubt(&photo).await?;
                    }
                    self.remember(&path, None).await?;
                    self.say(&path, Happened::Vanished);
                }
                Err(fault) => self.failed(&path, fault)?,
            }
        }
        Ok(())
    }

    async fn write(&mut self, write: &Write) -> Result<(), Stop> {
        let path = plan::place(write, &self.listing, &self.memory, &self.here);
        // What never changes is not written over before it was looked at: it may be whole.
        let mut looked = matches!(write, Write::Device(_));
        for _ in 0..TURNS {
            let there = self.listing.get(&path).cloned();
            let seen = self.memory.get(&path).cloned();
            let as_seen = there.is_some()
                && there.as_ref().map(|there| &there.rev) == seen.as_ref().map(|seen| &seen.rev);
            // Also where another browser with this device's id has written it.
            let unless = seen.filter(|seen| as_seen && !seen.digest.is_empty());
            let made = self.local.make(write, unless.as_ref().map(|seen| seen.digest.as_str()));
            let out = match made.await? {
                Made::Out(out) => out,
                Made::Same | Made::Gone => return Ok(()),
                Made::Bad(problems) => {
                    self.say(&path, Happened::NotMade(problems.into_iter().next()));
                    return Ok(());
                }
            };
            if !self.upload(&out.files).await? {
                return Ok(());
            }
            if there.is_some() && !looked {
                match self.look_at(&path, write, &out).await? {
                    Look::Ours | Look::Unseen => return Ok(()),
                    Look::Another => {}
                }
            }
            let there = self.listing.get(&path).cloned();
            let expect = match there {
                None => Expect::Absent,
                Some(there) => there.rev.map_or(Expect::Anything, |rev| Expect::Rev(Rev(rev))),
            };
            let sealed = self.local.seal(&out.bytes).await?;
            match self.drive.write(&path, &sealed, &expect).await {
                Ok(rev) => return self.wrote(&path, out, rev).await,
                Err(Fault::Changed) => {
                    looked = true;
                    match self.look_at(&path, write, &out).await? {
                        Look::Ours | Look::Unseen => return Ok(()),
                        Look::Another => {}
                    }
                }
                Err(fault) => return self.failed(&path, fault),
            }
        }
        self.failed(&path, Fault::Changed)
    }

    async fn wrote(&mut self, path: &str, out: Out, rev: Option<Rev>) -> Result<(), Stop> {
        self.say(path, Happened::Wrote);
        let rev = rev.map(|rev| rev.0);
        let size = None;
        self.listing.insert(path.to_owned(), plan::There { rev: rev.clone(), size });
        let seen = Seen { rev, what: What::Written, digest: out.state, ..Seen::default() };
        self.remember(path, Some(seen)).await
    }

    // Something else lies there than was expected. What never changes under its name may be there
    // from an earlier run whose end this device did not see; of a device file, what lies there is
    // taken in first.
    async fn look_at(&mut self, path: &str, write: &Write, out: &Out) -> Result<Look, Stop> {
        let (bytes, rev) = match self.drive.read(path, limits::BUNDLE_BYTES).await {
            Ok(read) => read,
            Err(Fault::NotFound) => {
                self.listing.remove(path);
                return Ok(Look::Another);
            }
            Err(fault) => {
                self.failed(path, fault)?;
                return Ok(Look::Unseen);
            }
        };
        let rev = rev.map(|rev| rev.0);
        let there = plan::There { rev: rev.clone(), size: None };
        self.listing.insert(path.to_owned(), there);
        // Sealed twice, the same text is two unlike files.
        let there = self.local.unseal(&bytes).await?.unwrap_or_default();
        if there == out.bytes || self.local.says_same(write, &there).await? {
            let (what, digest) = (What::Written, out.state.clone());
            let seen = Seen { rev, what, digest, ..Seen::default() };
            self.remember(path, Some(seen)).await?;
            return Ok(Look::Ours);
        }
        if matches!(write, Write::Device(_)) {
            self.take(path, &bytes, rev).await?;
        }
        Ok(Look::Another)
    }

    // Photos go before what names them. False if one could not be sent: what names it waits.
    async fn upload(&mut self, hashes: &[FileHash]) -> Result<bool, Stop> {
        let known =
            |hash: &&FileHash| self.memory.get(&self.here.file(hash)).is_some_and(Seen::is_good);
        let new: Vec<FileHash> = hashes.iter().filter(|hash| !known(hash)).cloned().collect();
        self.expect(new.len());
        let mut all = true;
        for some in new.chunks(AT_ONCE) {
            self.go_on()?;
            let (drive, local) = (self.drive, self.local);
            let paths: Vec<String> = some.iter().map(|hash| self.here.file(hash)).collect();
            let sent =
                some.iter().zip(&paths).map(|(hash, path)| upload_one(drive, local, hash, path));
            for (path, sent) in paths.iter().zip(together(sent).await) {
                match sent? {
                    Ok(Some(what)) => {
                        self.remember(path, Some(Seen { what, ..Seen::default() })).await?;
                    }
                    // Not here: its evidence came from a device that has yet to send it.
                    Ok(None) => {}
                    Err(fault) => {
                        self.failed(path, fault)?;
                        all = false;
                    }
                }
                self.step();
            }
        }
        Ok(all)
    }
}

async fn upload_one<D: Drive, L: Local>(
    drive: &D,
    local: &L,
    hash: &FileHash,
    path: &str,
) -> Result<Result<Option<What>, Fault>, Stop> {
    let Some(bytes) = local.file(hash).await? else { return Ok(Ok(None)) };
    let bytes = local.seal(&bytes).await?;
    // Asked before it is sent: a look costs less than a photo. One of another size was cut on its
    // way, and its name says what it should be.
    let whole = |found: &Found| found.size.is_none_or(|size| size == bytes.len() as u64);
    let expect = match drive.find(path).await {
        Ok(Some(found)) if whole(&found) => return Ok(Ok(Some(What::Taken))),
        Ok(Some(_)) => Expect::Anything,
        Ok(None) => Expect::Absent,
        Err(fault) => return Ok(Err(fault)),
    };
    match drive.write(path, &bytes, &expect).await {
        Ok(_) => Ok(Ok(Some(What::Written))),
        // Perhaps another device has sent it in the meantime; whether it is whole is looked at.
        Err(Fault::Changed) => match drive.find(path).await {
            Ok(Some(found)) if whole(&found) => Ok(Ok(Some(What::Taken))),
            Ok(_) => Ok(Err(Fault::Changed)),
            Err(fault) => Ok(Err(fault)),
        },
        Err(fault) => Ok(Err(fault)),
    }
}
