//! Whether a message asks the client to confirm or cancel, by a link.

use jiff::{SignedDuration, Timestamp};

use super::{Facts, Occasion, timing};
use crate::Event;
use crate::model::{Appointment, Status};

/// Whether a message carries the invitation: reminders do, and a notification that stands for a reminder that would go
/// at the same instant. Who has confirmed is not asked again; a reminder that names others asks for those.
#[must_use]
pub fn invites(
    facts: &Facts<'_>,
    appointment: &Appointment,
    named: &[&Appointment],
    occasion: Occasion,
    now: Timestamp,
) -> bool {
    let Occasion { event, channel, .. } = occasion;
    let asks = may_confirm(appointment, now) || named.iter().any(|other| may_confirm(other, now));
    facts.settings.reminder.invitation
        && asks
        && match event {
            Event::AppointmentReminder | Event::AppointmentSecondReminder => true,
            Event::AppointmentCreated | Event::AppointmentApproved | Event::AppointmentModified => {
                facts.settings.on(Event::AppointmentReminder, channel)
                    && timing::reminder_due(facts, appointment) == appointment.counted_at
            }
            _ => false,
        }
}

/// Whether a client may confirm an appointment by link: until it starts.
#[must_use]
pub fn may_confirm(appointment: &Appointment, now: Timestamp) -> bool {
    appointment.status == Status::Booked && now < appointment.start
}

/// Whether a client may cancel an appointment by link: until so many hours before the start as the centre has set.
#[must_use]
pub fn may_cancel(facts: &Facts<'_>, appointment: &Appointment, now: Timestamp) -> bool {
    let hours = SignedDuration::from_hours(i64::from(facts.settings.reminder.cancel_until_hours));
    appointment.status.is_standing() && now < appointment.start && now <= appointment.start - hours
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::Channel;
    use crate::fixtures::{Clinic, at};

    fn booked(at: &str) -> Clinic {
        let mut clinic = Clinic::new();
        clinic.switch_on(Event::AppointmentReminder);
        clinic.book("a", at, "2026-06-05T15:30+02:00");
        clinic
    }

    #[rstest]
    #[case::reminder("2026-06-01T10:00+02:00", Event::AppointmentReminder, true)]
    #[case::second_reminder("2026-06-01T10:00+02:00", Event::AppointmentSecondReminder, true)]
    #[case::booked_early("2026-06-01T10:00+02:00", Event::AppointmentCreated, false)]
    #[case::booked_within_the_lead("2026-06-04T10:00+02:00", Event::AppointmentCreated, true)]
    #[case::cancelled("2026-06-04T10:00+02:00", Event::AppointmentCancelled, false)]
    #[case::thanks("2026-06-04T10:00+02:00", Event::ThankYou, false)]
    fn what_carries_the_invitation(#[case] booked_at: &str, #[case] event: Event, #[case] invited: bool) {
        let mut clinic = booked(booked_at);
        let now = at("2026-06-04T11:00+02:00");
        let invites_now = |clinic: &Clinic, now| {
            let appointment = &clinic.appointments[0];
            invites(&clinic.facts(), appointment, &[], appointment.occasion(event, Channel::Sms), now)
        };
        assert_eq!(invites_now(&clinic, now), invited);
        assert!(!invites_now(&clinic, at("2026-06-05T15:30+02:00")));
        let other = clinic.appointments[0].clone();
        clinic.appointments[0].status = Status::Confirmed;
        assert!(!invites_now(&clinic, now));
        // Who has confirmed this one is asked for the other that a reminder names.
        let own = &clinic.appointments[0];
        let occasion = own.occasion(Event::AppointmentReminder, Channel::Sms);
        assert!(invites(&clinic.facts(), own, &[&other], occasion, now));
        clinic.appointments[0].status = Status::Booked;
        clinic.settings.reminder.invitation = false;
        assert!(!invites_now(&clinic, now));
    }

    #[rstest]
    #[case(0, "2026-06-05T15:29:59+02:00", true)]
    #[case(0, "2026-06-05T15:30+02:00", false)]
    #[case(24, "2026-06-04T15:30+02:00", true)]
    #[case(24, "2026-06-04T15:30:01+02:00", false)]
    fn cancelling_ends_before_the_start(#[case] hours: u16, #[case] now: &str, #[case] may: bool) {
        let mut clinic = booked("2026-06-01T10:00+02:00");
        clinic.settings.reminder.cancel_until_hours = hours;
        assert_eq!(may_cancel(&clinic.facts(), &clinic.appointments[0], at(now)), may);
        clinic.appointments[0].status = Status::Confirmed;
        assert_eq!(may_cancel(&clinic.facts(), &clinic.appointments[0], at(now)), may);
        clinic.appointments[0].status = Status::Requested;
        assert!(!may_cancel(&clinic.facts(), &clinic.appointments[0], at(now)));
    }
}
