//! An appointment as the API takes and shows it.

use carebell_domain::model::{AnswerKind, Appointment, Details, RecallChoice, Source, Status};
use carebell_domain::time::{InstantError, Zone, instant_at};
use carebell_domain::{AppointmentId, ClientId, GroupId, InsuranceId, LocationId, PatientId, ResourceId, ServiceId};
use carebell_workflows::ports::{Kind, Notes, Tenancy};
use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{local, zone};
use crate::api::knows;
use crate::check::{Faults, NAME, NOTES};

/// Most services of one appointment.
const MOST_SERVICES: usize = 20;

/// What the client answered by the link in a message.
#[derive(Serialize, ToSchema)]
#[schema(as = Answer)]
pub(crate) struct AnswerShape {
    /// What was answered.
    kind: AnswerKind,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// An appointment.
#[derive(Serialize, ToSchema)]
#[schema(as = Appointment)]
pub(crate) struct AppointmentShape {
    /// Identifier.
    id: AppointmentId,
    /// Whose appointment it is.
    client: ClientId,
    /// For whom; null is the client in person.
    patient: Option<PatientId>,
    /// With whom, or in which room.
    resource: ResourceId,
    /// What for.
    services: Vec<ServiceId>,
    /// Where.
    location: LocationId,
    /// First instant, on the clock of the location.
    #[schema(format = DateTime, example = "2026-06-05T15:30:00+02:00")]
    start: String,
    /// First instant after it, on the clock of the location.
    #[schema(format = DateTime, example = "2026-06-05T16:00:00+02:00")]
    end: String,
    /// Price in minor units of the centre's currency; the sum of the services' where none is set.
    price: Option<i64>,
    /// Tariff list.
    tariff: Option<String>,
    /// Group; the first service's where none is set.
    group: Option<GroupId>,
    /// Insurance.
    insurance: Option<InsuranceId>,
    /// The next visit: after which interval its recall goes; null leaves it to the services and the centre.
    recall: Option<RecallChoice>,
    /// How it came about.
    source: Source,
    /// Where it stands.
    status: Status,
    /// What the client answered by the link in a message, until somebody else changes the status or moves it.
    answer: Option<AnswerShape>,
    /// When the record was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// For the client: texts may show them. Lists leave them out.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<String>,
    /// For the clinic only. Lists leave them out.
    #[serde(skip_serializing_if = "Option::is_none")]
    internal_notes: Option<String>,
}

impl AppointmentShape {
    /// As it is shown.
    pub(super) fn show(appointment: &Appointment, notes: Notes, tenancy: &Tenancy) -> Self {
        let zone = zone(tenancy, &appointment.location);
        let appointment = appointment.clone();
        Self {
            client: appointment.id.client.clone(),
            id: appointment.id,
            patient: appointment.patient,
            resource: appointment.resource,
            services: appointment.services,
            location: appointment.location,
            start: local(zone, appointment.start),
            end: local(zone, appointment.end),
            price: appointment.price,
            tariff: appointment.tariff,
            group: appointment.group,
            insurance: appointment.insurance,
            recall: appointment.recall,
            source: appointment.source,
            status: appointment.status,
            answer: appointment.answer.map(|answer| AnswerShape { kind: answer.kind, at: answer.at }),
            created_at: appointment.created_at,
            notes: notes.notes,
            internal_notes: notes.internal_notes,
        }
    }
}

/// An appointment to be booked or replaced. What an answer shows beside it may be sent back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAppointment {
    /// As an answer shows it; a new one is made by the API.
    #[schema(read_only)]
    id: Option<AppointmentId>,
    /// Whose appointment it is: needed for a new one. It cannot be changed.
    client: Option<ClientId>,
    /// For whom; null is the client in person.
    patient: Option<PatientId>,
    /// With whom, or in which room.
    resource: ResourceId,
    /// What for; at least one.
    #[schema(min_items = 1, max_items = 20)]
    services: Vec<ServiceId>,
    /// Where.
    location: LocationId,
    /// First instant (RFC 3339). The offset must be the location's at that instant.
    #[schema(format = DateTime, example = "2026-06-05T15:30:00+02:00")]
    start: String,
    /// First instant after it, later than `start`, with the location's offset at that instant.
    #[schema(format = DateTime, example = "2026-06-05T16:00:00+02:00")]
    end: String,
    /// Price in minor units of the centre's currency; the sum of the services' where none is set.
    #[schema(minimum = 0)]
    price: Option<i64>,
    /// Tariff list.
    #[schema(max_length = 200)]
    tariff: Option<String>,
    /// Group; the first service's where none is set.
    group: Option<GroupId>,
    /// Insurance.
    insurance: Option<InsuranceId>,
    /// The next visit: after which interval its recall goes, from a day to ten years, or that there is none; null
    /// leaves it to the services and the centre.
    recall: Option<RecallChoice>,
    /// How it comes about; `external` for another system and `desk` for everybody else where it is left out. It cannot
    /// be changed.
    source: Option<Source>,
    /// Where it stands. A new one is `requested` or `booked`, `booked` where it is left out; of one that is replaced it
    /// stays as it is where it is left out.
    status: Option<Status>,
    /// For the client: texts may show them.
    #[schema(max_length = 2_000)]
    notes: Option<String>,
    /// For the clinic only: never shown to the client.
    #[schema(max_length = 2_000)]
    internal_notes: Option<String>,
    /// As an answer shows it.
    #[serde(default, rename = "answer")]
    #[schema(ignore)]
    _answer: IgnoredAny,
    /// As an answer shows it.
    #[serde(default, rename = "created_at")]
    #[schema(ignore)]
    _created_at: IgnoredAny,
}

impl NewAppointment {
    /// The client that the request names.
    pub(super) const fn client(&self) -> Option<&ClientId> {
        self.client.as_ref()
    }

    /// The patient that the request names.
    pub(super) const fn patient(&self) -> Option<&PatientId> {
        self.patient.as_ref()
    }

    /// The source that the request names.
    pub(super) const fn source(&self) -> Option<Source> {
        self.source
    }

    /// The status that the request names.
    pub(super) const fn status(&self) -> Option<Status> {
        self.status
    }

    /// The objects of the catalogue that the request names.
    pub(super) fn named(&self) -> Vec<(Kind, &str)> {
        let mut named = vec![(Kind::Location, self.location.as_str()), (Kind::Resource, self.resource.as_str())];
        named.extend(self.services.iter().map(|id| (Kind::Service, id.as_str())));
        named.extend(self.group.iter().map(|id| (Kind::Group, id.as_str())));
        named.extend(self.insurance.iter().map(|id| (Kind::Insurance, id.as_str())));
        named
    }

    /// Whether what cannot be changed is as it was.
    pub(super) fn keeps(&self, before: &Appointment, faults: &mut Faults) {
        faults.fixed("/id", self.id.as_ref(), &before.id);
        faults.fixed("/client", self.client.as_ref(), &before.id.client);
        faults.fixed("/source", self.source.as_ref(), &before.source);
    }

    /// Whether a new one names what only the API gives.
    pub(super) fn is_new(&self, faults: &mut Faults) {
        if self.id.is_some() {
            faults.add("/id", "the API gives it; leave it out");
        }
        if !matches!(self.status, None | Some(Status::Requested | Status::Booked)) {
            faults.add("/status", "a new appointment is `requested` or `booked`");
        }
    }

    /// The details and notes, once every field is right.
    pub(super) fn check(&self, tenancy: &Tenancy, faults: &mut Faults) -> Option<(Details, Notes)> {
        self.check_names(tenancy, faults);
        faults.price("/price", self.price);
        faults.maybe_line("/tariff", self.tariff.as_ref(), NAME);
        faults.recall("/recall", self.recall);
        faults.maybe_lines("/notes", self.notes.as_ref(), NOTES);
        faults.maybe_lines("/internal_notes", self.internal_notes.as_ref(), NOTES);
        let (start, end) = self.times(tenancy, faults)?;
        let text = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let notes = Notes { notes: text(&self.notes), internal_notes: text(&self.internal_notes) };
        let details = Details {
            patient: self.patient.clone(),
            resource: self.resource.clone(),
            services: self.services.clone(),
            location: self.location.clone(),
            start,
            end,
            price: self.price,
            tariff: self.tariff.clone(),
            group: self.group.clone(),
            insurance: self.insurance.clone(),
            recall: self.recall,
            has_notes: notes.notes.is_some(),
        };
        Some((details, notes))
    }

    fn check_names(&self, tenancy: &Tenancy, faults: &mut Faults) {
        let mut known = |pointer: &str, kind: Kind, id: &str| {
            if !knows(tenancy, kind, id) {
                faults.add(pointer, format!("there is no {id}"));
            }
        };
        known("/location", Kind::Location, self.location.as_str());
        known("/resource", Kind::Resource, self.resource.as_str());
        for (index, service) in self.services.iter().enumerate() {
            known(&format!("/services/{index}"), Kind::Service, service.as_str());
        }
        if let Some(group) = &self.group {
            known("/group", Kind::Group, group.as_str());
        }
        if let Some(insurance) = &self.insurance {
            known("/insurance", Kind::Insurance, insurance.as_str());
        }
        if self.services.is_empty() {
            faults.add("/services", "at least one service is needed");
        }
        faults.list("/services", &self.services, MOST_SERVICES);
    }

    /// Start and end, read on the clock of the location. An unknown location has none.
    fn times(&self, tenancy: &Tenancy, faults: &mut Faults) -> Option<(Timestamp, Timestamp)> {
        tenancy.catalogue.locations.get(&self.location)?;
        let zone = zone(tenancy, &self.location);
        let start = instant(&self.start, zone, "/start", faults);
        let end = instant(&self.end, zone, "/end", faults);
        let (start, end) = start.zip(end)?;
        if end <= start {
            faults.add("/end", "must be later than start");
        }
        Some((start, end))
    }
}

fn instant(text: &str, zone: &Zone, pointer: &str, faults: &mut Faults) -> Option<Timestamp> {
    let read = instant_at(text, zone);
    let detail = match &read {
        Ok(_) => return read.ok(),
        Err(InstantError::Format) => {
            "a date and time with its offset is wanted, such as 2026-06-05T15:30:00+02:00".into()
        }
        Err(year @ InstantError::Year { .. }) => year.to_string(),
        Err(InstantError::NoOffset { right }) => {
            format!("the offset is missing; at that time it is {} at the location ({zone})", minutes(right))
        }
        Err(InstantError::OtherOffset { right, .. }) => {
            format!("the offset is not the location's; at that instant it is {} ({zone})", minutes(right))
        }
    };
    faults.add(pointer, detail);
    None
}

/// An offset with its minutes: `+02` becomes `+02:00`.
fn minutes(offset: &str) -> String {
    if offset.contains(':') { offset.to_owned() } else { format!("{offset}:00") }
}
