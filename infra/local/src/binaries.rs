//! The functions' binaries, as the archives that Lambda takes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::project::root;

/// Where the functions' binaries come from.
#[derive(Clone, Debug, Default)]
pub enum Binaries {
    /// Built now, with the development profile.
    #[default]
    Built,
    /// Built now, as part of what `cargo test --workspace` builds. Cargo compiles dependencies with the features
    /// that all selected packages and their tests ask for together, so [`Built`](Self::Built) would compile most of
    /// them once more.
    BuiltWithTests,
    /// `<directory>/<function>/bootstrap`, as `cargo xtask package` leaves them in `target/lambda`.
    In(PathBuf),
}

impl Binaries {
    /// The archive of each function, by its name.
    pub(crate) fn archives(&self, names: &[String]) -> Result<Vec<(String, Vec<u8>)>> {
        let paths = match self {
            Self::Built => build_programs(names.iter().flat_map(|name| ["--package", name]))?,
            Self::BuiltWithTests => build_programs(["--workspace", "--all-targets"])?,
            Self::In(directory) => {
                names.iter().map(|name| (name.clone(), directory.join(name).join("bootstrap"))).collect()
            }
        };
        names
            .iter()
            .map(|name| {
                let path = paths.get(name).with_context(|| format!("no binary is named {name}"))?;
                Ok((name.clone(), archive(path)?))
            })
            .collect()
    }
}

/// Builds what is selected and gives the paths of the programs, by their names.
///
/// # Errors
/// If it cannot be built.
pub fn build_programs<'a>(selection: impl IntoIterator<Item = &'a str>) -> Result<BTreeMap<String, PathBuf>> {
    let output = Command::new("cargo")
        .args(["build", "--message-format=json-render-diagnostics"])
        .args(selection)
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "the programs cannot be built");
    let messages = String::from_utf8(output.stdout)?;
    Ok(messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        // A program's unit tests are a program of the same name.
        .filter(|message| message["profile"]["test"] == false)
        .filter_map(|message| {
            let name = message["target"]["name"].as_str()?;
            let path = message["executable"].as_str()?;
            Some((name.to_owned(), PathBuf::from(path)))
        })
        .collect())
}

/// Packs a binary as `bootstrap`, stored: it does not travel far.
fn archive(path: &Path) -> Result<Vec<u8>> {
    let binary = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(binary.len() + 512)));
    zip.start_file(
        "bootstrap",
        SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored).unix_permissions(0o755),
    )?;
    zip.write_all(&binary)?;
    Ok(zip.finish()?.into_inner())
}
