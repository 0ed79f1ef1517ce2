//! SNS for phone numbers, AWS's query protocol: a form in, XML out, all at `POST /`.

mod answer;
pub(crate) mod error;
mod form;
mod log;
mod parts;
mod publish;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Response};

use crate::magic;
use crate::message::Kind;
use crate::server::LostAnswer;
use crate::state::State;
use answer::{answer, element, entry};
use error::SnsError;
use form::Form;

pub(crate) async fn call(
    Shared(state): Shared<Arc<State>>,
    Extension(caller): Extension<SocketAddr>,
    body: Bytes,
) -> Response {
    let form = Form::read(&body);
    match form.get("Action").unwrap_or_default() {
        "Publish" => publish(&state, &form, caller).await,
        "CheckIfPhoneNumberIsOptedOut" => {
            let opted_out = magic::of_phone(form.get("phoneNumber").unwrap_or_default()) == magic::OPTED_OUT;
            answer("CheckIfPhoneNumberIsOptedOut", &element("isOptedOut", &opted_out.to_string()))
        }
        "SetSMSAttributes" => {
            state.set_sms_attributes(form.map("attributes", "key", "value"));
            answer("SetSMSAttributes", "")
        }
        "GetSMSAttributes" => {
            let entries: String = state.sms_attributes().iter().map(|(key, value)| entry(key, value)).collect();
            answer("GetSMSAttributes", &format!("<attributes>{entries}</attributes>"))
        }
        other => SnsError::invalid_action(other).into_response(),
    }
}

async fn publish(state: &Arc<State>, form: &Form, caller: SocketAddr) -> Response {
    match publish::publish(state, form, caller).await {
        Ok(accepted) if accepted.answer_lost => LostAnswer.into_response(),
        Ok(accepted) => answer("Publish", &element("MessageId", &accepted.id)),
        Err(error) => {
            let to = form.get("PhoneNumber").unwrap_or_default();
            state.refuse(Kind::Sms, to, error.code, &error.message);
            error.into_response()
        }
    }
}
