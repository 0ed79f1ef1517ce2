//! All that one appointment plans: which messages, when, and what would become of each.

use jiff::Timestamp;

use crate::decide::{Decision, Facts, Occasion, Verdict, decide, is_recalled, makes_sense_until};
use crate::model::{AfterVisit, Appointment, Status};
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
/// a channel that is off is settled together with the others when they are. A message of which nobody knows what
/// became of it plans its repeat, where one is permitted.
#[must_use]
pub fn agenda(facts: &Facts<'_>, appointment: &Appointment, now: Timestamp) -> Vec<Entry> {
    agenda_of(facts, appointment, now, |_| true)
}

/// Those of the messages that are about some events; nothing is decided about the others.
#[must_use]
pub fn agenda_of(
    facts: &Facts<'_>,
    appointment: &Appointment,
    now: Timestamp,
    wanted: impl Fn(Event) -> bool,
) -> Vec<Entry> {
    let firsts = events(facts, appointment)
        .into_iter()
        .flat_map(|event| Channel::ALL.map(|channel| (event, channel)))
        .filter(|(event, channel)| facts.settings.on(*event, *channel))
        .map(|(event, channel)| appointment.occasion(event, channel));
    let mut entries: Vec<Entry> = firsts
        .filter(|occasion| !appointment.claims.contains_key(occasion))
        .chain(repeats(appointment))
        .filter(|occasion| wanted(occasion.event))
        .map(|occasion| Entry { occasion, decision: decide(facts, appointment, occasion, now) })
        .collect();
    entries.sort_by_key(|entry| (entry.decision.planned, entry.occasion));
    entries
}

/// The events that the appointment's present state calls for.
#[must_use]
pub fn events(facts: &Facts<'_>, appointment: &Appointment) -> Vec<Event> {
    let mut events = Vec::with_capacity(4);
    if appointment.pending.is_some() {
        events.extend(appointment.owed());
    }
    // What was entered after its start is history, and before the go-live date so is what starts.
    let live =
        facts.settings.go_live.is_none_or(|day| appointment.start >= facts.settings.centre.time_zone.start_of(day));
    if appointment.status.is_standing() && appointment.counted_at < appointment.start && live {
        events.push(Event::AppointmentReminder);
        if facts.settings.event(Event::AppointmentSecondReminder).enabled {
            events.push(Event::AppointmentSecondReminder);
        }
    }
    if live {
        let after = [Event::ThankYou, Event::SatisfactionSurvey];
        events.extend(after.into_iter().filter(|event| follows_visit(facts, appointment, *event)));
    }
    if is_recalled(facts, appointment) && !matches!(appointment.status, Status::Cancelled | Status::NoShow) {
        events.push(Event::Recall);
    }
    // What would have lost its sense before the appointment was entered is history too.
    events.retain(|event| {
        !matches!(event, Event::ThankYou | Event::SatisfactionSurvey | Event::Recall)
            || makes_sense_until(facts, appointment, *event) > appointment.counted_at
    });
    events
}

/// Whether thanks, or a questionnaire, follow the visit, which has taken place as far as is known. Where they wait for
/// the desk's mark of attendance they are planned once that is there.
pub(crate) fn follows_visit(facts: &Facts<'_>, appointment: &Appointment, event: Event) -> bool {
    let settings = facts.settings.after_visit;
    let status = appointment.status;
    let took_place = status == Status::Attended || status.is_standing() && !settings.only_when_attended;
    let since = settings.since.is_none_or(|since| appointment.end >= since);
    let chosen = match settings.sends {
        AfterVisit::None => None,
        AfterVisit::ThankYou => Some(Event::ThankYou),
        AfterVisit::SatisfactionSurvey => Some(Event::SatisfactionSurvey),
    };
    chosen == Some(event) && took_place && since
}

/// The repeats of messages of which nobody knows what became of them, as far as they are permitted and not taken on.
pub fn repeats(appointment: &Appointment) -> impl Iterator<Item = Occasion> {
    let doubtful = appointment.claims.iter().filter(|(_, claim)| claim.doubt.is_some());
    doubtful.filter_map(|(occasion, _)| occasion.repeated()).filter(|repeat| !appointment.claims.contains_key(repeat))
}

/// How closely the time of something is kept: which sweep looks for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pace {
    /// To the minute.
    #[default]
    Minutes,
    /// To the hour: recalls, which wait for months.
    Hours,
}

/// When something about an appointment is to be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// How closely that is kept.
    pub pace: Pace,
}

/// To the minute.
impl From<Timestamp> for Due {
    fn from(at: Timestamp) -> Self {
        Self { at, pace: Pace::Minutes }
    }
}

impl Entry {
    /// When it is to be decided, never before `now`.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Due {
        let at = match self.decision.verdict {
            Verdict::Wait { until, .. } => until,
            Verdict::Send { .. } | Verdict::Skip(_) => now,
        };
        Due { at, pace: if self.occasion.event == Event::Recall { Pace::Hours } else { Pace::Minutes } }
    }
}

/// The next instant at which something about the appointment is to be decided, never before `now`.
#[must_use]
pub fn next_due(facts: &Facts<'_>, appointment: &Appointment, now: Timestamp) -> Option<Due> {
    let doubts = appointment.claims.values().filter_map(|claim| claim.doubt);
    let doubts = doubts.map(|look_at| Due::from(look_at.max(now)));
    agenda(facts, appointment, now).into_iter().map(|entry| entry.due(now)).chain(doubts).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::SkipReason;
    use crate::fixtures::{Clinic, at};
    use crate::model::{Claim, Status};

    /// A cancellation that was handed over on Monday at 10:00, with its answer lost.
    fn cancelled_in_doubt() -> Clinic {
        let mut clinic = Clinic::new();
        clinic.switch_on(Event::AppointmentCancelled);
        clinic.book("a", "2026-06-01T09:00+02:00", "2026-06-05T15:30+02:00");
        clinic.appointments[0].settle_notice();
        clinic.set_status(0, "2026-06-01T09:59+02:00", Status::Cancelled);
        let occasion = clinic.appointments[0].occasion(Event::AppointmentCancelled, Channel::Sms);
        let (doubt, until) = (Some(at("2026-06-01T11:00+02:00")), Some(at("2026-06-05T15:30+02:00")));
        let claim = Claim::new(at("2026-06-01T10:00+02:00"), "01J");
        clinic.appointments[0].claims.insert(occasion, Claim { until, doubt, ..claim });
        clinic.appointments[0].settle_notice();
        clinic
    }

    fn next_at(clinic: &Clinic, now: Timestamp) -> Option<Timestamp> {
        next_due(&clinic.facts(), &clinic.appointments[0], now).map(|due| due.at)
    }

    fn verdicts(clinic: &Clinic, now: &str) -> Vec<Verdict> {
        let entries = agenda(&clinic.facts(), &clinic.appointments[0], at(now));
        entries.into_iter().filter(|entry| entry.occasion.repeat).map(|entry| entry.decision.verdict).collect()
    }

    #[test]
    fn a_doubt_plans_one_repeat_when_it_is_looked_into() {
        let mut clinic = cancelled_in_doubt();
        let look_at = at("2026-06-01T11:00+02:00");
        let first = at("2026-06-01T10:01+02:00");
        assert_eq!(next_at(&clinic, first), Some(look_at));
        assert!(
            matches!(verdicts(&clinic, "2026-06-01T10:01+02:00")[..], [Verdict::Wait { until, .. }] if until == look_at)
        );
        assert_eq!(verdicts(&clinic, "2026-06-01T11:00+02:00"), [Verdict::Send { named: Vec::new() }]);
        // Once it is claimed there is no other.
        let (occasion, claim) = clinic.appointments[0].claims.pop_first().expect("the claim");
        let repeat = occasion.repeated().expect("one is permitted");
        clinic.appointments[0].claims.extend([(occasion, claim.clone()), (repeat, Claim { doubt: None, ..claim })]);
        assert_eq!(verdicts(&clinic, "2026-06-01T11:00+02:00"), []);
    }

    #[test]
    fn a_repeat_is_decided_on_what_holds_then() {
        let mut clinic = cancelled_in_doubt();
        clinic.client.privacy = None;
        assert_eq!(verdicts(&clinic, "2026-06-01T11:00+02:00"), [Verdict::Skip(SkipReason::PrivacyNotGiven)]);
        // Opened again: the text would be wrong, and a new notification is owed.
        let mut clinic = cancelled_in_doubt();
        clinic.set_status(0, "2026-06-01T10:30+02:00", Status::Booked);
        assert_eq!(verdicts(&clinic, "2026-06-01T11:00+02:00"), [Verdict::Skip(SkipReason::AppointmentGone)]);
        // Looked into at night: it keeps the night, unless its start is near.
        let mut clinic = cancelled_in_doubt();
        for (look_at, goes) in [("2026-06-01T22:00+02:00", "2026-06-02T08:00+02:00"), ("2026-06-05T06:00+02:00", "")] {
            for claim in clinic.appointments[0].claims.values_mut() {
                claim.doubt = Some(at(look_at));
            }
            match &verdicts(&clinic, look_at)[..] {
                [Verdict::Wait { until, .. }] => assert_eq!(*until, at(goes)),
                other => assert!(goes.is_empty() && matches!(other, [Verdict::Send { .. }]), "{other:?}"),
            }
        }
        assert_eq!(verdicts(&clinic, "2026-06-05T15:31+02:00"), [Verdict::Skip(SkipReason::Expired)]);
    }

    #[test]
    fn what_is_not_repeated_is_still_looked_into() {
        let mut clinic = cancelled_in_doubt();
        let (occasion, claim) = clinic.appointments[0].claims.pop_first().expect("the claim");
        let created = Occasion { event: Event::AppointmentCreated, ..occasion };
        clinic.appointments[0].claims.insert(created, claim);
        assert_eq!(verdicts(&clinic, "2026-06-01T11:00+02:00"), []);
        let look_at = at("2026-06-01T11:00+02:00");
        let first = at("2026-06-01T10:01+02:00");
        assert_eq!(next_at(&clinic, first), Some(look_at));
    }
}
