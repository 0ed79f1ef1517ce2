//! The jobs that functions hand to each other. Each carries a `schema` number; code reads the previous one too.

use carebell_domain::{ClientId, ItemId, TenantId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The present form of [`SendJob`].
pub const SEND_SCHEMA: u8 = 1;

/// "Look at these appointments of a client: something is due." The job carries no decision: the sender takes that
/// on fresh facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendJob {
    /// Form of the job.
    pub schema: u8,
    /// Name of the job, new for each that is enqueued. Claims carry it: a job that finds its own claim was here before.
    pub id: String,
    /// Whose.
    pub tenant: TenantId,
    /// Which client's.
    pub client: ClientId,
    /// Which appointments, in order of their starts.
    pub items: Vec<ItemId>,
}

/// The present form of [`ReplanJob`].
pub const REPLAN_SCHEMA: u8 = 1;

/// A job that may be long, and is done in slices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// A change of settings is carried to what is already planned.
    Replan(ReplanJob),
}

/// "The configuration has changed: look whether anything of this tenant's is due sooner."
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplanJob {
    /// Form of the job.
    pub schema: u8,
    /// Whose.
    pub tenant: TenantId,
    /// The version of the configuration that is to be carried out, or a later one.
    pub version: u64,
    /// Whether this is the second walk, after the caches' lifetime.
    #[serde(default)]
    pub again: bool,
    /// Which part of the walk; `None` begins it.
    #[serde(default)]
    pub slice: Option<Slice>,
}

/// A part of a walk through the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slice {
    /// The first day of its month.
    pub month: Date,
    /// Where it goes on; `None` is the month's begin.
    pub after: Option<String>,
}
