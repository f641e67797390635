//! Rolling up (tổng hợp): what this browser's office says of all its units, made to be sent further up;
//! and the roll-ups of lower offices that came.
//!
//! What counts and what does not, `bcd_core::upper::rollup` says. Here is what it needs from the disk.

mod kept;
mod offered;
mod own;
pub(crate) mod restored;

pub(crate) use kept::keep;
use offered::identity_of;
pub use offered::{Chosen, OfferedRollup};

use crate::{
    bytes::Bytes,
    core::Core,
    disk::Disk,
    exchange::outgoing::{Outgoing, OutgoingForm, SendError},
    office::Offices,
    refreshing::Refreshing,
    rows,
    services::Services,
    signing::Signers,
    store::{Op, StoreError, tables},
};
use bcd_core::{
    engine::{GoodFile, Request, Response},
    format::{
        envelope::EnvelopeHead,
        limits,
        problem::{Code, Problem},
        rollup::RollupLine,
    },
    signer::{PinBook, Role},
    sync::layout,
    upper::rollup::{
        make::{Choice, RollupAsk, RollupDoubt},
        row::OwnRows,
        tree::{OpenedRollup, RollupOddity, name_of},
    },
};
use reactive_graph::{prelude::*, signal::RwSignal};
use std::collections::{BTreeMap, BTreeSet};

/// What came of making a roll-up.
#[derive(Clone, Debug)]
pub enum Rolled {
    /// It is made and stored: its file, with the roll-ups below it that are here, and its line.
    Made(Outgoing, Box<RollupLine>),
    /// A person has to decide first.
    Undecided(Vec<RollupDoubt>),
}

/// Roll-ups. Copy: it holds handles. Made where the desk starts.
#[derive(Clone, Copy)]
pub struct Rolling {
    core: Core,
    /// Those that are here, own and received, once read.
    pub lines: RwSignal<Vec<RollupLine>>,
    /// Keys of lower offices, read with them.
    book: RwSignal<PinBook>,
    /// What makes the lines of submissions anew that are to be rolled up.
    pub refreshing: Refreshing,
}

impl Services {
    /// Roll-ups, with nothing read yet; [`Rolling::read`] reads.
    pub fn rolling(&self) -> Rolling {
        Rolling {
            core: self.core(),
            lines: RwSignal::default(),
            book: RwSignal::default(),
            refreshing: self.refreshing(),
        }
    }
}

impl Rolling {
    /// Reads which roll-ups are here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read(&self) -> Result<(), StoreError> {
        let rows = self.core.disk().rows::<RollupLine>(tables::ROLLUPS, "").await?;
        let lines: Vec<RollupLine> = rows.into_iter().map(|(_, line)| line).collect();
        let book = Signers(self.core).book(Role::Unit).await?;
        if self.book.with_untracked(|before| *before != book) {
            self.book.set(book);
        }
        if self.lines.with_untracked(|before| *before != lines) {
            self.lines.set(lines);
        }
        Ok(())
    }

    /// Makes the office's next roll-up of a cycle. If two tabs make one at once, they get different
    /// versions.
    ///
    /// # Errors
    /// [`SendError`]; then nothing was stored.
    pub async fn make(
        &self,
        cycle: &str,
        OwnRows { rows, became }: OwnRows,
        parts: Vec<String>,
        choices: BTreeMap<String, Choice>,
    ) -> Result<Rolled, SendError> {
        const TURNS: usize = 10;
        self.no_sample().await?;
        let office = Offices(self.core).needed().await?.unit;
        let cycle = cycle.to_owned();
        let ask = RollupAsk { office, cycle, rows, parts, became, choices };
        for _ in 0..TURNS {
            if let Some(rolled) = self.try_make(&ask).await? {
                if let Rolled::Made(_, line) = &rolled {
                    // It is stored: that the others cannot be read undoes nothing, and the disk says so.
                    if self.read().await.is_err() {
                        self.lines.update(|lines| lines.push((**line).clone()));
                    }
                    self.core.work.lists_changed();
                }
                return Ok(rolled);
            }
        }
        Err(SendError::Store(StoreError::Failed))
    }

    // A sample is never rolled up: a roll-up does not say that its units are none.
    async fn no_sample(&self) -> Result<(), SendError> {
        let sample = Offices(self.core).sample().await?;
        sample.map_or(Ok(()), |_| Err(SendError::Sample))
    }

    // `None`: the version was taken meanwhile.
    async fn try_make(&self, ask: &RollupAsk) -> Result<Option<Rolled>, SendError> {
        let disk = self.core.disk();
        let (office, cycle) = (&ask.office, &ask.cycle);
        let counter = tables::version_of(&format!("rollup|{}|{cycle}", office.id));
        let taken = disk.text(tables::META, &counter).await?;
        let lines = self.all(&disk).await?;
        // Only what was made here counts, so that nobody else can use up the numbers.
        let own =
            lines.values().filter(|it| it.own && it.office.id == office.id && it.cycle == *cycle);
        let before = own.max_by_key(|line| line.seq);
        let head = EnvelopeHead {
            name: office.name.clone(),
            cycle: cycle.clone(),
            seq: before.map_or(0, |line| line.seq).saturating_add(1),
            parent: before.map(|line| line.digest.clone()),
            ..self.core.signed_head(&office.id).await?
        };
        let below = documents(&disk, &below_lines(&lines, &ask.parts)).await?;
        let json = serde_json::to_vec(ask).map_err(|error| SendError::Engine(error.to_string()))?;
        let mut blobs = vec![Bytes::from(json)];
        blobs.extend(below.iter().map(|(_, document)| document.clone()));
        let request = Request::RollUp { head };
        let made = self.core.make(&request, &blobs).await.map_err(SendError::Engine)?;
        let (digest, document, file) = match made {
            (Response::Made { problems, .. }, _) if !problems.is_empty() => {
                return Err(SendError::Problems(problems));
            }
            (Response::Made { digest, .. }, written) => {
                let Ok([document, file]) = <[Bytes; 2]>::try_from(written) else {
                    return Err(SendError::strange());
                };
                (digest, document, file)
            }
            (Response::Undecided, said) => return doubts(&said).map(Rolled::Undecided).map(Some),
            _ => return Err(SendError::strange()),
        };
        let bytes = document.len() as u64;
        let line = RollupLine { own: true, bytes, ..self.line(&file).await? };
        // All that can fail comes before it is stored, or who tries again makes one version more.
        let outgoing = self.with_those_below(&line, file, below, &lines).await?;
        let ops = vec![
            rows::put(tables::ROLLUPS, digest.clone(), &line),
            Op::bytes(tables::DOCUMENTS, digest.clone(), document),
            Op::text(tables::META, counter.clone(), format!("{}|{digest}", line.seq)),
        ];
        if !disk.swap(tables::META, vec![(counter, taken)], ops).await? {
            return Ok(None);
        }
        Ok(Some(Rolled::Made(outgoing, Box::new(line))))
    }

    // What the engine says of a roll-up as if it came.
    async fn line(&self, file: &Bytes) -> Result<RollupLine, SendError> {
        let (checked, _) = self.core.check(file.clone()).await.map_err(SendError::Engine)?;
        match checked.found {
            Some(GoodFile::Rollup(line)) => {
                serde_json::from_value(line).map_err(|error| SendError::Engine(error.to_string()))
            }
            _ => Err(SendError::strange()),
        }
    }

    // With roll-ups below it, several files travel as one; each is read like any other.
    async fn with_those_below(
        &self,
        line: &RollupLine,
        file: Bytes,
        below: Vec<(String, Bytes)>,
        lines: &BTreeMap<String, RollupLine>,
    ) -> Result<Outgoing, SendError> {
        let slug = self.core.slug(&line.office.name);
        let name = format!("BCD_{slug}_tong-hop-{}_{}", line.cycle.replace('–', "-"), line.seq);
        if below.is_empty() {
            return Ok(Outgoing { bytes: file, form: OutgoingForm::Text, name });
        }
        let place = |line: &RollupLine| {
            let slug = self.core.slug(&line.office.name);
            let (id, cycle) = (&line.office.id, &line.cycle);
            let path = layout::rollup(id, &slug, cycle, line.seq, &line.digest);
            path.rsplit('/').next().unwrap_or_default().to_owned()
        };
        let known = below.iter().filter_map(|(digest, bytes)| Some((lines.get(digest)?, bytes)));
        let (mut names, mut blobs) = (vec![place(line)], vec![file]);
        for (line, bytes) in known {
            names.push(place(line));
            blobs.push(bytes.clone());
        }
        let request = Request::PackSeveral { names };
        let (_, packed) = self.core.ask(&request, &blobs).await.map_err(SendError::Engine)?;
        let bytes = packed.into_iter().next().ok_or_else(SendError::strange)?;
        Ok(Outgoing { bytes, form: OutgoingForm::Bundle, name })
    }

    /// Looks into a roll-up that is here: its rows and parts, what is odd about it, and whether the rows
    /// below come to what it says.
    ///
    /// # Errors
    /// [`SendError`].
    pub async fn open(&self, digest: &str) -> Result<OpenedRollup, SendError> {
        let disk = self.core.disk();
        let lines = self.all(&disk).await?;
        let digests = below_lines(&lines, &[digest.to_owned()]);
        let mut found = documents(&disk, &digests).await?;
        found.sort_by_key(|(known, _)| known != digest);
        let blobs: Vec<Bytes> = found.into_iter().map(|(_, document)| document).collect();
        let asked = self.core.ask(&Request::OpenRollup, &blobs).await.map_err(SendError::Engine)?;
        let (Response::Rollup, said) = asked else { return Err(SendError::strange()) };
        let said = said.first().map(Bytes::to_vec).unwrap_or_default();
        let mut opened: OpenedRollup =
            serde_json::from_slice(&said).map_err(|error| SendError::Engine(error.to_string()))?;
        // Other versions are known by their lines; their documents need not be read for that.
        let parts = opened.file.body.parts.iter();
        let parts = parts.map(|it| (&it.office, &it.cycle, it.seq, &it.digest));
        let below = digests.iter().filter(|it| *it != digest).filter_map(|it| lines.get(it));
        let below = below.map(|it| (&it.office, &it.cycle, it.seq, &it.digest));
        let mut odd: BTreeSet<RollupOddity> = opened.odd.into_iter().collect();
        // What somebody else sends in an office's name says nothing of its versions.
        let book = Signers(self.core).book(Role::Unit).await?;
        let is_apart = |line: &RollupLine| identity_of(line, &book).is_apart();
        for (office, cycle, seq, digest) in parts.chain(below) {
            let others = || {
                let same = |it: &&RollupLine| it.office.id == office.id && it.cycle == *cycle;
                let others = lines.values().filter(same).filter(|it| it.digest != *digest);
                others.filter(|it| !is_apart(it))
            };
            let office = name_of(office);
            if let Some(latest) = others().map(|it| it.seq).filter(|other| *other > seq).max() {
                let office = office.clone();
                odd.insert(RollupOddity::Newer { office, counted: seq, latest });
            }
            if others().any(|it| it.seq == seq) {
                odd.insert(RollupOddity::SameNumber { office, seq });
            }
        }
        opened.odd = odd.into_iter().collect();
        Ok(opened)
    }

    async fn all(&self, disk: &Disk) -> Result<BTreeMap<String, RollupLine>, StoreError> {
        Ok(disk.rows::<RollupLine>(tables::ROLLUPS, "").await?.into_iter().collect())
    }
}

// The most levels of offices: the country has four. What lies deeper is as if it were not here, since whoever
// makes a tree of thousands would have every unit counted once for each.
const LEVELS: usize = 16;
// Bytes of documents that are looked into at once.
const MOST_BYTES: usize = limits::BUNDLE_BYTES;

/// Digests at and below some roll-ups, as far as they are here: `parts` says what is below one.
pub(crate) fn below<'a>(
    roots: &[String],
    parts: impl Fn(&str) -> Option<&'a [String]>,
) -> BTreeSet<String> {
    let (mut found, mut level) = (BTreeSet::new(), roots.to_vec());
    for _ in 0..LEVELS {
        let mut next = Vec::new();
        for digest in level {
            let Some(parts) = parts(&digest) else { continue };
            if found.insert(digest) {
                next.extend(parts.iter().cloned());
            }
        }
        level = next;
    }
    found
}

fn below_lines(lines: &BTreeMap<String, RollupLine>, roots: &[String]) -> BTreeSet<String> {
    below(roots, |digest| lines.get(digest).map(|line| line.parts.as_slice()))
}

async fn documents(
    disk: &Disk,
    digests: &BTreeSet<String>,
) -> Result<Vec<(String, Bytes)>, SendError> {
    let too_much = || Problem::whole(Code::TooLarge, &[&(MOST_BYTES >> 20)]);
    let (mut found, mut room) = (Vec::new(), MOST_BYTES);
    for digest in digests {
        if let Some(document) = disk.bytes(tables::DOCUMENTS, digest).await? {
            room = room
                .checked_sub(document.len())
                .ok_or_else(|| SendError::Problems(vec![too_much()]))?;
            found.push((digest.clone(), document));
        }
    }
    Ok(found)
}

fn doubts(said: &[Bytes]) -> Result<Vec<RollupDoubt>, SendError> {
    let said = said.first().map(Bytes::to_vec).unwrap_or_default();
    serde_json::from_slice(&said).map_err(|error| SendError::Engine(error.to_string()))
}
