//! The event by which another system tells of an appointment: its whole state, each time.
//! `docs/appointment-event.schema.json` describes it for those systems.

use carebell_domain::model::{PatientState, RecallChoice, Status};
use carebell_domain::{GroupId, InsuranceId, Language, LocationId, PatientId, ResourceId, ServiceId, TenantId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

/// The envelope that EventBridge puts around it.
/// <https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html>
#[derive(Clone, Debug, Deserialize)]
pub struct Envelope {
    /// The other system, as it names itself on the bus.
    pub source: String,
    /// What it tells.
    pub detail: AppointmentEvent,
}

/// The state of an appointment in another system.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppointmentEvent {
    /// Form of the event: 1.
    pub schema: u8,
    /// Whose appointment.
    pub tenant: TenantId,
    /// The other system's version of the appointment; rises with each change.
    #[serde(default)]
    pub version: Option<u64>,
    /// When the change was made there.
    pub occurred_at: Timestamp,
    /// The appointment.
    pub appointment: EventAppointment,
    /// Its client; may be left out once the appointment is known.
    #[serde(default)]
    pub client: Option<EventClient>,
    /// Its patient, where that is not the client in person.
    #[serde(default)]
    pub patient: Option<EventPatient>,
}

/// The appointment itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventAppointment {
    /// The other system's name for it.
    pub id: String,
    /// Where it stands.
    pub status: Status,
    /// First instant, with the offset of the location.
    pub start: String,
    /// First instant after it, likewise.
    pub end: String,
    /// Where.
    pub location: LocationId,
    /// With whom.
    pub resource: ResourceId,
    /// What for.
    pub services: Vec<ServiceId>,
    /// Price in minor units.
    #[serde(default)]
    pub price: Option<i64>,
    /// Tariff list.
    #[serde(default)]
    pub tariff: Option<String>,
    /// Group.
    #[serde(default)]
    pub group: Option<GroupId>,
    /// Insurance.
    #[serde(default)]
    pub insurance: Option<InsuranceId>,
    /// The next visit: after which interval its recall goes, or that there is none.
    #[serde(default)]
    pub recall: Option<RecallChoice>,
    /// Notes for the client.
    #[serde(default)]
    pub notes: Option<String>,
    /// Whether the client booked it online.
    #[serde(default)]
    pub booked_online: bool,
}

/// The client. What is left out stays as it is known.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventClient {
    /// The other system's name for the client.
    pub id: String,
    /// First name.
    #[serde(default)]
    pub first_name: Option<String>,
    /// Surname.
    #[serde(default)]
    pub last_name: Option<String>,
    /// Mobile number, in any national form of the centre's country or in international form.
    #[serde(default)]
    pub mobile: Option<String>,
    /// Landline.
    #[serde(default)]
    pub landline: Option<String>,
    /// Mailbox.
    #[serde(default)]
    pub email: Option<String>,
    /// Postal address.
    #[serde(default)]
    pub address: Option<String>,
    /// Language.
    #[serde(default)]
    pub language: Option<Language>,
    /// Privacy consent, as recorded there.
    #[serde(default)]
    pub privacy_consent: Option<bool>,
    /// Tracking consent, as recorded there.
    #[serde(default)]
    pub tracking_consent: Option<bool>,
    /// The client's state as a patient.
    #[serde(default)]
    pub state: Option<PatientState>,
}

/// The patient. What is left out stays as it is known.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventPatient {
    /// The other system's name for the patient; unique within the client.
    pub id: PatientId,
    /// Name.
    pub name: String,
    /// Species of an animal.
    #[serde(default)]
    pub species: Option<String>,
    /// Date of birth.
    #[serde(default)]
    pub birth_date: Option<Date>,
    /// Whether the patient can still come.
    #[serde(default)]
    pub state: Option<PatientState>,
}
