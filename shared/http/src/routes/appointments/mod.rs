//! Appointments.

pub(super) mod approve;
pub(super) mod attended;
pub(super) mod cancel;
mod change;
pub(super) mod create;
pub(super) mod get;
pub(super) mod list;
pub(super) mod no_show;
pub(super) mod of_client;
pub(super) mod put;
pub(super) mod shape;
pub(super) mod timeline;

use std::collections::BTreeSet;
use std::sync::Arc;

use carebell_domain::AppointmentId;
use carebell_domain::model::{Appointment, Client};
use carebell_domain::time::Zone;
use carebell_workflows::ports::{Kind, Tenancy};

use crate::api::Ports;
use crate::caller::Member;
use crate::problem::Problem;

/// An appointment and its client as stored now. Another resource's is none to a caller who reads one agenda only.
async fn find(api: &Ports, member: &Member, id: &AppointmentId) -> Result<(Client, Appointment), Problem> {
    let (client, appointment) = api.records.client_and_appointment(&member.tenant, id).await?;
    let appointment = appointment.filter(|appointment| member.may_see(&appointment.resource));
    client.zip(appointment).ok_or_else(Problem::not_found)
}

/// The configuration with the places of appointments in it, so that their times are told by the right clocks.
async fn tenancy<'a>(
    api: &Ports,
    member: &Member,
    appointments: impl IntoIterator<Item = &'a Appointment>,
) -> Result<Arc<Tenancy>, Problem> {
    let places: BTreeSet<&str> = appointments.into_iter().map(|one| one.location.as_str()).collect();
    let named: Vec<(Kind, &str)> = places.into_iter().map(|place| (Kind::Location, place)).collect();
    api.tenancy_with(&member.tenant, &named).await
}

/// The clock of a location: its own zone, else the centre's.
fn zone<'a>(tenancy: &'a Tenancy, location: &carebell_domain::LocationId) -> &'a Zone {
    let location = tenancy.catalogue.locations.get(location);
    location.and_then(|location| location.time_zone.as_ref()).unwrap_or(&tenancy.settings.centre.time_zone)
}

/// An instant as it is written: on the clock of its place, with the offset.
fn local(zone: &Zone, at: jiff::Timestamp) -> String {
    zone.at(at).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
