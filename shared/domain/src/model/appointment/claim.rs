//! The claims of an appointment: which messages have been taken on, by which job.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::decide::SkipReason;
use crate::{Channel, Event};

/// What a claim is on: an event on a channel, and the generation or notice number that makes it the only one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClaimKey {
    /// The event.
    pub event: Event,
    /// The channel.
    pub channel: Channel,
    /// The generation for reminders, the notice number for notifications.
    pub number: u32,
}

/// That a message has been taken on, and by whom. It is written before the provider is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// When it was first taken.
    pub at: Timestamp,
    /// The job that took it.
    pub job: String,
    /// Why nothing was sent, where that was the decision. Final.
    pub skipped: Option<SkipReason>,
}

/// The claims of one appointment.
pub type Claims = BTreeMap<ClaimKey, Claim>;

/// A stored claim that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stored claim cannot be read")]
pub struct BadClaim;

const fn event_code(event: Event) -> &'static str {
    match event {
        Event::AppointmentRequested => "q",
        Event::AppointmentCreated => "c",
        Event::AppointmentApproved => "a",
        Event::AppointmentModified => "m",
        Event::AppointmentCancelled => "x",
        Event::AppointmentReminder => "r",
    }
}

const fn channel_code(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "s",
        Channel::Email => "e",
    }
}

/// The short stored form, for example `r.s.0`: an appointment's item is kept under one kilobyte.
impl fmt::Display for ClaimKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", event_code(self.event), channel_code(self.channel), self.number)
    }
}

impl FromStr for ClaimKey {
    type Err = BadClaim;

    fn from_str(text: &str) -> Result<Self, BadClaim> {
        let mut parts = text.split('.');
        let mut next = || parts.next().ok_or(BadClaim);
        let (event, channel, number) = (next()?, next()?, next()?);
        Ok(Self {
            event: Event::ALL.into_iter().find(|one| event_code(*one) == event).ok_or(BadClaim)?,
            channel: Channel::ALL.into_iter().find(|one| channel_code(*one) == channel).ok_or(BadClaim)?,
            number: number.parse().map_err(|_| BadClaim)?,
        })
    }
}

/// The short stored form: seconds, job, and the reason where skipped, for example `1780500600.01J...` or
/// `1780500600.01J....privacy_not_given`.
impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at.as_second(), self.job)?;
        self.skipped.map_or(Ok(()), |reason| write!(f, ".{reason}"))
    }
}

impl FromStr for Claim {
    type Err = BadClaim;

    fn from_str(text: &str) -> Result<Self, BadClaim> {
        let mut parts = text.split('.');
        let at = parts.next().ok_or(BadClaim)?.parse().map_err(|_| BadClaim)?;
        let job = parts.next().ok_or(BadClaim)?.to_owned();
        let skipped = parts.next().map(str::parse).transpose().map_err(|_| BadClaim)?;
        Ok(Self { at: Timestamp::from_second(at).map_err(|_| BadClaim)?, job, skipped })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_forms_read_back() {
        for event in Event::ALL {
            for channel in Channel::ALL {
                let key = ClaimKey { event, channel, number: 12 };
                assert_eq!(key.to_string().parse(), Ok(key));
            }
        }
        for skipped in [None, Some(SkipReason::PrivacyNotGiven)] {
            let claim =
                Claim { at: Timestamp::from_second(1_780_500_600).expect("in range"), job: "01J".into(), skipped };
            assert_eq!(claim.to_string().parse(), Ok(claim));
        }
        for bad in ["", "r.s", "z.s.1", "r.s.x"] {
            assert_eq!(bad.parse::<ClaimKey>(), Err(BadClaim), "{bad}");
        }
    }
}
