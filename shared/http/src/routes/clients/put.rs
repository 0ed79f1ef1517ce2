//! `PUT /v1/clients/{client}`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::ClientId;
use carebell_domain::model::{Client, Consent};
use carebell_workflows::ports::{Audit, ClientWrite};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::find;
use super::shape::{Around, ClientShape, NewClient};
use crate::answer;
use crate::api::Api;
use crate::body::Body;
use crate::caller::Member;
use crate::check::Faults;
use crate::etag::IfMatch;
use crate::params::Ids;
use crate::problem::Problem;

/// Replace a client
///
/// A consent that is left out stands as it is recorded; one that says something new is recorded with its date and
/// origin.
#[utoipa::path(
    put, path = "/v1/clients/{client}", tag = "clients", request_body = NewClient,
    params(("client" = ClientId, Path, description = "Identifier")),
    responses((status = OK, description = "The client", body = ClientShape))
)]
pub(crate) async fn put_client(
    State(api): State<Api>,
    member: Member,
    Ids(id): Ids<ClientId>,
    if_match: IfMatch,
    Body(new): Body<NewClient>,
) -> Result<Response, Problem> {
    let before = find(&api, &member, &id).await?;
    let tenancy = api.tenancy(&member.tenant).await?;
    let today = tenancy.settings.centre.time_zone.day(api.clock.now());
    if_match.check(&ClientShape::show(before.clone(), today))?;
    let around = Around {
        before: Some(&before),
        country: tenancy.settings.centre.country,
        preferences: tenancy.settings.default_preferences,
        role: member.role,
        now: api.clock.now(),
    };
    let mut faults = Faults::default();
    faults.fixed("/id", new.id(), &id);
    let mut client = new.check(id, &around, &mut faults);
    faults.done()?;
    let audit = consents(Some(&before), &client, &member.user, around.now);
    let write = ClientWrite { client: client.clone(), before: Some(before), audit };
    client.rev = api.records.write_client(&member.tenant, &write).await?;
    answer::object(&ClientShape::show(client, today))
}

/// The rows of the audit for the consents that changed.
pub(super) fn consents(before: Option<&Client>, after: &Client, by: &str, at: Timestamp) -> Vec<Audit> {
    let of = |client: &Client| [client.privacy, client.marketing, client.tracking];
    let old = before.map_or([None; 3], of);
    let changes = ["privacy", "marketing", "tracking"].into_iter().zip(old.into_iter().zip(of(after)));
    let value = |consent: Option<Consent>| consent.map_or(Value::Null, |consent| json!(consent));
    changes
        .filter(|(_, (old, new))| old != new)
        .map(|(name, (old, new))| Audit {
            at,
            by: by.to_owned(),
            object: format!("client/{}/{name}", after.id),
            old: value(old),
            new: value(new),
        })
        .collect()
}
