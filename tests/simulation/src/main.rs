//! `simulate`: many runs of the simulation, or one with its trace. `cargo xtask simulate` builds and calls it.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use carebell_simulation::fault::Plan;
use carebell_simulation::modes::{self, Effort, LATENCIES, Total};
use carebell_simulation::scenario::Scenario;
use carebell_simulation::simulate;
use clap::Parser;
use jiff::{SignedDuration, Timestamp};

#[derive(Parser)]
#[command(about = "The production workflows on simulated ports, under every kind of fault")]
struct Arguments {
    /// Runs by chance, so many
    #[arg(long, value_name = "N")]
    seeds: Option<u64>,
    /// The first of the seeds
    #[arg(long, default_value_t = 0, value_name = "N")]
    first: u64,
    /// One run by chance, with its trace
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// One run without faults in which timelines are looked at, with its trace
    #[arg(long, value_name = "N")]
    foretold: Option<u64>,
    /// Every single fault at every call, on every scenario
    #[arg(long)]
    single: bool,
    /// Every pair of faults, on the first scenario
    #[arg(long)]
    pairs: bool,
    /// One scenario, with its trace
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    /// The faults of that scenario: POINT:FAULT,...
    #[arg(long, value_name = "LIST", default_value = "")]
    faults: String,
    /// Until something is wrong: every single fault, then seeds
    #[arg(long, hide = true)]
    hunt: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Threads
    #[arg(long, default_value_t = 2)]
    threads: u64,
    /// Stop after so many findings
    #[arg(long, default_value_t = 20)]
    findings: usize,
}

/// Most seeds of a hunt.
const HUNT: u64 = 30_000;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool> {
    let effort = Effort { threads: arguments.threads.max(1), findings: arguments.findings.max(1) };
    if let Some(seed) = arguments.seed {
        return Ok(trace(&Scenario::of_seed(seed), seed, Plan::of_seed(seed)));
    }
    if let Some(seed) = arguments.foretold {
        return Ok(trace(&Scenario::foretold(seed), seed, Plan::none()));
    }
    let all = Scenario::all();
    if let Some(name) = &arguments.scenario {
        let scenario = all.iter().find(|one| one.name == *name).context("there is no scenario of that name")?;
        return Ok(trace(scenario, LATENCIES, Plan::Chosen(faults(&arguments.faults)?)));
    }
    let began = now();
    let (mode, total) = if arguments.hunt {
        let found = modes::single(&all, Effort { findings: 1, ..effort });
        let found =
            if found.findings.is_empty() { modes::seeds(0, HUNT, Effort { findings: 1, ..effort }) } else { found };
        ("hunt", found)
    } else if arguments.single {
        ("single", modes::single(&all, effort))
    } else if arguments.pairs {
        let Some(first) = all.first() else { bail!("there is no scenario") };
        ("pairs", modes::pairs(first, effort))
    } else {
        ("seeds", modes::seeds(arguments.first, arguments.seeds.unwrap_or(10_000), effort))
    };
    report(arguments, mode, &total, began.duration_until(now()))
}

fn report(arguments: &Arguments, mode: &str, total: &Total, took: SignedDuration) -> Result<bool> {
    let good = total.findings.is_empty();
    if arguments.json {
        let mut value = serde_json::to_value(total)?;
        value["mode"] = mode.into();
        value["seconds"] = took.as_secs_f64().into();
        println!("{value}");
        return Ok(good);
    }
    for finding in &total.findings {
        println!("cargo xtask simulate {}", finding.replay);
        for words in &finding.violations {
            println!("    {words}");
        }
    }
    let Total { runs, faults, points, accepted, unknown, .. } = total;
    println!(
        "{mode}: {runs} runs in {:.0} s, {points} calls and deliveries, {faults} faults, {accepted} messages accepted, \
         {unknown} unknown, {} runs with a violation",
        took.as_secs_f64(),
        total.findings.len()
    );
    Ok(good)
}

/// Runs once and prints what happens.
fn trace(scenario: &Scenario, seed: u64, plan: Plan) -> bool {
    let outcome = simulate(scenario, seed, plan, true);
    for line in &outcome.trace {
        println!("{line}");
    }
    for words in &outcome.violations {
        println!("VIOLATION {words}");
    }
    println!("{}: {} points, {} faults", scenario.name, outcome.points, outcome.faults);
    outcome.violations.is_empty()
}

fn faults(list: &str) -> Result<Vec<(u64, usize)>> {
    let parts = list.split(',').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (point, fault) = part.split_once(':').context("faults are written POINT:FAULT")?;
            Ok((point.parse()?, fault.parse()?))
        })
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "how long it took; no run of the simulation knows the machine's clock")]
fn now() -> Timestamp {
    Timestamp::now()
}
