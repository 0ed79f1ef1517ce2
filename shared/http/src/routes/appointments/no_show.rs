//! `POST /v1/appointments/{id}/no-show`.

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
    to: Status::NoShow,
    from: &[Status::Booked, Status::Confirmed, Status::Attended],
    done: &[Status::NoShow],
};

/// Mark that the client did not come
///
/// The client's attendance record follows. It may be corrected.
#[utoipa::path(
    post, path = "/v1/appointments/{id}/no-show", tag = "appointments",
    params(("id" = AppointmentId, Path, description = "Identifier")),
    responses(
        (status = OK, description = "The appointment as it is now", body = AppointmentShape),
        (status = CONFLICT, description = "`not-now`: its status does not permit it"),
    )
)]
pub(crate) async fn mark_no_show(
    State(api): State<Api>,
    member: Member,
    Ids(id): Ids<AppointmentId>,
) -> Result<Response, Problem> {
    act(&api, &member, &id, &ACTION).await
}
