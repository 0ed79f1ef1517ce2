//! The other system, which tells of its clients' visits by events on the bus, as `docs/appointment-event.schema.json`
//! describes them.

use anyhow::{Result, ensure};
use carebell_local::Cloud;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::clinic::{INSURANCE, SOURCE, TENANT};
use super::people::Client;
use super::visits::{Booking, When};

/// Most events of one call.
const MOST: usize = 10;

/// The state of a visit as the other system tells it.
#[derive(Clone, Debug)]
pub(super) struct Told<'a> {
    pub(super) client: &'a Client,
    pub(super) booking: &'a Booking,
    /// Rises with each change of the visit.
    pub(super) version: u64,
    pub(super) at: Timestamp,
    pub(super) status: &'static str,
}

impl<'a> Told<'a> {
    /// The first that the other system tells of a visit.
    pub(super) fn first(client: &'a Client, booking: &'a Booking, at: Timestamp) -> Self {
        let status = match booking.when {
            When::Past if client.number % 8 == 1 => "no_show",
            When::Past => "attended",
            _ => "booked",
        };
        Self { client, booking, version: 1, at, status }
    }

    fn detail(&self) -> Result<Value> {
        let Self { client, booking, version, at, status } = self;
        let mut detail = json!({
            "schema": 1,
            "tenant": TENANT,
            "version": version,
            "occurred_at": at.to_string(),
            "appointment": {
                "id": booking.id,
                "status": status,
                "start": booking.site.write(booking.start)?,
                "end": booking.site.write(booking.end)?,
                "location": booking.site.id(),
                "resource": booking.resource,
                "services": [booking.service],
                "price": booking.price,
            },
            "client": {
                "id": client.id,
                "first_name": client.first,
                "last_name": client.last,
                "mobile": client.mobile,
                "email": client.email,
                "language": client.language,
                "address": client.city,
                "privacy_consent": client.privacy,
                "tracking_consent": client.tracking,
            },
        });
        if client.insured {
            detail["appointment"]["insurance"] = json!(INSURANCE);
        }
        if let Some(died) = client.died {
            detail["client"]["state"] = json!({"state": "deceased", "since": died});
        }
        let child = client.children.iter().find(|child| booking.child.as_ref() == Some(&child.id));
        if let Some(child) = child {
            detail["patient"] = json!({"id": child.id, "name": child.name, "birth_date": child.born});
            if let Some(died) = child.died {
                detail["patient"]["state"] = json!({"state": "deceased", "since": died});
            }
        }
        Ok(detail)
    }
}

/// Puts the events on the bus, in this order.
///
/// # Errors
/// If the bus does not take all of them.
pub(super) fn tell(cloud: &Cloud, events: &[Told<'_>]) -> Result<()> {
    let bus = cloud.outputs().get("EventBusName")?;
    for events in events.chunks(MOST) {
        let entries = events
            .iter()
            .map(|told| {
                Ok(json!({
                    "EventBusName": bus,
                    "Source": SOURCE,
                    "DetailType": "Carebell Appointment",
                    "Detail": told.detail()?.to_string(),
                }))
            })
            .collect::<Result<Vec<_>>>()?;
        let answer = cloud.aws().call("AWSEvents.PutEvents", &json!({"Entries": entries}))?;
        ensure!(answer["FailedEntryCount"] == 0, "the bus did not take all events: {answer}");
    }
    Ok(())
}
