//! How long before the start a reminder is due.

use jiff::{SignedDuration, Span, Timestamp};
use serde::{Deserialize, Serialize};

use super::Zone;

/// A lead time. Days are calendar arithmetic on the wall clock of the location ("the same hour, two days
/// before"); hours and minutes are exact durations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Lead {
    /// Calendar days.
    Days(u16),
    /// Exact hours.
    Hours(u16),
    /// Exact minutes.
    Minutes(u16),
}

impl Lead {
    /// The longest lead: a year.
    pub const MOST_DAYS: u16 = 366;

    /// The instant that lies this lead before `start`, on the wall clock of `zone` where the lead is in days.
    #[must_use]
    pub fn before(self, start: Timestamp, zone: &Zone) -> Timestamp {
        match self {
            Self::Days(days) => {
                let local = zone.at(start).datetime();
                local.checked_sub(Span::new().days(days)).map_or(Timestamp::MIN, |earlier| zone.instant(earlier))
            }
            Self::Hours(_) | Self::Minutes(_) => start.checked_sub(self.shortest()).unwrap_or(Timestamp::MIN),
        }
    }

    /// The shortest time that this lead can be: a day of calendar arithmetic is at least 23 hours long.
    /// What is refused "because the notice is longer than the lead" is compared by [`nominal`](Self::nominal).
    fn shortest(self) -> SignedDuration {
        match self {
            Self::Days(days) => SignedDuration::from_hours(23 * i64::from(days)),
            Self::Hours(hours) => SignedDuration::from_hours(i64::from(hours)),
            Self::Minutes(minutes) => SignedDuration::from_mins(i64::from(minutes)),
        }
    }

    /// The length on an ordinary day: days count 24 hours.
    #[must_use]
    pub fn nominal(self) -> SignedDuration {
        match self {
            Self::Days(days) => SignedDuration::from_hours(24 * i64::from(days)),
            Self::Hours(_) | Self::Minutes(_) => self.shortest(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::spring_day("2026-03-29T23:30+02:00", Lead::Days(1), "2026-03-28T23:30+01:00")]
    #[case::spring_hours("2026-03-29T23:30+02:00", Lead::Hours(24), "2026-03-28T22:30+01:00")]
    #[case::skipped("2026-03-30T02:30+02:00", Lead::Days(1), "2026-03-29T03:30+02:00")]
    #[case::repeated("2026-10-26T02:30+01:00", Lead::Days(1), "2026-10-25T02:30+02:00")]
    #[case::minutes("2026-06-05T15:30+02:00", Lead::Minutes(90), "2026-06-05T14:00+02:00")]
    fn days_follow_the_wall_clock(#[case] start: Timestamp, #[case] lead: Lead, #[case] due: Timestamp) {
        let zone: Zone = "Europe/Rome".parse().expect("known");
        assert_eq!(lead.before(start, &zone), due);
    }
}
