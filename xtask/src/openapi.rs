//! `cargo xtask openapi`: writes `docs/openapi.json` from the code, or compares it.

use std::fs;

use anyhow::{Context, Result, ensure};
use carebell_local::root;

use crate::process::at_root;

const FILE: &str = "docs/openapi.json";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Compare the file instead of writing it
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut print = at_root("cargo");
    print.args(["run", "--quiet", "--package", "carebell-http", "--example", "openapi"]);
    let made = print.output().with_context(|| format!("cannot run {print:?}"))?;
    ensure!(made.status.success(), "{print:?} failed: {}", String::from_utf8_lossy(&made.stderr));
    let file = root().join(FILE);
    if arguments.check {
        let committed = fs::read(&file).with_context(|| format!("cannot read {FILE}"))?;
        ensure!(committed == made.stdout, "{FILE} is not what the code makes: run `cargo xtask openapi`");
        return Ok(());
    }
    fs::write(&file, made.stdout).with_context(|| format!("cannot write {FILE}"))
}
