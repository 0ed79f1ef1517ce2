//! Claiming: what is due about an appointment is taken on, or finally skipped, in one conditional write.

use carebell_domain::agenda::{agenda, events, next_due};
use carebell_domain::decide::{Decision, Occasion, SkipReason, Verdict};
use carebell_domain::message::{Status, Step, Steps, message_id};
use carebell_domain::model::{Appointment, Claim, ClaimKey, Pending, Settings, Told};
use carebell_domain::{Channel, Event, ItemId, MessageId};
use jiff::{Span, Timestamp};

use super::facts::Working;
use super::{Sender, local_day};
use crate::jobs::SendJob;
use crate::ports::{AppointmentWrite, MessageRecord, PortError, WriteError};

/// What a claim gained.
#[derive(Debug)]
pub(super) enum Claimed {
    /// There was nothing to send.
    Nothing,
    /// Another write came first.
    Stale,
    /// These are ours to send.
    Messages(Vec<Mine>),
}

/// A message that is ours to send.
#[derive(Clone, Debug)]
pub(super) struct Mine {
    pub(super) id: MessageId,
    pub(super) occasion: Occasion,
    /// The other appointments that it names, with their generations.
    pub(super) named: Vec<(ItemId, u32)>,
    /// When the claim was written.
    pub(super) at: Timestamp,
    /// What the client had been told before, for a notification whose claim is given back.
    told_before: Option<Told>,
    /// The change that it announces.
    announces: Option<Pending>,
}

impl Sender {
    /// Claims what is due about an appointment and stores when it is to be looked at again.
    pub(super) async fn claim(
        &self,
        job: &SendJob,
        working: &mut Working,
        item: &ItemId,
    ) -> Result<Claimed, PortError> {
        let now = self.clock.now();
        let Some(before) = working.appointment(item).cloned() else { return Ok(Claimed::Nothing) };
        let due: Vec<(Occasion, Decision)> = agenda(&working.facts(), &before, now)
            .into_iter()
            .filter(|entry| !matches!(entry.decision.verdict, Verdict::Wait { .. }))
            .map(|entry| (entry.occasion, entry.decision))
            .collect();
        let mut after = before.clone();
        let (mut mine, mut skipped) = (Vec::new(), Vec::new());
        for (occasion, decision) in due {
            let claim = |skipped| Claim { at: now, job: job.id.clone(), skipped };
            let id = name(&before, occasion, now)?;
            match &decision.verdict {
                Verdict::Send { named } => {
                    after.claims.insert(key(occasion), claim(None));
                    mine.push(Mine {
                        id,
                        occasion,
                        named: named.clone(),
                        at: now,
                        told_before: before.told.clone(),
                        announces: before.pending,
                    });
                }
                Verdict::Skip(reason) => {
                    after.claims.insert(key(occasion), claim(Some(*reason)));
                    skipped.push(skip_record(&working.tenancy.settings, &before, occasion, id, &decision, now));
                }
                Verdict::Wait { .. } => {}
            }
        }
        settle(&working.facts(), &before, &mut after, job, now);
        let write = self.write_of(working, after, skipped, now);
        match self.records.write_appointment(&working.tenant, &write).await {
            Ok(rev) => {
                working.replace(Appointment { rev, ..write.appointment });
                Ok(if mine.is_empty() { Claimed::Nothing } else { Claimed::Messages(mine) })
            }
            Err(WriteError::Stale) => Ok(Claimed::Stale),
            Err(WriteError::Port(error)) => Err(error),
        }
    }

    /// Gives a claim back that led to nothing: the provider was not told, or refused for now. The appointment is
    /// looked at again at `again`, or when its agenda says. `false` where another write came first: then the claim
    /// stays and the message is in doubt.
    pub(super) async fn give_back(
        &self,
        job: &SendJob,
        working: &mut Working,
        item: &ItemId,
        mine: &Mine,
        again: Option<Timestamp>,
    ) -> Result<bool, PortError> {
        for _ in 0..super::TRIES {
            let Some(before) = working.appointment(item).cloned() else { return Ok(false) };
            let mut appointment = before.clone();
            // Given back already, and perhaps taken by another job since: that one is left alone.
            let ours = |claim: &Claim| claim.job == job.id && claim.at.as_second() == mine.at.as_second();
            if !appointment.claims.get(&key(mine.occasion)).is_some_and(ours) {
                return Ok(true);
            }
            appointment.claims.remove(&key(mine.occasion));
            reopen(&mut appointment, mine);
            let now = self.clock.now();
            let mut write = self.write_of(working, appointment, Vec::new(), now);
            write.due = again.or(write.due);
            match self.records.write_appointment(&working.tenant, &write).await {
                Ok(rev) => {
                    working.replace(Appointment { rev, ..write.appointment });
                    return Ok(true);
                }
                Err(WriteError::Port(error)) => {
                    // As far as is known nothing was written: who tries again finds the claim still there.
                    working.replace(before);
                    return Err(error);
                }
                Err(WriteError::Stale) => {
                    let file = self.records.file(&working.tenant, &working.client.id).await?;
                    working.appointments = file.appointments;
                }
            }
        }
        Ok(false)
    }

    /// The write of an appointment with the next instant at which it is to be looked at.
    fn write_of(
        &self,
        working: &mut Working,
        appointment: Appointment,
        skipped: Vec<MessageRecord>,
        now: Timestamp,
    ) -> AppointmentWrite {
        working.replace(appointment.clone());
        let due = next_due(&working.facts(), &appointment, now);
        let tenancy = &working.tenancy;
        AppointmentWrite {
            local_day: local_day(&tenancy.catalogue, &tenancy.settings, &appointment),
            appointment,
            due,
            announce: None,
            notes: None,
            history: None,
            attendance: None,
            skipped,
        }
    }
}

/// A notice whose claim is given back is owed again.
fn reopen(appointment: &mut Appointment, mine: &Mine) {
    if mine.occasion.event.is_notification() && appointment.notices == mine.occasion.number {
        appointment.notices -= 1;
        appointment.told.clone_from(&mine.told_before);
        appointment.pending = appointment.pending.or(mine.announces);
    }
}

pub(super) const fn key(occasion: Occasion) -> ClaimKey {
    ClaimKey { event: occasion.event, channel: occasion.channel, number: occasion.number }
}

/// The name of the message of an occasion, claimed at an instant.
pub(super) fn name(appointment: &Appointment, occasion: Occasion, at: Timestamp) -> Result<MessageId, PortError> {
    message_id(&appointment.id, occasion.event, occasion.number, occasion.channel, at)
        .map_err(|error| PortError::new("naming a message", error))
}

/// Closes the events that have been dealt with on every channel that is on: the other channels are closed too, so
/// that switching one on later sends nothing late, and a notice counts as announced.
fn settle(
    facts: &carebell_domain::decide::Facts<'_>,
    before: &Appointment,
    after: &mut Appointment,
    job: &SendJob,
    now: Timestamp,
) {
    for event in events(facts, before) {
        let keyed = |channel| ClaimKey { event, channel, number: before.number(event) };
        let on = |channel: &Channel| facts.settings.event(event).on(*channel);
        let open = |channel: &Channel| !after.claims.contains_key(&keyed(*channel));
        let (mut any_on, mut any_open) = (false, false);
        for channel in Channel::ALL.iter().filter(|channel| on(channel)) {
            any_on = true;
            any_open |= open(channel);
        }
        if any_open {
            continue;
        }
        if any_on {
            for channel in Channel::ALL.into_iter().filter(|channel| !on(channel)) {
                let skipped = Some(SkipReason::ChannelDisabled);
                after.claims.entry(keyed(channel)).or_insert_with(|| Claim { at: now, job: job.id.clone(), skipped });
            }
        }
        if event.is_notification() {
            after.settle_notice();
        }
    }
    if before.pending.is_some() && before.owed().is_none() {
        after.pending = None;
    }
}

fn skip_record(
    settings: &Settings,
    appointment: &Appointment,
    occasion: Occasion,
    id: MessageId,
    decision: &Decision,
    now: Timestamp,
) -> MessageRecord {
    let Occasion { event, channel, number } = occasion;
    let reason = decision.trace.first().map(|finding| finding.reason);
    MessageRecord {
        skipped: reason,
        trace: decision.trace.clone(),
        steps: Steps::from([(Status::Skipped, Step { at: now, words: None })]),
        ..blank_record(settings, appointment, event, channel, number, id, now)
    }
}

/// A row with what every message has.
pub(super) fn blank_record(
    settings: &Settings,
    appointment: &Appointment,
    event: Event,
    channel: Channel,
    number: u32,
    id: MessageId,
    at: Timestamp,
) -> MessageRecord {
    let months = Span::new().months(i64::from(settings.message_retention_months));
    let keep_until = settings.centre.time_zone.at(at).checked_add(months).map_or(Timestamp::MAX, |end| end.timestamp());
    MessageRecord {
        id,
        event,
        channel,
        client: appointment.id.client.clone(),
        appointment: appointment.id.clone(),
        number,
        resource: appointment.resource.clone(),
        location: appointment.location.clone(),
        recipient: None,
        language: None,
        provider_id: None,
        segments: None,
        skipped: None,
        trace: Vec::new(),
        body: None,
        at,
        keep_until,
        steps: Steps::new(),
    }
}
