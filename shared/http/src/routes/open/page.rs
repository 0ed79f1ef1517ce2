//! `GET /docs`: this API's description for people.

use axum::response::Response;

use crate::docs;
use crate::problem::Problem;

/// This API's description as a page
///
/// One page without scripts, made from the OpenAPI document.
#[utoipa::path(
    get, path = "/docs", tag = "open",
    responses((status = OK, description = "The page", content_type = "text/html"))
)]
pub(crate) async fn page() -> Result<Response, Problem> {
    docs::page(super::document::DOCUMENT)
}
