//! How a function starts: instructions, CPU and memory to its first poll, and the size that is loaded.

mod endpoint;
mod http;
mod program;
mod runtime_api;

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use carebell_local::{build_programs, function_names, root};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Row;
use endpoint::Endpoint;
use program::{Program, has_valgrind};

/// The function that does nothing, and its package.
const BARE: (&str, &str) = ("bare", "carebell-bare");
/// Starts of each function, in turns with the bare one.
const ROUNDS: usize = 21;

/// Measures every function, built as it is deployed.
///
/// # Errors
/// Where one cannot be built or run, or valgrind is missing.
pub fn run() -> Result<Vec<Row>> {
    has_valgrind()?;
    let names = function_names()?;
    let packages = names.iter().map(String::as_str).chain([BARE.1]).flat_map(|name| ["--package", name]);
    let built = build_programs(["--release"].into_iter().chain(packages))?;
    let programs: Vec<Program> = [BARE.0.to_owned()]
        .into_iter()
        .chain(names)
        .map(|name| {
            let path = built.get(&name).with_context(|| format!("no program is named {name}"))?.clone();
            Ok(Program { name, path })
        })
        .collect::<Result<_>>()?;
    let folder = tempfile::tempdir()?;
    let endpoint = Endpoint::start(folder.path())?;
    let mut rows = Vec::new();
    for program in &programs {
        let instructions = program.instructions(&endpoint, folder.path())?;
        rows.push(goal(program, Row::shown("P7", &program.name, instructions, "million instructions"), 4.0));
    }
    let cpu = cpu(&programs, &endpoint)?;
    for (program, cpu_time) in programs.iter().zip(&cpu) {
        rows.push(Row::shown("P8+", &program.name, *cpu_time, "microseconds of CPU"));
        rows.push(goal(program, Row::shown("P8", &program.name, cpu_time / cpu[0], "times the bare one"), 1.7));
    }
    for program in &programs {
        let (first, after) = program.memory(&endpoint, event(&program.name)?.as_deref())?;
        for (when, memory, at_most) in [("at the first poll", first, 8.0), ("after the first TLS call", after, 9.0)] {
            let name = format!("{}: {when}", program.name);
            rows.push(goal(program, Row::shown("P9", &name, memory.all, "MiB"), at_most));
            rows.push(Row::shown("P9+", format!("{name}, pages of no file"), memory.own, "MiB"));
        }
    }
    for program in &programs {
        rows.push(goal(program, Row::shown("P10", &program.name, compressed(&program.path)?, "MB"), 3.0));
    }
    Ok(rows)
}

/// The bare function has no goals.
fn goal(program: &Program, row: Row, at_most: f64) -> Row {
    if program.name == BARE.0 { row } else { row.at_most(at_most) }
}

/// The median CPU time of each program, taken in turns: what slows the machine down slows all of them.
fn cpu(programs: &[Program], endpoint: &Endpoint) -> Result<Vec<f64>> {
    let mut times = vec![Vec::with_capacity(ROUNDS); programs.len()];
    for _ in 0..ROUNDS {
        for (program, times) in programs.iter().zip(&mut times) {
            times.push(program.cpu(endpoint)?);
        }
    }
    Ok(times
        .into_iter()
        .map(|mut times| {
            times.sort_by(f64::total_cmp);
            times[ROUNDS / 2]
        })
        .collect())
}

/// The sample of a function's trigger; an event that leads to a call of AWS.
fn event(function: &str) -> Result<Option<String>> {
    let file = match function {
        name if name == BARE.0 => return Ok(None),
        "receipts" => "receipts-email-delivery",
        name => name,
    };
    let path = root().join(format!("events/{file}.json"));
    Ok(Some(fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?))
}

/// Millions of bytes, compressed as an archive is.
fn compressed(program: &Path) -> Result<f64> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&fs::read(program)?)?;
    let bytes = u32::try_from(packed.finish()?.len())?;
    Ok(f64::from(bytes) / 1e6)
}
