//! A text as the API takes and shows it.

use std::borrow::Cow;

use carebell_domain::sms::{Measure, measure, plain_unless_dearer};
use carebell_domain::text::builtin;
use carebell_domain::text::lint::{Finding, lint};
use carebell_domain::{Channel, Event, Language};
use carebell_workflows::ports::TenantText;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Value, to_value};
use utoipa::ToSchema;

use super::put::words;
use super::{Which, html};
use crate::check::{EMAIL_BODY, Faults, SUBJECT};
use crate::contact::Warning;
use crate::problem::Problem;

/// The text of an event on a channel in a language.
#[derive(Serialize, ToSchema)]
#[schema(as = Text)]
pub(crate) struct TextShape {
    /// The event.
    event: Event,
    /// The channel.
    channel: Channel,
    /// The language.
    language: Language,
    /// Whether it is the tenant's own; else it is the product's.
    own: bool,
    /// Subject of an e-mail, with placeholders.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// The SMS, or the inner HTML of the e-mail, with placeholders.
    body: String,
    /// What the text itself costs as SMS, its placeholders as they are written; in plain letters where the centre sends
    /// those.
    #[serde(skip_serializing_if = "Option::is_none")]
    sms: Option<Measure>,
}

/// A text to be written. What an answer shows beside it may be sent back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewText {
    /// Subject of an e-mail, with placeholders; an SMS has none.
    #[schema(max_length = 200)]
    subject: Option<String>,
    /// The SMS (at most 10 segments), or the inner HTML of the e-mail (at most 200 KB), with placeholders.
    #[schema(max_length = 204_800)]
    body: String,
    /// As an answer shows it.
    #[serde(default, rename = "event")]
    #[schema(ignore)]
    _event: IgnoredAny,
    /// As an answer shows it.
    #[serde(default, rename = "channel")]
    #[schema(ignore)]
    _channel: IgnoredAny,
    /// As an answer shows it.
    #[serde(default, rename = "language")]
    #[schema(ignore)]
    _language: IgnoredAny,
    /// As an answer shows it.
    #[serde(default, rename = "own")]
    #[schema(ignore)]
    _own: IgnoredAny,
    /// As an answer shows it.
    #[serde(default, rename = "sms")]
    #[schema(ignore)]
    _sms: IgnoredAny,
    /// As an answer shows it.
    #[serde(default, rename = "warnings")]
    #[schema(ignore)]
    _warnings: IgnoredAny,
}

impl TextShape {
    /// The product's text. `plain`: whether SMS are written in plain letters.
    pub(super) fn product(which: Which, plain: bool) -> Self {
        let (event, channel, language) = which;
        let text = match channel {
            Channel::Sms => TenantText { subject: None, body: builtin::sms(event, language).to_owned() },
            Channel::Email => {
                let email = builtin::email(event, language, false);
                TenantText { subject: Some(email.subject.to_owned()), body: email.html.to_owned() }
            }
        };
        Self { own: false, ..Self::own(which, text, plain) }
    }

    /// The tenant's own text. `plain`: whether SMS are written in plain letters.
    pub(super) fn own((event, channel, language): Which, text: TenantText, plain: bool) -> Self {
        let TenantText { subject, body } = text;
        let sms = (channel == Channel::Sms).then(|| measure(&as_sent(&body, plain)));
        Self { event, channel, language, own: true, subject, body, sms }
    }

    /// For the audit.
    pub(super) fn as_value(&self) -> Result<Value, Problem> {
        let Self { subject, body, .. } = self;
        let text = TenantText { subject: subject.clone(), body: body.clone() };
        to_value(&text).map_err(|error| Problem::internal("A text cannot be written", &error))
    }
}

/// An SMS in the letters in which it goes out.
pub(super) fn as_sent(body: &str, plain: bool) -> Cow<'_, str> {
    if plain { plain_unless_dearer(body) } else { Cow::Borrowed(body) }
}

impl NewText {
    /// As it is stored, once every field is right. HTML is cleaned of whatever could run or hide. `plain`: whether SMS
    /// are written in plain letters.
    pub(super) fn check(self, event: Event, channel: Channel, plain: bool, faults: &mut Faults) -> TenantText {
        let Self { subject, body, .. } = self;
        match (channel, &subject) {
            (Channel::Sms, None) => {}
            (Channel::Sms, Some(_)) => faults.add("/subject", "an SMS has no subject"),
            (Channel::Email, Some(subject)) => {
                faults.filled("/subject", subject);
                faults.line("/subject", subject, SUBJECT);
                refuse(faults, "/subject", subject, event);
            }
            (Channel::Email, None) => faults.add("/subject", "an e-mail needs a subject"),
        }
        let refused = refuse(faults, "/body", &body, event);
        let body = match channel {
            Channel::Sms => {
                if let Err(error) = measure(&as_sent(&body, plain)).within_limit() {
                    faults.over("/body", error.limit, error.parts, "SMS");
                }
                body
            }
            Channel::Email if body.len() > EMAIL_BODY => {
                faults.over("/body", EMAIL_BODY, body.len(), "bytes");
                body
            }
            Channel::Email => {
                let clean = html::clean(&body);
                // `&` becomes `&amp;`.
                if clean.len() > EMAIL_BODY {
                    faults.over("/body", EMAIL_BODY, clean.len(), "bytes, signs of HTML written out");
                }
                // Cleaning can make one out of what was none, such as `TRD&#57;9`.
                if !refused {
                    refuse(faults, "/body", &clean, event);
                }
                clean
            }
        };
        faults.filled("/body", &body);
        TenantText { subject, body }
    }
}

/// Names every placeholder that a text of this event cannot have, with its position. Tells whether there was any.
fn refuse(faults: &mut Faults, pointer: &str, text: &str, event: Event) -> bool {
    let mut refused = false;
    for Finding { problem, written, position } in lint(text, event, false) {
        if problem.refuses() {
            let problem = words(problem);
            faults.add(pointer, format!("{written} at character {position} {problem}"));
            refused = true;
        }
    }
    refused
}

/// A text that was saved, with what looks like a slip in it.
#[derive(Serialize, ToSchema)]
pub(crate) struct SavedText {
    /// The text as it is stored.
    #[serde(flatten)]
    pub(super) text: TextShape,
    /// What looks like a slip, or costs more than it need.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) warnings: Vec<Warning>,
}
