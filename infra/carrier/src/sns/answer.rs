//! Answers in AWS's query protocol.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::clock;
use crate::html::escape;

pub(crate) const NAMESPACE: &str = "http://sns.amazonaws.com/doc/2010-03-31/";
pub(crate) const XML: &str = "text/xml";

/// The answer of an operation, around its result.
pub(crate) fn answer(operation: &str, result: &str) -> Response {
    let body = format!(
        "<{operation}Response xmlns=\"{NAMESPACE}\"><{operation}Result>{result}</{operation}Result>\
         <ResponseMetadata>{}</ResponseMetadata></{operation}Response>",
        element("RequestId", &clock::uuid()),
    );
    ([(CONTENT_TYPE, XML)], body).into_response()
}

/// An element and its text.
pub(crate) fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>", escape(text))
}

/// An entry of a map.
pub(crate) fn entry(key: &str, value: &str) -> String {
    format!("<entry>{}{}</entry>", element("key", key), element("value", value))
}
