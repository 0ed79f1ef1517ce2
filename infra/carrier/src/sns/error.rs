//! The errors of `Publish`, in the shape of AWS's query protocol. Codes and status codes are those
//! of the Amazon SNS API reference, `Publish` and "Common errors".

use std::borrow::Cow;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use super::answer::{NAMESPACE, XML, element};
use crate::clock;

/// An error and its words.
pub(crate) struct SnsError {
    pub(crate) code: &'static str,
    pub(crate) message: Cow<'static, str>,
    status: StatusCode,
}

/// Code, status code and usual words.
type Row = (&'static str, u16, &'static str);

const ERRORS: [Row; 11] = [
    ("InvalidParameter", 400, "Invalid parameter"),
    ("ParameterValueInvalid", 400, "Invalid parameter value"),
    ("ValidationException", 400, "Validation failed"),
    ("InvalidAction", 400, "The action or operation requested is invalid."),
    ("AuthorizationError", 403, "User is not authorized to perform: SNS:Publish"),
    ("EndpointDisabled", 400, "Endpoint is disabled"),
    ("ExpiredToken", 403, "The security token included in the request is expired"),
    ("Throttling", 400, "Rate exceeded"),
    ("Throttled", 429, "Rate exceeded"),
    ("InternalError", 500, "An internal error occurred."),
    ("ServiceUnavailable", 503, "Service is unavailable."),
];

pub(crate) fn find(code: &str) -> Option<&'static Row> {
    ERRORS.iter().find(|row| row.0 == code)
}

impl SnsError {
    /// The error of this code; codes are checked before a fault is taken.
    pub(crate) fn of(code: &str) -> Self {
        let &(code, status, words) = find(code).unwrap_or(&ERRORS[0]);
        Self { code, message: words.into(), status: StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST) }
    }

    /// The input breaks a rule of SNS.
    pub(crate) fn invalid(reason: impl std::fmt::Display) -> Self {
        Self { message: format!("Invalid parameter: {reason}").into(), ..Self::of("InvalidParameter") }
    }

    /// The operation is none of those that the carrier knows.
    pub(crate) fn invalid_action(action: &str) -> Self {
        let message = format!("The local carrier knows no operation {action:?}; it carries SMS only.");
        Self { message: message.into(), ..Self::of("InvalidAction") }
    }
}

impl IntoResponse for SnsError {
    fn into_response(self) -> Response {
        let fault = if self.status.is_server_error() { "Receiver" } else { "Sender" };
        let body = format!(
            "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error>{}{}{}</Error>{}</ErrorResponse>",
            element("Type", fault),
            element("Code", self.code),
            element("Message", &self.message),
            element("RequestId", &clock::uuid()),
        );
        (self.status, [(CONTENT_TYPE, XML)], body).into_response()
    }
}
