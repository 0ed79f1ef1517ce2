//! `GET /v1/clients`.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use super::shape::ClientShape;
use super::today;
use crate::api::Api;
use crate::caller::Member;
use crate::check::NAME;
use crate::params::{Filter, PageOf, PageParams, Paging};
use crate::problem::{Kind, Problem};

/// Which clients.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ClientFilter {
    /// The begin of the surname.
    #[serde(default)]
    #[param(required = false)]
    surname: String,
}

/// List clients
#[utoipa::path(
    get, path = "/v1/clients", tag = "clients", params(ClientFilter, PageParams),
    responses((status = OK, description = "A page, by surname and first name", body = PageOf<ClientShape>))
)]
pub(crate) async fn list_clients(
    State(api): State<Api>,
    member: Member,
    Filter(filter): Filter<ClientFilter>,
    paging: Paging,
) -> Result<Json<PageOf<ClientShape>>, Problem> {
    let found = filter.surname.chars().count();
    if found > NAME {
        let detail = format!("surname has at most {NAME} characters, this has {found}");
        return Err(Problem::because(Kind::BadParameter, detail));
    }
    let page = api.records.clients(&member.tenant, &filter.surname, paging.after(), paging.limit).await?;
    let today = today(&api, &member).await?;
    let shown = page.items.into_iter().map(|client| ClientShape::show(client, today)).collect();
    Ok(Json(paging.page(shown, page.next)))
}
