//! `GET /v1/clients/{client}/appointments`.

use axum::Json;
use axum::extract::State;
use carebell_domain::ClientId;
use carebell_workflows::ports::Notes;

use super::shape::AppointmentShape;
use super::tenancy;
use crate::api::Api;
use crate::caller::Member;
use crate::params::{Ids, PageOf};
use crate::problem::Problem;

/// List a client's appointments
///
/// All of them on one page, in order of their starts, without notes.
#[utoipa::path(
    get, path = "/v1/clients/{client}/appointments", tag = "appointments",
    params(("client" = ClientId, Path, description = "The client")),
    responses((status = OK, description = "The appointments", body = PageOf<AppointmentShape>))
)]
pub(crate) async fn list_of_client(
    State(api): State<Api>,
    member: Member,
    Ids(client): Ids<ClientId>,
) -> Result<Json<PageOf<AppointmentShape>>, Problem> {
    let mut file = api.records.file(&member.tenant, &client).await?;
    file.client.ok_or_else(Problem::not_found)?;
    file.appointments.sort_by_key(|one| one.start);
    let tenancy = tenancy(&api, &member, &file.appointments).await?;
    let items = file.appointments.iter().map(|one| AppointmentShape::show(one, Notes::default(), &tenancy)).collect();
    Ok(Json(PageOf { items, next: None }))
}
