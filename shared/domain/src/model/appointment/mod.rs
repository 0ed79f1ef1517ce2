//! An appointment: what was booked, what the client was told about it, and which messages it has had.

mod answer;
mod change;
mod claim;
mod told;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use answer::{Answer, AnswerKind, UNDO};
pub use change::{Details, Outside, SourceVersion};
pub use claim::{BadClaim, Claim, Claims};
pub use told::{Pending, Told, ToldStatus};

use crate::decide::Occasion;
use crate::model::RecallChoice;
use crate::{AppointmentId, Channel, Event, GroupId, InsuranceId, LocationId, PatientId, ResourceId, ServiceId};

/// Where an appointment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AppointmentStatus))]
pub enum Status {
    /// Asked for online, awaiting approval.
    Requested,
    /// Booked, or approved.
    Booked,
    /// Confirmed by the client.
    Confirmed,
    /// Cancelled, or a request refused.
    Cancelled,
    /// The client came.
    Attended,
    /// The client did not come.
    NoShow,
}

impl Status {
    /// The name on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Booked => "booked",
            Self::Confirmed => "confirmed",
            Self::Cancelled => "cancelled",
            Self::Attended => "attended",
            Self::NoShow => "no_show",
        }
    }

    /// Whether the visit is still to take place as booked.
    #[must_use]
    pub const fn is_standing(self) -> bool {
        matches!(self, Self::Booked | Self::Confirmed)
    }
}

/// How an appointment came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Source {
    /// The client booked it online.
    Online,
    /// The desk booked it.
    Desk,
    /// Another system booked it.
    External,
}

/// Who made a change. What a client caused is answered at any hour; the rest keeps the night.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The client, online or by answering.
    Client,
    /// The desk.
    Desk,
    /// Another system.
    External,
}

/// An appointment.
#[derive(Clone, Debug, PartialEq)]
pub struct Appointment {
    /// Identifier; it carries the client's.
    pub id: AppointmentId,
    /// For whom; `None` is the client in person.
    pub patient: Option<PatientId>,
    /// With whom, or in which room.
    pub resource: ResourceId,
    /// What for; at least one.
    pub services: Vec<ServiceId>,
    /// Where.
    pub location: LocationId,
    /// First instant.
    pub start: Timestamp,
    /// First instant after it; later than `start`.
    pub end: Timestamp,
    /// Price in minor units of the centre's currency; the sum of the services' where none is set.
    pub price: Option<i64>,
    /// Tariff list.
    pub tariff: Option<String>,
    /// Group; the first service's where none is set.
    pub group: Option<GroupId>,
    /// Insurance.
    pub insurance: Option<InsuranceId>,
    /// The next visit: what it says of its recall. `None` leaves it to the services and the centre.
    pub recall: Option<RecallChoice>,
    /// How it came about.
    pub source: Source,
    /// Where it stands.
    pub status: Status,
    /// When the record was made.
    pub created_at: Timestamp,
    /// When it was booked, approved or moved: minimum notice is measured from here.
    pub counted_at: Timestamp,
    /// How many times its start or location changed, or it was opened again.
    pub generation: u32,
    /// How many settled changes were announced, or decided not to be.
    pub notices: u32,
    /// What the client was last told.
    pub told: Option<Told>,
    /// A change that the client has not been told of.
    pub pending: Option<Pending>,
    /// What the client answered by a link, until somebody else changes the status or moves it.
    pub answer: Option<Answer>,
    /// Messages that were decided for the current generation and the last notices.
    pub claims: Claims,
    /// The other system's version of this appointment.
    pub source_version: Option<SourceVersion>,
    /// Whether notes for the client lie beside it.
    pub has_notes: bool,
    /// Rises with every write and guards it.
    pub rev: u64,
}

impl Appointment {
    /// The number under which an event of this appointment has at most one message per channel: the generation
    /// for reminders and what follows the visit, the number of the next notice for notifications, none for the recall.
    #[must_use]
    pub const fn number(&self, event: Event) -> u32 {
        match event {
            Event::Recall => 0,
            _ if event.is_notification() => self.notices + 1,
            _ => self.generation,
        }
    }

    /// The occasion of an event that the appointment's present state calls for.
    #[must_use]
    pub const fn occasion(&self, event: Event, channel: Channel) -> Occasion {
        Occasion { event, channel, number: self.number(event), repeat: false }
    }

    /// The claim on the message of an event that the appointment's present state calls for.
    #[must_use]
    pub fn claim(&self, event: Event, channel: Channel) -> Option<&Claim> {
        self.claims.get(&self.occasion(event, channel))
    }
}
