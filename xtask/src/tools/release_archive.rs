//! A program out of the archive of a project's release, checked against its published digest.

use crate::digest;
use crate::process::{command, output, run, say};
use anyhow::{Context, Result, bail};
use std::env;
use std::path::{Path, PathBuf};

/// Rust's name of this platform, as the archives use it.
pub fn platform(linux_library: &str) -> Option<String> {
    let architecture = env::consts::ARCH;
    let system = match (env::consts::OS, architecture) {
        ("linux", "x86_64" | "aarch64") => format!("unknown-linux-{linux_library}"),
        ("macos", "x86_64" | "aarch64") => "apple-darwin".to_owned(),
        // The Windows archives differ from project to project; compiling works everywhere.
        _ => return None,
    };
    Some(format!("{architecture}-{system}"))
}

/// Downloads the archive, checks it, and copies `program` out of it.
pub fn install(url: &str, program: &str, target: &Path) -> Result<()> {
    let work = env::temp_dir().join(format!("ba-chu-dong-{program}-{}", std::process::id()));
    std::fs::create_dir_all(&work).with_context(|| format!("cannot create {}", work.display()))?;
    let result = install_in(&work, url, program, target);
    std::fs::remove_dir_all(&work).ok();
    result
}

fn install_in(work: &Path, url: &str, program: &str, target: &Path) -> Result<()> {
    let archive = work.join("archive.tar.gz");
    download(work, url, &archive)?;
    let bytes = std::fs::read(&archive).context("cannot read the downloaded archive")?;
    match published_digest(work, url) {
        Some(expected) if expected == digest::full(&bytes) => {}
        Some(expected) => bail!("{url} does not have the published digest {expected}"),
        None => say("the release publishes no digest; only the version will be checked"),
    }
    run(command("tar", work).arg("-xzf").arg(&archive))?;
    let found = find_file(work, program).with_context(|| format!("{url} holds no {program}"))?;
    std::fs::copy(&found, target).with_context(|| format!("cannot write {}", target.display()))?;
    Ok(())
}

/// Curl, because it follows the proxy settings of the machine. Short to connect:
/// where the host cannot be reached, compiling should start soon.
fn download(work: &Path, url: &str, file: &Path) -> Result<()> {
    let mut curl = command("curl", work);
    curl.args(["--fail", "--silent", "--show-error", "--location", "--proto", "=https"]);
    curl.args(["--connect-timeout", "5", "--max-time", "180", "--output"]).arg(file).arg(url);
    output(&mut curl).map(drop)
}

fn published_digest(work: &Path, url: &str) -> Option<String> {
    [".sha256sum", ".sha256"].iter().find_map(|ending| {
        let file = work.join("digest.txt");
        download(work, &format!("{url}{ending}"), &file).ok()?;
        digest_in(&std::fs::read_to_string(&file).ok()?)
    })
}

/// The first word of the file, if it is a SHA-256 in hexadecimal.
fn digest_in(text: &str) -> Option<String> {
    let word = text.split_whitespace().next()?;
    let valid = word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    valid.then(|| word.to_ascii_lowercase())
}

fn find_file(directory: &Path, name: &str) -> Option<PathBuf> {
    let entries: Vec<PathBuf> =
        directory.read_dir().ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    let here =
        entries.iter().find(|path| path.is_file() && path.file_name() == Some(name.as_ref()));
    here.cloned().or_else(|| {
        entries.iter().filter(|path| path.is_dir()).find_map(|path| find_file(path, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_the_first_word_or_nothing() {
        let digest = "A".repeat(64);
        assert_eq!(digest_in(&format!("{digest}  x.tar.gz\n")), Some("a".repeat(64)));
        assert_eq!(digest_in("Not Found"), None);
        assert_eq!(digest_in(""), None);
    }
}
