//! `cargo xtask <verb>`: builds, serves, tests and measures the app.

mod build;
mod cargo_lock;
mod contract;
mod digest;
mod fence;
mod finish;
mod origin;
mod paths;
mod playwright;
mod process;
mod project;
mod reproduce;
mod scale;
mod serve;
mod sizes;
mod test;
mod tools;

use anyhow::{Result, bail};
use project::Project;

const HELP: &str = "\
cargo xtask <verb>

  serve [--release]   build, serve on http://127.0.0.1:8080, rebuild on change
  build               release build into dist/, with a table of sizes; fails where one is
                      over its limit (xtask/limits.json)
  test [NAME…]        everything, or only: fmt lint fence unit build e2e;
                      any other NAME filters the native and the browser tests
  reproduce           build the last commit twice, elsewhere, and compare every file (20 minutes)
  bench               measure a release build (tests/bench/run.mjs)
  scale [OPTIONS]     ask DuckDB and Spark what docs/scale.md asks, of a made-up province of the
                      size that the options of make_province say
  screenshots         draw the screenshots of the documentation
  finish              last step of every build; Trunk calls it as a hook

Missing tools are fetched or built on first use, outside the repository.
";

fn main() {
    if let Err(error) = dispatch() {
        eprintln!("xtask: {error:#}");
        std::process::exit(1);
    }
}

fn dispatch() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let project = Project::find()?;
    let (verb, rest) = match arguments.split_first() {
        Some((verb, rest)) => (verb.as_str(), rest),
        None => ("help", &[][..]),
    };
    match verb {
        "serve" => serve::serve(&project, release_flag(rest)?),
        "build" => {
            no_arguments(verb, rest)?;
            build::build(&project)?;
            sizes::check(&project)
        }
        "test" => test::test(&project, rest),
        "bench" => bench(&project, rest),
        "scale" => scale::scale(&project, rest),
        "screenshots" => screenshots(&project, rest),
        "reproduce" => {
            no_arguments(verb, rest)?;
            reproduce::reproduce(&project)
        }
        "finish" => {
            no_arguments(verb, rest)?;
            finish::finish(&project)
        }
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => bail!("unknown verb `{other}`\n\n{HELP}"),
    }
}

fn bench(project: &Project, arguments: &[String]) -> Result<()> {
    let browser = tools::chromium::CHROMIUM.ensure(project)?;
    build::build_if_stale(project)?;
    // The Leptos "hello" beside which the app is measured is built by Trunk, too.
    let path = tools::ensure(project)?.path()?;
    let measure = |script: &str, arguments: &[String]| {
        let mut node = process::command("node", project.root());
        node.env("PATH", &path).envs(browser.environment());
        process::run(node.arg(project.tests().join("bench").join(script)).args(arguments))
    };
    measure("run.mjs", arguments)?;
    // Arguments narrow the pages down; many files and a full year are measured with all of them.
    if !arguments.is_empty() {
        return Ok(());
    }
    measure("engine.mjs", &[])?;
    measure("intake.mjs", &[])?;
    measure("year.mjs", &[])?;
    tools::webdav::ensure(project)?;
    measure("drive.mjs", &[])
}

fn screenshots(project: &Project, arguments: &[String]) -> Result<()> {
    build::build_if_stale(project)?;
    playwright::run_in_chromium(project, &[&["screenshots".to_owned()], arguments].concat())
}

fn release_flag(arguments: &[String]) -> Result<serve::Profile> {
    match arguments {
        [] => Ok(serve::Profile::Debug),
        [flag] if flag == "--release" => Ok(serve::Profile::Release),
        other => bail!("`serve` takes only --release, not {other:?}"),
    }
}

fn no_arguments(verb: &str, arguments: &[String]) -> Result<()> {
    if arguments.is_empty() {
        return Ok(());
    }
    bail!("`{verb}` takes no arguments, not {arguments:?}")
}
