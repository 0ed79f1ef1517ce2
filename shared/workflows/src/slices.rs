//! The jobs that may be long and are done in slices, each of which hands over the next.

use carebell_domain::TenantId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The present form of [`ReplanJob`].
pub const REPLAN_SCHEMA: u8 = 1;

/// A job that may be long, and is done in slices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LongJob {
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
