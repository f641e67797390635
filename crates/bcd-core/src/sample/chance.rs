//! Numbers that look like chance and are the same for the same key.

/// What a number is drawn for, in words of numbers: seed, unit, year, which question.
pub type Key<'a> = &'a [usize];

/// A number below `below`.
pub fn below(key: Key<'_>, below: usize) -> usize {
    (mixed(key) % below.max(1) as u64) as usize
}

/// Whether something happens that happens in `share` of 100 cases.
pub fn happens(key: Key<'_>, share: usize) -> bool {
    below(key, 100) < share
}

/// One of a list.
pub fn pick<'a>(list: &'a [String], key: Key<'_>) -> &'a str {
    list.get(below(key, list.len())).map_or("", String::as_str)
}

/// A UUID. Of numbers that are mixed and not hashed: the page makes some, and hashing is the worker's.
pub fn uuid(key: Key<'_>) -> String {
    let [first, second] = [0, 1].map(|half| mixed(&[key, &[half]].concat()));
    let hex = format!("{first:016x}{second:016x}");
    let part = |from, to| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-4{}-8{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

/// 32 bytes, for a signing key.
pub fn bytes(key: Key<'_>) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (n, eight) in bytes.chunks_mut(8).enumerate() {
        eight.copy_from_slice(&mixed(&[key, &[n]].concat()).to_be_bytes());
    }
    bytes
}

// SplitMix64 over the words of the key.
fn mixed(key: Key<'_>) -> u64 {
    key.iter().fold(0x9e37_79b9_7f4a_7c15, |state: u64, word| {
        let mut x = (state ^ *word as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
        x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ x >> 31
    })
}
