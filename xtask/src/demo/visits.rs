//! The visits, moved from the years of the record set to around the moment of the demonstration: some so that their
//! reminders fall due while it runs, some nearer than the lead, some too near for a reminder, some far, some past.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use jiff::{SignedDuration, Timestamp, ToSpan, Unit};

use super::clinic::{LEAD, resource};
use super::data::Visit;
use super::people::Client;
use super::site::Site;

/// Most visits of one person.
const MOST: usize = 6;
/// Most visits of one client whose reminders fall due while the demonstration runs, a minute apart.
const MOST_DUE_SOON: usize = 2;
/// How long after the moment the first of these falls due: until then all of them are booked.
const AHEAD: SignedDuration = SignedDuration::from_secs(100);
/// Visits are 15 minutes to an hour long, whatever the records say.
const SHORTEST: SignedDuration = SignedDuration::from_mins(15);
const LONGEST: SignedDuration = SignedDuration::from_mins(60);

/// Where a visit lies, seen from the moment. The order is the order in which they are booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum When {
    /// Its reminder falls due in a few minutes.
    DueSoon,
    /// Nearer than the lead, but not too near for a reminder.
    WithinLead,
    /// Too near for a reminder.
    TooSoon,
    /// Days or weeks ahead.
    Later,
    /// Over.
    Past,
}

/// What the visits of a person become, by turn of the persons: the first so many of a row.
const COURSES: [[When; MOST]; 3] = [
    [When::DueSoon, When::Later, When::DueSoon, When::Later, When::Past, When::Later],
    [When::WithinLead, When::Later, When::Later, When::Past, When::DueSoon, When::Later],
    [When::TooSoon, When::Later, When::DueSoon, When::Later, When::WithinLead, When::Past],
];

/// A visit to be booked.
#[derive(Clone, Debug)]
pub(super) struct Booking {
    /// The visit's identifier.
    pub(super) id: String,
    /// The place of its client among the clients.
    pub(super) client: usize,
    /// The child for whom it is.
    pub(super) child: Option<String>,
    pub(super) when: When,
    pub(super) site: Site,
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    pub(super) service: String,
    pub(super) resource: &'static str,
    /// In cents.
    pub(super) price: i64,
    /// Whether the client asked for it online and awaits an answer.
    pub(super) requested: bool,
}

/// Each person's latest visits, moved to around the moment, in the order in which they are booked.
///
/// # Errors
/// If a visit is nobody's.
pub(super) fn bookings(clients: &[Client], visits: &[Visit], moment: Timestamp) -> Result<Vec<Booking>> {
    let mut of_person: BTreeMap<&str, Vec<&Visit>> = BTreeMap::new();
    for visit in visits {
        of_person.entry(&visit.person).or_default().push(visit);
    }
    let mut layout = Layout { moment, due_soon: BTreeMap::new(), taken: BTreeSet::new() };
    let mut bookings = Vec::new();
    for (turn, (person, visits)) in of_person.into_iter().enumerate() {
        let (client, child) = find(clients, person).with_context(|| format!("{person} is nobody's"))?;
        let latest = &visits[visits.len().saturating_sub(MOST)..];
        let mut places = latest
            .iter()
            .zip(COURSES[turn % COURSES.len()])
            .enumerate()
            .map(|(nth, (visit, when))| layout.place(&clients[client], turn * MOST + nth, visit, when))
            .collect::<Result<Vec<_>>>()?;
        // The visits of a person keep their order.
        places.sort_unstable();
        for (visit, (start, when)) in latest.iter().zip(places) {
            bookings.push(booking(client, &clients[client], child.clone(), visit, start, when));
        }
    }
    bookings.sort_by_key(|booking| (booking.when, booking.start));
    Ok(bookings)
}

fn find(clients: &[Client], person: &str) -> Option<(usize, Option<String>)> {
    let is = |client: &Client| client.id == person || client.children.iter().any(|child| child.id == person);
    let place = clients.iter().position(is)?;
    Some((place, (clients[place].id != person).then(|| person.to_owned())))
}

fn booking(
    place: usize,
    client: &Client,
    child: Option<String>,
    visit: &Visit,
    start: Timestamp,
    when: When,
) -> Booking {
    let length = visit.start.duration_until(visit.end).clamp(SHORTEST, LONGEST);
    let minutes = length.as_mins() / 5 * 5;
    Booking {
        id: visit.id.clone(),
        client: place,
        child,
        when,
        site: client.site,
        start,
        end: start + SignedDuration::from_mins(minutes),
        service: visit.service.clone(),
        resource: resource(client.site, &visit.service, visit.provider),
        price: visit.price,
        requested: when == When::Later && !client.outside && client.number.is_multiple_of(5),
    }
}

/// The visits that have their place already.
struct Layout {
    moment: Timestamp,
    due_soon: BTreeMap<usize, usize>,
    taken: BTreeSet<(usize, Timestamp)>,
}

impl Layout {
    /// A start for a visit, which no other of the client has. `turn` differs from visit to visit.
    fn place(&mut self, client: &Client, turn: usize, visit: &Visit, when: When) -> Result<(Timestamp, When)> {
        let mut when = when;
        if when == When::DueSoon {
            let soon = self.due_soon.entry(client.number).or_default();
            if *soon >= MOST_DUE_SOON {
                when = When::Later;
            }
            *soon += 1;
        }
        let turn = i64::try_from(turn)?;
        let moment = self.moment;
        let mut start = match when {
            When::DueSoon => minute_after(moment + AHEAD)? + LEAD,
            When::WithinLead => round(moment)? + SignedDuration::from_hours(14) + quarters(turn * 7 % 130),
            When::TooSoon => round(moment)? + SignedDuration::from_hours(3) + quarters(turn * 5 % 30),
            When::Later => office(moment, client.site, 4 + turn * 7 % 50, visit)?,
            When::Past => office(moment, client.site, -2 - turn * 7 % 40, visit)?,
        };
        let step = SignedDuration::from_mins(if when == When::DueSoon { 1 } else { 5 });
        while !self.taken.insert((client.number, start)) {
            start += step;
        }
        Ok((start, when))
    }
}

fn quarters(number: i64) -> SignedDuration {
    SignedDuration::from_mins(15 * number)
}

/// The last five minutes that have begun.
fn round(instant: Timestamp) -> Result<Timestamp> {
    let rounding = jiff::TimestampRound::new().smallest(Unit::Minute).increment(5).mode(jiff::RoundMode::Floor);
    Ok(instant.round(rounding)?)
}

/// The next whole minute.
pub(super) fn minute_after(instant: Timestamp) -> Result<Timestamp> {
    let rounding = jiff::TimestampRound::new().smallest(Unit::Minute).mode(jiff::RoundMode::Ceil);
    Ok(instant.round(rounding)?)
}

/// Between 08:00 and 18:00 some days after the moment, as early or late as the visit of the records.
fn office(moment: Timestamp, site: Site, days: i64, visit: &Visit) -> Result<Timestamp> {
    let there = site.at(moment)?;
    let recorded = site.at(visit.start)?;
    let day = there.date().checked_add(days.days())?;
    let time = day.at(8 + recorded.hour() % 10, recorded.minute() / 5 * 5, 0, 0);
    Ok(time.to_zoned(there.time_zone().clone())?.timestamp())
}

#[cfg(test)]
#[path = "visits_tests.rs"]
mod tests;
