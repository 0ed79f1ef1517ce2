//! What can go wrong, where, and which of it does in a run.

use crate::random::Random;

/// A place at which something can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// A read of the table.
    Read,
    /// A write of the table.
    Write,
    /// Jobs handed to the queue.
    Outbox,
    /// A call to the provider.
    Provider,
    /// The index takes a write over.
    Index,
    /// A queue gives a message out.
    Queue,
    /// A batch of the stream is done with.
    Batch,
    /// A tick of the sweep.
    Tick,
    /// A receipt is delivered.
    Receipt,
    /// An event of another system is put on the bus.
    Bus,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An error, and nothing was done: throttling, or a time-out before the effect.
    Error,
    /// It was done, the answer is an error.
    Lost,
    /// It was done, the answer was lost, and the client asked again: the answer is the second one.
    Retried,
    /// It takes twelve seconds.
    Slow,
    /// It takes longer than the function may.
    Hangs,
    /// The process ends before the effect.
    CrashBefore,
    /// The process ends after the effect.
    CrashAfter,
    /// Some of it was not taken.
    Partly,
    /// The provider has no room.
    Throttled,
    /// The provider refuses.
    Refused,
    /// The answer is lost, and nothing was sent.
    UnknownBefore,
    /// The answer is lost, and the message was sent.
    UnknownAfter,
    /// It comes twice.
    Twice,
    /// It comes late.
    Late,
    /// It does not come at all.
    Missed,
    /// It comes before what it follows.
    Early,
}

impl Point {
    /// What can go wrong here.
    #[must_use]
    pub const fn faults(self) -> &'static [Fault] {
        use Fault::{
            CrashAfter, CrashBefore, Early, Error, Hangs, Late, Lost, Missed, Partly, Refused, Retried, Slow,
            Throttled, Twice, UnknownAfter, UnknownBefore,
        };
        match self {
            Self::Read => &[Error, CrashBefore, Slow, Hangs],
            Self::Write => &[Error, Lost, Retried, CrashBefore, CrashAfter, Slow, Hangs],
            Self::Outbox => &[Error, Lost, Partly, CrashBefore, CrashAfter, Slow],
            Self::Provider => &[Throttled, Refused, UnknownBefore, UnknownAfter, CrashBefore, CrashAfter, Slow, Hangs],
            Self::Index => &[Late],
            Self::Queue => &[Twice, Late],
            Self::Batch => &[Twice, Late],
            Self::Tick => &[Missed, Twice],
            Self::Receipt => &[Early, Twice, Late, Missed],
            Self::Bus => &[Twice, Late],
        }
    }
}

/// Which faults occur in a run.
#[derive(Clone, Debug)]
pub enum Plan {
    /// By chance: each point `rate` times of a thousand, and `left` at most.
    Random {
        /// The numbers that decide.
        random: Random,
        /// How often.
        rate: u64,
        /// How many more.
        left: u32,
    },
    /// These and no others: the number of the point, and which of its faults.
    Chosen(Vec<(u64, usize)>),
}

/// The points of a run as they come, and the plan.
#[derive(Debug)]
pub struct Faults {
    plan: Plan,
    /// Points so far.
    pub points: u64,
    /// Points at which the plan chose a fault that there is.
    pub happened: u32,
}

impl Faults {
    /// A run by this plan.
    #[must_use]
    pub const fn new(plan: Plan) -> Self {
        Self { plan, points: 0, happened: 0 }
    }

    /// What goes wrong at this point, if anything.
    pub fn at(&mut self, point: Point) -> Option<Fault> {
        let number = self.points;
        self.points += 1;
        let fault = match &mut self.plan {
            Plan::Random { random, rate, left } => {
                if *left == 0 || !random.chance(*rate, 1_000) {
                    return None;
                }
                *left -= 1;
                Some(*random.one(point.faults()))
            }
            Plan::Chosen(chosen) => {
                let chosen = chosen.iter().find(|(at, _)| *at == number)?;
                point.faults().get(chosen.1).copied()
            }
        };
        self.happened += u32::from(fault.is_some());
        fault
    }
}

impl Plan {
    /// The plan of a seed: none, few or many faults.
    #[must_use]
    pub fn of_seed(seed: u64) -> Self {
        let mut random = Random::new(seed ^ 0x0fa1_7000);
        let rate = *random.one(&[0, 5, 20, 60]);
        let left = *random.one(&[1, 3, 8]);
        Self::Random { random, rate, left }
    }

    /// No faults.
    #[must_use]
    pub const fn none() -> Self {
        Self::Chosen(Vec::new())
    }
}
