//! `GET /v1/users/{id}`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::UserId;

use super::find;
use super::shape::User;
use crate::answer;
use crate::api::Api;
use crate::caller::Member;
use crate::params::Ids;
use crate::problem::Problem;

/// Read a user
#[utoipa::path(
    get, path = "/v1/users/{id}", tag = "users",
    params(("id" = UserId, Path, description = "Identifier")),
    responses((status = OK, description = "The user", body = User))
)]
pub(crate) async fn get_user(
    State(api): State<Api>,
    member: Member,
    Ids(id): Ids<UserId>,
) -> Result<Response, Problem> {
    let (user, _) = find(&api, &member, &id).await?;
    answer::object(&User::from(user))
}
