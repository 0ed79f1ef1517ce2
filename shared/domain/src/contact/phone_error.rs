//! Which rule a text breaks that is no phone number.

/// Why a text is no phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// No digits at all.
    #[error("a phone number needs digits")]
    Empty,
    /// Longer than any way of writing a number.
    #[error("a phone number has at most {limit} characters as entered, this has {size}")]
    EnteredTooLong {
        /// The most characters.
        limit: usize,
        /// The characters given.
        size: usize,
    },
    /// A letter or sign that does not belong in one number.
    #[error("character {at} is neither a digit nor a separator; one number is wanted, without extension")]
    Sign {
        /// Which character, counted from 1.
        at: usize,
    },
    /// A country code that does not exist, or a national form where the country has no numbers.
    #[error("the number's country code does not exist")]
    CountryCode,
    /// A number that can be dialled within one town only.
    #[error("the number, of {digits} digits, lacks its area code")]
    AreaCodeMissing {
        /// The digits given.
        digits: usize,
    },
    /// Fewer digits than any number of its country.
    #[error("the number is too short for its country: {digits} digits")]
    TooShort {
        /// The digits given.
        digits: usize,
    },
    /// More digits than any number of its country.
    #[error("the number is too long for its country: {digits} digits, and none has more than {limit}")]
    TooLong {
        /// The most digits of any number.
        limit: usize,
        /// The digits given.
        digits: usize,
    },
    /// A number of digits that no number of its country has.
    #[error("no number of its country has this length: {digits} digits")]
    Length {
        /// The digits given.
        digits: usize,
    },
    /// A stored number that is not in E.164.
    #[error("not in E.164: a plus sign and {least} to {limit} digits are wanted, {size} characters were given")]
    NotE164 {
        /// The fewest digits.
        least: usize,
        /// The most digits.
        limit: usize,
        /// The characters given.
        size: usize,
    },
}
