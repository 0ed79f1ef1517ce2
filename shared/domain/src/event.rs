//! Why and on which channel the product writes: [`Event`] and [`Channel`].

use serde::{Deserialize, Serialize};

/// One reason to write, as settings, texts and the message summary name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Event {
    /// A client asked for an appointment online; the centre has yet to approve it.
    AppointmentRequested,
    /// An appointment was booked without needing approval.
    AppointmentCreated,
    /// A requested appointment was approved.
    AppointmentApproved,
    /// The start, resource, location or service of an appointment changed.
    AppointmentModified,
    /// An appointment was cancelled, or a request refused.
    AppointmentCancelled,
    /// The reminder before the start.
    AppointmentReminder,
    /// The second, shorter one, by SMS: to all, or only to those who have often not come.
    AppointmentSecondReminder,
    /// It is time to come again: some months after a visit.
    Recall,
    /// Thanks after a visit.
    ThankYou,
    /// A few questions after a visit.
    SatisfactionSurvey,
}

impl Event {
    /// Every event, in the order in which settings pages list them.
    pub const ALL: [Self; 10] = [
        Self::AppointmentRequested,
        Self::AppointmentCreated,
        Self::AppointmentApproved,
        Self::AppointmentModified,
        Self::AppointmentCancelled,
        Self::AppointmentReminder,
        Self::AppointmentSecondReminder,
        Self::Recall,
        Self::ThankYou,
        Self::SatisfactionSurvey,
    ];

    /// The name on the wire and in storage, for example `appointment_reminder`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AppointmentRequested => "appointment_requested",
            Self::AppointmentCreated => "appointment_created",
            Self::AppointmentApproved => "appointment_approved",
            Self::AppointmentModified => "appointment_modified",
            Self::AppointmentCancelled => "appointment_cancelled",
            Self::AppointmentReminder => "appointment_reminder",
            Self::AppointmentSecondReminder => "appointment_second_reminder",
            Self::Recall => "recall",
            Self::ThankYou => "thank_you",
            Self::SatisfactionSurvey => "satisfaction_survey",
        }
    }

    /// Whether this tells of a change at once (a notification), rather than at an instant before the start or after it.
    #[must_use]
    pub const fn is_notification(self) -> bool {
        matches!(
            self,
            Self::AppointmentRequested
                | Self::AppointmentCreated
                | Self::AppointmentApproved
                | Self::AppointmentModified
                | Self::AppointmentCancelled
        )
    }

    /// Whether this is a reminder, the first or the second: of these a person gets at most one a day.
    #[must_use]
    pub const fn is_reminder(self) -> bool {
        matches!(self, Self::AppointmentReminder | Self::AppointmentSecondReminder)
    }

    /// The channels on which it can be sent at all.
    #[must_use]
    pub const fn channels(self) -> &'static [Channel] {
        match self {
            Self::AppointmentSecondReminder => &[Channel::Sms],
            _ => &Channel::ALL,
        }
    }

    /// Whether a message whose outcome nobody told is sent once more after a while: where not knowing would have
    /// somebody stand before a closed door. All others are never repeated.
    #[must_use]
    pub const fn is_repeatable(self) -> bool {
        matches!(self, Self::AppointmentModified | Self::AppointmentCancelled)
    }
}

/// How a message reaches its recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Channel {
    /// A text message to a mobile number.
    Sms,
    /// An e-mail.
    Email,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 2] = [Self::Sms, Self::Email];

    /// The name on the wire and in storage: `sms` or `email`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Email => "email",
        }
    }
}

macro_rules! text_form {
    ($($name:ident),*) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::event::Unknown;

            fn from_str(text: &str) -> Result<Self, crate::event::Unknown> {
                Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or_else(|| crate::event::Unknown(text.to_owned()))
            }
        }
    )*};
}
pub(crate) use text_form;

text_form!(Event, Channel);

/// A name that is none of the known ones.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown name \"{0}\"")]
pub struct Unknown(pub String);
