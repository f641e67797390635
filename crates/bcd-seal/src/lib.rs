//! Sealing: files that only who knows the passphrase can read, in the age format
//! (<https://age-encryption.org/v1>), so that any age program opens them too.

pub mod work;

use age::{
    Decryptor, Encryptor,
    scrypt::{Identity, Recipient},
    secrecy::SecretString,
};
use std::{
    io::{Read, Write},
    iter,
};

/// How hard guessing is made: 2^15 rounds of scrypt, in 32 MB. Each file is sealed on its own, and
/// a cheap phone opens one in about a second.
const WORK: u8 = 15;
/// Files of other programs, which make guessing harder; above that a phone has no memory for it.
const MOST_WORK: u8 = 18;
/// The most that an opened file may have; as in `bcd_core::format::limits`.
const MOST_BYTES: usize = 256 * 1024 * 1024;

/// Why a file was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum NotOpened {
    /// The passphrase is another one.
    WrongPassphrase,
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
    let mut recipient = Recipient::new(SecretString::from(passphrase.to_owned()));
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
    let mut writer =
        age::armor::ArmoredWriter::wrap_output(&mut text, age::armor::Format::AsciiArmor)?;
    writer.write_all(&seal(bytes, passphrase)?)?;
    writer.finish()?;
    Ok(text)
}

/// Opens what was sealed with a passphrase, in binary or in letters ("armor").
///
/// # Errors
/// [`NotOpened`].
pub fn open(bytes: &[u8], passphrase: &str) -> Result<Vec<u8>, NotOpened> {
    let decryptor = Decryptor::new_buffered(age::armor::ArmoredReader::new(bytes))
        .map_err(|_| NotOpened::Broken)?;
    if !decryptor.is_scrypt() {
        return Err(NotOpened::Broken);
    }
    let mut identity = Identity::new(SecretString::from(passphrase.to_owned()));
    identity.set_max_work_factor(MOST_WORK);
    let reader = decryptor.decrypt(iter::once(&identity as _)).map_err(|error| match error {
        age::DecryptError::ExcessiveWork { .. } => NotOpened::TooMuch,
        age::DecryptError::DecryptionFailed
        | age::DecryptError::KeyDecryptionFailed
        | age::DecryptError::NoMatchingKeys => NotOpened::WrongPassphrase,
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
