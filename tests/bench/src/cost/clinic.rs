//! A tenant, its known clients, and what the other system tells of their appointments.

use anyhow::Result;
use carebell_domain::contact::{EmailAddress, PhoneNumber};
use carebell_domain::fixtures::{Clinic, at};
use carebell_domain::model::{Client, EventSettings, Predefined, Settings};
use carebell_domain::{Channel, ClientId, Event, TenantId};
use carebell_store::Store;
use carebell_workflows::ports::{Audit, ClientWrite, ConfigStore, Kind, Records};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::scenario::Scenario;

/// The other system, as it names itself.
const SOURCE: &str = "org.example.agenda";
/// Identifiers as long as the API makes them: the size of items depends on them.
const TENANT: &str = "tt_01jx5m0v7e8r9t0w1q2a3s4d5f";
const LOCATION: &str = "01JX5M0V7E8R9T0W1Q2A3S4D5L";
const RESOURCE: &str = "01JX5M0V7E8R9T0W1Q2A3S4D5R";
const SERVICE: &str = "01JX5M0V7E8R9T0W1Q2A3S4D5V";
/// When the clients were first told of.
const KNOWN_SINCE: &str = "2026-05-04T09:00:00Z";

/// The tenant.
pub(super) fn tenant() -> Result<TenantId> {
    Ok(TENANT.parse()?)
}

fn audit(object: &str) -> Audit {
    Audit { at: at(KNOWN_SINCE), by: "bench".into(), object: object.into(), old: Value::Null, new: Value::Null }
}

/// Makes the tenant as a scenario wants it.
pub(super) async fn found(store: &Store, scenario: Scenario) -> Result<()> {
    let clinic = Clinic::new();
    let tenant = tenant()?;
    store.create_tenant(&tenant, &settings(clinic.settings, scenario), audit("tenant")).await?;
    let named = |mut document: Value, id: &str| {
        document["id"] = json!(id);
        document
    };
    let (location, resource, service) = (
        clinic.catalogue.locations.into_values().next(),
        clinic.catalogue.resources.into_values().next(),
        clinic.catalogue.services.into_values().next(),
    );
    for (kind, id, document) in [
        (Kind::Location, LOCATION, serde_json::to_value(location)?),
        (Kind::Resource, RESOURCE, serde_json::to_value(resource)?),
        (Kind::Service, SERVICE, serde_json::to_value(service)?),
    ] {
        store.save(&tenant, kind, id, named(document, id), None, audit(id)).await?;
    }
    Ok(())
}

fn settings(mut settings: Settings, scenario: Scenario) -> Settings {
    let on = |enabled, channels: &[Channel]| EventSettings {
        enabled,
        sms: channels.contains(&Channel::Sms),
        email: channels.contains(&Channel::Email),
        ..EventSettings::default()
    };
    settings.events.insert(Event::AppointmentReminder, on(true, scenario.channels));
    settings.events.insert(Event::AppointmentCreated, on(scenario.notifies, scenario.channels));
    if scenario.reminds_twice {
        settings.events.insert(Event::AppointmentSecondReminder, on(true, &[Channel::Sms]));
        settings.second_reminder.only_unreliable = false;
    }
    if scenario.recalls {
        settings.events.insert(Event::Recall, on(true, scenario.channels));
        settings.recall.default = Some(Predefined::Second);
    }
    settings.sms_daily_cap = 100_000;
    settings.event_sources = vec![SOURCE.into()];
    if scenario.leaves_out {
        settings.sources_without_client = vec![SOURCE.into()];
    }
    settings
}

/// What the other system knows of a client.
fn person(number: usize, scenario: Scenario) -> Value {
    json!({
        "id": format!("client-{number:06}"),
        "first_name": "Annamaria",
        "last_name": format!("Rossi Bianchi {number:06}"),
        "mobile": format!("+39 347 {:03} {:04}", number / 10_000, number % 10_000),
        "email": format!("annamaria.rossi.{number:06}@example.org"),
        "privacy_consent": scenario.consents,
    })
}

/// Makes a client known, as an event of months ago has left it.
pub(super) async fn know(store: &Store, number: usize, scenario: Scenario) -> Result<()> {
    let person = person(number, scenario);
    let text = |name: &str| person[name].as_str().unwrap_or_default().to_owned();
    let mut client: Client = Clinic::new().client;
    let country = Clinic::new().settings.centre.country;
    client.id = ClientId::of_source(SOURCE, &text("id"))?;
    (client.first_name, client.last_name) = (text("first_name"), text("last_name"));
    client.mobile = Some(PhoneNumber::parse(&text("mobile"), country)?);
    client.email = Some(EmailAddress::parse(&text("email"))?);
    client.privacy =
        client.privacy.map(|consent| carebell_domain::model::Consent { given: scenario.consents, ..consent });
    client.rev = 0;
    store.write_client(&tenant()?, &ClientWrite { client, before: None, audit: Vec::new() }).await?;
    Ok(())
}

/// The body of a queue message: what the bus tells of a client's appointment at an instant.
pub(super) fn event(number: usize, version: u64, now: Timestamp, start: &str, end: &str, scenario: Scenario) -> String {
    let mut detail = json!({
        "schema": 1,
        "tenant": TENANT,
        "version": version,
        "occurred_at": now,
        "appointment": {
            "id": format!("visit-{number:06}"),
            "status": "booked",
            "start": start,
            "end": end,
            "location": LOCATION,
            "resource": RESOURCE,
            "services": [SERVICE],
            "price": 9_000,
        },
    });
    if version == 1 || !scenario.leaves_out {
        detail["client"] = person(number, scenario);
    }
    json!({
        "version": "0",
        "id": "7bf73129-1428-4cd3-a780-95db273d1602",
        "detail-type": "Carebell Appointment",
        "source": SOURCE,
        "account": "123456789012",
        "time": now,
        "region": "eu-south-1",
        "resources": [],
        "detail": detail,
    })
    .to_string()
}

/// The body of a request for an appointment.
pub(super) fn visit(client: &str, start: &str, end: &str) -> Value {
    json!({
        "client": client, "location": LOCATION, "resource": RESOURCE, "services": [SERVICE], "start": start, "end": end,
        "price": 9_000,
    })
}
