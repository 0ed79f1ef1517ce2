//! Claiming: what is due about an appointment is taken on, or finally skipped, in one conditional write.

use carebell_domain::agenda::{Due, Entry, agenda, events, next_due};
use carebell_domain::decide::{Named, Occasion, SkipReason, Verdict};
use carebell_domain::message::{Status, Step, Steps, message_id};
use carebell_domain::model::{Appointment, Claim, Pending, Settings, Told};
use carebell_domain::{Channel, ItemId, MessageId};
use jiff::{Span, Timestamp};

use super::day::WINNER_AT_WORK;
use super::facts::Working;
use super::look::Looked;
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
    pub(super) named: Vec<Named>,
    /// When the claim was written.
    pub(super) at: Timestamp,
    /// What the client had been told before, for a notification whose claim is given back.
    told_before: Option<Told>,
    /// The change that it announces.
    announces: Option<Pending>,
    /// When the doubt was to be looked into that a repeat is sent for.
    doubt: Option<Timestamp>,
}

impl Sender {
    /// Claims what is due about an appointment and stores when it is to be looked at again. Of the messages in doubt
    /// those are repeated that have been looked into without an answer.
    pub(super) async fn claim(
        &self,
        job: &SendJob,
        working: &mut Working,
        item: &ItemId,
        looked: &Looked,
    ) -> Result<Claimed, PortError> {
        let now = self.clock.now();
        let Some(before) = working.appointment(item).cloned() else { return Ok(Claimed::Nothing) };
        let mut after = before.clone();
        for occasion in looked.keys() {
            after.claims.entry(*occasion).and_modify(|claim| claim.doubt = None);
        }
        let (mut mine, mut skipped) = (Vec::new(), Vec::new());
        let entries = agenda(&working.facts(), &before, now);
        let unproven = self.unproven(working, &entries, now).await?;
        for Entry { occasion, decision } in entries {
            if unproven.contains(&occasion) {
                continue;
            }
            if occasion.repeat && looked.get(&occasion.first()) != Some(&false) {
                continue;
            }
            match decision.verdict {
                Verdict::Send { named } => {
                    let until = occasion.repeated().map(|_| decision.until);
                    after.claims.insert(occasion, Claim { until, ..Claim::new(now, &job.id) });
                    mine.push(Mine {
                        id: name(&before, occasion, now)?,
                        occasion,
                        named,
                        at: now,
                        told_before: before.told.clone(),
                        announces: before.pending,
                        doubt: before.claims.get(&occasion.first()).and_then(|claim| claim.doubt),
                    });
                }
                Verdict::Skip(reason) => {
                    after.claims.insert(occasion, Claim::skip(now, &job.id, reason));
                    skipped.push(MessageRecord {
                        skipped: Some(reason),
                        trace: decision.trace,
                        steps: Steps::from([(Status::Skipped, Step { at: now, words: None })]),
                        ..blank_record(&working.tenancy.settings, &before, occasion, now)?
                    });
                }
                // A repeat that has to wait is looked into once more when it may go.
                Verdict::Wait { until, .. } if occasion.repeat => {
                    after.claims.entry(occasion.first()).and_modify(|claim| claim.doubt = Some(until));
                }
                Verdict::Wait { .. } => {}
            }
        }
        settle(&working.facts(), &before, &mut after, job, now);
        let mut write = write_of(working, after, skipped, now);
        if !unproven.is_empty() {
            let again = Due::from(now + WINNER_AT_WORK);
            write.due = Some(other_due(working, &write.appointment, &unproven, now).unwrap_or(again).min(again));
        }
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
    /// looked at again at `again`, or when its agenda says. On an error the claim may stay: the job has to come back.
    pub(super) async fn give_back(
        &self,
        job: &SendJob,
        working: &mut Working,
        item: &ItemId,
        mine: &Mine,
        again: Option<Timestamp>,
    ) -> Result<(), PortError> {
        for _ in 0..super::TRIES {
            let Some(before) = working.appointment(item).cloned() else { return Ok(()) };
            let mut appointment = before.clone();
            // Given back already, and perhaps taken by another job since: that one is left alone.
            let ours = |claim: &Claim| claim.job == job.id && claim.at.as_second() == mine.at.as_second();
            if !appointment.claims.get(&mine.occasion).is_some_and(ours) {
                return Ok(());
            }
            appointment.claims.remove(&mine.occasion);
            reopen(&mut appointment, mine, again);
            let now = self.clock.now();
            let mut write = write_of(working, appointment, Vec::new(), now);
            if let Some(again) = again {
                let again = Due::from(again);
                write.due =
                    Some(other_due(working, &write.appointment, &[mine.occasion], now).unwrap_or(again).min(again));
            }
            match self.records.write_appointment(&working.tenant, &write).await {
                Ok(rev) => {
                    working.replace(Appointment { rev, ..write.appointment });
                    return Ok(());
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
        Err(PortError::new("giving a claim back", "another write was first each time"))
    }
}

/// The next instant to come at which something else than these messages is planned: what waits holds up nothing else.
fn other_due(working: &Working, appointment: &Appointment, these: &[Occasion], now: Timestamp) -> Option<Due> {
    let others = agenda(&working.facts(), appointment, now).into_iter();
    let others = others.filter(|entry| !these.contains(&entry.occasion));
    let planned =
        others.filter(|entry| matches!(entry.decision.verdict, Verdict::Wait { .. })).map(|entry| entry.due(now));
    let doubts = appointment.claims.values().filter_map(|claim| claim.doubt);
    planned.chain(doubts.map(Due::from)).min()
}

/// The write of an appointment with the next instant at which it is to be looked at.
pub(super) fn write_of(
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
        notice: None,
    }
}

/// A notice whose claim is given back is owed again; a repeat leaves its first message in doubt again, to be looked into
/// when the repeat is to be tried.
fn reopen(appointment: &mut Appointment, mine: &Mine, again: Option<Timestamp>) {
    if mine.occasion.repeat {
        appointment.claims.entry(mine.occasion.first()).and_modify(|claim| claim.doubt = again.or(mine.doubt));
    } else if mine.occasion.event.is_notification() && appointment.notices == mine.occasion.number {
        appointment.notices -= 1;
        appointment.told.clone_from(&mine.told_before);
        appointment.pending = appointment.pending.or(mine.announces);
    }
}

/// The name of the message of an occasion, claimed at an instant.
pub(super) fn name(appointment: &Appointment, occasion: Occasion, at: Timestamp) -> Result<MessageId, PortError> {
    message_id(&appointment.id, occasion, at).map_err(|error| PortError::new("naming a message", error))
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
        let on = |channel: &Channel| facts.settings.on(event, *channel);
        let open = |channel: &Channel| !after.claims.contains_key(&before.occasion(event, *channel));
        let (mut any_on, mut any_open) = (false, false);
        for channel in Channel::ALL.iter().filter(|channel| on(channel)) {
            any_on = true;
            any_open |= open(channel);
        }
        if any_open {
            continue;
        }
        if any_on {
            for channel in event.channels().iter().copied().filter(|channel| !on(channel)) {
                let off = || Claim::skip(now, &job.id, SkipReason::ChannelDisabled);
                after.claims.entry(before.occasion(event, channel)).or_insert_with(off);
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

/// Until when the row of a message is kept that was claimed at an instant.
pub(super) fn keep_until(settings: &Settings, at: Timestamp) -> Timestamp {
    let months = Span::new().months(i64::from(settings.message_retention_months));
    settings.centre.time_zone.at(at).checked_add(months).map_or(Timestamp::MAX, |end| end.timestamp())
}

/// A row with what every message has.
pub(super) fn blank_record(
    settings: &Settings,
    appointment: &Appointment,
    occasion: Occasion,
    at: Timestamp,
) -> Result<MessageRecord, PortError> {
    let Occasion { event, channel, number, .. } = occasion;
    let first = appointment.claims.get(&occasion.first()).filter(|_| occasion.repeat);
    Ok(MessageRecord {
        id: name(appointment, occasion, at)?,
        event,
        channel,
        client: Some(appointment.id.client.clone()),
        appointment: Some(appointment.id.clone()),
        number,
        repeats: first.map(|first| name(appointment, occasion.first(), first.at)).transpose()?,
        resource: Some(appointment.resource.clone()),
        location: Some(appointment.location.clone()),
        recipient: None,
        language: None,
        provider_id: None,
        segments: None,
        skipped: None,
        trace: Vec::new(),
        body: None,
        at,
        keep_until: keep_until(settings, at),
        steps: Steps::new(),
    })
}
