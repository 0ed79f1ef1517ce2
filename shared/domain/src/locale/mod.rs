//! Dates, times, money and durations as a language writes them, with CLDR's data.
//!
//! A [`Locale`] is a language and the one question that a language leaves open here: whether English is written as
//! in Great Britain or as in the United States. Everything that it formats is already in the zone of the place that
//! it speaks of: nothing here knows time zones.
//!
//! The forms are those that clinics are used to: numeric dates have two digits for day and month, weekdays and
//! months that stand alone begin with a capital letter in every language, hours run to 24 except in the United States.

mod date;
mod duration;
mod formatters;
mod money;
#[cfg(test)]
mod tests;

pub use money::{Money, minor_digits};

use crate::Language;

/// A language, and for English which one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Locale {
    /// The language.
    pub language: Language,
    /// Month first and a 12-hour clock. Has a meaning in English only.
    pub american: bool,
}

impl Locale {
    /// The form of `language` at a place in `country` (ISO 3166-1 alpha-2, any case): English is American there if
    /// the country is the United States, and British everywhere else.
    #[must_use]
    pub fn at(language: Language, country: Option<&str>) -> Self {
        let american = language == Language::En && country.is_some_and(|code| code.eq_ignore_ascii_case("US"));
        Self { language, american }
    }

    /// The BCP 47 tag under which CLDR keeps these forms, for example `en-GB`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self.language {
            Language::En if self.american => "en-US",
            Language::En => "en-GB",
            other => other.as_str(),
        }
    }
}

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        Self { language, american: false }
    }
}

/// The text with its first letter as a capital.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
