//! `GET /v1/clients/{client}/patients/{patient}`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::{ClientId, PatientId};

use super::shape::PatientShape;
use crate::answer;
use crate::api::Api;
use crate::caller::Member;
use crate::params::Ids;
use crate::problem::Problem;

/// Read a patient
#[utoipa::path(
    get, path = "/v1/clients/{client}/patients/{patient}", tag = "patients",
    params(
        ("client" = ClientId, Path, description = "The client"),
        ("patient" = PatientId, Path, description = "Identifier within the client"),
    ),
    responses((status = OK, description = "The patient", body = PatientShape))
)]
pub(crate) async fn get_patient(
    State(api): State<Api>,
    member: Member,
    Ids((client, id)): Ids<(ClientId, PatientId)>,
) -> Result<Response, Problem> {
    let patient = api.records.patient(&member.tenant, &client, &id).await?.ok_or_else(Problem::not_found)?;
    answer::object(&PatientShape::from(patient))
}
