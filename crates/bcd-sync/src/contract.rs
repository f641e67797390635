//! What must hold for every drive, as checks that run wherever a drive runs: natively on the one in
//! memory, in a browser on folders and on real servers.

use crate::drive::{Drive, DriveFault, Expect, FolderItem, Rev};
use serde::Serialize;

/// A check and how it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DriveCheck {
    /// What should hold, as a sentence.
    pub name: String,
    /// Why it does not; none if it does.
    pub failed: Option<String>,
}

const LIMIT: usize = 8 << 20;
const LARGE: usize = 5 << 20;

type Held = Result<(), String>;

/// Runs all checks in a folder of the drive, which must be empty or missing, and cleans it up
/// afterwards. For a read-only drive there is one check: that it refuses to write.
pub async fn run<D: Drive>(drive: &D, folder: &str) -> Vec<DriveCheck> {
    let mut checks = Vec::new();
    let mut note = |name: &str, held: Held| {
        checks.push(DriveCheck { name: name.to_owned(), failed: held.err() });
    };
    let on = On { drive, folder };
    if !drive.abilities().write {
        note("a drive that is only read refuses to write", on.read_only().await);
        return checks;
    }
    note("a folder that is not there is not an empty one", on.missing().await);
    note("what is written comes back", on.round_trip().await);
    note("a new file is not written over another", on.create_only().await);
    note("a stale revision is refused, and nothing changes", on.stale().await);
    note("the right revision is accepted, again and again", on.in_turn().await);
    note("an owner writes over anything", on.anything().await);
    note("parents are made, several at once", on.parents().await);
    note("names keep their letters", on.names().await);
    note("names come in NFC, and files under other spellings are found", on.spellings().await);
    note("an empty file is a file", on.empty().await);
    note("five megabytes come back to the bit", on.large().await);
    note("more than the limit is too large", on.limit().await);
    note("what is removed is not there", on.removed().await);
    note("the revision changes with the content, and only then", on.revisions().await);
    note("a listing shows the direct children, in order", on.children().await);
    note("paths that lead out are refused", on.unsafe_paths().await);
    note("a folder is no file", on.folder_as_file().await);
    note("several files are written at once", on.together().await);
    note("it cleans up", on.clean().await);
    checks
}

struct On<'a, D> {
    drive: &'a D,
    folder: &'a str,
}

fn said<T: std::fmt::Debug>(what: &str, got: T) -> Held {
    Err(format!("{what}: {got:?}"))
}

fn ok<T>(what: &str, result: Result<T, DriveFault>) -> Result<T, String> {
    result.map_err(|fault| format!("{what}: {fault:?}"))
}

// Test bytes: a wrong value or a wrong position anywhere makes them differ.
fn noise(length: usize, seed: u32) -> Vec<u8> {
    let mut state = seed | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[1]
    };
    (0..length).map(|_| next()).collect()
}

impl<D: Drive> On<'_, D> {
    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    async fn holds(&self, path: &str, bytes: &[u8]) -> Result<Option<Rev>, String> {
        let (there, rev) = ok(path, self.drive.read(path, LIMIT).await)?;
        match there == bytes {
            true => Ok(rev),
            false => Err(format!("{path} has {} bytes, not the {}", there.len(), bytes.len())),
        }
    }

    async fn put(&self, path: &str, bytes: &[u8]) -> Result<Option<Rev>, String> {
        ok(path, self.drive.write(path, bytes, &Expect::Anything).await)
    }

    async fn rev(&self, path: &str) -> Result<Rev, String> {
        let found = ok(path, self.drive.find(path).await)?;
        found.map(|found| found.rev).ok_or_else(|| format!("{path} has no revision"))
    }

    async fn read_only(&self) -> Held {
        let path = self.path("a.json");
        match self.drive.write(&path, b"x", &Expect::Anything).await {
            Err(DriveFault::Forbidden) => {}
            other => return said("write", other),
        }
        match self.drive.remove(&path).await {
            Err(DriveFault::Forbidden) => Ok(()),
            other => said("remove", other),
        }
    }

    async fn missing(&self) -> Held {
        for folder in [self.path("no-such"), self.path("no-such/below")] {
            match self.drive.list(&folder).await {
                Err(DriveFault::NotFound) => {}
                other => return said(&folder, other),
            }
        }
        match self.drive.read(&self.path("no-such.json"), LIMIT).await {
            Err(DriveFault::NotFound) => {}
            other => return said("read", other.map(|(bytes, _)| bytes.len())),
        }
        match self.drive.find(&self.path("no-such.json")).await {
            Ok(None) => Ok(()),
            other => said("find", other),
        }
    }

    async fn round_trip(&self) -> Held {
        let path = self.path("a.json");
        let told = ok("write", self.drive.write(&path, b"{\"a\":1}", &Expect::Absent).await)?;
        let read = self.holds(&path, b"{\"a\":1}").await?;
        let found = ok("find", self.drive.find(&path).await)?;
        if found.as_ref().and_then(|found| found.size).is_some_and(|size| size != 7) {
            return said("size", found);
        }
        let found = found.map(|found| found.rev);
        if found.is_none() || told.is_some() && told != found || read.is_some() && read != found {
            return said("revisions", (told, read, found));
        }
        Ok(())
    }

    async fn create_only(&self) -> Held {
        let path = self.path("new.json");
        ok("first", self.drive.write(&path, b"one", &Expect::Absent).await)?;
        match self.drive.write(&path, b"two", &Expect::Absent).await {
            Err(DriveFault::Changed) => self.holds(&path, b"one").await.map(drop),
            other => said("second", other),
        }
    }

    async fn stale(&self) -> Held {
        let path = self.path("stale.json");
        self.put(&path, b"one").await?;
        let old = self.rev(&path).await?;
        self.put(&path, b"two, longer").await?;
        match self.drive.write(&path, b"three", &Expect::Rev(old)).await {
            Err(DriveFault::Changed) => self.holds(&path, b"two, longer").await.map(drop)?,
            other => return said("stale", other),
        }
        let gone = self.path("never.json");
        let foreign = Expect::Rev(Rev("\"foreign\"".into()));
        match self.drive.write(&gone, b"x", &foreign).await {
            Err(DriveFault::Changed) => {}
            other => return said("revision of nothing", other),
        }
        match self.drive.find(&gone).await {
            Ok(None) => Ok(()),
            other => said("it was written", other),
        }
    }

    async fn in_turn(&self) -> Held {
        let path = self.path("turn.json");
        self.put(&path, b"0").await?;
        for turn in 1..4_usize {
            let rev = self.rev(&path).await?;
            let bytes = noise(turn * 10, 7);
            ok("turn", self.drive.write(&path, &bytes, &Expect::Rev(rev)).await)?;
            self.holds(&path, &bytes).await?;
        }
        Ok(())
    }

    async fn anything(&self) -> Held {
        let path = self.path("anything.json");
        for bytes in [&b"one"[..], b"two", b""] {
            self.put(&path, bytes).await?;
            self.holds(&path, bytes).await?;
        }
        Ok(())
    }

    async fn parents(&self) -> Held {
        let path = self.path("p/q/r/s/deep.json");
        ok("deep", self.drive.write(&path, b"deep", &Expect::Absent).await)?;
        self.holds(&path, b"deep").await?;
        // A second file, in folders that all exist by now.
        self.put(&self.path("p/q/r/t/deep.json"), b"deep").await?;
        let items = ok("list", self.drive.list(&self.path("p/q/r")).await)?;
        match items.iter().map(|item| (item.name.as_str(), item.folder)).collect::<Vec<_>>()[..] {
            [("s", true), ("t", true)] => Ok(()),
            _ => said("folders", items),
        }
    }

    async fn names(&self) -> Held {
        let names = [
            "Đoàn phường An Cư – quý 3.json",
            "a+b & c=d; 100% 'x' (1).json",
            "#1 @ [x] {y} ~ ^ , $ !.json",
            "ưỡi Ỷ đ.json",
            "%41.json",
            "năm 2026/thư mục/tệp một.json",
        ];
        for name in names {
            let path = self.path(&format!("n/{name}"));
            self.put(&path, name.as_bytes()).await?;
            self.holds(&path, name.as_bytes()).await?;
        }
        let items = ok("list", self.drive.list(&self.path("n")).await)?;
        for name in names {
            let first = name.split('/').next().unwrap_or_default();
            if !items.iter().any(|item| item.name == first) {
                return said(first, &items);
            }
        }
        let inside = ok("list", self.drive.list(&self.path("n/năm 2026/thư mục")).await)?;
        if inside.len() == 1 { Ok(()) } else { said("inside", inside) }
    }

    // A file whose name another program wrote in decomposed letters (NFD), as macOS does.
    async fn spellings(&self) -> Held {
        let (apart, whole) = ("ba\u{309}n đo\u{302}\u{309}.json", "bản đổ.json");
        self.put(&self.path(&format!("s/{apart}")), b"apart").await?;
        let items = ok("list", self.drive.list(&self.path("s")).await)?;
        for item in &items {
            self.holds(&self.path(&format!("s/{}", item.name)), b"apart").await?;
        }
        match &items[..] {
            // The natively tested drive in memory does not normalise names to NFC.
            [item] if item.name == whole || cfg!(not(target_arch = "wasm32")) => Ok(()),
            _ => said("names", items),
        }
    }

    async fn empty(&self) -> Held {
        let path = self.path("empty.json");
        ok("write", self.drive.write(&path, b"", &Expect::Absent).await)?;
        self.holds(&path, b"").await?;
        match self.drive.write(&path, b"x", &Expect::Absent).await {
            Err(DriveFault::Changed) => Ok(()),
            other => said("it counts as absent", other),
        }
    }

    async fn large(&self) -> Held {
        let path = self.path("files/large.bin");
        let bytes = noise(LARGE, 5);
        self.put(&path, &bytes).await?;
        self.holds(&path, &bytes).await.map(drop)
    }

    async fn limit(&self) -> Held {
        let path = self.path("limit.bin");
        self.put(&path, &noise(1000, 3)).await?;
        match self.drive.read(&path, 999).await {
            Err(DriveFault::TooLarge) => {}
            other => return said("999", other.map(|(bytes, _)| bytes.len())),
        }
        match self.drive.read(&path, 1000).await {
            Ok((bytes, _)) if bytes.len() == 1000 => Ok(()),
            other => said("1000", other.map(|(bytes, _)| bytes.len())),
        }
    }

    async fn removed(&self) -> Held {
        let path = self.path("removed.json");
        self.put(&path, b"x").await?;
        ok("remove", self.drive.remove(&path).await)?;
        match (self.drive.read(&path, LIMIT).await, self.drive.remove(&path).await) {
            (Err(DriveFault::NotFound), Err(DriveFault::NotFound)) => {}
            other => return said("after", other),
        }
        ok("again", self.drive.write(&path, b"y", &Expect::Absent).await)?;
        self.holds(&path, b"y").await.map(drop)
    }

    async fn revisions(&self) -> Held {
        let path = self.path("rev.json");
        self.put(&path, b"one").await?;
        let first = self.rev(&path).await?;
        if first != self.rev(&path).await? {
            return said("it changed by itself", first);
        }
        let listed = ok("list", self.drive.list(self.folder).await)?;
        let listed = listed.into_iter().find(|item| item.name == "rev.json");
        if self.drive.abilities().revisions
            && listed.as_ref().and_then(|i| i.rev.clone()) != Some(first.clone())
        {
            return said("listed", (listed, first));
        }
        self.put(&path, b"two").await?;
        match self.rev(&path).await? {
            rev if rev == first => said("the same for other content", rev),
            _ => Ok(()),
        }
    }

    async fn children(&self) -> Held {
        for name in ["c/b.json", "c/a.json", "c/d/e.json", "c/d/f/g.json", "cc.json"] {
            self.put(&self.path(name), name.as_bytes()).await?;
        }
        let items = ok("list", self.drive.list(&self.path("c")).await)?;
        let file =
            |item: &FolderItem, name| !item.folder && item.name == name && item.size == Some(8);
        match &items[..] {
            [a, b, d] if file(a, "a.json") && file(b, "b.json") && d.folder && d.name == "d" => {}
            _ => return said("children", items),
        }
        let top = ok("top", self.drive.list("").await)?;
        let first = self.folder.split('/').next().unwrap_or_default();
        match top.iter().any(|item| item.folder && item.name == first) {
            true => Ok(()),
            false => said("the top lists no folder", top),
        }
    }

    async fn unsafe_paths(&self) -> Held {
        for name in ["../out.json", "./x.json", "a//b.json", "/a.json", "b/", "x\\y", "a\nb", ".."]
        {
            let path = self.path(name);
            match self.drive.write(&path, b"x", &Expect::Anything).await {
                Err(_) => {}
                other => return said(name, other),
            }
            match self.drive.read(&path, LIMIT).await {
                Err(DriveFault::NotFound) => {}
                other => return said(name, other),
            }
        }
        Ok(())
    }

    async fn folder_as_file(&self) -> Held {
        self.put(&self.path("f/in.json"), b"x").await?;
        let folder = self.path("f");
        if let Ok(read) = self.drive.read(&folder, LIMIT).await {
            return said("read", read.0.len());
        }
        match self.drive.find(&folder).await {
            Ok(None) => {}
            other => return said("find", other),
        }
        match self.drive.list(&self.path("f/in.json")).await {
            Err(_) => Ok(()),
            other => said("list of a file", other),
        }
    }

    async fn together(&self) -> Held {
        let paths: Vec<String> = (0..12).map(|n| self.path(&format!("t/{n}/x.json"))).collect();
        let all = paths.iter().map(|path| self.put(path, path.as_bytes()));
        for result in crate::gate::all(all).await {
            result?;
        }
        for path in &paths {
            self.holds(path, path.as_bytes()).await?;
        }
        Ok(())
    }

    async fn clean(&self) -> Held {
        let mut folders = vec![self.folder.to_owned()];
        while let Some(folder) = folders.pop() {
            let items = match self.drive.list(&folder).await {
                // On a drive without real folders, the folder vanished with its last file.
                Err(DriveFault::NotFound) => continue,
                other => ok(&folder, other)?,
            };
            for item in items {
                let path = format!("{folder}/{}", item.name);
                match item.folder {
                    true => folders.push(path),
                    false => ok(&path, self.drive.remove(&path).await)?,
                }
            }
        }
        Ok(())
    }
}
