//! The guard of a day, a client's or a household's: at most one reminder a day and channel.

use carebell_domain::TenantId;
use carebell_domain::agenda::Entry;
use carebell_domain::decide::{DayGuard, Occasion, SkipReason, Verdict};
use carebell_domain::message::Status;
use carebell_domain::model::Appointment;
use jiff::{SignedDuration, Timestamp};

use super::Sender;
use super::claim::Mine;
use super::facts::Working;
use crate::ports::{DayOf, GuardTaken, MessageKey, PortError};

/// After how long the winner of a day is asked again what became of its message.
pub(super) const WINNER_AT_WORK: SignedDuration = SignedDuration::from_mins(5);

impl Sender {
    /// The reminders that another one names of which there is no record yet: its day may still be given back, so they
    /// wait, as long as waiting makes sense. The day of one that was refused is given back here, should that have failed.
    pub(super) async fn unproven(
        &self,
        working: &Working,
        entries: &[Entry],
        now: Timestamp,
    ) -> Result<Vec<Occasion>, PortError> {
        let mut unproven = Vec::new();
        for Entry { occasion, decision } in entries {
            let by = decision.trace.first().filter(|finding| finding.reason == SkipReason::RemindedToday);
            let by = by.and_then(|finding| finding.message.clone());
            if let (Verdict::Skip(_), Some(id), true) = (&decision.verdict, by, now + WINNER_AT_WORK < decision.until) {
                let key = MessageKey { tenant: working.tenant.clone(), id };
                match self.messages.get(&key).await? {
                    None => unproven.push(*occasion),
                    // What failed later has other steps too: it was taken on, or nobody knows.
                    Some(row) if row.steps.keys().eq([&Status::Failed]) => {
                        unproven.push(*occasion);
                        if let Some(guard) = working.guards.iter().find(|guard| guard.message == key.id) {
                            let whose = DayOf::of(&working.client, guard);
                            self.messages.free_day(&working.tenant, &whose, guard).await?;
                        }
                    }
                    Some(_) => {}
                }
            }
        }
        Ok(unproven)
    }

    /// Takes a day. From a reminder that was known when this one was decided about, and whose starts have all moved
    /// since, it is taken over.
    pub(super) async fn take_day(
        &self,
        tenant: &TenantId,
        working: &Working,
        guard: &DayGuard,
    ) -> Result<GuardTaken, PortError> {
        let whose = DayOf::of(&working.client, guard);
        let taken = self.messages.take_day(tenant, &whose, guard).await?;
        match &taken {
            GuardTaken::Theirs(theirs) if working.guards.contains(theirs) && !working.facts().counts(theirs) => {
                self.messages.free_day(tenant, &whose, theirs).await?;
                self.messages.take_day(tenant, &whose, guard).await
            }
            _ => Ok(taken),
        }
    }
}

/// The guard that a reminder needs where the centre allows one a day, or writes to households. None needs one that was
/// decided to go though the day was known to be taken: no later day can take it.
pub(super) fn guard(working: &Working, appointment: &Appointment, mine: &Mine, now: Timestamp) -> Option<DayGuard> {
    let Occasion { event, channel, .. } = mine.occasion;
    let facts = working.facts();
    let settings = facts.settings;
    let (day, shared) = (facts.zone(appointment).day(now), !facts.is_apart(channel, now));
    if !event.is_reminder() || !settings.one_reminder_a_day && !shared || facts.day_is_taken(channel, event, day, now) {
        return None;
    }
    let kind = (!settings.one_reminder_a_day).then_some(event);
    let own = (appointment.id.clone(), appointment.generation);
    let named = std::iter::once(own).chain(mine.named.iter().cloned()).collect();
    Some(DayGuard { day, channel, shared, kind, message: mine.id.clone(), named })
}
