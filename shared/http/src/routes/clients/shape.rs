//! A client as the API takes and shows it.

use carebell_domain::contact::{Country, EmailAddress};
use carebell_domain::model::{
    Attendance, Client, Consent, ConsentOrigin, PatientState, Preferences, ReliabilityOverride,
};
use carebell_domain::text::is_blank;
use carebell_domain::time::Zone;
use carebell_domain::{ClientId, Language};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::caller::Role;
use crate::check::{Faults, NAME};
use crate::contact::{Phone, Warning};

/// A client.
#[derive(Serialize, ToSchema)]
#[schema(as = Client)]
pub(crate) struct ClientShape {
    /// Identifier.
    id: ClientId,
    /// First name.
    first_name: String,
    /// Surname.
    last_name: String,
    /// Where SMS go.
    mobile: Option<Phone>,
    /// Where voice calls go.
    landline: Option<Phone>,
    /// Where e-mails go.
    email: Option<EmailAddress>,
    /// Postal address.
    address: Option<String>,
    /// The language the client wants; the centre's where none is known.
    language: Option<Language>,
    /// The client's own time zone, where known.
    time_zone: Option<Zone>,
    /// Consent to be written to at all.
    privacy: Option<Consent>,
    /// Consent to marketing.
    marketing: Option<Consent>,
    /// Consent to be shown as having read an e-mail.
    tracking: Option<Consent>,
    /// Channels that the client accepts.
    preferences: Preferences,
    /// The client's state as a patient.
    own_state: PatientState,
    /// How often the client came and did not come.
    attendance: Attendance,
    /// What the desk says of the client's reliability, against the figures.
    reliability: Option<ReliabilityOverride>,
    /// Whether 30 % or more of the visits were missed, or the desk says so.
    unreliable: bool,
    /// Whether a booking system may take the client's bookings as they are.
    may_book_online: bool,
    /// What looks like a slip.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Warning>,
}

impl ClientShape {
    /// As it is shown on a day of the centre.
    pub(super) fn show(client: Client, today: Date) -> Self {
        let warnings = warnings(&client);
        let unreliable = client.is_unreliable(today);
        Self {
            id: client.id,
            first_name: client.first_name,
            last_name: client.last_name,
            mobile: client.mobile.as_ref().map(Phone::of),
            landline: client.landline.as_ref().map(Phone::of),
            email: client.email,
            address: client.address,
            language: client.language,
            time_zone: client.time_zone,
            privacy: client.privacy,
            marketing: client.marketing,
            tracking: client.tracking,
            preferences: client.preferences,
            own_state: client.own_state,
            attendance: client.attendance,
            reliability: client.reliability,
            unreliable,
            may_book_online: !unreliable,
            warnings,
        }
    }
}

fn warnings(client: &Client) -> Vec<Warning> {
    let landline = client.mobile.as_ref().filter(|mobile| mobile.likely_landline()).map(|_| Warning {
        pointer: "/mobile".into(),
        detail: "looks like a landline, which cannot receive SMS".into(),
        suggestion: None,
    });
    let typo = client.email.as_ref().and_then(EmailAddress::likely_typo).map(|meant| Warning {
        pointer: "/email".into(),
        detail: "the domain looks like a common one mistyped".into(),
        suggestion: Some(meant.as_str().to_owned()),
    });
    landline.into_iter().chain(typo).collect()
}

/// A consent to be recorded.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewConsent {
    /// Given, or withdrawn.
    given: bool,
    /// When it was given or withdrawn; now where that is left out.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Timestamp>,
    /// How it came; where that is left out, the desk or the other system that writes it.
    origin: Option<ConsentOrigin>,
}

/// A client to be added or replaced. What an answer shows beside it may be sent back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewClient {
    /// Identifier; a new one is made where none is given. It cannot be changed.
    id: Option<ClientId>,
    /// First name; first name or surname is needed.
    #[serde(default)]
    #[schema(max_length = 200)]
    first_name: String,
    /// Surname; first name or surname is needed.
    #[serde(default)]
    #[schema(max_length = 200)]
    last_name: String,
    /// Where SMS go.
    mobile: Option<Phone>,
    /// Where voice calls go.
    landline: Option<Phone>,
    /// Where e-mails go.
    email: Option<EmailAddress>,
    /// Postal address.
    #[schema(max_length = 200)]
    address: Option<String>,
    /// The language the client wants.
    language: Option<Language>,
    /// The client's own time zone, where known.
    time_zone: Option<Zone>,
    /// Consent to be written to at all; what is recorded stands where it is left out.
    privacy: Option<NewConsent>,
    /// Consent to marketing; what is recorded stands where it is left out.
    marketing: Option<NewConsent>,
    /// Consent to be shown as having read an e-mail; what is recorded stands where it is left out.
    tracking: Option<NewConsent>,
    /// Channels that the client accepts; a new client has the centre's default.
    preferences: Option<Preferences>,
    /// The client's state as a patient.
    #[serde(default)]
    own_state: PatientState,
    /// What the desk says of the client's reliability, against the figures, up to a last day; what is recorded stands
    /// where it is left out.
    reliability: Option<ReliabilityOverride>,
    /// As an answer shows it.
    #[serde(default, rename = "attendance")]
    #[schema(ignore)]
    _attendance: IgnoredAny,
    /// As an answer shows it.
    #[serde(default, rename = "unreliable")]
    #[schema(ignore)]
    _unreliable: IgnoredAny,
    /// As an answer shows it.
    #[serde(default, rename = "may_book_online")]
    #[schema(ignore)]
    _may_book_online: IgnoredAny,
    /// As an answer shows it.
    #[serde(default, rename = "warnings")]
    #[schema(ignore)]
    _warnings: IgnoredAny,
}

/// What surrounds a write of a client.
pub(super) struct Around<'a> {
    /// The client as it was read.
    pub(super) before: Option<&'a Client>,
    /// The centre's country.
    pub(super) country: Country,
    /// What a new client's preferences are.
    pub(super) preferences: Preferences,
    /// Who writes.
    pub(super) role: Role,
    /// The present instant.
    pub(super) now: Timestamp,
}

impl NewClient {
    /// The identifier that the request gives.
    pub(super) const fn id(&self) -> Option<&ClientId> {
        self.id.as_ref()
    }

    /// The stored form under an identifier, once every field is right.
    pub(super) fn check(self, id: ClientId, around: &Around<'_>, faults: &mut Faults) -> Client {
        faults.line("/first_name", &self.first_name, NAME);
        faults.line("/last_name", &self.last_name, NAME);
        if is_blank(&self.first_name) && is_blank(&self.last_name) {
            faults.add("/last_name", "a first name or a surname is needed");
        }
        faults.maybe_lines("/address", self.address.as_ref(), NAME);
        if let Some(says) = &self.reliability {
            faults.name("/reliability/reason", &says.reason);
        }
        let before = around.before;
        let consent = |name: &str, new: Option<NewConsent>, old: Option<Consent>, faults: &mut Faults| {
            new.map_or(old, |new| Some(new.record(name, old, around, faults)))
        };
        Client {
            id,
            mobile: Phone::check(self.mobile.as_ref(), around.country, "/mobile", faults),
            landline: Phone::check(self.landline.as_ref(), around.country, "/landline", faults),
            first_name: self.first_name,
            last_name: self.last_name,
            email: self.email,
            address: self.address,
            language: self.language,
            time_zone: self.time_zone,
            privacy: consent("/privacy", self.privacy, before.and_then(|old| old.privacy), faults),
            marketing: consent("/marketing", self.marketing, before.and_then(|old| old.marketing), faults),
            tracking: consent("/tracking", self.tracking, before.and_then(|old| old.tracking), faults),
            preferences: self.preferences.unwrap_or(before.map_or(around.preferences, |old| old.preferences)),
            attendance: before.map(|old| old.attendance).unwrap_or_default(),
            reliability: self.reliability.or_else(|| before.and_then(|old| old.reliability.clone())),
            own_state: self.own_state,
            rev: before.map_or(0, |old| old.rev),
        }
    }
}

impl NewConsent {
    /// The consent as it is recorded: what says nothing new stands as it was.
    fn record(self, pointer: &str, old: Option<Consent>, around: &Around<'_>, faults: &mut Faults) -> Consent {
        let unchanged = |old: &Consent| {
            old.given == self.given
                && self.at.is_none_or(|at| at == old.at)
                && self.origin.is_none_or(|origin| origin == old.origin)
        };
        if let Some(old) = old.filter(unchanged) {
            return old;
        }
        let at = self.at.unwrap_or(around.now);
        if at > around.now {
            faults.add(&format!("{pointer}/at"), "lies in the future");
        }
        let usual = if around.role == Role::Machine { ConsentOrigin::External } else { ConsentOrigin::Operator };
        Consent { given: self.given, at, origin: self.origin.unwrap_or(usual) }
    }
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
