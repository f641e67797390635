//! The key of a drive. It is made at random when the drive is sealed, and lies there in the word, a
//! small file that only the passphrase opens. So a passphrase is worked on once a session, and can
//! be changed without touching any other file.

use crate::{NotOpened, decryptor, opened, seal};
use age::{
    Encryptor,
    secrecy::ExposeSecret,
    x25519::{Identity, Recipient},
};
use std::{
    cell::Cell,
    io::{self, Write},
    iter,
    rc::Rc,
};

/// The first line of an opened word. To age programs it is a comment in a file of keys.
const WORD_LINE: &str = "# ba-chu-dong";
/// How an opened file begins. The path that it was sealed for follows, up to the end of the line.
const FILE_LINE: &str = "ba-chu-dong ";
/// Bytes of the head and of the padding together. The library makes heads of random length, of less
/// than 400 bytes.
const PADDED_HEAD: usize = 512;
/// The most that a path may have when it is read from an opened file.
const MOST_PATH: usize = 2048;

/// The key of a drive. It can be neither printed nor compared.
#[derive(Clone)]
pub struct DriveKey(Identity);

impl DriveKey {
    /// A new key, at random.
    pub fn generate() -> Self {
        Self(Identity::generate())
    }

    /// Reads what [`Self::secret`] wrote.
    pub fn read(secret: &str) -> Option<Self> {
        secret.parse().ok().map(Self)
    }

    /// The key as a text, for who keeps it in memory. It must never be stored.
    pub fn secret(&self) -> String {
        self.0.to_string().expose_secret().to_owned()
    }

    /// What files are sealed to. It opens nothing, but who has it can seal files, so it is no more
    /// public than the key.
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }

    /// The key sealed with a passphrase: the word of the drive.
    ///
    /// # Errors
    /// As [`seal`].
    pub fn word(&self, passphrase: &str) -> io::Result<Vec<u8>> {
        seal(format!("{WORD_LINE}\n{}\n", self.secret()).as_bytes(), passphrase)
    }

    /// Opens the word of a drive.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub fn of_word(word: &[u8], passphrase: &str) -> Result<Self, NotOpened> {
        let text = crate::open(word, passphrase)?;
        let text = std::str::from_utf8(&text).map_err(|_| NotOpened::Broken)?;
        let mut lines = text.lines();
        if lines.next() != Some(WORD_LINE) {
            return Err(NotOpened::Broken);
        }
        lines.next().and_then(Self::read).ok_or(NotOpened::Broken)
    }

    /// Seals a file of the drive for the path where it is to lie. A file put elsewhere still says
    /// where it belongs. Files of equal size and path are sealed to equal size, by which a file that
    /// was cut is known.
    ///
    /// # Errors
    /// None of the input's doing; the library's signature allows for them.
    pub fn seal(&self, path: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let recipient: Recipient = self.0.to_public();
        let encryptor = Encryptor::with_recipients(iter::once(&recipient as _))
            .map_err(|error| io::Error::other(error.to_string()))?;
        let mut sealed = Vec::with_capacity(bytes.len() + bytes.len() / 1024 + 2 * PADDED_HEAD);
        let written = Rc::new(Cell::new(0));
        let counted = Counted { to: &mut sealed, written: written.clone() };
        // The head is written here.
        let mut writer = encryptor.wrap_output(counted)?;
        let padding = " ".repeat(PADDED_HEAD.saturating_sub(written.get()));
        writer.write_all(format!("{FILE_LINE}{path}{padding}\n").as_bytes())?;
        writer.write_all(bytes)?;
        writer.finish()?;
        Ok(sealed)
    }

    /// Opens a file of the drive: the path that it was sealed for, and its bytes. A file that is
    /// sealed with a passphrase is not tried.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub fn open(&self, file: &[u8]) -> Result<(String, Vec<u8>), NotOpened> {
        let mut bytes = opened(decryptor(file)?, &self.0, NotOpened::AnotherKey)?;
        let start = &bytes[..bytes.len().min(MOST_PATH)];
        let end = start.iter().position(|byte| *byte == b'\n').ok_or(NotOpened::Broken)?;
        let line = std::str::from_utf8(&start[..end]).map_err(|_| NotOpened::Broken)?;
        let path = line.strip_prefix(FILE_LINE).ok_or(NotOpened::Broken)?;
        let path = path.trim_end_matches(' ').to_owned();
        bytes.drain(..=end);
        Ok((path, bytes))
    }
}

// Counts what is written.
struct Counted<'a> {
    to: &'a mut Vec<u8>,
    written: Rc<Cell<usize>>,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.to.write(bytes)?;
        self.written.set(self.written.get() + length);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
