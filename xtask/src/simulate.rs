//! `cargo xtask simulate`: the production workflows under simulated faults, and the planted bugs that they must find.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use carebell_local::root;
use serde_json::{Value, json};

use crate::process::{at_root, run as run_to_end};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Build with each planted bug of tests/simulation/mutants and see that it is found
    #[arg(long)]
    mutants: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Only the planted bugs of which the name contains this
    #[arg(long, value_name = "PART", requires = "mutants")]
    only: Option<String>,
    /// What the simulation gets: --seeds N, --seed N, --single, --pairs, ...
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// What a build with a planted bug needs of the repository.
const NEEDED: [&str; 6] =
    ["shared/domain", "shared/workflows", "shared/runtime/src", "functions", "tests/simulation", "Cargo.lock"];

/// What each planted bug builds anew is quick to build, for most are found within seconds.
const QUICK: &str = "
[profile.simulation.package.carebell-workflows]
opt-level = 0
[profile.simulation.package.carebell-simulation]
opt-level = 0
";

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if arguments.mutants {
        return mutants(arguments);
    }
    let mut cargo = at_root("cargo");
    cargo.args(["run", "--quiet", "--profile", "simulation", "-p", "carebell-simulation", "--bin", "simulate", "--"]);
    run_to_end(cargo.args(arguments.json.then_some("--json")).args(&arguments.rest))
}

fn mutants(arguments: &Arguments) -> Result<()> {
    let target = std::path::absolute(root().join(target_folder()?).join("mutants"))?;
    let source = target.join("source");
    copy(&source)?;
    let mut patches: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(root().join("tests/simulation/mutants"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "patch") {
            patches.push(path);
        }
    }
    patches.sort();
    let (mut found, mut missed) = (Vec::new(), Vec::new());
    for patch in &patches {
        let name = patch.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if arguments.only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            continue;
        }
        apply(&source, patch, false)?;
        let caught = hunt(&source, &target.join("build"));
        apply(&source, patch, true)?;
        let Some(finding) = caught.with_context(|| name.clone())? else {
            eprintln!("{name}: NOT CAUGHT");
            missed.push(name);
            continue;
        };
        let replay = finding["replay"].as_str().unwrap_or_default();
        let words = finding["violations"][0].as_str().unwrap_or_default();
        if !arguments.json {
            println!("{name}: {replay}\n    {words}");
        }
        found.push(json!({"name": name, "replay": replay, "violation": words}));
    }
    if arguments.json {
        println!("{}", json!({"mode": "mutants", "caught": found, "missed": missed}));
    } else {
        println!("{} of {} planted bugs caught", found.len(), found.len() + missed.len());
    }
    ensure!(missed.is_empty(), "not caught: {}", missed.join(", "));
    Ok(())
}

/// Cargo's target folder.
fn target_folder() -> Result<PathBuf> {
    let metadata = at_root("cargo").args(["metadata", "--no-deps", "--format-version", "1"]).output()?;
    let metadata: Value = serde_json::from_slice(&metadata.stdout)?;
    Ok(metadata["target_directory"].as_str().context("cargo metadata names no target folder")?.into())
}

/// Copies what is needed, with a workspace of its own around it.
fn copy(to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    let listed =
        at_root("git").args(["ls-files", "--cached", "--others", "--exclude-standard", "--"]).args(NEEDED).output()?;
    ensure!(listed.status.success(), "git ls-files: {}", listed.status);
    for file in String::from_utf8(listed.stdout)?.lines() {
        let from = root().join(file);
        if from.is_file() {
            let to = to.join(file);
            fs::create_dir_all(to.parent().context("a folder")?)?;
            fs::copy(&from, &to)?;
        }
    }
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let members = r#"members = ["functions/*", "infra/carrier", "infra/local", "shared/*", "tests/*", "xtask"]"#;
    ensure!(manifest.contains(members), "Cargo.toml: the members are not where they were");
    let few = r#"members = ["shared/domain", "shared/workflows", "tests/simulation"]"#;
    fs::write(to.join("Cargo.toml"), manifest.replace(members, few) + QUICK)?;
    // The tests of the store need the AWS SDK, which no planted bug does.
    let simulation = to.join("tests/simulation/Cargo.toml");
    let text = fs::read_to_string(&simulation)?;
    let (kept, _) = text.split_once("[dev-dependencies]").context("dev-dependencies come last")?;
    fs::write(simulation, kept)?;
    Ok(())
}

fn apply(source: &Path, patch: &Path, back: bool) -> Result<()> {
    let mut command = Command::new("patch");
    command.current_dir(source).args(["--strip=1", "--silent", "--fuzz=2", "--no-backup-if-mismatch"]);
    command.args(back.then_some("--reverse")).arg("--input").arg(patch);
    run_to_end(&mut command).with_context(|| format!("{} does not apply", patch.display()))
}

/// Builds with the bug and runs until something is wrong.
fn hunt(source: &Path, target: &Path) -> Result<Option<Value>> {
    let cargo = || {
        let mut cargo = Command::new("cargo");
        cargo.current_dir(source).env("CARGO_TARGET_DIR", target).env("CARGO_INCREMENTAL", "1");
        cargo
    };
    let profile = ["--quiet", "--profile", "simulation", "-p", "carebell-simulation", "--bin", "simulate"];
    let built = cargo().arg("build").args(profile).output()?;
    if !built.status.success() {
        bail!("{}", String::from_utf8_lossy(&built.stderr));
    }
    let ran = cargo().arg("run").args(profile).args(["--", "--hunt", "--json"]).output()?;
    let told: Value = serde_json::from_slice(&ran.stdout).context("the simulation printed no JSON")?;
    Ok(told["findings"].get(0).cloned())
}
