//! `PUT /v1/platform/tenants/{tenant}/senders`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::TenantId;
use carebell_workflows::api::documents::SENDERS;
use carebell_workflows::ports::Kind;
use serde_json::to_value;

use super::shape::VerifiedShape;
use super::verified;
use crate::answer;
use crate::api::Api;
use crate::body::Body;
use crate::caller::Platform;
use crate::check::Faults;
use crate::etag::IfMatch;
use crate::params::Ids;
use crate::problem::Problem;
use crate::routes::audit;
use crate::routes::settings::stored_settings;

/// Record a tenant's verified senders
///
/// Record what is proved to be this tenant's, and what the providers send for. A sender that is in use and no longer
/// recorded is not used within seconds: e-mails then go from the platform's address, SMS without a number of the
/// tenant's own.
#[utoipa::path(
    put, path = "/v1/platform/tenants/{tenant}/senders", tag = "platform", request_body = VerifiedShape,
    params(("tenant" = TenantId, Path, description = "Instance name")),
    responses((status = OK, description = "The verified senders", body = VerifiedShape))
)]
pub(crate) async fn put_senders_of(
    State(api): State<Api>,
    platform: Platform,
    Ids(id): Ids<TenantId>,
    if_match: IfMatch,
    Body(new): Body<VerifiedShape>,
) -> Result<Response, Problem> {
    let (settings, _) = stored_settings(&api, &id).await?;
    let (before, version) = verified(&api, &id).await?;
    if_match.check(&VerifiedShape::show(&before))?;
    let mut faults = Faults::default();
    let senders = new.check(settings.centre.country, &mut faults);
    faults.done()?;
    let value = |senders| to_value(senders).map_err(|error| Problem::internal("Senders cannot be written", &error));
    let (old, new) = (value(&before)?, value(&senders)?);
    let old = version.is_some().then_some(&old);
    let audit = audit::row(api.clock.now(), &platform.user, SENDERS.into(), old, Some(&new), &[]);
    api.config.save(&id, Kind::Senders, SENDERS, new, version, audit).await?;
    answer::object(&VerifiedShape::show(&senders))
}
