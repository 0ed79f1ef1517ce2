//! `GET /v1/texts`.

use axum::Json;
use axum::extract::State;
use carebell_workflows::api::documents::parse_text_name;
use carebell_workflows::ports::Kind;

use super::shape::TextShape;
use crate::api::{Api, stored};
use crate::caller::Member;
use crate::params::{Filter, NoFilter, PageOf, PageParams, Paging};
use crate::problem::Problem;

/// List the tenant's own texts
///
/// Where the tenant has none, the product's holds: read it under its event, channel and language.
#[utoipa::path(
    get, path = "/v1/texts", tag = "texts", params(PageParams),
    responses((status = OK, description = "A page", body = PageOf<TextShape>))
)]
pub(crate) async fn list_texts(
    State(api): State<Api>,
    member: Member,
    _: Filter<NoFilter>,
    paging: Paging,
) -> Result<Json<PageOf<TextShape>>, Problem> {
    let plain = api.tenancy(&member.tenant).await?.settings.plain_letters;
    let page = api.config.list(&member.tenant, Kind::Text, paging.after(), paging.limit).await?;
    let texts = page.items.into_iter().filter_map(|document| {
        let which = parse_text_name(&document.id)?;
        Some(stored(document).map(|text| TextShape::own(which, text, plain)))
    });
    Ok(Json(paging.page(texts.collect::<Result<_, _>>()?, page.next)))
}
