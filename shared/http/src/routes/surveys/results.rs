//! `GET /v1/survey-results`: what the answers of some months say together, by month, resource and service.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use carebell_domain::model::{SurveyAnswer, SurveyFigures};
use carebell_domain::{ResourceId, ServiceId};
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::Api;
use crate::caller::Member;
use crate::params::{Filter, month};
use crate::problem::{Kind, Problem};

/// Most months of one answer.
const MOST_MONTHS: usize = 12;
/// Answers read at once.
const CHUNK: usize = 100;

/// Which months.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MonthsFilter {
    /// First month, in UTC.
    #[param(example = "2026-01")]
    from: String,
    /// Last month, in UTC; at most twelve in all.
    #[param(example = "2026-06")]
    to: String,
}

/// What some answers say together.
#[derive(Serialize, ToSchema)]
pub(crate) struct SurveyFiguresShape {
    /// How many answers there are.
    count: u32,
    /// The mean rating in hundredths; null without any answer.
    mean_hundredths: Option<u32>,
    /// How many gave each rating, from 1 to 5.
    #[schema(min_items = 5, max_items = 5)]
    ratings: [u32; 5],
    /// How many would hardly recommend the clinic (0 to 6), are in between (7, 8), would surely (9, 10).
    #[schema(min_items = 3, max_items = 3)]
    recommend: [u32; 3],
    /// The net promoter score, -100 to 100; null where nobody said.
    net_promoter: Option<i32>,
}

impl From<&SurveyFigures> for SurveyFiguresShape {
    fn from(figures: &SurveyFigures) -> Self {
        Self {
            count: figures.count(),
            mean_hundredths: figures.mean_hundredths(),
            ratings: figures.ratings,
            recommend: figures.recommend,
            net_promoter: figures.net_promoter(),
        }
    }
}

/// The figures of one month, resource or service.
#[derive(Serialize, ToSchema)]
pub(crate) struct SurveyLine {
    /// The month (`2026-06`), or the identifier of the resource or service.
    of: String,
    /// The figures.
    #[serde(flatten)]
    figures: SurveyFiguresShape,
}

/// What the answers of some months say together.
#[derive(Serialize, ToSchema)]
pub(crate) struct SurveyResults {
    /// All of them.
    total: SurveyFiguresShape,
    /// Each month, also one without any.
    #[schema(max_items = 12)]
    months: Vec<SurveyLine>,
    /// Each doctor or room with answers.
    resources: Vec<SurveyLine>,
    /// Each service with answers; a visit for several counts for each.
    services: Vec<SurveyLine>,
}

#[derive(Default)]
struct Sums {
    total: SurveyFigures,
    months: BTreeMap<String, SurveyFigures>,
    resources: BTreeMap<ResourceId, SurveyFigures>,
    services: BTreeMap<ServiceId, SurveyFigures>,
}

impl Sums {
    fn add(&mut self, month: &str, answer: &SurveyAnswer) {
        self.total.add(answer);
        self.months.entry(month.to_owned()).or_default().add(answer);
        self.resources.entry(answer.resource.clone()).or_default().add(answer);
        for service in &answer.services {
            self.services.entry(service.clone()).or_default().add(answer);
        }
    }
}

/// Read the results of the questionnaires
///
/// Figures of all answers, and by month, doctor or room, and service.
#[utoipa::path(
    get, path = "/v1/survey-results", tag = "surveys", params(MonthsFilter),
    responses((status = OK, description = "The results", body = SurveyResults))
)]
pub(crate) async fn get_survey_results(
    State(api): State<Api>,
    member: Member,
    Filter(MonthsFilter { from, to }): Filter<MonthsFilter>,
) -> Result<Json<SurveyResults>, Problem> {
    let months = months(&from, &to)?;
    let mut sums = Sums::default();
    for month in &months {
        sums.months.insert(month.clone(), SurveyFigures::default());
        let mut after: Option<String> = None;
        loop {
            let page = api.surveys.answers(&member.tenant, month, after.as_deref(), CHUNK).await?;
            page.items.iter().for_each(|answer| sums.add(month, answer));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    let Sums { total, months, resources, services } = sums;
    Ok(Json(SurveyResults {
        total: (&total).into(),
        months: lines(&months),
        resources: lines(&resources),
        services: lines(&services),
    }))
}

fn lines<K: ToString>(sums: &BTreeMap<K, SurveyFigures>) -> Vec<SurveyLine> {
    sums.iter().map(|(of, figures)| SurveyLine { of: of.to_string(), figures: figures.into() }).collect()
}

/// The months from one to another.
fn months(from: &str, to: &str) -> Result<Vec<String>, Problem> {
    let (mut day, last) = (month(from)?, month(to)?);
    let mut months = Vec::new();
    while day <= last && months.len() <= MOST_MONTHS {
        months.push(day.strftime("%Y-%m").to_string());
        day = day.checked_add(Span::new().months(1)).unwrap_or(Date::MAX);
    }
    if (1..=MOST_MONTHS).contains(&months.len()) {
        return Ok(months);
    }
    let detail = format!("from and to span between 1 and {MOST_MONTHS} months");
    Err(Problem::because(Kind::BadParameter, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_up_to_twelve_months() {
        let count = |from: &str, to: &str| months(from, to).map(|months| months.len()).ok();
        assert_eq!(count("2026-06", "2026-06"), Some(1));
        assert_eq!(count("2025-11", "2026-10"), Some(12));
        for (from, to) in [("2025-10", "2026-10"), ("2026-06", "2026-05"), ("2026-6", "2026-06"), ("x", "y")] {
            assert_eq!(count(from, to), None, "{from} {to}");
        }
    }
}
