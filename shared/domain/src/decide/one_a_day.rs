//! At most one reminder per person, channel and local day, the first and the second alike: the one that falls due
//! first names the others of the day.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::{Facts, Occasion, notified_then, rules, timing};
use crate::model::Appointment;
use crate::time::place_reminder;
use crate::{Channel, Event, ItemId, MessageId};

/// The events of which a person gets at most one a day.
const REMINDERS: [Event; 2] = [Event::AppointmentReminder, Event::AppointmentSecondReminder];

/// How long at least a second reminder waits for the first one of its appointment that is due at once.
const FIRST_AT_WORK: SignedDuration = SignedDuration::from_mins(5);

/// What the day holds for a reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// It goes, and names these other appointments (with their generations).
    Goes(Vec<(ItemId, u32)>),
    /// It was named by this message, or will be by another that is due earlier (then there is no message yet).
    Named(Option<MessageId>),
    /// Another reminder went without naming it: it waits until then.
    Later(Timestamp),
}

/// What the day of `planned` holds for an appointment's reminder. `now` tells forecasts from decisions.
pub(super) fn day(
    facts: &Facts<'_>,
    appointment: &Appointment,
    occasion: Occasion,
    planned: Timestamp,
    now: Timestamp,
) -> Day {
    let Occasion { event, channel, .. } = occasion;
    if !facts.settings.one_reminder_a_day {
        return Day::Goes(Vec::new());
    }
    let zone = facts.zone(appointment);
    let today = zone.day(planned);
    let own = (appointment.id.item.clone(), appointment.generation);
    for guard in facts.guards.iter().filter(|guard| guard.channel == channel && facts.counts(guard)) {
        // Whatever day it was named on, a reminder that named this start has done the first one's work. The second has a
        // day of its own.
        if guard.named.contains(&own) && (event == Event::AppointmentReminder || guard.day == today) {
            return Day::Named(Some(guard.message.clone()));
        }
    }
    if facts.day_is_taken(channel, today) {
        // Where no later day can take it, it goes today after all, beside the one that named the others.
        return later_day(facts, appointment, occasion, today).map_or(Day::Goes(Vec::new()), Day::Later);
    }
    let mut group: Vec<(Timestamp, Event, &Appointment)> = facts
        .appointments
        .iter()
        .flat_map(|other| REMINDERS.map(|event| (event, other)))
        .filter(|(other_event, other)| (*other_event, &other.id) != (event, &appointment.id))
        .filter_map(|(event, other)| Some((reminded_when(facts, other, event, channel, now)?, event, other)))
        .filter(|(when, ..)| zone.day(*when) == today)
        .collect();
    group.sort_by_key(|(_, _, other)| (other.start, other.id.item.clone()));
    let first = |(when, other_event, other): &(Timestamp, Event, &Appointment)| {
        (*when, other.start, &other.id.item, *other_event) < (planned, appointment.start, &appointment.id.item, event)
    };
    if planned > now && group.iter().any(first) {
        return Day::Named(None);
    }
    // Of one appointment's two that are due at once, the second waits to see whether the first has gone: for half of the
    // time that is left, so that what keeps the first back is not met again every few minutes.
    if group.iter().any(|one| one.2.id == appointment.id && one.0 <= now && first(one)) {
        let half = now.duration_until(appointment.start) / 2;
        return Day::Later(now + half.max(FIRST_AT_WORK));
    }
    let mut named: Vec<(ItemId, u32)> = group
        .into_iter()
        .filter(|(_, _, other)| other.id != appointment.id)
        .map(|(_, _, other)| (other.id.item.clone(), other.generation))
        .collect();
    named.dedup();
    Day::Goes(named)
}

/// When another reminder would go on this channel, were it alone. `None` where it will not.
fn reminded_when(
    facts: &Facts<'_>,
    other: &Appointment,
    event: Event,
    channel: Channel,
    now: Timestamp,
) -> Option<Timestamp> {
    let occasion = other.occasion(event, channel);
    if !facts.settings.on(event, channel) || other.start <= other.counted_at || other.claim(event, channel).is_some() {
        return None;
    }
    let times = timing::timing(facts, other, occasion, now);
    let when = times.planned.unwrap_or(times.due).max(now);
    let silent = times.short_notice
        || times.until < now
        || event == Event::AppointmentReminder && notified_then(facts, other, channel, now)
        || !rules::against(facts, other, occasion, when).is_empty();
    if silent { None } else { times.planned.ok() }
}

/// The first permitted instant of a later day without a reminder that keeps the minimum notice.
fn later_day(facts: &Facts<'_>, appointment: &Appointment, occasion: Occasion, today: Date) -> Option<Timestamp> {
    let zone = facts.zone(appointment);
    let Occasion { event, channel, .. } = occasion;
    let notice = timing::notice(facts, event);
    let free_hours = channel == Channel::Email && !facts.settings.sending_hours_for_email;
    let mut day = today.tomorrow().ok()?;
    loop {
        let morning = zone.start_of(day);
        if morning >= appointment.start {
            return None;
        }
        let at = if free_hours {
            morning
        } else {
            place_reminder(morning, morning, appointment.start, notice, &facts.hours(appointment)).ok()?
        };
        // Bringing forward leads back to the day that is taken.
        if at < morning || at.duration_until(appointment.start) < notice {
            return None;
        }
        let landed = zone.day(at);
        if !facts.day_is_taken(channel, landed) {
            return Some(at);
        }
        day = landed.tomorrow().ok()?;
    }
}
