//! A message as the API shows it.

use carebell_domain::decide::{Finding, SkipReason};
use carebell_domain::message::{Status, Steps, status};
use carebell_domain::{AppointmentId, Channel, ClientId, Event, Language, LocationId, MessageId, ResourceId};
use carebell_workflows::ports::MessageRecord;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A rule that held against a message.
#[derive(Serialize, ToSchema)]
pub(crate) struct Rule {
    /// The rule.
    reason: SkipReason,
    /// The rule in a sentence.
    sentence: &'static str,
    /// The reminder that named the appointment, for `reminded_today`.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<MessageId>,
}

/// The rules that held: the reason first.
pub(crate) fn rules(reason: Option<SkipReason>, trace: &[Finding]) -> Vec<Rule> {
    let rule = |finding: &Finding| Rule {
        reason: finding.reason,
        sentence: finding.reason.sentence(),
        message: finding.message.clone(),
    };
    if trace.is_empty() {
        return reason.map(|reason| rule(&reason.into())).into_iter().collect();
    }
    trace.iter().map(rule).collect()
}

/// A step of a message.
#[derive(Serialize, ToSchema)]
#[schema(as = MessageStep)]
pub(crate) struct StepShape {
    /// What was reached.
    status: Status,
    /// When, by the provider's clock where it tells.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The provider's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

/// The steps of a message, in order of time.
pub(crate) fn steps(steps: &Steps) -> Vec<StepShape> {
    let mut shown: Vec<StepShape> = steps
        .iter()
        .map(|(status, step)| StepShape { status: *status, at: step.at, words: step.words.clone() })
        .collect();
    shown.sort_by_key(|step| step.at);
    shown
}

/// A message: what was sent, or why it was not.
#[derive(Serialize, ToSchema)]
#[schema(as = Message)]
pub(crate) struct MessageShape {
    /// Identifier.
    id: MessageId,
    /// Event.
    event: Event,
    /// Channel.
    channel: Channel,
    /// Where it stands: the farthest of its steps.
    status: Status,
    /// To which client; left out, as the next three, where it is to the centre's administrators.
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<ClientId>,
    /// About which appointment.
    #[serde(skip_serializing_if = "Option::is_none")]
    appointment: Option<AppointmentId>,
    /// With whom the appointment was.
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<ResourceId>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<LocationId>,
    /// The address or number written to; null where nothing was sent.
    recipient: Option<String>,
    /// Language of the text.
    language: Option<Language>,
    /// SMS segments.
    segments: Option<u8>,
    /// The message that this one repeats, because nobody told what became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    repeats: Option<MessageId>,
    /// Why it was not sent: every rule that held, the first of which is the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rules: Vec<Rule>,
    /// When it was taken on or skipped.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Its history.
    steps: Vec<StepShape>,
    /// Subject of the e-mail, while bodies are kept. Lists leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// The SMS, or the plain-text part of the e-mail, while bodies are kept. Lists leave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl From<MessageRecord> for MessageShape {
    fn from(record: MessageRecord) -> Self {
        let (subject, text) = record.body.map_or((None, None), |body| (body.subject, Some(body.text)));
        Self {
            status: status(&record.steps),
            rules: rules(record.skipped, &record.trace),
            steps: steps(&record.steps),
            id: record.id,
            event: record.event,
            channel: record.channel,
            client: record.client,
            appointment: record.appointment,
            resource: record.resource,
            location: record.location,
            recipient: record.recipient,
            language: record.language,
            segments: record.segments,
            repeats: record.repeats,
            at: record.at,
            subject,
            text,
        }
    }
}

impl MessageShape {
    /// As a list shows it.
    pub(super) fn without_text(self) -> Self {
        Self { subject: None, text: None, ..self }
    }
}
