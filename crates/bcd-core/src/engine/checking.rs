//! Incoming files: reading, checking, and summarising them.

use super::{Checked, DeviceFile, FoundBackup, GoodFile, NotTaken, Response, rolling};
use crate::{
    field::Path,
    format::{
        backup::Backup,
        bundle::Files,
        canonical,
        check::is_forbidden,
        device::Device,
        envelope::Envelope,
        limits,
        pack::{Pack, PackLine, PackOrigin},
        problem::{Code, Problem},
        read::{Document, Reading, read, read_inner},
        review::{Review, ReviewFile, ReviewLine, ReviewRow},
        rollup::RollupLine,
        submission,
    },
    id::FileHash,
    intake::{self, Summary},
    signer::Signer,
    upper::case::{Case, StoredCase},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a file is, and what is wrong with it; its document and the files that it carries, if it is good.
pub fn check(reading: Reading) -> (Checked, Vec<Vec<u8>>) {
    let Reading { document, value, bytes, mut files, mut problems } = reading;
    let needs = match &document {
        Some(Document::Submission(envelope))
            if problems.iter().all(|problem| problem.code == Code::FileMissing) =>
        {
            let named = envelope.body.evidence.values().filter_map(|line| line.file.clone());
            named.filter(|hash| !files.contains_key(hash.as_str())).collect()
        }
        _ => vec![],
    };
    let mut documents = BTreeMap::new();
    let found = match document.filter(|_| problems.is_empty()) {
        None => None,
        Some(Document::Submission(envelope)) => {
            Some(GoodFile::Submission(intake::summary(&envelope)))
        }
        Some(Document::Backup(envelope)) => {
            let signer = envelope.writer.signer();
            let Backup {
                dossiers,
                sent,
                received,
                packs,
                published,
                rollups,
                rolled,
                drafts,
                reviews,
                offices,
                cases,
                signers,
                roll,
                files: types,
            } = envelope.body;
            documents = types;
            let mut inner = Inner::of(&files, &mut problems);
            let sent = sent.into_iter().filter_map(|hash| inner.submission(hash)).collect();
            let received = received.into_iter().filter_map(|hash| inner.submission(hash));
            let received = received.map(|(hash, summary, _)| (hash, summary)).collect();
            let packs = packs.into_iter().filter_map(|hash| inner.pack(hash));
            let origin = |hash: &FileHash| match published.contains(hash) {
                true => PackOrigin::Restored,
                false => PackOrigin::Received,
            };
            let packs = packs.map(|(hash, line)| {
                let origin = origin(&hash);
                (hash, PackLine { origin, ..line })
            });
            let packs = packs.collect();
            let rollups = rollups.into_iter().filter_map(|hash| {
                let own = rolled.contains(&hash);
                inner.rollup(hash, own)
            });
            let rollups = rollups.collect();
            let Inner { bad, left, .. } = inner;
            left.iter().for_each(|hash| drop(files.remove(hash.as_str())));
            // A line is no document: nobody signed it.
            let unsigned = |row: ReviewRow| {
                let line = ReviewLine { signer: Signer::default(), ..row.line };
                ReviewRow { line, case: row.case.settled() }
            };
            let reviews = reviews.into_iter().map(unsigned).collect();
            let settle = |kept: StoredCase| StoredCase { state: kept.state.settled(), ..kept };
            let cases = cases.into_iter().map(settle).collect();
            let (at, digest) = (envelope.written_at, envelope.digest);
            Some(GoodFile::Backup(Box::new(FoundBackup {
                dossiers,
                sent,
                received,
                packs,
                rollups,
                drafts,
                reviews,
                offices,
                cases,
                signers,
                roll,
                bad,
                at,
                digest,
                signer,
            })))
        }
        Some(Document::Device(envelope)) => {
            documents = envelope.body.files.clone();
            device(*envelope, &value["body"], &mut problems).map(GoodFile::Device)
        }
        Some(Document::Review(envelope)) => {
            documents = envelope.body.files.clone();
            Some(GoodFile::Review(Box::new(review(*envelope, &value["body"]))))
        }
        Some(Document::Pack(envelope)) => Some(GoodFile::Pack(pack_line(&envelope))),
        Some(Document::Rollup(envelope)) => {
            serde_json::to_value(rolling::line(&envelope)).ok().map(GoodFile::Rollup)
        }
    };
    if !problems.is_empty() {
        return (Checked { found: None, files: vec![], problems, needs }, vec![]);
    }
    let mut blobs = vec![bytes];
    let mut names = Vec::new();
    for (hash, bytes) in files {
        let known = documents.get(hash.as_str()).cloned();
        let mime = known.unwrap_or_else(|| {
            infer::get(&bytes).map_or("application/octet-stream", |k| k.mime_type()).to_owned()
        });
        names.push((FileHash(hash), mime));
        blobs.push(bytes);
    }
    (Checked { found, files: names, problems, needs: vec![] }, blobs)
}

fn device(
    envelope: Envelope<Device>,
    said: &Value,
    problems: &mut Vec<Problem>,
) -> Option<DeviceFile> {
    let Envelope { unit, cycle, writer, written_at, digest, mut body, .. } = envelope;
    let said = canonical::bytes(said).unwrap_or_default();
    let signer = writer.signer();
    let large = said.len() > limits::DEVICE_BYTES;
    let large = large.then(|| Problem::whole(Code::TooLarge, &[&(limits::DEVICE_BYTES >> 20)]));
    if let Some(problem) = large {
        problems.push(problem);
        return None;
    }
    let pack = if body.pack.is_null() {
        None
    } else {
        let reading = read(&canonical::bytes(&body.pack).unwrap_or_default());
        match reading.document {
            Some(Document::Pack(pack)) if reading.problems.is_empty() => Some(pack_line(&pack)),
            _ => {
                problems.push(Problem::at(Code::BadField, "body/pack", &[&""]));
                return None;
            }
        }
    };
    body.state = std::mem::take(&mut body.state).settled();
    Some(DeviceFile {
        body,
        digest,
        state: format!("sha256:{}", canonical::sha256(&said)),
        unit: unit.id,
        name: unit.name,
        cycle,
        device: writer.device,
        by: writer.name,
        at: written_at,
        pack,
        signer,
    })
}

fn review(envelope: Envelope<Review>, said: &Value) -> ReviewFile {
    let said = canonical::bytes(said).unwrap_or_default();
    let signer = envelope.writer.signer();
    let body = envelope.body;
    let case = body.case.settled();
    let asked = Case::of(&case.fields).asked().count();
    let line = ReviewLine {
        unit: envelope.unit.id,
        cycle: envelope.cycle,
        submission: body.submission,
        seq: envelope.seq,
        state: body.state,
        reviewer: body.reviewer.name,
        by: envelope.writer.name,
        at: envelope.written_at,
        reviewer_id: body.reviewer.id,
        asked: u32::try_from(asked).unwrap_or(u32::MAX),
        signer,
    };
    ReviewFile {
        row: ReviewRow { line, case },
        signs: body.signs,
        name: envelope.unit.name,
        digest: envelope.digest,
        state: format!("sha256:{}", canonical::sha256(&said)),
        device: envelope.writer.device,
        files: body.files,
        introductions: body.introductions,
    }
}

fn pack_line(envelope: &Envelope<Pack>) -> PackLine {
    let body = &envelope.body;
    PackLine {
        digest: envelope.digest.clone(),
        pack: body.pack.clone(),
        version: envelope.seq,
        title: body.title.clone(),
        note: body.note.clone(),
        unit: envelope.unit.id.clone(),
        by: envelope.unit.name.clone(),
        device: envelope.writer.device.clone(),
        cycle: envelope.cycle.clone(),
        at: envelope.written_at.clone(),
        origin: PackOrigin::Received,
        signer: envelope.writer.signer(),
    }
}

type ReadSubmission = (FileHash, Summary, BTreeMap<Path, Value>);

// The documents that lie in a backup. Each is checked like any incoming file, since anybody may have made the
// backup. One that is not there, or is not what was written, makes the backup another one than was made:
// nothing of it is taken. One that is only not good is left out.
struct Inner<'a> {
    files: &'a Files,
    problems: &'a mut Vec<Problem>,
    bad: NotTaken,
    left: Vec<FileHash>,
}

impl<'a> Inner<'a> {
    fn of(files: &'a Files, problems: &'a mut Vec<Problem>) -> Self {
        Self { files, problems, bad: NotTaken::default(), left: Vec::new() }
    }

    // A document in which nothing is wrong but that files are missing: those that it names are in the backup,
    // not in the document.
    fn read(&mut self, hash: &FileHash) -> Option<Reading> {
        let Some(bytes) = self.files.get(hash.as_str()) else {
            self.problems.push(Problem::whole(Code::FileMissing, &[hash]));
            return None;
        };
        let reading = read_inner(bytes);
        let mut faults = reading.problems.iter().filter(|it| it.code != Code::FileMissing);
        let Some(fault) = faults.next() else { return Some(reading) };
        if matches!(fault.code, Code::WrongDigest | Code::WrongSignature) {
            self.problems.push(fault.clone());
            return None;
        }
        let name = reading.value["unit"]["name"].as_str().filter(|name| !name.is_empty());
        // Nobody has looked at this name yet.
        let name = name.unwrap_or(hash.as_str()).chars().filter(|c| !is_forbidden(*c));
        self.bad.add(name.take(limits::NAME_CHARS).collect(), fault.clone());
        self.left.push(hash.clone());
        None
    }

    fn submission(&mut self, hash: FileHash) -> Option<ReadSubmission> {
        match opened(self.read(&hash)?) {
            Response::Opened { summary, fields, .. } => Some((hash, summary, fields)),
            _ => {
                self.problems.push(Problem::whole(Code::FileChanged, &[&hash]));
                None
            }
        }
    }

    fn rollup(&mut self, hash: FileHash, own: bool) -> Option<(FileHash, Value)> {
        let line = match self.read(&hash)?.document {
            Some(Document::Rollup(rollup)) => {
                serde_json::to_value(RollupLine { own, ..rolling::line(&rollup) }).ok()
            }
            _ => None,
        };
        if line.is_none() {
            self.problems.push(Problem::whole(Code::FileMissing, &[&hash]));
        }
        Some((hash, line?))
    }

    fn pack(&mut self, hash: FileHash) -> Option<(FileHash, PackLine)> {
        match self.read(&hash)?.document {
            Some(Document::Pack(pack)) => Some((hash, pack_line(&pack))),
            _ => {
                self.problems.push(Problem::whole(Code::FileMissing, &[&hash]));
                None
            }
        }
    }
}

/// A submission, to look at.
pub fn opened(reading: Reading) -> Response {
    let Reading { document, value, .. } = reading;
    let Some(Document::Submission(envelope)) = document else {
        return Response::Failed("not a submission".to_owned());
    };
    Response::Opened {
        summary: intake::summary(&envelope),
        fields: submission::fields(&envelope.body, &envelope.unit, &envelope.cycle),
        set: value["body"]["set"].clone(),
        withheld: envelope.body.withheld,
        changed: envelope.body.changed.iter().map(|id| id.0.clone()).collect(),
    }
}
