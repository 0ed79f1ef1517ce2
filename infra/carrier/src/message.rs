//! What the carrier keeps of each call.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The two things that are carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Sent through SES.
    Email,
    /// Sent through SNS.
    Sms,
}

/// A message that was accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// The identifier that the sender got, or would have got.
    pub id: String,
    /// When it was accepted.
    pub at: Timestamp,
    /// What it is.
    pub kind: Kind,
    /// The mailbox or number it went to: the first recipient.
    pub to: String,
    /// The sender's end of the connection.
    pub caller: SocketAddr,
    /// What became of the answer.
    pub answer: Answer,
    /// The receipts that follow, in the order of their instants.
    pub receipts: Vec<Receipt>,
    /// The message itself, under `email` or `sms`.
    #[serde(flatten)]
    pub content: Content,
}

impl Message {
    /// The e-mail, if it is one.
    pub fn email(&self) -> Option<&Email> {
        match &self.content {
            Content::Email(email) => Some(email),
            Content::Sms(_) => None,
        }
    }

    /// The SMS, if it is one.
    pub fn sms(&self) -> Option<&Sms> {
        match &self.content {
            Content::Sms(sms) => Some(sms),
            Content::Email(_) => None,
        }
    }
}

/// What became of the answer to an accepted call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The sender got the identifier.
    Given,
    /// The connection was closed instead.
    Lost,
    /// The sender still waits for it.
    Held,
    /// The sender went away while it waited.
    Abandoned,
}

/// A call that was answered with an error; nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// When.
    pub at: Timestamp,
    /// What would have been sent.
    pub kind: Kind,
    /// To whom; empty if the call did not say.
    pub to: String,
    /// AWS's name of the error.
    pub error: String,
    /// Its words.
    pub message: String,
}

/// One receipt of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// SES's `eventType`, or the `status` of an SMS delivery log.
    pub event: String,
    /// When it is published.
    pub due: Timestamp,
    /// When the emulator had taken it; without an emulator, when it was due.
    pub published: Option<Timestamp>,
    /// Why the emulator did not take it, after the last attempt.
    pub error: Option<String>,
}

/// The content of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// An e-mail.
    Email(Email),
    /// An SMS.
    Sms(Sms),
}

/// An e-mail as `SendEmail` gave it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Email {
    /// `FromEmailAddress`, display name included.
    pub from: String,
    /// `ReplyToAddresses`.
    pub reply_to: Vec<String>,
    /// All recipients, `To` first, then `Cc` and `Bcc`.
    pub destination: Vec<String>,
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: Option<String>,
    /// The HTML part.
    pub html: Option<String>,
    /// The headers that the sender added, in their order.
    pub headers: Vec<Header>,
    /// The attachments.
    pub attachments: Vec<Attachment>,
    /// `EmailTags`.
    pub tags: BTreeMap<String, String>,
    /// `ConfigurationSetName`.
    pub configuration_set: Option<String>,
}

impl Email {
    /// The value of the first header of that name, in any case of letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).map(|header| header.value.as_str())
    }
}

/// A header that the sender added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// An attachment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The file's name.
    pub name: String,
    /// Its media type, if the sender gave one.
    pub content_type: Option<String>,
    /// `ATTACHMENT` or `INLINE`, if the sender gave it.
    pub disposition: Option<String>,
    /// The octets, in base64.
    pub base64: String,
}

/// An SMS as `Publish` gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sms {
    /// The text.
    pub text: String,
    /// The parts that a phone gets it in.
    pub parts: usize,
    /// `MessageAttributes`, such as `AWS.SNS.SMS.SenderID`.
    pub attributes: BTreeMap<String, String>,
}

impl Sms {
    /// `AWS.SNS.SMS.SenderID`.
    pub fn sender_id(&self) -> Option<&str> {
        self.attribute("AWS.SNS.SMS.SenderID")
    }

    /// A message attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}
