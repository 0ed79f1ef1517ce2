//! What the functions took: units, calls and runs.

use std::collections::BTreeMap;
use std::ops::AddAssign;

/// A function of the deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Function {
    /// Takes events in.
    Ingest,
    /// Hands changes over.
    Changes,
    /// Hands over what has come due.
    Sweep,
    /// Decides, claims, sends, records.
    Sender,
    /// Takes receipts in.
    Receipts,
    /// Counts.
    Counts,
}

impl Function {
    /// Its name in the deployment.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ingest => "appointment-ingest",
            Self::Changes => "appointment-changes",
            Self::Sweep => "reminder-sweep",
            Self::Sender => "sender",
            Self::Receipts => "receipts",
            Self::Counts => "message-changes",
        }
    }
}

/// What some runs of one function took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Took {
    /// Write units of the table and its indexes.
    pub writes: f64,
    /// Read units.
    pub reads: f64,
    /// Calls of DynamoDB.
    pub table_calls: usize,
    /// Calls of SES and SNS.
    pub sends: usize,
    /// Requests to SQS that the function makes itself.
    pub queue_requests: usize,
    /// Messages that it received from a queue.
    pub received: usize,
    /// Runs.
    pub runs: usize,
}

impl AddAssign for Took {
    fn add_assign(&mut self, other: Self) {
        self.writes += other.writes;
        self.reads += other.reads;
        self.table_calls += other.table_calls;
        self.sends += other.sends;
        self.queue_requests += other.queue_requests;
        self.received += other.received;
        self.runs += other.runs;
    }
}

/// What a script took.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spent {
    /// By function.
    pub by: BTreeMap<Function, Took>,
    /// Bytes of the functions' own log lines.
    pub logged: usize,
}

impl Spent {
    /// All functions together.
    #[must_use]
    pub fn all(&self) -> Took {
        let mut all = Took::default();
        self.by.values().for_each(|took| all += *took);
        all
    }

    /// One function.
    #[must_use]
    pub fn of(&self, function: Function) -> Took {
        self.by.get(&function).copied().unwrap_or_default()
    }
}
