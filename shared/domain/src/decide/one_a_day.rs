//! At most one reminder per person, channel and local day, the first and the second alike: the one that falls due
//! first names the others of the day. Where the centre writes to households, the person is all who are written to at one
//! number or mailbox.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::{DayGuard, Facts, Named, Occasion, notified_then, rules, timing};
use crate::model::Appointment;
use crate::time::place_reminder;
use crate::{AppointmentId, Channel, Event, MessageId};

/// The events of which a person gets at most one a day.
const REMINDERS: [Event; 2] = [Event::AppointmentReminder, Event::AppointmentSecondReminder];

/// The most other appointments that one reminder names, so that its SMS has ten parts at most, in the costly encoding too,
/// with names and places of usual length. The others are as if they had been booked later.
const MOST_NAMED: usize = 8;

/// How long at least a second reminder waits for the first one of its appointment that is due at once.
const FIRST_AT_WORK: SignedDuration = SignedDuration::from_mins(5);

/// What its day holds for a reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// It goes, and names these other appointments (with their generations).
    Goes(Vec<Named>),
    /// It was named by this message, or will be by another that is due earlier (then there is no message yet).
    Named(Option<MessageId>),
}

/// A reminder in the order in which they come: when, and of which appointment.
#[derive(Clone, Copy)]
struct Turn<'a> {
    at: Timestamp,
    event: Event,
    channel: Channel,
    appointment: &'a Appointment,
    /// As they are of its client.
    facts: Facts<'a>,
}

impl<'a> Turn<'a> {
    fn order(&self) -> (Timestamp, Timestamp, &'a AppointmentId, Event) {
        (self.at, self.appointment.start, &self.appointment.id, self.event)
    }

    fn is(&self, event: Event, appointment: &Appointment) -> bool {
        self.event == event && self.appointment.id == appointment.id
    }

    fn named(&self) -> Named {
        (self.appointment.id.clone(), self.appointment.generation)
    }

    /// Whether it keeps the day of its client or household. Where only households are written to as one, a client apart
    /// keeps none.
    fn keeps_a_day(&self) -> bool {
        self.facts.settings.one_reminder_a_day || !self.facts.is_apart(self.channel, self.at)
    }
}

/// A day that a reminder has taken, or will; with the message if there is one.
struct Taken {
    day: Date,
    shared: bool,
    kind: Option<Event>,
    message: Option<MessageId>,
    named: Vec<Named>,
}

impl Taken {
    /// Whether it takes its day from a reminder that would go at an instant.
    fn from(&self, turn: &Turn<'_>, at: Timestamp) -> bool {
        turn.facts.loses_day_to((self.shared, self.kind, &self.named), (turn.event, turn.channel), at)
    }
}

/// What its day holds for an appointment's reminder, and when it goes or is finally decided: later than `planned` where
/// another one went on that day without naming it.
///
/// What has not come yet is foretold: the reminders of the client take their turns as they will, each on its own clock,
/// until this one has had its own. One whose time has come is decided on what is, and waits for no other; but for the
/// first reminder of the same appointment, which is decided in the same breath.
pub(super) fn day(
    facts: &Facts<'_>,
    appointment: &Appointment,
    occasion: Occasion,
    planned: Timestamp,
    now: Timestamp,
) -> (Timestamp, Day) {
    let Occasion { event, channel, .. } = occasion;
    let settings = facts.settings;
    if !settings.one_reminder_a_day && !settings.households && facts.guards.is_empty() {
        return (planned, Day::Goes(Vec::new()));
    }
    let mut taken: Vec<Taken> = taken(facts, channel);
    let own = Turn { at: planned, event, channel, appointment, facts: *facts };
    let mut turns = vec![own];
    turns.extend(
        facts
            .members(channel)
            .flat_map(|member| member.appointments.iter().map(move |other| (member, other)))
            .flat_map(|(member, other)| REMINDERS.map(|event| (member, event, other)))
            .filter(|(_, event, other)| !own.is(*event, other))
            .filter_map(|(facts, event, appointment)| {
                let at = reminded_when(&facts, appointment, event, channel, now)?;
                Some(Turn { at, event, channel, appointment, facts })
            }),
    );
    let waits_for = |turn: &Turn<'_>| planned > now || turn.at > now || turn.appointment.id != appointment.id;
    loop {
        let next = turns.iter().enumerate().min_by_key(|(_, turn)| (waits_for(turn), turn.order()));
        let Some((place, turn)) = next.map(|(place, turn)| (place, *turn)) else {
            return (planned, Day::Goes(Vec::new()));
        };
        turns.swap_remove(place);
        let mine = turn.is(event, appointment);
        let zone = facts.zone(turn.appointment);
        let today = zone.day(turn.at);
        // Whatever day it was named on, a reminder that named this start has done the first one's work. The second has a
        // day of its own.
        let names = |taken: &&Taken| {
            taken.named.contains(&turn.named())
                && facts.is_of_kind(taken.kind, turn.event)
                && (turn.event == Event::AppointmentReminder || taken.day == today)
        };
        if let Some(by) = taken.iter().find(names) {
            if mine && by.message.is_none() && planned <= now && turn.at <= now {
                // Of one appointment's two that are due at once, the second waits to see whether the first has gone: for
                // half of the time that is left, so that what keeps the first back is not met again every few minutes; but
                // while it is the day that the first one takes.
                let half = now + now.duration_until(appointment.start) / 2;
                let midnight = today.tomorrow().map_or(Timestamp::MAX, |tomorrow| zone.start_of(tomorrow));
                return (half.min(midnight - FIRST_AT_WORK).max(now + FIRST_AT_WORK), Day::Named(None));
            }
            if mine {
                return (turn.at, Day::Named(by.message.clone()));
            }
            continue;
        }
        if !turn.keeps_a_day() {
            if mine {
                return (turn.at, Day::Goes(Vec::new()));
            }
            continue;
        }
        if taken.iter().any(|taken| taken.day == today && taken.from(&turn, turn.at)) {
            match later_day(turn, &taken) {
                Some(at) => turns.push(Turn { at, ..turn }),
                // Where no later day can take it, it goes today after all, beside the one that named the others.
                None if mine => return (turn.at, Day::Goes(Vec::new())),
                None => {}
            }
            continue;
        }
        let named = group(turn, &turns, now);
        if mine {
            return (turn.at, Day::Goes(named));
        }
        let named = [turn.named()].into_iter().chain(named).collect();
        let kind = (!settings.one_reminder_a_day).then_some(turn.event);
        taken.push(Taken { day: today, shared: !turn.facts.is_apart(channel, turn.at), kind, message: None, named });
    }
}

/// The days that reminders on a channel have taken and that still count.
fn taken(facts: &Facts<'_>, channel: Channel) -> Vec<Taken> {
    let guards = facts.guards.iter().filter(|guard| guard.channel == channel && facts.counts(guard)).cloned();
    guards
        .map(|DayGuard { day, shared, kind, message, named, .. }| Taken {
            day,
            shared,
            kind,
            message: Some(message),
            named,
        })
        .collect()
}

/// The other appointments that a reminder names: those whose own is due on its day, by start.
fn group(turn: Turn<'_>, others: &[Turn<'_>], now: Timestamp) -> Vec<Named> {
    let Turn { channel, facts, .. } = turn;
    let zone = facts.zone(turn.appointment);
    let today = zone.day(turn.at);
    // As it will be seen then: what waits until then is due then, on whatever day it would have been.
    let then = turn.at.max(now);
    let kind = (!facts.settings.one_reminder_a_day).then_some(turn.event);
    let together = |other: &Turn<'_>| {
        other.facts.client.id == facts.client.id
            || !facts.is_apart(channel, then) && !other.facts.is_apart(channel, then)
    };
    let due = |other: &&Turn<'_>| {
        let at = reminded_when(&other.facts, other.appointment, other.event, channel, then);
        at.is_some_and(|at| zone.day(at) == today)
    };
    let near = |other: &&Turn<'_>| {
        // Asked first, because it is cheap: what comes on a later day does so whenever it is asked about.
        other.appointment.id != turn.appointment.id
            && zone.day(other.at) <= today
            && facts.is_of_kind(kind, other.event)
            && together(other)
    };
    let mut group: Vec<&Appointment> = others.iter().filter(near).filter(due).map(|other| other.appointment).collect();
    group.sort_by_key(|other| (other.start, other.id.clone()));
    group.dedup_by(|one, other| one.id == other.id);
    group.into_iter().take(MOST_NAMED).map(|other| (other.id.clone(), other.generation)).collect()
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
fn later_day(turn: Turn<'_>, taken: &[Taken]) -> Option<Timestamp> {
    let Turn { at, event, channel, appointment, facts } = turn;
    let zone = facts.zone(appointment);
    let today = zone.day(at);
    let notice = timing::notice(&facts, event);
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
        if !taken.iter().any(|taken| taken.day == landed && taken.from(&turn, at)) {
            return Some(at);
        }
        day = landed.tomorrow().ok()?;
    }
}
