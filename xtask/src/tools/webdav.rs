//! The servers that the tests of the shared drive start for themselves: Apache with mod_dav, and
//! rclone. Their installation may start a service of the system, which the tests never use.

use super::apt;
use crate::process::find_on_path;
use crate::project::Project;
use anyhow::Result;
use std::path::Path;

const PROGRAMS: &[&[&str]] = &[&["apache2", "httpd"], &["htpasswd"], &["rclone"], &["openssl"]];
const PACKAGES: &[&str] = &["apache2", "apache2-utils", "rclone", "openssl"];
/// Where Debian keeps it, outside of a plain user's PATH.
const SBIN: &str = "/usr/sbin";

/// Makes sure that the servers can be started.
pub fn ensure(project: &Project) -> Result<()> {
    let what = "Apache 2.4 with mod_dav, and rclone, which the tests of the shared drive start";
    apt::ensure(project, PACKAGES, missing, what)
}

fn missing() -> Vec<&'static str> {
    let is_there =
        |name: &&str| find_on_path(name).is_some() || Path::new(SBIN).join(name).is_file();
    let lacks = |names: &&&[&'static str]| !names.iter().any(is_there);
    PROGRAMS.iter().filter(lacks).map(|names| names[0]).collect()
}
