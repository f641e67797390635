//! The table of sizes after a build: what a person loads first, and what comes later. A build that
//! is over a limit of `xtask/limits.json` fails.

use crate::finish::{chunks, html, service_worker};
use crate::process::{command, output};
use crate::project::Project;
use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Node has brotli built in, and the build needs Node anyway.
const MEASURE: &str = r#"
import { readFileSync, readdirSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
const dist = process.argv.at(-1);
const list = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => {
    const path = `${entry.parentPath ?? entry.path}/${entry.name}`;
    const bytes = readFileSync(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const packed = /\.(html|js|wasm|json|css|svg|webmanifest)$/.test(path) ? brotliCompressSync(bytes, { params }) : bytes;
    return [path.slice(dist.length + 1).replaceAll('\\', '/'), bytes.length, packed.length];
  });
console.log(JSON.stringify(list.sort((a, b) => b[2] - a[2])));
"#;

/// A file of dist/: its path, its bytes, its bytes in brotli.
type File = (String, u64, u64);

/// Prints the table for dist/.
///
/// # Errors
/// The sums that are over their limits.
pub fn check(project: &Project) -> Result<()> {
    let dist = project.dist();
    let index = project.read(&dist.join("index.html"))?;
    let mut node = command("node", project.root());
    node.args(["--input-type=module", "--eval", MEASURE, "--"]).arg(&dist);
    let files = parse(&output(&mut node)?)?;
    let first = html::first_load(&index);
    let is_first = |path: &str| first.iter().any(|name| name == path);
    print_group("first load", &files, is_first);
    print_group("behind the first screen", &files, comes_behind);
    print_group("when first needed", &files, |path| !is_first(path) && !comes_behind(path));

    let limits: Value = serde_json::from_str(&project.read(&project.limits())?)?;
    let sums = [
        ("first_load", sum(&files, is_first)),
        ("with_lazy_chunk", sum(&files, |path| is_first(path) || comes_behind(path))),
        ("precached", sum(&files, service_worker::is_kept)),
    ];
    let mut over = Vec::new();
    for (name, bytes) in sums {
        let limit = limits[name].as_u64().with_context(|| format!("limits.json lacks {name}"))?;
        println!("{name:<44}{bytes:>22}  of at most {limit}");
        if bytes > limit {
            over.push(format!("{name}: {bytes} bytes of brotli, {} over its limit", bytes - limit));
        }
    }
    if over.is_empty() { Ok(()) } else { bail!("{}", over.join("\n")) }
}

/// What every page asks for right behind its first screen: the late chunk, what it shares with the
/// rare one, and its stylesheet.
fn comes_behind(path: &str) -> bool {
    chunks::comes_behind(path) || path.starts_with("late-") && path.ends_with(".css")
}

fn sum(files: &[File], counts: impl Fn(&str) -> bool) -> u64 {
    files.iter().filter(|(path, ..)| counts(path)).map(|(.., brotli)| brotli).sum()
}

fn print_group(title: &str, files: &[File], belongs: impl Fn(&str) -> bool) {
    println!("\n{title:<44}{:>11}{:>11}", "bytes", "brotli");
    for (path, raw, brotli) in files.iter().filter(|(path, ..)| belongs(path)) {
        println!("  {path:<42}{raw:>11}{brotli:>11}");
    }
    println!();
}

fn parse(text: &str) -> Result<Vec<File>> {
    let json: Value = serde_json::from_str(text).context("the size script printed no JSON")?;
    let rows = json.as_array().context("the size script printed no list")?;
    rows.iter()
        .map(|row| Some((row[0].as_str()?.to_owned(), row[1].as_u64()?, row[2].as_u64()?)))
        .collect::<Option<_>>()
        .context("the size script printed a row of another shape")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sum_counts_its_own_files() {
        let files: Vec<File> = [
            ("index.html", 10),
            ("late-0123456789abcdef.wasm", 200),
            ("late-0123456789abcdef.css", 30),
            ("rare-0123456789abcdef.wasm", 600),
            ("worker-0123456789abcdef.wasm", 4000),
            ("sw.js", 50000),
        ]
        .map(|(path, brotli)| (path.to_owned(), 0, brotli))
        .into();
        assert_eq!(sum(&files, comes_behind), 230);
        assert_eq!(sum(&files, service_worker::is_kept), 4840);
    }
}
