//! Whether, when and how one message goes out: [`decide`](decide()).
//!
//! It is asked twice: for the plan (timeline, next due instant) and when the message is about to leave, on fresh
//! facts. Until the due time a skip is a forecast and is tested again.

mod facts;
mod household;
mod invitation;
mod occasion;
mod one_a_day;
mod reason;
mod recall;
mod rules;
mod survey;
mod timing;

#[cfg(test)]
mod by_the_calendar;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod household_tests;
#[cfg(test)]
mod interplay;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod turns;

use jiff::Timestamp;

pub use facts::{DayGuard, Facts, Named, Suppression};
pub use household::{Household, MOST_MEMBERS, Relative};
pub use invitation::{invites, may_cancel, may_confirm};
pub use occasion::{BadOccasion, Occasion};
pub use reason::{SkipReason, WaitReason};
pub(crate) use recall::is_recalled;
pub use recall::{Basis, recall};

use crate::model::Appointment;
use crate::{Channel, Event, MessageId};
use one_a_day::Day;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Send it now; a reminder names these other appointments too (with their generations).
    Send {
        /// The others.
        named: Vec<Named>,
    },
    /// Ask again then.
    Wait {
        /// When.
        until: Timestamp,
        /// Why.
        why: WaitReason,
        /// What the answer would be if nothing changed: `None` is "send".
        forecast: Option<SkipReason>,
    },
    /// Do not send it, ever.
    Skip(SkipReason),
}

/// A rule that holds against a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub reason: SkipReason,
    /// The reminder that named the appointment, for [`SkipReason::RemindedToday`].
    pub message: Option<MessageId>,
}

impl From<SkipReason> for Finding {
    fn from(reason: SkipReason) -> Self {
        Self { reason, message: None }
    }
}

/// The answer, with all the rules that hold, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is to be done.
    pub verdict: Verdict,
    /// Every rule that holds against the message. The first is the reason where it is skipped.
    pub trace: Vec<Finding>,
    /// When it is due by its own timing.
    pub due: Timestamp,
    /// When it goes, or is finally decided.
    pub planned: Timestamp,
    /// The last instant at which it makes sense. It travels with the message.
    pub until: Timestamp,
}

/// Decides about one message, from the facts alone, as seen at `now`.
#[must_use]
pub fn decide(facts: &Facts<'_>, appointment: &Appointment, occasion: Occasion, now: Timestamp) -> Decision {
    let Occasion { event, channel, .. } = occasion;
    let times = timing::timing(facts, appointment, occasion, now);
    let mut trace: Vec<Finding> = Vec::new();
    let claimed = appointment.claims.contains_key(&occasion);
    if claimed {
        trace.push(SkipReason::Duplicate.into());
    }
    let when = times.planned.unwrap_or(times.due).max(now);
    trace.extend(rules::against(facts, appointment, occasion, when).into_iter().map(Finding::from));
    if times.short_notice {
        trace.push(SkipReason::NoticeTooShort.into());
    }
    if event == Event::SatisfactionSurvey && survey::asked_recently(facts, appointment, when, now) {
        trace.push(SkipReason::AskedRecently.into());
    }
    let mut planned = times.planned.unwrap_or(times.due.max(now));
    let mut named = Vec::new();
    if event == Event::AppointmentReminder && notified_then(facts, appointment, channel, now) {
        trace.push(SkipReason::JustNotified.into());
    }
    if event.is_reminder() && trace.is_empty() && times.planned.is_ok() {
        let (at, day) = one_a_day::day(facts, appointment, occasion, planned, now);
        planned = at;
        match day {
            Day::Goes(others) => named = others,
            Day::Named(message) => trace.push(Finding { reason: SkipReason::RemindedToday, message }),
        }
    }
    let start = match event {
        _ if event.is_notification() => appointment.last_known_start(),
        _ if event.is_reminder() => appointment.start,
        _ => Timestamp::MAX,
    };
    if now > times.until || now >= start {
        trace.push(SkipReason::Expired.into());
    }
    if times.planned.is_err() {
        trace.push(SkipReason::NoSendingHour.into());
    }
    let skip = trace.first().map(|finding| finding.reason);
    // A later day chosen for the one-a-day option may lie beyond the grace of the first plan.
    let until = if event.is_reminder() { times.until.max(planned.min(appointment.start)) } else { times.until };
    let verdict = if planned > now && !claimed {
        let why = match event {
            _ if times.due <= now => WaitReason::OutsideHours,
            _ if event.is_notification() && !occasion.repeat => WaitReason::Settling,
            _ => WaitReason::Planned,
        };
        Verdict::Wait { until: planned, why, forecast: skip }
    } else {
        skip.map_or(Verdict::Send { named }, Verdict::Skip)
    };
    Decision { verdict, trace, due: times.due, planned, until }
}

/// The last instant at which what goes after a visit makes sense.
pub(crate) fn makes_sense_until(facts: &Facts<'_>, appointment: &Appointment, event: Event) -> Timestamp {
    let occasion = appointment.occasion(event, Channel::Email);
    timing::timing(facts, appointment, occasion, appointment.counted_at).until
}

/// Whether a reminder that is due at the very instant of booking, approval or move follows a notification of the
/// same start on the same channel, sent or about to be: then that notification reminds enough.
fn notified_then(facts: &Facts<'_>, appointment: &Appointment, channel: Channel, now: Timestamp) -> bool {
    if timing::reminder_due(facts, appointment) != appointment.counted_at {
        return false;
    }
    let tells_start =
        |event| matches!(event, Event::AppointmentCreated | Event::AppointmentApproved | Event::AppointmentModified);
    if let Some(event) = appointment.pending.and_then(|_| appointment.owed()).filter(|event| tells_start(*event)) {
        let occasion = appointment.occasion(event, channel);
        let times = timing::timing(facts, appointment, occasion, now);
        return now <= times.until && rules::against(facts, appointment, occasion, now).is_empty();
    }
    // Claims are kept to the second.
    let counted_at = appointment.counted_at.as_second();
    appointment.claims.iter().any(|(key, claim)| {
        tells_start(key.event)
            && key.channel == channel
            && claim.at.as_second() >= counted_at
            && claim.skipped.is_none()
    })
}
