//! `cargo xtask test`: every check, part by part, with a table at the end.

use crate::build::{build_if_stale, is_fresh};
use crate::process::{command, output, run, say};
use crate::project::Project;
use crate::{contract, fence, origin, playwright, sizes, tools};
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::path::PathBuf;
use std::process::Child;
use std::time::Instant;

type Part = (&'static str, fn(&Project) -> Result<()>);

/// In the order of what fails fastest.
const PARTS: &[Part] = &[
    ("fmt", fmt),
    ("fence", fences),
    ("lint", lint),
    ("unit", unit),
    ("build", build),
    ("e2e", e2e),
];

/// Runs all parts, or the named ones, or the tests whose name contains a word.
pub fn test(project: &Project, names: &[String]) -> Result<()> {
    let (known, filters): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| PARTS.iter().any(|(part, _)| part == name));
    let chosen = |part: &str| names.is_empty() || known.iter().any(|name| *name == part);
    let mut table = TestResults::default();
    let mut beside = None;
    for (name, part) in PARTS.iter().filter(|(name, _)| chosen(name)) {
        if names.is_empty() && *name == "lint" && !is_fresh(project) {
            beside = Some(BuildBeside::start(project)?);
        }
        match beside.take_if(|_| *name == "build") {
            Some(build) => table.record(name, || build.end()),
            None => table.record(name, || part(project)),
        }
    }
    for filter in filters {
        record_filter(project, &mut table, filter)?;
    }
    table.finish()
}

fn fmt(project: &Project) -> Result<()> {
    run(command("cargo", project.root()).args(["fmt", "--all", "--check"]))
}

fn fences(project: &Project) -> Result<()> {
    fence::check(project)?;
    origin::check(project)
}

fn lint(project: &Project) -> Result<()> {
    tools::rust_target::ensure(project)?;
    let deny = ["--", "--deny", "warnings"];
    let native = ["clippy", "--workspace", "--all-targets"];
    run(command("cargo", project.root()).args(native).args(deny))?;
    let wasm = ["clippy", "--target", tools::rust_target::WASM];
    let packages = origin::OURS.iter().filter(|name| **name != "xtask");
    let packages = packages.flat_map(|name| ["--package", *name]);
    run(command("cargo", project.root()).args(wasm).args(packages).args(deny))
}

fn unit(project: &Project) -> Result<()> {
    tools::office::ensure(project)?;
    run(command("cargo", project.root()).args(["test", "--workspace"]))
}

fn build(project: &Project) -> Result<()> {
    build_if_stale(project)?;
    sizes::check(project)
}

/// The build, beside lints and native tests: it links for minutes on one core.
struct BuildBeside {
    process: Child,
    /// What it prints, shown at its end so that it does not stand between the other parts' lines.
    log: PathBuf,
}

impl BuildBeside {
    fn start(project: &Project) -> Result<Self> {
        // Both sides need it, and two of rustup at a time disturb each other.
        tools::rust_target::ensure(project)?;
        let log = project.root().join("target/build.log");
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let mut build = command(std::env::current_exe()?, project.root());
        build.arg("build").stdout(file.try_clone()?).stderr(file);
        let process = build.spawn().context("cannot start the build")?;
        say(format!("the app is built meanwhile: {}", log.display()));
        Ok(Self { process, log })
    }

    fn end(mut self) -> Result<()> {
        let status = self.process.wait()?;
        let printed = std::fs::read(&self.log)?;
        print!("{}", String::from_utf8_lossy(&printed));
        if status.success() { Ok(()) } else { bail!("`cargo xtask build` failed: {status}") }
    }
}

fn e2e(project: &Project) -> Result<()> {
    build_if_stale(project)?;
    contract::ensure(project)?;
    playwright::run(project, &[])
}

/// Runs what matches a filter, native tests first: they need no build of the app.
fn record_filter(project: &Project, table: &mut TestResults, filter: &str) -> Result<()> {
    let native = ["test", "--workspace", filter];
    let terse = ["--", "--list", "--format", "terse"];
    let list = output(command("cargo", project.root()).args(native).args(terse))?;
    let in_cargo = list.lines().filter(|line| line.ends_with(": test")).count();
    let in_browser = playwright::count(project, filter)?;
    say(format!("`{filter}` matches {in_cargo} native and {in_browser} browser tests"));
    if in_cargo + in_browser == 0 {
        bail!("`{filter}` is no part and matches no test");
    }
    if in_cargo > 0 {
        table.record(&format!("unit {filter}"), || {
            run(command("cargo", project.root()).args(native))
        });
    }
    if in_browser > 0 {
        table.record(&format!("e2e {filter}"), || {
            build_if_stale(project)?;
            contract::ensure(project)?;
            playwright::run(project, &["--grep".to_owned(), filter.to_owned()])
        });
    }
    Ok(())
}

/// The parts that ran, each with its result and seconds.
#[derive(Default)]
struct TestResults(Vec<(String, Result<()>, f32)>);

impl TestResults {
    fn record(&mut self, name: &str, part: impl FnOnce() -> Result<()>) {
        say(format!("── {name}"));
        let start = Instant::now();
        let result = part();
        if let Err(error) = &result {
            say(format!("{name}: {error:#}"));
        }
        self.0.push((name.to_owned(), result, start.elapsed().as_secs_f32()));
    }

    fn finish(self) -> Result<()> {
        println!();
        for (name, result, seconds) in &self.0 {
            let word = if result.is_ok() { "passed" } else { "FAILED" };
            println!("  {name:<24}{word:<8}{seconds:>7.1} s");
        }
        let failed = self.0.iter().filter(|(_, result, _)| result.is_err()).count();
        // The parts of this table are what is counted, not the single tests in them.
        println!("\n{} passed, {failed} failed", self.0.len() - failed);
        if failed > 0 {
            bail!("{failed} of {} parts failed", self.0.len());
        }
        Ok(())
    }
}
