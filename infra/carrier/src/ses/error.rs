//! The errors of `SendEmail`, in the shape of REST JSON: the name in `x-amzn-errortype`, the words
//! in the body. Names and status codes are those of the Amazon SES API v2 reference, `SendEmail`
//! and "Common errors".

use std::borrow::Cow;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An error and the words that AWS, or the carrier on its behalf, says.
pub(crate) struct SesError {
    pub(crate) name: &'static str,
    pub(crate) message: Cow<'static, str>,
    status: StatusCode,
}

/// Name, status code and usual words.
type Row = (&'static str, u16, &'static str);

const ERRORS: [Row; 12] = [
    ("AccountSuspendedException", 400, "The account's ability to send email has been permanently restricted."),
    ("BadRequestException", 400, "The input you provided is invalid."),
    ("LimitExceededException", 400, "There are too many instances of the specified resource type."),
    ("MailFromDomainNotVerifiedException", 400, "The sending domain isn't verified."),
    ("MessageRejected", 400, "Address blacklisted."),
    ("NotFoundException", 404, "The resource you attempted to access doesn't exist."),
    ("SendingPausedException", 400, "Sending is paused for this configuration set."),
    ("TooManyRequestsException", 429, "Maximum sending rate exceeded."),
    ("AccessDeniedException", 403, "User is not authorized to perform: ses:SendEmail"),
    ("ExpiredTokenException", 403, "The security token included in the request is expired"),
    ("InternalServiceErrorException", 500, "An internal error occurred."),
    ("ServiceUnavailableException", 503, "The service is temporarily unavailable."),
];

pub(crate) fn find(name: &str) -> Option<&'static Row> {
    ERRORS.iter().find(|row| row.0 == name)
}

impl SesError {
    /// The error of this name; names are checked before a fault is taken.
    pub(crate) fn of(name: &str) -> Self {
        let &(name, status, words) = find(name).unwrap_or(&ERRORS[1]);
        Self { name, message: words.into(), status: StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST) }
    }

    /// The input breaks a rule of SES.
    pub(crate) fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), ..Self::of("BadRequestException") }
    }
}

impl IntoResponse for SesError {
    fn into_response(self) -> Response {
        (self.status, [("x-amzn-errortype", self.name)], axum::Json(json!({ "message": self.message }))).into_response()
    }
}
