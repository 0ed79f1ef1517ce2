use super::*;
use crate::demo::data;
use crate::demo::people::clients;

/// Moments at both ends of a day, in a leap year, and when clocks change.
const MOMENTS: [&str; 6] = [
    "2026-11-22T03:20:17Z",
    "2027-12-31T23:59:59Z",
    "2028-02-28T12:00:00Z",
    "2026-03-27T00:30:00Z",
    "2026-10-23T01:10:00Z",
    "2026-03-07T06:59:30Z",
];

fn at(moment: &str) -> (Timestamp, Vec<Client>, Vec<Booking>) {
    let moment: Timestamp = moment.parse().unwrap();
    let clients = clients(&data::people().unwrap(), Site::Rome.at(moment).unwrap().date()).unwrap();
    let bookings = bookings(&clients, &data::visits().unwrap(), moment).unwrap();
    (moment, clients, bookings)
}

#[test]
fn each_visit_lies_where_it_is_said_to() {
    for moment in MOMENTS {
        let (moment, _, bookings) = at(moment);
        for booking in &bookings {
            let ahead = moment.duration_until(booking.start);
            let (least, most) = match booking.when {
                When::DueSoon => (LEAD + AHEAD, LEAD + AHEAD + SignedDuration::from_mins(2)),
                When::WithinLead => (SignedDuration::from_hours(13), LEAD - SignedDuration::from_mins(15)),
                When::TooSoon => (SignedDuration::from_hours(2), SignedDuration::from_hours(11)),
                When::Later => (LEAD + SignedDuration::from_hours(12), SignedDuration::from_hours(24 * 60)),
                When::Past => (-SignedDuration::from_hours(24 * 45), -SignedDuration::from_hours(12)),
            };
            assert!(least <= ahead && ahead <= most, "{booking:?} at {moment}");
            assert!(booking.start < booking.end);
            assert_eq!(booking.start.as_second() % 60, 0);
        }
    }
}

#[test]
fn there_are_enough_of_each_kind_and_at_most_six_of_a_person() {
    for moment in MOMENTS {
        let (_, clients, bookings) = at(moment);
        assert!((380..=460).contains(&bookings.len()), "{}", bookings.len());
        for when in COURSES.concat() {
            assert!(bookings.iter().filter(|booking| booking.when == when).count() >= 30, "{when:?}");
        }
        let mut of_person: BTreeMap<String, usize> = BTreeMap::new();
        for booking in &bookings {
            let person = booking.child.clone().unwrap_or_else(|| clients[booking.client].id.clone());
            *of_person.entry(person).or_default() += 1;
        }
        assert!(of_person.values().all(|visits| *visits <= MOST));
        assert!(bookings.iter().any(|booking| booking.child.is_some()));
        assert!(bookings.iter().any(|booking| booking.requested));
        assert!(bookings.iter().any(|booking| clients[booking.client].died.is_some()));
    }
}

#[test]
fn a_client_is_never_in_two_visits_that_begin_together() {
    let (_, _, bookings) = at(MOMENTS[0]);
    let starts: BTreeSet<(usize, Timestamp)> = bookings.iter().map(|booking| (booking.client, booking.start)).collect();
    assert_eq!(starts.len(), bookings.len());
}

#[test]
fn the_visits_of_a_person_keep_their_order() {
    let visits = data::visits().unwrap();
    let (_, clients, bookings) = at(MOMENTS[0]);
    let first = bookings.iter().find(|booking| booking.when == When::Past).unwrap();
    let mut own: Vec<&Booking> =
        bookings.iter().filter(|booking| booking.client == first.client && booking.child == first.child).collect();
    own.sort_by_key(|booking| booking.start);
    let person = first.child.as_ref().unwrap_or(&clients[first.client].id);
    let recorded: Vec<&str> =
        visits.iter().filter(|visit| visit.person == *person).map(|visit| visit.id.as_str()).collect();
    let ids: Vec<&str> = own.iter().map(|booking| booking.id.as_str()).collect();
    assert!(recorded.ends_with(&ids), "{recorded:?} {ids:?}");
}

#[test]
fn the_reminders_of_the_dead_would_be_due_like_anybodys() {
    let (_, clients, bookings) = at(MOMENTS[0]);
    let dead = bookings.iter().filter(|booking| clients[booking.client].died.is_some());
    assert!(dead.into_iter().any(|booking| booking.when != When::Past));
}
