//! `cargo xtask package`: the functions as Lambda takes them, built by cargo-lambda.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use carebell_local::{Venv, function_names, root};

use crate::process::{self, at_root};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What the functions are to run on: the template's parameter Architecture
    #[arg(long, value_enum, default_value_t = Architecture::Arm64)]
    architecture: Architecture,
}

#[derive(Clone, Copy, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
enum Architecture {
    Arm64,
    #[value(name = "x86_64")]
    X86,
}

impl Architecture {
    fn target(self) -> &'static str {
        match self {
            Self::Arm64 => "aarch64-unknown-linux-gnu",
            Self::X86 => "x86_64-unknown-linux-gnu",
        }
    }

    fn parameter(self) -> &'static str {
        match self {
            Self::Arm64 => "arm64",
            Self::X86 => "x86_64",
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let architecture = available(arguments.architecture)?;
    let names = function_names()?;
    // The template takes the binaries from the first folder; the second is for other ways to deploy.
    build(architecture, &names, "binary", "target/lambda")?;
    build(architecture, &names, "zip", "target/package")?;
    for name in names {
        let archive = root().join(format!("target/package/{name}/bootstrap.zip"));
        let size = fs::metadata(&archive).with_context(|| format!("{} is missing", archive.display()))?.len();
        println!("{name:<24} {:>8.2} MB", size as f64 / 1e6);
    }
    println!("built for {}", architecture.parameter());
    Ok(())
}

/// The architecture that was asked for, or the machine's own if Rust's standard library for the
/// other is not installed.
fn available(wanted: Architecture) -> Result<Architecture> {
    if has_target(wanted)? {
        return Ok(wanted);
    }
    let host = if cfg!(target_arch = "aarch64") { Architecture::Arm64 } else { Architecture::X86 };
    if !has_target(host)? {
        bail!("Rust's standard library for {} is missing", host.target());
    }
    eprintln!(
        "Rust's standard library for {0} is missing (rustup target add {0}): \
         building for this machine, to be deployed with Architecture={1}",
        wanted.target(),
        host.parameter()
    );
    Ok(host)
}

fn has_target(architecture: Architecture) -> Result<bool> {
    let output = Command::new("rustc").args(["--print", "sysroot"]).output()?;
    let sysroot = String::from_utf8(output.stdout)?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib").join(architecture.target()).join("lib").exists())
}

fn build(architecture: Architecture, names: &[String], format: &str, folder: &str) -> Result<()> {
    let venv = Venv::of("cargo-lambda")?;
    process::run(
        at_root(venv.program("cargo-lambda"))
            .args(["lambda", "build", "--release", "--output-format", format])
            .args(["--target", architecture.target()])
            .args(["--lambda-dir", folder])
            .args(names.iter().flat_map(|name| ["--package", name]))
            // cargo-lambda links with the Zig that is installed beside it.
            .env("PATH", venv.path()?),
    )
}
