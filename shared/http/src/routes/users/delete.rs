//! `DELETE /v1/users/{id}`.

use axum::extract::State;
use axum::http::StatusCode;
use carebell_domain::UserId;
use carebell_workflows::ports::Kind;

use super::shape::User;
use super::{PERSONAL, find, identity, object, value};
use crate::api::Api;
use crate::caller::Member;
use crate::etag::IfMatch;
use crate::params::Ids;
use crate::problem::{Kind as ProblemKind, Problem};
use crate::routes::audit;

/// Remove a user
///
/// The user can no longer sign in; tokens that are out run off within their hour. Nobody removes himself, so that a
/// tenant keeps an administrator.
#[utoipa::path(
    delete, path = "/v1/users/{id}", tag = "users",
    params(("id" = UserId, Path, description = "Identifier")),
    responses(
        (status = NO_CONTENT, description = "It is removed"),
        (status = CONFLICT, description = "`not-now`: it is the caller"),
    )
)]
pub(crate) async fn delete_user(
    State(api): State<Api>,
    member: Member,
    Ids(id): Ids<UserId>,
    if_match: IfMatch,
) -> Result<StatusCode, Problem> {
    let (before, version) = find(&api, &member, &id).await?;
    let old = value(&before)?;
    let identity = identity(&before);
    if_match.check(&User::from(before))?;
    if id.as_str() == member.user {
        return Err(Problem::because(ProblemKind::NotNow, "Another administrator has to remove you"));
    }
    if let Some(identities) = &api.identities {
        identities.remove(&identity).await?;
    }
    let audit = audit::row(api.clock.now(), &member.user, object(&id), Some(&old), None, &PERSONAL);
    api.config.remove(&member.tenant, Kind::User, id.as_str(), version, audit).await?;
    Ok(StatusCode::NO_CONTENT)
}
