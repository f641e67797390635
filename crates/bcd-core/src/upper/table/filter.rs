//! Which rows are shown. Every count of [`super::statistics`] names one of these, so that it leads to
//! the units behind it.

use super::{Level, Row, Standing, Table};
use crate::{id::ItemId, signer::IdentityWord, text::order::Alphabet};

/// What a row has to be; all that is said must hold. Says nothing = every row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words in its name, cluster or officer, as they were typed; accents and capitals do not matter.
    pub query: String,
    /// Of this cluster; empty = of those without one.
    pub cluster: Option<String>,
    /// Of this kind; likewise.
    pub kind: Option<String>,
    /// Followed by this officer; likewise.
    pub officer: Option<String>,
    /// Standing there.
    pub standing: Option<Standing>,
    /// With this item so.
    pub item: Option<(ItemId, ItemIs)>,
    /// Whether something came that counts.
    pub sent: Option<bool>,
    /// With this tenth of its points, 0–9: 7 is from 70 to 79 %, 9 from 90 to 100 %.
    pub tenth: Option<u8>,
    /// Whether nothing stands in the way of recognition, by its own account.
    pub ready: Option<bool>,
    /// How far its writer is known.
    pub known: Option<Known>,
    /// Against the cycle before.
    pub trend: Option<Trend>,
    /// Recognised in at least so many cycles on end.
    pub recognised: Option<u32>,
    /// Late.
    pub late: bool,
    /// With items changed since the submission before.
    pub changed: bool,
    /// With a later submission than the one that was looked at.
    pub unseen: bool,
    /// With something that a person has to decide: two of one number, or one held apart.
    pub odd: bool,
}

/// How an item is for a unit, by its own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemIs {
    /// At this level.
    At(Level),
    /// Met, whether with all its points and evidence or not.
    Met,
    /// Not met, or not answered.
    NotMet,
    /// Not asked of it, or nothing came.
    Without,
}

impl ItemIs {
    /// Its word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::At(level) => level.as_str(),
            Self::Met => "dat",
            Self::NotMet => "khong-dat",
            Self::Without => "khong-co",
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        let others = [Self::Met, Self::NotMet, Self::Without];
        let all = Level::ALL.into_iter().map(Self::At).chain(others);
        all.into_iter().find(|it| it.as_str() == word)
    }

    /// Whether a cell is so.
    pub fn is(self, level: Option<Level>) -> bool {
        match (self, level) {
            (Self::At(wanted), level) => level == Some(wanted),
            (Self::Met, level) => level.is_some_and(Level::is_met),
            (Self::NotMet, level) => level.is_some_and(|it| it.counts() && !it.is_met()),
            (Self::Without, level) => level.is_none(),
        }
    }
}

/// How far the writer of a row is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// Its key was compared.
    Confirmed,
    /// It was not.
    Unconfirmed,
    /// A person said that it is not the unit's.
    Mismatch,
}

/// A unit's points against those of the cycle before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trend {
    /// A greater share of what it can reach.
    Up,
    /// The same.
    Same,
    /// A smaller one.
    Down,
    /// It sent nothing in the cycle before.
    New,
}

impl Known {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Confirmed, Self::Unconfirmed, Self::Mismatch];

    /// Its word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "da-xac-nhan",
            Self::Unconfirmed => "chua-xac-nhan",
            Self::Mismatch => "khong-khop",
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == word)
    }

    /// Of an identity.
    pub const fn of(word: IdentityWord) -> Self {
        match word {
            IdentityWord::Confirmed => Self::Confirmed,
            IdentityWord::Unconfirmed => Self::Unconfirmed,
            IdentityWord::Mismatch => Self::Mismatch,
        }
    }
}

impl Trend {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Up, Self::Same, Self::Down, Self::New];

    /// Its word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "tang",
            Self::Same => "giu",
            Self::Down => "giam",
            Self::New => "moi",
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trend| trend.as_str() == word)
    }
}

/// The tenth of a share, 0–9; 100 % is in the last.
pub const fn tenth(percent: u8) -> u8 {
    let tenth = percent / 10;
    if tenth > 9 { 9 } else { tenth }
}

impl Filter {
    /// Whether it says nothing.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// The rows that fit, by their places in the table, in its order.
    pub fn rows(&self, table: &Table, trends: &[Option<Trend>], alphabet: &Alphabet) -> Vec<usize> {
        let query = alphabet.fold(self.query.trim());
        let column = self.item.as_ref().map(|(item, is)| (table.column(item.as_str()), *is));
        let fits = |(at, row): &(usize, &Row)| {
            self.fits(row)
                && query.split_whitespace().all(|word| row.folded.contains(word))
                && column.is_none_or(|(column, is)| {
                    let cell = column.and_then(|at| row.cells.get(at)).and_then(Option::as_ref);
                    is.is(cell.map(|cell| cell.level))
                })
                && self.trend.is_none_or(|trend| trends.get(*at) == Some(&Some(trend)))
        };
        table.rows.iter().enumerate().filter(fits).map(|(at, _)| at).collect()
    }

    // What needs nothing but the row.
    fn fits(&self, row: &Row) -> bool {
        let is =
            |wanted: &Option<String>, value: &str| wanted.as_ref().is_none_or(|it| it == value);
        is(&self.cluster, &row.cluster)
            && is(&self.kind, &row.kind)
            && is(&self.officer, &row.officer)
            && self.standing.is_none_or(|standing| standing == row.standing)
            && self.tenth.is_none_or(|it| row.percent().map(tenth) == Some(it))
            && self.sent.is_none_or(|sent| sent == row.digest.is_some())
            && self.ready.is_none_or(|ready| row.score.is_some() && row.is_ready() == ready)
            && self.known.is_none_or(|known| row.known.map(Known::of) == Some(known))
            && self.recognised.is_none_or(|least| row.recognised >= least)
            && (!self.late || row.days_late > 0)
            && (!self.changed || row.changed > 0)
            && (!self.unseen || row.unseen)
            && (!self.odd || row.forks + row.apart > 0)
    }
}
