//! `cargo xtask fuzz`: libFuzzer searches for inputs that break a target of `tests/fuzz`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use carebell_local::root;

use crate::process::{self, at_root};

/// The package with the targets.
const PACKAGE: &str = "tests/fuzz";
/// Where programs, logs and findings are kept.
const KEPT: &str = "target/fuzz";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The target, a folder of tests/fuzz/corpus; all of them, one after the other, if none is named
    target: Option<String>,
    /// How long each target is searched
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u32,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let has_it = at_root("cargo").args(["fuzz", "--version"]).output()?.status.success();
    ensure!(has_it, "cargo-fuzz is missing: cargo install --locked cargo-fuzz");
    let targets = match &arguments.target {
        Some(target) => vec![target.clone()],
        None => names(&root().join(PACKAGE).join("corpus"))?,
    };
    build(arguments.target.as_deref())?;
    let mut broken = Vec::new();
    println!("{:<14} {:>12} {:>9}", "target", "inputs", "findings");
    for target in targets {
        let findings = search(&target, arguments.seconds)?;
        broken.extend(findings);
    }
    if broken.is_empty() {
        return Ok(());
    }
    for finding in &broken {
        eprintln!("{}", finding.display());
    }
    bail!("mend what these break, and add each under a telling name to {PACKAGE}/corpus")
}

/// Builds the programs with libFuzzer's instruments. No sanitizer: our code has no `unsafe`, and without one it runs some
/// times as fast. A stable compiler has the instruments too, but must be told to let cargo-fuzz use them. Optimising for
/// the last bit, as for a deployment, would take longer than most searches.
fn build(target: Option<&str>) -> Result<()> {
    process::run(
        at_root("cargo")
            .args(["fuzz", "build", "--fuzz-dir", PACKAGE, "--target-dir", KEPT])
            .args(["--features", "libfuzzer", "--sanitizer", "none", "--codegen-units", "16"])
            .args(target)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    )
}

/// Searches one target and gives the inputs that break it.
fn search(target: &str, seconds: u32) -> Result<Vec<PathBuf>> {
    let kept = root().join(KEPT);
    let (found, findings) = (kept.join("corpus").join(target), kept.join("findings").join(target));
    for folder in [&found, &findings] {
        fs::create_dir_all(folder)?;
    }
    let before = paths(&findings)?;
    let log = kept.join(format!("{target}.log"));
    // libFuzzer adds what it finds of interest to the first folder, and only reads the second.
    Command::new(kept.join(host()?).join("release").join(target))
        .args([found, root().join(PACKAGE).join("corpus").join(target)])
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", findings.display()))
        .args(["-timeout=10", "-print_final_stats=1"])
        .stderr(File::create(&log)?)
        .status()
        .with_context(|| format!("cannot run the program of {target}"))?;
    let told = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    let count = told.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    let count = count.with_context(|| format!("the search did not end as it should: see {}", log.display()))?;
    let new: Vec<PathBuf> = paths(&findings)?.into_iter().filter(|path| !before.contains(path)).collect();
    println!("{target:<14} {:>12} {:>9}", count.trim(), new.len());
    Ok(new)
}

fn paths(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.sort();
    Ok(paths)
}

fn names(folder: &Path) -> Result<Vec<String>> {
    Ok(paths(folder)?.iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect())
}

/// The machine's own target triple, after which cargo-fuzz names the folder of its programs.
fn host() -> Result<String> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let told = String::from_utf8(output.stdout)?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(ToOwned::to_owned).context("rustc does not say what it compiles for")
}
