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
    /// Its text: a list of words, `lists` alone, or the dossier and its fields, path and row by
    /// turns. Fields are written as they are on the disk: one reader of entries is enough for the
    /// first load.
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

    /// Reads what another tab told. `None`: a tab of another version speaks of things that this
    /// one does not know.
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
