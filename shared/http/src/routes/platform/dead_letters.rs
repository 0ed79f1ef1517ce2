//! `GET /v1/platform/dead-letters`: letters from which no tenant can be told.

use axum::Json;
use axum::extract::State;

use crate::api::Api;
use crate::caller::Platform;
use crate::params::{Filter, PageOf, PageParams, Paging};
use crate::problem::Problem;
use crate::routes::dead_letters::{Letter, MonthFilter};

/// List what could not be processed and belongs to no tenant
#[utoipa::path(
    get, path = "/v1/platform/dead-letters", tag = "platform", params(MonthFilter, PageParams),
    responses((status = OK, description = "A page, newest first", body = PageOf<Letter>))
)]
pub(crate) async fn list_unclaimed(
    State(api): State<Api>,
    _: Platform,
    Filter(filter): Filter<MonthFilter>,
    paging: Paging,
) -> Result<Json<PageOf<Letter>>, Problem> {
    let month = filter.month(api.clock.now())?;
    let page = api.dead_letters.list(None, &month, paging.after(), paging.limit).await?;
    Ok(Json(paging.page(page.items.into_iter().map(Letter::from).collect(), page.next)))
}
