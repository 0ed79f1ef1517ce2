//! The facts on which a decision rests.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::household::Household;
use crate::model::{Appointment, Catalogue, Client, Location, Patient, Service, Settings};
use crate::time::{Hours, Zone};
use crate::{AppointmentId, Channel, Event, MessageId};

/// Why nothing may be sent to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Suppression {
    /// A message was returned for good.
    HardBounce,
    /// The recipient reported a message as spam.
    Complaint,
    /// The recipient answered STOP.
    Stop,
    /// The carrier, or the AWS account, holds an opt-out.
    CarrierOptOut,
}

impl Suppression {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::HardBounce, Self::Complaint, Self::Stop, Self::CarrierOptOut];

    /// The name on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HardBounce => "hard_bounce",
            Self::Complaint => "complaint",
            Self::Stop => "stop",
            Self::CarrierOptOut => "carrier_opt_out",
        }
    }
}

/// That a client's reminder of a day went on a channel, and which appointments it named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayGuard {
    /// Local day of the sending.
    pub day: Date,
    /// Channel.
    pub channel: Channel,
    /// Whether it went to a household: then its day is that of the number or mailbox, not of one client.
    pub shared: bool,
    /// The one event whose reminders keep the day; `None` where they all do.
    pub kind: Option<Event>,
    /// The reminder that went.
    pub message: MessageId,
    /// The appointments it named, with the generation each had.
    pub named: Vec<Named>,
}

/// An appointment that a reminder names, with its generation then.
pub type Named = (AppointmentId, u32);

/// All that decides about one client's messages, read together.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The centre's settings.
    pub settings: &'a Settings,
    /// What the clinic set up.
    pub catalogue: &'a Catalogue,
    /// The client.
    pub client: &'a Client,
    /// The client's patients other than the client in person.
    pub patients: &'a [Patient],
    /// The client's appointments. Where only one is known, others are not named and not waited for.
    pub appointments: &'a [Appointment],
    /// The reminders that went on recent days, to the client and, where the centre writes to households, to the client's
    /// number and mailbox.
    pub guards: &'a [DayGuard],
    /// Who else is written to at the client's number or mailbox, where the centre writes to households. Where nobody is
    /// known, nobody else is named and waited for.
    pub household: &'a Household,
    /// Why the mobile number may not be written to.
    pub sms_suppressed: Option<Suppression>,
    /// Why the e-mail address may not be written to.
    pub email_suppressed: Option<Suppression>,
}

impl<'a> Facts<'a> {
    /// Where an appointment takes place.
    #[must_use]
    pub fn location(&self, appointment: &Appointment) -> Option<&'a Location> {
        self.catalogue.locations.get(&appointment.location)
    }

    /// The clock of an appointment: its location's, else the centre's.
    #[must_use]
    pub fn zone(&self, appointment: &Appointment) -> &'a Zone {
        self.location(appointment)
            .and_then(|location| location.time_zone.as_ref())
            .unwrap_or(&self.settings.centre.time_zone)
    }

    /// The sending hours at an appointment's location.
    #[must_use]
    pub fn hours(&self, appointment: &Appointment) -> Hours<'a> {
        Hours {
            week: &self.settings.sending_hours,
            closed: self.location(appointment).map_or(&[], |location| &location.closed),
            zone: self.zone(appointment),
        }
    }

    /// The services of an appointment that are known.
    pub fn services(&self, appointment: &'a Appointment) -> impl Iterator<Item = &'a Service> + use<'a> {
        let services = &self.catalogue.services;
        appointment.services.iter().filter_map(move |id| services.get(id))
    }
}
