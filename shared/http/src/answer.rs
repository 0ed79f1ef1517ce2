//! The forms of answers: one object with its tag, or a new one with its place.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::etag;
use crate::problem::Problem;

/// One object with its ETag.
///
/// # Errors
/// 500 where it cannot be written.
pub(crate) fn object(object: &impl Serialize) -> Result<Response, Problem> {
    let tag = etag::header(object)?;
    Ok(([(header::ETAG, tag)], Json(object)).into_response())
}

/// A new object with its ETag and its path.
///
/// # Errors
/// 500 where it cannot be written.
pub(crate) fn created(path: String, object: &impl Serialize) -> Result<Response, Problem> {
    let tag = etag::header(object)?;
    let path = HeaderValue::try_from(path).map_err(|error| Problem::internal("A path cannot be written", &error))?;
    Ok((StatusCode::CREATED, [(header::ETAG, tag), (header::LOCATION, path)], Json(object)).into_response())
}
