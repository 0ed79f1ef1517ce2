//! `cargo xtask deploy`: the deployment by SAM, and what CloudFormation cannot set.

use std::env;
use std::process::Command;

use anyhow::Result;
use carebell_local::Venv;

use crate::process::{self, at_root};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The stack's name
    #[arg(long, default_value = "carebell")]
    stack: String,
    /// A parameter of template.yaml; may be repeated
    #[arg(long = "parameter", value_name = "NAME=VALUE")]
    parameters: Vec<String>,
    /// Leave the account's SMS attributes as they are
    #[arg(long)]
    keep_sms_attributes: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let sam = Venv::of("sam")?;
    let mut deploy = in_region(at_root(sam.program("sam")));
    deploy
        .args(["deploy", "--template-file", "template.yaml"])
        .args(["--config-file", "infra/samconfig.toml"])
        .args(["--stack-name", &arguments.stack])
        .env("SAM_CLI_TELEMETRY", "0");
    if !arguments.parameters.is_empty() {
        deploy.arg("--parameter-overrides").args(&arguments.parameters);
    }
    process::run(&mut deploy)?;
    if arguments.keep_sms_attributes {
        return Ok(());
    }
    let mut attributes = in_region(at_root(sam.program("python")));
    process::run(attributes.arg("infra/python/sms_attributes.py").arg(&arguments.stack))
}

/// SAM and boto3 know `AWS_DEFAULT_REGION` only; the AWS CLI and the SDKs let `AWS_REGION` go before it.
#[expect(clippy::disallowed_methods, reason = "passes the shell's region on")]
fn in_region(mut command: Command) -> Command {
    if let Some(region) = env::var_os("AWS_REGION") {
        command.env("AWS_DEFAULT_REGION", region);
    }
    command
}
