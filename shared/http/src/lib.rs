//! The clinics' HTTP API, and clients' pages: axum routers over the ports of `carebell-workflows`.
//!
//! [`router`] gives the service that `functions/api` runs on Lambda. It expects the claims of a token that the
//! gateway has verified as a [`Claims`] extension of the request; without it only the open routes answer.
//!
//! One table in `routes` names every route, its handler and which role may call it; the router, the access check
//! and the OpenAPI document all come from it. One endpoint is one file below `routes`.

mod access;
mod answer;
mod api;
mod body;
mod caller;
mod check;
mod claims;
mod contact;
mod cursor;
mod docs;
mod etag;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod headers;
mod idempotency;
mod openapi;
mod pages;
mod params;
mod problem;
mod routes;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};

pub use api::Ports;
pub use claims::{ClaimNames, Claims};
pub use openapi::openapi;
pub use pages::pages;

/// The router over these ports. Building it opens nothing and takes no time worth naming.
pub fn router(ports: Ports) -> Router {
    let api = Arc::new(ports);
    routes::serve()
        .fallback(problem::no_such_path)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(from_fn_with_state(Arc::clone(&api), idempotency::replay))
        .layer(from_fn_with_state(Arc::clone(&api), access::guard))
        .layer(from_fn(headers::secure))
        .with_state(api)
}
