//! Appointments through the API.

use anyhow::{Context, Result};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use ureq::http::Method;

use crate::{Clinic, LOCATION, Person, RESOURCE, SERVICE, ZONE, expect, now};

/// The length of every visit.
const LENGTH: SignedDuration = SignedDuration::from_mins(30);

/// An appointment.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its identifier.
    pub id: String,
    /// Its path in the API.
    pub path: String,
    /// When it begins.
    pub start: Timestamp,
}

impl Visit {
    /// A start so many hours from now, on a whole minute.
    pub fn in_hours(hours: i64) -> Timestamp {
        let now = now();
        let minute = SignedDuration::from_secs(now.as_second().rem_euclid(60));
        Timestamp::from_second((now - minute).as_second()).unwrap_or(now) + SignedDuration::from_hours(hours)
    }

    /// An instant as the API and the bus want it: with the offset of the clinic's site.
    ///
    /// # Errors
    /// If the zone is unknown.
    pub fn written(at: Timestamp) -> Result<String> {
        Ok(at.to_zoned(TimeZone::get(ZONE)?).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }

    /// The body of a booking.
    ///
    /// # Errors
    /// If the zone is unknown.
    pub fn body(client: &str, start: Timestamp) -> Result<Value> {
        Ok(json!({
            "client": client, "location": LOCATION, "resource": RESOURCE, "services": [SERVICE],
            "start": Self::written(start)?, "end": Self::written(start + LENGTH)?,
        }))
    }
}

impl Clinic {
    /// Books a visit.
    ///
    /// # Errors
    /// If the API refuses it.
    pub fn book(&self, person: &Person, start: Timestamp) -> Result<Visit> {
        let made = self.add("/v1/appointments", &Visit::body(&person.id, start)?)?;
        let id = made["id"].as_str().context("an appointment has an identifier")?.to_owned();
        Ok(Visit { path: format!("/v1/appointments/{id}"), id, start })
    }

    /// Moves a visit.
    ///
    /// # Errors
    /// If the API refuses it.
    pub fn move_to(&self, visit: &Visit, start: Timestamp) -> Result<Value> {
        let (from, to) = (Visit::written(start)?, Visit::written(start + LENGTH)?);
        self.edit(&visit.path, |appointment| {
            appointment["start"] = json!(from);
            appointment["end"] = json!(to);
        })
    }

    /// Cancels a visit.
    ///
    /// # Errors
    /// If the API refuses it.
    pub fn cancel(&self, visit: &Visit) -> Result<Value> {
        expect(&self.call(Method::POST, &format!("{}/cancel", visit.path), &[], None)?, 200)
    }

    /// The lines of a visit's timeline that tell of a message of an event on a channel, oldest first.
    ///
    /// # Errors
    /// If the API shows none.
    pub fn timeline(&self, visit: &Visit, event: &str, channel: &str) -> Result<Vec<Value>> {
        let timeline = self.get(&format!("{}/timeline", visit.path))?;
        let lines = timeline["lines"].as_array().context("a timeline has lines")?.iter();
        let event = format!("appointment_{event}");
        Ok(lines.filter(|line| line["event"] == event.as_str() && line["channel"] == channel).cloned().collect())
    }
}
