//! Reads one version out of Cargo.lock.

use anyhow::{Result, bail};

/// The version of `package` in the text of a Cargo.lock.
///
/// A text search is enough: Cargo writes the file, in one layout, and a parser
/// for TOML would double the compile time of this crate.
pub fn version_of(lock: &str, package: &str) -> Result<String> {
    let name = format!("name = \"{package}\"");
    let mut versions = lock.split("[[package]]").filter_map(|block| {
        let mut lines = block.lines().map(str::trim);
        lines.find(|line| *line == name)?;
        lines.find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
    });
    match (versions.next(), versions.next()) {
        (Some(version), None) => Ok(version.to_owned()),
        (None, _) => bail!("Cargo.lock names no package `{package}`; `cargo metadata` writes it"),
        (Some(_), Some(_)) => bail!("Cargo.lock names several versions of `{package}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
dependencies = [
 "cfg-if",
]

[[package]]
name = "wasm-bindgen-macro"
version = "0.2.131"

[[package]]
name = "two"
version = "1.0.0"

[[package]]
name = "two"
version = "2.0.0"
"#;

    #[test]
    fn the_name_must_match_as_a_whole() {
        assert_eq!(version_of(LOCK, "wasm-bindgen").unwrap(), "0.2.130");
        assert_eq!(version_of(LOCK, "wasm-bindgen-macro").unwrap(), "0.2.131");
    }

    #[test]
    fn absent_and_double_packages_are_errors() {
        assert!(version_of(LOCK, "wasm").is_err());
        assert!(version_of(LOCK, "two").is_err());
    }
}
