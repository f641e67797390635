//! What the engine does with a request.

use super::{
    BackupRequest, Request, Response,
    checking::{check, opened},
    fitting::fit,
    rolling,
};
use crate::{
    content::traces::{Traces, traces},
    dossier::Dossier,
    field::{Fields, Path},
    format::{
        backup::Backup,
        bundle::{self, Files},
        canonical,
        envelope::EnvelopeHead,
        problem::{Code, Problem},
        read::{Document, KnownSets, read, read_among, read_with},
        share::{self, Withheld},
        signing,
        submission::{self, EvidenceLine, ScoreLine},
        write::{self, WriteError, Written},
        year::YearCounts,
    },
    id::{DossierId, EvidenceId, FileHash, RecordId},
    scoring,
    signer::Signer,
    year::{
        Year,
        command::needed,
        cycle,
        handed::{self, CountsNotTaken},
    },
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A response with its blobs.
pub type ResponseWithBlobs = (Response, Vec<Vec<u8>>);

/// Does what is asked. Pure: the same request gives the same answer.
pub fn handle(request: Request, blobs: Vec<Vec<u8>>) -> ResponseWithBlobs {
    let done = match request {
        Request::Freeze { head, dossier, fields, set, before, files, warned } => {
            let files = files.into_iter().zip(blobs).collect();
            freeze(&head, &dossier, fields, set, &before, files, warned)
        }
        Request::WithoutTraces => Ok(without_traces(&first(blobs))),
        Request::Carry { signature, files } => carry(signature, files, blobs),
        Request::Check { files } => Ok(check_all(files, blobs)),
        Request::Device { head, body, carried, unless } => {
            let files = carried.into_iter().zip(blobs).collect();
            serde_json::to_value(body)
                .map_err(WriteError::from)
                .and_then(|body| made("device", &head, body, files, unless.as_deref()))
        }
        Request::Write { kind, head, body, carried, unless } => {
            let files = carried.into_iter().zip(blobs).collect();
            made(&kind, &head, body, files, unless.as_deref())
        }
        Request::RollUp { head } => rolling::roll_up(&head, blobs),
        Request::OpenRollup => rolling::open(&blobs),
        Request::Open => Ok((open(&first(blobs)), vec![])),
        Request::TakeIn { fields, branch } => Ok((take_in(&fields, branch, &first(blobs)), vec![])),
        Request::Backup(parts) => backup(*parts, blobs),
        Request::PackSeveral { names } => {
            let files = names.into_iter().zip(blobs).collect();
            bundle::pack_several(&files)
                .map(|packed| (Response::Packed, vec![packed]))
                .map_err(WriteError::from)
        }
        // If it cannot be opened, it is handled as one file, and reading it says what is wrong.
        Request::UnpackSeveral => {
            let file = first(blobs);
            let several = bundle::is_bundle(&file).then(|| bundle::unpack_several(&file));
            let several = several.and_then(Result::ok).flatten().unwrap_or_default();
            let unpacked = match several.is_empty() {
                true => vec![bundle::unpacked(&file)],
                false => several.values().map(|part| bundle::unpacked(part)).collect(),
            };
            let (names, blobs) = several.into_iter().unzip();
            Ok((Response::Several { names, unpacked }, blobs))
        }
        Request::Hash => Ok((Response::Hash(FileHash(canonical::sha256(&first(blobs)))), vec![])),
    };
    done.unwrap_or_else(|error| (Response::Failed(error.to_string()), vec![]))
}

fn check_all(files: Vec<Vec<String>>, blobs: Vec<Vec<u8>>) -> ResponseWithBlobs {
    let (mut blobs, mut all, mut out) = (blobs.into_iter(), Vec::new(), Vec::new());
    let mut sets = KnownSets::default();
    for hashes in files {
        let file = blobs.next().unwrap_or_default();
        let apart = hashes.into_iter().zip(blobs.by_ref()).collect();
        let (checked, own) = check(read_among(&file, apart, &mut sets));
        all.push(checked);
        out.extend(own);
    }
    (Response::Checked(all), out)
}

fn first(blobs: Vec<Vec<u8>>) -> Vec<u8> {
    blobs.into_iter().next().unwrap_or_default()
}

fn freeze(
    head: &EnvelopeHead,
    id: &DossierId,
    fields: Fields,
    set_value: Value,
    before: &BTreeMap<Path, Value>,
    files: Files,
    warned: bool,
) -> Result<ResponseWithBlobs, WriteError> {
    let set: crate::criteria::CriteriaSet = serde_json::from_value(set_value.clone())?;
    let whole = Dossier::of(fields);
    let share::Shared { fields: shared, withheld } = share::shared(&whole, &set);
    let entry = |v: &Value| crate::field::Entry { v: v.clone(), ..Default::default() };
    let frozen = Dossier::of(shared.iter().map(|(p, v)| (p.clone(), entry(v))).collect());
    let (answers, evidence) = submission::lines(&frozen);
    let changed = if before.is_empty() { vec![] } else { share::changes(before, &shared).0 };
    let mut body = json!({
        "dossier": id, "sample": frozen.sample,
        "unit": {
            "kind": frozen.unit.kind, "upper": frozen.unit.upper, "cluster": frozen.unit.cluster,
        },
        "set": set_value, "mode": scoring::mode_of(&set, &frozen),
        "answers": answers, "evidence": evidence,
        "score": ScoreLine::from(&scoring::score(&set, &frozen)),
        "withheld": withheld, "changed": changed,
    });
    if let Some(counts) = year_counts(&whole, &head.at) {
        body["year"] = serde_json::to_value(counts)?;
    }
    let wanted: std::collections::BTreeSet<_> =
        evidence.values().filter_map(|line| line.file.as_ref().map(FileHash::as_str)).collect();
    let files: Files =
        files.into_iter().filter(|(hash, _)| wanted.contains(hash.as_str())).collect();
    let traces = traces_in(&evidence, &files, warned);
    // Checked by the upper level's rules already here, while the person can still correct it.
    let Finished { digest, bundled, mut problems, blobs } =
        finished(head, write::write("submission", head, body)?, files)?;
    problems.extend(traces);
    Ok((Response::Written { digest, bundled, shared, withheld, problems, left_out: 0 }, blobs))
}

// A document, checked as its reader would, and its file. One that is to be signed has none yet.
struct Finished {
    digest: String,
    bundled: bool,
    problems: Vec<Problem>,
    blobs: Vec<Vec<u8>>,
}

fn finished(head: &EnvelopeHead, written: Written, files: Files) -> Result<Finished, WriteError> {
    let Written { value, document, digest } = written;
    if head.signer.is_nobody() {
        let (file, bundled) = write::carry(value, &document, &files)?;
        let problems = read(&file).problems;
        return Ok(Finished { digest, bundled, problems, blobs: vec![document, file] });
    }
    let mut problems = read_with(&document, files).problems;
    problems.retain(|problem| problem.code != Code::WrongSignature);
    Ok(Finished { digest, bundled: false, problems, blobs: vec![document] })
}

// Photos are drawn anew when they come in; one that came from another device may not have been.
fn traces_in(
    evidence: &BTreeMap<EvidenceId, EvidenceLine>,
    files: &Files,
    warned: bool,
) -> Vec<Problem> {
    let said = |(id, line): (&EvidenceId, &EvidenceLine)| {
        let bytes = files.get(line.file.as_ref()?.as_str())?;
        let code = match traces(bytes) {
            Traces::Without(_) => Code::HoldsTraces,
            Traces::Perhaps if !warned => Code::MayHoldTraces,
            Traces::None | Traces::Perhaps => return None,
        };
        let name = if line.title.is_empty() { &line.name } else { &line.title };
        Some(Problem::at(code, &format!("body/evidence/{id}"), &[name]))
    };
    evidence.iter().filter_map(said).collect()
}

fn without_traces(file: &[u8]) -> ResponseWithBlobs {
    match traces(file) {
        Traces::Without(bytes) => {
            let hash = FileHash(canonical::sha256(&bytes));
            (Response::WithoutTraces(Some(hash)), vec![bytes])
        }
        Traces::None | Traces::Perhaps => (Response::WithoutTraces(None), vec![]),
    }
}

// The day is that in the unit's time zone, whatever zone the phone is set to.
fn year_counts(dossier: &Dossier, at: &str) -> Option<YearCounts> {
    let today = cycle::day_of(at, cycle::UNIT_ZONE)?;
    handed::counts(&Year::of(&dossier.fields), today)
}

fn carry(
    signature: Option<String>,
    hashes: Vec<String>,
    blobs: Vec<Vec<u8>>,
) -> Result<ResponseWithBlobs, WriteError> {
    let mut blobs = blobs.into_iter();
    let mut document = blobs.next().unwrap_or_default();
    let mut value: Value = serde_json::from_slice(&document)?;
    if let Some(signature) = &signature {
        value["signature"] = signature.as_str().into();
        document = canonical::bytes(&value)?;
    }
    let digest = value["digest"].as_str().unwrap_or_default().to_owned();
    let is_backup = value["kind"] == "backup";
    // Only what the document names: it was decided when it was frozen. A backup was made with all of it.
    let named = |hash: &str| {
        if is_backup {
            return true;
        }
        let body = &value["body"];
        let mut lines = body["evidence"].as_object().into_iter().flat_map(|all| all.values());
        lines.any(|line| line["file"].as_str() == Some(hash)) || !body["files"][hash].is_null()
    };
    let hashed = |(hash, bytes): (String, Vec<u8>)| match hash.is_empty() {
        true => (canonical::sha256(&bytes), bytes),
        false => (hash, bytes),
    };
    let files = hashes.into_iter().zip(blobs).map(hashed).filter(|(hash, _)| named(hash)).collect();
    // A backup is large, and all but its signature was checked when it was made.
    let fault = is_backup.then(|| signing::fault(&value)).flatten();
    let (file, bundled) = write::carry(value, &document, &files)?;
    let problems = match signature {
        Some(_) if !is_backup => read(&file).problems,
        _ => fault.into_iter().collect(),
    };
    let response = Response::Written {
        digest,
        bundled,
        shared: BTreeMap::new(),
        withheld: Withheld::default(),
        problems,
        left_out: 0,
    };
    Ok((response, vec![document, file]))
}

/// Makes a document without files.
pub(super) fn write_body(
    kind: &str,
    head: &EnvelopeHead,
    body: Value,
) -> Result<ResponseWithBlobs, WriteError> {
    made(kind, head, body, Files::new(), None)
}

fn made(
    kind: &str,
    head: &EnvelopeHead,
    body: Value,
    files: Files,
    unless: Option<&str>,
) -> Result<ResponseWithBlobs, WriteError> {
    let state = format!("sha256:{}", canonical::sha256(&canonical::bytes(&body)?));
    if unless == Some(&state) {
        return Ok((Response::Unchanged, vec![]));
    }
    let Finished { digest, bundled, problems, blobs } =
        finished(head, write::write(kind, head, body)?, files)?;
    Ok((Response::Made { digest, body: state, bundled, problems }, blobs))
}

fn open(document: &[u8]) -> Response {
    // Only `FileMissing` is allowed: the files are in the store, not in the document.
    opened(read(document))
}

fn take_in(fields: &Fields, branch: Option<RecordId>, document: &[u8]) -> Response {
    let Some(Document::Submission(envelope)) = read(document).document else {
        return Response::Failed("not a submission".to_owned());
    };
    let year = Year::of(fields);
    let branch = branch.or_else(|| handed::branch_of(&year, &envelope.unit.id));
    let sets = branch
        .ok_or(CountsNotTaken::NoSuchBranch)
        .and_then(|branch| handed::take_in(&year, &branch, &envelope))
        .map(|sets| needed(sets, fields).into_iter().map(|set| (set.path, set.value)).collect());
    Response::TakenIn(sets)
}

fn backup(parts: BackupRequest, blobs: Vec<Vec<u8>>) -> Result<ResponseWithBlobs, WriteError> {
    let BackupRequest { head, dossiers, drafts, reviews, offices, cases, signers, roll, .. } =
        parts;
    let files = parts.files.iter().cloned().collect();
    let mut body = Backup {
        dossiers,
        drafts,
        reviews,
        offices,
        cases,
        signers,
        roll,
        files,
        ..Backup::default()
    };
    let mut blobs = blobs.into_iter();
    let mut files = Files::new();
    let mut keep = |bytes: Vec<u8>| {
        let hash = canonical::sha256(&bytes);
        files.insert(hash.clone(), bytes);
        FileHash(hash)
    };
    // Each once: a reader refuses a backup that names a document twice.
    let mut some = |count: usize| {
        let mut hashes: Vec<FileHash> = blobs.by_ref().take(count).map(&mut keep).collect();
        let mut known = BTreeSet::new();
        hashes.retain(|hash| known.insert(hash.clone()));
        hashes
    };
    (body.sent, body.received) = (some(parts.sent), some(parts.received));
    // How many there are, and how many of them, from the first, are of this browser.
    let mut with_own = |all: usize, own: usize| {
        let mut hashes = some(own.min(all));
        let of_here: BTreeSet<FileHash> = hashes.iter().cloned().collect();
        let others = some(all.saturating_sub(own));
        hashes.extend(others.into_iter().filter(|hash| !of_here.contains(hash)));
        (hashes, of_here)
    };
    (body.packs, body.published) = with_own(parts.packs, parts.published);
    (body.rollups, body.rolled) = with_own(parts.rollups, parts.rolled);
    files.extend(parts.files.into_iter().map(|(hash, _)| hash.0).zip(blobs));
    for row in &mut body.reviews {
        row.line.signer = Signer::default();
    }
    let left_out = fit(&mut body, &head.device)?;
    let Finished { digest, bundled, problems, blobs } =
        finished(&head, write::write("backup", &head, serde_json::to_value(body)?)?, files)?;
    let (shared, withheld) = (BTreeMap::new(), Withheld::default());
    Ok((Response::Written { digest, bundled, shared, withheld, problems, left_out }, blobs))
}
