//! What the client was last told about an appointment, and what has changed since: which notification is owed.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Actor, Appointment, Status};
use crate::Event;
use crate::ids::derived;
use crate::model::Settings;

/// The part of a status that notifications tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldStatus {
    /// Awaiting approval.
    Requested,
    /// Standing.
    Booked,
    /// Called off.
    Cancelled,
}

/// What the client was last told: the status, and a digest of start, resource, location and services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Status as told.
    pub status: ToldStatus,
    /// Start as told.
    pub start: Timestamp,
    /// Digest of start, resource, location and services.
    pub digest: String,
}

/// A change that the client has not been told of. It settles for a while, so that several changes make one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The first untold change.
    pub since: Timestamp,
    /// Who made the last one.
    pub by: Actor,
    /// Whether it awaited approval in between.
    pub requested: bool,
}

impl Appointment {
    /// What a notification would tell now. `None` once the visit is over.
    #[must_use]
    pub fn tells(&self) -> Option<Told> {
        let status = match self.status {
            Status::Requested => ToldStatus::Requested,
            Status::Booked | Status::Confirmed => ToldStatus::Booked,
            Status::Cancelled => ToldStatus::Cancelled,
            Status::Attended | Status::NoShow => return None,
        };
        let start = self.start.as_second().to_string();
        let mut parts = vec![start.as_str(), self.resource.as_str(), self.location.as_str()];
        // Other systems name the same services in whatever order: that is no change.
        let services: BTreeSet<&str> = self.services.iter().map(crate::ServiceId::as_str).collect();
        parts.extend(services);
        let digest = derived(&parts)[..12].to_owned();
        Some(Told { status, start: self.start, digest })
    }

    /// The notification that the difference between what the client was told and what holds now calls for.
    #[must_use]
    pub fn owed(&self) -> Option<Event> {
        let now = self.tells()?;
        let approved = self.pending.is_some_and(|pending| pending.requested);
        let same = self.told.as_ref().is_some_and(|told| told.digest == now.digest);
        match (self.told.as_ref().map(|told| told.status), now.status) {
            (None | Some(ToldStatus::Cancelled), ToldStatus::Requested) => Some(Event::AppointmentRequested),
            (None | Some(ToldStatus::Cancelled), ToldStatus::Booked) if approved => Some(Event::AppointmentApproved),
            (None | Some(ToldStatus::Cancelled), ToldStatus::Booked) => Some(Event::AppointmentCreated),
            (None | Some(ToldStatus::Cancelled), ToldStatus::Cancelled) => None,
            (Some(ToldStatus::Requested), ToldStatus::Booked) => Some(Event::AppointmentApproved),
            (Some(_), ToldStatus::Cancelled) => Some(Event::AppointmentCancelled),
            (Some(ToldStatus::Requested), ToldStatus::Requested) | (Some(ToldStatus::Booked), _) => {
                (!same).then_some(Event::AppointmentModified)
            }
        }
    }

    /// When the waiting for further changes ends and the change that is pending is told. A client's own cancellation
    /// waits until it can no longer be undone.
    #[must_use]
    pub fn told_at(&self, settings: &Settings) -> Option<Timestamp> {
        let settled = self.pending?.since + settings.settling();
        let undo = self.answer.filter(|_| self.status == Status::Cancelled).map(super::Answer::undo_until);
        Some(undo.map_or(settled, |undo| undo.max(settled)))
    }

    /// The start by which a notification must have gone to make sense: the one that the client knows, or the new
    /// one where that is sooner, or where the known one had passed when the change was made, or was called off.
    #[must_use]
    pub fn last_known_start(&self) -> Timestamp {
        let changed = self.pending.map_or(self.counted_at, |pending| pending.since);
        match &self.told {
            Some(told) if told.start > changed && told.status != ToldStatus::Cancelled => told.start.min(self.start),
            _ => self.start,
        }
    }
}
