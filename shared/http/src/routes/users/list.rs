//! `GET /v1/users`.

use axum::Json;
use axum::extract::State;
use carebell_workflows::api::documents::StoredUser;
use carebell_workflows::ports::Kind;

use super::shape::User;
use crate::api::{Api, stored};
use crate::caller::Member;
use crate::params::{Filter, NoFilter, PageOf, PageParams, Paging};
use crate::problem::Problem;

/// List users
#[utoipa::path(
    get, path = "/v1/users", tag = "users", params(PageParams),
    responses((status = OK, description = "A page, by identifier", body = PageOf<User>))
)]
pub(crate) async fn list_users(
    State(api): State<Api>,
    member: Member,
    _: Filter<NoFilter>,
    paging: Paging,
) -> Result<Json<PageOf<User>>, Problem> {
    let page = api.config.list(&member.tenant, Kind::User, paging.after(), paging.limit).await?;
    let users = page.items.into_iter().map(|document| stored::<StoredUser>(document).map(User::from));
    Ok(Json(paging.page(users.collect::<Result<_, _>>()?, page.next)))
}
