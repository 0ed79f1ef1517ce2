//! `GET /v1/platform/tenants/{tenant}/senders`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::TenantId;

use super::shape::VerifiedShape;
use super::verified;
use crate::answer;
use crate::api::Api;
use crate::caller::Platform;
use crate::params::Ids;
use crate::problem::Problem;
use crate::routes::settings::stored_settings;

/// Read a tenant's verified senders
#[utoipa::path(
    get, path = "/v1/platform/tenants/{tenant}/senders", tag = "platform",
    params(("tenant" = TenantId, Path, description = "Instance name")),
    responses((status = OK, description = "The verified senders", body = VerifiedShape))
)]
pub(crate) async fn get_senders_of(
    State(api): State<Api>,
    _: Platform,
    Ids(id): Ids<TenantId>,
) -> Result<Response, Problem> {
    stored_settings(&api, &id).await?;
    let (senders, _) = verified(&api, &id).await?;
    answer::object(&VerifiedShape::show(&senders))
}
