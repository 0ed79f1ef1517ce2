//! `GET /v1/appointments`: the agenda of a day.

use axum::Json;
use axum::extract::State;
use carebell_domain::{LocationId, ResourceId};
use carebell_workflows::ports::Notes;
use jiff::civil::Date;
use serde::Deserialize;

use super::shape::AppointmentShape;
use super::tenancy;
use crate::api::Api;
use crate::caller::Member;
use crate::params::{Filter, PageOf, PageParams, Paging};
use crate::problem::Problem;

/// Which appointments.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DayFilter {
    /// The day, by the calendar of each location.
    #[param(value_type = String, format = Date, example = "2026-06-05")]
    day: Date,
    /// Only this resource's.
    resource: Option<ResourceId>,
    /// Only those at this location.
    location: Option<LocationId>,
}

/// List the appointments of a day
///
/// In order of their starts, cancelled ones included, without notes. A doctor sees the own agenda.
#[utoipa::path(
    get, path = "/v1/appointments", tag = "appointments", params(DayFilter, PageParams),
    responses((status = OK, description = "A page", body = PageOf<AppointmentShape>))
)]
pub(crate) async fn list_appointments(
    State(api): State<Api>,
    member: Member,
    Filter(filter): Filter<DayFilter>,
    paging: Paging,
) -> Result<Json<PageOf<AppointmentShape>>, Problem> {
    if filter.resource.as_ref().is_some_and(|resource| !member.may_see(resource)) {
        return Err(Problem::forbidden());
    }
    let resource = member.resource.as_ref().or(filter.resource.as_ref());
    let day =
        api.records.day(&member.tenant, filter.day, resource, filter.location.as_ref(), paging.after(), paging.limit);
    let page = day.await?;
    let tenancy = tenancy(&api, &member, &page.items).await?;
    let items = page.items.iter().map(|one| AppointmentShape::show(one, Notes::default(), &tenancy)).collect();
    Ok(Json(paging.page(items, page.next)))
}
