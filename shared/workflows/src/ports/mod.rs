//! The narrow doors to the outside. Each takes the tenant first: nothing crosses from one to another.

mod address;
mod channel;
mod config;
mod message;
mod notice;
mod queue;
mod record;
mod replan;
mod request;
mod survey;

use async_trait::async_trait;
use jiff::Timestamp;

pub use address::{Address, AtAddress, DayOf};
pub use channel::{EmailChannel, EmailOut, Outcome, SmsChannel, SmsOut};
pub use config::{
    Audit, ConfigStore, Directory, Document, Kind, Page, Plans, SaveError, Tenancy, TenantNumbers, TenantText, Texts,
};
pub use message::{
    Body, Count, CountDelta, Counts, DeadLetter, DeadLetters, GuardTaken, JoinedSms, MessageKey, MessageQuery,
    MessageRecord, Messages, SmsQuota, Suppressions,
};
pub use notice::{NoticeChange, Notices};
pub use queue::{Outbox, Outgoing};
pub use record::{
    AppointmentWrite, AttendanceChange, ClientWrite, File, History, Notes, PatientWrite, Records, Sweep, SweepEntry,
    Target, WriteError,
};
pub use replan::{JobQueue, Planned, Replans};
pub use request::{Idempotency, Identities, Identity, Replay, Saved};
pub use survey::Surveys;

/// What went wrong behind a port. The caller can only try again later: the work goes back to its queue.
#[derive(Debug, thiserror::Error)]
#[error("{what} failed")]
pub struct PortError {
    /// What was tried, for the log: without personal data.
    pub what: &'static str,
    /// Why.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

impl PortError {
    /// An error of a library behind a port.
    pub fn new(what: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { what, source: source.into() }
    }
}

/// The time. The only one that tells it from the machine is `SystemClock` in `carebell-runtime`.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// New identifiers.
pub trait Ids: Send + Sync {
    /// A new ULID: 26 characters that sort by time.
    fn ulid(&self) -> String;
}

/// Keys drawn from the deployment's secret.
#[async_trait]
pub trait Keys: Send + Sync {
    /// The key for a purpose, for example `address/1`: always the same one.
    async fn key(&self, purpose: &str) -> Result<[u8; 32], PortError>;
}
