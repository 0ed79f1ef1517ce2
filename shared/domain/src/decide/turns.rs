//! What a client's reminders of one day hold for one another, foretold.

use super::{DayGuard, SkipReason, Verdict};
use crate::fixtures::{Clinic, at};
use crate::message::message_id;
use crate::model::{Claim, Location, ReminderSettings, SecondReminderSettings};
use crate::time::{Lead, SendingHours};
use crate::{Channel, Event};

const BOOKED: &str = "2026-06-01T10:00+02:00";

#[test]
fn the_first_and_the_second_at_one_instant_are_one() {
    // Both are brought forward to the end of Saturday's window, for a visit on Sunday.
    let mut clinic = Clinic::new();
    clinic.switch_on(Event::AppointmentSecondReminder);
    clinic.settings.second_reminder = SecondReminderSettings { only_unreliable: false, ..Default::default() };
    clinic.settings.reminder = ReminderSettings::new(Lead::Hours(20), 2);
    clinic.book("a", BOOKED, "2026-06-07T10:00+02:00");
    let (window, send) = clinic.sms_reminder(0, BOOKED);
    assert_eq!(send, Verdict::Send { named: Vec::new() });
    // Seen at the window's end it waits to see whether the first has gone, and no longer than that day.
    let waits = clinic.decide(0, Event::AppointmentSecondReminder, Channel::Sms, window).planned;
    assert_eq!(waits, at("2026-06-06T22:45+02:00"));
    for now in [at(BOOKED), window] {
        let second = clinic.decide(0, Event::AppointmentSecondReminder, Channel::Sms, now);
        assert!(
            matches!(second.verdict, Verdict::Wait { forecast: Some(SkipReason::RemindedToday), .. }),
            "{now} {second:?}"
        );
    }
}

#[test]
fn whose_reminder_names_another_is_told_by_its_own_clock() {
    let mut clinic = Clinic::new();
    clinic.settings.sending_hours = SendingHours::default();
    let rome = clinic.catalogue.locations.values().next().expect("the site").clone();
    let york = Location {
        id: "york".parse().expect("a location"),
        time_zone: Some("America/New_York".parse().expect("a zone")),
        ..rome
    };
    clinic.catalogue.locations.insert(york.id.clone(), york.clone());
    // Reminded on Wednesday at 03:46 in Rome, when it is Tuesday in New York, and at 07:05, when it is Wednesday there.
    clinic.book("rome", BOOKED, "2026-06-05T03:46+02:00");
    clinic.book("york", BOOKED, "2026-06-05T07:05+02:00");
    clinic.appointments[1].location = york.id;
    let named = vec![("client1.york".parse().expect("an appointment"), 0)];
    assert_eq!(clinic.sms_reminder(0, BOOKED).1, Verdict::Send { named });
    let forecast = clinic.decide(1, Event::AppointmentReminder, Channel::Sms, at(BOOKED));
    assert_eq!(forecast.trace.first().map(|finding| finding.reason), Some(SkipReason::RemindedToday));
}

#[test]
fn of_those_put_off_to_one_day_the_first_names_the_others() {
    let mut clinic = Clinic::new();
    let reminder = Event::AppointmentReminder;
    for (item, start) in [
        ("went", "2026-06-03T16:00+02:00"),
        ("second", "2026-06-03T18:00+02:00"),
        ("third", "2026-06-03T18:30+02:00"),
        ("fourth", "2026-06-04T12:00+02:00"),
    ] {
        clinic.book(item, BOOKED, start);
    }
    // The reminder of the first went on Monday, named no other, and the next two, due that day, are put off to Tuesday;
    // on that day the fourth one's is due, at noon.
    let (now, went) = (at("2026-06-01T18:45+02:00"), &clinic.appointments[0]);
    let message = message_id(&went.id, went.occasion(reminder, Channel::Sms), at(BOOKED)).expect("an id");
    let (day, named) = (jiff::civil::date(2026, 6, 1), vec![(went.id.clone(), 0)]);
    clinic.guards.push(DayGuard { day, channel: Channel::Sms, shared: false, kind: None, message, named });
    let claimed = clinic.appointments[0].occasion(reminder, Channel::Sms);
    clinic.appointments[0].claims.insert(claimed, Claim::new(at(BOOKED), "job"));
    let foretold: Vec<_> = (1..4).map(|index| clinic.decide(index, reminder, Channel::Sms, now)).collect();
    let (tuesday, noon) = (at("2026-06-02T09:00+02:00"), at("2026-06-02T12:00+02:00"));
    for (decision, (planned, reason)) in foretold.iter().zip([
        (tuesday, None),
        (tuesday, Some(SkipReason::RemindedToday)),
        (noon, Some(SkipReason::RemindedToday)),
    ]) {
        assert_eq!((decision.planned, decision.trace.first().map(|one| one.reason)), (planned, reason));
    }
    // And so it happens.
    let named = ["client1.third", "client1.fourth"].map(|id| (id.parse().expect("an appointment"), 0)).to_vec();
    assert_eq!(clinic.decide(1, reminder, Channel::Sms, tuesday).verdict, Verdict::Send { named });
}
