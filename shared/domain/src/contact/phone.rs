//! Phone numbers: [`PhoneNumber`].

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumberFormat, PhoneNumberType, Region, ValidationError,
};
use serde::{Deserialize, Serialize};

use super::country::Country;
use super::phone_error::PhoneError;
use super::{numbering, redacted};

/// The most characters of a number as entered.
const ENTERED_LIMIT: usize = 40;

/// The most digits of an international number, its country code included (ITU-T E.164, section 6.1).
const DIGITS_LIMIT: usize = 15;

/// The fewest digits of a number with its country code: the shortest in use are those of islands, `+290 xxxx`.
const DIGITS_LEAST: usize = 7;

/// A possible phone number, with the form in which it was entered.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhoneNumber {
    /// The number in E.164.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^\+[1-9][0-9]{6,14}$", example = "+390612345678"))]
    e164: String,
    /// The number as a person wrote it.
    #[cfg_attr(feature = "openapi", schema(max_length = 40, example = "06 1234 5678"))]
    entered: String,
    /// What its range is used for, where that is known.
    #[serde(skip_serializing_if = "LineKind::is_unknown")]
    kind: LineKind,
}

redacted!(PhoneNumber);

/// What the range of a number is used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LineKind {
    /// Mobile phones.
    Mobile,
    /// Landlines.
    Fixed,
    /// Premium rate, shared cost, freephone, personal and company numbers, pagers, mailboxes: nothing that a
    /// client has.
    Special,
    /// Not known, as in North America, where landlines and mobile phones share their ranges.
    #[default]
    Unknown,
}

impl LineKind {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
    const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    const fn of(class: PhoneNumberType) -> Self {
        match class {
            PhoneNumberType::Mobile => Self::Mobile,
            PhoneNumberType::FixedLine => Self::Fixed,
            PhoneNumberType::FixedLineOrMobile | PhoneNumberType::VoIP | PhoneNumberType::Unknown => Self::Unknown,
            PhoneNumberType::TollFree
            | PhoneNumberType::PremiumRate
            | PhoneNumberType::SharedCost
            | PhoneNumberType::PersonalNumber
            | PhoneNumberType::Pager
            | PhoneNumberType::UAN
            | PhoneNumberType::VoiceMail => Self::Special,
        }
    }
}

impl PhoneNumber {
    /// Reads a number in any form that is dialled in `country`: national, or international after `+` or the
    /// country's prefix (`00`, `011`). Spaces, dots, dashes, slashes and brackets may stand between the digits.
    ///
    /// The number must be a possible one (of a length that its country has), not one that is in use: numbers
    /// reserved for fiction pass. The first call of a process takes some 50 ms.
    ///
    /// # Errors
    /// [`PhoneError`] names the rule that failed, never the number.
    pub fn parse(entered: &str, country: Country) -> Result<Self, PhoneError> {
        let entered: String = entered.trim().chars().filter(|sign| !is_invisible(*sign)).collect();
        let size = entered.chars().count();
        if size > ENTERED_LIMIT {
            return Err(PhoneError::EnteredTooLong { limit: ENTERED_LIMIT, size });
        }
        let dialled = dialled(&entered)?;
        let digits = dialled.trim_start_matches('+').len();
        if digits == 0 {
            return Err(PhoneError::Empty);
        }
        let too_long = PhoneError::TooLong { limit: DIGITS_LIMIT, digits };
        let number =
            PHONE_NUMBER_UTIL.parse(&dialled, Region::from_code(country.as_str()).ok()).map_err(
                |error| match error {
                    ParseError::InvalidCountryCode => PhoneError::CountryCode,
                    ParseError::TooLongNsn => too_long,
                    ParseError::NotANumber(_) | ParseError::TooShortAfterIdd | ParseError::TooShortNsn => {
                        PhoneError::TooShort { digits }
                    }
                },
            )?;
        match PHONE_NUMBER_UTIL.is_possible_number_with_reason(&number) {
            Ok(NumberLengthType::IsPossible) => {}
            Ok(NumberLengthType::IsPossibleLocalOnly) => {
                return Err(PhoneError::AreaCodeMissing { digits });
            }
            Err(ValidationError::InvalidCountryCode) => return Err(PhoneError::CountryCode),
            Err(ValidationError::TooShort) => return Err(PhoneError::TooShort { digits }),
            Err(ValidationError::TooLong) => return Err(too_long),
            Err(ValidationError::InvalidLength) => return Err(PhoneError::Length { digits }),
        }
        let e164 = PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::E164).into_owned();
        match e164.len() - 1 {
            all if all < DIGITS_LEAST => return Err(PhoneError::TooShort { digits }),
            all if all > DIGITS_LIMIT => return Err(too_long),
            _ => {}
        }
        // Surplus zeros are dialled as another number when it is entered again as it is stored.
        let again = PHONE_NUMBER_UTIL.parse(&e164, None);
        if again.is_ok_and(|again| PHONE_NUMBER_UTIL.format(&again, PhoneNumberFormat::E164) != e164) {
            return Err(PhoneError::Length { digits });
        }
        let kind = LineKind::of(PHONE_NUMBER_UTIL.get_number_type(&number));
        Ok(Self { e164, entered, kind })
    }

    /// Takes a number that is in E.164 already, as providers hand it over, without looking further.
    ///
    /// # Errors
    /// [`PhoneError::NotE164`] for any other form.
    pub fn from_e164(e164: &str) -> Result<Self, PhoneError> {
        check_e164(e164)?;
        Ok(Self { e164: e164.to_owned(), entered: e164.to_owned(), kind: LineKind::Unknown })
    }

    /// The number in E.164, for example `+393331234567`. This is what to compare to know whether two reach the same
    /// phone: equal numbers have equal entered forms too.
    #[must_use]
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// The number as a person wrote it.
    #[must_use]
    pub fn entered(&self) -> &str {
        &self.entered
    }

    /// What its range is used for, as known when the number was entered.
    #[must_use]
    pub const fn kind(&self) -> LineKind {
        self.kind
    }

    /// Whether this is most likely a landline: a warning where a mobile number is asked for.
    #[must_use]
    pub fn likely_landline(&self) -> bool {
        self.kind == LineKind::Fixed
    }

    /// The country that the number belongs to, or `None` for one of no place (satellites, freephone, ...).
    /// Countries whose mobile numbers cannot be told apart count as the biggest: those of Svalbard as Norway.
    #[must_use]
    pub fn country(&self) -> Option<Country> {
        numbering::country(self.e164.trim_start_matches('+'))
    }
}

/// What is read back: checked for its form only, because it was normalised when it was written.
#[derive(Deserialize)]
struct Stored {
    e164: String,
    entered: String,
    #[serde(default)]
    kind: LineKind,
}

impl TryFrom<Stored> for PhoneNumber {
    type Error = PhoneError;

    fn try_from(Stored { e164, entered, kind }: Stored) -> Result<Self, PhoneError> {
        check_e164(&e164)?;
        Ok(Self { e164, entered, kind })
    }
}

fn check_e164(text: &str) -> Result<(), PhoneError> {
    let right = text.strip_prefix('+').is_some_and(|digits| {
        (DIGITS_LEAST..=DIGITS_LIMIT).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0')
    });
    let size = text.chars().count();
    right.then_some(()).ok_or(PhoneError::NotE164 { least: DIGITS_LEAST, limit: DIGITS_LIMIT, size })
}

/// The digits of a number as entered, and the plus sign before them. Letters are refused rather than dialled by
/// the keypad: what stands there is a name, an extension or a second number.
fn dialled(entered: &str) -> Result<String, PhoneError> {
    let mut dialled = String::with_capacity(entered.len());
    for (before, sign) in entered.chars().enumerate() {
        match sign {
            '0'..='9' => dialled.push(sign),
            '+' if dialled.is_empty() => dialled.push(sign),
            ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '.' | '/' | '(' | ')' => {}
            '-' | '\u{2010}'..='\u{2014}' | '\u{2212}' => {}
            _ => return Err(PhoneError::Sign { at: before + 1 }),
        }
    }
    Ok(dialled)
}

/// Controls of writing direction and zero-width signs, which come along when a number is pasted from an address
/// book.
const fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
