//! `DELETE /v1/texts/{event}/{channel}/{language}`.

use axum::extract::State;
use axum::http::StatusCode;
use carebell_domain::{Channel, Event, Language};
use carebell_workflows::api::documents::text_name;
use carebell_workflows::ports::Kind;

use super::{Which, holding};
use crate::api::Api;
use crate::caller::Member;
use crate::etag::IfMatch;
use crate::params::Ids;
use crate::problem::Problem;
use crate::routes::audit;

/// Remove the tenant's own text
///
/// The product's text holds again.
#[utoipa::path(
    delete, path = "/v1/texts/{event}/{channel}/{language}", tag = "texts",
    params(
        ("event" = Event, Path, description = "The event"),
        ("channel" = Channel, Path, description = "The channel"),
        ("language" = Language, Path, description = "The language"),
    ),
    responses((status = NO_CONTENT, description = "It is removed"))
)]
pub(crate) async fn delete_text(
    State(api): State<Api>,
    member: Member,
    Ids(which): Ids<Which>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let plain = api.tenancy(&member.tenant).await?.settings.plain_letters;
    let (before, version) = holding(&api, &member.tenant, which, plain).await?;
    let version = version.ok_or_else(Problem::not_found)?;
    if_match.check(&before)?;
    let (event, channel, language) = which;
    let name = text_name(event, channel, language);
    let old = before.as_value()?;
    let audit = audit::row(api.clock.now(), &member.user, format!("text/{name}"), Some(&old), None, &[]);
    api.config.remove(&member.tenant, Kind::Text, &name, version, audit).await?;
    Ok(StatusCode::NO_CONTENT)
}
