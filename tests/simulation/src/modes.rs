//! Many runs: by chance, every single fault, every pair. Each finding names what replays it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::fault::Plan;
use crate::scenario::Scenario;
use crate::simulation::{Outcome, simulate};

/// The latencies of scenarios of which every fault is tried.
pub const LATENCIES: u64 = 1;
/// Most faults that one point has.
const MOST_FAULTS: usize = 8;

/// A run that went wrong.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What `cargo xtask simulate` wants to be told to run it again with its trace.
    pub replay: String,
    /// What was wrong.
    pub violations: Vec<String>,
}

/// What many runs came to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Total {
    /// Runs.
    pub runs: u64,
    /// Faults that occurred.
    pub faults: u64,
    /// Calls and deliveries at which one could have.
    pub points: u64,
    /// Messages that a provider took on.
    pub accepted: u64,
    /// Messages that ended as unknown.
    pub unknown: u64,
    /// Runs that went wrong, at most as many as were asked for.
    pub findings: Vec<Finding>,
}

impl Total {
    fn add(&mut self, outcome: &Outcome) {
        self.runs += 1;
        self.faults += u64::from(outcome.faults);
        self.points += outcome.points;
        self.accepted += outcome.accepted as u64;
        self.unknown += outcome.unknown as u64;
    }

    fn merge(&mut self, other: Self) {
        self.runs += other.runs;
        self.faults += other.faults;
        self.points += other.points;
        self.accepted += other.accepted;
        self.unknown += other.unknown;
        self.findings.extend(other.findings);
    }
}

/// How many threads, and after how many findings to stop.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Threads.
    pub threads: u64,
    /// Findings.
    pub findings: usize,
}

/// Does pieces of work `0..pieces` on all threads.
fn on_all(effort: Effort, pieces: u64, work: impl Fn(u64, &mut Total) + Sync) -> Total {
    let (next, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let total = Mutex::new(Total::default());
    std::thread::scope(|scope| {
        for _ in 0..effort.threads {
            scope.spawn(|| {
                let mut mine = Total::default();
                while !stop.load(Ordering::Relaxed) {
                    let piece = next.fetch_add(1, Ordering::Relaxed);
                    if piece >= pieces {
                        break;
                    }
                    work(piece, &mut mine);
                    if mine.findings.len() >= effort.findings {
                        stop.store(true, Ordering::Relaxed);
                    }
                }
                total.lock().unwrap_or_else(PoisonError::into_inner).merge(mine);
            });
        }
    });
    total.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Runs by chance: the scenario, the latencies and the faults of each seed.
#[must_use]
pub fn seeds(first: u64, many: u64, effort: Effort) -> Total {
    on_all(effort, many, |piece, total| {
        let seed = first + piece;
        let outcome = simulate(&Scenario::of_seed(seed), seed, Plan::of_seed(seed), false);
        total.add(&outcome);
        if !outcome.violations.is_empty() {
            total.findings.push(Finding { replay: format!("--seed {seed}"), violations: outcome.violations });
        }
    })
}

/// Scenarios in which the future is foretold, without faults.
#[must_use]
pub fn foretold(first: u64, many: u64, effort: Effort) -> Total {
    on_all(effort, many, |piece, total| {
        let seed = first + piece;
        let outcome = simulate(&Scenario::foretold(seed), seed, Plan::none(), false);
        total.add(&outcome);
        if !outcome.violations.is_empty() {
            total.findings.push(Finding { replay: format!("--foretold {seed}"), violations: outcome.violations });
        }
    })
}

fn chosen(scenario: &Scenario, faults: &[(u64, usize)], total: &mut Total) -> Option<Outcome> {
    let outcome = simulate(scenario, LATENCIES, Plan::Chosen(faults.to_vec()), false);
    if usize::try_from(outcome.faults).unwrap_or_default() < faults.len() {
        return None;
    }
    total.add(&outcome);
    if !outcome.violations.is_empty() {
        let faults: Vec<String> = faults.iter().map(|(point, fault)| format!("{point}:{fault}")).collect();
        let replay = format!("--scenario '{}' --faults '{}'", scenario.name, faults.join(","));
        total.findings.push(Finding { replay, violations: outcome.violations.clone() });
    }
    Some(outcome)
}

/// Every single fault at every point of these scenarios.
#[must_use]
pub fn single(scenarios: &[Scenario], effort: Effort) -> Total {
    let mut total = Total::default();
    for scenario in scenarios {
        let Some(plain) = chosen(scenario, &[], &mut total) else { continue };
        total.merge(on_all(effort, plain.points, |point, total| {
            for fault in 0..MOST_FAULTS {
                chosen(scenario, &[(point, fault)], total);
            }
        }));
        if total.findings.len() >= effort.findings {
            break;
        }
    }
    total
}

/// Every pair of faults of one scenario.
#[must_use]
pub fn pairs(scenario: &Scenario, effort: Effort) -> Total {
    let plain = simulate(scenario, LATENCIES, Plan::none(), false);
    on_all(effort, plain.points, |point, total| {
        for fault in 0..MOST_FAULTS {
            let Some(first) = chosen(scenario, &[(point, fault)], &mut Total::default()) else { continue };
            for second in point + 1..first.points {
                for other in 0..MOST_FAULTS {
                    chosen(scenario, &[(point, fault), (second, other)], total);
                }
            }
        }
    })
}
