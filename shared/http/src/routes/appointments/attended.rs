//! `POST /v1/appointments/{id}/attended`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::AppointmentId;
use carebell_domain::model::Status;

use super::change::{Action, act};
use super::shape::AppointmentShape;
use crate::api::Api;
use crate::caller::Member;
use crate::params::Ids;
use crate::problem::Problem;

const ACTION: Action = Action {
    to: Status::Attended,
    from: &[Status::Booked, Status::Confirmed, Status::NoShow],
    done: &[Status::Attended],
};

/// Mark that the client came
///
/// The client's attendance record follows. It may be corrected.
#[utoipa::path(
    post, path = "/v1/appointments/{id}/attended", tag = "appointments",
    params(("id" = AppointmentId, Path, description = "Identifier")),
    responses(
        (status = OK, description = "The appointment as it is now", body = AppointmentShape),
        (status = CONFLICT, description = "`not-now`: its status does not permit it"),
    )
)]
pub(crate) async fn mark_attended(
    State(api): State<Api>,
    member: Member,
    Ids(id): Ids<AppointmentId>,
) -> Result<Response, Problem> {
    act(&api, &member, &id, &ACTION).await
}
