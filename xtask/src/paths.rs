//! The paths of this machine, kept out of what is built: messages of panics name source files, and two
//! machines that have them in different places would build different programs.

use crate::process::{command, output, say};
use crate::project::Project;
use anyhow::{Context, Result};
use std::env;
use std::path::{Path, PathBuf};

/// The environment variable that adds to the flags of `.cargo/config.toml` for WebAssembly alone.
pub const RUSTFLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Flags that give the sources of this checkout, of the crates and of the standard library the same
/// names on every machine. Cargo leaves such flags out of the hashes that it puts into names.
pub fn rustflags(project: &Project) -> Result<String> {
    let home = cargo_home(project)?;
    let registry = home.join("registry/src");
    // A folder for each registry, which is named after a mirror where one is used.
    let registries = registry.read_dir().into_iter().flatten().filter_map(|entry| entry.ok());
    let mut places = vec![(home, "/cargo"), (project.root().to_owned(), "/ba-chu-dong")];
    places.extend(registries.map(|entry| (entry.path(), "/crates")));
    let root = output(command("rustc", project.root()).args(["--print", "sysroot"]))?;
    let library = Path::new(root.trim()).join("lib/rustlib/src/rust");
    let about = output(command("rustc", project.root()).arg("-vV"))?;
    let commit = about.lines().find_map(|line| line.strip_prefix("commit-hash: "));
    let standard = format!("/rustc/{}", commit.context("rustc names no commit")?);
    let all = places.iter().map(|(path, name)| (path.as_path(), *name));
    Ok(flags(all.chain([(library.as_path(), standard.as_str())])))
}

// Of two that fit, rustc takes the last.
fn flags<'a>(places: impl Iterator<Item = (&'a Path, &'a str)>) -> String {
    let mut flags = Vec::new();
    for (path, name) in places {
        let path = path.display().to_string();
        // Cargo separates the flags in this variable by blanks.
        if path.contains(char::is_whitespace) {
            say(format!(
                "{path} has a blank in it: the build will name it, and be this machine's own"
            ));
            continue;
        }
        flags.push(format!("--remap-path-prefix={path}={name}"));
    }
    flags.join(" ")
}

/// Where Cargo keeps what it fetched.
pub fn cargo_home(project: &Project) -> Result<PathBuf> {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return Ok(project.root().join(home));
    }
    let home = env::home_dir().context("neither CARGO_HOME nor a home directory is known")?;
    Ok(home.join(".cargo"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_a_name_that_no_machine_has() {
        let places = [(Path::new("/home/hoa/.cargo"), "/cargo"), (Path::new("/a b"), "/x")];
        assert_eq!(flags(places.into_iter()), "--remap-path-prefix=/home/hoa/.cargo=/cargo");
        let project = Project::find().unwrap();
        let all = rustflags(&project).unwrap();
        for name in ["=/cargo", "=/ba-chu-dong", "=/rustc/"] {
            assert!(all.contains(name), "{name} is not in {all}");
        }
        // What the file says for WebAssembly still holds: Cargo joins the two.
        let config = project.read(&project.root().join(".cargo/config.toml")).unwrap();
        assert!(config.contains("[target.wasm32-unknown-unknown]\nrustflags = ["));
    }
}
