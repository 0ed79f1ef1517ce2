//! `Idempotency-Key`: a creating request that is repeated within 24 hours gets the answer of the first.

use axum::body::Body as RawBody;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use carebell_workflows::ports::{Replay, Saved};
use data_encoding::HEXLOWER;
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};

use crate::api::{Api, Ports};
use crate::body;
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// The header.
pub(crate) const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer is that of an earlier request.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Most characters of a key.
const LONGEST: usize = 200;
/// What of an answer's head belongs to it.
const KEPT: [HeaderName; 3] = [header::CONTENT_TYPE, header::ETAG, header::LOCATION];

/// Carries out a request with a key once, and answers its repeats with what the first got. An answer of ours that
/// failed (5xx) is forgotten, so that the request can be tried again.
pub(crate) async fn replay(State(api): State<Api>, request: Request, next: Next) -> Response {
    let (Some(key), Some(caller), &Method::POST) =
        (request.headers().get(KEY), request.extensions().get::<Caller>(), request.method())
    else {
        return next.run(request).await;
    };
    let tenant = caller.tenant.as_ref().map_or("", |tenant| tenant.as_str());
    let scope = format!("{tenant}/{}", caller.user);
    let key = match readable(key) {
        Ok(key) => key,
        Err(problem) => return problem.into_response(),
    };
    once(&api, &scope, &key, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

fn readable(key: &HeaderValue) -> Result<String, Problem> {
    let text = key.to_str().unwrap_or_default();
    if text.is_empty() || text.len() > LONGEST {
        let detail = format!("Idempotency-Key has 1 to {LONGEST} visible ASCII characters");
        return Err(Problem::because(Kind::BadParameter, detail));
    }
    Ok(text.to_owned())
}

async fn once(api: &Ports, scope: &str, key: &str, request: Request, next: Next) -> Result<Response, Problem> {
    let (parts, raw) = request.into_parts();
    let bytes = body::read(raw).await?;
    let digest = digest(parts.method.as_str(), &parts.uri.to_string(), &bytes);
    match api.idempotency.begin(scope, key, &digest).await? {
        Replay::New => {}
        Replay::Answered(saved) => return Ok(again(saved)),
        Replay::Running => return Err(Problem::new(Kind::StillRunning)),
        Replay::OtherBody => return Err(Problem::new(Kind::KeyReused)),
    }
    let response = next.run(Request::from_parts(parts, RawBody::from(bytes))).await;
    if response.status().is_server_error() {
        api.idempotency.forget(scope, key).await?;
        return Ok(response);
    }
    let (parts, raw) = response.into_parts();
    let collected = raw.collect().await;
    let bytes = collected.map_err(|error| Problem::internal("An answer cannot be read", &error))?.to_bytes();
    let text = |name: &HeaderName| Some((name.to_string(), parts.headers.get(name)?.to_str().ok()?.to_owned()));
    let saved = Saved {
        status: parts.status.as_u16(),
        headers: KEPT.iter().filter_map(text).collect(),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    };
    // The request has been carried out: an answer that could not be kept is no reason to say that it failed.
    if let Err(error) = api.idempotency.finish(scope, key, &saved).await {
        tracing::error!(error = %error, "An answer could not be kept for its Idempotency-Key");
    }
    Ok(Response::from_parts(parts, RawBody::from(bytes)))
}

/// The answer of the first request.
fn again(saved: Saved) -> Response {
    let status = StatusCode::from_u16(saved.status).unwrap_or(StatusCode::OK);
    let mut response = (status, saved.body).into_response();
    for (name, value) in saved.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

/// A digest of a request: method, path with query, and body.
fn digest(method: &str, uri: &str, body: &[u8]) -> String {
    let mut hash = Sha256::new();
    for part in [method.as_bytes(), uri.as_bytes(), body] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    HEXLOWER.encode(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_short_and_visible() {
        for (key, good) in
            [("a", true), ("", false), ("ключ", false), (&"k".repeat(200), true), (&"k".repeat(201), false)]
        {
            let value = HeaderValue::from_bytes(key.as_bytes()).expect("a header");
            assert_eq!(readable(&value).is_ok(), good, "{key}");
        }
    }

    #[test]
    fn method_path_and_body_all_count() {
        let first = digest("POST", "/v1/clients", b"{}");
        assert_eq!(first, digest("POST", "/v1/clients", b"{}"));
        for other in [digest("POST", "/v1/clients", b"{ }"), digest("POST", "/v1/clients{", b"}")] {
            assert_ne!(first, other);
        }
    }
}
