//! What there is at most one message for: [`Occasion`].

use std::fmt;
use std::str::FromStr;

use crate::{Channel, Event};

/// One reason to write about one appointment, on one channel: there is at most one message for it, ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Occasion {
    /// The event.
    pub event: Event,
    /// The channel.
    pub channel: Channel,
    /// The generation for reminders and what follows a visit, the notice number for notifications, 0 for recalls.
    pub number: u32,
    /// Whether it is the one permitted repeat of a message whose outcome nobody told.
    pub repeat: bool,
}

impl Occasion {
    /// The occasion that a repeat repeats.
    #[must_use]
    pub const fn first(self) -> Self {
        Self { repeat: false, ..self }
    }

    /// The one permitted repeat; `None` where there is none: the event is not to be repeated, or this is the repeat.
    #[must_use]
    pub const fn repeated(self) -> Option<Self> {
        if self.repeat || !self.event.is_repeatable() { None } else { Some(Self { repeat: true, ..self }) }
    }
}

/// A stored occasion that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stored occasion cannot be read")]
pub struct BadOccasion;

const fn event_code(event: Event) -> &'static str {
    match event {
        Event::AppointmentRequested => "q",
        Event::AppointmentCreated => "c",
        Event::AppointmentApproved => "a",
        Event::AppointmentModified => "m",
        Event::AppointmentCancelled => "x",
        Event::AppointmentReminder => "r",
        Event::AppointmentSecondReminder => "r2",
        Event::Recall => "rc",
        Event::ThankYou => "ty",
        Event::SatisfactionSurvey => "sv",
    }
}

const fn channel_code(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "s",
        Channel::Email => "e",
    }
}

/// The short stored form, for example `r.s.0`, or `x.e.2.r` of a repeat: it is the key of a claim in an appointment's
/// item, which is kept under one kilobyte.
impl fmt::Display for Occasion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let repeat = if self.repeat { ".r" } else { "" };
        write!(f, "{}.{}.{}{repeat}", event_code(self.event), channel_code(self.channel), self.number)
    }
}

impl FromStr for Occasion {
    type Err = BadOccasion;

    fn from_str(text: &str) -> Result<Self, BadOccasion> {
        let mut parts = text.split('.');
        let mut next = || parts.next().ok_or(BadOccasion);
        let (event, channel, number) = (next()?, next()?, next()?);
        Ok(Self {
            event: Event::ALL.into_iter().find(|one| event_code(*one) == event).ok_or(BadOccasion)?,
            channel: Channel::ALL.into_iter().find(|one| channel_code(*one) == channel).ok_or(BadOccasion)?,
            number: number.parse().map_err(|_| BadOccasion)?,
            repeat: match next() {
                Ok("r") => true,
                Ok(_) => return Err(BadOccasion),
                Err(BadOccasion) => false,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_forms_read_back() {
        for event in Event::ALL {
            for channel in Channel::ALL {
                for repeat in [false, true] {
                    let occasion = Occasion { event, channel, number: 12, repeat };
                    assert_eq!(occasion.to_string().parse(), Ok(occasion));
                }
            }
        }
        for bad in ["", "r.s", "z.s.1", "r.s.x", "r.s.1.x"] {
            assert_eq!(bad.parse::<Occasion>(), Err(BadOccasion), "{bad}");
        }
    }

    #[test]
    fn only_a_first_message_has_a_repeat() {
        let of = |event, repeat| Occasion { event, channel: Channel::Sms, number: 1, repeat };
        let (cancelled, reminder) = (Event::AppointmentCancelled, Event::AppointmentReminder);
        assert_eq!(of(cancelled, false).repeated(), Some(of(cancelled, true)));
        assert_eq!(of(cancelled, true).first(), of(cancelled, false));
        for none in [of(cancelled, true), of(reminder, false), of(Event::AppointmentCreated, false)] {
            assert_eq!(none.repeated(), None, "{none}");
        }
    }
}
