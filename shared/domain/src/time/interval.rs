//! How long after a visit it is time to come again.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An interval of calendar days, weeks or months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Interval {
    /// Days.
    Days(u16),
    /// Weeks.
    Weeks(u16),
    /// Months: to the same day of the month, or the month's last where it is shorter.
    Months(u16),
}

impl Interval {
    /// The longest interval: ten years.
    pub const MOST_DAYS: u32 = 3_660;

    /// The day that lies this interval after another.
    #[must_use]
    pub fn after(self, day: Date) -> Date {
        let span = match self {
            Self::Days(days) => Span::new().days(days),
            Self::Weeks(weeks) => Span::new().weeks(weeks),
            Self::Months(months) => Span::new().months(months),
        };
        day.checked_add(span).unwrap_or(Date::MAX)
    }

    /// The length in days, months counted as 30: to compare intervals, and to limit them.
    #[must_use]
    pub fn nominal_days(self) -> u32 {
        match self {
            Self::Days(days) => days.into(),
            Self::Weeks(weeks) => u32::from(weeks) * 7,
            Self::Months(months) => u32::from(months) * 30,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::clamped(Interval::Months(6), date(2026, 8, 31), date(2027, 2, 28))]
    #[case::leap_year(Interval::Months(6), date(2027, 8, 31), date(2028, 2, 29))]
    #[case::same_day(Interval::Months(3), date(2026, 1, 15), date(2026, 4, 15))]
    #[case::weeks(Interval::Weeks(2), date(2026, 12, 24), date(2027, 1, 7))]
    #[case::beyond_the_calendar(Interval::Months(u16::MAX), date(9000, 1, 1), Date::MAX)]
    fn months_clamp_to_their_end(#[case] interval: Interval, #[case] day: Date, #[case] after: Date) {
        assert_eq!(interval.after(day), after);
    }
}
