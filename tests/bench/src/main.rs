//! `cargo xtask bench NAME`: runs one bench and prints its rows.

use std::process::ExitCode;

use anyhow::Result;
use carebell_bench::{Row, cost, settings, start, table};
use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    bench: Bench,
    /// Print an array of objects with `id`, `name`, `value`, `goal` and `unit`
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Bench {
    /// Units, requests and money a delivered message
    Cost {
        /// Messages of each script
        #[arg(long, default_value_t = 1_000)]
        messages: usize,
        /// Appointments that lie in the table of a sweep with nothing due
        #[arg(long, default_value_t = 1_000_000)]
        stored: usize,
    },
    /// Instructions, CPU, memory and size of each function's start
    Init,
    /// A change of settings with many appointments ahead
    Settings {
        /// Appointments
        #[arg(long, default_value_t = 50_000)]
        appointments: usize,
    },
}

fn measured(bench: &Bench) -> Result<Vec<Row>> {
    match bench {
        Bench::Cost { messages, stored } => cost::run(*messages, *stored),
        Bench::Init => start::run(),
        Bench::Settings { appointments } => settings::run(*appointments),
    }
}

fn main() -> ExitCode {
    let Arguments { bench, json } = Arguments::parse();
    let printed = measured(&bench)
        .and_then(|rows| Ok(if json { serde_json::to_string_pretty(&rows)? + "\n" } else { table(&rows) }));
    match printed {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
