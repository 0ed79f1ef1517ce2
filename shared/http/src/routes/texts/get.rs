//! `GET /v1/texts/{event}/{channel}/{language}`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::{Channel, Event, Language};

use super::shape::TextShape;
use super::{Which, holding};
use crate::answer;
use crate::api::Api;
use crate::caller::Member;
use crate::params::Ids;
use crate::problem::Problem;

/// Read a text
///
/// The tenant's own, or the product's where the tenant has none; `own` tells which.
#[utoipa::path(
    get, path = "/v1/texts/{event}/{channel}/{language}", tag = "texts",
    params(
        ("event" = Event, Path, description = "The event"),
        ("channel" = Channel, Path, description = "The channel"),
        ("language" = Language, Path, description = "The language"),
    ),
    responses((status = OK, description = "The text", body = TextShape))
)]
pub(crate) async fn get_text(
    State(api): State<Api>,
    member: Member,
    Ids(which): Ids<Which>,
) -> Result<Response, Problem> {
    let plain = api.tenancy(&member.tenant).await?.settings.plain_letters;
    let (text, _) = holding(&api, &member.tenant, which, plain).await?;
    answer::object(&text)
}
