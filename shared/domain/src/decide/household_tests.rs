//! Reminders of clients who are written to at one number, as one.

use super::{DayGuard, Named, SkipReason, Verdict};
use crate::fixtures::{Clinic, at, service};
use crate::message::message_id;
use crate::model::{Claim, Preferences, SecondReminderSettings, Status};
use crate::{Channel, Event};

const BOOKED: &str = "2026-06-01T10:00+02:00";
/// The reminder of a visit on Friday at 09:30.
const FIRST: &str = "2026-06-03T09:30+02:00";
const REMINDER: Event = Event::AppointmentReminder;

/// Giulia on Friday at 09:30 and Luca at 17:00, with one mobile number.
fn home() -> Clinic {
    let mut clinic = Clinic::new();
    clinic.settings.households = true;
    clinic.book("a", BOOKED, "2026-06-05T09:30+02:00");
    clinic.relative("luca", BOOKED, "2026-06-05T17:00+02:00");
    clinic
}

fn named(ids: &[&str]) -> Verdict {
    Verdict::Send { named: ids.iter().map(|id| (id.parse().expect("an appointment"), 0)).collect() }
}

/// Giulia's reminder goes, naming these.
fn remind(clinic: &mut Clinic, others: &[Named]) -> crate::MessageId {
    let own = &clinic.appointments[0];
    let occasion = own.occasion(REMINDER, Channel::Sms);
    let message = message_id(&own.id, occasion, at(FIRST)).expect("an id");
    let named = [&[(own.id.clone(), own.generation)], others].concat();
    let (day, kind) = (jiff::civil::date(2026, 6, 3), (!clinic.settings.one_reminder_a_day).then_some(REMINDER));
    clinic.guards.push(DayGuard { day, channel: Channel::Sms, shared: true, kind, message: message.clone(), named });
    clinic.appointments[0].claims.insert(occasion, Claim::new(at(FIRST), "job"));
    message
}

fn first_reason(clinic: &Clinic, now: &str) -> Option<SkipReason> {
    clinic.decide(0, REMINDER, Channel::Sms, at(now)).trace.first().map(|finding| finding.reason)
}

#[test]
fn the_first_names_the_others_and_each_is_decided_alone() {
    let mut clinic = home();
    assert_eq!(clinic.sms_reminder(0, BOOKED), (at(FIRST), named(&["luca.visit"])));
    // Foretold, and when it has come.
    assert_eq!(first_reason(&clinic.seen_by(0), BOOKED), Some(SkipReason::RemindedToday));
    let luca = clinic.household.relatives[0].appointments[0].id.clone();
    let message = remind(&mut clinic, &[(luca, 0)]);
    let decision = clinic.seen_by(0).decide(0, REMINDER, Channel::Sms, at("2026-06-03T17:00+02:00"));
    assert_eq!(decision.verdict, Verdict::Skip(SkipReason::RemindedToday));
    assert_eq!(decision.trace[0].message, Some(message));
}

#[test]
fn who_is_not_to_be_reminded_is_not_named() {
    type Case = (&'static str, fn(&mut Clinic));
    let cases: [Case; 8] = [
        ("too many", |clinic| clinic.household.crowded.push(Channel::Sms)),
        ("switched off", |clinic| clinic.settings.households = false),
        ("no consent", |clinic| clinic.household.relatives[0].client.privacy = None),
        ("wants none", |clinic| clinic.household.relatives[0].client.preferences = Preferences::NONE),
        ("another number", |clinic| clinic.household.relatives[0].client.mobile = None),
        ("cancelled", |clinic| clinic.household.relatives[0].appointments[0].status = Status::Cancelled),
        ("another day", |clinic| {
            let visit = &mut clinic.household.relatives[0].appointments[0];
            visit.start = at("2026-06-08T17:00+02:00");
        }),
        ("reminded before", |clinic| {
            let visit = &mut clinic.household.relatives[0].appointments[0];
            visit.claims.insert(visit.occasion(REMINDER, Channel::Sms), Claim::new(at(BOOKED), "job"));
        }),
    ];
    for (name, change) in cases {
        let mut clinic = home();
        change(&mut clinic);
        assert_eq!(clinic.sms_reminder(0, BOOKED), (at(FIRST), named(&[])), "{name}");
    }
}

#[test]
fn a_confidential_visit_ahead_keeps_its_client_apart() {
    let mut clinic = home();
    let secret = crate::model::Service { confidential: true, ..service("secret") };
    clinic.catalogue.services.insert(secret.id.clone(), secret.clone());
    // Luca has one too, later that day: he gets a reminder of his own, which names both of his.
    let luca = &mut clinic.household.relatives[0];
    let mut visit = luca.appointments[0].clone();
    visit.id.item = "secret".parse().expect("an item");
    (visit.start, visit.services) = (at("2026-06-05T18:00+02:00"), vec![secret.id]);
    luca.appointments.push(visit);
    assert_eq!(clinic.sms_reminder(0, BOOKED), (at(FIRST), named(&[])));
    remind(&mut clinic, &[]);
    assert_eq!(clinic.seen_by(0).sms_reminder(0, BOOKED), (at("2026-06-03T17:00+02:00"), named(&["luca.secret"])));
    // Where only households are written to as one, what named him before still holds.
    let mut off = clinic.clone();
    off.settings.one_reminder_a_day = false;
    off.guards.clear();
    off.appointments[0].claims.clear();
    let luca = off.household.relatives[0].appointments[0].id.clone();
    remind(&mut off, &[(luca, 0)]);
    assert_eq!(off.seen_by(0).sms_reminder(0, BOOKED).1, Verdict::Skip(SkipReason::RemindedToday));
    // And so it does once the switch is off.
    off.settings.households = false;
    assert_eq!(off.seen_by(0).sms_reminder(0, BOOKED).1, Verdict::Skip(SkipReason::RemindedToday));
    // Once that visit is off he belongs to the household again, whose day is taken.
    clinic.household.relatives[0].appointments[1].status = Status::Cancelled;
    assert_eq!(clinic.seen_by(0).sms_reminder(0, BOOKED).0, at("2026-06-04T09:00+02:00"));
}

#[test]
fn who_was_not_named_waits_for_the_next_day_or_goes_after_all() {
    let mut clinic = home();
    clinic.household.relatives.clear();
    remind(&mut clinic, &[]);
    clinic.relative("luca", "2026-06-03T12:00+02:00", "2026-06-05T17:00+02:00");
    assert_eq!(clinic.seen_by(0).sms_reminder(0, BOOKED), (at("2026-06-04T09:00+02:00"), named(&[])));
    // No other day keeps the notice.
    clinic.household.relatives.clear();
    clinic.relative("luca", "2026-06-03T12:00+02:00", "2026-06-04T11:00+02:00");
    assert_eq!(clinic.seen_by(0).sms_reminder(0, BOOKED), (at("2026-06-03T12:00+02:00"), named(&[])));
    // Giulia's visit has moved: her reminder takes no day any more.
    clinic.reschedule(0, "2026-06-03T11:00+02:00", "2026-06-09T09:30+02:00");
    clinic.household.relatives.clear();
    clinic.relative("luca", "2026-06-03T12:00+02:00", "2026-06-05T17:00+02:00");
    assert_eq!(clinic.seen_by(0).sms_reminder(0, BOOKED), (at("2026-06-03T17:00+02:00"), named(&[])));
}

#[test]
fn without_one_a_day_only_reminders_of_one_kind_go_as_one() {
    let mut clinic = home();
    clinic.settings.one_reminder_a_day = false;
    clinic.switch_on(Event::AppointmentSecondReminder);
    clinic.settings.second_reminder = SecondReminderSettings { only_unreliable: false, ..Default::default() };
    // Anna's second reminder is due on the day of the others' first.
    clinic.relative("anna", BOOKED, "2026-06-03T16:00+02:00");
    assert_eq!(clinic.sms_reminder(0, BOOKED), (at(FIRST), named(&["luca.visit"])));
    remind(&mut clinic, &[]);
    let second = |clinic: &Clinic| {
        let now = at("2026-06-03T12:00+02:00");
        clinic.seen_by(1).decide(0, Event::AppointmentSecondReminder, Channel::Sms, now).verdict
    };
    assert_eq!(second(&clinic), named(&[]));
    // With it they are one person's.
    clinic.settings.one_reminder_a_day = true;
    clinic.guards.clear();
    clinic.appointments[0].claims.clear();
    assert_eq!(clinic.sms_reminder(0, BOOKED), (at(FIRST), named(&["anna.visit", "luca.visit"])));
}

#[test]
fn the_settings_keep_when_the_switch_went_off() {
    let on = home().settings;
    let (noon, later) = (at("2026-06-03T12:00+02:00"), at("2026-06-03T13:00+02:00"));
    let off = crate::model::Settings { households: false, ..on.clone() };
    assert!(off.replans(&on), "who was put off to another day need not wait any more");
    let off = off.replacing(&on, noon);
    assert_eq!(off.households_until, Some(noon));
    // Whatever else is changed then.
    let changed = crate::model::Settings { plain_letters: false, households_until: None, ..off.clone() };
    assert_eq!(changed.replacing(&off, later).households_until, Some(noon));
}
