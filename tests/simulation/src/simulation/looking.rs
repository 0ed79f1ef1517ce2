//! Somebody looks at the timelines of all appointments.

use std::collections::BTreeSet;
use std::sync::Arc;

use carebell_domain::agenda::agenda;
use carebell_domain::decide::{Facts, Household, Occasion};
use carebell_domain::{AppointmentId, TenantId};
use carebell_workflows::api::timeline::timeline;
use carebell_workflows::ports::PortError;

use super::{Ended, Simulation, Work};
use crate::check::{Look, What};
use crate::ports::Ports;
use crate::world::{World, look};

impl Simulation<'_> {
    /// Starts the run of a step.
    pub(super) fn look_at_all(&mut self, place: usize, tenant: TenantId) {
        let ids: Vec<AppointmentId> = {
            let world = look(&self.world);
            let files = world.store.files().filter(|(of, _)| **of == tenant);
            files.flat_map(|(_, file)| file.appointments.into_iter().map(|one| one.id)).collect()
        };
        let ports = self.ports("api");
        let (name, of) = (ports.name(), tenant.clone());
        let future = async move {
            for id in &ids {
                if look_at(&ports, &tenant, id).await.is_err() {
                    return Ended::Acted(false);
                }
            }
            Ended::Acted(true)
        };
        self.start(Work::Act(place), name, 30, Some(vec![of]), future);
    }
}

/// As the API does, but by the world's clock.
async fn look_at(ports: &Arc<Ports>, tenant: &TenantId, id: &AppointmentId) -> Result<(), PortError> {
    let (at, tenancy) = {
        let world = look(&ports.world);
        (world.now(), world.store.tenancy(tenant))
    };
    let Some(tenancy) = tenancy else { return Ok(()) };
    let Some(lines) = timeline((&**ports, &**ports, &**ports), &tenancy, tenant, id, at).await? else { return Ok(()) };
    let mut world = look(&ports.world);
    let called_for = called_for(&world, tenant, id, at);
    let what = lines.into_iter().filter_map(|line| What::of(line.what, at, &called_for)).collect();
    world.ledger.looks.push(Look { at, tenant: tenant.clone(), id: id.clone(), what });
    Ok(())
}

/// What the appointment plans. The timeline shows more: why there is no reminder, though none is called for.
fn called_for(world: &World, tenant: &TenantId, id: &AppointmentId, now: jiff::Timestamp) -> BTreeSet<Occasion> {
    let file = world.store.file(tenant, &id.client);
    let (Some(tenancy), Some(client)) = (world.store.tenancy(tenant), &file.client) else { return BTreeSet::new() };
    let facts = Facts {
        settings: &tenancy.settings,
        catalogue: &tenancy.catalogue,
        client,
        patients: &file.patients,
        appointments: &file.appointments,
        guards: &file.guards,
        household: &Household::NONE,
        sms_suppressed: None,
        email_suppressed: None,
    };
    let appointment = file.appointments.iter().find(|one| one.id == *id);
    appointment.into_iter().flat_map(|one| agenda(&facts, one, now)).map(|entry| entry.occasion).collect()
}
