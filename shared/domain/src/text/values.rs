//! What the placeholders of one message stand for.
//!
//! Dates, times, money and lengths are kept as what they are, and written out only when a text asks for them, in the
//! language that the text turned out to have. A value that is blank counts as missing.

use std::borrow::Cow;

use jiff::civil::DateTime;

use super::placeholders::{Group, Placeholder};
use super::signs::is_blank;
use crate::locale::{Locale, Money};

/// Another appointment that a reminder names. It shows neither service nor resource, so it may be a confidential one.
#[derive(Clone, Debug)]
pub struct OtherAppointment<'v> {
    /// Whose it is, where the reminder is a household's.
    pub who: Option<Cow<'v, str>>,
    /// Its start, in the zone of its location.
    pub start: DateTime,
    /// Where it is: the name of its location.
    pub place: Cow<'v, str>,
}

/// The values of one message. Build it with the setters, each of which gives the whole back.
#[derive(Clone, Debug)]
pub struct Values<'v> {
    texts: [Option<Cow<'v, str>>; Placeholder::ALL.len()],
    columns: Vec<(Cow<'v, str>, Cow<'v, str>)>,
    start: Option<DateTime>,
    end: Option<DateTime>,
    minutes: Option<u32>,
    price: Option<Money<'v>>,
    others: Vec<OtherAppointment<'v>>,
    confidential: bool,
}

impl Default for Values<'_> {
    fn default() -> Self {
        Self {
            texts: [const { None }; Placeholder::ALL.len()],
            columns: Vec::new(),
            start: None,
            end: None,
            minutes: None,
            price: None,
            others: Vec::new(),
            confidential: false,
        }
    }
}

impl<'v> Values<'v> {
    /// No value at all.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A value as text. It holds over what the other setters give for the same placeholder.
    #[must_use]
    pub fn text(mut self, placeholder: Placeholder, value: impl Into<Cow<'v, str>>) -> Self {
        self.texts[placeholder as usize] = Some(value.into());
        self
    }

    /// The same as [`Values::text`], where there may be no value.
    #[must_use]
    pub fn maybe(self, placeholder: Placeholder, value: Option<impl Into<Cow<'v, str>>>) -> Self {
        match value {
            Some(value) => self.text(placeholder, value),
            None => self,
        }
    }

    /// The appointment's start, in the zone of its location: all dates, the weekday and the start time.
    #[must_use]
    pub const fn start(mut self, start: DateTime) -> Self {
        self.start = Some(start);
        self
    }

    /// The appointment's end, in the zone of its location.
    #[must_use]
    pub const fn end(mut self, end: DateTime) -> Self {
        self.end = Some(end);
        self
    }

    /// The appointment's length in minutes.
    #[must_use]
    pub const fn minutes(mut self, minutes: u32) -> Self {
        self.minutes = Some(minutes);
        self
    }

    /// The appointment's price.
    #[must_use]
    pub const fn price(mut self, price: Money<'v>) -> Self {
        self.price = Some(price);
        self
    }

    /// One more appointment that this reminder names, in the order in which they are to be read.
    #[must_use]
    pub fn other(mut self, other: OtherAppointment<'v>) -> Self {
        self.others.push(other);
        self
    }

    /// A column of an imported list. Its name is compared without regard to case.
    #[must_use]
    pub fn column(mut self, name: impl Into<Cow<'v, str>>, value: impl Into<Cow<'v, str>>) -> Self {
        self.columns.push((name.into(), value.into()));
        self
    }

    /// Marks the appointment as one for a confidential service: what tells of it counts as missing, whatever the text.
    #[must_use]
    pub const fn confidential(mut self) -> Self {
        self.confidential = true;
        self
    }

    /// Whether the service is confidential.
    #[must_use]
    pub const fn is_confidential(&self) -> bool {
        self.confidential
    }

    /// Whether `placeholder` has a value.
    #[must_use]
    pub fn has(&self, placeholder: Placeholder) -> bool {
        self.get(placeholder, Locale::default(), "").is_some()
    }

    /// What stands for `placeholder`, written for `locale`. A list has `separator` between its members.
    pub(super) fn get(&self, placeholder: Placeholder, locale: Locale, separator: &str) -> Option<Cow<'_, str>> {
        if self.confidential && tells_of_treatment(placeholder) {
            return None;
        }
        if let Some(text) = &self.texts[placeholder as usize] {
            return (!is_blank(text)).then_some(Cow::Borrowed(text));
        }
        let start = self.start.map(DateTime::date);
        let written = match placeholder {
            Placeholder::AppointmentDate => locale.date(start?),
            Placeholder::AppointmentDayMonth => locale.day_month(start?),
            Placeholder::AppointmentLongDate => locale.long_date(start?),
            Placeholder::AppointmentMonth => locale.month(start?),
            Placeholder::AppointmentWeekday => locale.weekday(start?),
            Placeholder::AppointmentDay => start?.day().to_string(),
            Placeholder::AppointmentStartTime => locale.time(self.start?.time()),
            Placeholder::AppointmentEndTime => locale.time(self.end?.time()),
            Placeholder::AppointmentDuration => locale.duration(self.minutes?),
            Placeholder::AppointmentPrice => locale.money(self.price?),
            Placeholder::AppointmentOthers if !self.others.is_empty() => {
                let others: Vec<_> = self.others.iter().map(|other| other.written(locale)).collect();
                others.join(separator)
            }
            _ => return None,
        };
        Some(Cow::Owned(written))
    }

    /// What stands for the column `name`.
    pub(super) fn get_column(&self, name: &str) -> Option<Cow<'_, str>> {
        let same = |one: &str| one.trim().to_lowercase() == name.to_lowercase();
        let (_, value) = self.columns.iter().find(|(one, _)| same(one))?;
        (!is_blank(value)).then_some(Cow::Borrowed(value))
    }
}

impl OtherAppointment<'_> {
    fn written(&self, locale: Locale) -> String {
        let mut text = format!("{} {}", locale.long_date(self.start.date()), locale.time(self.start.time()));
        if let Some(who) = self.who.as_ref().filter(|who| !is_blank(who)) {
            text.insert_str(0, ", ");
            text.insert_str(0, who.trim());
        }
        if !is_blank(&self.place) {
            text.push_str(", ");
            text.push_str(self.place.trim());
        }
        text
    }
}

/// What a message about a confidential service never shows: service, preparation, group, resource and price, and what
/// lets one guess them.
const fn tells_of_treatment(placeholder: Placeholder) -> bool {
    matches!(placeholder.group(), Group::Resource)
        || matches!(
            placeholder,
            Placeholder::AppointmentService
                | Placeholder::AppointmentPreparation
                | Placeholder::AppointmentGroup
                | Placeholder::AppointmentPrice
                | Placeholder::AppointmentTariff
                | Placeholder::AppointmentDuration
                | Placeholder::AppointmentEndTime
                | Placeholder::AppointmentNotes
        )
}
