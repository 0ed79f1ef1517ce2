//! Clients: the people whom the clinic writes to.

pub(super) mod create;
pub(super) mod get;
pub(super) mod list;
pub(super) mod put;
pub(super) mod shape;

use carebell_domain::ClientId;
use carebell_domain::model::Client;
use jiff::civil::Date;

use crate::api::Ports;
use crate::caller::Member;
use crate::problem::Problem;

/// The present day at the centre.
pub(super) async fn today(api: &Ports, member: &Member) -> Result<Date, Problem> {
    Ok(api.tenancy(&member.tenant).await?.settings.centre.time_zone.day(api.clock.now()))
}

/// A client as stored now.
pub(super) async fn find(api: &Ports, member: &Member, id: &ClientId) -> Result<Client, Problem> {
    api.records.client(&member.tenant, id).await?.ok_or_else(Problem::not_found)
}
