//! The night, in which SMS about what others changed wait.

use jiff::civil::{DateTime, Time};
use serde::{Deserialize, Serialize};

/// The night: what the recipient did not cause waits, as SMS, from its begin to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Night {
    /// First local time of the night.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$", example = "21:00:00"))]
    pub from: Time,
    /// First local time of the day. Equal to `from`: no night.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$", example = "08:00:00"))]
    pub to: Time,
}

impl Night {
    /// Begin and end of the night in which a local time lies.
    #[must_use]
    pub fn around(self, local: DateTime) -> Option<(DateTime, DateTime)> {
        let (day, time) = (local.date(), local.time());
        let (from, to) = if self.from <= self.to {
            (self.from <= time && time < self.to).then_some((day, day))
        } else if time >= self.from {
            Some((day, day.tomorrow().unwrap_or(day)))
        } else {
            (time < self.to).then_some((day.yesterday().unwrap_or(day), day))
        }?;
        Some((from.to_datetime(self.from), to.to_datetime(self.to)))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::evening((21, 8), 21, Some((3, 4)))]
    #[case::after_midnight((21, 8), 7, Some((2, 3)))]
    #[case::morning((21, 8), 8, None)]
    #[case::afternoon((21, 8), 20, None)]
    #[case::small_hours((0, 6), 5, Some((3, 3)))]
    #[case::siesta_over((13, 15), 15, None)]
    #[case::none((8, 8), 8, None)]
    fn a_night_may_pass_midnight(#[case] (from, to): (i8, i8), #[case] hour: i8, #[case] days: Option<(i8, i8)>) {
        let night = Night { from: time(from, 0, 0, 0), to: time(to, 0, 0, 0) };
        let expected = days.map(|(begin, end)| {
            (date(2026, 6, begin).to_datetime(night.from), date(2026, 6, end).to_datetime(night.to))
        });
        assert_eq!(night.around(date(2026, 6, 3).at(hour, 0, 0, 0)), expected);
    }
}
