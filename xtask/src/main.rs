//! The repository's commands: `cargo xtask help`.

mod bench;
mod cloud;
mod demo;
mod deny;
mod deploy;
mod events;
mod fuzz;
mod lint_template;
mod made;
mod openapi;
mod package;
mod process;
mod simulate;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "The repository's commands")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Measure what a message costs (`cost`) or how a function starts (`init`)
    Bench(bench::Arguments),
    /// Run the local cloud until Enter or Ctrl-C
    Cloud(cloud::Arguments),
    /// Show a clinic at work on the local cloud
    Demo(demo::Arguments),
    /// Check the licences and sources of dependencies
    Deny,
    /// Deploy what `package` has built to the AWS account of the environment
    Deploy(deploy::Arguments),
    /// Write docs/events.md from the code, or compare it
    Events(made::Arguments),
    /// Search for inputs that break what reads them
    Fuzz(fuzz::Arguments),
    /// Check template.yaml with cfn-lint and SAM
    LintTemplate,
    /// Write docs/openapi.json from the code, or compare it
    Openapi(made::Arguments),
    /// Build the functions for Lambda
    Package(package::Arguments),
    /// Run the workflows on simulated ports, under every kind of fault
    Simulate(simulate::Arguments),
    /// Run every test, the end-to-end ones included
    Test(test::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Cloud(arguments) => cloud::run(arguments),
        Command::Demo(arguments) => demo::run(arguments),
        Command::Deny => deny::run(),
        Command::Deploy(arguments) => deploy::run(&arguments),
        Command::Events(arguments) => events::run(&arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
        Command::LintTemplate => lint_template::run(),
        Command::Openapi(arguments) => openapi::run(&arguments),
        Command::Package(arguments) => package::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
