//! Writes a province that never was, the same one every time:
//! `cargo run --release -p bcd-core --example make_province -- <folder> [options]`.
//!
//! ```text
//! <folder>/drive/submissions/<cycle>/…        submissions as they lie on a drive
//! <folder>/files/…                            … or as they are handed on by hand (--flat)
//! <folder>/rolls/danh-sach-<cycle>.tsv        the units of a year, as an officer's table
//! <folder>/truth/units.jsonl, submissions.jsonl   what is true of them, for tests
//!
//! --units 1900 --clusters 34 --years 3 --numbers 2 --seed 1
//! --steady     all units send in all years; none is renamed or merged
//! --unsigned   without signatures
//! ```

#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a tool for tests; the core itself neither writes, prints nor looks at a clock"
)]

use province::{ItemFact, LAST_YEAR, Province, Sent};
use serde_json::{Value, json};
use std::{fs, path::Path, time::Instant};

#[path = "support/province.rs"]
mod province;

fn main() -> Result<(), String> {
    let (mut province, mut folder, mut flat) = (Province::default(), None, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || {
            let said = arguments.next().and_then(|said| said.parse::<usize>().ok());
            said.ok_or_else(|| format!("{argument}: a number"))
        };
        match argument.as_str() {
            "--units" => province.units = number()?,
            "--clusters" => province.clusters = number()?,
            "--years" => province.years = number()?,
            "--numbers" => province.numbers = number()?.try_into().map_err(|_| "--numbers")?,
            "--seed" => province.seed = number()?,
            "--steady" => province.steady = true,
            "--unsigned" => province.signed = false,
            "--flat" => flat = true,
            _ if argument.starts_with('-') || folder.is_some() => {
                return Err(format!("unknown: {argument}"));
            }
            _ => folder = Some(argument),
        }
    }
    let folder = folder.ok_or("usage: make_province <folder> [options]")?;
    write(&province, Path::new(&folder), flat)
}

fn write(province: &Province, folder: &Path, flat: bool) -> Result<(), String> {
    let start = Instant::now();
    let set = province::default_set()?;
    let (mut units, mut facts) = (String::new(), String::new());
    let (mut count, mut bytes) = (0, 0);
    for number in 0..province.units {
        units += &format!("{}\n", unit_line(province, number));
        for sent in province.submissions(number, &set)? {
            let place = if flat { format!("files/{}", sent.name()) } else { sent.place() };
            let place = if flat { folder.join(place) } else { folder.join("drive").join(place) };
            save(&place, &sent.file)?;
            facts += &format!("{}\n", fact(&sent));
            count += 1;
            bytes += sent.file.len();
        }
    }
    save(&folder.join("truth/units.jsonl"), units.as_bytes())?;
    save(&folder.join("truth/submissions.jsonl"), facts.as_bytes())?;
    for year in province.cycles() {
        let name = format!("rolls/danh-sach-{year}.tsv");
        save(&folder.join(name), table(province, year).as_bytes())?;
    }
    println!(
        "{count} submissions of {} units in {}: {:.1} MB, {} bytes a file, {:.1} s",
        province.units,
        folder.display(),
        bytes as f64 / 1e6,
        bytes / count.max(1),
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let said = |error: std::io::Error| format!("{}: {error}", path.display());
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(said)?;
    fs::write(path, bytes).map_err(said)
}

fn unit_line(province: &Province, number: usize) -> Value {
    let id = |number| province.unit(number, LAST_YEAR).id;
    let names: serde_json::Map<String, Value> = province
        .cycles()
        .into_iter()
        .filter(|year| province.is_there(number, *year))
        .map(|year| (year.to_string(), province.unit(number, year).name.into()))
        .collect();
    let (unit, fate) = (province.unit(number, LAST_YEAR), province.fate(number));
    json!({
        "unit": unit.id, "kind": unit.kind, "cluster": unit.cluster, "names": names,
        "silent": fate.silent, "merged_into": fate.merged.map(id),
    })
}

fn fact(sent: &Sent) -> Value {
    let Sent { unit, cycle, seq, digest, at, score, items, .. } = sent;
    let item = |it: &ItemFact| {
        let ItemFact { id, state, got, max, evidence } = it;
        json!({ "item": id, "state": state, "got": got, "max": max, "evidence": evidence })
    };
    json!({
        "unit": unit.id, "name": unit.name, "kind": unit.kind, "cluster": unit.cluster,
        "cycle": cycle, "seq": seq, "digest": digest, "at": at, "got": score.got, "max": score.max,
        "recognisable": score.recognisable, "items": items.iter().map(item).collect::<Vec<_>>(),
    })
}

// As an office program copies it: a heading, then a line for each unit, tabs between.
fn table(province: &Province, year: usize) -> String {
    let mut table = "TT\tTên đơn vị\tLoại đơn vị\tCụm thi đua\tBí thư\tĐiện thoại\n".to_owned();
    for (n, line) in province.roll(year).into_iter().enumerate() {
        let unit = line.unit;
        table += &format!(
            "{}\t{}\t{}\t{}\t{}\t{}\n",
            n + 1,
            unit.name,
            line.kind,
            unit.cluster,
            line.secretary,
            line.phone
        );
    }
    table
}
