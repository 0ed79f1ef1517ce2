//! `GET /v1/dead-letters`: what could not be processed, and why.

use axum::Json;
use axum::extract::State;
use carebell_workflows::ports::DeadLetter;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::Api;
use crate::caller::Member;
use crate::params::{Filter, PageOf, PageParams, Paging, month_or_now};
use crate::problem::Problem;

/// Which letters.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MonthFilter {
    /// The month in which they were given up, in UTC; this month where none is given.
    #[param(example = "2026-06")]
    month: Option<String>,
}

impl MonthFilter {
    /// The month that the letters are listed by.
    pub(super) fn month(&self, now: Timestamp) -> Result<String, Problem> {
        month_or_now(self.month.as_deref(), now)
    }
}

/// Something that could not be processed.
#[derive(Serialize, ToSchema)]
#[schema(as = DeadLetter)]
pub(crate) struct Letter {
    /// Identifier.
    id: String,
    /// The queue or function that it came from.
    origin: String,
    /// Why it could not be processed.
    reason: String,
    /// The letter itself.
    body: String,
    /// When it was given up.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

impl From<DeadLetter> for Letter {
    fn from(letter: DeadLetter) -> Self {
        let DeadLetter { id, origin, reason, body, at, .. } = letter;
        Self { id, origin, reason, body, at }
    }
}

/// List what could not be processed
///
/// Newest first. Each letter tells why, and stands there whole, so that it can be sent again.
#[utoipa::path(
    get, path = "/v1/dead-letters", tag = "messages", params(MonthFilter, PageParams),
    responses((status = OK, description = "A page", body = PageOf<Letter>))
)]
pub(crate) async fn list_dead_letters(
    State(api): State<Api>,
    member: Member,
    Filter(filter): Filter<MonthFilter>,
    paging: Paging,
) -> Result<Json<PageOf<Letter>>, Problem> {
    let month = filter.month(api.clock.now())?;
    let page = api.dead_letters.list(Some(&member.tenant), &month, paging.after(), paging.limit).await?;
    Ok(Json(paging.page(page.items.into_iter().map(Letter::from).collect(), page.next)))
}
