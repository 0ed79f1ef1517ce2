//! `GET /status`: whether the service works.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

/// Whether the service works.
#[derive(Serialize, ToSchema)]
pub(crate) struct ServiceStatus {
    /// What is the case.
    status: State,
}

/// What can be the case.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ServiceState)]
enum State {
    /// No incident is known.
    Working,
}

/// Whether the service works
///
/// Anyone may read it. It answers from the function alone, so it works while a store does not.
#[utoipa::path(get, path = "/status", tag = "open", responses((status = OK, description = "The status", body = ServiceStatus)))]
pub(crate) async fn status() -> Json<ServiceStatus> {
    Json(ServiceStatus { status: State::Working })
}
