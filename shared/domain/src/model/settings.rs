//! The communication settings of a centre.

mod check;
mod replacing;

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::contact::{Country, EmailAddress, PhoneNumber, SmsSender};
use crate::model::{
    AfterVisit, AfterVisitSettings, Preferences, RecallSettings, SecondReminderSettings, SurveySettings,
};
use crate::time::{Lead, Night, SendingHours, Zone};
use crate::{Channel, Event, Language};

pub use check::SettingsError;

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
    /// Whether clients who are written to at one number or mailbox get the reminders of a day as one.
    #[serde(default)]
    pub households: bool,
    /// When that was switched off, where it once was: what went to a household until then still counts.
    #[serde(default)]
    pub households_until: Option<Timestamp>,
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
            households: false,
            households_until: None,
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
}
