//! Pictures to try things on: small PNG files, the same for the same seed.

use std::io::Write as _;

/// A PNG of `side` × `side` dots. `noise` (0–255) makes it larger: 255 does not compress at all.
pub fn png(side: u32, seed: u32, noise: u8) -> Vec<u8> {
    let mut rows = Vec::new();
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    for y in 0..side {
        rows.push(0); // no filter
        for x in 0..side {
            for channel in 0..3 {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                let slope = (x + y + seed * (channel + 1) * 37) * 255 / (2 * side);
                let grain = (state & 0xff) * u32::from(noise) / 255;
                rows.push(((slope + grain) & 0xff) as u8);
            }
        }
    }
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    // Writing to a Vec cannot fail.
    zlib.write_all(&rows).unwrap_or_default();
    let mut header = [side.to_be_bytes(), side.to_be_bytes()].concat();
    header.extend([8, 2, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"IDAT", &zlib.finish().unwrap_or_default());
    chunk(&mut png, b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, name: &[u8; 4], content: &[u8]) {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(content);
    png.extend((content.len() as u32).to_be_bytes());
    png.extend(name);
    png.extend(content);
    png.extend(crc.sum().to_be_bytes());
}
