//! How long it takes to read, check and score submissions, against bare JSON parsing of the same
//! bytes in the same run: `cargo run --release -p bcd-core --example bench_intake [count]`.

#![expect(
    clippy::disallowed_types,
    clippy::disallowed_macros,
    reason = "a measurement needs a clock and a place to print; the core has neither"
)]

use bcd_core::engine::{Request, Response, handle};
use province::Province;
use serde_json::Value;
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

#[path = "support/province.rs"]
mod province;

const RUNS: usize = 5;
/// As many as the app gives the engine at once.
const BATCH: usize = 32;

fn main() -> Result<(), String> {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(2_000);
    let whole = province::default_set()?;
    measure("default set", count, &whole)?;
    // The set without its explanations, as a short set of an upper level would be.
    let mut short = whole;
    strip(&mut short);
    measure("short set", count, &short)
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|key, _| !matches!(key.as_str(), "en" | "evidence" | "source" | "note"));
            object.values_mut().for_each(strip);
        }
        Value::Array(list) => list.iter_mut().for_each(strip),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn measure(name: &str, count: usize, set: &Value) -> Result<(), String> {
    let one_each =
        Province { units: count, years: 1, numbers: 1, steady: true, ..Province::default() };
    let mut files = Vec::new();
    for number in 0..count {
        files.extend(one_each.submissions(number, set)?.into_iter().map(|sent| sent.file));
    }
    let bytes: usize = files.iter().map(Vec::len).sum();
    let (mut read, mut bare) = (Vec::new(), Vec::new());
    // In turns, so that a slow moment of the machine meets both.
    for _ in 0..RUNS {
        read.push(time(|| files.chunks(BATCH).all(are_taken))?);
        bare.push(time(|| {
            files.iter().all(|file| serde_json::from_slice::<Value>(black_box(file)).is_ok())
        })?);
    }
    let (read, bare) = (median(read), median(bare));
    let per_file = |all: Duration| all.as_secs_f64() * 1e6 / count.max(1) as f64;
    println!(
        "{name}: {count} files of {} bytes on average, median of {RUNS} runs",
        bytes / count.max(1)
    );
    println!("  read + check + score  {:>9.1?}  {:>7.1} µs a file", read, per_file(read));
    println!("  bare JSON             {:>9.1?}  {:>7.1} µs a file", bare, per_file(bare));
    println!("  ratio                 {:.2}", read.as_secs_f64() / bare.as_secs_f64());
    Ok(())
}

fn are_taken(files: &[Vec<u8>]) -> bool {
    let request = Request::Check { files: vec![Vec::new(); files.len()] };
    let (response, blobs) = handle(request, black_box(files).to_vec());
    black_box(blobs);
    matches!(response, Response::Checked(all) if all.iter().all(|one| one.found.is_some()))
}

fn time(work: impl FnOnce() -> bool) -> Result<Duration, String> {
    let start = Instant::now();
    let good = work();
    let took = start.elapsed();
    if good { Ok(took) } else { Err("a file was refused".to_owned()) }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
