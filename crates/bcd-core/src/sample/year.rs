//! One made-up unit's year: answers, notes and evidence, as commands set them.

use super::{
    chance::{below, happens, pick},
    names::WORDS,
};
use crate::{
    command::{Command, NoteKind, Set, fields_of, fields_of_new},
    criteria::{CriteriaSet, Item, Mode},
    dossier::{Dossier, Evidence, EvidenceKind, Unit},
    field::Entry,
    id::{DeviceId, EvidenceId},
};

/// A year at work.
pub struct WorkingYear<'a> {
    /// Seed, unit and year: what all chance of it is drawn for.
    pub key: [usize; 3],
    /// The calendar year.
    pub year: usize,
    /// How well the unit works, 0–99.
    pub strength: usize,
    /// What is asked.
    pub set: &'a CriteriaSet,
    /// The device of its secretary.
    pub device: DeviceId,
    /// The dossier so far.
    pub dossier: Dossier,
    counter: u64,
}

impl<'a> WorkingYear<'a> {
    /// A year that begins.
    pub fn new(
        key: [usize; 3],
        year: usize,
        strength: usize,
        set: &'a CriteriaSet,
        (unit, device): (Unit, DeviceId),
    ) -> Self {
        let dossier = Dossier::default();
        let mut begun = Self { key, year, strength, set, device, dossier, counter: 0 };
        let new = fields_of_new(unit, year.to_string(), Mode::Points, false);
        begun.does(Command::SetFields(new));
        begun
    }

    /// The same of a sample, which is never sent or counted as real.
    #[must_use]
    pub fn as_sample(mut self) -> Self {
        let sample = Set { path: "sample".to_owned(), value: true.into() };
        self.does(Command::SetFields(vec![sample]));
        self
    }

    fn does(&mut self, command: Command) {
        for set in fields_of(command, &self.dossier) {
            self.counter += 1;
            let (n, dev) = (self.counter, self.device.clone());
            self.dossier.put(set.path, Entry { v: set.value, n, dev, ..Entry::default() });
        }
    }

    fn draw(&self, question: usize, n: usize) -> Vec<usize> {
        [&self.key[..], &[question, n]].concat()
    }

    /// Answers nearly every item with a note, and adds evidence for nearly all.
    pub fn is_assessed(&mut self) {
        let set = self.set;
        let items: Vec<&Item> = set.items().map(|(_, item)| item).collect();
        for (n, item) in items.iter().enumerate() {
            self.answers(n, item);
        }
        // A piece supports two or three items that stand together.
        let mut at = 0;
        for n in 0.. {
            let many = 2 + below(&self.draw(10, n), 2);
            let Some(about) = items.get(at..items.len().min(at + many)) else { break };
            if about.is_empty() {
                break;
            }
            self.proves(n, about);
            at += many;
        }
    }

    fn answers(&mut self, n: usize, item: &Item) {
        let fate = below(&self.draw(1, n), 100);
        if fate < 2 {
            return;
        }
        let id = || item.id.clone();
        if fate < 5 && !item.gate {
            self.does(Command::SetNa(id(), true));
            self.does(Command::SetNote(id(), NoteKind::NaReason, WORDS.na_reason.clone()));
            return;
        }
        // The better the unit, the more often it is at the best step; gates are looked after.
        let well = if item.gate { 50 + self.strength / 2 } else { 20 + self.strength * 4 / 5 };
        let most = item.ladder.len().saturating_sub(usize::from(item.gate && self.strength > 15));
        let step = match happens(&self.draw(2, n), well) {
            true => 0,
            false => below(&self.draw(3, n), most),
        };
        let Some(step) = item.ladder.get(step) else { return };
        self.does(Command::SetStep(id(), Some(step.id.clone())));
        let note = pick(&WORDS.notes, &self.draw(4, n)).to_owned();
        self.does(Command::SetNote(id(), NoteKind::Shared, note));
    }

    fn proves(&mut self, n: usize, about: &[&Item]) {
        if happens(&self.draw(11, n), 4) {
            return;
        }
        let (key, year) = (self.draw(12, n), self.year);
        let of = |part: usize, most| below(&[&key[..], &[part]].concat(), most);
        let mut evidence = Evidence {
            title: format!("{} {} {year}", pick(&WORDS.titles, &key), WORDS.of_year),
            number: format!(
                "{:02}-{}/{}",
                of(0, 60) + 1,
                WORDS.papers.get(of(1, 4)).map_or("", String::as_str),
                WORDS.symbol
            ),
            date: format!("{year}-{:02}-{:02}", of(2, 8) + 1, of(3, 28) + 1),
            items: about.iter().map(|item| item.id.clone()).collect(),
            ..Evidence::default()
        };
        if n % 5 == 4 {
            evidence.kind = EvidenceKind::Link;
            evidence.url = format!("https://example.vn/tin/{year}/{}", of(4, 90_000) + 10_000);
        }
        let id = EvidenceId(super::chance::uuid(&key));
        self.does(Command::AddEvidence(id, Box::new(evidence)));
    }

    /// Does what was still lacking when the last submission went up: some items get a better step,
    /// and a paper that shows it.
    pub fn is_improved(&mut self, round: usize) {
        let set = self.set;
        let items: Vec<&Item> = set.items().map(|(_, item)| item).collect();
        for n in 0..3 + below(&self.draw(20, round), 4) {
            let at = below(&self.draw(21, round * 100 + n), items.len());
            let Some(item) = items.get(at) else { return };
            let step = item.ladder.first().map(|step| step.id.clone());
            self.does(Command::SetStep(item.id.clone(), step));
            let note = pick(&WORDS.notes, &self.draw(22, round * 100 + n));
            let note = format!("{} {note}", WORDS.more);
            self.does(Command::SetNote(item.id.clone(), NoteKind::Shared, note));
            if n == 0 {
                self.proves(1_000 + round, &[item]);
            }
        }
    }
}
