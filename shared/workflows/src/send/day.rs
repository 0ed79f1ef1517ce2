//! The guard of a client's day: at most one reminder a day and channel.

use carebell_domain::TenantId;
use carebell_domain::decide::{DayGuard, Occasion};
use carebell_domain::model::Appointment;
use jiff::Timestamp;

use super::Sender;
use super::claim::Mine;
use super::facts::Working;
use crate::ports::{GuardTaken, PortError};

impl Sender {
    /// Takes a day. From a reminder that was known when this one was decided about, and whose starts have all moved
    /// since, it is taken over.
    pub(super) async fn take_day(
        &self,
        tenant: &TenantId,
        working: &Working,
        guard: &DayGuard,
    ) -> Result<GuardTaken, PortError> {
        let client = &working.client.id;
        let taken = self.messages.take_day(tenant, client, guard).await?;
        match &taken {
            GuardTaken::Theirs(theirs) if working.guards.contains(theirs) && !working.facts().counts(theirs) => {
                self.messages.free_day(tenant, client, theirs).await?;
                self.messages.take_day(tenant, client, guard).await
            }
            _ => Ok(taken),
        }
    }
}

/// The guard that a reminder needs where the centre allows one a day. None needs one that was decided to go though the
/// day was known to be taken: no later day can take it.
pub(super) fn guard(working: &Working, appointment: &Appointment, mine: &Mine, now: Timestamp) -> Option<DayGuard> {
    let Occasion { event, channel, .. } = mine.occasion;
    let facts = working.facts();
    let day = facts.zone(appointment).day(now);
    if !event.is_reminder() || !working.tenancy.settings.one_reminder_a_day || facts.day_is_taken(channel, day) {
        return None;
    }
    let own = (appointment.id.item.clone(), appointment.generation);
    let named = std::iter::once(own).chain(mine.named.iter().cloned()).collect();
    Some(DayGuard { day, channel, message: mine.id.clone(), named })
}
