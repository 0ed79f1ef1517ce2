//! Figures of the message summary.

use std::collections::BTreeMap;

use carebell_domain::message::Status;
use jiff::civil::Date;

use crate::ports::Count;

/// How much of what was handed to a provider arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Messages handed to a provider.
    pub sent: u64,
    /// Those that are known to have arrived.
    pub delivered: u64,
}

impl Share {
    /// The share that operators expect, in parts of a thousand.
    pub const EXPECTED_PER_MILLE: u64 = 990;

    /// The share in parts of a thousand, rounded down; `None` where nothing was sent.
    #[must_use]
    pub const fn per_mille(self) -> Option<u64> {
        (self.delivered * 1000).checked_div(self.sent)
    }
}

/// Whether a status means that a provider was told.
const fn was_sent(status: Status) -> bool {
    !matches!(status, Status::Planned | Status::Queued | Status::Sending | Status::Skipped | Status::Cancelled)
}

/// Whether a status means that the message arrived.
const fn has_arrived(status: Status) -> bool {
    matches!(status, Status::Delivered | Status::Read | Status::Clicked | Status::Complained)
}

/// The share of messages delivered over some days.
#[must_use]
pub fn delivered_share(days: &[(Date, BTreeMap<Count, i64>)]) -> Share {
    let mut share = Share::default();
    for (count, number) in days.iter().flat_map(|(_, cells)| cells) {
        // A cell below zero is one whose other half is still to be counted.
        let number = u64::try_from(*number).unwrap_or(0);
        if was_sent(count.status) {
            share.sent += number;
        }
        if has_arrived(count.status) {
            share.delivered += number;
        }
    }
    share
}

#[cfg(test)]
mod tests {
    use carebell_domain::{Channel, Event};

    use super::*;

    #[test]
    fn skipped_messages_are_no_part_of_the_share() {
        let cells = [
            (Status::Delivered, 196),
            (Status::Read, 2),
            (Status::Bounced, 1),
            (Status::Sent, 1),
            (Status::Skipped, 40),
            (Status::Failed, -1),
        ];
        let cells = cells.map(|(status, number)| {
            (Count { event: Event::AppointmentReminder, channel: Channel::Sms, status, reason: None }, number)
        });
        let share = delivered_share(&[(jiff::civil::date(2026, 6, 1), cells.into())]);
        assert_eq!(share, Share { sent: 200, delivered: 198 });
        assert_eq!(share.per_mille(), Some(990));
        assert_eq!(Share::default().per_mille(), None);
    }
}
