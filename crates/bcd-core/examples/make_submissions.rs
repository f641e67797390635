//! Writes submission files of different units into a folder, the same ones every time:
//! `cargo run -p bcd-core --example make_submissions -- <folder> <count> [--photos]`.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a tool for tests; the core itself neither writes nor prints"
)]

use std::{fs, path::Path};

#[path = "support/photo.rs"]
mod photo;
#[path = "support/units.rs"]
mod units;

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, count) = match arguments.as_slice() {
        [folder, count, ..] => (Path::new(folder), count.parse().map_err(|_| "count: a number")?),
        _ => return Err("usage: make_submissions <folder> <count> [--photos]".to_owned()),
    };
    let with_photos = arguments.iter().skip(2).any(|argument| argument == "--photos");
    let set = units::default_set()?;
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    for number in 0..count {
        // Every tenth unit has so many that they travel beside the document, in a ZIP.
        let side = if number % 10 == 9 { 800 } else { 96 };
        let seed = u32::try_from(number).unwrap_or(0);
        let photos: Vec<Vec<u8>> = if with_photos {
            (0..2).map(|n| photo::png(side, seed * 2 + n, 255)).collect()
        } else {
            Vec::new()
        };
        let (file, zipped) = units::submission(number, &set, &photos)?;
        let name = format!("don-vi-{number:04}.{}", if zipped { "zip" } else { "json" });
        fs::write(folder.join(name), file).map_err(|error| error.to_string())?;
    }
    println!("{count} files in {}", folder.display());
    Ok(())
}
