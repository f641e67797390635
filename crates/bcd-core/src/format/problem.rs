//! What is wrong with a file, as data; the words come from the page's language.

use serde::{Deserialize, Serialize};

/// One problem: what, where in the file, and the values that its sentence names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What is wrong.
    pub code: Code,
    /// Where in the document, such as `body/answers/1.2.1/note`; empty for the whole file.
    pub place: String,
    /// Values for the sentence, in the order that [`Code`] states.
    #[serde(default)]
    pub args: Vec<String>,
}

/// What can be wrong. The values of `args` stand in brackets.
#[allow(rustdoc::broken_intra_doc_links, reason = "the brackets are no links")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Code {
    /// The file has no bytes.
    Empty,
    /// Too many bytes. [limit in MB]
    TooLarge,
    /// Not text in UTF-8, and no bundle either.
    NotText,
    /// Nested too deeply. [limit]
    TooDeep,
    /// More values than a real file has. [limit]
    TooMany,
    /// Ends in the middle.
    Truncated,
    /// Not JSON. [line, column]
    NotJson,
    /// JSON, but of something else.
    Foreign,
    /// Written by a newer version of the format. [its version]
    NewerVersion,
    /// Changed since it was written: the digest does not fit.
    WrongDigest,
    /// Signed by another key than the one that it names, or not at all.
    WrongSignature,
    /// A kind of document that this version cannot take in. [kind]
    UnsupportedKind,
    /// A field is missing or of the wrong type. [what the reader says]
    BadField,
    /// A text is too long. [limit, length]
    TextTooLong,
    /// A text has an invisible control or direction mark. [its code]
    ForbiddenCharacter,
    /// A text has HTML or script in it.
    Markup,
    /// The embedded criteria set contradicts itself. [item or empty]
    BadSet,
    /// An item that the set does not have. [item]
    UnknownItem,
    /// A step that the item's ladder does not have. [step]
    UnknownStep,
    /// The score does not follow from the answers. [stated, computed]
    WrongScore,
    /// The totals of a roll-up do not follow from its rows and parts. [stated, computed]
    WrongTotals,
    /// A roll-up counts a unit or an office twice. [its name]
    CountedTwice,
    /// A roll-up is its own part. [the office's name]
    OwnPart,
    /// A part of a roll-up is of another cycle. [the office's name, its cycle]
    OtherCycle,
    /// In making a roll-up: nobody can read here what a unit's submission answers. [the unit's name]
    LineUnread,
    /// In making a roll-up: the office decided on a unit, of which no submission counts any more. [the
    /// unit's name]
    DecidedNotCounted,
    /// Not a day or a time. [the text]
    BadDate,
    /// Not a link to the web. [the text]
    BadLink,
    /// A file is named but not carried. [its name]
    FileMissing,
    /// A carried file's bytes do not fit its hash. [its name]
    FileChanged,
    /// A photo that is no picture. [its name]
    NotAnImage,
    /// In making: a picture that still bears traces of place, time or device. [its name]
    HoldsTraces,
    /// In making: a film, or a picture of a kind that cannot be looked through for such traces, of
    /// which the person was not warned. [its name]
    MayHoldTraces,
    /// In handing on: a submission that no known device of the unit froze names photos or files that stay in
    /// the unit by now. [its number]
    PhotoStays,
    /// A bundle that cannot be opened.
    BadBundle,
    /// A bundle with a name that leads out of it. [name]
    UnsafeName,
    /// A dossier that is here under another unit id. [name here, name in the file]
    DuplicateUnit,
    /// A counter, or a number of values beside each other, that no work of people leads to. [it]
    RunsAhead,
    /// With this file the dossier, or what an office says of a unit, would be so large that other devices refuse
    /// it, or that nothing more can be said. [megabytes]
    DossierFull,
    /// A review by a device of which nobody here knows whose it is, of which so many are here already, or that
    /// is larger than such ones may be. [how many, kilobytes of each, kilobytes of all]
    UnknownFull,
    /// So many packs of publishers whose key is known, or of others, are here that no more are kept.
    PacksFull,
    /// An office has the id of the sample upper level's, which never was.
    SampleOffice,
    /// A roll-up of an office whose words nobody compared, of which as many are here as there is room for.
    /// [how many, megabytes]
    RollupsFull,
    /// On a drive: a file in a folder where it does not belong, or from somebody else than its name
    /// says. [what it says to be]
    NotItsPlace,
    /// On a drive: a file in the name of this device, which did not sign it.
    AnothersName,
    /// A sealed file that asks for more work or memory than is sensible.
    SealedTooHard,
    /// By hand: good, but so much waits for the person already that it was not kept. [limit in MB]
    TooMuchWaits,
    /// On a drive: what reads files ended at this one, and goes on with others.
    EndsReading,
}

impl Problem {
    /// A problem of the whole file.
    pub fn whole(code: Code, args: &[&dyn core::fmt::Display]) -> Self {
        Self::at(code, "", args)
    }

    /// A problem at a place.
    pub fn at(code: Code, place: &str, args: &[&dyn core::fmt::Display]) -> Self {
        Self {
            code,
            place: clip(place),
            args: args.iter().map(|arg| clip(&arg.to_string())).collect(),
        }
    }
}

// Shortens and cleans a text of the file, so that a hostile file cannot fill the screen with its
// error message or reverse the reading direction.
fn clip(text: &str) -> String {
    const MOST: usize = 120;
    let clean: String =
        text.chars().filter(|c| !super::check::is_forbidden(*c)).take(MOST).collect();
    if text.chars().count() > MOST { clean + "…" } else { clean }
}
