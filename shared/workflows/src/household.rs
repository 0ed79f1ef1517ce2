//! Who is reminded together: the other clients at a client's number and mailbox.

use carebell_domain::decide::{DayGuard, Household, MOST_MEMBERS, Relative};
use carebell_domain::model::{Client, Settings};
use carebell_domain::{Channel, TenantId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::ports::{Address, AtAddress, PortError, Records};

/// So long a reminder that went to a household has a say in what goes: its day, in every zone, and a day for late jobs.
const COUNTS: SignedDuration = SignedDuration::from_hours(3 * 24);

/// Whether what went to households matters at an instant: the centre writes to them, or did until a few days ago.
#[must_use]
pub fn matters(settings: &Settings, now: Timestamp) -> bool {
    settings.households || settings.households_until.is_some_and(|until| until.duration_until(now) < COUNTS)
}

/// The first day whose reminders to households have a say at an instant.
#[must_use]
pub fn recent(settings: &Settings, now: Timestamp) -> Date {
    settings.centre.time_zone.day(now).saturating_sub(3.days())
}

/// Reads the household of a client on some channels, where the centre writes to them, and the reminders that went to it
/// since a day. Each member's file is read consistently, as the client's own is.
///
/// # Errors
/// [`PortError`] where a read failed.
pub async fn household(
    records: &dyn Records,
    tenant: &TenantId,
    (settings, client): (&Settings, &Client),
    channels: &[Channel],
    since: Date,
) -> Result<(Household, Vec<DayGuard>), PortError> {
    let (mut household, mut went) = (Household::default(), Vec::new());
    for channel in channels {
        let Some(address) = Address::of(client, *channel) else { continue };
        let AtAddress { clients, guards } = records.at_address(tenant, &address, MOST_MEMBERS + 1, since).await?;
        went.extend(guards);
        if !settings.households {
            continue;
        }
        if clients.len() > MOST_MEMBERS {
            household.crowded.push(*channel);
            continue;
        }
        for other in clients.into_iter().filter(|other| *other != client.id) {
            if household.relatives.iter().any(|relative| relative.client.id == other) {
                continue;
            }
            let file = records.file(tenant, &other).await?;
            if let Some(member) = file.client {
                let (patients, appointments) = (file.patients, file.appointments);
                household.relatives.push(Relative { client: member, patients, appointments });
                went.extend(file.guards);
            }
        }
    }
    Ok((household, went))
}
