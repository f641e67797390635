//! Traces that cameras and programs leave in pictures: the place and the time, the device, names, a
//! small copy of what was cut away. Photos are drawn anew when they come in, which leaves none; this
//! looks at those that came in otherwise, from another device or an older version.
//!
//! Sources: JPEG: ITU-T T.81 annex B; Exif 2.32 (CIPA DC-008), 4.5; PNG: W3C PNG 3rd edition, 11;
//! WebP: RFC 9649, 2.7; GIF: GIF89a, 24 and 26.

use super::media_type;

/// What a file holds beside what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Traces {
    /// None, or it is neither a picture nor a film.
    None,
    /// Some. These are the bytes without them; the picture is the same, dot by dot.
    Without(Vec<u8>),
    /// Perhaps: a film, or a picture of a kind that cannot be looked through.
    Perhaps,
}

/// Looks through a file.
pub fn traces(bytes: &[u8]) -> Traces {
    let without = match media_type(bytes) {
        "image/jpeg" => jpeg(bytes),
        "image/png" => png(bytes),
        "image/gif" => gif(bytes),
        "image/webp" => webp(bytes),
        other if other.starts_with("image/") || other.starts_with("video/") => None,
        _ => return Traces::None,
    };
    match without {
        Some(without) if without == bytes => Traces::None,
        Some(without) => Traces::Without(without),
        None => Traces::Perhaps,
    }
}

// A big-endian number of `N` bytes.
fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(N)?)?;
    Some(digits.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
}

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;

// Segments by their marks. Kept are those that say how to draw the picture: of those for programs,
// JFIF (without its small copy), the colour profile, and Adobe's, which says how colours are stored.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0xFF, START];
    let (mut at, mut turned) = (2, 1);
    loop {
        let mark = *bytes.get(at + 1)?;
        if bytes[at] != 0xFF {
            return None;
        }
        match mark {
            // Fill bytes before a mark.
            0xFF => {
                at += 1;
                continue;
            }
            END => break,
            0x01 | 0xD0..=0xD7 => return None,
            _ => {}
        }
        let length = number::<2>(bytes, at + 2).filter(|length| *length >= 2)?;
        let next = at + 2 + length;
        let segment = bytes.get(at..next)?;
        let content = &segment[4..];
        let keep = match mark {
            0xE0 => content.starts_with(b"JFIF\0") && content.get(12..14) == Some(&[0, 0]),
            0xE1 => {
                turned = exif_turned(content).unwrap_or(turned);
                false
            }
            0xE2 => content.starts_with(b"ICC_PROFILE\0"),
            0xEE => content.starts_with(b"Adobe"),
            0xE3..=0xEF | 0xFE => false,
            _ => true,
        };
        if keep {
            out.extend_from_slice(segment);
        } else if mark == 0xE1 && content == turned_exif(turned) && turned != 1 {
            // What stands here says nothing but how to turn the picture.
            out.extend_from_slice(segment);
            turned = 1;
        }
        at = next;
        if mark == SCAN {
            at = scan_end(bytes, at)?;
            out.extend_from_slice(&bytes[next..at]);
        }
    }
    out.extend([0xFF, END]);
    if turned != 1 {
        // Where it stands in files of cameras, too: first.
        let exif = turned_exif(turned);
        let mut head = vec![0xFF, 0xE1];
        head.extend(((exif.len() + 2) as u16).to_be_bytes());
        head.extend(exif);
        out.splice(2..2, head);
    }
    Some(out)
}

// The next mark after coded data, in which 0xFF is followed by 0 or by a restart mark; none where the
// picture was cut off.
fn scan_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match bytes.get(at + 1)? {
            0 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

// How an Exif block says that the picture is to be turned, 1–8.
fn exif_turned(content: &[u8]) -> Option<u8> {
    let tiff = content.strip_prefix(b"Exif\0\0")?;
    let little = tiff.starts_with(b"II");
    let number = |at: usize, size: usize| -> Option<usize> {
        let digits = tiff.get(at..at.checked_add(size)?)?.iter();
        let sum = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
        Some(if little { digits.rev().fold(0, sum) } else { digits.fold(0, sum) })
    };
    let list = number(4, 4)?;
    let entries = number(list, 2)?;
    let entry = (0..entries).map(|entry| list + 2 + entry * 12);
    let entry =
        entry.take_while(|at| *at < tiff.len()).find(|at| number(*at, 2) == Some(0x0112))?;
    let turned = u8::try_from(number(entry + 8, 2)?).ok()?;
    (1..=8).contains(&turned).then_some(turned)
}

// An Exif block that says nothing else.
fn turned_exif(turned: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.push(turned);
    exif.extend([0; 6]);
    exif
}

// Chunks: a length, a name of four letters, the content, a sum. Those that draw are kept.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const DRAW: [&[u8; 4]; 16] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP",
        b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
    ];
    let mut out = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let next = number::<4>(bytes, at)?.checked_add(at + 12)?;
        let chunk = bytes.get(at..next)?;
        let name = &chunk[4..8];
        if DRAW.iter().any(|draws| *draws == name) {
            out.extend_from_slice(chunk);
        }
        if name == b"IEND" {
            return Some(out);
        }
        at = next;
    }
}

// A list of chunks within one: a name, a length (little-endian), the content, filled up to an even
// length. The first chunk may say that there are traces, in two bits.
fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    const SAYS_TRACES: u8 = 0b0000_1100;
    let length = |at: usize| {
        let digits: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(digits)).ok()
    };
    let end = length(4)?.checked_add(8)?;
    let mut out = bytes.get(..12)?.to_vec();
    let mut at = 12;
    while at < end {
        let next = length(at + 4)?.checked_next_multiple_of(2)?.checked_add(at + 8)?;
        let chunk = bytes.get(at..next)?;
        match &chunk[..4] {
            b"VP8X" => {
                out.extend_from_slice(chunk);
                let flags = out.len() - chunk.len() + 8;
                *out.get_mut(flags)? &= !SAYS_TRACES;
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => {
                out.extend_from_slice(chunk);
            }
            _ => {}
        }
        at = next;
    }
    let length = u32::try_from(out.len() - 8).ok()?.to_le_bytes();
    out.get_mut(4..8)?.copy_from_slice(&length);
    Some(out)
}

// Blocks by their first byte. Comments and what programs put in are left out; of the latter, how
// often a film runs is kept.
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let colours = |packed: u8| if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) };
    let mut at = 13 + colours(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    loop {
        let start = at;
        let keep = match *bytes.get(at)? {
            0x3B => {
                out.push(0x3B);
                return Some(out);
            }
            0x2C => {
                at += 10 + colours(*bytes.get(at + 9)?) + 1;
                true
            }
            0x21 => {
                let kind = *bytes.get(at + 1)?;
                let runs = bytes.get(at + 3..at + 14) == Some(b"NETSCAPE2.0");
                at += 2;
                kind == 0xF9 || (kind == 0xFF && runs)
            }
            _ => return None,
        };
        // Its parts: a length, and so many bytes; the last has none.
        loop {
            let length = usize::from(*bytes.get(at)?);
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
        if keep {
            out.extend_from_slice(bytes.get(start..at)?);
        }
    }
}
