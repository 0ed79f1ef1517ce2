//! Sums of money.
//!
//! ICU4X formats currencies only experimentally, so the patterns stand here, read from CLDR (`numbers.xml`,
//! standard currency format): the sign of the currency comes first in English, last after a no-break space in the
//! other languages, and a sign of letters is kept apart from the figures. The figures are ICU4X's.

use fixed_decimal::Decimal;

use super::Locale;
use super::formatters::Formatters;
use crate::Language;

const NO_BREAK_SPACE: char = '\u{a0}';

/// A sum in a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money<'c> {
    /// The sum in the currency's minor unit (cents; whole yen).
    pub minor: i64,
    /// The ISO 4217 code, in capitals.
    pub currency: &'c str,
}

impl Locale {
    /// The sum in the language's form: `£35.00`, `35,00 €`, `850,00 kr`.
    ///
    /// The currency is shown by the sign that CLDR gives it in this language, else by its code.
    #[must_use]
    pub fn money(self, money: Money<'_>) -> String {
        let sign = self.sign(money.currency).unwrap_or(money.currency);
        let number = |minor: Decimal| {
            let mut amount = minor;
            amount.multiply_pow10(-minor_digits(money.currency));
            Formatters::of(self).number.format(&amount).to_string()
        };
        if self.language != Language::En {
            return format!("{}{NO_BREAK_SPACE}{sign}", number(money.minor.into()));
        }
        let minus = if money.minor < 0 { "-" } else { "" };
        let gap = if sign.ends_with(char::is_alphabetic) { "\u{a0}" } else { "" };
        format!("{minus}{sign}{gap}{}", number(money.minor.unsigned_abs().into()))
    }

    fn sign(self, currency: &str) -> Option<&'static str> {
        Some(match (currency, self.language) {
            ("EUR", _) => "€",
            ("GBP", Language::Fr) => "£GB",
            ("GBP", Language::En | Language::It | Language::Nb) => "£",
            ("USD", Language::En) => {
                if self.american {
                    "$"
                } else {
                    "US$"
                }
            }
            ("USD", Language::Fr) => "$US",
            ("USD", Language::Es) => "US$",
            ("NOK", Language::Nb) => "kr",
            _ => return None,
        })
    }
}

/// How many digits the minor unit of a currency has, by ISO 4217 (list one): two, but for those named.
#[must_use]
pub fn minor_digits(currency: &str) -> i16 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}
