//! JSON for tests: what was sent, and the faults.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use crate::fault::Fault;
use crate::message::{Kind, Message, Refusal};
use crate::state::{State, Status};

/// Which messages are meant.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Filter {
    to: Option<String>,
    pub(crate) kind: Option<Kind>,
}

impl Filter {
    /// The mailbox or number. In a query a `+` stands for a space, which no address has.
    pub(crate) fn to(&self) -> Option<String> {
        self.to.as_ref().filter(|to| !to.is_empty()).map(|to| to.replace(' ', "+"))
    }
}

pub(crate) async fn messages(Shared(state): Shared<Arc<State>>, Query(filter): Query<Filter>) -> Json<Vec<Message>> {
    Json(state.messages(filter.to().as_deref(), filter.kind))
}

pub(crate) async fn forget_messages(Shared(state): Shared<Arc<State>>) -> StatusCode {
    state.forget_messages();
    StatusCode::NO_CONTENT
}

pub(crate) async fn refusals(Shared(state): Shared<Arc<State>>) -> Json<Vec<Refusal>> {
    Json(state.refusals())
}

pub(crate) async fn status(Shared(state): Shared<Arc<State>>) -> Json<Status> {
    Json(state.status())
}

pub(crate) async fn faults(Shared(state): Shared<Arc<State>>) -> Json<Vec<Fault>> {
    Json(state.faults())
}

/// Reads the body whatever its content type: the callers are tests and `curl -d`.
pub(crate) async fn add_fault(Shared(state): Shared<Arc<State>>, body: Bytes) -> Response {
    let added = serde_json::from_slice(&body)
        .map_err(|error| error.to_string())
        .and_then(|fault: Fault| state.add_fault(fault.clone()).map(|()| fault));
    match added {
        Ok(fault) => (StatusCode::CREATED, Json(fault)).into_response(),
        Err(reason) => (StatusCode::BAD_REQUEST, Json(json!({ "error": reason }))).into_response(),
    }
}

pub(crate) async fn clear_faults(Shared(state): Shared<Arc<State>>) -> StatusCode {
    state.clear_faults();
    StatusCode::NO_CONTENT
}
