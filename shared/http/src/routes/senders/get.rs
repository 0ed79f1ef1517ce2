//! `GET /v1/senders`.

use axum::extract::State;
use axum::response::Response;

use super::shape::VerifiedShape;
use super::verified;
use crate::answer;
use crate::api::Api;
use crate::caller::Member;
use crate::problem::Problem;

/// Read the verified senders
///
/// Settings and locations may name these as senders. The platform records them; write to it for another.
#[utoipa::path(
    get, path = "/v1/senders", tag = "settings",
    responses((status = OK, description = "The verified senders", body = VerifiedShape))
)]
pub(crate) async fn get_senders(State(api): State<Api>, member: Member) -> Result<Response, Problem> {
    let (senders, _) = verified(&api, &member.tenant).await?;
    answer::object(&VerifiedShape::show(&senders))
}
