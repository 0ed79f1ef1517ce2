//! What a clinic sets up once: sites, doctors and rooms, services, their groups, insurances.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::contact::{Country, EmailAddress, PhoneNumber};
use crate::model::RecallChoice;
use crate::time::Zone;
use crate::{GroupId, InsuranceId, Language, LocationId, ResourceId, ServiceId};

/// A site of the clinic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// Identifier.
    pub id: LocationId,
    /// Name, as clients know it.
    pub name: String,
    /// Town.
    pub town: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Country; the centre's where none is set.
    pub country: Option<Country>,
    /// Telephone; the centre's where none is set.
    pub phone: Option<PhoneNumber>,
    /// Time zone; the centre's where none is set. Every date and time of an appointment here is told in it.
    pub time_zone: Option<Zone>,
    /// Notes for the people who come here ("please register at the desk").
    pub notes: Option<String>,
    /// Its own e-mail sender.
    pub email_sender: Option<EmailAddress>,
    /// Days on which nothing is sent by SMS or voice: closures and holidays.
    pub closed: Vec<Date>,
}

/// A doctor or a bookable room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// Identifier.
    pub id: ResourceId,
    /// Full name, with title, as clients know it.
    pub name: String,
    /// Address.
    pub address: Option<String>,
    /// Telephone.
    pub phone: Option<PhoneNumber>,
    /// E-mail.
    pub email: Option<EmailAddress>,
    /// Language of messages to the resource.
    pub language: Option<Language>,
    /// Whether clients are written to about this resource's appointments.
    pub memo: bool,
}

/// What is booked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// Identifier.
    pub id: ServiceId,
    /// Name, as clients know it.
    pub name: String,
    /// Price in minor units of the centre's currency (cents).
    pub price: Option<i64>,
    /// Usual length in minutes.
    pub duration_minutes: Option<u32>,
    /// What the client is to do before coming.
    pub preparation: Option<String>,
    /// Whether the preparation goes to clients.
    pub send_preparation: bool,
    /// Group.
    pub group: Option<GroupId>,
    /// Whether clients are written to about this service.
    pub memo: bool,
    /// Whether no message may tell what it is about.
    pub confidential: bool,
    /// What it says of the recall. `None` leaves it to the centre.
    #[serde(default)]
    pub recall: Option<RecallChoice>,
}

/// A group of services.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Identifier.
    pub id: GroupId,
    /// Name.
    pub name: String,
    /// Off silences all services of the group.
    pub memo: bool,
}

/// An insurance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Insurance {
    /// Identifier.
    pub id: InsuranceId,
    /// Name.
    pub name: String,
    /// Whether clients are written to about appointments paid by it.
    pub memo: bool,
}

/// All that one clinic set up: loaded together, kept in memory, checked by version.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    /// Sites.
    pub locations: BTreeMap<LocationId, Location>,
    /// Doctors and rooms.
    pub resources: BTreeMap<ResourceId, Resource>,
    /// Services.
    pub services: BTreeMap<ServiceId, Service>,
    /// Groups of services.
    pub groups: BTreeMap<GroupId, Group>,
    /// Insurances.
    pub insurances: BTreeMap<InsuranceId, Insurance>,
}
