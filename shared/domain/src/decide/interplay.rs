//! Where rules meet: a change while a notification waits, a turn that comes late, a booking that was called off before.

use rstest::rstest;

use super::{SkipReason, Verdict, WaitReason};
use crate::fixtures::{Clinic, at};
use crate::{Channel, Event};

fn send() -> Verdict {
    Verdict::Send { named: Vec::new() }
}

#[rstest]
#[case::held_up_into_the_night(
    "2026-06-01T15:00+02:00",
    "2026-06-05T15:30+02:00",
    "2026-06-01T23:00+02:00",
    Some("2026-06-02T08:00+02:00")
)]
#[case::begun_while_the_job_was_on_its_way(
    "2026-06-01T20:58:50+02:00",
    "2026-06-05T15:30+02:00",
    "2026-06-01T21:00:10+02:00",
    Some("2026-06-02T08:00+02:00")
)]
#[case::into_a_second_night(
    "2026-06-01T22:00+02:00",
    "2026-06-05T15:30+02:00",
    "2026-06-02T22:00+02:00",
    Some("2026-06-03T08:00+02:00")
)]
#[case::waits_on_though_the_start_is_near(
    "2026-06-01T22:00+02:00",
    "2026-06-02T10:30+02:00",
    "2026-06-02T07:00+02:00",
    Some("2026-06-02T08:00+02:00")
)]
#[case::a_start_near_the_nights_begin(
    "2026-06-01T15:00+02:00",
    "2026-06-02T08:30+02:00",
    "2026-06-01T23:00+02:00",
    None
)]
fn a_notification_keeps_the_night_in_which_its_turn_comes(
    #[case] booked: &str,
    #[case] start: &str,
    #[case] now: &str,
    #[case] waits: Option<&str>,
) {
    let mut clinic = Clinic::new();
    clinic.switch_on(Event::AppointmentCreated);
    let index = clinic.book("a", booked, start);
    let verdict = clinic.decide(index, Event::AppointmentCreated, Channel::Sms, at(now)).verdict;
    let expected =
        waits.map_or(send(), |until| Verdict::Wait { until: at(until), why: WaitReason::OutsideHours, forecast: None });
    assert_eq!(verdict, expected);
    assert_eq!(clinic.decide(index, Event::AppointmentCreated, Channel::Email, at(now)).verdict, send());
}

#[test]
fn no_hour_at_the_due_time_is_none_for_a_late_sender() {
    let mut clinic = Clinic::new();
    let index = clinic.book("a", "2026-06-05T08:50+02:00", "2026-06-05T20:55+02:00");
    for now in ["2026-06-05T08:50+02:00", "2026-06-05T09:00:30+02:00"] {
        let verdict = clinic.decide(index, Event::AppointmentReminder, Channel::Sms, at(now)).verdict;
        assert_eq!(verdict, Verdict::Skip(SkipReason::NoSendingHour), "{now}");
    }
}
