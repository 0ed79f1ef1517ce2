//! The providers: one call each, never retried inside.

use async_trait::async_trait;
use carebell_domain::MessageId;
use carebell_domain::TenantId;
use carebell_domain::contact::{EmailAddress, PhoneNumber, SmsSender};

/// What became of a call to the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Taken on, under the provider's own name for it.
    Accepted {
        /// The provider's name for the message.
        provider_id: String,
    },
    /// Refused for good: it was not and will not be sent.
    Refused {
        /// The provider's words.
        words: String,
    },
    /// Refused for now: it was not sent, and may be tried later.
    Throttled {
        /// The provider's words.
        words: String,
    },
    /// The answer was lost: it may have been sent.
    Unknown {
        /// What is known.
        words: String,
    },
}

/// An e-mail to one recipient.
#[derive(Clone, Debug)]
pub struct EmailOut {
    /// Whose; comes back in every receipt.
    pub tenant: TenantId,
    /// Which message; comes back in every receipt.
    pub message: MessageId,
    /// Display name of the sender.
    pub from_name: String,
    /// The tenant's own verified address; `None` is the platform's.
    pub from: Option<EmailAddress>,
    /// Where replies go.
    pub reply_to: Option<EmailAddress>,
    /// The recipient.
    pub to: EmailAddress,
    /// Subject, header-safe.
    pub subject: String,
    /// HTML part.
    pub html: String,
    /// Plain-text part.
    pub text: String,
    /// Whether opens are tracked: another configuration set.
    pub track_opens: bool,
}

/// An SMS to one number.
#[derive(Clone, Debug)]
pub struct SmsOut {
    /// Whose.
    pub tenant: TenantId,
    /// Which message.
    pub message: MessageId,
    /// The sender; `None` leaves it to the provider.
    pub sender: Option<SmsSender>,
    /// The recipient.
    pub to: PhoneNumber,
    /// The text.
    pub text: String,
}

/// Sends e-mails.
#[async_trait]
pub trait EmailChannel: Send + Sync {
    /// Hands one e-mail to the provider: one call, no retry.
    async fn send(&self, email: &EmailOut) -> Outcome;
}

/// Sends SMS.
#[async_trait]
pub trait SmsChannel: Send + Sync {
    /// Hands one SMS to the provider: one call, no retry.
    async fn send(&self, sms: &SmsOut) -> Outcome;
}
