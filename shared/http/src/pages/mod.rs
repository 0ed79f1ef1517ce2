//! Clients' pages behind signed links: in the client's language, for phones first, without scripts.
//!
//! Opening a page changes nothing, so link scanners and previews do no harm; pressing its button does. After a press the
//! browser is led back to the page by `303 See Other` (RFC 9110, section 15.4.4), so that loading it again presses
//! nothing. The link is all that admits to a page: no page sets a cookie or asks for anything else.

mod answer;
mod frame;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::get;
use carebell_domain::Language;
use carebell_workflows::answer::Answers;

use crate::headers;
use frame::{Page, notice};
use words::Words;

/// The longest body that a button sends, in bytes.
const LONGEST_BODY: usize = 1_024;

/// The router of the pages.
pub fn pages(answers: Answers) -> Router {
    Router::new()
        .route("/p/{token}", get(answer::show).post(answer::press))
        .fallback(nothing)
        .method_not_allowed_fallback(nothing)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(from_fn(headers::secure))
        .with_state(Arc::new(answers))
}

/// The answer to what is no page: the same whatever is asked, so that nothing can be learnt from it.
async fn nothing(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    tracing::debug!(%method, path = uri.path(), "no such page");
    unknown(&headers)
}

/// The page of a link that leads nowhere.
fn unknown(headers: &HeaderMap) -> Response {
    let language = asked_for(headers);
    let words = Words::of(language);
    notice(StatusCode::NOT_FOUND, &Page::of(language, words.unknown), words.unknown_then)
}

/// The page for when something failed on our side.
fn failed(headers: &HeaderMap) -> Response {
    let language = asked_for(headers);
    let words = Words::of(language);
    notice(StatusCode::SERVICE_UNAVAILABLE, &Page::of(language, words.failed), words.failed_then)
}

/// The first of the browser's languages (RFC 9110, section 12.5.4) that the product has; their weights are left out of
/// account, because browsers list them in order.
fn asked_for(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let tags = accepted.split(',').filter_map(|one| one.split([';', '-']).next());
    let known = |tag: &str| match tag.trim().to_ascii_lowercase().as_str() {
        "no" | "nn" => Some(Language::Nb),
        tag => tag.parse().ok(),
    };
    tags.filter_map(known).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_says_in_which_language() {
        for (accepted, language) in [
            ("", Language::En),
            ("de-DE,it;q=0.8", Language::It),
            ("nn-NO", Language::Nb),
            ("FR-ca;q=0.9", Language::Fr),
            ("x;y;z,,--", Language::En),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, accepted.parse().expect("a header"))]);
            assert_eq!(asked_for(&headers), language, "{accepted}");
        }
    }
}
