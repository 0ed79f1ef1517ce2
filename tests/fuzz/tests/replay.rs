//! Every input of the corpus, and some that are made from them, the same ones each time.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use carebell_fuzz::{TARGETS, Target};

/// Altered inputs of each target. libFuzzer tries a million a minute; this only shows that the targets work.
const ALTERED: usize = 300;
/// Where the alterations begin.
const SEED: u64 = 0x5EED;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name)
}

/// The inputs of a target, by the names of their files.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder(name)).expect("a folder of inputs");
    let mut inputs: Vec<(String, Vec<u8>)> = files
        .map(|file| file.expect("a file").path())
        .map(|path| (path.display().to_string(), fs::read(&path).expect("a file that can be read")))
        .collect();
    inputs.sort();
    inputs
}

/// Gives the input to its target. One that breaks something is written down, for the corpus.
fn run(name: &str, target: Target, from: &str, input: &[u8]) {
    if catch_unwind(AssertUnwindSafe(|| target(input))).is_err() {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::write(&path, input).expect("a file");
        panic!("{name}: {from} breaks it: the input is {}", path.display());
    }
}

/// Numbers that look random (xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).expect("below a limit")
    }

    /// An input with a stretch of it left out, repeated, overwritten, or taken from another.
    fn alter(&mut self, input: &[u8], other: &[u8]) -> Vec<u8> {
        let mut altered = input.to_vec();
        for _ in 0..=self.below(4) {
            let from = self.below(altered.len());
            let to = (from + self.below(12)).min(altered.len());
            let stretch = altered[from..to].to_vec();
            match self.below(4) {
                0 => drop(altered.drain(from..to)),
                1 => drop(altered.splice(from..from, stretch)),
                2 => altered[from..to].fill_with(|| u8::try_from(self.below(256)).expect("a byte")),
                _ => {
                    let begin = self.below(other.len());
                    let end = (begin + self.below(40)).min(other.len());
                    drop(altered.splice(from..to, other[begin..end].iter().copied()));
                }
            }
        }
        altered
    }
}

fn replay(name: &str, target: Target) {
    let inputs = corpus(name);
    assert!(!inputs.is_empty(), "{name} has no inputs");
    run(name, target, "nothing", b"");
    for (file, input) in &inputs {
        run(name, target, file, input);
    }
    let mut dice = Dice(SEED);
    for round in 0..ALTERED {
        let (one, other) = (dice.below(inputs.len()), dice.below(inputs.len()));
        let altered = dice.alter(&inputs[one].1, &inputs[other].1);
        run(name, target, &format!("round {round}, from {}", inputs[one].0), &altered);
    }
}

macro_rules! targets {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            replay(stringify!($name), carebell_fuzz::$name);
        })*

        const TESTED: &[&str] = &[$(stringify!($name)),*];
    };
}

targets! {
    api_event api_request bus_event cursor email html link log_envelope phone queue_job ses_receipt sms sns_receipt stream text
}

#[test]
fn every_target_is_replayed_and_can_be_built() {
    let names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, TESTED);
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stems = |folder: &str| {
        let files = fs::read_dir(package.join(folder)).expect("a folder");
        let mut stems: Vec<String> = files
            .filter_map(|file| file.expect("a file").path().file_stem().map(|stem| stem.display().to_string()))
            .collect();
        stems.sort();
        stems
    };
    assert_eq!(names, stems("corpus"));
    assert_eq!(names, stems("fuzz_targets"));
}
