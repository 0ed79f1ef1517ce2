//! The client and the patient that an event tells of: written only where they differ from what is known.

use carebell_domain::contact::{EmailAddress, PhoneNumber};
use carebell_domain::model::{Attendance, Client, Consent, ConsentOrigin, Patient, PatientState};
use carebell_domain::{ClientId, TenantId};
use jiff::Timestamp;

use super::limits::{line, lines};
use super::{AppointmentEvent, EventClient, EventPatient, Failed, Ingest, Untaken, bad};
use crate::ports::{Audit, ClientWrite, PatientWrite, Tenancy};

/// The longest postal address.
const LONGEST_ADDRESS: usize = 200;

impl Ingest {
    /// Brings client and patient up to what the event tells, and gives the client.
    pub(super) async fn people(
        &self,
        tenancy: &Tenancy,
        event: &AppointmentEvent,
        id: &ClientId,
        known: Option<Client>,
    ) -> Result<Client, Failed> {
        let client = match &event.client {
            Some(told) => self.client(tenancy, event, told, id, known).await?,
            None => known.ok_or_else(|| bad("detail.client is missing, and the client is not known"))?,
        };
        if let Some(told) = &event.patient {
            self.patient(&event.tenant, id, told).await?;
        }
        Ok(client)
    }

    async fn client(
        &self,
        tenancy: &Tenancy,
        event: &AppointmentEvent,
        told: &EventClient,
        id: &ClientId,
        known: Option<Client>,
    ) -> Result<Client, Failed> {
        let mut client = told_client(tenancy, told, event.occurred_at, id, known.as_ref())?;
        if known.as_ref() != Some(&client) {
            let audit = consent_audit(known.as_ref(), &client, self.clock.now());
            let write = ClientWrite { client: client.clone(), before: known, audit };
            client.rev = self.records.write_client(&event.tenant, &write).await?;
        }
        Ok(client)
    }

    async fn patient(&self, tenant: &TenantId, client: &ClientId, told: &EventPatient) -> Result<(), Failed> {
        line("patient.name", &told.name)?;
        line("patient.species", told.species.as_deref().unwrap_or_default())?;
        let known = self.records.patient(tenant, client, &told.id).await?;
        let before = known.as_ref();
        let patient = Patient {
            id: told.id.clone(),
            client: client.clone(),
            name: told.name.clone(),
            species: told.species.clone().or_else(|| before?.species.clone()),
            birth_date: told.birth_date.or_else(|| before?.birth_date),
            state: told.state.or_else(|| Some(before?.state)).unwrap_or_default(),
            rev: before.map_or(0, |known| known.rev),
        };
        if known.as_ref() != Some(&patient) {
            self.records.write_patient(tenant, &PatientWrite { patient }).await?;
        }
        Ok(())
    }
}

fn told_client(
    tenancy: &Tenancy,
    told: &EventClient,
    at: Timestamp,
    id: &ClientId,
    known: Option<&Client>,
) -> Result<Client, Untaken> {
    let settings = &tenancy.settings;
    let mut client = known.cloned().unwrap_or_else(|| blank(id, settings.default_preferences));
    for (field, told, kept) in [
        ("client.first_name", &told.first_name, &mut client.first_name),
        ("client.last_name", &told.last_name, &mut client.last_name),
    ] {
        if let Some(name) = told {
            line(field, name)?;
            kept.clone_from(name);
        }
    }
    for (field, told, kept) in
        [("client.mobile", &told.mobile, &mut client.mobile), ("client.landline", &told.landline, &mut client.landline)]
    {
        if let Some(number) = told {
            let parsed = PhoneNumber::parse(number, settings.centre.country);
            *kept = Some(parsed.map_err(|error| bad(format!("detail.{field}: {error}")))?);
        }
    }
    if let Some(email) = &told.email {
        client.email = Some(EmailAddress::parse(email).map_err(|error| bad(format!("detail.client.email: {error}")))?);
    }
    if let Some(address) = &told.address {
        lines("client.address", address, LONGEST_ADDRESS)?;
        client.address = Some(address.clone());
    }
    client.language = told.language.or(client.language);
    client.own_state = told.state.unwrap_or(client.own_state);
    client.privacy = consent(client.privacy, told.privacy_consent, at);
    client.tracking = consent(client.tracking, told.tracking_consent, at);
    Ok(client)
}

/// A consent that another system tells of: it holds where it says something else and is not older.
fn consent(known: Option<Consent>, told: Option<bool>, at: Timestamp) -> Option<Consent> {
    match (known, told) {
        (Some(known), Some(given)) if known.given == given || at < known.at => Some(known),
        (_, Some(given)) => Some(Consent { given, at, origin: ConsentOrigin::External }),
        (known, None) => known,
    }
}

fn consent_audit(before: Option<&Client>, after: &Client, now: Timestamp) -> Vec<Audit> {
    let pairs = [
        ("privacy", before.and_then(|before| before.privacy), after.privacy),
        ("tracking", before.and_then(|before| before.tracking), after.tracking),
    ];
    let changed = pairs.into_iter().filter(|(_, old, new)| old != new);
    changed
        .map(|(name, old, new)| Audit {
            at: now,
            by: "external".to_owned(),
            object: format!("client/{}/{name}", after.id),
            old: serde_json::json!(old),
            new: serde_json::json!(new),
        })
        .collect()
}

fn blank(id: &ClientId, preferences: carebell_domain::model::Preferences) -> Client {
    Client {
        id: id.clone(),
        first_name: String::new(),
        last_name: String::new(),
        mobile: None,
        landline: None,
        email: None,
        address: None,
        language: None,
        time_zone: None,
        privacy: None,
        marketing: None,
        tracking: None,
        preferences,
        attendance: Attendance::default(),
        reliability: None,
        own_state: PatientState::Active,
        rev: 0,
    }
}
