//! `POST /v1/users`.

use axum::extract::State;
use axum::response::Response;

use super::shape::{NewUser, User};
use super::{enrol, record};
use crate::answer;
use crate::api::Api;
use crate::body::Body;
use crate::caller::Member;
use crate::check::Faults;
use crate::problem::Problem;

/// Add a user
///
/// Where the identity provider is ours to tell, it makes the user and writes to the address; else the user exists
/// there already, and is recorded under the `sub` claim of the tokens.
#[utoipa::path(
    post, path = "/v1/users", tag = "users", request_body = NewUser,
    responses(
        (status = CREATED, description = "The user", body = User),
        (status = CONFLICT, description = "`exists`: there is such a user already"),
    )
)]
pub(crate) async fn create_user(
    State(api): State<Api>,
    member: Member,
    Body(new): Body<NewUser>,
) -> Result<Response, Problem> {
    new.check_id(&api, "/id")?;
    let tenancy = api.tenancy_with(&member.tenant, &new.named()).await?;
    let mut faults = Faults::default();
    new.check(&tenancy, &mut faults);
    faults.done()?;
    let user = enrol(&api, &member.tenant, new).await?;
    record(&api, &member.tenant, &member.user, &user).await?;
    answer::created(format!("/v1/users/{}", user.id), &User::from(user))
}
