//! `GET /openapi.json`: this API's description.

use axum::http::header;
use axum::response::IntoResponse;

/// The committed document; a test compares it with the one that the code makes.
pub(crate) const DOCUMENT: &str = include_str!("../../../../../docs/openapi.json");

/// This API's description in OpenAPI 3.1
#[utoipa::path(
    get, path = "/openapi.json", tag = "open",
    responses((status = OK, description = "The document", content_type = "application/json"))
)]
pub(crate) async fn document() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT)
}
