//! `cargo xtask cloud`: the local cloud, for as long as somebody works with it.

use std::io;
use std::path::PathBuf;

use anyhow::Result;
use carebell_local::{Binaries, Cloud, Options, Role, User};

/// Tenant of the users that are made here.
const TENANT: &str = "tt_example";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A folder with `<function>/bootstrap`, in place of building the functions
    #[arg(long, value_name = "FOLDER")]
    binaries: Option<PathBuf>,
}

pub(crate) fn run(arguments: Arguments) -> Result<()> {
    let cloud = Cloud::start(Options {
        binaries: arguments.binaries.map_or(Binaries::Built, Binaries::In),
        ..Options::default()
    })?;
    println!("API        {}", cloud.api().url());
    println!("  docs     {}/docs", cloud.api().url());
    println!("emulator   {}", cloud.aws().endpoint());
    println!("inbox      {}", cloud.carrier().url());
    for (name, value) in cloud.outputs().iter() {
        println!("{name:<24} {value}");
    }
    for user in [
        User::new("platform", Role::Platform),
        User::new("machine", Role::Machine).of(TENANT),
        User::new("admin", Role::Admin).of(TENANT),
        User::new("operator", Role::Operator).of(TENANT),
    ] {
        println!("\n{} {}", user.name(), cloud.sign_in(&user)?);
    }
    println!("\nEnter or Ctrl-C ends it.");
    io::stdin().read_line(&mut String::new())?;
    Ok(())
}
