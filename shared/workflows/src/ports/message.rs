//! Messages: their rows, the guards of the day, the joins of SMS receipts, suppressions, counts, dead letters.

use std::collections::BTreeMap;

use async_trait::async_trait;
use carebell_domain::contact::{EmailAddress, PhoneNumber};
use carebell_domain::decide::{DayGuard, Finding, SkipReason, Suppression};
use carebell_domain::message::{Status, Steps};
use carebell_domain::receipt::SnsReceipt;
use carebell_domain::{AppointmentId, Channel, ClientId, Event, Language, LocationId, MessageId, ResourceId, TenantId};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{DayOf, Page, PortError};

/// A message as the summary keeps it. What a receipt alone can write is [`Steps`]; all else comes with the one write
/// of the sender.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageRecord {
    /// Identifier.
    pub id: MessageId,
    /// Event.
    pub event: Event,
    /// Channel.
    pub channel: Channel,
    /// To which client; `None` where it is to the centre, as with the next ones.
    pub client: Option<ClientId>,
    /// About which appointment.
    pub appointment: Option<AppointmentId>,
    /// The generation or notice number of the occasion; to the centre, how many notices it tells.
    pub number: u32,
    /// The message that this one repeats, because nobody told what became of it.
    pub repeats: Option<MessageId>,
    /// With whom the appointment was.
    pub resource: Option<ResourceId>,
    /// Where.
    pub location: Option<LocationId>,
    /// The address or number written to; `None` where nothing was sent.
    pub recipient: Option<String>,
    /// Language of the text.
    pub language: Option<Language>,
    /// The name that the provider gave it.
    pub provider_id: Option<String>,
    /// SMS segments.
    pub segments: Option<u8>,
    /// Why it was not sent.
    pub skipped: Option<SkipReason>,
    /// All the rules that held, where it was not sent.
    pub trace: Vec<Finding>,
    /// What was sent, so that it can be shown again while bodies are kept.
    pub body: Option<Body>,
    /// When it was claimed or skipped.
    pub at: Timestamp,
    /// Until when the row is kept.
    pub keep_until: Timestamp,
    /// The steps so far.
    pub steps: Steps,
}

/// The text of a message as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Subject of an e-mail.
    pub subject: Option<String>,
    /// The SMS, or the plain-text part of the e-mail.
    pub text: String,
}

/// The name of a message within its tenant. A receipt that knows it needs no look-up.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageKey {
    /// Whose.
    pub tenant: TenantId,
    /// Which.
    pub id: MessageId,
}

/// Which messages the summary is to show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MessageQuery {
    /// First day (UTC, day of the claim).
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Only this event.
    pub event: Option<Event>,
    /// Only this channel.
    pub channel: Option<Channel>,
    /// Only this status.
    pub status: Option<Status>,
    /// Only this skip reason.
    pub reason: Option<SkipReason>,
    /// Only about this resource's appointments.
    pub resource: Option<ResourceId>,
    /// Only about appointments at this location.
    pub location: Option<LocationId>,
    /// Only to this client.
    pub client: Option<ClientId>,
    /// Only to this address or number, as stored (E.164, lower-case domain).
    pub recipient: Option<String>,
}

/// Whether the day was free for a reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GuardTaken {
    /// It was, or was ours already.
    Ours,
    /// Another reminder has it.
    Theirs(DayGuard),
}

/// What the two halves of an SMS know once both are there.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinedSms {
    /// The message.
    pub key: MessageKey,
    /// The steps that receipts brought before the message was known.
    pub steps: Steps,
}

/// The rows of messages.
#[async_trait]
pub trait Messages: Send + Sync {
    /// Writes what the sender knows of a message. Steps that receipts brought before are kept. A row that was
    /// erased stays without personal data.
    async fn record(&self, tenant: &TenantId, message: &MessageRecord) -> Result<(), PortError>;

    /// Adds steps to a message, each if it is not there yet. Creates the row where there is none.
    async fn step(&self, key: &MessageKey, steps: &Steps) -> Result<(), PortError>;

    /// One message. A row that only receipts have written so far is none yet.
    async fn get(&self, key: &MessageKey) -> Result<Option<MessageRecord>, PortError>;

    /// Several messages; unknown ones are left out.
    async fn get_all(&self, tenant: &TenantId, ids: &[MessageId]) -> Result<Vec<MessageRecord>, PortError>;

    /// The message summary, newest day first.
    async fn list(
        &self,
        tenant: &TenantId,
        query: &MessageQuery,
        after: Option<&str>,
        limit: usize,
        today: Date,
    ) -> Result<Page<MessageRecord>, PortError>;

    /// Takes a day for a reminder.
    async fn take_day(&self, tenant: &TenantId, whose: &DayOf, guard: &DayGuard) -> Result<GuardTaken, PortError>;

    /// Gives a day back, if this message still has it.
    async fn free_day(&self, tenant: &TenantId, whose: &DayOf, guard: &DayGuard) -> Result<(), PortError>;

    /// The sender's half: the provider calls this message `provider_id`. Gives what receipts brought before.
    async fn join_sms(&self, provider_id: &str, key: &MessageKey) -> Result<Steps, PortError>;

    /// The receipt's half: a step of what the provider calls so. `None` where the sender has yet to come; then the
    /// receipt can be found by its number too.
    async fn sms_receipt(&self, receipt: &SnsReceipt) -> Result<Option<MessageKey>, PortError>;

    /// The provider's names of those SMS to a number (in E.164), taken on between two instants, of which receipts tell
    /// and no sender does.
    async fn stray_sms(&self, e164: &str, from: Timestamp, to: Timestamp) -> Result<Vec<String>, PortError>;
}

/// Suppressed addresses of a tenant.
#[async_trait]
pub trait Suppressions: Send + Sync {
    /// Why the number and the mailbox may not be written to.
    async fn suppressed(
        &self,
        tenant: &TenantId,
        mobile: Option<&PhoneNumber>,
        email: Option<&EmailAddress>,
    ) -> Result<(Option<Suppression>, Option<Suppression>), PortError>;

    /// Suppresses a mailbox.
    async fn suppress_email(
        &self,
        tenant: &TenantId,
        email: &EmailAddress,
        why: Suppression,
        at: Timestamp,
    ) -> Result<(), PortError>;

    /// Suppresses a number, in E.164.
    async fn suppress_sms(
        &self,
        tenant: &TenantId,
        e164: &str,
        why: Suppression,
        at: Timestamp,
    ) -> Result<(), PortError>;
}

/// The daily number of SMS of a tenant.
#[async_trait]
pub trait SmsQuota: Send + Sync {
    /// Takes one SMS (of so many segments) out of the day's number. `false` where none is left.
    async fn take(&self, tenant: &TenantId, day: Date, cap: u32, segments: u8) -> Result<bool, PortError>;
}

/// Of what a count is: a cell of the summary's table.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Count {
    /// Event.
    pub event: Event,
    /// Channel.
    pub channel: Channel,
    /// Status.
    pub status: Status,
    /// Why, where skipped.
    pub reason: Option<SkipReason>,
}

/// How one batch of the stream changes the counts of a tenant's day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountDelta {
    /// Whose.
    pub tenant: TenantId,
    /// Which day (of the messages' identifiers).
    pub day: Date,
    /// Added to each cell.
    pub cells: BTreeMap<Count, i64>,
    /// The last sequence number of the stream that is in it, padded to a fixed width.
    pub last_sequence: String,
}

/// The counts of messages per day.
#[async_trait]
pub trait Counts: Send + Sync {
    /// The last sequence number that a tenant's day has counted, padded; empty where none.
    async fn counted_up_to(&self, tenant: &TenantId, day: Date) -> Result<String, PortError>;

    /// Adds a delta, if the last sequence number is still `after`. `false` where another run came first.
    async fn add(&self, delta: &CountDelta, after: &str) -> Result<bool, PortError>;

    /// The counts of days, oldest first; days without any are left out.
    async fn days(
        &self,
        tenant: &TenantId,
        from: Date,
        to: Date,
    ) -> Result<Vec<(Date, BTreeMap<Count, i64>)>, PortError>;
}

/// Something that could not be processed.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadLetter {
    /// Identifier: the same letter twice is one.
    pub id: String,
    /// Whose, where that can be told.
    pub tenant: Option<TenantId>,
    /// Where it came from: a queue or function.
    pub origin: String,
    /// Why it could not be processed.
    pub reason: String,
    /// The letter itself, so that it can be replayed.
    pub body: String,
    /// When it was given up.
    pub at: Timestamp,
}

/// What could not be processed, kept.
#[async_trait]
pub trait DeadLetters: Send + Sync {
    /// Keeps a letter.
    async fn keep(&self, letter: &DeadLetter) -> Result<(), PortError>;

    /// The letters of a month (`yyyy-mm`), newest first: a tenant's, or with `None` those of nobody.
    async fn list(
        &self,
        tenant: Option<&TenantId>,
        month: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Page<DeadLetter>, PortError>;
}
