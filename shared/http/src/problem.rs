//! Problem documents (RFC 9457): what went wrong, in a form that programs can tell apart and people can read.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use carebell_workflows::ports::{PortError, SaveError, WriteError};
use serde::Serialize;
use utoipa::ToSchema;

/// What kinds of problems there are. Each is described on the documentation page, where its `type` leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    MalformedBody,
    BadParameter,
    BadCursor,
    Unauthenticated,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    NotNow,
    Exists,
    StillRunning,
    Stale,
    TooLarge,
    NotJson,
    Invalid,
    KeyReused,
    ConditionMissing,
    Internal,
    Unavailable,
}

impl Kind {
    /// Every kind, in the order of their statuses.
    pub(crate) const ALL: [Self; 18] = [
        Self::MalformedBody,
        Self::BadParameter,
        Self::BadCursor,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::NotNow,
        Self::Exists,
        Self::StillRunning,
        Self::Stale,
        Self::TooLarge,
        Self::NotJson,
        Self::Invalid,
        Self::KeyReused,
        Self::ConditionMissing,
        Self::Internal,
        Self::Unavailable,
    ];

    /// Status, name and title.
    pub(crate) const fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::MalformedBody => (StatusCode::BAD_REQUEST, "malformed-body", "The body is not well-formed JSON"),
            Self::BadParameter => (StatusCode::BAD_REQUEST, "bad-parameter", "A parameter or header is not right"),
            Self::BadCursor => (StatusCode::BAD_REQUEST, "bad-cursor", "The cursor is not one of this list"),
            Self::Unauthenticated => (StatusCode::UNAUTHORIZED, "unauthenticated", "A valid token is needed"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "The token does not permit this"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "There is no such thing"),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "The path has no such method")
            }
            Self::NotNow => (StatusCode::CONFLICT, "not-now", "The object's present state does not permit this"),
            Self::Exists => (StatusCode::CONFLICT, "exists", "There is one of that name already"),
            Self::StillRunning => {
                (StatusCode::CONFLICT, "still-running", "The first request with this key is still running")
            }
            Self::Stale => (StatusCode::PRECONDITION_FAILED, "stale", "The object was changed since it was read"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too large"),
            Self::NotJson => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", "The body is not declared as JSON"),
            Self::Invalid => (StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Some fields are not right"),
            Self::KeyReused => {
                (StatusCode::UNPROCESSABLE_ENTITY, "key-reused", "The Idempotency-Key came with another request before")
            }
            Self::ConditionMissing => (StatusCode::PRECONDITION_REQUIRED, "condition-missing", "If-Match is needed"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something is wrong on our side"),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Try again in a moment"),
        }
    }
}

/// One field that is not right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// Where it stands in the body (RFC 6901).
    #[schema(example = "/start")]
    pub(crate) pointer: String,
    /// What is wrong.
    pub(crate) detail: String,
    /// The limit it breaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<u64>,
    /// The size that was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) found: Option<u64>,
}

/// The body of every answer that is not a success.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// Which kind of problem it is; leads to its description.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference", example = "/docs#problem-invalid")]
    kind: String,
    /// The kind in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What is wrong this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The fields that are not right.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

/// An answer that is not a success.
#[derive(Debug)]
pub(crate) struct Problem {
    kind: Kind,
    detail: Option<String>,
    errors: Vec<FieldError>,
}

impl Problem {
    /// A problem whose title says it all.
    pub(crate) const fn new(kind: Kind) -> Self {
        Self { kind, detail: None, errors: Vec::new() }
    }

    /// A problem with an explanation.
    pub(crate) fn because(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: Some(detail.into()), errors: Vec::new() }
    }

    /// Fields that are not right.
    pub(crate) const fn invalid(errors: Vec<FieldError>) -> Self {
        Self { kind: Kind::Invalid, detail: None, errors }
    }

    /// One field that is not right.
    pub(crate) fn field(pointer: &str, detail: impl Into<String>) -> Self {
        let (pointer, detail) = (pointer.to_owned(), detail.into());
        Self::invalid(vec![FieldError { pointer, detail, limit: None, found: None }])
    }

    /// There is none, or none that the caller may know of: the same answer for both.
    pub(crate) const fn not_found() -> Self {
        Self::new(Kind::NotFound)
    }

    /// The token does not permit it.
    pub(crate) const fn forbidden() -> Self {
        Self::new(Kind::Forbidden)
    }

    /// Something that should not be; it is logged here, and the caller learns nothing of it.
    pub(crate) fn internal(what: &'static str, error: &dyn std::error::Error) -> Self {
        tracing::error!(error = chain(error), "{what}");
        Self::new(Kind::Internal)
    }
}

/// An error with all its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

impl From<PortError> for Problem {
    fn from(error: PortError) -> Self {
        tracing::error!(error = chain(&error), "A port failed");
        Self::new(Kind::Unavailable)
    }
}

impl From<SaveError> for Problem {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::Stale => Self::new(Kind::Stale),
            SaveError::Exists => Self::new(Kind::Exists),
            SaveError::Port(error) => error.into(),
        }
    }
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Stale => Self::new(Kind::Stale),
            WriteError::Port(error) => error.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, name, title) = self.kind.parts();
        let body = ProblemBody {
            kind: format!("/docs#problem-{name}"),
            title,
            status: status.as_u16(),
            detail: self.detail,
            errors: self.errors,
        };
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        let extra: Option<(HeaderName, &'static str)> = match self.kind {
            Kind::Unauthenticated => Some((header::WWW_AUTHENTICATE, "Bearer")),
            Kind::Unavailable | Kind::StillRunning => Some((header::RETRY_AFTER, "1")),
            _ => None,
        };
        if let Some((name, value)) = extra {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// The answer where no route has the path.
pub(crate) async fn no_such_path() -> Problem {
    Problem::not_found()
}

/// The answer where a route has the path, and another method.
pub(crate) async fn no_such_method() -> Problem {
    Problem::new(Kind::MethodNotAllowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.parts().1).collect();
        assert_eq!(names.len(), Kind::ALL.len());
        assert!(Kind::ALL.windows(2).all(|pair| pair[0].parts().0 <= pair[1].parts().0));
    }

    #[test]
    fn an_error_is_told_with_its_causes() {
        let error = PortError::new("reading", PortError::new("calling", "no route"));
        assert_eq!(chain(&error), "reading failed: calling failed: no route");
    }
}
