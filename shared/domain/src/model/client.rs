//! The person the clinic writes to, and the patients for whom that person books.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::contact::{EmailAddress, PhoneNumber};
use crate::time::Zone;
use crate::{Channel, ClientId, Language, PatientId};

/// Whether a patient can still come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", content = "since", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PatientState {
    /// Comes to the clinic.
    #[default]
    Active,
    /// Died on this day.
    Deceased(Date),
    /// Left the clinic on this day.
    MovedAway(Date),
}

impl PatientState {
    /// Whether the patient has died or left.
    #[must_use]
    pub const fn is_gone(self) -> bool {
        !matches!(self, Self::Active)
    }

    /// Whether the patient has died.
    #[must_use]
    pub const fn is_deceased(self) -> bool {
        matches!(self, Self::Deceased(_))
    }
}

/// By which way a consent was given or withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ConsentOrigin {
    /// The desk wrote it down.
    Operator,
    /// The client ticked it when registering online.
    OnlineRegistration,
    /// The client gave it on one of our signed pages.
    PublicPage,
    /// Another system told us.
    External,
}

/// A recorded answer to "may we?".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consent {
    /// Given, or withdrawn.
    pub given: bool,
    /// When it was recorded.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// How it came.
    pub origin: ConsentOrigin,
}

/// On which channels a client wants to be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preferences {
    /// SMS.
    pub sms: bool,
    /// E-mail.
    pub email: bool,
    /// Voice calls.
    pub voice: bool,
}

impl Preferences {
    /// All channels: what a client has who never said otherwise.
    pub const ALL: Self = Self { sms: true, email: true, voice: true };
    /// Nothing at all.
    pub const NONE: Self = Self { sms: false, email: false, voice: false };

    /// Whether the client accepts this channel.
    #[must_use]
    pub const fn accepts(self, channel: Channel) -> bool {
        match channel {
            Channel::Sms => self.sms,
            Channel::Email => self.email,
        }
    }

    /// Whether the client wants nothing at all.
    #[must_use]
    pub const fn is_none(self) -> bool {
        !self.sms && !self.email && !self.voice
    }
}

impl Default for Preferences {
    fn default() -> Self {
        Self::ALL
    }
}

/// How often a client came and did not come. Exact: it changes with the status of an appointment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attendance {
    /// Appointments that were attended.
    pub attended: u32,
    /// Appointments to which the client did not come.
    pub no_show: u32,
}

impl Attendance {
    /// Whether the client did not come to 30 % or more of the appointments whose end is known.
    #[must_use]
    pub const fn is_unreliable(self) -> bool {
        let (missed, all) = (self.no_show as u64, self.attended as u64 + self.no_show as u64);
        all > 0 && 10 * missed >= 3 * all
    }
}

/// What the desk says of a client's reliability, against the figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReliabilityOverride {
    /// Whether the client counts as unreliable.
    pub unreliable: bool,
    /// Why.
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub reason: String,
    /// The last day on which this holds, by the centre's clock.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub until: Date,
}

/// The person the clinic writes to. In many clinics also the patient: see [`own_state`](Self::own_state).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Client {
    /// The client's identifier.
    pub id: ClientId,
    /// First name; may be empty.
    pub first_name: String,
    /// Surname; may be empty.
    pub last_name: String,
    /// Where SMS go.
    pub mobile: Option<PhoneNumber>,
    /// Where voice calls go.
    pub landline: Option<PhoneNumber>,
    /// Where e-mails go.
    pub email: Option<EmailAddress>,
    /// Postal address.
    pub address: Option<String>,
    /// The language the client wants; the centre's where none is known.
    pub language: Option<Language>,
    /// The client's own time zone, where known.
    pub time_zone: Option<Zone>,
    /// Consent to be written to at all.
    pub privacy: Option<Consent>,
    /// Consent to marketing.
    pub marketing: Option<Consent>,
    /// Consent to be shown as having read an e-mail.
    pub tracking: Option<Consent>,
    /// Channels that the client accepts.
    pub preferences: Preferences,
    /// Attendance record.
    pub attendance: Attendance,
    /// What the desk says against it.
    #[serde(default)]
    pub reliability: Option<ReliabilityOverride>,
    /// The client's state as a patient: the client's own patient record shares it.
    pub own_state: PatientState,
    /// Rises with every write.
    pub rev: u64,
}

impl Client {
    /// Whether another client is written to at the same number or mailbox. Mailboxes that differ in case only are one, as
    /// they are with every common provider (RFC 5321, section 2.4, leaves that to the receiving host).
    #[must_use]
    pub fn shares_address(&self, other: &Self, channel: Channel) -> bool {
        match channel {
            Channel::Sms => {
                let both = self.mobile.as_ref().zip(other.mobile.as_ref());
                both.is_some_and(|(one, other)| one.e164() == other.e164())
            }
            Channel::Email => {
                let both = self.email.as_ref().zip(other.email.as_ref());
                both.is_some_and(|(one, other)| one.as_str().to_lowercase() == other.as_str().to_lowercase())
            }
        }
    }

    /// Whether a consent stands: given and not withdrawn since.
    #[must_use]
    pub fn consents(consent: Option<Consent>) -> bool {
        consent.is_some_and(|consent| consent.given)
    }

    /// Whether the client counts as unreliable on a day: as the desk says, while that holds, else by the figures.
    #[must_use]
    pub fn is_unreliable(&self, today: Date) -> bool {
        let says = self.reliability.as_ref().filter(|says| today <= says.until);
        says.map_or(self.attendance.is_unreliable(), |says| says.unreliable)
    }
}

/// For whom an appointment is, when it is not the client in person: a child, an animal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Patient {
    /// Identifier within the client.
    pub id: PatientId,
    /// Whose patient this is.
    pub client: ClientId,
    /// Name.
    pub name: String,
    /// Species of an animal.
    pub species: Option<String>,
    /// Date of birth.
    pub birth_date: Option<Date>,
    /// Whether the patient can still come.
    pub state: PatientState,
    /// Rises with every write.
    pub rev: u64,
}
