//! Why a message is not sent, or not yet.

use serde::{Deserialize, Serialize};

use crate::event::text_form;

/// Why a message is not sent. The order is the order of the rules: the first that holds is the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SkipReason {
    /// The occasion already has its message on this channel.
    Duplicate,
    /// The centre's master switch is off.
    MasterSwitchOff,
    /// The event is off.
    EventDisabled,
    /// The event is off on this channel.
    ChannelDisabled,
    /// The appointment's status makes this text wrong, or it was moved since.
    AppointmentGone,
    /// The patient has died or left the clinic, or the client has died.
    PatientGone,
    /// The resource's memo switch is off.
    ResourceMemoOff,
    /// The memo switch of every service is off.
    ServiceMemoOff,
    /// The memo switch of the group is off.
    GroupMemoOff,
    /// The insurance's memo switch is off.
    InsuranceMemoOff,
    /// A notification for those who booked online only.
    NotBookedOnline,
    /// No privacy consent is recorded, and the centre writes only with one.
    PrivacyNotGiven,
    /// The client wants nothing at all.
    ClientWantsNone,
    /// The client does not want this channel.
    ChannelNotWanted,
    /// There is nothing to send to.
    NoAddress,
    /// The number or mailbox is not one to which the centre may send.
    AddressInvalid,
    /// The address is suppressed: bounce, complaint, STOP, unsubscribe.
    Suppressed,
    /// A second reminder to a client who has confirmed.
    AlreadyConfirmed,
    /// A second reminder only to the unreliable.
    ClientReliable,
    /// A recall overtaken by a later appointment.
    AlreadyBooked,
    /// A questionnaire to a client who was asked about another visit lately.
    AskedRecently,
    /// Too little time between booking, approval or move and the start.
    NoticeTooShort,
    /// A notification of the same start went at the same instant.
    JustNotified,
    /// Named in another reminder of the day.
    RemindedToday,
    /// Its sense ended while it waited.
    Expired,
    /// No permitted instant remains.
    NoSendingHour,
}

impl SkipReason {
    /// Every reason, in the order of the rules.
    pub const ALL: [Self; 26] = [
        Self::Duplicate,
        Self::MasterSwitchOff,
        Self::EventDisabled,
        Self::ChannelDisabled,
        Self::AppointmentGone,
        Self::PatientGone,
        Self::ResourceMemoOff,
        Self::ServiceMemoOff,
        Self::GroupMemoOff,
        Self::InsuranceMemoOff,
        Self::NotBookedOnline,
        Self::PrivacyNotGiven,
        Self::ClientWantsNone,
        Self::ChannelNotWanted,
        Self::NoAddress,
        Self::AddressInvalid,
        Self::Suppressed,
        Self::AlreadyConfirmed,
        Self::ClientReliable,
        Self::AlreadyBooked,
        Self::AskedRecently,
        Self::NoticeTooShort,
        Self::JustNotified,
        Self::RemindedToday,
        Self::Expired,
        Self::NoSendingHour,
    ];

    /// The name on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::MasterSwitchOff => "master_switch_off",
            Self::EventDisabled => "event_disabled",
            Self::ChannelDisabled => "channel_disabled",
            Self::AppointmentGone => "appointment_gone",
            Self::PatientGone => "patient_gone",
            Self::ResourceMemoOff => "resource_memo_off",
            Self::ServiceMemoOff => "service_memo_off",
            Self::GroupMemoOff => "group_memo_off",
            Self::InsuranceMemoOff => "insurance_memo_off",
            Self::NotBookedOnline => "not_booked_online",
            Self::PrivacyNotGiven => "privacy_not_given",
            Self::ClientWantsNone => "client_wants_none",
            Self::ChannelNotWanted => "channel_not_wanted",
            Self::NoAddress => "no_address",
            Self::AddressInvalid => "address_invalid",
            Self::Suppressed => "suppressed",
            Self::AlreadyConfirmed => "already_confirmed",
            Self::ClientReliable => "client_reliable",
            Self::AlreadyBooked => "already_booked",
            Self::AskedRecently => "asked_recently",
            Self::NoticeTooShort => "notice_too_short",
            Self::JustNotified => "just_notified",
            Self::RemindedToday => "reminded_today",
            Self::Expired => "expired",
            Self::NoSendingHour => "no_sending_hour",
        }
    }

    /// The reason in a sentence that a receptionist understands.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Duplicate => "This message has already been dealt with on this channel.",
            Self::MasterSwitchOff => "The centre's master switch for messages is off.",
            Self::EventDisabled => "The centre does not send this kind of message.",
            Self::ChannelDisabled => "The centre does not send this kind of message on this channel.",
            Self::AppointmentGone => {
                "The appointment was cancelled, moved or completed, so the message would be wrong."
            }
            Self::PatientGone => "The patient has died or has left the clinic.",
            Self::ResourceMemoOff => "Messages are switched off for this doctor or room.",
            Self::ServiceMemoOff => "Messages are switched off for this service.",
            Self::GroupMemoOff => "Messages are switched off for this group of services.",
            Self::InsuranceMemoOff => "Messages are switched off for this insurance.",
            Self::NotBookedOnline => "This message goes only to clients who booked online.",
            Self::PrivacyNotGiven => "The client has not given privacy consent.",
            Self::ClientWantsNone => "The client does not want to be written to.",
            Self::ChannelNotWanted => "The client does not want messages on this channel.",
            Self::NoAddress => "The client's record has no number or address for this channel.",
            Self::AddressInvalid => "The client's number or address is not one to which the centre may send.",
            Self::Suppressed => "The number or address is blocked after a returned message, a complaint or a STOP.",
            Self::AlreadyConfirmed => "The client has confirmed the appointment already.",
            Self::ClientReliable => "The second reminder goes only to clients who have often not come.",
            Self::AlreadyBooked => "A later appointment is booked already, or has taken place.",
            Self::AskedRecently => "The client was asked about another visit a short while ago.",
            Self::NoticeTooShort => "The appointment was booked, approved or moved too shortly before its start.",
            Self::JustNotified => "The client was told of this very appointment at that moment.",
            Self::RemindedToday => "The appointment was named in another reminder of the same day.",
            Self::Expired => "The message waited so long that it would no longer have been of use.",
            Self::NoSendingHour => "The sending hours left no moment for it before the appointment.",
        }
    }
}

text_form!(SkipReason);

/// Why a message waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WaitReason {
    /// Its time has not come.
    Planned,
    /// Changes to the appointment may still follow.
    Settling,
    /// Its time has come outside the permitted hours.
    OutsideHours,
    /// The provider, or the tenant's daily number of messages, allows no more now.
    RateLimited,
}
