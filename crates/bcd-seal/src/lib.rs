//! Sealing: files that only who knows the passphrase, or the key of a drive, can read, in the age
//! format (<https://age-encryption.org/v1>), so that any age program opens them too.
//!
//! A file that travels by hand is sealed with a passphrase. A drive has a [`key::DriveKey`], to which
//! its files are sealed; the key itself is sealed with the passphrase.
//!
//! Beside it, what two people compare to know the key that somebody signs with: five [`words`] that
//! can be read out, and a [`qr`] code.

mod code;
pub mod key;
mod offer;
mod qr;
pub mod work;

pub use code::words;
pub use offer::{WORDS_IN_PASSPHRASE, offer};
pub use qr::qr;

use age::{
    Decryptor, Encryptor, Identity,
    armor::{ArmoredReader, ArmoredWriter, Format},
    scrypt,
    secrecy::SecretString,
};
use std::{
    io::{BufRead, Cursor, Read, Write},
    iter,
};

/// How hard guessing is made: 2^17 rounds of scrypt, in 128 MB. It is paid once for each file that
/// travels by hand, and once for each session with a drive; a cheap phone takes some seconds.
const WORK: u8 = 17;
/// Files of other programs, which make guessing harder; above that a phone has no memory for it.
const MOST_WORK: u8 = 18;
/// The most that an opened file may have; as in `bcd_core::format::limits`.
const MOST_BYTES: usize = 256 * 1024 * 1024;
/// The most that the head of a sealed file may have, which says for whom it is sealed. Ours has less
/// than 400 bytes. The library reads a head again from its beginning with each line that comes.
const MOST_HEAD: usize = 4096;

/// Why a file was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum NotOpened {
    /// The passphrase is another one.
    WrongPassphrase,
    /// It is sealed to another key than that of the drive, or with a passphrase.
    AnotherKey,
    /// The file is cut, changed, or sealed for something else than a passphrase.
    Broken,
    /// It asks for more work or memory than is sensible.
    TooMuch,
}

/// Seals bytes with a passphrase. Twice the same gives unlike files.
///
/// # Errors
/// None of the input's doing; the library's signature allows for them.
pub fn seal(bytes: &[u8], passphrase: &str) -> std::io::Result<Vec<u8>> {
    let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
    recipient.set_work_factor(WORK);
    let encryptor = Encryptor::with_recipients(iter::once(&recipient as _))
        .map_err(|error| std::io::Error::other(error.to_string()))?;
    let mut sealed = Vec::with_capacity(bytes.len() + 512);
    let mut writer = encryptor.wrap_output(&mut sealed)?;
    writer.write_all(bytes)?;
    writer.finish()?;
    Ok(sealed)
}

/// Seals bytes into letters ("armor"), for what travels as text.
///
/// # Errors
/// As [`seal`].
pub fn seal_as_text(bytes: &[u8], passphrase: &str) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let mut writer = ArmoredWriter::wrap_output(&mut text, Format::AsciiArmor)?;
    writer.write_all(&seal(bytes, passphrase)?)?;
    writer.finish()?;
    Ok(text)
}

/// Opens what was sealed with a passphrase, in binary or in letters ("armor").
///
/// # Errors
/// [`NotOpened`].
pub fn open(bytes: &[u8], passphrase: &str) -> Result<Vec<u8>, NotOpened> {
    let mut identity = scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    identity.set_max_work_factor(MOST_WORK);
    let decryptor = decryptor(ArmoredReader::new(bytes))?;
    if !decryptor.is_scrypt() {
        return Err(NotOpened::Broken);
    }
    opened(decryptor, &identity, NotOpened::WrongPassphrase)
}

// Reads the head of a sealed file, if it is not too long.
fn decryptor<R: BufRead>(mut file: R) -> Result<Decryptor<impl BufRead>, NotOpened> {
    let mut start = Vec::with_capacity(MOST_HEAD);
    file.by_ref().take(MOST_HEAD as u64).read_to_end(&mut start).map_err(|_| NotOpened::Broken)?;
    if !has_whole_head(&start) {
        // What is shorter than a head may be was cut in it.
        let long = start.len() == MOST_HEAD && start.starts_with(b"age-encryption.org/");
        return Err(if long { NotOpened::TooMuch } else { NotOpened::Broken });
    }
    Decryptor::new_buffered(Cursor::new(start).chain(file)).map_err(|_| NotOpened::Broken)
}

// The last line of a head is the one that begins with three dashes.
fn has_whole_head(start: &[u8]) -> bool {
    start
        .split_inclusive(|byte| *byte == b'\n')
        .any(|line| line.starts_with(b"--- ") && line.ends_with(b"\n"))
}

fn opened<R: Read>(
    decryptor: Decryptor<R>,
    identity: &dyn Identity,
    not_for_us: NotOpened,
) -> Result<Vec<u8>, NotOpened> {
    let reader = decryptor.decrypt(iter::once(identity)).map_err(|error| match error {
        age::DecryptError::ExcessiveWork { .. } => NotOpened::TooMuch,
        age::DecryptError::DecryptionFailed
        | age::DecryptError::KeyDecryptionFailed
        | age::DecryptError::NoMatchingKeys => not_for_us,
        _ => NotOpened::Broken,
    })?;
    let mut opened = Vec::new();
    let read = reader.take(MOST_BYTES as u64 + 1).read_to_end(&mut opened);
    match read {
        Ok(length) if length > MOST_BYTES => Err(NotOpened::TooMuch),
        Ok(_) => Ok(opened),
        Err(_) => Err(NotOpened::Broken),
    }
}
