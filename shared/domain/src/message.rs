//! A message as the summary shows it: the steps it went through, and the status that follows from them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::centre::Notice;
use crate::decide::Occasion;
use crate::event::text_form;
use crate::ids::{IdError, MessageId, derived};
use crate::{AppointmentId, UserId};

/// Where a message stands. The order is the order of progress: the status is the farthest step reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = MessageStatus))]
pub enum Status {
    /// Will go at its time. Derived, never stored.
    Planned,
    /// Handed to the queue.
    Queued,
    /// Being handed to the provider.
    Sending,
    /// The provider's answer was lost: it may have gone, it may not.
    Unknown,
    /// Accepted by the provider.
    Sent,
    /// Refused by the provider, or not delivered.
    Failed,
    /// Delivered.
    Delivered,
    /// Returned by the recipient's server.
    Bounced,
    /// Opened, as far as that can be told.
    Read,
    /// A button of one of our pages was pressed.
    Clicked,
    /// Reported as spam by the recipient.
    Complained,
    /// Not sent, by a rule.
    Skipped,
    /// Withdrawn before it was sent.
    Cancelled,
}

impl Status {
    /// Every status, in order.
    pub const ALL: [Self; 13] = [
        Self::Planned,
        Self::Queued,
        Self::Sending,
        Self::Unknown,
        Self::Sent,
        Self::Failed,
        Self::Delivered,
        Self::Bounced,
        Self::Read,
        Self::Clicked,
        Self::Complained,
        Self::Skipped,
        Self::Cancelled,
    ];

    /// The name on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Delivered => "delivered",
            Self::Bounced => "bounced",
            Self::Read => "read",
            Self::Clicked => "clicked",
            Self::Complained => "complained",
            Self::Skipped => "skipped",
            Self::Cancelled => "cancelled",
        }
    }
}

text_form!(Status);

/// One step: when it happened and what the provider said, in the provider's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    /// When it happened, by the provider's clock where it tells.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// The provider's own words, without the recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// The steps of a message. Each is set once and never changed, so order and repetition of receipts cannot matter.
pub type Steps = BTreeMap<Status, Step>;

/// The status of a message: the farthest of its steps. Without any it is being sent.
///
/// A skipped or cancelled message that a receipt nevertheless speaks of was sent after all: it shows the receipt.
#[must_use]
pub fn status(steps: &Steps) -> Status {
    let sent = steps.keys().filter(|step| **step < Status::Skipped).max();
    sent.or_else(|| steps.keys().max()).copied().unwrap_or(Status::Sending)
}

/// The identifier of the message of an occasion, claimed at an instant.
///
/// # Errors
/// Never: a derived name is well formed. The type says so for the caller's `?`.
pub fn message_id(
    appointment: &AppointmentId,
    occasion: Occasion,
    claimed_at: Timestamp,
) -> Result<MessageId, IdError> {
    let Occasion { event, channel, number, repeat } = occasion;
    let (appointment, number) = (appointment.to_string(), number.to_string());
    let mut parts = vec![event.as_str(), &appointment, &number, channel.as_str()];
    parts.extend(repeat.then_some("repeat"));
    dated(&parts, claimed_at)
}

/// The identifier of an e-mail to the centre, claimed at an instant: that of the first notice that it tells, and of whom
/// it is for.
///
/// # Errors
/// Never: a derived name is well formed. The type says so for the caller's `?`.
pub fn centre_message_id(first: &Notice, to: Option<&UserId>, claimed_at: Timestamp) -> Result<MessageId, IdError> {
    let to = to.map_or("", UserId::as_str);
    dated(&["centre", first.matter.as_str(), first.id.as_str(), to], claimed_at)
}

fn dated(parts: &[&str], claimed_at: Timestamp) -> Result<MessageId, IdError> {
    let day = jiff::tz::TimeZone::UTC.to_datetime(claimed_at).date();
    let name = derived(parts);
    format!("{:04}{:02}{:02}-{name}", day.year(), day.month(), day.day()).parse()
}

/// The UTC day in a message's identifier: that of its claim. `None` where the identifier has none.
#[must_use]
pub fn day_of(id: &MessageId) -> Option<Date> {
    let (day, _) = id.as_str().split_once('-')?;
    if day.len() != 8 || !day.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    Date::new(day[..4].parse().ok()?, day[4..6].parse().ok()?, day[6..].parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Channel, Event};

    fn steps(names: &[Status]) -> Steps {
        names.iter().map(|name| (*name, Step { at: Timestamp::UNIX_EPOCH, words: None })).collect()
    }

    #[test]
    fn the_status_is_the_farthest_step_in_any_order() {
        for (reached, expected) in [
            (&[][..], Status::Sending),
            (&[Status::Sent, Status::Delivered], Status::Delivered),
            (&[Status::Delivered, Status::Sent], Status::Delivered),
            (&[Status::Sent, Status::Failed], Status::Failed),
            (&[Status::Sent, Status::Failed, Status::Delivered], Status::Delivered),
            (&[Status::Unknown], Status::Unknown),
            (&[Status::Unknown, Status::Sent], Status::Sent),
            (&[Status::Skipped], Status::Skipped),
            (&[Status::Skipped, Status::Delivered], Status::Delivered),
            (&[Status::Read, Status::Delivered], Status::Read),
        ] {
            assert_eq!(status(&steps(reached)), expected, "{reached:?}");
        }
    }

    #[test]
    fn other_identifiers_have_no_day() {
        for id in ["20261303-V3K2", "2026060-V3K2X", "abcdefgh-V3K2", "2026060312"] {
            assert_eq!(day_of(&id.parse().expect("well formed")), None, "{id}");
        }
    }

    #[test]
    fn an_occasion_has_one_message_a_channel() {
        let appointment: AppointmentId = "c.a".parse().expect("well formed");
        let at: Timestamp = "2026-06-03T13:30:00Z".parse().expect("an instant");
        let occasion = |channel| Occasion { event: Event::AppointmentCancelled, channel, number: 1, repeat: false };
        let id = |channel| message_id(&appointment, occasion(channel), at).expect("well formed");
        assert!(id(Channel::Sms).as_str().starts_with("20260603-"));
        assert_eq!(id(Channel::Sms), id(Channel::Sms));
        assert_eq!(day_of(&id(Channel::Sms)), Some(jiff::civil::date(2026, 6, 3)));
        assert_ne!(id(Channel::Sms), id(Channel::Email));
        let repeat = occasion(Channel::Sms).repeated().expect("one is permitted");
        assert_ne!(message_id(&appointment, repeat, at).expect("well formed"), id(Channel::Sms));
    }
}
