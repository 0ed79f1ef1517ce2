//! `POST /v1/appointments/{id}/approve`.

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

const ACTION: Action =
    Action { to: Status::Booked, from: &[Status::Requested], done: &[Status::Booked, Status::Confirmed] };

/// Approve a requested appointment
///
/// It counts as booked from now on: lead and minimum notice are measured from here.
#[utoipa::path(
    post, path = "/v1/appointments/{id}/approve", tag = "appointments",
    params(("id" = AppointmentId, Path, description = "Identifier")),
    responses(
        (status = OK, description = "The appointment as it is now", body = AppointmentShape),
        (status = CONFLICT, description = "`not-now`: its status does not permit it"),
    )
)]
pub(crate) async fn approve_appointment(
    State(api): State<Api>,
    member: Member,
    Ids(id): Ids<AppointmentId>,
) -> Result<Response, Problem> {
    act(&api, &member, &id, &ACTION).await
}
