//! The two encodings of SMS, and what one message holds in each.

use serde::Serialize;

use super::gsm7;

/// How the signs of an SMS are carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Encoding {
    /// The GSM 7-bit default alphabet with its extension table; the unit is the septet.
    Gsm7,
    /// UTF-16 as phones read what the standard calls UCS-2; the unit is 16 bits.
    Ucs2,
}

impl Encoding {
    /// Units that a text may have to go as one SMS.
    #[must_use]
    pub const fn single(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// Units in each part of a text that needs several.
    #[must_use]
    pub const fn joined(self) -> usize {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }

    /// The encoding that `text` needs.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if gsm7::fit(text, usize::MAX).0 == text.len() { Self::Gsm7 } else { Self::Ucs2 }
    }

    /// The longest beginning of `text` that takes at most `room` units: where it ends, in bytes, and its units.
    pub(super) fn fit(self, text: &str, room: usize) -> (usize, usize) {
        if self == Self::Gsm7 {
            return gsm7::fit(text, room);
        }
        let mut units = 0;
        for (at, sign) in text.char_indices() {
            if units + sign.len_utf16() > room {
                return (at, units);
            }
            units += sign.len_utf16();
        }
        (text.len(), units)
    }
}
