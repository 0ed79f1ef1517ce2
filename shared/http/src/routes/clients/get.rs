//! `GET /v1/clients/{client}`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::ClientId;

use super::shape::ClientShape;
use super::{find, today};
use crate::answer;
use crate::api::Api;
use crate::caller::Member;
use crate::params::Ids;
use crate::problem::Problem;

/// Read a client
#[utoipa::path(
    get, path = "/v1/clients/{client}", tag = "clients",
    params(("client" = ClientId, Path, description = "Identifier")),
    responses((status = OK, description = "The client", body = ClientShape))
)]
pub(crate) async fn get_client(
    State(api): State<Api>,
    member: Member,
    Ids(id): Ids<ClientId>,
) -> Result<Response, Problem> {
    let client = find(&api, &member, &id).await?;
    let today = today(&api, &member).await?;
    answer::object(&ClientShape::show(client, today))
}
