//! `GET /v1/messages/{id}`.

use axum::Json;
use axum::extract::State;
use carebell_domain::MessageId;
use carebell_workflows::ports::MessageKey;

use super::shape::MessageShape;
use crate::api::Api;
use crate::caller::Member;
use crate::params::Ids;
use crate::problem::Problem;

/// Read a message with its history
#[utoipa::path(
    get, path = "/v1/messages/{id}", tag = "messages",
    params(("id" = MessageId, Path, description = "Identifier")),
    responses((status = OK, description = "The message", body = MessageShape))
)]
pub(crate) async fn get_message(
    State(api): State<Api>,
    member: Member,
    Ids(id): Ids<MessageId>,
) -> Result<Json<MessageShape>, Problem> {
    let key = MessageKey { tenant: member.tenant.clone(), id };
    let record = api.messages.get(&key).await?.filter(|record| member.may_see(&record.resource));
    Ok(Json(record.ok_or_else(Problem::not_found)?.into()))
}
