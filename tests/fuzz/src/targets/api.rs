//! The HTTP API, from the gateway's event and from the request.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, header};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use carebell_http::{Claims, router};
use http_body_util::BodyExt;
use lambda_http::tower::util::ServiceExt;
use serde_json::Value;

use super::text_of;
use crate::checks::at_once;
use crate::doors::{claims, schema};
use crate::world::{TENANT, World};

static ROUTER: LazyLock<Router> = LazyLock::new(|| router(World::new().api()));

/// An event of the HTTP API gateway.
pub fn api_event(data: &[u8]) {
    let text = text_of(data);
    let Ok(event) = serde_json::from_str::<Value>(&text) else { return };
    if !is_of_a_gateway(&event) {
        return;
    }
    let Ok(request) = lambda_http::request::from_str(&text) else { return };
    answer(claims::verified(request).map(|body| Body::from(body.to_vec())));
}

/// A request: the caller's role (with the scopes of a machine after a `+`), method and path; headers; an empty line; the
/// body.
pub fn api_request(data: &[u8]) {
    let text = text_of(data);
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().splitn(3, ' ');
    let (Some(caller), Some(method), Some(path)) = (first.next(), first.next(), first.next()) else { return };
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        request = request.header(name, value);
    }
    // A request that no HTTP server would hand over is none.
    let Ok(mut request) = request.body(Body::from(body.to_owned())) else { return };
    if !request.uri().path().starts_with('/') {
        return;
    }
    if !body.is_empty() {
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().entry(header::CONTENT_TYPE).or_insert(json);
    }
    if let Some(claims) = claims_of(caller) {
        request.extensions_mut().insert(claims);
    }
    answer(request);
}

/// What the gateway lets pass: everything in the request's line and in the headers that it sets itself is visible ASCII,
/// the path begins with a slash, and base 64 is base 64. The library that reads events panics over anything else.
fn is_of_a_gateway(event: &Value) -> bool {
    let host = event["headers"]["host"].as_str().or_else(|| event["requestContext"]["domainName"].as_str());
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '.');
    let host = host.is_some_and(|host| {
        host.ends_with(|sign: char| sign.is_ascii_lowercase()) && host.chars().all(is_name) && !host.contains("xn--")
    });
    let uri = |field: &Value, least: usize| {
        let text = field.as_str().unwrap_or_default();
        let plain = |sign: char| sign.is_ascii_graphic() && !"\"#<>?\\^`{|}".contains(sign);
        text.len() >= least && text.chars().all(plain)
    };
    let body = event["isBase64Encoded"] != true
        || event["body"].as_str().is_none_or(|body| BASE64_STANDARD.decode(body).is_ok());
    let stage = event["requestContext"]["stage"] == "$default";
    let scheme = event["headers"]["x-forwarded-proto"] == "https";
    let path = event["rawPath"].as_str().is_some_and(|path| path.starts_with('/') && !path.starts_with("//"));
    body && host && stage && scheme && path && uri(&event["rawPath"], 1) && uri(&event["rawQueryString"], 0)
}

/// Sends a request. Every answer is one that the document promises; a refusal is a problem document, and no input is
/// our own fault.
fn answer(request: Request<Body>) {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let response = at_once(ROUTER.clone().oneshot(request)).unwrap_or_else(|never| match never {});
    let (head, body) = response.into_parts();
    let body = at_once(body.collect()).expect("a body in memory").to_bytes();
    let status = head.status;
    assert!(!status.is_server_error(), "{method} {path}: {status} {}", String::from_utf8_lossy(&body));
    if status.is_client_error() {
        let kind = head.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        assert_eq!(kind, Some("application/problem+json"), "{method} {path}: {status}");
        if method != "HEAD" {
            let problem: Value = serde_json::from_slice(&body).expect("a problem document");
            assert_eq!(problem["status"], status.as_u16(), "{method} {path}");
            assert!(problem["type"].as_str().is_some_and(|kind| kind.starts_with("/docs#problem-")), "{problem}");
        }
    }
    let replayed = head.headers.contains_key("idempotency-replayed");
    if method != "HEAD" && !replayed {
        let body = serde_json::from_slice(&body).unwrap_or_default();
        let promised = schema::check(&method, &path, status.as_u16(), &body);
        assert_eq!(promised, Ok(()), "{method} {path}: {body}");
    }
}

/// The claims of a caller by role; none for `nobody`.
fn claims_of(caller: &str) -> Option<Claims> {
    let (role, scopes) = caller.split_once('+').unwrap_or((caller, ""));
    if role == "nobody" {
        return None;
    }
    let user = if role == "operator" { "olga" } else { "ada" };
    let group = format!("[{role}]");
    let mut claims = vec![("sub", user), ("cognito:groups", &group), ("custom:scopes", scopes)];
    if role != "platform" {
        claims.extend([("custom:tenant", TENANT), ("custom:resource", "rossi")]);
    }
    let claims = claims.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    Some(Claims(claims.collect::<BTreeMap<_, _>>()))
}
