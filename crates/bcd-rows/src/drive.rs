//! All submissions of a drive, as three files of JSON lines.

use crate::row::{LeftOut, Rows, Why, rows};
use bcd_core::{format::limits, id::FileHash, sync::layout};
use serde::Serialize;
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    panic::resume_unwind,
    path::{Path, PathBuf},
    thread,
};

/// A row for each submission.
pub const SUBMISSIONS: &str = "submissions.jsonl";
/// A row for each item of each submission.
pub const ITEMS: &str = "items.jsonl";
/// A row for each file without rows.
pub const LEFT_OUT: &str = "left-out.jsonl";

// So many files are in memory at once; the order of rows does not depend on it.
const AT_ONCE: usize = 256;

/// What was exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Submissions.
    pub submissions: usize,
    /// Files that were left out.
    pub left_out: usize,
}

/// Reads the drive at `from` and writes its rows into the folder `to`, in the order of the files'
/// paths: the same drive gives the same bytes. Nothing is changed on the drive.
///
/// # Errors
/// The drive cannot be listed, or the rows cannot be written. A file of the drive that cannot be read
/// is left out and said.
pub fn export(from: &Path, to: &Path) -> io::Result<Exported> {
    let paths = submissions_of(from)?;
    fs::create_dir_all(to)?;
    let mut submissions = Lines::begin(to, SUBMISSIONS)?;
    let mut items = Lines::begin(to, ITEMS)?;
    let mut left_out = Lines::begin(to, LEFT_OUT)?;
    let (mut known, mut exported) = (BTreeSet::new(), Exported::default());
    for some in paths.chunks(AT_ONCE) {
        for (path, read) in some.iter().zip(read_together(from, some)) {
            // A copy that a sync program made counts once.
            let read = read.and_then(|(row, of_items)| match known.insert(row.digest.clone()) {
                true => Ok((row, of_items)),
                false => Err(Why::whole("AlreadyHere")),
            });
            match read {
                Ok((row, of_items)) => {
                    submissions.add(&row)?;
                    for row in &of_items {
                        items.add(row)?;
                    }
                    exported.submissions += 1;
                }
                Err(why) => {
                    left_out.add(&LeftOut { path: path.clone(), why })?;
                    exported.left_out += 1;
                }
            }
        }
    }
    for lines in [submissions, items, left_out] {
        lines.finish()?;
    }
    Ok(exported)
}

type Read = Result<Rows, Vec<Why>>;

// On all processors, in the order of the paths.
fn read_together(from: &Path, paths: &[String]) -> Vec<Read> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let share = paths.len().div_ceil(workers).max(1);
    let read = |some: &[String]| some.iter().map(|path| read_one(from, path)).collect::<Vec<_>>();
    thread::scope(|scope| {
        let shares = paths.chunks(share);
        let running: Vec<_> = shares.map(|some| scope.spawn(move || read(some))).collect();
        // A fault of this program must not pass for a drive with fewer files.
        let done = running.into_iter().map(|it| it.join().unwrap_or_else(|it| resume_unwind(it)));
        done.flatten().collect()
    })
}

fn read_one(from: &Path, path: &str) -> Read {
    if layout::is_sealed_name(path) {
        return Err(Why::whole("Sealed"));
    }
    let place = from.join(path);
    let unreadable = |_| Why::whole("Unreadable");
    // As in the app, a file that is too large is not even read.
    if fs::metadata(&place).map_err(unreadable)?.len() > limits::BUNDLE_BYTES as u64 {
        return Err(Why::whole("TooLarge"));
    }
    let bytes = fs::read(&place).map_err(unreadable)?;
    let photo = |hash: &FileHash| fs::read(from.join(layout::file(hash.as_str()))).ok();
    rows(path, &bytes, photo).map_err(|problems| problems.into_iter().map(Why::from).collect())
}

// Paths from the drive's root, sorted.
fn submissions_of(drive: &Path) -> io::Result<Vec<String>> {
    let mut paths = Vec::new();
    for cycle in names(&drive.join(layout::SUBMISSIONS))? {
        let folder = format!("{}/{cycle}", layout::SUBMISSIONS);
        if drive.join(&folder).is_dir() {
            let files = names(&drive.join(&folder))?.into_iter();
            let files = files.filter(|name| !layout::is_aside(name));
            paths.extend(files.map(|name| format!("{folder}/{name}")));
        }
    }
    paths.sort();
    Ok(paths)
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let name = |entry: io::Result<fs::DirEntry>| {
        entry?.file_name().into_string().map_err(|name| {
            io::Error::new(io::ErrorKind::InvalidData, format!("a name that is no text: {name:?}"))
        })
    };
    fs::read_dir(folder)?.map(name).collect()
}

// A file that has its name once it is whole: half of an export is never read as one.
struct Lines {
    file: BufWriter<File>,
    unfinished: PathBuf,
    finished: PathBuf,
}

impl Lines {
    fn begin(folder: &Path, name: &str) -> io::Result<Self> {
        let (unfinished, finished) = (folder.join(format!("{name}.part")), folder.join(name));
        // What an earlier run left must not stand beside what this one writes.
        match fs::remove_file(&finished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        Ok(Self { file: BufWriter::new(File::create(&unfinished)?), unfinished, finished })
    }

    fn add(&mut self, row: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.file, row)?;
        self.file.write_all(b"\n")
    }

    fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        fs::rename(self.unfinished, self.finished)
    }
}
