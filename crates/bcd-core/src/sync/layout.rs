//! Where files lie on a drive. Ids identify them; slugs are for people. A name only helps to decide
//! what to read; its claims are never trusted.
//!
//! ```text
//! packs/<slug>_<version>_<digest>.json
//! submissions/<cycle>/<slug>_<unit>_<number>_<digest>.json
//! units/<unit>/<slug>_<cycle>_<dossier>_<device>.json
//! reviews/<unit>/<cycle>_<office>_<device>.json
//! cases/<office>/<cycle>_<unit>_<device>.json
//! rollups/<cycle>/<slug>_<office>_<version>_<digest>.json
//! files/<two digits>/<hash>
//! ```
//!
//! One listing gives a reader all files of one kind. Why there is no folder for each unit:
//! `docs/decisions/0009-shared-drive.md`.

use crate::{
    format::limits,
    id::{DeviceId, DossierId, UnitId},
    paper::safe::is_device_name,
    upper::case::CaseId,
};

/// The folder of packs.
pub const PACKS: &str = "packs";
/// The folder of submissions; a folder for each cycle in it.
pub const SUBMISSIONS: &str = "submissions";
/// The folder of units; a folder with the device files of each in it.
pub const UNITS: &str = "units";
/// The folder of reviews; a folder for each unit in it.
pub const REVIEWS: &str = "reviews";
/// The folder of cases; a folder for each office in it, for its own devices. A review lies in the folder of
/// its unit, where the unit reads nothing else; in this one an office finds all cases by one listing.
pub const CASES: &str = "cases";
/// The folder of roll-ups; a folder for each cycle in it.
pub const ROLLUPS: &str = "rollups";
/// The folder of photos and files by content.
pub const FILES: &str = "files";

/// A small file with the key of a sealed drive, which the passphrase opens.
pub const WORD: &str = "mat-khau.age";

/// The ending of what is sealed.
pub const SEALED: &str = ".age";

/// Whether a name says that something sealed is behind it, however the drive spells it.
pub fn is_sealed_name(name: &str) -> bool {
    let end = name.len().checked_sub(SEALED.len()).and_then(|at| name.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(SEALED))
}

/// Digits of a digest in a name.
const DIGITS: usize = 16;

/// Device files of a unit.
pub fn devices(unit: &UnitId) -> String {
    format!("{UNITS}/{}", part(unit.as_str()))
}

/// Submissions of a cycle.
pub fn submissions(cycle: &str) -> String {
    format!("{SUBMISSIONS}/{}", part(cycle))
}

/// Reviews of a unit's submissions.
pub fn reviews(unit: &UnitId) -> String {
    format!("{REVIEWS}/{}", part(unit.as_str()))
}

/// Roll-ups of a cycle.
pub fn rollups(cycle: &str) -> String {
    format!("{ROLLUPS}/{}", part(cycle))
}

/// A device's file of a dossier.
pub fn device(
    unit: &UnitId,
    slug: &str,
    cycle: &str,
    dossier: &DossierId,
    device: &DeviceId,
) -> String {
    let folder = devices(unit);
    let [cycle, dossier, device] = [cycle, dossier.as_str(), device.as_str()].map(part);
    format!("{folder}/{}_{cycle}_{dossier}_{device}.json", part(slug))
}

/// A submission.
pub fn submission(unit: &UnitId, slug: &str, cycle: &str, seq: u32, digest: &str) -> String {
    let (folder, unit) = (submissions(cycle), part(unit.as_str()));
    format!("{folder}/{}_{unit}_{seq:04}_{}.json", part(slug), short(digest))
}

/// What a device of an office says of a unit's cycle, for the unit.
pub fn review(id: &CaseId, device: &DeviceId) -> String {
    let [cycle, office, device] = [&id.cycle, id.office.as_str(), device.as_str()].map(part);
    format!("{}/{cycle}_{office}_{device}.json", reviews(&id.unit))
}

/// Cases of an office.
pub fn cases(office: &UnitId) -> String {
    format!("{CASES}/{}", part(office.as_str()))
}

/// What a device of an office says of a unit's cycle, for the office's other devices.
pub fn case(id: &CaseId, device: &DeviceId) -> String {
    let [cycle, unit, device] = [&id.cycle, id.unit.as_str(), device.as_str()].map(part);
    format!("{}/{cycle}_{unit}_{device}.json", cases(&id.office))
}

/// A roll-up of an office.
pub fn rollup(office: &UnitId, slug: &str, cycle: &str, version: u32, digest: &str) -> String {
    let (folder, office) = (rollups(cycle), part(office.as_str()));
    format!("{folder}/{}_{office}_{version:04}_{}.json", part(slug), short(digest))
}

/// A pack.
pub fn pack(slug: &str, version: u32, digest: &str) -> String {
    format!("{PACKS}/{}_{version}_{}.json", part(slug), short(digest))
}

/// A photo or file.
pub fn file(hash: &str) -> String {
    let two = hash.get(..2).unwrap_or("00");
    format!("{FILES}/{}/{}", part(two), part(hash))
}

/// The first digits of a digest, as they stand in names.
pub fn short(digest: &str) -> &str {
    let hex = digest.strip_prefix("sha256:").unwrap_or(digest);
    hex.get(..DIGITS).unwrap_or(hex)
}

/// The digits of a digest that a name claims.
pub fn claimed(name: &str) -> Option<&str> {
    stem(name).split('_').rfind(|word| is_digest(word))
}

/// The number that a name in the folder of submissions claims.
pub fn claimed_number(name: &str) -> Option<u32> {
    stem(name).rsplit('_').nth(1)?.parse().ok()
}

/// Whether a name is that of this device's files: in the folder of a unit.
pub fn is_of_device(name: &str, device: &DeviceId) -> bool {
    stem(name).rsplit('_').next() == Some(part(device.as_str()).as_str())
}

/// Whether a name in the folder of submissions or of roll-ups claims to be of a unit: slug, unit, number,
/// digest.
/// `None` if the name has no such form, as when somebody named the file by hand.
pub fn claims_unit(name: &str, unit: &UnitId) -> Option<bool> {
    let mut words = stem(name).rsplit('_');
    let (digest, number, claim, _slug) =
        (words.next()?, words.next()?, words.next()?, words.next()?);
    let numbered = number.len() >= 4 && number.bytes().all(|b| b.is_ascii_digit());
    (is_digest(digest) && numbered).then(|| claim == part(unit.as_str()))
}

fn is_digest(word: &str) -> bool {
    word.len() == DIGITS && word.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether a name is that of a device's file of a dossier, whatever its unit and cycle were called
/// then. A copy made by a sync program is not.
pub fn is_file_of(name: &str, dossier: &DossierId, device: &DeviceId) -> bool {
    let bare = name.strip_suffix(SEALED).unwrap_or(name);
    let end = format!("_{}_{}.json", part(dossier.as_str()), part(device.as_str()));
    bare.ends_with(&end)
}

/// The device that a name in the folder of a unit claims. Sync programs rename what two of them
/// wrote (`… (1).json`, `… (conflicted copy 2026-01-01).json`); that is no part of the claim.
pub fn claimed_device(name: &str) -> Option<&str> {
    let mut words = stem(name).rsplit('_');
    let device = words.next().filter(|word| word.len() >= 8);
    // Slug, cycle and dossier stand before it.
    (words.count() >= 3).then_some(device).flatten()
}

/// Whether a name in the folder of a unit claims to be of a dossier; only where
/// [`claimed_device`] finds a device in it.
pub fn is_of_dossier(name: &str, dossier: &DossierId) -> bool {
    stem(name).rsplit('_').nth(1) == Some(part(dossier.as_str()).as_str())
}

/// The slug that a name in the folder of a unit begins with.
pub fn slug_of(name: &str) -> &str {
    name.split('_').next().unwrap_or_default()
}

/// Whether a file at `path` may have been sealed for the place `said`: there, or beside it under
/// the name that a sync program made of it.
pub fn belongs(said: &str, path: &str) -> bool {
    let apart = |path| str::rsplit_once(path, '/').unwrap_or(("", path));
    let ((folder, name), (there, copy)) = (apart(said), apart(path));
    folder == there && stem(name) == stem(copy)
}

/// Whether a file is ignored: what operating systems and unfinished writes leave behind.
pub fn is_aside(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    name.starts_with(['.', '~', '$'])
        || [".tmp", ".part", ".crdownload", ".swp"].iter().any(|end| lower.ends_with(end))
        || matches!(lower.as_str(), "desktop.ini" | "thumbs.db")
}

// A name without endings and without what a sync program added.
fn stem(name: &str) -> &str {
    let mut stem = name;
    for end in [".age", ".txt", ".json", ".zip"] {
        stem = stem.strip_suffix(end).unwrap_or(stem);
    }
    match stem.find([' ', '(', '.']) {
        Some(at) => &stem[..at],
        None => stem,
    }
}

// A text as a part of a path on every system. What is not plain is spelled out, so that different
// texts stay different, also on systems to which capitals are small letters.
fn part(word: &str) -> String {
    // A school year has a dash of its own.
    let word = word.replace('–', "-");
    if is_plain(&word) {
        return word;
    }
    let hex = word.bytes().map(|byte| format!("{byte:02x}"));
    format!("x{}", hex.collect::<String>())
}

// What looks spelled out is no plain word, or it could be the spelling of another one.
fn is_plain(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let spelled = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_hexdigit());
    !word.is_empty()
        && word.len() <= limits::ID_BYTES
        && word.chars().all(plain)
        && !word.strip_prefix('x').is_some_and(spelled)
        && !is_device_name(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "sha256:3f8ca0094a26109e72bbedb5fa3af9148abfcd598ecbc9c0d2c7deb7f6213139";

    #[test]
    fn names_carry_what_a_listing_must_tell() {
        let (unit, dossier) = (UnitId::from("7d1f6a52"), DossierId::from("9a6a2d1e"));
        let device_id = DeviceId::from("c0a8e6a4-3b0e");
        let path = device(&unit, "doan-an-cu", "2026–2027", &dossier, &device_id);
        assert_eq!(path, "units/7d1f6a52/doan-an-cu_2026-2027_9a6a2d1e_c0a8e6a4-3b0e.json");
        let path = submission(&unit, "doan-an-cu", "2026", 3, DIGEST);
        assert_eq!(path, "submissions/2026/doan-an-cu_7d1f6a52_0003_3f8ca0094a26109e.json");
        let id = CaseId { office: "4444".into(), unit, cycle: "2026".to_owned() };
        let path = review(&id, &device_id);
        assert_eq!(path, "reviews/7d1f6a52/2026_4444_c0a8e6a4-3b0e.json");
        assert!(is_of_device(&path, &device_id));
        assert_eq!(case(&id, &device_id), "cases/4444/2026_7d1f6a52_c0a8e6a4-3b0e.json");
        assert_eq!(pack("tinh-doan", 2, DIGEST), "packs/tinh-doan_2_3f8ca0094a26109e.json");
        assert_eq!(file("3f8ca0"), "files/3f/3f8ca0");
    }

    #[test]
    fn copies_that_sync_programs_make_claim_what_the_first_claimed() {
        let name = "doan-an-cu_2026_9a6a2d1e_c0a8e6a4-3b0e";
        for end in [
            ".json",
            " (1).json",
            " (conflicted copy 2026-01-01 093612).json",
            ".sync-conflict-20260101-093612-ABCDEF.json",
            ".json.age",
            ".json.txt",
        ] {
            let name = format!("{name}{end}");
            assert!(is_of_dossier(&name, &DossierId::from("9a6a2d1e")), "{name}");
            assert!(!is_of_dossier(&name, &DossierId::from("khac")), "{name}");
            assert_eq!(claimed_device(&name), Some("c0a8e6a4-3b0e"), "{name}");
            assert!(is_of_device(&name, &DeviceId::from("c0a8e6a4-3b0e")));
        }
        assert!(belongs("a/x_1.json.age", "a/x_1 (1).json.age"));
        for other in ["b/x_1.json.age", "a/x_2.json.age", "x_1.json.age", "a/b/x_1.json.age"] {
            assert!(!belongs("a/x_1.json.age", other), "{other}");
        }
        assert_eq!(claimed("doan-an-cu_0003_3f8ca0094a26109e (2).json"), Some("3f8ca0094a26109e"));
        assert_eq!(claimed("bao-cao.json"), None);
        assert_eq!(claimed_device("bao-cao_2026.json"), None);
    }

    #[test]
    fn a_submission_says_of_which_unit_it_is_whatever_the_unit_is_called() {
        for unit in ["7d1f6a52", "a_b", "../.."].map(UnitId::from) {
            let path = submission(&unit, "doan-an-cu", "2026", 3, DIGEST);
            let name = path.strip_prefix("submissions/2026/").unwrap();
            for name in [name.to_owned(), name.replace(".json", " (1).json.age")] {
                assert_eq!(claims_unit(&name, &unit), Some(true), "{name}");
                assert_eq!(claims_unit(&name, &UnitId::from("khac")), Some(false), "{name}");
            }
        }
        for name in [
            "bao-cao.json",
            "doan-an-cu_0003_3f8ca0094a26109e.json",
            "BCD_doan-an-cu_2026_ban-gui-3.json",
        ] {
            assert_eq!(claims_unit(name, &UnitId::from("khac")), None, "{name}");
        }
    }

    #[test]
    fn no_id_leads_out_of_its_folder_and_unlike_ids_stay_unlike() {
        let of = |id: &str| devices(&UnitId::from(id));
        for id in ["../..", "a/b", "", ".", "..", "a_b", "ạ", "a\\b", "CON:", "con", "LPT1"] {
            let path = of(id);
            let rest = path.strip_prefix("units/").unwrap();
            assert!(rest.bytes().all(|b| b.is_ascii_alphanumeric()), "{path}");
        }
        assert_ne!(of("a/b"), of("a_b"));
        assert_ne!(of("../a"), of("a"));
    }

    // Windows and macOS take capitals for small letters, and Windows keeps names for devices.
    #[test]
    fn ids_that_differ_only_by_case_or_look_spelled_out_never_share_a_file() {
        let ids = [
            "7d1f6a52", "7D1F6A52", "7d1F6a52", "a", "A", "x61", "X61", "x", "x41", "x783631",
            "con", "CON", "xcon", "nul", "com1", ".", "..", "x2e", "", " ", "ă", "a\u{306}", "Ă",
        ];
        let mut paths: Vec<String> =
            ids.iter().map(|id| devices(&UnitId::from(*id)).to_lowercase()).collect();
        assert!(paths.iter().all(|path| !matches!(path.as_str(), "units/con" | "units/nul")));
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), ids.len());
        // Ids as the app makes them stay readable.
        assert_eq!(devices(&UnitId::from("c0a8e6a4-3b0e")), "units/c0a8e6a4-3b0e");
    }

    #[test]
    fn the_longest_ids_give_names_that_a_file_system_takes() {
        let long = "7".repeat(limits::ID_BYTES);
        let (unit, dossier) = (UnitId::from(long.as_str()), DossierId::from(long.as_str()));
        // The longest slug that the app makes.
        let slug = "a".repeat(48);
        let path = device(&unit, &slug, &long, &dossier, &DeviceId::from(long.as_str()));
        let name = path.rsplit('/').next().unwrap().to_owned() + SEALED;
        assert!(name.len() <= 255, "{}", name.len());
    }

    #[test]
    fn what_systems_leave_behind_is_passed_over() {
        for name in [".DS_Store", "~$x.docx", "desktop.ini", "a.json.tmp", "a.crdownload"] {
            assert!(is_aside(name), "{name}");
        }
        assert!(!is_aside("a.json") && !is_aside("a"));
    }
}
