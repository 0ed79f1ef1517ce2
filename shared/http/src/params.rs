//! What stands in the path and the query: identifiers, filters, and the page of a list.

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::Uri;
use axum::http::request::Parts;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::{IntoParams, ToSchema};

use crate::api::Api;
use crate::caller::Caller;
use crate::cursor::Sealer;
use crate::problem::{Kind, Problem};

/// Most objects of a page of a list.
const LISTED: usize = 100;
/// The purpose of the key that cursors are authenticated with: the same in every instance.
const CURSORS: &str = "cursor/1";

/// Identifiers in the path. One that is none names nothing: 404, as for one that does not exist.
pub(crate) struct Ids<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Ids<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(ids)| Self(ids)).map_err(|_| Problem::not_found())
    }
}

/// The filters in the query, without the page.
pub(crate) struct Filter<T>(pub(crate) T);

/// The filters of a list that has none: any is refused, instead of being passed over.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoFilter {}

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Filter<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let (filters, _) = split(parts.uri.query().unwrap_or_default());
        read(&filters).map(Self)
    }
}

/// Which page of a list.
#[derive(serde::Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageParams {
    /// Most objects of the page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<usize>,
    /// Where the page begins: `next` of the page before. Good only with the same filters.
    cursor: Option<String>,
}

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct PageOf<T> {
    /// The objects.
    pub(crate) items: Vec<T>,
    /// The cursor of the next page; null at the end.
    pub(crate) next: Option<String>,
}

/// The page that the caller wants, and the sealing of the next one's cursor: how many objects at most where the caller
/// may choose, and where the caller does not.
pub(crate) struct Paging<const MOST: usize = LISTED, const USUAL: usize = 50> {
    /// Most objects.
    pub(crate) limit: usize,
    /// Where the page begins, as the port understands it.
    pub(crate) after: Option<String>,
    key: [u8; 32],
    list: String,
}

impl<const MOST: usize, const USUAL: usize> FromRequestParts<Api> for Paging<MOST, USUAL> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        let (filters, page) = split(parts.uri.query().unwrap_or_default());
        let PageParams { limit, cursor } = read(&page)?;
        let limit = limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(Problem::because(
                Kind::BadParameter,
                format!("limit lies between 1 and {MOST}, this is {limit}"),
            ));
        }
        let caller = parts.extensions.get::<Caller>().ok_or_else(Problem::forbidden)?;
        let owner = caller.tenant.as_ref().map_or("", |tenant| tenant.as_str());
        let resource = caller.resource.as_ref().map_or("", |resource| resource.as_str());
        let list = format!("{owner} {resource} {} {filters}", parts.uri.path());
        let key = api.keys.key(CURSORS).await?;
        let after = match cursor {
            None => None,
            Some(cursor) => {
                let place = Sealer { key: &key, list: &list }.open(&cursor);
                Some(place.ok_or(Problem::new(Kind::BadCursor))?)
            }
        };
        Ok(Self { limit, after, key, list })
    }
}

impl<const MOST: usize, const USUAL: usize> Paging<MOST, USUAL> {
    /// Where the page begins, as the port understands it.
    pub(crate) fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// The page as the caller sees it.
    pub(crate) fn page<T>(&self, items: Vec<T>, next: Option<String>) -> PageOf<T> {
        PageOf { items, next: next.and_then(|place| self.seal(&place)) }
    }

    /// The cursor of a page that begins at a place.
    pub(crate) fn seal(&self, place: &str) -> Option<String> {
        Sealer { key: &self.key, list: &self.list }.seal(place)
    }
}

/// The first day of a month that is written `2026-06`.
pub(crate) fn month(text: &str) -> Result<Date, Problem> {
    let day = (text.len() == 7).then(|| format!("{text}-01").parse().ok()).flatten();
    day.ok_or_else(|| Problem::because(Kind::BadParameter, "month has the form 2026-06"))
}

/// A month as the caller gives it, or the present one, in UTC.
pub(crate) fn month_or_now(given: Option<&str>, now: Timestamp) -> Result<String, Problem> {
    let Some(given) = given else { return Ok(now.strftime("%Y-%m").to_string()) };
    month(given).map(|_| given.to_owned())
}

/// A query taken apart into filters and page.
fn split(query: &str) -> (String, String) {
    let is_page = |pair: &&str| matches!(pair.split('=').next(), Some("limit" | "cursor"));
    let (page, filters): (Vec<&str>, Vec<&str>) = query.split('&').filter(|pair| !pair.is_empty()).partition(is_page);
    (filters.join("&"), page.join("&"))
}

fn read<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let bad = |detail: String| Problem::because(Kind::BadParameter, detail);
    let uri: Uri = format!("/?{query}").parse().map_err(|_| bad("The query is not well formed".into()))?;
    match Query::try_from_uri(&uri) {
        Ok(Query(filters)) => Ok(filters),
        Err(rejection) => Err(bad(rejection.body_text())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_no_part_of_the_filters() {
        let (filters, page) = split("surname=Ro&limit=3&&cursor=abc&resource=r");
        assert_eq!((filters.as_str(), page.as_str()), ("surname=Ro&resource=r", "limit=3&cursor=abc"));
        assert_eq!(split(""), (String::new(), String::new()));
    }

    #[test]
    fn a_month_is_a_month() {
        let month = |text: Option<&str>| month_or_now(text, Timestamp::UNIX_EPOCH).ok();
        assert_eq!(month(None).as_deref(), Some("1970-01"));
        assert_eq!(month(Some("2026-06")).as_deref(), Some("2026-06"));
        for bad in ["2026-13", "2026", "2026-6", "2026-06-01", "'#'"] {
            assert_eq!(month(Some(bad)), None, "{bad}");
        }
    }
}
