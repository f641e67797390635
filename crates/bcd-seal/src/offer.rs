//! Passphrases of words, to be offered: short Vietnamese syllables without accents, which any
//! keyboard types in one way only.

/// 1,024 words, so that each is worth 10 bits.
pub(crate) const WORDS: &str = include_str!("../data/words.txt");
/// Words in a passphrase: 50 bits, which scrypt makes dear to guess.
pub const WORDS_IN_PASSPHRASE: usize = 5;
/// What a word is worth.
pub(crate) const BITS: u16 = 10;

/// A passphrase of words that were drawn at random.
///
/// # Errors
/// There is no source of random numbers.
pub fn offer() -> std::io::Result<String> {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut drawn = [0; 2 * WORDS_IN_PASSPHRASE];
    getrandom::getrandom(&mut drawn).map_err(|error| std::io::Error::other(error.to_string()))?;
    // 1,024 divides what two bytes can say, so no word comes oftener than another.
    let at = |pair: &[u8; 2]| usize::from(u16::from_le_bytes(*pair) % (1 << BITS));
    let (pairs, _) = drawn.as_chunks::<2>();
    let some = pairs.iter().filter_map(|pair| words.get(at(pair)).copied());
    Ok(some.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_as_many_words_as_the_bits_say_and_none_twice() {
        let words: BTreeSet<&str> = WORDS.split_whitespace().collect();
        assert_eq!(words.len(), 1 << BITS);
        assert_eq!(WORDS.split_whitespace().count(), 1 << BITS);
        assert!(words.iter().all(|word| word.bytes().all(|b| b.is_ascii_lowercase())));
        assert!(words.iter().all(|word| (2..=6).contains(&word.len())));
        assert!(usize::from(BITS) * WORDS_IN_PASSPHRASE >= 50);
    }
}
