use carebell_domain::decide::SkipReason;
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::model::{Actor, Claim, Details, Outside};
use carebell_domain::{Channel, Event};
use rstest::rstest;

use super::*;
use crate::ports::Texts;

fn tenancy(clinic: &Clinic) -> Tenancy {
    Tenancy {
        settings: clinic.settings.clone(),
        senders: carebell_domain::contact::VerifiedSenders::default(),
        catalogue: clinic.catalogue.clone(),
        texts: Texts::default(),
        grants: std::collections::BTreeMap::new(),
        admins: std::collections::BTreeMap::new(),
        version: 1,
    }
}

fn write(clinic: &Clinic, before: Option<&Appointment>, after: &Appointment, now: &str) -> AppointmentWrite {
    let tenancy = tenancy(clinic);
    let change = Change { tenancy: &tenancy, client: &clinic.client, patients: &[], before, by: "anna", now: at(now) };
    plan_write(change, after.clone(), None)
}

#[test]
fn a_booking_is_due_at_its_reminder_and_lies_on_its_local_day() {
    let mut clinic = Clinic::new();
    clinic.book("a", "2026-06-01T10:00+02:00", "2026-06-06T00:30+02:00");
    let write = write(&clinic, None, &clinic.appointments[0], "2026-06-01T10:00+02:00");
    assert_eq!(write.local_day, jiff::civil::date(2026, 6, 6));
    assert_eq!(write.announce, None, "notifications are off");
    assert!(write.due.is_some_and(|due| due.at > at("2026-06-01T10:00+02:00")));
    assert_eq!(write.history, None, "the item itself tells when it was made");
    assert_eq!(write.attendance, None);
}

#[test]
fn a_notification_stands_in_the_due_index_as_a_safety_net() {
    let mut clinic = Clinic::new();
    clinic.switch_on(Event::AppointmentCreated);
    clinic.book("a", "2026-06-01T10:00+02:00", "2026-06-05T15:30+02:00");
    let day = write(&clinic, None, &clinic.appointments[0], "2026-06-01T10:00+02:00");
    assert_eq!(day.announce, Some(at("2026-06-01T10:01+02:00")));
    assert_eq!(day.due, Some(at("2026-06-01T10:04+02:00").into()), "a minute to settle, three of grace");
}

#[test]
fn a_move_leaves_the_old_claims_to_the_history() {
    let mut clinic = Clinic::new();
    clinic.book("a", "2026-06-01T10:00+02:00", "2026-06-05T15:30+02:00");
    let reminder = clinic.appointments[0].occasion(Event::AppointmentReminder, Channel::Sms);
    let claim = Claim::skip(at("2026-06-03T15:30+02:00"), "01J", SkipReason::NoAddress);
    clinic.appointments[0].claims.insert(reminder, claim.clone());
    let before = clinic.appointments[0].clone();
    let now = at("2026-06-03T16:00+02:00");
    let outside = Outside { actor: Actor::Desk, now, settings: &clinic.settings };
    let start = at("2026-06-09T15:30+02:00");
    let details = Details { start, end: start + SignedDuration::from_mins(30), ..before.details() };
    let after = before.changed(details, before.status, outside);
    let write = write(&clinic, Some(&before), &after, "2026-06-03T16:00+02:00");
    assert!(write.appointment.claims.is_empty());
    let row = write.history.expect("a move is history");
    assert_eq!(row.moved_from, Some(before.start));
    assert_eq!(row.claims.get(&reminder), Some(&claim));
}

#[test]
fn editing_the_price_is_no_history() {
    let mut clinic = Clinic::new();
    clinic.book("a", "2026-06-01T10:00+02:00", "2026-06-05T15:30+02:00");
    let before = &clinic.appointments[0];
    let outside = Outside { actor: Actor::Desk, now: at("2026-06-02T10:00+02:00"), settings: &clinic.settings };
    let after = before.changed(Details { price: Some(100), ..before.details() }, before.status, outside);
    assert_eq!(write(&clinic, Some(before), &after, "2026-06-02T10:00+02:00").history, None);
}

#[rstest]
#[case(Some(Status::Booked), Status::Attended, Some((1, 0)))]
#[case(Some(Status::Attended), Status::NoShow, Some((-1, 1)))]
#[case(Some(Status::NoShow), Status::Booked, Some((0, -1)))]
#[case(Some(Status::Attended), Status::Attended, None)]
#[case(None, Status::Attended, Some((1, 0)))]
#[case(None, Status::Booked, None)]
fn the_record_follows_the_status(
    #[case] before: Option<Status>,
    #[case] after: Status,
    #[case] expected: Option<(i32, i32)>,
) {
    let expected = expected.map(|(attended, no_show)| AttendanceChange { attended, no_show });
    assert_eq!(attendance(before, after), expected);
}

#[rstest]
#[case(Status::Requested, Status::Booked, true)]
#[case(Status::Requested, Status::Attended, false)]
#[case(Status::Booked, Status::Requested, false)]
#[case(Status::Cancelled, Status::Booked, true)]
#[case(Status::Cancelled, Status::Confirmed, false)]
#[case(Status::Attended, Status::NoShow, true)]
#[case(Status::NoShow, Status::Cancelled, false)]
fn statuses_follow_their_table(#[case] from: Status, #[case] to: Status, #[case] allowed: bool) {
    assert_eq!(may_become(from, to), allowed);
}
