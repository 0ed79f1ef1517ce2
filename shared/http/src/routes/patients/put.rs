//! `PUT /v1/clients/{client}/patients/{patient}`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::{ClientId, PatientId};
use carebell_workflows::ports::PatientWrite;

use super::shape::PatientShape;
use crate::answer;
use crate::api::Api;
use crate::body::Body;
use crate::caller::Member;
use crate::check::Faults;
use crate::etag::IfMatch;
use crate::params::Ids;
use crate::problem::Problem;

/// Replace a patient
///
/// A patient who has died or moved away gets nothing more, from what is already planned on.
#[utoipa::path(
    put, path = "/v1/clients/{client}/patients/{patient}", tag = "patients", request_body = PatientShape,
    params(
        ("client" = ClientId, Path, description = "The client"),
        ("patient" = PatientId, Path, description = "Identifier within the client"),
    ),
    responses((status = OK, description = "The patient", body = PatientShape))
)]
pub(crate) async fn put_patient(
    State(api): State<Api>,
    member: Member,
    Ids((client, id)): Ids<(ClientId, PatientId)>,
    if_match: IfMatch,
    Body(new): Body<PatientShape>,
) -> Result<Response, Problem> {
    let before = api.records.patient(&member.tenant, &client, &id).await?.ok_or_else(Problem::not_found)?;
    let rev = before.rev;
    if_match.check(&PatientShape::from(before))?;
    let mut faults = Faults::default();
    let mut patient = new.check(id, client, rev, &mut faults);
    faults.done()?;
    patient.rev = api.records.write_patient(&member.tenant, &PatientWrite { patient: patient.clone() }).await?;
    answer::object(&PatientShape::from(patient))
}
