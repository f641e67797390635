//! A province to try things on: units that send their year, a list of them as an officer keeps it,
//! and what is true of both. Made-up names, always the same for the same seed.

#![allow(dead_code, reason = "each user takes what it needs")]

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bcd_core::{
    criteria::{CriteriaSet, Item},
    dossier::Unit,
    engine::{Request, Response, handle},
    field::Path,
    format::{envelope::EnvelopeHead, submission::ScoreLine},
    id::{DeviceId, DossierId, ItemId, SignerKey, UnitId},
    paper::safe::file_name,
    points::Points,
    sample::{
        chance::{self, below, happens},
        names,
        year::WorkingYear,
    },
    scoring::{Worth, score, worth},
    signer::{self, Signer},
    sync::layout,
};
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::Value;
use std::collections::BTreeMap;

/// The upper level of all.
pub const UPPER: &str = "Tỉnh Đoàn Bình Hải";
/// The last year.
pub const LAST_YEAR: usize = 2026;

/// What is made.
#[derive(Clone, Debug)]
pub struct Province {
    /// The same seed gives the same bytes.
    pub seed: usize,
    /// How many units were ever there.
    pub units: usize,
    /// In how many clusters.
    pub clusters: usize,
    /// How many years, up to [`LAST_YEAR`].
    pub years: usize,
    /// How many submissions of a unit in a year.
    pub numbers: u32,
    /// All units send in all years, under one name; else some never send, some are renamed in the
    /// last year, and some go into another one then.
    pub steady: bool,
    /// Whether submissions are signed.
    pub signed: bool,
}

impl Default for Province {
    fn default() -> Self {
        let (seed, units, clusters, years, numbers) = (1, 1_900, 34, 3, 2);
        Self { seed, units, clusters, years, numbers, steady: false, signed: true }
    }
}

/// What becomes of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// It never sends anything.
    pub silent: bool,
    /// It has another name in the last year.
    pub renamed: bool,
    /// It is part of this unit in the last year, and gone.
    pub merged: Option<usize>,
}

/// A line of an officer's list.
#[derive(Clone, Debug)]
pub struct RollLine {
    /// The unit's number here.
    pub number: usize,
    /// The unit.
    pub unit: Unit,
    /// How an officer writes its kind.
    pub kind: &'static str,
    /// Its secretary.
    pub secretary: String,
    /// The secretary's telephone number.
    pub phone: String,
}

/// A submission, with what is true of it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The unit, as it was called then.
    pub unit: Unit,
    /// The year.
    pub cycle: String,
    /// The number.
    pub seq: u32,
    /// Its digest.
    pub digest: String,
    /// When it was written.
    pub at: String,
    /// What the answers are worth.
    pub score: ScoreLine,
    /// How each item stands, in the set's order.
    pub items: Vec<ItemFact>,
    /// The file.
    pub file: Vec<u8>,
}

/// How an item of a submission stands.
#[derive(Clone, Debug)]
pub struct ItemFact {
    /// The item.
    pub id: ItemId,
    /// `met`, `unmet`, `open` or `na`.
    pub state: &'static str,
    /// Points reached.
    pub got: Points,
    /// Points reachable.
    pub max: Points,
    /// Pieces of evidence that went up for it.
    pub evidence: usize,
}

impl Sent {
    /// Where it lies on a drive.
    pub fn place(&self) -> String {
        let unit = &self.unit;
        layout::submission(&unit.id, &slug(&unit.name), &self.cycle, self.seq, &self.digest)
    }

    /// What it is called where it is handed on by hand.
    pub fn name(&self) -> String {
        format!("BCD_{}_{}_ban-gui-{}.json", slug(&self.unit.name), self.cycle, self.seq)
    }
}

fn slug(name: &str) -> String {
    file_name(&[name], "json").trim_end_matches(".json").to_lowercase()
}

impl Province {
    /// The years, the earliest first.
    pub fn cycles(&self) -> Vec<usize> {
        (LAST_YEAR + 1 - self.years.clamp(1, 50)..=LAST_YEAR).collect()
    }

    /// What becomes of a unit. A unit goes into one of the same sort that goes into none.
    pub fn fate(&self, number: usize) -> Fate {
        if self.steady {
            return Fate::default();
        }
        let key = |question| [self.seed, number, question];
        let into = number + names::SORTS;
        let may_go = self.years > 1 && (number / names::SORTS).is_multiple_of(2);
        let merged = may_go && into < self.units && happens(&key(2), 8);
        let silent = happens(&key(0), 3);
        let renamed = self.years > 1 && !merged && happens(&key(1), 5);
        Fate { silent, renamed, merged: merged.then_some(into) }
    }

    /// Whether the unit is there in a year.
    pub fn is_there(&self, number: usize, year: usize) -> bool {
        self.fate(number).merged.is_none() || year < LAST_YEAR
    }

    /// The unit as it is called in a year.
    pub fn unit(&self, number: usize, year: usize) -> Unit {
        let (kind, name) = names::unit(number, self.fate(number).renamed && year == LAST_YEAR);
        Unit {
            id: UnitId(chance::uuid(&[self.seed, number, 10])),
            name,
            kind: kind.to_owned(),
            upper: UPPER.to_owned(),
            // Units of one sort are spread over all clusters.
            cluster: format!("Cụm thi đua số {}", number * 7 % self.clusters.max(1) + 1),
        }
    }

    /// The units of a year, as an officer's list has them: also those that never send.
    pub fn roll(&self, year: usize) -> Vec<RollLine> {
        let line = |number| {
            let unit = self.unit(number, year);
            let kind = names::kind_word(&unit.kind);
            let key = [self.seed, number, 11];
            let (secretary, phone) = (names::person(&key), names::phone(&key));
            RollLine { number, unit, kind, secretary, phone }
        };
        (0..self.units).filter(|number| self.is_there(*number, year)).map(line).collect()
    }

    /// All that a unit sends, in the order of its numbers, the earliest year first.
    pub fn submissions(&self, number: usize, set: &Value) -> Result<Vec<Sent>, String> {
        let typed: CriteriaSet = serde_json::from_value(set.clone()).map_err(|e| e.to_string())?;
        if self.fate(number).silent {
            return Ok(Vec::new());
        }
        let mut all = Vec::new();
        for year in self.cycles().into_iter().filter(|year| self.is_there(number, *year)) {
            self.sends_year(number, year, (set, &typed), &mut all)?;
        }
        Ok(all)
    }

    fn sends_year(
        &self,
        number: usize,
        year: usize,
        (set, typed): (&Value, &CriteriaSet),
        all: &mut Vec<Sent>,
    ) -> Result<(), String> {
        let key = [self.seed, number, year];
        let device = DeviceId(chance::uuid(&[self.seed, number, 12]));
        // A unit is about as good as the year before, and a little better.
        let strength = below(&[self.seed, number, 13], 80) + below(&[&key[..], &[14]].concat(), 20);
        let strength = (strength + 3 * (self.years + year - LAST_YEAR)).min(99);
        let unit = self.unit(number, year);
        let mut work = WorkingYear::new(key, year, strength, typed, (unit, device));
        work.is_assessed();
        let (mut parent, mut before) = (None, BTreeMap::new());
        for seq in 1..=self.numbers {
            if seq > 1 {
                work.is_improved(seq as usize);
            }
            let (sent, shared) = self.sends(number, seq, parent, before, set, &work)?;
            (parent, before) = (Some(sent.digest.clone()), shared);
            all.push(sent);
        }
        Ok(())
    }

    fn sends(
        &self,
        number: usize,
        seq: u32,
        parent: Option<String>,
        before: BTreeMap<Path, Value>,
        set: &Value,
        work: &WorkingYear<'_>,
    ) -> Result<(Sent, BTreeMap<Path, Value>), String> {
        let (dossier, key) = (&work.dossier, [&work.key[..], &[30, seq as usize]].concat());
        let signing = self.signed.then(|| self.signing_key(number));
        // The first number by the end of September or a little late, the others in the weeks after.
        let minute = below(&key, 60 * 14);
        let day = below(&[&key[..], &[1]].concat(), 28) + 1;
        let month = 8 + (seq as usize).min(3);
        let at = format!(
            "{}-{month:02}-{day:02}T{:02}:{:02}:00+07:00",
            work.year,
            minute / 60 + 8,
            minute % 60
        );
        let head = EnvelopeHead {
            id: chance::uuid(&key),
            unit: dossier.unit.id.0.clone(),
            name: dossier.unit.name.clone(),
            cycle: dossier.cycle.clone(),
            seq,
            parent,
            device: work.device.0.clone(),
            by: names::person(&[self.seed, number, 11]),
            at: at.clone(),
            app: "0.1.0".to_owned(),
            signer: Signer { key: signing.as_ref().map(public), ..Signer::default() },
        };
        let request = Request::Freeze {
            head,
            dossier: DossierId(chance::uuid(&[&work.key[..], &[31]].concat())),
            fields: dossier.fields.clone(),
            set: set.clone(),
            before,
            files: vec![],
            warned: false,
        };
        let (digest, shared, mut blobs) = written(request, vec![])?;
        if let Some(signing) = signing {
            let signature = signing.sign(&signer::document("submission", &digest));
            let signature = Some(signer::text(&signature.to_bytes()));
            blobs.truncate(1);
            blobs = written(Request::Carry { signature, files: vec![] }, blobs)?.2;
        }
        let items = work.set.items().map(|(_, item)| item_fact(item, work, &shared)).collect();
        let sent = Sent {
            unit: dossier.unit.clone(),
            cycle: dossier.cycle.clone(),
            seq,
            digest,
            at,
            score: ScoreLine::from(&score(work.set, dossier)),
            items,
            file: blobs.pop().unwrap_or_default(),
        };
        Ok((sent, shared))
    }

    fn signing_key(&self, number: usize) -> SigningKey {
        SigningKey::from_bytes(&chance::bytes(&[self.seed, number, 15]))
    }
}

fn item_fact(item: &Item, work: &WorkingYear<'_>, shared: &BTreeMap<Path, Value>) -> ItemFact {
    let answer = work.dossier.answers.get(&item.id).cloned().unwrap_or_default();
    let (state, got, max) = match worth(item, &answer, work.set.rule.mode) {
        Worth::Na => ("na", Points::default(), Points::default()),
        Worth::Open => ("open", Points::default(), item.max()),
        Worth::Given(got, met) => (if met { "met" } else { "unmet" }, got, item.max()),
    };
    let supports = format!("/for/{}", item.id);
    let evidence = shared.keys().filter(|path| path.ends_with(&supports)).count();
    ItemFact { id: item.id.clone(), state, got, max, evidence }
}

fn public(key: &SigningKey) -> SignerKey {
    SignerKey(format!("ed25519:{}", URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes())))
}

type WrittenFile = (String, BTreeMap<Path, Value>, Vec<Vec<u8>>);

// As the app writes: what another app would refuse is not sent.
fn written(request: Request, blobs: Vec<Vec<u8>>) -> Result<WrittenFile, String> {
    match handle(request, blobs) {
        (Response::Written { problems, digest, shared, .. }, blobs) if problems.is_empty() => {
            Ok((digest, shared, blobs))
        }
        (other, _) => Err(format!("{other:?}")),
    }
}

/// The set that ships with the app.
pub fn default_set() -> Result<Value, String> {
    serde_json::from_str(include_str!("../../data/criteria-default.json"))
        .map_err(|e| e.to_string())
}
