//! Walking the calendar when a change of settings brings something forward.

use async_trait::async_trait;
use carebell_domain::TenantId;
use carebell_domain::agenda::Due;
use carebell_domain::model::{Appointment, Client};
use jiff::SignedDuration;
use jiff::civil::Date;

use super::{Page, PortError};
use crate::jobs::Job;

/// An appointment with what is stored of its future.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Whose it is.
    pub client: Client,
    /// The appointment.
    pub appointment: Appointment,
    /// When it is to be looked at next, as it is stored.
    pub due: Option<Due>,
    /// The local day under which the calendar lists it.
    pub local_day: Date,
}

/// Reads the calendar month by month.
#[async_trait]
pub trait Replans: Send + Sync {
    /// Whether the calendar lists anything in the month of a day.
    async fn has_month(&self, tenant: &TenantId, month: Date) -> Result<bool, PortError>;

    /// The appointments of the month of a day, in the calendar's order; those that are gone meanwhile are left out.
    async fn month(
        &self,
        tenant: &TenantId,
        month: Date,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<Planned>, PortError>;
}

/// The queue of jobs that are done in slices.
#[async_trait]
pub trait JobQueue: Send + Sync {
    /// Hands jobs over, each held back for a while (at most 15 minutes). All are taken, or it is an error: handing one
    /// over twice does no harm.
    async fn enqueue(&self, jobs: &[(Job, SignedDuration)]) -> Result<(), PortError>;
}
