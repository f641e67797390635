//! What one tab tells the others.

use crate::rows;
use bcd_core::{
    field::{Entry, Path},
    id::DossierId,
};

/// What one tab tells the others.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// Fields of a dossier were saved.
    Saved(DossierId, Vec<(Path, Entry)>),
    /// A list (dossiers, sent, received) has changed.
    Lists,
}

const LISTS: &str = "lists";

impl News {
    /// The message as text: a JSON list of strings, either `lists` alone, or the dossier followed
    /// by paths and rows in turn. Fields are written as on the disk, so that the first chunk needs
    /// only one parser for entries.
    pub fn write(&self) -> String {
        match self {
            Self::Saved(id, fields) => {
                let mut words = vec![id.0.clone()];
                for (path, entry) in fields {
                    words.extend([path.clone(), rows::write(entry)]);
                }
                rows::write(&words)
            }
            Self::Lists => rows::write(&[LISTS]),
        }
    }

    /// Reads a message of another tab. `None`: the other tab runs another version, and this one
    /// does not know the message.
    pub fn read(text: &str) -> Option<Self> {
        let words: Vec<String> = rows::read(text)?;
        let (first, fields) = words.split_first()?;
        if first == LISTS {
            return Some(Self::Lists);
        }
        let field = |pair: &[String]| match pair {
            [path, row] => Some((path.clone(), rows::read(row)?)),
            _ => None,
        };
        let fields = fields.chunks(2).map(field).collect::<Option<_>>()?;
        Some(Self::Saved(DossierId(first.clone()), fields))
    }
}
