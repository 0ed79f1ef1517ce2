//! `GET /v1/platform/tenants/{tenant}`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::TenantId;

use super::Tenant;
use crate::answer;
use crate::api::Api;
use crate::caller::Platform;
use crate::params::Ids;
use crate::problem::Problem;
use crate::routes::settings::shape::CentreShape;
use crate::routes::settings::stored_settings;

/// Read a tenant
#[utoipa::path(
    get, path = "/v1/platform/tenants/{tenant}", tag = "platform",
    params(("tenant" = TenantId, Path, description = "Instance name")),
    responses((status = OK, description = "The tenant", body = Tenant))
)]
pub(crate) async fn get_tenant(
    State(api): State<Api>,
    _: Platform,
    Ids(id): Ids<TenantId>,
) -> Result<Response, Problem> {
    let (settings, _) = stored_settings(&api, &id).await?;
    answer::object(&Tenant { id, centre: CentreShape::show(&settings.centre) })
}
