//! The bytes of a ZIP, handed out only so often.
//!
//! A ZIP says itself where its parts lie, and may say of a thousand of them that they lie in the same place,
//! or make its reader look for a directory from each of a million false ends. What is made of a file costs
//! no more than a few readings of it, whatever it says: this reader counts what it hands out, and ends.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

// An honest ZIP is read once and its document twice, beside its directory and the headers of entries.
const READINGS: usize = 3;
// Blocks in which its end is looked for.
const SMALL: usize = 64 * 1024;

/// A reader of bytes that hands out no more than three times as many as there are, and some.
pub struct Metered<'a> {
    bytes: Cursor<&'a [u8]>,
    left: usize,
}

impl<'a> Metered<'a> {
    /// Of a whole file.
    pub fn of(bytes: &'a [u8]) -> Self {
        let left = bytes.len().saturating_mul(READINGS).saturating_add(SMALL);
        Self { bytes: Cursor::new(bytes), left }
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(into)?;
        match self.left.checked_sub(count) {
            Some(left) => self.left = left,
            None => return Err(io::Error::other("read too often")),
        }
        Ok(count)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zip::ZipArchive;

    // How many bytes the library asks for before it gives up.
    fn asked(file: &[u8], left: usize) -> usize {
        let mut reader = Metered { bytes: Cursor::new(file), left };
        assert!(ZipArchive::new(&mut reader).is_err());
        left - reader.left
    }

    #[test]
    fn a_directory_that_is_looked_for_again_and_again_is_given_up() {
        let end = |size: u32, start: u32| {
            let parts = [0, 0x0001_0001, size, start];
            [&b"PK\x05\x06"[..], &parts.map(u32::to_le_bytes).concat(), &[0, 0]].concat()
        };
        // An extra field that says to be of ZIP64, and ends there.
        let mut header = b"PK\x01\x02".to_vec();
        header.resize(46, 0);
        (header[28], header[30]) = (1, 2);
        header.extend(b"a\x01\0");
        let mut file = end(46, 0).repeat(2_000);
        let start = u32::try_from(file.len()).unwrap();
        file.extend(&header);
        file.extend(end(u32::try_from(header.len()).unwrap(), start));
        let most = file.len() * READINGS + SMALL;
        assert!(asked(&file, usize::MAX) > 50 * most, "the library does look");
        assert!(asked(&file, most) <= most);
    }
}
