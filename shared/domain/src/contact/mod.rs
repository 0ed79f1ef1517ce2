//! How people are reached, and in whose name: phone numbers, mailboxes, senders.
//!
//! A value of these types has passed its rules; reading one back from storage repeats only what is cheap. Phone
//! numbers and mailboxes are personal data: they have no `Display`, and `Debug` does not show them.

mod country;
mod email;
mod email_error;
mod nanp;
mod numbering;
mod phone;
mod phone_error;
mod redact;
mod sender;
mod sms_rule;
mod typo;
mod verified;

#[cfg(test)]
mod phone_tests;

pub use country::{Country, UnknownCountry};
pub use email::EmailAddress;
pub use email_error::EmailError;
pub use phone::{LineKind, PhoneNumber};
pub use phone_error::PhoneError;
pub use sender::{SenderName, SenderNameError, SmsSender, SmsSenderError};
pub use sms_rule::{SmsRefusal, sms_allowed};
pub use verified::{EmailIdentity, VerifiedSenders};

pub(crate) use redact::redacted;
