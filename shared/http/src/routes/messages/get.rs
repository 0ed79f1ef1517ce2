//! `GET /v1/messages/{id}`.

use axum::Json;
use axum::extract::State;
use carebell_domain::MessageId;
use carebell_workflows::ports::{MessageKey, MessageRecord};
use jiff::SignedDuration;

use super::shape::MessageShape;
use crate::api::Api;
use crate::caller::Member;
use crate::params::Ids;
use crate::problem::Problem;

/// Read a message with its history
///
/// Its text is shown for as many days as the settings say.
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
    // What goes to the centre is no single resource's.
    let may_see = |record: &MessageRecord| {
        record.resource.as_ref().map_or(member.resource.is_none(), |resource| member.may_see(resource))
    };
    let record = api.messages.get(&key).await?.filter(may_see);
    let record = record.ok_or_else(Problem::not_found)?;
    let days = api.tenancy(&member.tenant).await?.settings.body_retention_days;
    let kept = SignedDuration::from_hours(24 * i64::from(days));
    let is_kept = record.at.duration_until(api.clock.now()) < kept;
    let message = MessageShape::from(record);
    Ok(Json(if is_kept { message } else { message.without_text() }))
}
