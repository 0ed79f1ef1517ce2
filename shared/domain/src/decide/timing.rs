//! When a message is due, when it may go, and until when it makes sense.

use jiff::{SignedDuration, Timestamp};

use super::{Facts, Occasion};
use crate::model::{Actor, Appointment};
use crate::time::{NoSendingHour, place_reminder};
use crate::{Channel, Event};

/// The times of one message, as seen at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Timing {
    /// When it is due.
    pub(super) due: Timestamp,
    /// When it may go: never before it is due, unless it is brought forward out of closed hours.
    pub(super) planned: Result<Timestamp, NoSendingHour>,
    /// The last instant at which it makes sense.
    pub(super) until: Timestamp,
    /// Whether booking, approval or move left less than the minimum notice.
    pub(super) short_notice: bool,
}

/// How close to the start the night no longer counts.
const NIGHT_IGNORED: SignedDuration = SignedDuration::from_hours(12);
/// How long after its planned instant a reminder still makes sense at least.
const REMINDER_GRACE: SignedDuration = SignedDuration::from_mins(30);

pub(super) fn timing(facts: &Facts<'_>, appointment: &Appointment, occasion: Occasion, now: Timestamp) -> Timing {
    match occasion.event {
        Event::AppointmentReminder => reminder(facts, appointment, occasion.channel, now),
        _ => notification(facts, appointment, occasion.channel, now),
    }
}

/// When the reminder is due: its lead before the start, or the instant of booking, approval or move, or of the
/// change of settings that put it into the past.
pub(super) fn reminder_due(facts: &Facts<'_>, appointment: &Appointment) -> Timestamp {
    let lead = facts.settings.reminder.lead.before(appointment.start, facts.zone(appointment));
    let changed = facts.settings.timing_changed_at.unwrap_or(Timestamp::MIN);
    lead.max(appointment.counted_at).max(changed)
}

fn reminder(facts: &Facts<'_>, appointment: &Appointment, channel: Channel, now: Timestamp) -> Timing {
    let notice = facts.settings.reminder.minimum_notice();
    let start = appointment.start;
    let due = reminder_due(facts, appointment);
    let short_notice = due.duration_until(start) < notice;
    let planned = |seen_at: Timestamp| {
        if short_notice || (channel == Channel::Email && !facts.settings.sending_hours_for_email) {
            return Ok(due.max(seen_at));
        }
        place_reminder(due, seen_at, start, notice, &facts.hours(appointment))
    };
    let first = planned(appointment.counted_at);
    let grace = first.unwrap_or(due).checked_add(REMINDER_GRACE).unwrap_or(Timestamp::MAX);
    let until = (start - notice).max(grace).min(start);
    let planned = match first {
        Ok(first) if first >= now => Ok(first),
        _ => planned(now),
    };
    Timing { due, planned, until, short_notice }
}

/// The instant at which the waiting for further changes ends.
fn notification(facts: &Facts<'_>, appointment: &Appointment, channel: Channel, now: Timestamp) -> Timing {
    let pending = appointment.pending;
    let due = pending.map_or(now, |pending| pending.since + facts.settings.settling());
    let caused_by_client = pending.is_some_and(|pending| pending.by == Actor::Client);
    let until = appointment.last_known_start();
    let night = facts.settings.night;
    let local = facts.zone(appointment).at(due);
    let keeps_night = channel == Channel::Sms && !caused_by_client && due.duration_until(until) >= NIGHT_IGNORED;
    let morning = if keeps_night && night.covers(local.time()) {
        let day = if local.time() >= night.to { local.date().tomorrow().unwrap_or(local.date()) } else { local.date() };
        facts.zone(appointment).instant(day.to_datetime(night.to))
    } else {
        due
    };
    Timing { due, planned: Ok(morning.max(now)), until, short_notice: false }
}
