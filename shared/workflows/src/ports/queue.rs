//! The queue of send jobs and the dead letters' queue.

use async_trait::async_trait;
use jiff::SignedDuration;

use super::PortError;
use crate::jobs::Job;

/// A job on its way, and how long the queue holds it back (at most 15 minutes).
#[derive(Clone, Debug, PartialEq)]
pub struct Outgoing {
    /// The job.
    pub job: Job,
    /// How long the queue holds it back.
    pub delay: SignedDuration,
}

/// Where jobs are handed over.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Hands over jobs, ten a request. Gives the places of those that were not taken.
    async fn send(&self, jobs: &[Outgoing]) -> Result<Vec<usize>, PortError>;

    /// Hands what cannot be processed to the dead letters, with the reason.
    async fn bury(&self, origin: &str, reason: &str, body: &str) -> Result<(), PortError>;
}
