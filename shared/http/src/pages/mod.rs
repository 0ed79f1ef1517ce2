//! Clients' pages behind signed links: in the client's language, for phones first, without scripts.
//!
//! Opening a page changes nothing, so link scanners and previews do no harm; pressing its button does. After a press the
//! browser is led back to the page by `303 See Other` (RFC 9110, section 15.4.4), so that loading it again presses
//! nothing. The link is all that admits to a page: no page sets a cookie or asks for anything else.

mod answer;
mod frame;
mod survey;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::{PathRejection, StringRejection};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use carebell_domain::Language;
use carebell_domain::link::{LinkKind, Token};
use carebell_workflows::answer::Answers;
use carebell_workflows::ports::PortError;

use crate::headers;
use frame::{Page, notice};
use words::Words;

/// The longest body that a page sends, in bytes: nine texts of 2,000 characters, each of which may take nine bytes.
const LONGEST_BODY: usize = 192 * 1_024;

/// The router of the pages.
pub fn pages(answers: Answers) -> Router {
    Router::new()
        .route("/p/{token}", get(show).post(press))
        .fallback(nothing)
        .method_not_allowed_fallback(nothing)
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(from_fn(headers::secure))
        .with_state(Arc::new(answers))
}

/// `GET /p/{token}`: the page of a link.
async fn show(
    State(answers): State<Arc<Answers>>,
    token: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(Path(token)) = token else { return unknown(&headers) };
    let page = async {
        let Some(opened) = answers.open(&token).await? else { return Ok(unknown(&headers)) };
        match opened.kind {
            LinkKind::Answer(_) => Ok(answer::page(&opened)),
            LinkKind::Survey(_) => Ok(survey::page(&opened, answers.survey(&opened).await?, None)),
        }
    };
    page.await.unwrap_or_else(|error| failed(&headers, &error))
}

/// `POST /p/{token}`: what a page's button sends.
async fn press(
    State(answers): State<Arc<Answers>>,
    token: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Result<String, StringRejection>,
) -> Response {
    let (Ok(Path(token)), Ok(body)) = (token, body) else { return unknown(&headers) };
    let done = match token.parse::<Token>().map(|token| token.kind) {
        Ok(LinkKind::Answer(_)) => answer::press(&answers, &token, &body, &headers).await,
        Ok(LinkKind::Survey(_)) => survey::send(&answers, &token, &body, &headers).await,
        Err(_) => Ok(unknown(&headers)),
    };
    done.unwrap_or_else(|error| failed(&headers, &error))
}

/// Leads back to the page, seen from itself, whatever path a domain of the platform's own puts before it.
fn back(token: &str) -> Response {
    Redirect::to(token).into_response()
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
fn failed(headers: &HeaderMap, error: &PortError) -> Response {
    tracing::error!(%error, "a page failed");
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
