//! What is wrong with a file, in words: what, where, what to do.

use super::{Key, k, t, tf};
use bcd_core::format::problem::{Code, Problem};

/// The sentence of a problem, with its place where there is one.
pub fn problem(problem: &Problem) -> String {
    let arg = |index: usize| match problem.args.get(index).map(String::as_str) {
        None | Some("") => "–",
        Some(arg) => arg,
    };
    let text = tf(sentence(problem.code), &[("a", &arg(0)), ("b", &arg(1)), ("c", &arg(2))]);
    match place(&problem.place) {
        Some(place) => format!("{place}: {text}"),
        None => text,
    }
}

fn sentence(code: Code) -> Key {
    match code {
        Code::Empty => k::PROBLEM_EMPTY,
        Code::TooLarge => k::PROBLEM_TOO_LARGE,
        Code::NotText => k::PROBLEM_NOT_TEXT,
        Code::TooDeep => k::PROBLEM_TOO_DEEP,
        Code::TooMany => k::PROBLEM_TOO_MANY,
        Code::Truncated => k::PROBLEM_TRUNCATED,
        Code::NotJson => k::PROBLEM_NOT_JSON,
        Code::Foreign => k::PROBLEM_FOREIGN,
        Code::NewerVersion => k::PROBLEM_NEWER_VERSION,
        Code::WrongDigest => k::PROBLEM_WRONG_DIGEST,
        Code::WrongSignature => k::PROBLEM_WRONG_SIGNATURE,
        Code::UnsupportedKind => k::PROBLEM_UNSUPPORTED_KIND,
        Code::BadField => k::PROBLEM_BAD_FIELD,
        Code::TextTooLong => k::PROBLEM_TEXT_TOO_LONG,
        Code::ForbiddenCharacter => k::PROBLEM_FORBIDDEN_CHARACTER,
        Code::Markup => k::PROBLEM_MARKUP,
        Code::BadSet => k::PROBLEM_BAD_SET,
        Code::UnknownItem => k::PROBLEM_UNKNOWN_ITEM,
        Code::UnknownStep => k::PROBLEM_UNKNOWN_STEP,
        Code::WrongScore => k::PROBLEM_WRONG_SCORE,
        Code::WrongTotals => k::PROBLEM_WRONG_TOTALS,
        Code::CountedTwice => k::PROBLEM_COUNTED_TWICE,
        Code::OwnPart => k::PROBLEM_OWN_PART,
        Code::LineUnread => k::PROBLEM_LINE_UNREAD,
        Code::DecidedNotCounted => k::PROBLEM_DECIDED_NOT_COUNTED,
        Code::OtherCycle => k::PROBLEM_OTHER_CYCLE,
        Code::BadDate => k::PROBLEM_BAD_DATE,
        Code::BadLink => k::PROBLEM_BAD_LINK,
        Code::FileMissing => k::PROBLEM_FILE_MISSING,
        Code::FileChanged => k::PROBLEM_FILE_CHANGED,
        Code::NotAnImage => k::PROBLEM_NOT_AN_IMAGE,
        Code::HoldsTraces => k::PROBLEM_HOLDS_TRACES,
        Code::MayHoldTraces => k::PROBLEM_MAY_HOLD_TRACES,
        Code::PhotoStays => k::PROBLEM_PHOTO_STAYS,
        Code::BadBundle => k::PROBLEM_BAD_BUNDLE,
        Code::UnsafeName => k::PROBLEM_UNSAFE_NAME,
        Code::DuplicateUnit => k::PROBLEM_DUPLICATE_UNIT,
        Code::RunsAhead => k::PROBLEM_RUNS_AHEAD,
        Code::DossierFull => k::PROBLEM_DOSSIER_FULL,
        Code::UnknownFull => k::PROBLEM_UNKNOWN_FULL,
        Code::PacksFull => k::PROBLEM_PACKS_FULL,
        Code::SampleOffice => k::PROBLEM_SAMPLE_OFFICE,
        Code::RollupsFull => k::PROBLEM_ROLLUPS_FULL,
        Code::NotItsPlace => k::PROBLEM_NOT_ITS_PLACE,
        Code::AnothersName => k::PROBLEM_ANOTHERS_NAME,
        Code::SealedTooHard => k::PROBLEM_SEALED_TOO_HARD,
        Code::TooMuchWaits => k::PROBLEM_TOO_MUCH_WAITS,
        Code::EndsReading => k::PROBLEM_ENDS_READING,
    }
}

/// A place in the person's words: the item, the field. `None` for the whole file.
fn place(place: &str) -> Option<String> {
    let words: Vec<&str> = place
        .split('/')
        .filter(|part| !part.is_empty() && *part != "body")
        .map(|part| match part {
            "answers" => t(k::PLACE_ANSWERS),
            "evidence" => t(k::PLACE_EVIDENCE),
            "set" => t(k::PLACE_SET),
            "score" => t(k::PLACE_SCORE),
            "unit" => t(k::PLACE_UNIT),
            "name" => t(k::PLACE_NAME),
            "note" => t(k::PLACE_NOTE),
            "title" => t(k::PLACE_TITLE),
            "na_reason" => t(k::PLACE_NA_REASON),
            "writer" => t(k::PLACE_WRITER),
            "cluster" => t(k::PLACE_CLUSTER),
            "upper" => t(k::PLACE_UPPER),
            "number" => t(k::PLACE_NUMBER),
            other => other,
        })
        .collect();
    (!words.is_empty()).then(|| words.join(" › "))
}
