//! Vietnamese order and search without accents, without a browser's tables: a ă â b c d đ e ê …, then
//! the tones (ngang, huyền, hỏi, ngã, sắc, nặng), numbers by value ("Chi đoàn 2" before "Chi đoàn 10").

// The letters in their order, one a line: what it is without its mark, then it with each tone.
const LETTERS: &str = include_str!("../../data/vietnamese-order.txt");

/// The letters, ready to look up. Make it once, then use it for all names.
pub struct Alphabet {
    // By letter: its place in the alphabet, its tone, what it is without both.
    letters: Vec<(char, Letter)>,
}

#[derive(Clone, Copy)]
struct Letter {
    place: u8,
    tone: u8,
    plain: char,
}

/// Where a name stands among others: compare with `<`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    letters: Vec<u8>,
    tones: Vec<u8>,
    // Names that differ in nothing else: capitals, signs.
    text: String,
}

// What stands before every letter: the gap between words, then numbers.
const GAP: u8 = 1;
const NUMBER: u8 = 2;
const FIRST_LETTER: u8 = 3;
// What is in no Vietnamese word stands after them, by its code point.
const OTHER: u8 = 0xFF;

impl Default for Alphabet {
    fn default() -> Self {
        let mut letters = Vec::new();
        for (place, line) in (FIRST_LETTER..).zip(LETTERS.lines()) {
            let mut parts = line.split(' ');
            let plain = parts.next().and_then(|part| part.chars().next()).unwrap_or_default();
            let toned = parts.next().unwrap_or_default().chars();
            letters.extend((0..).zip(toned).map(|(tone, c)| (c, Letter { place, tone, plain })));
        }
        letters.sort_unstable_by_key(|(c, _)| *c);
        Self { letters }
    }
}

impl Alphabet {
    /// Without accents and capitals: "Quảng Xương" and "QUANG XUONG" give "quang xuong".
    pub fn fold(&self, text: &str) -> String {
        let small = text.chars().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase);
        small.map(|c| self.letter(c).map_or(c, |letter| letter.plain)).collect()
    }

    /// Where a name stands among others.
    pub fn place(&self, name: &str) -> Place {
        let mut place = Place { text: name.to_owned(), ..Place::default() };
        let mut digits = String::new();
        for c in name.trim().chars().flat_map(char::to_lowercase) {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            place.number(&mut digits);
            match self.letter(c) {
                Some(letter) => {
                    place.letters.push(letter.place);
                    place.tones.push(letter.tone);
                }
                None if is_mark(c) => self.mark(&mut place, c),
                None if c.is_alphabetic() => {
                    place.letters.push(OTHER);
                    place.letters.extend(u32::from(c).to_be_bytes());
                }
                None => place.gap(),
            }
        }
        place.number(&mut digits);
        place
    }

    fn letter(&self, c: char) -> Option<Letter> {
        let at = self.letters.binary_search_by_key(&c, |(letter, _)| *letter).ok()?;
        Some(self.letters[at].1)
    }

    // A mark that stands behind its letter (decomposed text): a tone, or what makes another letter of it.
    fn mark(&self, place: &mut Place, mark: char) {
        const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];
        if let Some((tone, _)) = (1..).zip(TONES).find(|(_, tone)| *tone == mark) {
            if let Some(last) = place.tones.last_mut() {
                *last = tone;
            }
            return;
        }
        let Some(last) = place.letters.last_mut() else { return };
        let plain = self.letters.iter().find(|(_, it)| it.place == *last).map(|(_, it)| it.plain);
        let whole = match (plain, mark) {
            (Some('a'), '\u{306}') => '\u{103}',
            (Some('a'), '\u{302}') => '\u{E2}',
            (Some('e'), '\u{302}') => '\u{EA}',
            (Some('o'), '\u{302}') => '\u{F4}',
            (Some('o'), '\u{31B}') => '\u{1A1}',
            (Some('u'), '\u{31B}') => '\u{1B0}',
            _ => return,
        };
        if let Some(letter) = self.letter(whole) {
            *last = letter.place;
        }
    }
}

impl Place {
    fn gap(&mut self) {
        if self.letters.last().is_some_and(|last| *last != GAP) {
            self.letters.push(GAP);
        }
    }

    // By its value: how many digits, then the digits.
    fn number(&mut self, digits: &mut String) {
        if digits.is_empty() {
            return;
        }
        let value = digits.trim_start_matches('0');
        self.letters.push(NUMBER);
        self.letters.push(u8::try_from(value.len()).unwrap_or(u8::MAX));
        self.letters.extend(value.bytes());
        digits.clear();
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}
