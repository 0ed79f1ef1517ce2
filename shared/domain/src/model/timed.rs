//! The settings of what goes by the calendar beside the first reminder: the second, recalls, thanks.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::time::{Interval, Lead};

/// The second reminder, by SMS.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondReminderSettings {
    /// How long before the start it is due: less than the first one's lead.
    pub lead: Lead,
    /// Fewest hours between it and the start; less, and none is sent.
    pub minimum_notice_hours: u16,
    /// Whether only clients get it who have often not come.
    pub only_unreliable: bool,
}

impl SecondReminderSettings {
    /// The minimum notice as a duration.
    #[must_use]
    pub fn minimum_notice(self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.minimum_notice_hours))
    }
}

impl Default for SecondReminderSettings {
    fn default() -> Self {
        Self { lead: Lead::Hours(4), minimum_notice_hours: 0, only_unreliable: true }
    }
}

/// One of the three intervals that a centre has set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Predefined {
    /// The first.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
}

/// When clients are called back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecallSettings {
    /// The three intervals that the centre offers itself to choose from.
    #[cfg_attr(feature = "openapi", schema(min_items = 3, max_items = 3))]
    pub intervals: [Interval; 3],
    /// The one that holds where neither appointment nor service say otherwise; with none, those have no recall.
    #[serde(default)]
    pub default: Option<Predefined>,
    /// Visits before this day have no recall. Set to the day on which recalls are switched on, where no other is chosen.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub visits_from: Option<Date>,
}

impl RecallSettings {
    /// A predefined interval.
    #[must_use]
    pub const fn interval(self, which: Predefined) -> Interval {
        let [first, second, third] = self.intervals;
        match which {
            Predefined::First => first,
            Predefined::Second => second,
            Predefined::Third => third,
        }
    }
}

impl Default for RecallSettings {
    fn default() -> Self {
        let intervals = [Interval::Months(3), Interval::Months(6), Interval::Months(12)];
        Self { intervals, default: None, visits_from: None }
    }
}

/// What an appointment or a service says of its recall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RecallChoice {
    /// There is none.
    None,
    /// After the centre's first interval.
    First,
    /// After its second.
    Second,
    /// After its third.
    Third,
    /// After so many days.
    Days(u16),
    /// After so many weeks.
    Weeks(u16),
    /// After so many months.
    Months(u16),
}

impl RecallChoice {
    /// The interval; `None` where there is no recall.
    #[must_use]
    pub const fn interval(self, settings: RecallSettings) -> Option<Interval> {
        match self {
            Self::None => None,
            Self::First => Some(settings.interval(Predefined::First)),
            Self::Second => Some(settings.interval(Predefined::Second)),
            Self::Third => Some(settings.interval(Predefined::Third)),
            Self::Days(days) => Some(Interval::Days(days)),
            Self::Weeks(weeks) => Some(Interval::Weeks(weeks)),
            Self::Months(months) => Some(Interval::Months(months)),
        }
    }

    /// Whether an interval of its own lies within the limits: a day to ten years.
    #[must_use]
    pub fn is_possible(self) -> bool {
        let own = self.interval(RecallSettings::default());
        own.is_none_or(|interval| (1..=Interval::MOST_DAYS).contains(&interval.nominal_days()))
    }
}

/// A stored choice that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stored recall interval cannot be read")]
pub struct BadRecallChoice;

/// The short stored form: `0` (none), `1` to `3`, or `d10`, `w2`, `m6`.
impl fmt::Display for RecallChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("0"),
            Self::First => f.write_str("1"),
            Self::Second => f.write_str("2"),
            Self::Third => f.write_str("3"),
            Self::Days(days) => write!(f, "d{days}"),
            Self::Weeks(weeks) => write!(f, "w{weeks}"),
            Self::Months(months) => write!(f, "m{months}"),
        }
    }
}

impl FromStr for RecallChoice {
    type Err = BadRecallChoice;

    fn from_str(text: &str) -> Result<Self, BadRecallChoice> {
        let number = |rest: &str| rest.parse().map_err(|_| BadRecallChoice);
        match (text, text.get(1..)) {
            ("0", _) => Ok(Self::None),
            ("1", _) => Ok(Self::First),
            ("2", _) => Ok(Self::Second),
            ("3", _) => Ok(Self::Third),
            (_, Some(rest)) if text.starts_with('d') => Ok(Self::Days(number(rest)?)),
            (_, Some(rest)) if text.starts_with('w') => Ok(Self::Weeks(number(rest)?)),
            (_, Some(rest)) if text.starts_with('m') => Ok(Self::Months(number(rest)?)),
            _ => Err(BadRecallChoice),
        }
    }
}

/// What follows a visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AfterVisit {
    /// Nothing.
    #[default]
    None,
    /// Thanks.
    ThankYou,
    /// A questionnaire.
    SatisfactionSurvey,
}

/// What follows a visit, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AfterVisitSettings {
    /// What is sent.
    pub sends: AfterVisit,
    /// How many minutes after the end of the visit.
    #[cfg_attr(feature = "openapi", schema(maximum = 20_160))]
    pub delay_minutes: u16,
    /// Whether only after visits that were marked as attended; else after all that were not called off.
    #[serde(default)]
    pub only_when_attended: bool,
    /// Since when this is sent: visits that ended before are not written about.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime, read_only))]
    pub since: Option<Timestamp>,
}

impl AfterVisitSettings {
    /// The longest delay in minutes: two weeks.
    pub const MOST_DELAY_MINUTES: u16 = 20_160;

    /// How long after the end of a visit its message is due.
    #[must_use]
    pub fn delay(self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.delay_minutes))
    }
}

impl Default for AfterVisitSettings {
    fn default() -> Self {
        Self { sends: AfterVisit::None, delay_minutes: 120, only_when_attended: false, since: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_forms_read_back() {
        use RecallChoice::{Days, First, Months, None, Second, Third, Weeks};
        for choice in [None, First, Second, Third, Days(10), Weeks(2), Months(6)] {
            assert_eq!(choice.to_string().parse(), Ok(choice));
        }
        for bad in ["", "4", "m", "x1", "d-1", "\u{e9}1"] {
            assert_eq!(bad.parse::<RecallChoice>(), Err(BadRecallChoice), "{bad}");
        }
    }

    #[test]
    fn an_interval_is_a_day_to_ten_years() {
        for (choice, possible) in [
            (RecallChoice::None, true),
            (RecallChoice::Days(0), false),
            (RecallChoice::Days(1), true),
            (RecallChoice::Months(122), true),
            (RecallChoice::Months(123), false),
        ] {
            assert_eq!(choice.is_possible(), possible, "{choice}");
        }
    }
}
