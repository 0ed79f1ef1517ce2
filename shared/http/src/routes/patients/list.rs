//! `GET /v1/clients/{client}/patients`.

use axum::Json;
use axum::extract::State;
use carebell_domain::ClientId;

use super::shape::PatientShape;
use crate::api::Api;
use crate::caller::Member;
use crate::params::{Ids, PageOf};
use crate::problem::Problem;

/// List a client's patients
///
/// All of them on one page.
#[utoipa::path(
    get, path = "/v1/clients/{client}/patients", tag = "patients",
    params(("client" = ClientId, Path, description = "The client")),
    responses((status = OK, description = "The patients, without the client in person", body = PageOf<PatientShape>))
)]
pub(crate) async fn list_patients(
    State(api): State<Api>,
    member: Member,
    Ids(client): Ids<ClientId>,
) -> Result<Json<PageOf<PatientShape>>, Problem> {
    let file = api.records.file(&member.tenant, &client).await?;
    file.client.ok_or_else(Problem::not_found)?;
    Ok(Json(PageOf { items: file.patients.into_iter().map(PatientShape::from).collect(), next: None }))
}
