//! `cargo xtask serve`: builds, serves, and rebuilds on change until Ctrl-C.

use crate::process::{command, say};
use crate::project::Project;
use crate::tools;
use anyhow::{Context, Result, bail};
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

const PORT: &str = "8080";

/// How the app is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Debug,
    Release,
}

/// Serves dist/ on the loopback interface.
pub fn serve(project: &Project, profile: Profile) -> Result<()> {
    let tools = tools::ensure(project)?;
    let stop = Arc::new(AtomicBool::new(false));
    let signal = Arc::clone(&stop);
    ctrlc::set_handler(move || signal.store(true, Ordering::SeqCst))
        .context("cannot watch for Ctrl-C")?;

    let started = SystemTime::now();
    let mut trunk = command(tools.trunk(), project.root());
    trunk.arg("watch").env("PATH", tools.path()?);
    if profile == Profile::Release {
        trunk.arg("--release");
    }
    say("building, and again at every change (the first build takes minutes)");
    let mut watcher = Children(vec![trunk.spawn().context("cannot start `trunk watch`")?]);

    while !built_since(project, started) {
        if stop.load(Ordering::SeqCst) || watcher.one_has_ended()? {
            return Ok(());
        }
        sleep(Duration::from_millis(200));
    }
    let mut server = command("node", &project.tests());
    server.args(["server.mjs", "--port", PORT, "--dir"]).arg(project.dist());
    watcher.0.push(server.spawn().context("cannot start `node server.mjs`")?);
    say(format!("open http://127.0.0.1:{PORT}/ (Ctrl-C ends)"));
    if profile == Profile::Debug {
        say("a debug build precaches nothing: offline use needs `serve --release`");
    }

    while !stop.load(Ordering::SeqCst) {
        if watcher.one_has_ended()? {
            bail!("the server or the watcher ended; is port {PORT} in use?");
        }
        sleep(Duration::from_millis(200));
    }
    say("stopped");
    Ok(())
}

fn built_since(project: &Project, started: SystemTime) -> bool {
    let dist = project.dist();
    // Trunk moves file by file out of this directory, and removes it last.
    let complete = !dist.join(".stage").exists();
    let stamp = dist.join("version.json");
    complete
        && stamp
            .metadata()
            .and_then(|metadata| metadata.modified())
            .is_ok_and(|time| time >= started)
}

/// Child processes that end with this one.
struct Children(Vec<Child>);

impl Children {
    fn one_has_ended(&mut self) -> Result<bool> {
        for child in &mut self.0 {
            if child.try_wait().context("cannot look after a child process")?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        for child in &mut self.0 {
            // It may have ended by the same Ctrl-C already: nothing to do then.
            if child.kill().is_ok() {
                child.wait().ok();
            }
        }
    }
}
