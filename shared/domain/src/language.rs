//! The languages in which the product writes.

use serde::{Deserialize, Serialize};

use crate::event::text_form;

/// A language with texts for every event, by its BCP 47 tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Language {
    /// English, written as in Great Britain, or as in the United States at a location there.
    #[default]
    En,
    /// Italian.
    It,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// Norwegian bokmål.
    Nb,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 5] = [Self::En, Self::It, Self::Es, Self::Fr, Self::Nb];

    /// The BCP 47 tag, for example `nb`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::It => "it",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::Nb => "nb",
        }
    }
}

text_form!(Language);
