//! Dates and times of day.

use icu_calendar::{Date as IcuDate, Gregorian, Iso};
use icu_datetime::input::Time as IcuTime;
use jiff::civil::{Date, Time};
use jiff_icu::ConvertFrom as _;

use super::formatters::Formatters;
use super::{Locale, capitalised};
use crate::Language;

fn gregorian(date: Date) -> IcuDate<Gregorian> {
    IcuDate::<Iso>::convert_from(date).to_calendar(Gregorian)
}

impl Locale {
    /// Day, month and year in figures, two digits for day and month: `03/06/2026`, in Norwegian `03.06.2026`, in the
    /// United States with the month first.
    #[must_use]
    pub fn date(self, date: Date) -> String {
        Formatters::of(self).date.format(&gregorian(date)).to_string()
    }

    /// Day and month in figures: `03/06`, in Norwegian `03.06.`, in the United States with the month first.
    #[must_use]
    pub fn day_month(self, date: Date) -> String {
        Formatters::of(self).day_month.format(&gregorian(date)).to_string()
    }

    /// The day written out, without the year: "Monday 3 June", "Lunedì 3 Giugno", "Mandag 3. juni".
    ///
    /// The names are CLDR's and so is the order. Three things are not: Spanish has no comma after the weekday, in
    /// Italian the month begins with a capital letter too, and Norwegian has the full stop of its ordinal numbers,
    /// which this release of CLDR leaves out.
    #[must_use]
    pub fn long_date(self, date: Date) -> String {
        let (weekday, day, month) = (self.weekday(date), date.day(), self.plain_month(date));
        match self.language {
            Language::En if self.american => format!("{weekday}, {month} {day}"),
            Language::En | Language::Fr => format!("{weekday} {day} {month}"),
            Language::It => format!("{weekday} {day} {}", capitalised(&month)),
            Language::Es => format!("{weekday} {day} de {month}"),
            Language::Nb => format!("{weekday} {day}. {month}"),
        }
    }

    /// The weekday alone, with a capital letter: "Lunedì".
    #[must_use]
    pub fn weekday(self, date: Date) -> String {
        capitalised(&Formatters::of(self).weekday.format(&gregorian(date)).to_string())
    }

    /// The month alone, with a capital letter: "Giugno".
    #[must_use]
    pub fn month(self, date: Date) -> String {
        capitalised(&self.plain_month(date))
    }

    fn plain_month(self, date: Date) -> String {
        Formatters::of(self).month.format(&gregorian(date)).to_string()
    }

    /// The time of day to the minute: `15:30`, in the United States `3:30 PM` with a narrow no-break space.
    #[must_use]
    pub fn time(self, time: Time) -> String {
        Formatters::of(self).time.format(&IcuTime::convert_from(time)).to_string()
    }
}
