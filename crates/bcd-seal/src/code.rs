//! The words of a key: what two people read to each other to know that they see the same one.

use crate::offer::{BITS, WORDS};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use scrypt::Params;

const WORDS_IN_CODE: usize = 5;
const CODE_BITS: usize = WORDS_IN_CODE * BITS as usize;
/// So that nothing else that is hashed this way gives these words. A code of another making takes
/// another number here.
const SALT: &[u8] = b"bcd/code/1";
/// 2^14 rounds of scrypt in 16 MB, for each key that is looked at.
const WORK: u8 = 14;

/// The five words of a key. `None` if the text is no key: `ed25519:` and 32 bytes, or `p256:` and the
/// 65 bytes of an uncompressed point, in base64url without padding.
///
/// Five words are 50 bits. The salt is the same for all keys, so whoever wants to pass for any of the 2,000
/// units of a province has to try 2^39 keys, and 2^50 for one that is chosen. With a quick hash the first is
/// done in minutes. With this one a computer does some twenty tries a second on each core; a large graphics
/// card does some thousands, which makes years. Two keys of one's own with the same words are easily found,
/// but help nobody to pass for somebody else.
pub fn words(key: &str) -> Option<String> {
    if !is_key(key) {
        return None;
    }
    let work = Params::new(WORK, 8, 1, Params::RECOMMENDED_LEN).ok()?;
    let mut hash = [0; CODE_BITS.div_ceil(8)];
    scrypt::scrypt(key.as_bytes(), SALT, &work, &mut hash).ok()?;
    let number = hash.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let number = number >> (8 * hash.len() - CODE_BITS);
    let list: Vec<&str> = WORDS.split_whitespace().collect();
    let at = |word: usize| number >> (word * usize::from(BITS)) & ((1 << BITS) - 1);
    let words = (0..WORDS_IN_CODE).rev().map(|word| list.get(at(word) as usize).copied());
    Some(words.collect::<Option<Vec<_>>>()?.join(" "))
}

// One key has one text: base64 is refused where its last letter says more than the bytes do.
fn is_key(text: &str) -> bool {
    let Some((kind, rest)) = text.split_once(':') else { return false };
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(rest) else { return false };
    match kind {
        "ed25519" => bytes.len() == 32,
        "p256" => bytes.len() == 65 && bytes.first() == Some(&4),
        _ => false,
    }
}
