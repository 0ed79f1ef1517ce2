//! SES v2 `SendEmail`, REST JSON: `POST /v2/email/outbound-emails`.

pub(crate) mod error;
mod event;
mod request;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::message::{Content, Email, Kind};
use crate::send::{self, Draft, Refused};
use crate::server::LostAnswer;
use crate::state::State;
use crate::{clock, magic};
use error::SesError;

pub(crate) async fn send_email(
    Shared(state): Shared<Arc<State>>,
    Extension(caller): Extension<SocketAddr>,
    body: Bytes,
) -> Response {
    match accept(&state, caller, &body).await {
        Ok(accepted) if accepted.answer_lost => LostAnswer.into_response(),
        Ok(accepted) => axum::Json(json!({ "MessageId": accepted.id })).into_response(),
        Err((to, error)) => {
            state.refuse(Kind::Email, &to, error.name, &error.message);
            error.into_response()
        }
    }
}

/// An error comes with the recipient it concerns, as far as one is known.
async fn accept(state: &Arc<State>, caller: SocketAddr, body: &[u8]) -> Result<send::Accepted, (String, SesError)> {
    let email = request::read(body).map_err(|error| (String::new(), error))?;
    let to = request::mailbox(email.destination.first().map_or("", String::as_str)).to_owned();
    let fate = magic::of_mailbox(&to);
    let id = clock::ses_message_id(clock::now());
    let draft = Draft { id, to: to.clone(), fate, content: Content::Email(email), caller };
    send::send(state, draft, |message, fate| event::script(message, fate, &state.config))
        .await
        .map_err(|refused| (to, named(refused)))
}

fn named(refused: Refused) -> SesError {
    match refused {
        Refused::Throttled => SesError::of("TooManyRequestsException"),
        Refused::Rejected => SesError::of("MessageRejected"),
        Refused::Named(name) => SesError::of(&name),
    }
}

/// Events of a configuration set come only for what was sent with one, opens and clicks only with
/// the one that tracks.
fn is_tracked(email: &Email, tracked: Option<&str>) -> bool {
    email.configuration_set.is_some() && email.configuration_set.as_deref() == tracked
}
