//! Where rules meet: a change while a notification waits, a turn that comes late, a booking that was called off before.

use rstest::rstest;

use super::{DayGuard, SkipReason, Verdict, WaitReason};
use crate::fixtures::{Clinic, at, service};
use crate::message::message_id;
use crate::model::{Claim, Details, Group, Outside, Status};
use crate::time::SendingHours;
use crate::{Channel, Event};

const BOOKED: &str = "2026-06-01T10:00+02:00";

fn send() -> Verdict {
    Verdict::Send { named: Vec::new() }
}

/// Takes a message of the present notice or generation on, as a sender does.
fn claim(clinic: &mut Clinic, index: usize, event: Event, channel: Channel, now: &str, skipped: Option<SkipReason>) {
    let occasion = clinic.appointments[index].occasion(event, channel);
    let claim = Claim { skipped, ..Claim::new(at(now), "job") };
    clinic.appointments[index].claims.insert(occasion, claim);
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
fn an_edit_while_the_sms_waits_for_the_morning_is_no_news() {
    let mut clinic = Clinic::new();
    for event in Event::ALL {
        clinic.switch_on(event);
    }
    let index = clinic.book("a", "2026-06-01T22:00+02:00", "2026-06-05T15:30+02:00");
    claim(&mut clinic, index, Event::AppointmentCreated, Channel::Email, "2026-06-01T22:01+02:00", None);
    let waiting = clinic.appointments[index].clone();
    let outside =
        Outside { actor: crate::model::Actor::External, now: at("2026-06-01T23:00+02:00"), settings: &clinic.settings };
    let priced = waiting.changed(Details { price: Some(100), ..waiting.details() }, Status::Booked, outside);
    assert_eq!((priced.pending, priced.owed()), (waiting.pending, Some(Event::AppointmentCreated)));
    // A move is: those who have the e-mail are told of it, and of nothing else.
    clinic.reschedule(index, "2026-06-01T23:00+02:00", "2026-06-08T15:30+02:00");
    let moved = &clinic.appointments[index];
    assert_eq!((moved.owed(), moved.notices), (Some(Event::AppointmentModified), 1));
}

#[test]
fn who_was_told_nothing_is_told_the_final_state() {
    let mut clinic = Clinic::new();
    for event in Event::ALL {
        clinic.switch_on(event);
    }
    clinic.client.email = None;
    let index = clinic.book("a", "2026-06-01T22:00+02:00", "2026-06-05T15:30+02:00");
    let no_address = Some(SkipReason::NoAddress);
    claim(&mut clinic, index, Event::AppointmentCreated, Channel::Email, "2026-06-01T22:01+02:00", no_address);
    clinic.reschedule(index, "2026-06-01T23:00+02:00", "2026-06-08T15:30+02:00");
    assert_eq!(clinic.appointments[index].owed(), Some(Event::AppointmentCreated));
    clinic.set_status(index, "2026-06-01T23:30+02:00", Status::Cancelled);
    assert_eq!(clinic.appointments[index].owed(), None);
    // Opened again it is a new occasion, for the e-mail too.
    clinic.set_status(index, "2026-06-02T09:00+02:00", Status::Booked);
    assert_eq!(clinic.appointments[index].owed(), Some(Event::AppointmentCreated));
    assert_eq!(clinic.appointments[index].claim(Event::AppointmentCreated, Channel::Email), None);
}

#[test]
fn a_start_that_was_called_off_ends_nothing() {
    let mut clinic = Clinic::new();
    for event in Event::ALL {
        clinic.switch_on(event);
    }
    let index = clinic.book("a", BOOKED, "2026-06-05T08:30+02:00");
    clinic.appointments[index].settle_notice();
    clinic.set_status(index, "2026-06-03T10:00+02:00", Status::Cancelled);
    clinic.appointments[index].settle_notice();
    let outside =
        Outside { actor: crate::model::Actor::Desk, now: at("2026-06-04T22:00+02:00"), settings: &clinic.settings };
    let start = at("2026-06-15T15:30+02:00");
    let cancelled = &clinic.appointments[index];
    let details = Details { start, end: start + jiff::SignedDuration::from_mins(30), ..cancelled.details() };
    clinic.appointments[index] = cancelled.changed(details, Status::Booked, outside);
    let decision = clinic.decide(index, Event::AppointmentCreated, Channel::Sms, at("2026-06-04T22:01+02:00"));
    assert_eq!(decision.until, start);
    assert_eq!(decision.planned, at("2026-06-05T08:00+02:00"), "the new start is far: the night is kept");
}

#[test]
fn the_old_start_of_a_move_does_not_end_the_reminder_of_the_new_one() {
    let mut clinic = Clinic::new();
    let sms_off = crate::model::EventSettings { enabled: true, email: true, ..Default::default() };
    clinic.settings.events.insert(Event::AppointmentModified, sms_off);
    let index = clinic.book("a", BOOKED, "2026-06-05T10:00+02:00");
    clinic.reschedule(index, "2026-06-05T09:59:30+02:00", "2026-06-06T11:30+02:00");
    assert_eq!(clinic.sms_reminder(index, "2026-06-05T10:00:30+02:00").1, send());
}

#[test]
fn services_that_are_off_in_different_ways_are_all_off() {
    let mut clinic = Clinic::new();
    let index = clinic.book("a", BOOKED, "2026-06-05T15:30+02:00");
    let group = Group { id: "lab".parse().expect("an identifier"), name: "Laboratory".into(), memo: false };
    let (mut own, mut grouped, plain) = (service("own"), service("grouped"), service("plain"));
    own.memo = false;
    grouped.group = Some(group.id.clone());
    clinic.catalogue.groups.insert(group.id.clone(), group);
    clinic.appointments[index].services = vec![own.id.clone(), grouped.id.clone()];
    for service in [own, grouped, plain.clone()] {
        clinic.catalogue.services.insert(service.id.clone(), service);
    }
    let now = at("2026-06-03T15:30+02:00");
    let trace = |clinic: &Clinic| {
        let decision = clinic.decide(index, Event::AppointmentReminder, Channel::Sms, now);
        decision.trace.into_iter().map(|finding| finding.reason).collect::<Vec<_>>()
    };
    assert_eq!(trace(&clinic), [SkipReason::ServiceMemoOff, SkipReason::GroupMemoOff]);
    clinic.appointments[index].services.push(plain.id);
    assert_eq!(trace(&clinic), []);
}

#[test]
fn the_order_of_services_is_no_change() {
    let mut clinic = Clinic::new();
    clinic.switch_on(Event::AppointmentModified);
    let index = clinic.book("a", BOOKED, "2026-06-05T15:30+02:00");
    let ids = ["visit", "xray"].map(|id| id.parse().expect("an identifier"));
    clinic.appointments[index].services = ids.to_vec();
    clinic.appointments[index].settle_notice();
    clinic.appointments[index].services.reverse();
    assert_eq!(clinic.appointments[index].owed(), None);
}

#[test]
fn a_notification_of_the_night_reminds_enough_in_the_morning() {
    let mut clinic = Clinic::new();
    clinic.switch_on(Event::AppointmentCreated);
    clinic.settings.settling_seconds = 0;
    clinic.settings.reminder.minimum_notice_hours = 2;
    let index = clinic.book("a", "2026-06-04T20:00:00.7+02:00", "2026-06-05T15:30+02:00");
    // Claims are stored to the second.
    claim(&mut clinic, index, Event::AppointmentCreated, Channel::Sms, "2026-06-04T20:00:00+02:00", None);
    clinic.appointments[index].settle_notice();
    // A change that the centre does not announce.
    clinic.appointments[index].settle_notice();
    let verdict = clinic.sms_reminder(index, "2026-06-04T20:01+02:00");
    assert_eq!(verdict, (at("2026-06-05T09:00+02:00"), Verdict::Skip(SkipReason::JustNotified)));
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

#[test]
fn one_that_goes_after_all_names_nobody() {
    let mut clinic = Clinic::new();
    clinic.settings.sending_hours = SendingHours::default();
    let first = clinic.book("first", BOOKED, "2026-06-05T09:30+02:00");
    let now = "2026-06-03T09:30+02:00";
    claim(&mut clinic, first, Event::AppointmentReminder, Channel::Sms, now, None);
    let appointment = &clinic.appointments[first];
    let occasion = appointment.occasion(Event::AppointmentReminder, Channel::Sms);
    let message = message_id(&appointment.id, occasion, at(now)).expect("an id");
    let named = vec![(appointment.id.clone(), 0)];
    clinic.guards.push(DayGuard {
        day: jiff::civil::date(2026, 6, 3),
        channel: Channel::Sms,
        shared: false,
        kind: None,
        message,
        named,
    });
    for (name, start) in [("soon", "2026-06-04T10:30+02:00"), ("too", "2026-06-04T11:00+02:00")] {
        let index = clinic.book(name, "2026-06-03T20:00+02:00", start);
        let (when, verdict) = clinic.sms_reminder(index, "2026-06-03T20:00+02:00");
        assert_eq!((when, verdict), (at("2026-06-03T20:00+02:00"), send()), "{name}");
    }
}
