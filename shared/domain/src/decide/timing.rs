//! When a message is due, when it may go, and until when it makes sense.

use jiff::{SignedDuration, Timestamp};

use super::recall::{self, recall};
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
/// How long after its due time a recall still makes sense.
const RECALL_MAKES_SENSE: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long after their due time thanks still make sense.
const AFTER_VISIT_MAKES_SENSE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long after its planned instant a reminder still makes sense at least.
const REMINDER_GRACE: SignedDuration = SignedDuration::from_mins(30);

pub(super) fn timing(facts: &Facts<'_>, appointment: &Appointment, occasion: Occasion, now: Timestamp) -> Timing {
    match occasion.event {
        Event::AppointmentReminder | Event::AppointmentSecondReminder => reminder(facts, appointment, occasion, now),
        Event::Recall => recalled(facts, appointment, occasion.channel, now),
        Event::ThankYou | Event::SatisfactionSurvey => after_visit(facts, appointment, occasion.channel, now),
        _ if occasion.repeat => repeat(facts, appointment, occasion, now),
        _ => notification(facts, appointment, occasion.channel, now),
    }
}

/// When the first reminder is due: its lead before the start, or the instant of booking, approval or move, or of the
/// change of settings that put it into the past.
pub(super) fn reminder_due(facts: &Facts<'_>, appointment: &Appointment) -> Timestamp {
    let lead = facts.settings.reminder.lead.before(appointment.start, facts.zone(appointment));
    let changed = facts.settings.timing_changed_at.unwrap_or(Timestamp::MIN);
    lead.max(appointment.counted_at).max(changed)
}

/// When the second reminder is due, and whether that had passed when the appointment was booked, approved or moved:
/// then there is none.
fn second_due(facts: &Facts<'_>, appointment: &Appointment) -> (Timestamp, bool) {
    let lead = facts.settings.second_reminder.lead.before(appointment.start, facts.zone(appointment));
    let changed = facts.settings.timing_changed_at.unwrap_or(Timestamp::MIN);
    (lead.max(changed), lead < appointment.counted_at)
}

/// The minimum notice of a reminder.
pub(super) fn notice(facts: &Facts<'_>, event: Event) -> SignedDuration {
    match event {
        Event::AppointmentSecondReminder => facts.settings.second_reminder.minimum_notice(),
        _ => facts.settings.reminder.minimum_notice(),
    }
}

fn reminder(facts: &Facts<'_>, appointment: &Appointment, occasion: Occasion, now: Timestamp) -> Timing {
    let notice = notice(facts, occasion.event);
    let start = appointment.start;
    let (due, passed) = match occasion.event {
        Event::AppointmentSecondReminder => second_due(facts, appointment),
        _ => (reminder_due(facts, appointment), false),
    };
    let short_notice = passed || due.duration_until(start) < notice;
    let planned = |seen_at: Timestamp| {
        if short_notice || is_free_of_hours(facts, occasion.channel) {
            return Ok(due.max(seen_at));
        }
        place_reminder(due, seen_at, start, notice, &facts.hours(appointment))
    };
    let first = planned(appointment.counted_at);
    let grace = first.unwrap_or(due).checked_add(REMINDER_GRACE).unwrap_or(Timestamp::MAX);
    let until = (start - notice).max(grace).min(start);
    // Where no instant was left from the beginning, none comes later.
    let planned = match first {
        Ok(first) if first < now => planned(now),
        as_planned => as_planned,
    };
    Timing { due, planned, until, short_notice }
}

/// Whether a channel's messages go at any hour.
const fn is_free_of_hours(facts: &Facts<'_>, channel: Channel) -> bool {
    matches!(channel, Channel::Email) && !facts.settings.sending_hours_for_email
}

/// What follows a visit goes within the hours that follow its due time.
fn within_hours(
    facts: &Facts<'_>,
    appointment: &Appointment,
    channel: Channel,
    at: Timestamp,
) -> Result<Timestamp, NoSendingHour> {
    if is_free_of_hours(facts, channel) {
        return Ok(at);
    }
    facts.hours(appointment).open_from(at).ok_or(NoSendingHour)
}

fn recalled(facts: &Facts<'_>, appointment: &Appointment, channel: Channel, now: Timestamp) -> Timing {
    let interval = recall(facts, appointment).map(|(interval, _)| interval);
    let opening = interval.map(|interval| recall::due(facts, appointment, interval));
    // One that a change of settings brings about is due at that instant.
    let changed = facts.settings.timing_changed_at.unwrap_or(Timestamp::MIN);
    let due = opening.flatten().unwrap_or(now).max(changed);
    let planned = match opening {
        Some(None) => Err(NoSendingHour),
        _ if due > now => within_hours(facts, appointment, channel, due),
        _ => within_hours(facts, appointment, channel, now),
    };
    Timing { due, planned, until: due.checked_add(RECALL_MAKES_SENSE).unwrap_or(due), short_notice: false }
}

fn after_visit(facts: &Facts<'_>, appointment: &Appointment, channel: Channel, now: Timestamp) -> Timing {
    let due = appointment.end.checked_add(facts.settings.after_visit.delay()).unwrap_or(appointment.end);
    let planned = within_hours(facts, appointment, channel, due.max(now));
    Timing { due, planned, until: due.checked_add(AFTER_VISIT_MAKES_SENSE).unwrap_or(due), short_notice: false }
}

/// A notification is due when the waiting for further changes ends.
fn notification(facts: &Facts<'_>, appointment: &Appointment, channel: Channel, now: Timestamp) -> Timing {
    let pending = appointment.pending;
    let due = appointment.told_at(facts.settings).unwrap_or(now);
    let caused_by_client = pending.is_some_and(|pending| pending.by == Actor::Client);
    let until = appointment.last_known_start();
    let quiet = channel == Channel::Sms && !caused_by_client;
    let planned = if quiet { after_night(facts, appointment, (due, until), now) } else { due.max(now) };
    Timing { due, planned: Ok(planned), until, short_notice: false }
}

/// A repeat is due when the doubt about the first message is looked into. Nobody waits for it, so it keeps the night.
fn repeat(facts: &Facts<'_>, appointment: &Appointment, occasion: Occasion, now: Timestamp) -> Timing {
    let first = appointment.claims.get(&occasion.first());
    let due = first.and_then(|claim| claim.doubt).unwrap_or(now);
    let until = first.and_then(|claim| claim.until).unwrap_or(appointment.start);
    let quiet = occasion.channel == Channel::Sms;
    let planned = if quiet { after_night(facts, appointment, (due, until), now) } else { due.max(now) };
    Timing { due, planned: Ok(planned), until, short_notice: false }
}

/// When a message's turn comes that keeps the night: at the later of its due time and now, or at the end of the night in
/// which that lies. What was held up (by a throttled provider, a used-up day) keeps the night too. Whether the start is
/// near is measured where the waiting begins, so that the answer stays the same through the night.
fn after_night(
    facts: &Facts<'_>,
    appointment: &Appointment,
    (due, until): (Timestamp, Timestamp),
    now: Timestamp,
) -> Timestamp {
    let (at, zone) = (due.max(now), facts.zone(appointment));
    let Some((begin, end)) = facts.settings.night.around(zone.at(at).datetime()) else { return at };
    let waits_from = due.max(zone.instant(begin));
    if waits_from.duration_until(until) < NIGHT_IGNORED { at } else { zone.instant(end).max(at) }
}
