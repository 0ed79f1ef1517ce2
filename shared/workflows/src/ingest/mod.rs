//! Appointments of other systems, from the bus: repeated and reordered events end as if each had come once and in
//! order.

mod event;
mod limits;
mod people;

use std::sync::Arc;

use carebell_domain::model::{Actor, Appointment, Client, Details, Outside, Patient, Source, SourceVersion};
use carebell_domain::time::instant_at;
use carebell_domain::{AppointmentId, ClientId, ItemId, LocationId};
use jiff::Timestamp;
use tracing::info;

pub use event::{AppointmentEvent, Envelope, EventAppointment, EventClient, EventPatient};

use crate::api::appointments::{Change, plan_write};
use crate::ports::{Clock, Directory, Notes, PortError, Records, Tenancy, WriteError};

/// What taking events in needs.
#[derive(Clone)]
pub struct Ingest {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Settings and catalogue.
    pub directory: Arc<dyn Directory>,
    /// Clients' files.
    pub records: Arc<dyn Records>,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The appointment is now as it says.
    Written,
    /// It told nothing new: a repeat, or older than what is known.
    Old,
}

/// Why an event was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum Untaken {
    /// It never can be: it belongs to the dead letters. The text names the field, never a person.
    #[error("{0}")]
    Bad(String),
    /// It may be later.
    #[error(transparent)]
    Port(#[from] PortError),
}

/// How often a write that came second is made anew.
const TRIES: usize = 6;
/// The form of event that is understood.
const SCHEMA: u8 = 1;
/// The longest name of another system's object.
const LONGEST_ID: usize = 200;
/// The longest notes.
const LONGEST_NOTES: usize = 2_000;
/// Most services of one appointment.
const MOST_SERVICES: usize = 20;

fn bad(words: impl Into<String>) -> Untaken {
    Untaken::Bad(words.into())
}

impl Ingest {
    /// Takes one event in: the body of a queue message.
    ///
    /// # Errors
    /// [`Untaken`].
    pub async fn handle(&self, body: &str) -> Result<Taken, Untaken> {
        let mut reader = serde_json::Deserializer::from_str(body);
        let envelope: Envelope = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| bad(format!("{}: {}", error.path(), kind_of(error.inner()))))?;
        let Envelope { source, detail } = envelope;
        if detail.schema != SCHEMA {
            return Err(bad(format!("detail.schema is {}; {SCHEMA} is understood", detail.schema)));
        }
        let known = self.directory.tenancy(&detail.tenant).await?;
        let taken = self.under(known.as_deref(), &source, &detail).await;
        if !matches!(taken, Err(Untaken::Bad(_))) {
            return taken;
        }
        // What a configuration of some seconds ago does not know may have been set up since.
        let fresh = self.directory.fresh(&detail.tenant).await?;
        let version = |tenancy: Option<&Tenancy>| tenancy.map(|tenancy| tenancy.version);
        if version(fresh.as_deref()) == version(known.as_deref()) {
            return taken;
        }
        self.under(fresh.as_deref(), &source, &detail).await
    }

    /// Takes an event in under a tenant's configuration.
    async fn under(&self, tenancy: Option<&Tenancy>, source: &str, event: &AppointmentEvent) -> Result<Taken, Untaken> {
        let tenancy = tenancy.ok_or_else(|| bad("detail.tenant: there is no such tenant"))?;
        if !tenancy.settings.event_sources.iter().any(|one| one == source) {
            return Err(bad("source: the tenant has not listed it among its event sources"));
        }
        let id = self.appointment_id(source, event).await?;
        for _ in 0..TRIES {
            match self.take(tenancy, source, event, &id).await {
                Err(Failed::Stale) => {}
                Err(Failed::Untaken(untaken)) => return Err(untaken),
                Ok(taken) => return Ok(taken),
            }
        }
        Err(PortError::new("taking an event in", "another write was first each time").into())
    }

    /// The appointment's identifier: derived from the source's names where the event names the client, else looked up.
    async fn appointment_id(&self, source: &str, event: &AppointmentEvent) -> Result<AppointmentId, Untaken> {
        let theirs = &event.appointment.id;
        for (field, id) in [("appointment", Some(theirs)), ("client", event.client.as_ref().map(|client| &client.id))] {
            let length = id.map_or(1, |id| id.chars().count());
            if length == 0 || length > LONGEST_ID {
                return Err(bad(format!("detail.{field}.id has 1 to {LONGEST_ID} characters, this has {length}")));
            }
        }
        let Some(client) = &event.client else {
            let known = self.records.outside(&event.tenant, source, theirs).await?;
            return known.ok_or_else(|| bad("detail.client is missing, and the appointment is not known yet"));
        };
        let client = ClientId::of_source(source, &client.id).map_err(|error| bad(error.to_string()))?;
        let item = ItemId::of_source(source, theirs).map_err(|error| bad(error.to_string()))?;
        Ok(AppointmentId { client, item })
    }

    async fn take(
        &self,
        tenancy: &Tenancy,
        source: &str,
        event: &AppointmentEvent,
        id: &AppointmentId,
    ) -> Result<Taken, Failed> {
        let (client, before) = self.records.client_and_appointment(&event.tenant, id).await?;
        let version = SourceVersion { version: event.version, at: event.occurred_at };
        let known = before.as_ref().and_then(|before| before.source_version);
        if known.is_some_and(|known| !version.is_later_than(&known)) {
            info!(tenant = %event.tenant, appointment = %id, "An event that tells nothing new");
            return Ok(Taken::Old);
        }
        let details = details(tenancy, event)?;
        let client = self.people(tenancy, event, &id.client, client).await?;
        if before.is_none() && tenancy.settings.sources_without_client.iter().any(|one| one == source) {
            // Before the appointment, so that no appointment of such a source can be without it.
            self.records.remember_outside(&event.tenant, source, &event.appointment.id, id).await?;
        }
        let notes = self.notes(event, id, before.as_ref()).await?;
        let write = self.write(tenancy, source, event, notes, &client, before.as_ref(), (id, details), version);
        self.records.write_appointment(&event.tenant, &write).await?;
        Ok(Taken::Written)
    }

    /// The notes that are to lie beside the appointment, where they change. Those of the clinic itself stay.
    async fn notes(
        &self,
        event: &AppointmentEvent,
        id: &AppointmentId,
        before: Option<&Appointment>,
    ) -> Result<Option<Notes>, PortError> {
        let notes = told_notes(event).map(str::to_owned);
        let old = match before {
            Some(before) if notes.is_some() || before.has_notes => self.records.notes(&event.tenant, id).await?,
            _ => Notes::default(),
        };
        let changed = notes != old.notes;
        Ok(changed.then_some(Notes { notes, ..old }))
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "each is a fact of the one change; a struct would be built here only"
    )]
    fn write(
        &self,
        tenancy: &Tenancy,
        source: &str,
        event: &AppointmentEvent,
        notes: Option<Notes>,
        client: &Client,
        before: Option<&Appointment>,
        (id, details): (&AppointmentId, Details),
        version: SourceVersion,
    ) -> crate::ports::AppointmentWrite {
        let now = self.clock.now();
        let told = &event.appointment;
        let actor = if told.booked_online && before.is_none() { Actor::Client } else { Actor::External };
        let outside = Outside { actor, now, settings: &tenancy.settings };
        let made = if told.booked_online { Source::Online } else { Source::External };
        let mut after = match before {
            Some(before) => {
                let status = before.status_from_outside(told.status, event.occurred_at);
                before.changed(details, status, outside)
            }
            None => Appointment::book(id.clone(), details, made, told.status, outside),
        };
        after.source_version = Some(version);
        let patients: Vec<Patient> = Vec::new();
        let change = Change { tenancy, client, patients: &patients, before, by: source, now };
        plan_write(change, after, notes)
    }
}

/// Why one try at an event ended.
enum Failed {
    Stale,
    Untaken(Untaken),
}

impl From<Untaken> for Failed {
    fn from(untaken: Untaken) -> Self {
        Self::Untaken(untaken)
    }
}

impl From<PortError> for Failed {
    fn from(error: PortError) -> Self {
        Self::Untaken(error.into())
    }
}

impl From<WriteError> for Failed {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Stale => Self::Stale,
            WriteError::Port(error) => error.into(),
        }
    }
}

/// What is booked, with every name checked.
fn details(tenancy: &Tenancy, event: &AppointmentEvent) -> Result<Details, Untaken> {
    let told = &event.appointment;
    let catalogue = &tenancy.catalogue;
    let unknown = |field: &str| bad(format!("detail.appointment.{field}: there is none of that name"));
    if !catalogue.resources.contains_key(&told.resource) {
        return Err(unknown("resource"));
    }
    if told.services.is_empty() {
        return Err(bad("detail.appointment.services: at least one is needed"));
    }
    if told.services.len() > MOST_SERVICES {
        let found = told.services.len();
        return Err(bad(format!("detail.appointment.services: at most {MOST_SERVICES}, these are {found}")));
    }
    if told.services.iter().any(|service| !catalogue.services.contains_key(service)) {
        return Err(unknown("services"));
    }
    if told.group.as_ref().is_some_and(|group| !catalogue.groups.contains_key(group)) {
        return Err(unknown("group"));
    }
    if told.insurance.as_ref().is_some_and(|insurance| !catalogue.insurances.contains_key(insurance)) {
        return Err(unknown("insurance"));
    }
    if told.recall.is_some_and(|recall| !recall.is_possible()) {
        return Err(bad("detail.appointment.recall: an interval lies between a day and ten years"));
    }
    limits::lines("appointment.notes", told.notes.as_deref().unwrap_or_default(), LONGEST_NOTES)?;
    limits::line("appointment.tariff", told.tariff.as_deref().unwrap_or_default())?;
    limits::price("appointment.price", told.price.unwrap_or_default())?;
    let (start, end) =
        (when(tenancy, &told.location, "start", &told.start)?, when(tenancy, &told.location, "end", &told.end)?);
    if end <= start {
        return Err(bad("detail.appointment.end must be later than its start"));
    }
    Ok(Details {
        patient: event.patient.as_ref().map(|patient| patient.id.clone()),
        resource: told.resource.clone(),
        services: told.services.clone(),
        location: told.location.clone(),
        start,
        end,
        price: told.price,
        tariff: told.tariff.clone(),
        group: told.group.clone(),
        insurance: told.insurance.clone(),
        recall: told.recall,
        has_notes: told_notes(event).is_some(),
    })
}

/// The notes for the client, where there are any.
fn told_notes(event: &AppointmentEvent) -> Option<&str> {
    event.appointment.notes.as_deref().filter(|notes| !notes.trim().is_empty())
}

fn when(tenancy: &Tenancy, location: &LocationId, field: &str, text: &str) -> Result<Timestamp, Untaken> {
    let place = tenancy.catalogue.locations.get(location);
    let place = place.ok_or_else(|| bad("detail.appointment.location: there is none of that name"))?;
    let zone = place.time_zone.as_ref().unwrap_or(&tenancy.settings.centre.time_zone);
    instant_at(text, zone).map_err(|error| bad(format!("detail.appointment.{field}: {error}")))
}

/// What is wrong with a JSON text, without quoting it: it may hold a person's data.
fn kind_of(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Data => "it has the wrong type, is unknown, or is missing",
        serde_json::error::Category::Io | serde_json::error::Category::Syntax => "this is not JSON",
        serde_json::error::Category::Eof => "the JSON text ends too early",
    }
}
