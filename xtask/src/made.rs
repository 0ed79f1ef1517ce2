//! Documents that a program of the repository makes from the code.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use carebell_local::root;

/// How a document is made.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Compare the file instead of writing it
    #[arg(long)]
    check: bool,
}

/// Writes what a program prints to a file, or compares it; `name` is the command that does.
pub(crate) fn run(arguments: &Arguments, name: &str, file: &str, mut print: Command) -> Result<()> {
    let made = print.output().with_context(|| format!("cannot run {print:?}"))?;
    ensure!(made.status.success(), "{print:?} failed: {}", String::from_utf8_lossy(&made.stderr));
    let path = root().join(file);
    if arguments.check {
        let committed = fs::read(&path).with_context(|| format!("cannot read {file}"))?;
        ensure!(committed == made.stdout, "{file} is not what the code makes: run `cargo xtask {name}`");
        return Ok(());
    }
    fs::write(&path, made.stdout).with_context(|| format!("cannot write {file}"))
}
