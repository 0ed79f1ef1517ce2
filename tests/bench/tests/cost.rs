//! The goals of what a message costs, held with fewer messages than `cargo xtask bench cost` counts.

use carebell_bench::cost::batches;
use carebell_bench::{Row, cost, settings, table};

#[test]
fn a_reminder_costs_no_more_than_its_goal() {
    let rows = cost::reminders(200).expect("the scripts run");
    assert!(rows.iter().all(Row::holds), "{}", table(&rows));
}

#[test]
fn batches_are_as_large_as_the_template_allows() {
    let template = include_str!("../../../template.yaml");
    let number = |line: &str, name: &str| {
        line.split_once(name)?.1.trim_matches([' ', '{', '}']).split('}').next()?.trim().parse().ok()
    };
    let of = |name| template.lines().filter_map(|line| number(line, name)).collect::<Vec<usize>>();
    // In the order of the template; the dead letters' batch comes last.
    assert_eq!(of("BatchSize:"), [batches::INGEST, batches::CHANGES, batches::SEND, batches::COUNTS, 1, 10]);
    assert_eq!(of("MaximumConcurrency:"), [batches::SENDERS, settings::SLICES]);
}

#[test]
fn a_change_of_settings_writes_each_appointment_once() {
    let rows = settings::run(500).expect("the walk ends");
    assert!(rows.iter().all(Row::holds), "{}", table(&rows));
}
