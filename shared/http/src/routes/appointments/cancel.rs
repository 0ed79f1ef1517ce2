//! `POST /v1/appointments/{id}/cancel`.

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
    to: Status::Cancelled,
    from: &[Status::Requested, Status::Booked, Status::Confirmed],
    done: &[Status::Cancelled],
};

/// Cancel an appointment, or refuse a request
///
/// Its reminders are withdrawn, and the client is told where the centre sends that.
#[utoipa::path(
    post, path = "/v1/appointments/{id}/cancel", tag = "appointments",
    params(("id" = AppointmentId, Path, description = "Identifier")),
    responses(
        (status = OK, description = "The appointment as it is now", body = AppointmentShape),
        (status = CONFLICT, description = "`not-now`: its status does not permit it"),
    )
)]
pub(crate) async fn cancel_appointment(
    State(api): State<Api>,
    member: Member,
    Ids(id): Ids<AppointmentId>,
) -> Result<Response, Problem> {
    act(&api, &member, &id, &ACTION).await
}
