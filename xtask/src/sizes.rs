//! The table of sizes after a build: what a person loads first, and what comes later.

use crate::finish::html;
use crate::process::{command, output};
use crate::project::Project;
use anyhow::{Context, Result};
use serde_json::Value;

/// The limit on the first load, brotli, from the design.
const BUDGET: u64 = 160_000;

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

/// Prints the table for dist/.
pub fn print(project: &Project) -> Result<()> {
    let dist = project.dist();
    let index = project.read(&dist.join("index.html"))?;
    let mut node = command("node", project.root());
    node.args(["--input-type=module", "--eval", MEASURE, "--"]).arg(&dist);
    let list: Vec<(String, u64, u64)> = parse(&output(&mut node)?)?;
    let first = html::first_load(&index);
    let (now, later): (Vec<_>, Vec<_>) = list.iter().partition(|(path, ..)| first.contains(path));
    println!("\n{:<44}{:>11}{:>11}", "first load", "bytes", "brotli");
    let total = print_group(&now);
    println!("{:<44}{:>11}{:>11}", "after the first paint", "bytes", "brotli");
    print_group(&later);
    let verdict = if total <= BUDGET { "within" } else { "OVER" };
    println!("first load {total} bytes, {verdict} the budget of {BUDGET}");
    Ok(())
}

fn print_group(files: &[&(String, u64, u64)]) -> u64 {
    for (path, raw, brotli) in files {
        println!("  {path:<42}{raw:>11}{brotli:>11}");
    }
    let raw: u64 = files.iter().map(|(_, raw, _)| raw).sum();
    let brotli: u64 = files.iter().map(|(.., brotli)| brotli).sum();
    println!("  {:<42}{raw:>11}{brotli:>11}\n", "sum");
    brotli
}

fn parse(text: &str) -> Result<Vec<(String, u64, u64)>> {
    let json: Value = serde_json::from_str(text).context("the size script printed no JSON")?;
    let rows = json.as_array().context("the size script printed no list")?;
    rows.iter()
        .map(|row| Some((row[0].as_str()?.to_owned(), row[1].as_u64()?, row[2].as_u64()?)))
        .collect::<Option<_>>()
        .context("the size script printed a row of another shape")
}
