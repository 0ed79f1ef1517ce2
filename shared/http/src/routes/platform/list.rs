//! `GET /v1/platform/tenants`.

use axum::Json;
use axum::extract::State;
use carebell_domain::TenantId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::caller::Platform;
use crate::params::{Filter, NoFilter, PageOf, PageParams, Paging};
use crate::problem::Problem;

/// A tenant's name.
#[derive(Serialize, ToSchema)]
pub(crate) struct TenantName {
    /// Instance name.
    id: TenantId,
}

/// List tenants
#[utoipa::path(
    get, path = "/v1/platform/tenants", tag = "platform", params(PageParams),
    responses((status = OK, description = "A page, by name", body = PageOf<TenantName>))
)]
pub(crate) async fn list_tenants(
    State(api): State<Api>,
    _: Platform,
    _: Filter<NoFilter>,
    paging: Paging,
) -> Result<Json<PageOf<TenantName>>, Problem> {
    let page = api.config.tenants(paging.after(), paging.limit).await?;
    let names = page.items.into_iter().map(|id| TenantName { id }).collect();
    Ok(Json(paging.page(names, page.next)))
}
