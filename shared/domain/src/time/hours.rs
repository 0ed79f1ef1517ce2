//! Sending hours: windows per weekday, with dated closures.

use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};

use super::Zone;

/// Why sending hours are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// A window that ends before it begins.
    #[error("a window must end after it begins; end it at 24:00 and begin another at 00:00 to pass midnight")]
    Backwards,
    /// Windows of one day that overlap or are out of order.
    #[error("the windows of a day must follow one another without overlapping")]
    Overlap,
    /// More windows a day than anyone needs.
    #[error("at most {limit} windows a day, these are {found}")]
    TooMany {
        /// Most windows a day.
        limit: usize,
        /// Windows found.
        found: usize,
    },
    /// Not a time of day.
    #[error("not a time of day such as 09:00")]
    Time,
}

/// One span of a day in which messages may go, as minutes after midnight; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WindowText", into = "WindowText")]
pub struct Window {
    from: u16,
    to: u16,
}

/// A window as people write it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WindowText {
    /// First minute, `HH:MM`.
    from: String,
    /// First minute that is closed again, `HH:MM` up to `24:00`.
    to: String,
}

impl Window {
    /// A window from a first minute to the first minute that is closed again, both after midnight.
    ///
    /// # Errors
    /// [`HoursError::Backwards`] where it does not end after it begins, [`HoursError::Time`] beyond 24:00.
    pub const fn new(from: u16, to: u16) -> Result<Self, HoursError> {
        if to > 24 * 60 {
            return Err(HoursError::Time);
        }
        if from >= to {
            return Err(HoursError::Backwards);
        }
        Ok(Self { from, to })
    }
}

fn minutes(text: &str) -> Result<u16, HoursError> {
    let (hours, minutes) = text.split_once(':').ok_or(HoursError::Time)?;
    let number = |part: &str| {
        (part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_digit()))
            .then(|| part.parse::<u16>().ok())
            .flatten()
    };
    match (number(hours), number(minutes)) {
        (Some(24), Some(0)) => Ok(24 * 60),
        (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => Ok(hours * 60 + minutes),
        _ => Err(HoursError::Time),
    }
}

impl TryFrom<WindowText> for Window {
    type Error = HoursError;

    fn try_from(text: WindowText) -> Result<Self, HoursError> {
        Self::new(minutes(&text.from)?, minutes(&text.to)?)
    }
}

impl From<Window> for WindowText {
    fn from(window: Window) -> Self {
        let text = |at: u16| format!("{:02}:{:02}", at / 60, at % 60);
        Self { from: text(window.from), to: text(window.to) }
    }
}

/// The windows of a week. Without any window there is no restriction: each day is open from 00:00 to 24:00.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SendingHours {
    /// Monday's windows.
    #[cfg_attr(feature = "openapi", schema(max_items = 6))]
    pub monday: Vec<Window>,
    /// Tuesday's windows.
    #[cfg_attr(feature = "openapi", schema(max_items = 6))]
    pub tuesday: Vec<Window>,
    /// Wednesday's windows.
    #[cfg_attr(feature = "openapi", schema(max_items = 6))]
    pub wednesday: Vec<Window>,
    /// Thursday's windows.
    #[cfg_attr(feature = "openapi", schema(max_items = 6))]
    pub thursday: Vec<Window>,
    /// Friday's windows.
    #[cfg_attr(feature = "openapi", schema(max_items = 6))]
    pub friday: Vec<Window>,
    /// Saturday's windows.
    #[cfg_attr(feature = "openapi", schema(max_items = 6))]
    pub saturday: Vec<Window>,
    /// Sunday's windows.
    #[cfg_attr(feature = "openapi", schema(max_items = 6))]
    pub sunday: Vec<Window>,
}

const WHOLE_DAY: [Window; 1] = [Window { from: 0, to: 24 * 60 }];
const MOST_WINDOWS: usize = 6;

impl SendingHours {
    /// Monday to Friday 09:00-19:00, Saturday 09:00-12:00: what a new tenant has.
    #[must_use]
    pub fn usual() -> Self {
        let day = vec![Window { from: 9 * 60, to: 19 * 60 }];
        Self {
            monday: day.clone(),
            tuesday: day.clone(),
            wednesday: day.clone(),
            thursday: day.clone(),
            friday: day,
            saturday: vec![Window { from: 9 * 60, to: 12 * 60 }],
            sunday: Vec::new(),
        }
    }

    /// The week, Monday first.
    fn week(&self) -> [&Vec<Window>; 7] {
        [&self.monday, &self.tuesday, &self.wednesday, &self.thursday, &self.friday, &self.saturday, &self.sunday]
    }

    /// Whether the windows of each day follow one another.
    ///
    /// # Errors
    /// [`HoursError`] for the first day that is out of order.
    pub fn check(&self) -> Result<(), HoursError> {
        for day in self.week() {
            if day.len() > MOST_WINDOWS {
                return Err(HoursError::TooMany { limit: MOST_WINDOWS, found: day.len() });
            }
            if day.windows(2).any(|pair| pair[0].to > pair[1].from) {
                return Err(HoursError::Overlap);
            }
        }
        Ok(())
    }

    /// Whether there is no window at all, and so no restriction.
    #[must_use]
    pub fn is_unrestricted(&self) -> bool {
        self.week().iter().all(|day| day.is_empty())
    }

    fn on(&self, weekday: Weekday) -> &[Window] {
        let week = self.week();
        if self.is_unrestricted() {
            return &WHOLE_DAY;
        }
        week[usize::from(weekday.to_monday_zero_offset().unsigned_abs())]
    }
}

/// Sending hours at a place: a week of windows, the days on which the place is closed, and its clock.
#[derive(Clone, Copy, Debug)]
pub struct Hours<'a> {
    /// The week.
    pub week: &'a SendingHours,
    /// Dated closures and holidays.
    pub closed: &'a [Date],
    /// The zone in which windows and closures are read.
    pub zone: &'a Zone,
}

/// Two years: a place that is closed for longer has no next opening.
const HORIZON_DAYS: i32 = 731;

impl Hours<'_> {
    /// The windows of a local day as spans of instants, the end exclusive. A window that a spring change swallows
    /// whole is left out.
    fn spans(&self, day: Date) -> impl DoubleEndedIterator<Item = (Timestamp, Timestamp)> {
        let windows = if self.closed.contains(&day) { &[][..] } else { self.week.on(day.weekday()) };
        windows
            .iter()
            .map(move |window| (self.minute(day, window.from), self.minute(day, window.to)))
            .filter(|(from, to)| from < to)
    }

    fn minute(&self, day: Date, minute: u16) -> Timestamp {
        if minute == 24 * 60 {
            return day.tomorrow().map_or(Timestamp::MAX, |next| self.zone.start_of(next));
        }
        let time = Time::constant(0, 0, 0, 0).wrapping_add(Span::new().minutes(minute));
        self.zone.instant(day.to_datetime(time))
    }

    /// Whether an instant lies inside a window.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.spans(self.zone.day(at)).any(|(from, to)| from <= at && at < to)
    }

    /// `at` where that is open, else the next instant that is. `None` where none comes within two years.
    #[must_use]
    pub fn open_from(&self, at: Timestamp) -> Option<Timestamp> {
        let mut day = self.zone.day(at);
        for _ in 0..HORIZON_DAYS {
            let next = self.spans(day).find(|&(_, to)| at < to);
            if let Some((from, _)) = next {
                return Some(from.max(at));
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    /// The last window that ends at or before an instant, looking back as far as `days` days.
    #[must_use]
    pub fn last_window(&self, at: Timestamp, days: u8) -> Option<(Timestamp, Timestamp)> {
        let mut day = self.zone.day(at);
        for _ in 0..=days {
            let last = self.spans(day).rev().find(|&(_, to)| to <= at);
            if last.is_some() {
                return last;
            }
            day = day.yesterday().ok()?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_checked() {
        assert_eq!(Window::new(600, 600), Err(HoursError::Backwards));
        assert_eq!(Window::new(0, 1441), Err(HoursError::Time));
        for (text, ok) in [
            (r#"{"from":"09:00","to":"24:00"}"#, true),
            (r#"{"from":"9:00","to":"12:00"}"#, false),
            (r#"{"from":"12:00","to":"09:00"}"#, false),
            (r#"{"from":"24:00","to":"24:00"}"#, false),
        ] {
            assert_eq!(serde_json::from_str::<Window>(text).is_ok(), ok, "{text}");
        }
        let overlapping = SendingHours {
            monday: vec![Window { from: 540, to: 780 }, Window { from: 720, to: 900 }],
            ..SendingHours::default()
        };
        assert_eq!(overlapping.check(), Err(HoursError::Overlap));
    }

    #[test]
    fn the_end_is_exclusive_and_closures_close() {
        let zone: Zone = "Europe/Rome".parse().expect("known");
        let week = SendingHours::usual();
        let closed = [jiff::civil::date(2026, 6, 2)];
        let hours = Hours { week: &week, closed: &closed, zone: &zone };
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        assert!(hours.is_open(at("2026-06-01T09:00+02:00")));
        assert!(!hours.is_open(at("2026-06-01T19:00+02:00")));
        assert_eq!(hours.open_from(at("2026-06-01T19:00+02:00")), Some(at("2026-06-03T09:00+02:00")));
        assert_eq!(
            hours.last_window(at("2026-06-02T12:00+02:00"), 4),
            Some((at("2026-06-01T09:00+02:00"), at("2026-06-01T19:00+02:00")))
        );
    }
}
