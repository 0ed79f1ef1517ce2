//! All that one appointment plans: which messages, when, and what would become of each.

use jiff::Timestamp;

use crate::decide::{Decision, Facts, Occasion, Verdict, decide};
use crate::model::Appointment;
use crate::{Channel, Event};

/// A message that is planned or due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which message.
    pub occasion: Occasion,
    /// What is to be done about it.
    pub decision: Decision,
}

/// The messages of an appointment that have not been dealt with, in order of their instants.
///
/// An event that is off on every channel plans nothing. One that is on plans a message on each channel that is on;
/// a channel that is off is settled together with the others when they are.
#[must_use]
pub fn agenda(facts: &Facts<'_>, appointment: &Appointment, now: Timestamp) -> Vec<Entry> {
    let mut entries: Vec<Entry> = events(facts, appointment)
        .into_iter()
        .flat_map(|event| Channel::ALL.map(|channel| (event, channel)))
        .filter(|(event, channel)| facts.settings.event(*event).on(*channel))
        .filter(|(event, channel)| appointment.claim(*event, *channel).is_none())
        .map(|(event, channel)| {
            let occasion = Occasion { event, channel, number: appointment.number(event) };
            Entry { occasion, decision: decide(facts, appointment, occasion, now) }
        })
        .collect();
    entries.sort_by_key(|entry| (entry.decision.planned, entry.occasion));
    entries
}

/// The events that the appointment's present state calls for.
#[must_use]
pub fn events(facts: &Facts<'_>, appointment: &Appointment) -> Vec<Event> {
    let mut events = Vec::with_capacity(2);
    if appointment.pending.is_some() {
        events.extend(appointment.owed());
    }
    // What was entered after its start is history, and before the go-live date so is what starts.
    let live =
        facts.settings.go_live.is_none_or(|day| appointment.start >= facts.settings.centre.time_zone.start_of(day));
    if appointment.status.is_standing() && appointment.counted_at < appointment.start && live {
        events.push(Event::AppointmentReminder);
    }
    events
}

/// The next instant at which something about the appointment is to be decided, never before `now`.
#[must_use]
pub fn next_due(facts: &Facts<'_>, appointment: &Appointment, now: Timestamp) -> Option<Timestamp> {
    let instants = agenda(facts, appointment, now).into_iter().map(|entry| match entry.decision.verdict {
        Verdict::Wait { until, .. } => until,
        Verdict::Send { .. } | Verdict::Skip(_) => now,
    });
    instants.min()
}
