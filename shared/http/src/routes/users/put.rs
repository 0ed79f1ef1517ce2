//! `PUT /v1/users/{id}`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::UserId;
use carebell_workflows::ports::Kind;

use super::shape::{NewUser, User};
use super::{PERSONAL, find, object, value};
use crate::answer;
use crate::api::Api;
use crate::body::Body;
use crate::caller::Member;
use crate::check::Faults;
use crate::etag::IfMatch;
use crate::params::Ids;
use crate::problem::{Kind as ProblemKind, Problem};
use crate::routes::audit;

/// Replace a user
///
/// Role, resource and scopes take effect with the user's next token, grants at once. Nobody takes the role of an
/// administrator from himself, so that a tenant keeps one.
#[utoipa::path(
    put, path = "/v1/users/{id}", tag = "users", request_body = NewUser,
    params(("id" = UserId, Path, description = "Identifier")),
    responses(
        (status = OK, description = "The user", body = User),
        (status = CONFLICT, description = "`not-now`: it is the caller, who would no longer be an administrator"),
    )
)]
pub(crate) async fn put_user(
    State(api): State<Api>,
    member: Member,
    Ids(id): Ids<UserId>,
    if_match: IfMatch,
    Body(new): Body<NewUser>,
) -> Result<Response, Problem> {
    let (before, version) = find(&api, &member, &id).await?;
    if_match.check(&User::from(before.clone()))?;
    if id.as_str() == member.user && !new.is_admin() {
        return Err(Problem::because(ProblemKind::NotNow, "Another administrator has to take the role from you"));
    }
    let tenancy = api.tenancy_with(&member.tenant, &new.named()).await?;
    let mut faults = Faults::default();
    new.keeps(&before, &mut faults);
    new.check(&tenancy, &mut faults);
    faults.done()?;
    if let Some(identities) = &api.identities {
        identities.update(&member.tenant, &new.identity(), &before.role).await?;
    }
    let user = new.stored(id);
    let (old, body) = (value(&before)?, value(&user)?);
    let audit = audit::row(api.clock.now(), &member.user, object(&user.id), Some(&old), Some(&body), &PERSONAL);
    api.config.save(&member.tenant, Kind::User, user.id.as_str(), body, Some(version), audit).await?;
    answer::object(&User::from(user))
}
