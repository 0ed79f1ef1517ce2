//! `GET /v1/texts/legend`: what the editor lists beside a text.

use axum::Json;
use axum::extract::State;
use carebell_domain::text::legend::{LegendEntry, legend};
use carebell_domain::{Event, Language};
use serde::Deserialize;

use crate::api::Api;
use crate::caller::Member;
use crate::params::Filter;
use crate::problem::Problem;

/// Which placeholders, in which language.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LegendFilter {
    /// Only those that have a meaning in this event.
    #[param(inline)]
    event: Option<Event>,
    /// Language of the explanations; the centre's where none is given.
    #[param(inline)]
    language: Option<Language>,
}

/// List the placeholders
#[utoipa::path(
    get, path = "/v1/texts/legend", tag = "texts", params(LegendFilter),
    responses((status = OK, description = "Every placeholder, explained", body = Vec<LegendEntry>))
)]
pub(crate) async fn get_legend(
    State(api): State<Api>,
    member: Member,
    Filter(filter): Filter<LegendFilter>,
) -> Result<Json<Vec<LegendEntry>>, Problem> {
    let language = match filter.language {
        Some(language) => language,
        None => api.tenancy(&member.tenant).await?.settings.centre.language,
    };
    Ok(Json(legend(language, filter.event)))
}
