//! The steps of a scenario: what the desk, other systems and clients do. The desk writes as the API does.

use std::sync::Arc;

use carebell_domain::model::{Actor, Appointment, Client, Consent, ConsentOrigin, Details, Outside};
use carebell_domain::{AppointmentId, ClientId, TenantId};
use carebell_workflows::api::appointments::{Change, may_become, plan_write};
use carebell_workflows::ports::{ClientWrite, Clock, Directory, PortError, Records, WriteError};
use jiff::SignedDuration;

use super::{Ended, Simulation, Work, is_twice};
use crate::fault::Point;
use crate::ports::Ports;
use crate::queue::Name;
use crate::scenario::{Desk, Step};
use crate::world::look;

/// How often the API tries a change that another write has come before.
const TRIES: usize = 5;

impl Simulation<'_> {
    pub(super) fn act(&mut self, place: usize, first: bool) {
        let Some((_, step)) = self.scenario.steps.get(place) else { return };
        if first {
            look(&self.world).tell(format_args!("STEP {step:?}"));
        }
        match step.clone() {
            Step::Event { tenant, id, version, body } => {
                let mut world = look(&self.world);
                let told = world.ledger.told.entry((tenant, id)).or_default();
                *told = version.max(*told);
                let fault = world.faults.at(Point::Bus);
                let late = if fault.is_some() { world.millis(0, 120_000) } else { SignedDuration::ZERO };
                world.enqueue(Name::Ingest, body.clone(), None, late);
                if is_twice(fault) {
                    world.enqueue(Name::Ingest, body, None, SignedDuration::ZERO);
                }
            }
            Step::Look(tenant) => self.look_at_all(place, tenant),
            Step::Settings(tenant, tenancy) => {
                let mut world = look(&self.world);
                world.store.configure(&tenant, &tenancy);
                world.stream_grew();
            }
            Step::Desk(tenant, id, what) => {
                let ports = self.ports("api");
                let name = ports.name();
                let of = tenant.clone();
                let future = async move { Ended::Acted(desk(&ports, &tenant, &id, &what).await.is_ok()) };
                self.start(Work::Act(place), name, 30, Some(vec![of]), future);
            }
            Step::Consent(tenant, client, given) => {
                let ports = self.ports("api");
                let name = ports.name();
                let of = tenant.clone();
                let future = async move { Ended::Acted(consent(&ports, &tenant, &client, given).await.is_ok()) };
                self.start(Work::Act(place), name, 30, Some(vec![of]), future);
            }
        }
    }
}

async fn desk(ports: &Arc<Ports>, tenant: &TenantId, id: &AppointmentId, what: &Desk) -> Result<(), WriteError> {
    for _ in 0..TRIES {
        let (client, before) = ports.client_and_appointment(tenant, id).await?;
        let Some(tenancy) = ports.tenancy(tenant).await? else { return Ok(()) };
        let client = client.ok_or_else(|| PortError::new("reading a client", "there is none"))?;
        let now = ports.now();
        let outside = |actor| Outside { actor, now, settings: &tenancy.settings };
        let after = match (what, &before) {
            (Desk::Book { start, status, source }, None) => {
                let actor = if *source == carebell_domain::model::Source::Online { Actor::Client } else { Actor::Desk };
                let details = carebell_domain::fixtures::details(*start);
                Appointment::book(id.clone(), details, *source, *status, outside(actor))
            }
            (Desk::Book { .. }, Some(_)) => return Ok(()),
            (Desk::Move(start), Some(before)) => {
                let end = *start + SignedDuration::from_mins(30);
                let details = Details { start: *start, end, ..before.details() };
                before.changed(details, before.status, outside(Actor::Desk))
            }
            (Desk::Place(location), Some(before)) => {
                let details = Details { location: location.clone(), ..before.details() };
                before.changed(details, before.status, outside(Actor::Desk))
            }
            (Desk::Status(to), Some(before)) if may_become(before.status, *to) => {
                before.changed(before.details(), *to, outside(Actor::Desk))
            }
            (Desk::Answer(kind), Some(before)) if before.status.is_standing() && now < before.start => {
                before.answered(*kind, outside(Actor::Client))
            }
            (Desk::Undo, Some(before)) => match before.undone(outside(Actor::Client)) {
                Some(undone) => undone,
                None => return Ok(()),
            },
            (_, None) => return Err(PortError::new("reading an appointment", "it is not there yet").into()),
            (Desk::Status(_) | Desk::Answer(_), Some(_)) => return Ok(()),
        };
        if before.as_ref() == Some(&after) {
            return Ok(());
        }
        let change =
            Change { tenancy: &tenancy, client: &client, patients: &[], before: before.as_ref(), by: "desk", now };
        match ports.write_appointment(tenant, &plan_write(change, after, None)).await {
            Ok(_) => return Ok(()),
            Err(WriteError::Stale) => {}
            Err(error) => return Err(error),
        }
    }
    Err(WriteError::Stale)
}

async fn consent(ports: &Arc<Ports>, tenant: &TenantId, id: &ClientId, given: bool) -> Result<(), WriteError> {
    let Some(before) = ports.client(tenant, id).await? else { return Ok(()) };
    if Client::consents(before.privacy) == given {
        return Ok(());
    }
    let at = ports.now();
    let client = Client { privacy: Some(Consent { given, at, origin: ConsentOrigin::Operator }), ..before.clone() };
    ports.write_client(tenant, &ClientWrite { client, before: Some(before), audit: Vec::new() }).await?;
    Ok(())
}
