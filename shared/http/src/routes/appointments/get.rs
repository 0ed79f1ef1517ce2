//! `GET /v1/appointments/{id}`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::AppointmentId;

use super::shape::AppointmentShape;
use super::{find, tenancy};
use crate::answer;
use crate::api::Api;
use crate::caller::Member;
use crate::params::Ids;
use crate::problem::Problem;

/// Read an appointment
#[utoipa::path(
    get, path = "/v1/appointments/{id}", tag = "appointments",
    params(("id" = AppointmentId, Path, description = "Identifier")),
    responses((status = OK, description = "The appointment", body = AppointmentShape))
)]
pub(crate) async fn get_appointment(
    State(api): State<Api>,
    member: Member,
    Ids(id): Ids<AppointmentId>,
) -> Result<Response, Problem> {
    let (_, appointment) = find(&api, &member, &id).await?;
    let notes = api.records.notes(&member.tenant, &id).await?;
    let tenancy = tenancy(&api, &member, [&appointment]).await?;
    answer::object(&AppointmentShape::show(&appointment, notes, &tenancy))
}
