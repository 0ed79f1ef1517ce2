//! The communication settings of a centre.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::contact::{Country, EmailAddress, PhoneNumber, SmsSender};
use crate::model::{
    AfterVisit, AfterVisitSettings, Preferences, RecallSettings, SecondReminderSettings, SurveySettings,
};
use crate::time::{HoursError, Interval, Lead, Night, SendingHours, Zone};
use crate::{Channel, Event, Language};

/// Who the centre is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Centre {
    /// Name, as clients know it.
    pub name: String,
    /// Telephone: the "from" of calls, and what texts name.
    pub phone: Option<PhoneNumber>,
    /// Web site.
    pub website: Option<String>,
    /// Country: its numbers may be written in national form.
    pub country: Country,
    /// ISO 4217 code of the prices' currency.
    pub currency: String,
    /// Time zone.
    pub time_zone: Zone,
    /// The language of clients whose own is not known.
    pub language: Language,
}

/// One event on one channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventSettings {
    /// Whether the event is sent at all.
    pub enabled: bool,
    /// Whether it is sent by SMS.
    pub sms: bool,
    /// Whether it is sent by e-mail.
    pub email: bool,
    /// Notifications only: whether only clients who booked online get it.
    #[serde(default)]
    pub only_booked_online: bool,
    /// Whether the message summary shows who opened the e-mail.
    #[serde(default)]
    pub open_tracking: bool,
}

impl EventSettings {
    /// Whether the event is sent on this channel.
    #[must_use]
    pub const fn on(self, channel: Channel) -> bool {
        self.enabled
            && match channel {
                Channel::Sms => self.sms,
                Channel::Email => self.email,
            }
    }
}

/// From whom messages come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Senders {
    /// Sender of SMS: a number or a name.
    pub sms: Option<SmsSender>,
    /// Display name of e-mails; the centre's name where none is set.
    pub email_name: Option<String>,
    /// The tenant's own verified address; the platform's no-reply address where none is set.
    pub email_address: Option<EmailAddress>,
    /// Where replies to e-mails go.
    pub reply_to: Option<EmailAddress>,
}

/// When the reminder goes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReminderSettings {
    /// How long before the start it is due.
    pub lead: Lead,
    /// Fewest hours between the reminder and the start; less, and none is sent.
    pub minimum_notice_hours: u16,
    /// Whether reminders ask the client to confirm or cancel, by a link; they do where this is left out.
    #[serde(default = "invited")]
    pub invitation: bool,
    /// Until how many hours before the start a client may cancel by the link, at most 720; later the page shows the
    /// telephone number.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(maximum = 720))]
    pub cancel_until_hours: u16,
}

const fn invited() -> bool {
    true
}

impl ReminderSettings {
    /// The longest time before the start that ends a client's cancelling, in hours.
    const MOST_CANCEL_UNTIL_HOURS: u64 = 30 * 24;

    /// A reminder so long before the start, with the invitation.
    #[must_use]
    pub const fn new(lead: Lead, minimum_notice_hours: u16) -> Self {
        Self { lead, minimum_notice_hours, invitation: true, cancel_until_hours: 0 }
    }

    /// The minimum notice as a duration.
    #[must_use]
    pub fn minimum_notice(self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.minimum_notice_hours))
    }
}

/// The communication settings of a centre.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Rises with every change.
    pub version: u64,
    /// Who the centre is.
    pub centre: Centre,
    /// The master switch: off stops every message to clients.
    pub master: bool,
    /// Each event.
    pub events: BTreeMap<Event, EventSettings>,
    /// Senders.
    pub senders: Senders,
    /// The reminder.
    pub reminder: ReminderSettings,
    /// The second reminder.
    #[serde(default)]
    pub second_reminder: SecondReminderSettings,
    /// Recalls.
    #[serde(default)]
    pub recall: RecallSettings,
    /// What follows a visit.
    #[serde(default)]
    pub after_visit: AfterVisitSettings,
    /// What the questionnaire asks, and how often.
    #[serde(default)]
    pub survey: SurveySettings,
    /// At which hour of the centre its administrators are told in one e-mail what clients have confirmed and cancelled
    /// in a day; `None`: of each at once.
    #[serde(default)]
    pub answers_digest_at: Option<Time>,
    /// At most one reminder per person and day.
    pub one_reminder_a_day: bool,
    /// Windows in which SMS of reminders go.
    pub sending_hours: SendingHours,
    /// Whether e-mails keep the sending hours too.
    pub sending_hours_for_email: bool,
    /// The night, in which SMS about changes by others wait.
    pub night: Night,
    /// How long changes to one appointment settle into one notification, in seconds (0 to 600).
    pub settling_seconds: u16,
    /// Whether a client without recorded privacy consent gets nothing.
    pub privacy_only: bool,
    /// Whether opens are tracked only for clients who agreed to it.
    pub tracking_consent_required: bool,
    /// Whether SMS are written in plain letters where that keeps them cheap.
    pub plain_letters: bool,
    /// What a new client's preferences are.
    pub default_preferences: Preferences,
    /// Appointments from before this day send no notifications, and reminders only for starts from it on.
    pub go_live: Option<Date>,
    /// Names of the other systems whose events this tenant accepts.
    pub event_sources: Vec<String>,
    /// Those of them whose later events leave the client out: their appointments are remembered by name.
    #[serde(default)]
    pub sources_without_client: Vec<String>,
    /// Countries to which SMS may go.
    pub sms_countries: Vec<Country>,
    /// Most SMS a day, by the centre's clock.
    pub sms_daily_cap: u32,
    /// For how many days message bodies can be shown (7 to 3,650).
    pub body_retention_days: u16,
    /// For how many months message rows are kept (6 to 120).
    pub message_retention_months: u16,
    /// When a timing that can bring due times forward was last changed: what this put into the past counts as due
    /// at this instant.
    pub timing_changed_at: Option<Timestamp>,
}

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
    /// The settings of a new tenant: nothing goes out before the centre turns the master switch.
    #[must_use]
    pub fn new(centre: Centre) -> Self {
        use Event::{
            AppointmentApproved, AppointmentCancelled, AppointmentCreated, AppointmentModified, AppointmentReminder,
            AppointmentRequested, AppointmentSecondReminder, Recall, SatisfactionSurvey, ThankYou,
        };
        let email = EventSettings { enabled: true, email: true, ..EventSettings::default() };
        let off = EventSettings { enabled: false, ..email };
        Self {
            version: 1,
            master: false,
            events: BTreeMap::from([
                (AppointmentRequested, off),
                (AppointmentCreated, email),
                (AppointmentApproved, email),
                (AppointmentModified, email),
                (AppointmentCancelled, email),
                (AppointmentReminder, email),
                (AppointmentSecondReminder, EventSettings { sms: true, ..EventSettings::default() }),
                (Recall, off),
                // Whether they are sent is a setting of its own.
                (ThankYou, email),
                (SatisfactionSurvey, email),
            ]),
            senders: Senders::default(),
            reminder: ReminderSettings::new(Lead::Days(2), 12),
            second_reminder: SecondReminderSettings::default(),
            recall: RecallSettings::default(),
            after_visit: AfterVisitSettings::default(),
            survey: SurveySettings::default(),
            answers_digest_at: None,
            one_reminder_a_day: true,
            sending_hours: SendingHours::usual(),
            sending_hours_for_email: false,
            night: Night { from: Time::constant(21, 0, 0, 0), to: Time::constant(8, 0, 0, 0) },
            settling_seconds: 60,
            privacy_only: true,
            tracking_consent_required: true,
            plain_letters: true,
            default_preferences: Preferences::ALL,
            go_live: None,
            event_sources: Vec::new(),
            sources_without_client: Vec::new(),
            sms_countries: vec![centre.country],
            sms_daily_cap: 2_000,
            body_retention_days: 90,
            message_retention_months: 24,
            timing_changed_at: None,
            centre,
        }
    }

    /// How an event is set. Where nothing is set, what goes to the centre is on and all else off; what follows a visit is
    /// off where nothing follows it.
    #[must_use]
    pub fn event(&self, event: Event) -> EventSettings {
        let to_centre = EventSettings { enabled: true, email: true, ..EventSettings::default() };
        let unset = if event.is_to_centre() { to_centre } else { EventSettings::default() };
        let set = self.events.get(&event).copied().unwrap_or(unset);
        let chosen = match event {
            Event::ThankYou => self.after_visit.sends == AfterVisit::ThankYou,
            Event::SatisfactionSurvey => self.after_visit.sends == AfterVisit::SatisfactionSurvey,
            _ => true,
        };
        EventSettings { enabled: set.enabled && chosen, ..set }
    }

    /// Whether an event is sent on a channel.
    #[must_use]
    pub fn on(&self, event: Event, channel: Channel) -> bool {
        event.channels().contains(&channel) && self.event(event).on(channel)
    }

    /// How long changes settle.
    #[must_use]
    pub fn settling(&self) -> SignedDuration {
        SignedDuration::from_secs(i64::from(self.settling_seconds))
    }

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
                settings.one_reminder_a_day,
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
        self.version = before.version + 1;
        self.timing_changed_at = if timing(&self) == timing(before) { before.timing_changed_at } else { Some(now) };
        self
    }
}
