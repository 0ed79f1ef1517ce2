//! The settings as the API takes and shows them.

use std::collections::BTreeMap;

use carebell_domain::contact::{Country, EmailAddress, SenderName, SmsSender};
use carebell_domain::model::{
    AfterVisitSettings, Centre, EventSettings, Preferences, RecallSettings, ReminderSettings, SecondReminderSettings,
    Senders, Settings, SurveySettings,
};
use carebell_domain::time::{Night, SendingHours, Zone};
use carebell_domain::{Event, Language};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::check::{Faults, NAME};
use crate::contact::Phone;

/// Most other systems that a tenant can list.
const MOST_SOURCES: usize = 20;
/// Most countries: all there are.
const MOST_COUNTRIES: usize = 300;

/// Who the centre is.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Centre)]
pub(crate) struct CentreShape {
    /// Name, as clients know it.
    #[schema(max_length = 200)]
    name: String,
    /// Telephone: what texts name.
    phone: Option<Phone>,
    /// Web site.
    #[schema(max_length = 200)]
    website: Option<String>,
    /// Country, in ISO 3166: its numbers may be written in national form.
    country: Country,
    /// Currency of the prices, in ISO 4217.
    #[schema(pattern = "^[A-Z]{3}$", example = "EUR")]
    currency: String,
    /// Time zone, by its IANA name.
    #[schema(example = "Europe/Rome")]
    time_zone: Zone,
    /// The language of clients whose own is not known.
    language: Language,
}

impl CentreShape {
    /// As it is shown.
    pub(crate) fn show(centre: &Centre) -> Self {
        Self {
            name: centre.name.clone(),
            phone: centre.phone.as_ref().map(Phone::of),
            website: centre.website.clone(),
            country: centre.country,
            currency: centre.currency.clone(),
            time_zone: centre.time_zone.clone(),
            language: centre.language,
        }
    }

    /// As it is stored, once every field is right.
    pub(crate) fn check(self, at: &str, faults: &mut Faults) -> Option<Centre> {
        let Self { name, phone, website, country, currency, time_zone, language } = self;
        faults.name(&format!("{at}/name"), &name);
        faults.maybe_line(&format!("{at}/website"), website.as_ref(), NAME);
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            faults.add(&format!("{at}/currency"), "three capital letters of ISO 4217 are wanted, such as EUR");
        }
        let phone = Phone::check(phone.as_ref(), country, &format!("{at}/phone"), faults);
        Some(Centre { name, phone, website, country, currency, time_zone, language })
    }
}

/// From whom messages come.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = Senders)]
pub(crate) struct SendersShape {
    /// A number of the centre's own from which SMS come, one of the verified senders; recipients can reply to it.
    sms_number: Option<Phone>,
    /// A name from which SMS come instead; nobody can reply to it.
    sms_name: Option<SenderName>,
    /// Display name of e-mails; the centre's name where none is set.
    #[schema(max_length = 200)]
    email_name: Option<String>,
    /// The tenant's own address, one of the verified senders; the platform's no-reply address where none is set.
    email_address: Option<EmailAddress>,
    /// Where replies to e-mails go.
    reply_to: Option<EmailAddress>,
}

impl SendersShape {
    fn show(senders: &Senders) -> Self {
        let (sms_number, sms_name) = match &senders.sms {
            None => (None, None),
            Some(SmsSender::Number(number)) => (Some(Phone::of(number)), None),
            Some(SmsSender::Name(name)) => (None, Some(name.clone())),
        };
        Self {
            sms_number,
            sms_name,
            email_name: senders.email_name.clone(),
            email_address: senders.email_address.clone(),
            reply_to: senders.reply_to.clone(),
        }
    }

    fn check(self, country: Country, faults: &mut Faults) -> Senders {
        let Self { sms_number, sms_name, email_name, email_address, reply_to } = self;
        faults.maybe_line("/senders/email_name", email_name.as_ref(), NAME);
        if sms_number.is_some() && sms_name.is_some() {
            faults.add("/senders/sms_name", "SMS come from a number or from a name, not from both");
        }
        let number = Phone::check(sms_number.as_ref(), country, "/senders/sms_number", faults);
        let sms = number.map(SmsSender::Number).or(sms_name.map(SmsSender::Name));
        Senders { sms, email_name, email_address, reply_to }
    }
}

/// The communication settings of a centre.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Settings)]
pub(crate) struct SettingsShape {
    /// Who the centre is.
    centre: CentreShape,
    /// The master switch: off stops every message to clients.
    master: bool,
    /// Each event; one that is left out is off, or on where it goes to the centre (`centre_...`).
    #[serde(deserialize_with = "crate::body::distinct")]
    events: BTreeMap<Event, EventSettings>,
    /// Senders.
    #[serde(default)]
    senders: SendersShape,
    /// The reminder.
    reminder: ReminderSettings,
    /// The second reminder, by SMS.
    #[serde(default)]
    second_reminder: SecondReminderSettings,
    /// Recalls.
    #[serde(default)]
    recall: RecallSettings,
    /// What follows a visit.
    #[serde(default)]
    after_visit: AfterVisitSettings,
    /// What the questionnaire asks, and how often.
    #[serde(default)]
    survey: SurveySettings,
    /// At which hour of the centre its administrators are told in one e-mail what clients have confirmed and cancelled
    /// in a day; without one they are told of each at once.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$", example = "18:00:00")]
    answers_digest_at: Option<Time>,
    /// At most one reminder per person and day.
    one_reminder_a_day: bool,
    /// Whether clients who are written to at one number or mailbox get the reminders of a day as one, in which nobody
    /// learns what another is treated for.
    #[serde(default)]
    households: bool,
    /// Windows in which SMS of reminders go.
    sending_hours: SendingHours,
    /// Whether e-mails keep the sending hours too.
    sending_hours_for_email: bool,
    /// The night, in which SMS about changes by others wait.
    night: Night,
    /// How long changes to one appointment settle into one notification.
    #[schema(minimum = 0, maximum = 600)]
    settling_seconds: u16,
    /// Whether a client without recorded privacy consent gets nothing.
    privacy_only: bool,
    /// Whether opens are tracked only for clients who agreed to it.
    tracking_consent_required: bool,
    /// Whether SMS are written in plain letters where that keeps them cheap.
    plain_letters: bool,
    /// What a new client's preferences are.
    default_preferences: Preferences,
    /// Appointments from before this day send no notifications, and reminders only for starts from it on.
    #[schema(value_type = Option<String>, format = Date)]
    go_live: Option<Date>,
    /// Names of the other systems whose events this tenant accepts.
    #[serde(default)]
    #[schema(max_items = 20)]
    event_sources: Vec<String>,
    /// Those of them whose later events leave the client out.
    #[serde(default)]
    #[schema(max_items = 20)]
    sources_without_client: Vec<String>,
    /// Countries to which SMS may go.
    #[schema(max_items = 300)]
    sms_countries: Vec<Country>,
    /// Most SMS a day, by the centre's clock.
    #[schema(maximum = 1_000_000)]
    sms_daily_cap: u32,
    /// For how many days the texts of messages can be shown.
    #[schema(minimum = 7, maximum = 3_650)]
    body_retention_days: u16,
    /// For how many months messages are kept.
    #[schema(minimum = 6, maximum = 120)]
    message_retention_months: u16,
}

impl SettingsShape {
    /// As they are shown.
    pub(crate) fn show(settings: &Settings) -> Self {
        let settings = settings.clone();
        Self {
            centre: CentreShape::show(&settings.centre),
            master: settings.master,
            senders: SendersShape::show(&settings.senders),
            events: settings.events,
            reminder: settings.reminder,
            second_reminder: settings.second_reminder,
            recall: settings.recall,
            after_visit: settings.after_visit,
            survey: settings.survey,
            answers_digest_at: settings.answers_digest_at,
            one_reminder_a_day: settings.one_reminder_a_day,
            households: settings.households,
            sending_hours: settings.sending_hours,
            sending_hours_for_email: settings.sending_hours_for_email,
            night: settings.night,
            settling_seconds: settings.settling_seconds,
            privacy_only: settings.privacy_only,
            tracking_consent_required: settings.tracking_consent_required,
            plain_letters: settings.plain_letters,
            default_preferences: settings.default_preferences,
            go_live: settings.go_live,
            event_sources: settings.event_sources,
            sources_without_client: settings.sources_without_client,
            sms_countries: settings.sms_countries,
            sms_daily_cap: settings.sms_daily_cap,
            body_retention_days: settings.body_retention_days,
            message_retention_months: settings.message_retention_months,
        }
    }

    /// As they are stored, once every field is right by itself; what contradicts is for `Settings::check`.
    pub(crate) fn check(self, faults: &mut Faults) -> Option<Settings> {
        let centre = self.centre.check("/centre", faults)?;
        faults.list("/event_sources", &self.event_sources, MOST_SOURCES);
        for (index, source) in self.event_sources.iter().enumerate() {
            faults.name(&format!("/event_sources/{index}"), source);
        }
        faults.list("/sources_without_client", &self.sources_without_client, MOST_SOURCES);
        faults.list("/sms_countries", &self.sms_countries, MOST_COUNTRIES);
        check_survey(&self.survey, faults);
        let senders = self.senders.check(centre.country, faults);
        Some(Settings {
            master: self.master,
            events: self.events,
            senders,
            reminder: self.reminder,
            second_reminder: self.second_reminder,
            recall: self.recall,
            after_visit: self.after_visit,
            survey: self.survey,
            answers_digest_at: self.answers_digest_at,
            one_reminder_a_day: self.one_reminder_a_day,
            households: self.households,
            sending_hours: self.sending_hours,
            sending_hours_for_email: self.sending_hours_for_email,
            night: self.night,
            settling_seconds: self.settling_seconds,
            privacy_only: self.privacy_only,
            tracking_consent_required: self.tracking_consent_required,
            plain_letters: self.plain_letters,
            default_preferences: self.default_preferences,
            go_live: self.go_live,
            event_sources: self.event_sources,
            sources_without_client: self.sources_without_client,
            sms_countries: self.sms_countries,
            sms_daily_cap: self.sms_daily_cap,
            body_retention_days: self.body_retention_days,
            message_retention_months: self.message_retention_months,
            ..Settings::new(centre)
        })
    }
}

/// The questions of the centre's own.
fn check_survey(survey: &SurveySettings, faults: &mut Faults) {
    faults.list("/survey/questions", &survey.questions, SurveySettings::MOST_QUESTIONS);
    for (index, question) in survey.questions.iter().enumerate() {
        let at = format!("/survey/questions/{index}/texts");
        if question.texts.is_empty() {
            faults.add(&at, "the question is needed in one language at least");
        }
        for (language, text) in &question.texts {
            faults.filled(&format!("{at}/{language}"), text);
            faults.line(&format!("{at}/{language}"), text, SurveySettings::LONGEST_QUESTION);
        }
    }
}
