//! What happens in a clinic while the functions run: bookings, moves, cancellations, consents, settings.

mod chance;
mod fixed;
mod foretold;
mod household;

use std::sync::Arc;

use carebell_domain::contact::{EmailAddress, PhoneNumber};
use carebell_domain::fixtures::Clinic;
use carebell_domain::model::{AnswerKind, Client, EventSettings, Location, Source, Status};
use carebell_domain::{AppointmentId, ClientId, Event, ItemId, LocationId, TenantId};
use carebell_workflows::ports::Tenancy;
use jiff::Timestamp;
use serde_json::json;

/// What the desk does.
#[derive(Clone, Debug)]
pub enum Desk {
    /// Books an appointment.
    Book {
        /// Its start.
        start: Timestamp,
        /// Asked for, or booked.
        status: Status,
        /// By whom.
        source: Source,
    },
    /// Moves one.
    Move(Timestamp),
    /// Has it take place elsewhere.
    Place(LocationId),
    /// Approves, cancels, opens again.
    Status(Status),
    /// Not the desk: the client answers by the link in a message.
    Answer(AnswerKind),
    /// The client takes the answer back.
    Undo,
}

/// One step.
#[derive(Clone, Debug)]
pub enum Step {
    /// Another system tells of an appointment, in this version.
    Event {
        /// Whose.
        tenant: TenantId,
        /// Which.
        id: AppointmentId,
        /// Version.
        version: u64,
        /// The event.
        body: String,
    },
    /// Another system tells something that cannot be taken in.
    Garbled(TenantId),
    /// The desk does something.
    Desk(TenantId, AppointmentId, Desk),
    /// A client's consent is given or withdrawn.
    Consent(TenantId, ClientId, bool),
    /// Somebody looks at the timelines of all appointments.
    Look(TenantId),
    /// The configuration is another from now on.
    Settings(TenantId, Arc<Tenancy>),
}

/// A clinic, its clients, and what happens.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// When it begins.
    pub begin: Timestamp,
    /// Tenants with their configuration at the begin.
    pub tenants: Vec<(TenantId, Arc<Tenancy>)>,
    /// Clients that are known at the begin.
    pub clients: Vec<(TenantId, Client)>,
    /// From when on every message arrives, if ever: a receipt that tells otherwise is news that nobody foretells.
    pub arrives_from: Option<Timestamp>,
    /// What happens, and when.
    pub steps: Vec<(Timestamp, Step)>,
}

impl Scenario {
    /// The scenario of a seed.
    #[must_use]
    pub fn of_seed(seed: u64) -> Self {
        chance::scenario(seed)
    }

    /// The scenario of a seed in which the future is foretold.
    #[must_use]
    pub fn foretold(seed: u64) -> Self {
        foretold::scenario(seed)
    }

    /// The scenarios of which every fault is tried.
    #[must_use]
    pub fn all() -> Vec<Self> {
        fixed::all()
    }
}

/// The other system of every scenario.
pub(crate) const SOURCE: &str = "practice.example";

fn id<T: std::str::FromStr>(text: &str) -> T {
    let Ok(id) = text.parse() else { unreachable!("{text} is well formed") };
    id
}

/// A tenant's configuration: the clinic of the domain's examples, with every event on both channels.
fn tenancy() -> Tenancy {
    let mut clinic = Clinic::new();
    let on = EventSettings { enabled: true, sms: true, email: true, ..EventSettings::default() };
    let to_clients = Event::ALL.into_iter().filter(|event| !event.is_to_centre());
    clinic.settings.events = to_clients.map(|event| (event, on)).collect();
    clinic.settings.event_sources = vec![SOURCE.to_owned()];
    let rome: LocationId = id("rome");
    let york = clinic.catalogue.locations.get(&rome).cloned().map(|rome| Location {
        id: id("york"),
        name: "New York".to_owned(),
        time_zone: Some(id("America/New_York")),
        ..rome
    });
    clinic.catalogue.locations.extend(york.map(|york| (york.id.clone(), york)));
    Tenancy {
        settings: clinic.settings,
        catalogue: clinic.catalogue,
        texts: carebell_workflows::ports::Texts::default(),
        senders: carebell_domain::contact::VerifiedSenders::default(),
        grants: std::collections::BTreeMap::new(),
        admins: EmailAddress::parse("ada@example.com").map(|to| (id("ada"), to)).into_iter().collect(),
        version: 1,
    }
}

/// A client of a tenant: number and mailbox are its alone.
fn client(tenant: &TenantId, number: u8) -> Client {
    let base = Clinic::new();
    let digit = tenant.as_str().bytes().last().unwrap_or_default() % 10;
    let mobile = format!("+39 347 12{digit} 456{}", number % 10);
    let mailbox = format!("client{number}.{}@example.com", tenant.as_str().replace('_', "-"));
    Client {
        id: id(&format!("client{number}")),
        mobile: PhoneNumber::parse(&mobile, base.settings.centre.country).ok(),
        email: EmailAddress::parse(&mailbox).ok(),
        rev: 0,
        ..base.client
    }
}

/// What another system tells of an appointment.
struct Told<'a> {
    tenant: &'a TenantId,
    version: u64,
    at: Timestamp,
    item: &'a str,
    client: u8,
    start: Timestamp,
    status: Status,
    consent: Option<bool>,
}

fn event(told: &Told<'_>) -> Step {
    let Told { tenant, version, at, item, client: number, start, status, consent } = told;
    let zone = Clinic::new().settings.centre.time_zone;
    let local = |at: Timestamp| zone.at(at).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let end = *start + jiff::SignedDuration::from_mins(30);
    let person = client(tenant, *number);
    let body = json!({
        "source": SOURCE,
        "detail": {
            "schema": 1, "tenant": tenant, "version": version, "occurred_at": at,
            "appointment": {
                "id": item, "status": status, "start": local(*start), "end": local(end),
                "location": "rome", "resource": "rossi", "services": ["visit"],
            },
            "client": {
                "id": format!("their{number}"), "first_name": "Ada", "last_name": "Verdi",
                "mobile": person.mobile.as_ref().map(PhoneNumber::e164),
                "email": person.email.as_ref().map(EmailAddress::as_str),
                "privacy_consent": consent,
            },
        },
    });
    let client = ClientId::of_source(SOURCE, &format!("their{number}"));
    let (Ok(client), Ok(item)) = (client, ItemId::of_source(SOURCE, item)) else {
        unreachable!("derived names are well formed")
    };
    let id = AppointmentId { client, item };
    Step::Event { tenant: (*tenant).clone(), id, version: *version, body: body.to_string() }
}
