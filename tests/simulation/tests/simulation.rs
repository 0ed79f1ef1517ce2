//! The simulation, for as long as a test may take: every single fault, some pairs, some seeds. The long run is a command.

use std::path::Path;
use std::process::Command;

use carebell_simulation::fault::Plan;
use carebell_simulation::modes::{self, Effort, Total};
use carebell_simulation::scenario::Scenario;
use carebell_simulation::simulate;

const EFFORT: Effort = Effort { threads: 2, findings: 3 };

fn sound(total: &Total) {
    assert!(total.findings.is_empty(), "{:#?}", total.findings);
}

#[test]
fn every_single_fault() {
    let scenarios = Scenario::all();
    assert!(scenarios.len() >= 20);
    let total = modes::single(&scenarios, EFFORT);
    sound(&total);
    assert!(total.faults > 10_000 && total.unknown > 0, "{total:?}");
}

#[test]
fn faults_by_chance() {
    let total = modes::seeds(0, 6_000, EFFORT);
    sound(&total);
    assert!(total.accepted > 20_000 && total.faults > 5_000, "{total:?}");
}

/// Nobody does anything after the timelines were looked at: what they said is what happened.
#[test]
fn the_timeline_foretells_what_happens() {
    let total = modes::foretold(0, 6_000, EFFORT);
    sound(&total);
    assert!(total.accepted > 20_000, "{total:?}");
    // Those beyond that once went wrong.
    for seed in [7104, 8501, 10_698, 10_927, 12_927, 28_622] {
        sound(&modes::foretold(seed, 1, EFFORT));
    }
}

/// Seeds that once went wrong. What was wrong with each has a test of its own where the mistake was.
#[test]
fn seeds_that_once_went_wrong() {
    for seed in [59, 65, 577, 1110, 4315, 7586, 8604, 23_150, 30_553, 62_879, 134_355, 134_898, 145_313] {
        sound(&modes::seeds(seed, 1, EFFORT));
    }
}

#[test]
fn the_same_seed_gives_the_same_run() {
    for seed in [7, 1110] {
        let run = || simulate(&Scenario::of_seed(seed), seed, Plan::of_seed(seed), true).trace;
        assert_eq!(run(), run());
    }
}

/// `cargo xtask simulate --mutants` builds and runs them; here they only have to fit the code as it is.
#[test]
fn planted_bugs_apply() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).expect("the repository");
    let mut patches = 0;
    for entry in std::fs::read_dir(here.join("mutants")).expect("the planted bugs") {
        let patch = entry.expect("a file").path();
        let applied = Command::new("patch")
            .current_dir(root)
            .args(["--dry-run", "--force", "--strip=1", "--silent", "--fuzz=2", "--input"])
            .arg(&patch)
            .status();
        assert!(applied.expect("patch runs").success(), "{} does not apply", patch.display());
        patches += 1;
    }
    assert!(patches >= 15, "{patches} planted bugs");
}
