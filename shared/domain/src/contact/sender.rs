//! In whose name an SMS goes out: [`SmsSender`].

use serde::{Deserialize, Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;

use super::country::Country;
use super::phone::PhoneNumber;
use super::phone_error::PhoneError;
use crate::sms::plain_letters;

/// The most characters of a sender name (Amazon SNS developer guide, "Publishing to a mobile phone": `SenderID`).
const NAME_LIMIT: usize = 11;

/// What a phone shows as the sender of an SMS.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SmsSender {
    /// A number of the centre's own.
    Number(PhoneNumber),
    /// A name instead of a number.
    Name(SenderName),
}

impl SmsSender {
    /// Reads a number in any form of `country`, or a name: what has a letter is one.
    ///
    /// # Errors
    /// [`SmsSenderError`] with the rule that the number or the name breaks.
    pub fn parse(entered: &str, country: Country) -> Result<Self, SmsSenderError> {
        let entered = entered.trim();
        if entered.contains(char::is_alphabetic) {
            return Ok(Self::Name(SenderName::parse(entered)?));
        }
        Ok(Self::Number(PhoneNumber::parse(entered, country)?))
    }

    /// Whether a recipient can answer: never to a name, so that texts then carry no invitation to reply.
    #[must_use]
    pub const fn can_receive_replies(&self) -> bool {
        matches!(self, Self::Number(_))
    }
}

/// Why a text is no sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmsSenderError {
    /// It has letters, and is no sender name.
    #[error(transparent)]
    Name(#[from] SenderNameError),
    /// It has no letters, and is no phone number.
    #[error(transparent)]
    Number(#[from] PhoneError),
}

/// A sender name as SNS takes it: 1 to 11 letters of a to z and digits, at least one of them a letter.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, pattern = "^[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*$", max_length = 11, example = "VetRossi")
)]
pub struct SenderName(String);

impl SenderName {
    /// Takes a name that keeps the rule already.
    ///
    /// # Errors
    /// [`SenderNameError`] says which part of the rule it breaks.
    pub fn parse(name: &str) -> Result<Self, SenderNameError> {
        let size = name.chars().count();
        if let Some(before) = name.chars().position(|sign| !sign.is_ascii_alphanumeric()) {
            return Err(SenderNameError::Sign { at: before + 1 });
        }
        if !(1..=NAME_LIMIT).contains(&size) {
            return Err(SenderNameError::Size { limit: NAME_LIMIT, size });
        }
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(SenderNameError::NoLetter);
        }
        Ok(Self(name.to_owned()))
    }

    /// The nearest name that the rule allows: accents and signs dropped, and as many whole words as fit, each with
    /// a capital. `None` where no letter is left.
    ///
    /// "Clinica Dr. Rossi" becomes `ClinicaDr`; show the result, a person may know better.
    #[must_use]
    pub fn adapt(name: &str) -> Option<Self> {
        let words = words(name);
        let mut whole = String::new();
        for word in &words {
            if whole.len() + word.len() > NAME_LIMIT {
                break;
            }
            whole.push_str(word);
        }
        let cut = || words.concat().chars().take(NAME_LIMIT).collect::<String>();
        Self::parse(&whole).or_else(|_| Self::parse(&cut())).ok()
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The words of `name` in letters of a to z and digits, each with a capital.
fn words(name: &str) -> Vec<String> {
    let mut ascii = String::with_capacity(name.len());
    for sign in plain_letters(name).nfd() {
        match sign {
            'Æ' => ascii.push_str("Ae"),
            'æ' => ascii.push_str("ae"),
            'Ø' => ascii.push('O'),
            'ø' => ascii.push('o'),
            'ß' => ascii.push_str("ss"),
            // An elided article is part of its word, accents came apart from their letters.
            '\'' | '\u{300}'..='\u{36f}' => {}
            _ if sign.is_ascii_alphanumeric() => ascii.push(sign),
            _ => ascii.push(' '),
        }
    }
    ascii
        .split_ascii_whitespace()
        .map(|word| {
            let mut word = word.to_owned();
            word[..1].make_ascii_uppercase();
            word
        })
        .collect()
}

impl TryFrom<String> for SenderName {
    type Error = SenderNameError;

    fn try_from(name: String) -> Result<Self, SenderNameError> {
        Self::parse(&name)
    }
}

impl Serialize for SenderName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Why a text is no sender name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SenderNameError {
    /// Nothing, or too much.
    #[error("a sender name has 1 to {limit} characters, this has {size}")]
    Size {
        /// The most characters.
        limit: usize,
        /// The characters given.
        size: usize,
    },
    /// A space, an accent or another sign.
    #[error("character {at} is neither a letter of a to z nor a digit")]
    Sign {
        /// Which character, counted from 1.
        at: usize,
    },
    /// Digits alone, which a phone would take for a number.
    #[error("a sender name has at least one letter")]
    NoLetter,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_rule_at_its_boundaries() {
        let table = [
            ("V", None),
            ("VetRossi", None),
            ("24OreVet", None),
            ("Elevenchars", None),
            ("", Some(SenderNameError::Size { limit: 11, size: 0 })),
            ("Twelve12char", Some(SenderNameError::Size { limit: 11, size: 12 })),
            ("Vet Rossi", Some(SenderNameError::Sign { at: 4 })),
            ("Papà", Some(SenderNameError::Sign { at: 4 })),
            ("Vet-Rossi", Some(SenderNameError::Sign { at: 4 })),
            ("12345", Some(SenderNameError::NoLetter)),
        ];
        for (name, error) in table {
            assert_eq!(SenderName::parse(name).err(), error, "{name}");
        }
    }

    #[test]
    fn free_names_are_adapted() {
        let table = [
            ("Clinica Dr. Rossi", Some("ClinicaDr")),
            ("Vet Rossi", Some("VetRossi")),
            ("VetRossi", Some("VetRossi")),
            ("studio città", Some("StudioCitta")),
            ("L'Amico degli Animali", Some("LAmicoDegli")),
            ("Poliambulatorio Sant’Anna", Some("Poliambulat")),
            ("Ærø Dyreklinikk", Some("Aero")),
            ("Łódź Vet", Some("LodzVet")),
            ("24 ore", Some("24Ore")),
            ("12345678 Clinica", Some("12345678Cli")),
            ("02 1234567", None),
            ("Клиника", None),
            ("🐕", None),
            ("", None),
        ];
        for (name, expected) in table {
            let adapted = SenderName::adapt(name);
            assert_eq!(adapted.as_ref().map(SenderName::as_str), expected, "{name}");
        }
    }

    #[test]
    fn only_a_number_can_be_answered() {
        let number = SmsSender::parse("333 1234567", Country::IT).unwrap();
        let name = SmsSender::parse(" VetRossi", Country::IT).unwrap();
        assert!(number.can_receive_replies());
        assert!(!name.can_receive_replies());
        assert_eq!(format!("{number:?}"), "Number(PhoneNumber(..))");
    }

    #[test]
    fn what_is_neither_says_why() {
        let error = SmsSender::parse("Vet Rossi", Country::IT).unwrap_err();
        assert_eq!(error, SmsSenderError::Name(SenderNameError::Sign { at: 4 }));
        let error = SmsSender::parse("113", Country::IT).unwrap_err();
        assert_eq!(error, SmsSenderError::Number(PhoneError::TooShort { digits: 3 }));
    }

    #[test]
    fn json_says_which_it_is() {
        let name = SmsSender::Name(SenderName::parse("VetRossi").unwrap());
        let json = serde_json::to_string(&name).unwrap();
        assert_eq!(json, r#"{"name":"VetRossi"}"#);
        assert_eq!(serde_json::from_str::<SmsSender>(&json).unwrap(), name);
        assert!(serde_json::from_str::<SmsSender>(r#"{"name":"Vet Rossi"}"#).is_err());
    }

    proptest! {
        #[test]
        fn what_is_adapted_keeps_the_rule(name in ".{0,30}|[a-zA-Zàèø' ]{0,30}") {
            if let Some(adapted) = SenderName::adapt(&name) {
                prop_assert_eq!(SenderName::parse(adapted.as_str()), Ok(adapted));
            }
        }
    }
}
