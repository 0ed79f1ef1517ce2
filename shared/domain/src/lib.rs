//! The rules of Carebell, pure: whether, when and how one message goes out.
//!
//! No clock, no I/O, no randomness, no environment: every function here gives the same answer for the same
//! arguments. `now` is a value. What acts on the answers lives in `carebell-workflows`.
//!
//! Where to look: [`decide`](mod@decide) (one message: send, wait or skip), [`agenda`] (all that one appointment
//! plans), [`time`] (leads, sending hours, zones), [`text`] (placeholders, rendering, built-in texts), [`locale`]
//! (dates and money in words), [`sms`] (encoding, segments), [`contact`] (phone numbers, mailboxes, senders),
//! [`model`] (what the clinic knows), [`centre`] (what its administrators are told), [`link`] (signed links), [`message`] (steps and status of a message).

pub mod agenda;
pub mod centre;
pub mod contact;
pub mod decide;
pub mod event;
#[cfg(any(test, feature = "fixtures"))]
pub mod fixtures;
pub mod ids;
pub mod language;
pub mod link;
pub mod locale;
pub mod message;
pub mod model;
pub mod receipt;
#[cfg(feature = "openapi")]
mod schema;
pub mod sms;
pub mod text;
pub mod time;

pub use event::{Channel, Event};
pub use ids::{
    AppointmentId, ClientId, GroupId, InsuranceId, ItemId, LocationId, MatterId, MessageId, NoticeId, PatientId,
    ResourceId, ServiceId, TenantId, UserId,
};

pub use language::Language;
