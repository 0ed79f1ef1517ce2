//! What becomes of some visits once their clients know of them: some are cancelled, some moved, some that were asked
//! for online are approved.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use carebell_local::Cloud;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::bus::{Told, tell};
use super::desk::Desk;
use super::parallel;
use super::people::Client;
use super::visits::{Booking, When};

/// A visit moves by so much: to the same time of another day, but where clocks change in between.
pub(super) const MOVED_BY: SignedDuration = SignedDuration::from_hours(24 * 3);

/// What becomes of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Approve,
    Cancel,
    Move,
}

/// Changes some visits; gives how many. `ids` are the identifiers of the desk's appointments.
///
/// # Errors
/// If the API refuses a change, or the bus does not take one.
pub(super) fn change(
    cloud: &Cloud,
    desk: &Desk<'_>,
    clients: &[Client],
    bookings: &[Booking],
    ids: &BTreeMap<String, String>,
    now: Timestamp,
) -> Result<usize> {
    let changes: Vec<(Booking, Change)> = changes(bookings)
        .into_iter()
        .map(|(booking, change)| {
            let mut booking = booking.clone();
            if change == Change::Move {
                booking.start += MOVED_BY;
                booking.end += MOVED_BY;
            }
            (booking, change)
        })
        .collect();
    let (outside, own): (Vec<_>, Vec<_>) = changes.iter().partition(|(booking, _)| clients[booking.client].outside);
    let events: Vec<Told<'_>> = outside
        .into_iter()
        .map(|(booking, change)| {
            let status = if *change == Change::Cancel { "cancelled" } else { "booked" };
            Told { client: &clients[booking.client], booking, version: 2, at: now, status }
        })
        .collect();
    tell(cloud, &events)?;
    parallel::each(&own, |(booking, change)| {
        let id = ids.get(&booking.id).context("an appointment that was not booked")?;
        let path = format!("/v1/appointments/{id}");
        match change {
            Change::Approve => desk.act(&format!("{path}/approve")),
            Change::Cancel => desk.act(&format!("{path}/cancel")),
            Change::Move => {
                let (mut body, tag) = desk.get_tagged(&path)?;
                body["start"] = json!(booking.site.write(booking.start)?);
                body["end"] = json!(booking.site.write(booking.end)?);
                desk.put(&path, &body, &tag)
            }
        }
    })?;
    Ok(changes.len())
}

/// Two in three of the requests are approved; of the visits weeks ahead one in ten is cancelled, one in ten moved.
fn changes(bookings: &[Booking]) -> Vec<(&Booking, Change)> {
    let later = || bookings.iter().filter(|booking| booking.when == When::Later);
    let requested = later().filter(|booking| booking.requested).enumerate();
    let booked = later().filter(|booking| !booking.requested).enumerate();
    let approved = requested.filter(|(turn, _)| turn % 3 != 2).map(|(_, booking)| (booking, Change::Approve));
    let changed = booked.filter_map(|(turn, booking)| match turn % 10 {
        3 => Some((booking, Change::Cancel)),
        7 => Some((booking, Change::Move)),
        _ => None,
    });
    approved.chain(changed).collect()
}
