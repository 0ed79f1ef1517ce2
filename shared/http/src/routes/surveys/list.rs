//! `GET /v1/survey-answers`: questionnaires that were answered.

use axum::Json;
use axum::extract::State;
use carebell_domain::model::SurveyAnswer;
use carebell_domain::{ResourceId, ServiceId};
use serde::Deserialize;

use crate::api::Api;
use crate::caller::Member;
use crate::params::{Filter, PageOf, PageParams, Paging, month_or_now};
use crate::problem::Problem;

/// Which answers.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AnswersFilter {
    /// The month in which they were given, in UTC; this month where none is given.
    #[param(example = "2026-06")]
    month: Option<String>,
    /// Only about visits with this doctor or in this room.
    resource: Option<ResourceId>,
    /// Only about visits for this service.
    service: Option<ServiceId>,
}

impl AnswersFilter {
    fn has(&self, answer: &SurveyAnswer) -> bool {
        self.resource.as_ref().is_none_or(|resource| answer.resource == *resource)
            && self.service.as_ref().is_none_or(|service| answer.services.contains(service))
    }
}

/// List the answers to questionnaires
///
/// A month's, newest first. With a filter a page can have fewer objects than its limit, and still a next one.
#[utoipa::path(
    get, path = "/v1/survey-answers", tag = "surveys", params(AnswersFilter, PageParams),
    responses((status = OK, description = "A page", body = PageOf<SurveyAnswer>))
)]
pub(crate) async fn list_survey_answers(
    State(api): State<Api>,
    member: Member,
    Filter(filter): Filter<AnswersFilter>,
    paging: Paging,
) -> Result<Json<PageOf<SurveyAnswer>>, Problem> {
    let month = month_or_now(filter.month.as_deref(), api.clock.now())?;
    let page = api.surveys.answers(&member.tenant, &month, paging.after(), paging.limit).await?;
    let items = page.items.into_iter().filter(|answer| filter.has(answer)).collect();
    Ok(Json(paging.page(items, page.next)))
}
