//! `cargo xtask test`: every test of the workspace, documentation tests and end-to-end ones included.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};

use crate::process::at_root;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What `cargo test` gets besides, such as `-p carebell-domain` or the part of a test's name
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    cargo: Vec<String>,
}

/// How many tests ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Totals {
    passed: u64,
    failed: u64,
}

impl Totals {
    /// Adds what a line of the test harness reports, if it is its closing line:
    /// `test result: ok. 12 passed; 0 failed; 0 ignored; ...`.
    fn add(&mut self, line: &str) {
        let Some(report) = line.strip_prefix("test result: ") else {
            return;
        };
        for part in report.split(['.', ';']) {
            match part.trim().split_once(' ') {
                Some((count, "passed")) => self.passed += count.parse().unwrap_or(0),
                Some((count, "failed")) => self.failed += count.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut command = at_root("cargo");
    command.args(["test", "--no-fail-fast"]);
    if arguments.cargo.is_empty() {
        command.arg("--workspace");
    }
    let mut child = command.args(&arguments.cargo).stdout(Stdio::piped()).spawn().context("cannot run cargo")?;
    let output = child.stdout.take().context("no output")?;
    let mut totals = Totals::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        totals.add(&line);
    }
    let status = child.wait()?;
    // A program that does not compile, or ends before its last test, counts as a failed test.
    if !status.success() && totals.failed == 0 {
        totals.failed = 1;
    }
    println!("\n{} passed, {} failed", totals.passed, totals.failed);
    ensure!(status.success(), "cargo test: {status}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Totals;

    #[test]
    fn closing_lines_add_up() {
        let mut totals = Totals::default();
        for line in [
            "running 3 tests",
            "test a ... ok",
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s",
            "test result: FAILED. 10 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.20s",
        ] {
            totals.add(line);
        }
        assert_eq!(totals, Totals { passed: 13, failed: 2 });
    }
}
