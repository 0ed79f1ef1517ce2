//! New settings in place of old ones: what of it has to be remembered, and whether plans change.

use jiff::Timestamp;

use super::Settings;
use crate::model::AfterVisit;
use crate::{Channel, Event};

impl Settings {
    /// Whether these settings, in place of `before`, can bring something forward that is planned already: other leads or
    /// hours, an event or a channel that is on now. All else is decided when a message is about to leave.
    #[must_use]
    pub fn replans(&self, before: &Self) -> bool {
        let calendar = |settings: &Self| {
            let by_the_calendar = Event::ALL.into_iter().filter(|event| !event.is_notification());
            let on = by_the_calendar.flat_map(|event| Channel::ALL.map(|channel| settings.on(event, channel)));
            (
                on.collect::<Vec<_>>(),
                (settings.reminder.lead, settings.reminder.minimum_notice_hours, settings.second_reminder),
                (settings.sending_hours.clone(), settings.sending_hours_for_email),
                (settings.one_reminder_a_day, settings.households),
                (settings.recall, settings.after_visit.delay_minutes, settings.after_visit.only_when_attended),
                (settings.go_live, settings.centre.time_zone.clone()),
            )
        };
        calendar(self) != calendar(before)
    }

    /// These settings as they replace `before` at `now`: the version rises, and where a timing changed that can
    /// bring due times forward, the instant is kept.
    #[must_use]
    pub fn replacing(mut self, before: &Self, now: Timestamp) -> Self {
        let timing = |settings: &Self| {
            (
                settings.reminder.lead,
                settings.reminder.minimum_notice_hours,
                settings.sending_hours.clone(),
                settings.sending_hours_for_email,
                [Event::AppointmentReminder, Event::AppointmentSecondReminder, Event::Recall]
                    .map(|event| settings.event(event)),
                (settings.one_reminder_a_day, settings.households),
                settings.second_reminder,
                settings.recall,
            )
        };
        let recalls = |settings: &Self| settings.event(Event::Recall).enabled;
        if recalls(&self) && !recalls(before) && self.recall.visits_from.is_none() {
            self.recall.visits_from = Some(self.centre.time_zone.day(now));
        }
        self.after_visit.since = match self.after_visit.sends {
            AfterVisit::None => None,
            sends if sends == before.after_visit.sends => before.after_visit.since,
            _ => Some(now),
        };
        self.households_until = match (before.households, self.households) {
            (true, false) => Some(now),
            _ => before.households_until,
        };
        self.version = before.version + 1;
        self.timing_changed_at = if timing(&self) == timing(before) { before.timing_changed_at } else { Some(now) };
        self
    }
}
