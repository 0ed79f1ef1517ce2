//! `POST /v1/clients/{client}/patients`.

use axum::extract::State;
use axum::response::Response;
use carebell_domain::ClientId;
use carebell_workflows::ports::{PatientWrite, WriteError};

use super::shape::PatientShape;
use crate::answer;
use crate::api::Api;
use crate::body::Body;
use crate::caller::Member;
use crate::check::Faults;
use crate::params::Ids;
use crate::problem::{Kind, Problem};
use crate::routes::clients::find;

/// Add a patient to a client
#[utoipa::path(
    post, path = "/v1/clients/{client}/patients", tag = "patients", request_body = PatientShape,
    params(("client" = ClientId, Path, description = "The client")),
    responses(
        (status = CREATED, description = "The patient", body = PatientShape),
        (status = CONFLICT, description = "`exists`: the identifier is taken"),
    )
)]
pub(crate) async fn create_patient(
    State(api): State<Api>,
    member: Member,
    Ids(client): Ids<ClientId>,
    Body(new): Body<PatientShape>,
) -> Result<Response, Problem> {
    let client = find(&api, &member, &client).await?.id;
    let id = match new.id() {
        Some(id) => id.clone(),
        None => api.ids.ulid().parse().map_err(|error| Problem::internal("A new name is unusable", &error))?,
    };
    let mut faults = Faults::default();
    let mut patient = new.check(id, client, 0, &mut faults);
    faults.done()?;
    patient.rev = match api.records.write_patient(&member.tenant, &PatientWrite { patient: patient.clone() }).await {
        Err(WriteError::Stale) => return Err(Problem::new(Kind::Exists)),
        written => written?,
    };
    let path = format!("/v1/clients/{}/patients/{}", patient.client, patient.id);
    answer::created(path, &PatientShape::from(patient))
}
