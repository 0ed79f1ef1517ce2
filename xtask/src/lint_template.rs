//! `cargo xtask lint-template`: what the two linters of AWS have against `template.yaml`.

use anyhow::Result;
use carebell_local::{REGION, Venv};

use crate::process::{self, at_root};

pub(crate) fn run() -> Result<()> {
    let cfn_lint = Venv::of("cfn-lint")?;
    process::run(
        at_root(cfn_lint.program("cfn-lint")).args(["--non-zero-exit-code", "informational"]).arg("template.yaml"),
    )?;
    let sam = Venv::of("sam")?;
    process::run(
        at_root(sam.program("sam"))
            .args(["validate", "--lint", "--region", REGION, "--template", "template.yaml"])
            .env("SAM_CLI_TELEMETRY", "0"),
    )
}
