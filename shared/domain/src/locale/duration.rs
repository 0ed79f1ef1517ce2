//! Lengths of time.
//!
//! The units are CLDR's short forms (`units.xml`, `duration-hour` and `duration-minute`), with a plain space between
//! the two: ICU4X formats durations only experimentally.

use super::Locale;
use crate::Language;

/// Singular and plural of hour and minute.
struct Units {
    hour: [&'static str; 2],
    minute: [&'static str; 2],
}

impl Locale {
    /// A length in minutes as hours and minutes: `45 min`, `1 h 30 min`, in British English `1 hr 30 mins`.
    #[must_use]
    pub fn duration(self, minutes: u32) -> String {
        let units = match self.language {
            Language::En if self.american => Units { hour: ["hr", "hr"], minute: ["min", "min"] },
            Language::En => Units { hour: ["hr", "hrs"], minute: ["min", "mins"] },
            Language::It | Language::Es | Language::Fr => Units { hour: ["h", "h"], minute: ["min", "min"] },
            Language::Nb => Units { hour: ["t", "t"], minute: ["min", "min"] },
        };
        let part = |count: u32, [one, many]: [&str; 2]| format!("{count} {}", if count == 1 { one } else { many });
        match (minutes / 60, minutes % 60) {
            (0, minutes) => part(minutes, units.minute),
            (hours, 0) => part(hours, units.hour),
            (hours, minutes) => format!("{} {}", part(hours, units.hour), part(minutes, units.minute)),
        }
    }
}
