//! Names of things. An identifier that exists is well formed: it is parsed once, at the edge.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Why a text is no identifier. It names the rule and the length, never the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Too short or too long.
    #[error("an identifier has {min} to {max} characters, this has {found}")]
    Length {
        /// Fewest characters.
        min: usize,
        /// Most characters.
        max: usize,
        /// Characters found.
        found: usize,
    },
    /// A sign that identifiers do not have.
    #[error("{allowed} are allowed, the sign at position {at} is none of them")]
    Sign {
        /// What is allowed, in words.
        allowed: &'static str,
        /// Position of the first other sign, in characters from 0.
        at: usize,
    },
    /// The form `client.item` of an appointment's identifier is missing.
    #[error("an appointment's identifier has the form CLIENT.ITEM")]
    NoDot,
}

fn check(text: &str, min: usize, max: usize, allowed: &'static str, ok: fn(char) -> bool) -> Result<(), IdError> {
    let found = text.chars().count();
    if found < min || found > max {
        return Err(IdError::Length { min, max, found });
    }
    match text.chars().position(|sign| !ok(sign)) {
        Some(at) => Err(IdError::Sign { allowed, at }),
        None => Ok(()),
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $min:tt to $max:tt, $allowed:literal, $ok:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(
            feature = "openapi",
            derive(utoipa::ToSchema),
            schema(value_type = String, min_length = $min, max_length = $max)
        )]
        pub struct $name(String);

        impl $name {
            /// The text of the identifier.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                check(text, $min, $max, $allowed, $ok)?;
                Ok(Self(text.to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                check(&text, $min, $max, $allowed, $ok)?;
                Ok(Self(text))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! object_id {
    ($(#[$doc:meta])* $name:ident) => {
        id!($(#[$doc])* $name, 1 to 40, "letters, digits, - and _", |sign| {
            sign.is_ascii_alphanumeric() || sign == '-' || sign == '_'
        });
    };
}

id!(
    /// One clinic organisation by its instance name, for example `tt_example`.
    TenantId, 3 to 40, "lower-case letters, digits and _", |sign| {
        sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_'
    }
);
object_id!(
    /// A site of the clinic.
    LocationId
);
object_id!(
    /// A doctor or a bookable room.
    ResourceId
);
object_id!(
    /// What is booked.
    ServiceId
);
object_id!(
    /// A group of services.
    GroupId
);
object_id!(
    /// An insurance.
    InsuranceId
);
object_id!(
    /// The person the clinic writes to.
    ClientId
);
object_id!(
    /// For whom an appointment is: an identifier within its client.
    PatientId
);
object_id!(
    /// An appointment within its client.
    ItemId
);
object_id!(
    /// A person who uses the API: the `sub` claim, or a name of the identity provider.
    UserId
);
object_id!(
    /// One thing about which the centre's administrators are told: what happens to it is gathered.
    MatterId
);
object_id!(
    /// One thing that happened to a matter.
    NoticeId
);
id!(
    /// A message: the UTC day of its claim and a digest of its occasion and channel, for example
    /// `20260603-V3K2...`. Whoever knows the occasion can compute it, so it is never written twice.
    MessageId, 10 to 60, "letters, digits and -", |sign| sign.is_ascii_alphanumeric() || sign == '-'
);

/// An appointment. It carries its client, so that no look-up is needed to find it: `CLIENT.ITEM`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AppointmentId {
    /// Whose appointment it is.
    pub client: ClientId,
    /// Which of the client's.
    pub item: ItemId,
}

impl FromStr for AppointmentId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (client, item) = text.split_once('.').ok_or(IdError::NoDot)?;
        Ok(Self { client: client.parse()?, item: item.parse()? })
    }
}

impl TryFrom<String> for AppointmentId {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<AppointmentId> for String {
    fn from(id: AppointmentId) -> Self {
        id.to_string()
    }
}

impl fmt::Display for AppointmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.client, self.item)
    }
}

/// A short name derived from texts: the first 128 bits of their SHA-256, in Crockford's base 32 (26 characters).
/// The same texts always give the same name, so a repeated event finds what the first one made.
#[must_use]
pub fn derived(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let mut first = [0; 16];
    first.copy_from_slice(&digest[..16]);
    ulid::Ulid::from_bytes(first).to_string()
}

impl MatterId {
    /// The identifier of what these texts name.
    pub(crate) fn derived(parts: &[&str]) -> Self {
        Self(derived(parts))
    }
}

impl NoticeId {
    /// The identifier of what these texts name.
    pub(crate) fn derived(parts: &[&str]) -> Self {
        Self(derived(parts))
    }
}

impl ClientId {
    /// The identifier of a client whom another system calls `theirs`.
    ///
    /// # Errors
    /// Never: a derived name is well formed. The type says so for the caller's `?`.
    pub fn of_source(source: &str, theirs: &str) -> Result<Self, IdError> {
        derived(&["client", source, theirs]).parse()
    }
}

impl ItemId {
    /// The identifier of an appointment that another system calls `theirs`.
    ///
    /// # Errors
    /// Never: a derived name is well formed. The type says so for the caller's `?`.
    pub fn of_source(source: &str, theirs: &str) -> Result<Self, IdError> {
        derived(&["appointment", source, theirs]).parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("tt_example", true)]
    #[case("tt", false)]
    #[case("TT_example", false)]
    #[case("tt#example", false)]
    fn a_tenant_is_an_instance_name(#[case] text: &str, #[case] good: bool) {
        assert_eq!(text.parse::<TenantId>().is_ok(), good);
    }

    #[test]
    fn an_appointment_carries_its_client() {
        let id: AppointmentId = "01ABC.77".parse().expect("well formed");
        assert_eq!((id.client.as_str(), id.item.as_str()), ("01ABC", "77"));
        assert_eq!(id.to_string(), "01ABC.77");
        assert_eq!("01ABC".parse::<AppointmentId>(), Err(IdError::NoDot));
        assert!("01ABC.7#7".parse::<AppointmentId>().is_err());
    }

    #[test]
    fn derived_names_keep_their_parts_apart() {
        assert_eq!(derived(&["a", "bc"]), derived(&["a", "bc"]));
        assert_ne!(derived(&["a", "bc"]), derived(&["ab", "c"]));
        assert_eq!(derived(&["a"]).len(), 26);
    }
}
