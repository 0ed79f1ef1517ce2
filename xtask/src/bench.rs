//! `cargo xtask bench`: what a message costs, how a function starts. `docs/performance.md` has the figures.

use anyhow::Result;

use crate::process::{self, at_root};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// `cost`, `init` or `settings`, and `--json`
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    bench: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    // A program of its own: the other commands need neither the functions' crates nor the emulated table.
    let mut bench = at_root("cargo");
    bench.args(["run", "--quiet", "--package", "carebell-bench", "--"]).args(&arguments.bench);
    process::run(&mut bench)
}
