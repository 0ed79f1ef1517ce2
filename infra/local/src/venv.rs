//! Python environments for the tools that are written in Python.

use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::iter;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::project::{cache_directory, root};

/// A virtual environment that holds exactly what one requirements file pins.
///
/// It lies in the cache folder under the hash of the file, so that a changed file makes a new one
/// and several clones share one.
#[derive(Clone, Debug)]
pub struct Venv {
    directory: PathBuf,
}

impl Venv {
    /// The environment of `infra/python/<name>.txt`, made if it does not exist yet. Processes that
    /// ask for the same one at the same time wait for the first of them.
    ///
    /// # Errors
    /// If there is no Python 3 with `venv`, or a package cannot be installed.
    pub fn of(name: &str) -> Result<Self> {
        let requirements = root().join("infra/python").join(format!("{name}.txt"));
        let pins = fs::read(&requirements).with_context(|| format!("cannot read {}", requirements.display()))?;
        let cache = cache_directory();
        fs::create_dir_all(&cache)?;
        let hash = format!("{:x}", Sha256::digest(pins));
        let directory = cache.join(format!("venv-{name}-{}", &hash[..16]));

        let lock = File::create(directory.with_extension("lock"))?;
        lock.lock()?;
        let complete = directory.join("complete");
        if !complete.exists() {
            make(&directory, &requirements)?;
            File::create(complete)?;
        }
        Ok(Self { directory })
    }

    /// A program of the environment.
    pub fn program(&self, name: &str) -> PathBuf {
        self.directory.join("bin").join(name)
    }

    /// This process's `PATH`, with the environment's programs before all others.
    ///
    /// # Errors
    /// If the environment's folder cannot stand in a `PATH`.
    #[expect(clippy::disallowed_methods, reason = "passes the shell's PATH on")]
    pub fn path(&self) -> Result<OsString> {
        let rest = env::var_os("PATH").unwrap_or_default();
        let programs = self.directory.join("bin");
        Ok(env::join_paths(iter::once(programs).chain(env::split_paths(&rest)))?)
    }
}

fn make(directory: &Path, requirements: &Path) -> Result<()> {
    eprintln!("making {} (once)", directory.display());
    if directory.exists() {
        fs::remove_dir_all(directory)?;
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(directory))
        .context("cannot make a virtual environment: is Python 3 with venv installed?")?;
    run(Command::new(directory.join("bin/python"))
        .args(["-m", "pip", "install", "--quiet", "--no-input", "--no-deps"])
        .arg("--requirement")
        .arg(requirements))
    .with_context(|| format!("cannot install {}: is this Python 3.10 or later?", requirements.display()))
}

/// Runs a command whose standard output is not ours to use: `--json` commands print there.
fn run(command: &mut Command) -> Result<()> {
    let output = command.output()?;
    ensure!(
        output.status.success(),
        "{command:?} failed:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
