//! The worked examples: SMS, Europe/Rome, windows Mon-Fri 09:00-19:00 and Sat 09:00-12:00, lead 2 days, minimum
//! notice 12 h, one a day, notifications off, no closures.

use rstest::rstest;

use super::{DayGuard, Occasion, SkipReason, Verdict, WaitReason};
use crate::fixtures::{Clinic, at};
use crate::message::message_id;
use crate::model::{Claim, SettingsError, Status};
use crate::time::{Lead, SendingHours};
use crate::{Channel, Event};

const REMINDER: Event = Event::AppointmentReminder;

fn send() -> Verdict {
    Verdict::Send { named: Vec::new() }
}

#[rstest]
#[case::e1_on_its_lead("2026-06-01T10:00+02:00", "2026-06-05T15:30+02:00", Ok("2026-06-03T15:30+02:00"))]
#[case::e2_before_the_weekend("2026-06-01T10:00+02:00", "2026-06-08T15:30+02:00", Ok("2026-06-06T11:30+02:00"))]
#[case::e3_next_opening("2026-06-01T10:00+02:00", "2026-06-09T15:30+02:00", Ok("2026-06-08T09:00+02:00"))]
#[case::e4_short_notice("2026-06-05T08:00+02:00", "2026-06-05T15:00+02:00", Err(SkipReason::NoticeTooShort))]
#[case::e5_lead_has_passed("2026-06-04T11:00+02:00", "2026-06-05T15:30+02:00", Ok("2026-06-04T11:00+02:00"))]
#[case::e16_no_hour_left("2026-06-04T20:00+02:00", "2026-06-05T15:30+02:00", Err(SkipReason::NoSendingHour))]
fn with_sending_hours(#[case] booked: &str, #[case] start: &str, #[case] expected: Result<&str, SkipReason>) {
    let mut clinic = Clinic::new();
    let index = clinic.book("a", booked, start);
    let (when, verdict) = clinic.sms_reminder(index, booked);
    match expected {
        Ok(instant) => assert_eq!((when, verdict), (at(instant), send())),
        Err(reason) => assert_eq!(verdict, Verdict::Skip(reason)),
    }
}

#[rstest]
#[case::e6_spring_days(Lead::Days(1), "2026-03-29T23:30+02:00", "2026-03-28T23:30+01:00")]
#[case::e7_skipped_time(Lead::Days(1), "2026-03-30T02:30+02:00", "2026-03-29T03:30+02:00")]
#[case::e8_repeated_time(Lead::Days(1), "2026-10-26T02:30+01:00", "2026-10-25T02:30+02:00")]
#[case::e9_spring_hours(Lead::Hours(24), "2026-03-29T23:30+02:00", "2026-03-28T22:30+01:00")]
fn without_windows(#[case] lead: Lead, #[case] start: &str, #[case] expected: &str) {
    let mut clinic = Clinic::new();
    clinic.settings.sending_hours = SendingHours::default();
    clinic.settings.reminder.lead = lead;
    let index = clinic.book("a", "2026-01-10T10:00+01:00", start);
    assert_eq!(clinic.sms_reminder(index, "2026-01-10T10:00+01:00"), (at(expected), send()));
}

#[test]
fn e11_two_starts_on_one_day_make_one_reminder() {
    let mut clinic = Clinic::new();
    let (early, late) = (
        clinic.book("early", "2026-06-01T10:00+02:00", "2026-06-05T09:30+02:00"),
        clinic.book("late", "2026-06-01T10:05+02:00", "2026-06-05T17:00+02:00"),
    );
    let (when, verdict) = clinic.sms_reminder(early, "2026-06-01T10:05+02:00");
    let named = vec![(clinic.appointments[late].id.clone(), 0)];
    assert_eq!((when, verdict), (at("2026-06-03T09:30+02:00"), Verdict::Send { named }));

    let forecast = clinic.decide(late, REMINDER, Channel::Sms, at("2026-06-02T10:00+02:00")).verdict;
    let Verdict::Wait { forecast, .. } = forecast else { panic!("{forecast:?}") };
    assert_eq!(forecast, Some(SkipReason::RemindedToday));

    let message = remind(&mut clinic, early, &[early, late], "2026-06-03T09:30+02:00");
    let decision = clinic.decide(late, REMINDER, Channel::Sms, at("2026-06-03T17:00+02:00"));
    assert_eq!(decision.verdict, Verdict::Skip(SkipReason::RemindedToday));
    assert_eq!(decision.trace[0].message, Some(message));
}

/// Records that the SMS reminder of one appointment went, naming others.
fn remind(clinic: &mut Clinic, index: usize, named: &[usize], now: &str) -> crate::MessageId {
    let appointment = clinic.appointments[index].clone();
    let occasion = appointment.occasion(REMINDER, Channel::Sms);
    let claim = Claim::new(at(now), "job");
    clinic.appointments[index].claims.insert(occasion, claim);
    let message = message_id(&appointment.id, occasion, at(now)).expect("an id");
    clinic.guards.push(DayGuard {
        day: clinic.settings.centre.time_zone.day(at(now)),
        channel: Channel::Sms,
        shared: false,
        kind: None,
        message: message.clone(),
        named: named
            .iter()
            .map(|one| (clinic.appointments[*one].id.clone(), clinic.appointments[*one].generation))
            .collect(),
    });
    message
}

#[test]
fn e14_reminders_that_fall_on_one_day_go_as_one() {
    let mut clinic = Clinic::new();
    let (tuesday, wednesday) = (
        clinic.book("tue", "2026-06-01T10:00+02:00", "2026-06-09T15:30+02:00"),
        clinic.book("wed", "2026-06-01T10:00+02:00", "2026-06-10T15:30+02:00"),
    );
    let (when, verdict) = clinic.sms_reminder(tuesday, "2026-06-01T10:00+02:00");
    let named = vec![(clinic.appointments[wednesday].id.clone(), 0)];
    assert_eq!((when, verdict), (at("2026-06-08T09:00+02:00"), Verdict::Send { named }));
}

#[test]
fn e15_a_notice_longer_than_the_lead_is_refused() {
    let mut clinic = Clinic::new();
    clinic.settings.reminder.lead = Lead::Hours(6);
    let refused = clinic.settings.check().expect_err("contradiction");
    assert_eq!(refused, SettingsError::NoticeOverLead { notice: 12, lead: 6 });
    assert_eq!(refused.fields(), ["/reminder/minimum_notice_hours", "/reminder/lead"]);
}

#[test]
fn e17_exactly_the_minimum_notice_is_enough() {
    let mut clinic = Clinic::new();
    clinic.settings.sending_hours = SendingHours::default();
    let index = clinic.book("a", "2026-06-05T03:30+02:00", "2026-06-05T15:30+02:00");
    assert_eq!(clinic.sms_reminder(index, "2026-06-05T03:30+02:00"), (at("2026-06-05T03:30+02:00"), send()));
}

#[test]
fn e18_each_move_is_an_occasion_of_its_own() {
    let mut clinic = Clinic::new();
    let (friday, thursday) = ("2026-06-12T15:30+02:00", "2026-06-11T15:30+02:00");
    let index = clinic.book("a", "2026-06-01T10:00+02:00", friday);
    let mut occasions = std::collections::BTreeSet::new();
    for (now, moved_to) in
        [("2026-06-10T15:30+02:00", thursday), ("2026-06-10T16:00+02:00", friday), ("2026-06-11T10:00+02:00", friday)]
    {
        let (when, verdict) = clinic.sms_reminder(index, now);
        assert_eq!(verdict, send(), "{now}");
        occasions.insert(clinic.appointments[index].generation);
        remind(&mut clinic, index, &[index], &when.to_string());
        assert_eq!(clinic.decide(index, REMINDER, Channel::Sms, when).verdict, Verdict::Skip(SkipReason::Duplicate));
        clinic.reschedule(index, &when.to_string(), moved_to);
    }
    assert_eq!(occasions.len(), 3);
}

#[test]
fn one_that_was_not_named_waits_for_the_next_day_unless_none_can_take_it() {
    let mut clinic = Clinic::new();
    let first = clinic.book("first", "2026-06-01T10:00+02:00", "2026-06-05T09:30+02:00");
    remind(&mut clinic, first, &[first], "2026-06-03T09:30+02:00");
    let later = clinic.book("later", "2026-06-03T10:00+02:00", "2026-06-05T17:00+02:00");
    assert_eq!(clinic.sms_reminder(later, "2026-06-03T10:00+02:00"), (at("2026-06-04T09:00+02:00"), send()));
    // Thursday 09:00 is 11.5 hours before this start: no later day keeps the notice, so it goes on the day itself.
    let soon = clinic.book("soon", "2026-06-03T10:00+02:00", "2026-06-04T20:30+02:00");
    let (when, verdict) = clinic.sms_reminder(soon, "2026-06-03T10:00+02:00");
    assert_eq!(when, at("2026-06-03T10:00+02:00"));
    assert!(matches!(verdict, Verdict::Send { .. }), "{verdict:?}");
}

#[test]
fn a_notification_at_the_same_instant_reminds_enough() {
    let mut clinic = Clinic::new();
    clinic.switch_on(Event::AppointmentCreated);
    let index = clinic.book("a", "2026-06-04T11:00+02:00", "2026-06-05T15:30+02:00");
    let now = at("2026-06-04T11:00+02:00");
    let verdict = clinic.decide(index, REMINDER, Channel::Sms, now).verdict;
    assert_eq!(verdict, Verdict::Skip(SkipReason::JustNotified));
    clinic.client.privacy = None;
    let decision = clinic.decide(index, REMINDER, Channel::Sms, now);
    assert!(decision.trace.iter().all(|finding| finding.reason != SkipReason::JustNotified), "{decision:?}");
}

#[rstest]
#[case::settles("2026-06-01T10:00+02:00", "2026-06-05T15:30+02:00", "2026-06-01T10:01+02:00")]
#[case::night_waits("2026-06-01T22:00+02:00", "2026-06-05T15:30+02:00", "2026-06-02T08:00+02:00")]
#[case::after_midnight("2026-06-02T01:00+02:00", "2026-06-05T15:30+02:00", "2026-06-02T08:00+02:00")]
#[case::close_start_ignores_the_night("2026-06-01T22:00+02:00", "2026-06-02T09:30+02:00", "2026-06-01T22:01+02:00")]
fn notifications(#[case] booked: &str, #[case] start: &str, #[case] goes: &str) {
    let mut clinic = Clinic::new();
    clinic.switch_on(Event::AppointmentCreated);
    let index = clinic.book("a", booked, start);
    let decision = clinic.decide(index, Event::AppointmentCreated, Channel::Sms, at(booked));
    let Verdict::Wait { until, why, forecast: None } = decision.verdict else { panic!("{decision:?}") };
    assert_eq!((until, why), (at(goes), WaitReason::Settling));
    assert_eq!(clinic.decide(index, Event::AppointmentCreated, Channel::Sms, until).verdict, send());
    assert_eq!(decision.until, at(start));
}

#[test]
fn changes_within_the_settling_time_make_one_notification_of_the_final_state() {
    let mut clinic = Clinic::new();
    for event in Event::ALL {
        clinic.switch_on(event);
    }
    let index = clinic.book("a", "2026-06-01T10:00:00+02:00", "2026-06-05T15:30+02:00");
    assert_eq!(clinic.appointments[index].owed(), Some(Event::AppointmentCreated));
    clinic.reschedule(index, "2026-06-01T10:00:30+02:00", "2026-06-08T15:30+02:00");
    assert_eq!(clinic.appointments[index].owed(), Some(Event::AppointmentCreated));
    clinic.set_status(index, "2026-06-01T10:00:40+02:00", Status::Cancelled);
    assert_eq!((clinic.appointments[index].owed(), clinic.appointments[index].pending), (None, None));

    clinic.set_status(index, "2026-06-01T10:00:50+02:00", Status::Booked);
    clinic.appointments[index].settle_notice();
    let back = clinic.appointments[index].start.to_string();
    clinic.reschedule(index, "2026-06-01T11:00+02:00", "2026-06-09T15:30+02:00");
    assert_eq!(clinic.appointments[index].owed(), Some(Event::AppointmentModified));
    clinic.reschedule(index, "2026-06-01T11:00:30+02:00", &back);
    assert_eq!(clinic.appointments[index].owed(), None);
}

#[test]
fn an_approval_is_told_as_such_and_counts_as_the_booking() {
    let mut clinic = Clinic::new();
    for event in Event::ALL {
        clinic.switch_on(event);
    }
    let index = clinic.book("a", "2026-06-01T10:00+02:00", "2026-06-05T15:30+02:00");
    clinic.appointments[index].status = Status::Requested;
    clinic.appointments[index].settle_notice();
    clinic.set_status(index, "2026-06-04T09:00+02:00", Status::Booked);
    let appointment = &clinic.appointments[index];
    assert_eq!(appointment.owed(), Some(Event::AppointmentApproved));
    assert_eq!(appointment.counted_at, at("2026-06-04T09:00+02:00"));
    let number = appointment.number(REMINDER);
    let occasion = Occasion { event: REMINDER, channel: Channel::Sms, number, repeat: false };
    let decision = super::decide(&clinic.facts(), appointment, occasion, at("2026-06-04T09:00+02:00"));
    assert_eq!(decision.verdict, Verdict::Skip(SkipReason::JustNotified));
}
