//! The stored forms of those configuration documents that the domain has no type for. The API writes them, the
//! directory reads them.

use carebell_domain::contact::EmailAddress;
use carebell_domain::{Channel, Event, Language, ResourceId, UserId};
use serde::{Deserialize, Serialize};

/// The name of the one document of kind `Settings`.
pub const SETTINGS: &str = "settings";

/// The name of the one document of kind `Senders`.
pub const SENDERS: &str = "senders";

/// The name of the document of a text, for example `appointment_reminder.sms.it`.
#[must_use]
pub fn text_name(event: Event, channel: Channel, language: Language) -> String {
    format!("{event}.{channel}.{language}")
}

/// What the name of a text's document says: its event, channel and language.
#[must_use]
pub fn parse_text_name(name: &str) -> Option<(Event, Channel, Language)> {
    let mut parts = name.split('.');
    let parsed = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(parsed)
}

/// A user of the API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredUser {
    /// The `sub` claim of the user's tokens.
    pub id: UserId,
    /// Where the identity provider writes, and the name under which the user signs in.
    pub email: EmailAddress,
    /// The name that the desk knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Role, as the token's claim names it.
    pub role: String,
    /// The resource whose agenda a user of that role reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<ResourceId>,
    /// Scopes of another system.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// What an operator may do beyond the role.
    #[serde(default)]
    pub grants: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_texts_read_back() {
        for event in Event::ALL {
            for channel in Channel::ALL {
                for language in Language::ALL {
                    let name = text_name(event, channel, language);
                    assert_eq!(parse_text_name(&name), Some((event, channel, language)));
                }
            }
        }
        for bad in ["", "appointment_reminder.sms", "appointment_reminder.sms.it.x", "other.sms.it"] {
            assert_eq!(parse_text_name(bad), None, "{bad}");
        }
    }
}
