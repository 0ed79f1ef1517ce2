//! What goes by the calendar beside the first reminder: the second, recalls, thanks.

use rstest::rstest;

use super::{DayGuard, SkipReason, Verdict};
use crate::agenda::{Pace, events, next_due};
use crate::fixtures::{Clinic, at, service};
use crate::model::{
    AfterVisit, Attendance, Claim, Predefined, RecallChoice, ReliabilityOverride, ReminderSettings,
    SecondReminderSettings, SettingsError, Status,
};
use crate::time::{Interval, Lead, SendingHours};
use crate::{Channel, Event, PatientId};

const SECOND: Event = Event::AppointmentSecondReminder;
const BOOKED: &str = "2026-06-01T10:00+02:00";
/// A Friday.
const START: &str = "2026-06-05T15:30+02:00";

/// With a second reminder to all, and an appointment.
fn twice_reminded() -> Clinic {
    let mut clinic = Clinic::new();
    clinic.switch_on(SECOND);
    clinic.settings.second_reminder.only_unreliable = false;
    clinic.book("a", BOOKED, START);
    clinic
}

/// With recalls after half a year.
fn recalling() -> Clinic {
    let mut clinic = Clinic::new();
    clinic.settings.events.remove(&Event::AppointmentReminder);
    clinic.switch_on(Event::Recall);
    clinic.settings.recall.default = Some(Predefined::Second);
    clinic
}

/// When and how an event's message is finally decided, asked first at `now`.
fn end(clinic: &Clinic, index: usize, event: Event, channel: Channel, now: &str) -> (String, Verdict) {
    let mut now = at(now);
    loop {
        match clinic.decide(index, event, channel, now).verdict {
            Verdict::Wait { until, .. } => now = until,
            last => return (clinic.settings.centre.time_zone.at(now).strftime("%F %R").to_string(), last),
        }
    }
}

fn send() -> Verdict {
    Verdict::Send { named: Vec::new() }
}

#[rstest]
#[case::e10_three_of_ten(7, 3, None)]
#[case::e10_three_of_eleven(8, 3, Some(SkipReason::ClientReliable))]
#[case::never_came_or_missed(0, 0, Some(SkipReason::ClientReliable))]
fn only_to_the_unreliable(#[case] attended: u32, #[case] no_show: u32, #[case] skipped: Option<SkipReason>) {
    let mut clinic = twice_reminded();
    clinic.settings.second_reminder.only_unreliable = true;
    clinic.client.attendance = Attendance { attended, no_show };
    let expected = skipped.map_or_else(send, Verdict::Skip);
    assert_eq!(end(&clinic, 0, SECOND, Channel::Sms, BOOKED), ("2026-06-05 11:30".into(), expected));
}

#[test]
fn what_the_desk_says_holds_on_the_day_of_the_sending() {
    let mut clinic = twice_reminded();
    clinic.settings.second_reminder.only_unreliable = true;
    let until = |day| ReliabilityOverride { unreliable: true, reason: "twice late".into(), until: day };
    for (day, verdict) in [(5, send()), (4, Verdict::Skip(SkipReason::ClientReliable))] {
        clinic.client.reliability = Some(until(jiff::civil::date(2026, 6, day)));
        assert_eq!(end(&clinic, 0, SECOND, Channel::Sms, BOOKED).1, verdict, "{day}");
    }
}

#[rstest]
#[case::booked_after_its_due_time("2026-06-05T11:31+02:00", SkipReason::NoticeTooShort)]
#[case::booked_at_its_due_time("2026-06-05T11:30+02:00", SkipReason::Duplicate)]
fn a_second_reminder_whose_time_had_passed_is_none(#[case] booked: &str, #[case] reason: SkipReason) {
    let mut clinic = twice_reminded();
    clinic.appointments.clear();
    clinic.book("a", booked, START);
    let expected = if reason == SkipReason::Duplicate { send() } else { Verdict::Skip(reason) };
    assert_eq!(end(&clinic, 0, SECOND, Channel::Sms, booked).1, expected);
}

#[test]
fn a_confirmed_visit_has_no_second_reminder_and_keeps_its_first() {
    let mut clinic = twice_reminded();
    clinic.set_status(0, "2026-06-02T10:00+02:00", Status::Confirmed);
    let now = "2026-06-02T10:00+02:00";
    assert_eq!(end(&clinic, 0, SECOND, Channel::Sms, now).1, Verdict::Skip(SkipReason::AlreadyConfirmed));
    assert_eq!(end(&clinic, 0, Event::AppointmentReminder, Channel::Sms, now).1, send());
}

#[test]
fn the_second_reminder_has_a_notice_of_its_own_and_only_sms() {
    let mut clinic = twice_reminded();
    assert_eq!(SECOND.channels(), [Channel::Sms]);
    assert_eq!(clinic.decide(0, SECOND, Channel::Email, at(BOOKED)).trace[0].reason, SkipReason::ChannelDisabled);
    let second =
        |lead, minimum_notice_hours| SecondReminderSettings { lead, minimum_notice_hours, only_unreliable: false };
    clinic.settings.events.get_mut(&SECOND).expect("it is set").email = false;
    for (set, error) in [
        (second(Lead::Hours(4), 5), Some(SettingsError::SecondNoticeOverLead { notice: 5, lead: 4 })),
        (second(Lead::Days(2), 0), Some(SettingsError::SecondBeforeFirst { second: 48, first: 48 })),
        (second(Lead::Hours(47), 47), None),
    ] {
        clinic.settings.second_reminder = set;
        assert_eq!(clinic.settings.check().err(), error);
    }
    clinic.settings.events.get_mut(&SECOND).expect("it is set").email = true;
    assert!(matches!(clinic.settings.check(), Err(SettingsError::NoSuchChannel { .. })));
}

#[test]
fn one_reminder_a_day_counts_the_second_too() {
    // On Wednesday at 11:30 the second one of today's visit goes, and names Friday's, whose first is due at 15:30.
    let mut clinic = twice_reminded();
    clinic.book("today", BOOKED, "2026-06-03T15:30+02:00");
    let named = vec![("client1.a".parse().expect("an appointment"), 0)];
    let now = "2026-06-02T20:00+02:00";
    assert_eq!(end(&clinic, 1, SECOND, Channel::Sms, now), ("2026-06-03 11:30".into(), Verdict::Send { named }));
    let forecast = clinic.decide(0, Event::AppointmentReminder, Channel::Sms, at(now));
    assert_eq!(forecast.trace[0].reason, SkipReason::RemindedToday);
}

#[rstest]
#[case::e12_a_sunday("2026-08-31T15:30+02:00", true, "2027-03-01 09:00")]
#[case::a_monday("2026-08-01T15:30+02:00", true, "2027-02-01 09:00")]
#[case::without_windows("2026-08-31T15:30+02:00", false, "2027-02-28 09:00")]
fn a_recall_is_due_in_the_morning_of_its_day(#[case] visit: &str, #[case] windows: bool, #[case] due: &str) {
    let mut clinic = recalling();
    if !windows {
        clinic.settings.sending_hours = SendingHours::default();
    }
    clinic.book("a", BOOKED, visit);
    for channel in Channel::ALL {
        assert_eq!(end(&clinic, 0, Event::Recall, channel, visit), (due.into(), send()), "{channel}");
    }
    assert_eq!(next_due(&clinic.facts(), &clinic.appointments[0], at(visit)).map(|due| due.pace), Some(Pace::Hours));
}

#[test]
fn a_recall_belongs_to_the_patient() {
    let patient = |name: &str| -> Option<PatientId> { Some(name.parse().expect("a patient")) };
    let mut clinic = recalling();
    clinic.book("a", BOOKED, START);
    clinic.book("later", BOOKED, "2026-07-10T10:00+02:00");
    (clinic.appointments[0].patient, clinic.appointments[1].patient) = (patient("dog-a"), patient("dog-b"));
    assert_eq!(end(&clinic, 0, Event::Recall, Channel::Sms, START).1, send());
    clinic.appointments[1].patient = patient("dog-a");
    assert_eq!(end(&clinic, 0, Event::Recall, Channel::Sms, START).1, Verdict::Skip(SkipReason::AlreadyBooked));
    // Called off before it is due, the recall is back.
    clinic.set_status(1, "2026-06-20T10:00+02:00", Status::Cancelled);
    assert_eq!(end(&clinic, 0, Event::Recall, Channel::Sms, START).1, send());
}

#[rstest]
#[case::the_default(None, &[None], Some(Interval::Months(6)))]
#[case::the_service_over_the_default(None, &[Some(RecallChoice::First)], Some(Interval::Months(3)))]
#[case::the_shortest_service(None, &[Some(RecallChoice::Third), Some(RecallChoice::Weeks(6))], Some(Interval::Weeks(6)))]
#[case::the_appointment_over_all(Some(RecallChoice::Days(10)), &[Some(RecallChoice::First)], Some(Interval::Days(10)))]
#[case::none_of_the_appointment(Some(RecallChoice::None), &[Some(RecallChoice::First)], None)]
#[case::none_of_the_service(None, &[Some(RecallChoice::None)], None)]
#[case::none_of_one_service(None, &[Some(RecallChoice::None), None], Some(Interval::Months(6)))]
fn the_interval_comes_from_the_nearest_that_sets_one(
    #[case] own: Option<RecallChoice>,
    #[case] services: &[Option<RecallChoice>],
    #[case] expected: Option<Interval>,
) {
    let mut clinic = recalling();
    clinic.book("a", BOOKED, START);
    clinic.appointments[0].recall = own;
    clinic.appointments[0].services.clear();
    for (number, recall) in services.iter().enumerate() {
        let service = crate::model::Service { recall: *recall, ..service(&format!("s{number}")) };
        clinic.appointments[0].services.push(service.id.clone());
        clinic.catalogue.services.insert(service.id.clone(), service);
    }
    let found = super::recall(&clinic.facts(), &clinic.appointments[0]);
    assert_eq!(found.map(|(interval, _)| interval), expected);
    assert_eq!(events(&clinic.facts(), &clinic.appointments[0]).contains(&Event::Recall), expected.is_some());
}

#[test]
fn switching_recalls_on_leaves_the_past_alone_unless_a_day_is_chosen() {
    let mut before = recalling().settings;
    before.events.insert(Event::Recall, crate::model::EventSettings::default());
    let now = at("2026-06-10T10:00+02:00");
    let mut clinic = recalling();
    clinic.settings = clinic.settings.clone().replacing(&before, now);
    assert_eq!(clinic.settings.recall.visits_from, Some(jiff::civil::date(2026, 6, 10)));
    clinic.book("past", BOOKED, START);
    assert_eq!(events(&clinic.facts(), &clinic.appointments[0]), [Event::AppointmentReminder]);
    // A day that is chosen has the visits since then recalled; what that puts into the past is due at once.
    let mut chosen = recalling();
    chosen.settings.recall.visits_from = Some(jiff::civil::date(2025, 1, 1));
    chosen.settings = chosen.settings.clone().replacing(&before, now);
    chosen.book("past", "2025-06-01T10:00+02:00", "2025-06-05T15:30+02:00");
    assert_eq!(
        end(&chosen, 0, Event::Recall, Channel::Sms, "2026-06-10T10:00+02:00"),
        ("2026-06-10 10:00".into(), send())
    );
    // A visit that is entered when its recall has lost its sense is history.
    chosen.book("old", "2026-07-20T10:00+02:00", "2025-06-05T15:30+02:00");
    assert_eq!(events(&chosen.facts(), &chosen.appointments[1]), []);
}

#[rstest]
#[case::by_sms(Channel::Sms, "2026-06-05 18:00")]
#[case::by_email(Channel::Email, "2026-06-05 18:00")]
fn thanks_follow_the_end(#[case] channel: Channel, #[case] when: &str) {
    let mut clinic = Clinic::new();
    clinic.switch_on(Event::ThankYou);
    clinic.settings.after_visit.sends = AfterVisit::ThankYou;
    clinic.book("a", BOOKED, START);
    assert_eq!(end(&clinic, 0, Event::ThankYou, channel, START), (when.into(), send()));
    // An SMS waits for the hours; what comes a week late has lost its sense.
    clinic.settings.after_visit.delay_minutes = 300;
    let goes = if channel == Channel::Sms { "2026-06-06 09:00" } else { "2026-06-05 21:00" };
    assert_eq!(end(&clinic, 0, Event::ThankYou, channel, START), (goes.into(), send()));
    let late = clinic.decide(0, Event::ThankYou, channel, at("2026-06-12T21:01+02:00"));
    assert_eq!(late.trace[0].reason, SkipReason::Expired);
}

#[test]
fn thanks_go_only_for_visits_that_took_place() {
    let mut clinic = Clinic::new();
    clinic.switch_on(Event::ThankYou);
    clinic.settings.after_visit.sends = AfterVisit::ThankYou;
    clinic.book("a", BOOKED, START);
    let thanks = |clinic: &Clinic| events(&clinic.facts(), &clinic.appointments[0]).contains(&Event::ThankYou);
    assert!(thanks(&clinic));
    clinic.set_status(0, START, Status::NoShow);
    assert!(!thanks(&clinic));
    clinic.set_status(0, START, Status::Booked);
    clinic.settings.after_visit.only_when_attended = true;
    assert!(!thanks(&clinic), "nobody has said so yet");
    clinic.set_status(0, "2026-06-06T12:00+02:00", Status::Attended);
    assert!(thanks(&clinic));
    assert_eq!(end(&clinic, 0, Event::ThankYou, Channel::Email, "2026-06-06T12:00+02:00").1, send());
    // Visits that ended before it was switched on are left alone.
    clinic.settings.after_visit.since = Some(at("2026-06-06T00:00+02:00"));
    assert!(!thanks(&clinic));
}

#[test]
fn of_two_that_were_held_up_together_one_goes() {
    let mut clinic = Clinic::new();
    clinic.settings.sending_hours = SendingHours::default();
    clinic.settings.reminder = ReminderSettings::new(Lead::Hours(3), 0);
    clinic.settings.second_reminder =
        SecondReminderSettings { lead: Lead::Hours(1), minimum_notice_hours: 0, only_unreliable: false };
    for event in [Event::AppointmentReminder, Event::AppointmentSecondReminder] {
        clinic.switch_on(event);
    }
    clinic.book("a", "2026-06-01T10:00+02:00", "2026-06-05T15:30+02:00");
    // Nothing has been looked at since noon.
    let now = at("2026-06-05T14:40+02:00");
    let verdict = |clinic: &Clinic, event, now| clinic.decide(0, event, Channel::Sms, now).verdict;
    assert_eq!(verdict(&clinic, Event::AppointmentReminder, now), Verdict::Send { named: Vec::new() });
    // Half of the time that is left.
    let later = now + jiff::SignedDuration::from_mins(25);
    assert!(matches!(
        verdict(&clinic, Event::AppointmentSecondReminder, now),
        Verdict::Wait { until, .. } if until == later
    ));
    // Once the first has gone it has done the second one's work; where it could not go the second does.
    let first = clinic.appointments[0].occasion(Event::AppointmentReminder, Channel::Sms);
    clinic.appointments[0].claims.insert(first, Claim::new(now, "01J"));
    assert_eq!(verdict(&clinic, Event::AppointmentSecondReminder, later), Verdict::Send { named: Vec::new() });
    let named = vec![(clinic.appointments[0].id.clone(), 0)];
    let message = "20260605-A".parse().expect("well formed");
    let guard = DayGuard {
        day: jiff::civil::date(2026, 6, 5),
        channel: Channel::Sms,
        shared: false,
        kind: None,
        message,
        named,
    };
    clinic.guards.push(guard);
    assert_eq!(verdict(&clinic, Event::AppointmentSecondReminder, later), Verdict::Skip(SkipReason::RemindedToday));
}
