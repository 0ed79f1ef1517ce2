//! The clients and their visits, entered by the desk through the API or told by the other system on the bus.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use carebell_local::Cloud;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::bus::{Told, tell};
use super::clinic::INSURANCE;
use super::desk::Desk;
use super::parallel;
use super::people::Client;
use super::visits::{Booking, When};

/// So many events are told twice, as buses do.
const REPEATED: usize = 10;

/// Enters the desk's clients and their children.
///
/// # Errors
/// If the API refuses one.
pub(super) fn enter_clients(desk: &Desk<'_>, clients: &[Client]) -> Result<()> {
    let own: Vec<&Client> = clients.iter().filter(|client| !client.outside).collect();
    parallel::each(&own, |client| enter_client(desk, client)).map(drop)
}

fn enter_client(desk: &Desk<'_>, client: &Client) -> Result<()> {
    let (sms, email) = client.wants;
    let mut body = json!({
        "id": client.id,
        "first_name": client.first,
        "last_name": client.last,
        "mobile": client.mobile,
        "email": client.email,
        "address": client.city,
        "language": client.language,
        "tracking": {"given": client.tracking},
        "preferences": {"sms": sms, "email": email, "voice": sms || email},
    });
    if client.privacy {
        body["privacy"] = json!({"given": true});
    }
    if let Some(died) = client.died {
        body["own_state"] = json!({"state": "deceased", "since": died});
    }
    desk.post("/v1/clients", &body)?;
    for child in &client.children {
        let mut body = json!({"id": child.id, "name": child.name, "birth_date": child.born});
        if let Some(died) = child.died {
            body["state"] = json!({"state": "deceased", "since": died});
        }
        desk.post(&format!("/v1/clients/{}/patients", client.id), &body)?;
    }
    Ok(())
}

/// Books every visit; those that the other system tells of, a few twice. Gives the identifiers of the desk's, by the
/// visits'.
///
/// # Errors
/// If the API refuses one, or the bus does not take one.
pub(super) fn book(
    cloud: &Cloud,
    desk: &Desk<'_>,
    clients: &[Client],
    bookings: &[Booking],
    now: Timestamp,
) -> Result<BTreeMap<String, String>> {
    let (outside, own): (Vec<&Booking>, Vec<&Booking>) =
        bookings.iter().partition(|booking| clients[booking.client].outside);
    let mut events: Vec<Told<'_>> =
        outside.into_iter().map(|booking| Told::first(&clients[booking.client], booking, now)).collect();
    events.extend(events.clone().into_iter().take(REPEATED));
    tell(cloud, &events)?;
    let booked = parallel::each(&own, |booking| {
        let body = appointment(&clients[booking.client], booking)?;
        let answer = desk.post_once("/v1/appointments", &booking.id, &body)?;
        let id = answer["id"].as_str().context("an appointment without identifier")?.to_owned();
        if booking.when == When::Past {
            let outcome = if booking.client % 8 == 0 { "no-show" } else { "attended" };
            desk.act(&format!("/v1/appointments/{id}/{outcome}"))?;
        }
        Ok((booking.id.clone(), id))
    })?;
    Ok(booked.into_iter().collect())
}

/// A visit as the API takes it.
pub(super) fn appointment(client: &Client, booking: &Booking) -> Result<Value> {
    let mut body = json!({
        "client": client.id,
        "patient": booking.child,
        "resource": booking.resource,
        "services": [booking.service],
        "location": booking.site.id(),
        "start": booking.site.write(booking.start)?,
        "end": booking.site.write(booking.end)?,
        "price": booking.price,
    });
    if client.insured {
        body["insurance"] = json!(INSURANCE);
    }
    if booking.requested {
        body["source"] = json!("online");
        body["status"] = json!("requested");
    }
    Ok(body)
}
