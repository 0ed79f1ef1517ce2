//! Whether settings agree with one another and keep their limits.

use super::{EventSettings, ReminderSettings, Settings};
use crate::model::{AfterVisitSettings, SurveySettings};
use crate::time::{HoursError, Interval, Lead};
use crate::{Channel, Event};

/// Two settings that contradict each other, or one beyond its limits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The minimum notice is longer than the lead.
    #[error("the minimum notice ({notice} hours) is longer than the lead ({lead} hours)")]
    NoticeOverLead {
        /// Minimum notice in hours.
        notice: i64,
        /// Lead in hours, days counted as 24.
        lead: i64,
    },
    /// The second reminder's minimum notice is longer than its lead.
    #[error("the second reminder's minimum notice ({notice} hours) is longer than its lead ({lead} hours)")]
    SecondNoticeOverLead {
        /// Minimum notice in hours.
        notice: i64,
        /// Lead in hours, days counted as 24.
        lead: i64,
    },
    /// The second reminder would not come after the first.
    #[error("the second reminder's lead ({second} hours) must be shorter than the first one's ({first} hours)")]
    SecondBeforeFirst {
        /// Its lead in hours, days counted as 24.
        second: i64,
        /// The first one's.
        first: i64,
    },
    /// An event that does not exist on a channel.
    #[error("{event} cannot be sent by {channel}")]
    NoSuchChannel {
        /// The event.
        event: Event,
        /// The channel.
        channel: Channel,
    },
    /// A number outside its limits.
    #[error("{field} is {found}; it must lie between {least} and {most}")]
    Range {
        /// Which setting.
        field: &'static str,
        /// Its value.
        found: u64,
        /// Least allowed.
        least: u64,
        /// Most allowed.
        most: u64,
    },
    /// Sending hours out of order.
    #[error("sending_hours: {0}")]
    Hours(#[from] HoursError),
}

impl SettingsError {
    /// JSON pointers of the fields that are wrong.
    #[must_use]
    pub fn fields(&self) -> Vec<String> {
        match self {
            Self::NoticeOverLead { .. } => vec!["/reminder/minimum_notice_hours".into(), "/reminder/lead".into()],
            Self::SecondNoticeOverLead { .. } => {
                vec!["/second_reminder/minimum_notice_hours".into(), "/second_reminder/lead".into()]
            }
            Self::SecondBeforeFirst { .. } => vec!["/second_reminder/lead".into(), "/reminder/lead".into()],
            Self::NoSuchChannel { event, channel } => vec![format!("/events/{event}/{channel}")],
            Self::Range { field, .. } => vec![format!("/{}", field.replace('.', "/"))],
            Self::Hours(_) => vec!["/sending_hours".into()],
        }
    }
}

impl Settings {
    /// Whether the settings agree with one another and keep their limits.
    ///
    /// # Errors
    /// The first contradiction found.
    pub fn check(&self) -> Result<(), SettingsError> {
        let (notice, lead) = (self.reminder.minimum_notice(), self.reminder.lead.nominal());
        if notice > lead {
            return Err(SettingsError::NoticeOverLead { notice: notice.as_hours(), lead: lead.as_hours() });
        }
        let second = self.second_reminder;
        let (second_notice, second_lead) = (second.minimum_notice(), second.lead.nominal());
        if second_notice > second_lead {
            let (notice, lead) = (second_notice.as_hours(), second_lead.as_hours());
            return Err(SettingsError::SecondNoticeOverLead { notice, lead });
        }
        if self.event(Event::AppointmentSecondReminder).enabled && second_lead >= lead {
            return Err(SettingsError::SecondBeforeFirst { second: second_lead.as_hours(), first: lead.as_hours() });
        }
        for (event, set) in &self.events {
            for channel in Channel::ALL.into_iter().filter(|channel| !event.channels().contains(channel)) {
                if (EventSettings { enabled: true, ..*set }).on(channel) {
                    return Err(SettingsError::NoSuchChannel { event: *event, channel });
                }
            }
        }
        let [first, middle, last] = self.recall.intervals.map(|interval| u64::from(interval.nominal_days()));
        let most_interval = u64::from(Interval::MOST_DAYS);
        let most_lead = u64::from(Lead::MOST_DAYS) * 24;
        let ranges = [
            ("reminder.lead", lead.as_hours().unsigned_abs(), 0, most_lead),
            ("second_reminder.lead", second_lead.as_hours().unsigned_abs(), 0, most_lead),
            (
                "reminder.cancel_until_hours",
                u64::from(self.reminder.cancel_until_hours),
                0,
                ReminderSettings::MOST_CANCEL_UNTIL_HOURS,
            ),
            ("recall.intervals.0", first, 1, most_interval),
            ("recall.intervals.1", middle, 1, most_interval),
            ("recall.intervals.2", last, 1, most_interval),
            (
                "after_visit.delay_minutes",
                u64::from(self.after_visit.delay_minutes),
                0,
                u64::from(AfterVisitSettings::MOST_DELAY_MINUTES),
            ),
            (
                "survey.days_between",
                u64::from(self.survey.days_between),
                1,
                u64::from(SurveySettings::MOST_DAYS_BETWEEN),
            ),
            ("settling_seconds", u64::from(self.settling_seconds), 0, 600),
            ("body_retention_days", u64::from(self.body_retention_days), 7, 3_650),
            ("message_retention_months", u64::from(self.message_retention_months), 6, 120),
            ("sms_daily_cap", u64::from(self.sms_daily_cap), 0, 1_000_000),
        ];
        for (field, found, least, most) in ranges {
            if found < least || found > most {
                return Err(SettingsError::Range { field, found, least, most });
            }
        }
        Ok(self.sending_hours.check()?)
    }
}
