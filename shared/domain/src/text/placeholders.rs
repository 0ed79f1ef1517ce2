//! The one table of placeholders: code, alias, group, and the events in which each has a meaning.
//!
//! Everything else asks this table: the lexer, the lint, the legend. `column.NAME`, a column of an imported list, is
//! the one placeholder that is not in it, because its name is the list's.

use serde::Serialize;

use crate::Event;

/// What a placeholder tells about, as the editor groups them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PlaceholderGroup))]
pub enum Group {
    /// The clinic.
    Centre,
    /// The person written to, and the patient whom the appointment is for.
    Client,
    /// The doctor or room.
    Resource,
    /// The appointment.
    Appointment,
    /// The place where the agenda is kept.
    Agenda,
    /// Pages behind signed links.
    Link,
    /// What a single kind of message needs.
    Message,
}

/// A row of the table.
struct Row {
    code: Option<u8>,
    alias: &'static str,
    group: Group,
    events: &'static [Event],
}

/// Every event of an appointment.
const EVERY: &[Event] = &Event::ALL;
/// Those that can carry the invitation to confirm or cancel.
const INVITING: &[Event] = &[
    Event::AppointmentCreated,
    Event::AppointmentApproved,
    Event::AppointmentModified,
    Event::AppointmentReminder,
    Event::AppointmentSecondReminder,
];
/// Reminders alone name further appointments.
const REMINDERS: &[Event] = &[Event::AppointmentReminder, Event::AppointmentSecondReminder];
/// What carries news, and with it the link that ends them.
const NEWS: &[Event] = &[Event::AppointmentReminder, Event::AppointmentSecondReminder, Event::Recall, Event::ThankYou];
/// The questionnaire alone leads to one.
const SURVEY: &[Event] = &[Event::SatisfactionSurvey];
/// No event of an appointment: alerts, passwords, campaigns.
const OTHERS: &[Event] = &[];

macro_rules! table {
    ($($(#[$doc:meta])* $name:ident $code:expr, $alias:literal, $group:ident, $events:ident;)*) => {
        /// Something that a text can name and a value stands in for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Placeholder {
            $($(#[$doc])* $name,)*
        }

        const ROWS: &[Row] =
            &[$(Row { code: $code, alias: $alias, group: Group::$group, events: $events },)*];

        impl Placeholder {
            /// Every placeholder, in the order in which the legend lists them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The placeholder of this alias as it is listed: the quick way for texts that write it so.
            fn from_listed_alias(alias: &str) -> Option<Self> {
                match alias {
                    $($alias => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

table! {
    /// Name of the centre.
    CentreName Some(0), "centre.name", Centre, EVERY;
    /// Telephone of the centre.
    CentrePhone Some(1), "centre.phone", Centre, EVERY;
    /// Web site of the centre.
    CentreWebsite Some(38), "centre.website", Centre, EVERY;
    /// First name of the client.
    ClientFirstName Some(3), "client.first_name", Client, EVERY;
    /// Surname of the client.
    ClientLastName Some(4), "client.last_name", Client, EVERY;
    /// Mobile number of the client.
    ClientMobile Some(35), "client.mobile", Client, EVERY;
    /// Address of the client.
    ClientAddress Some(36), "client.address", Client, EVERY;
    /// Name of the patient.
    PatientName None, "patient.name", Client, EVERY;
    /// Full name of the resource.
    ResourceName Some(5), "resource.name", Resource, EVERY;
    /// Address of the resource.
    ResourceAddress Some(6), "resource.address", Resource, EVERY;
    /// Telephone of the resource.
    ResourcePhone Some(7), "resource.phone", Resource, EVERY;
    /// Date in figures, with the year.
    AppointmentDate Some(8), "appointment.date", Appointment, EVERY;
    /// Date in figures, without the year.
    AppointmentDayMonth Some(26), "appointment.day_month", Appointment, EVERY;
    /// Date written out.
    AppointmentLongDate Some(31), "appointment.long_date", Appointment, EVERY;
    /// Name of the month.
    AppointmentMonth Some(32), "appointment.month", Appointment, EVERY;
    /// Weekday.
    AppointmentWeekday Some(25), "appointment.weekday", Appointment, EVERY;
    /// Day of the month, a number.
    AppointmentDay Some(33), "appointment.day", Appointment, EVERY;
    /// Start.
    AppointmentStartTime Some(9), "appointment.start_time", Appointment, EVERY;
    /// End.
    AppointmentEndTime Some(10), "appointment.end_time", Appointment, EVERY;
    /// Services, joined with commas.
    AppointmentService Some(11), "appointment.service", Appointment, EVERY;
    /// Price.
    AppointmentPrice Some(12), "appointment.price", Appointment, EVERY;
    /// Length.
    AppointmentDuration Some(13), "appointment.duration", Appointment, EVERY;
    /// Notes for the client.
    AppointmentNotes Some(14), "appointment.notes", Appointment, EVERY;
    /// Preparation of the services that send theirs.
    AppointmentPreparation Some(23), "appointment.preparation", Appointment, EVERY;
    /// Group of the service.
    AppointmentGroup Some(37), "appointment.group", Appointment, EVERY;
    /// Tariff list.
    AppointmentTariff Some(39), "appointment.tariff", Appointment, EVERY;
    /// The other appointments that one reminder names.
    AppointmentOthers None, "appointment.others", Appointment, REMINDERS;
    /// Notes of the location.
    LocationNotes Some(24), "location.notes", Agenda, EVERY;
    /// Name of the location.
    LocationName Some(27), "location.name", Agenda, EVERY;
    /// Town of the location.
    LocationTown Some(28), "location.town", Agenda, EVERY;
    /// Telephone of the location.
    LocationPhone Some(29), "location.phone", Agenda, EVERY;
    /// Address of the location.
    LocationAddress Some(30), "location.address", Agenda, EVERY;
    /// The page with the buttons to confirm and to cancel.
    LinkAnswer None, "link.answer", Link, INVITING;
    /// The page of channel preferences.
    LinkPreferences None, "link.preferences", Link, EVERY;
    /// The questionnaire.
    LinkSurvey None, "link.survey", Link, SURVEY;
    /// The page that ends marketing.
    LinkUnsubscribe None, "link.unsubscribe", Link, NEWS;
    /// A password just made.
    Password None, "password", Message, OTHERS;
    /// The time after a delay.
    NewTime None, "new_time", Message, OTHERS;
    /// The day by which something falls due.
    DueDate None, "due_date", Message, OTHERS;
}

impl Placeholder {
    const fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The number in `TRD3`; none for those that have an alias only.
    #[must_use]
    pub const fn code(self) -> Option<u8> {
        self.row().code
    }

    /// The readable form without its brackets, for example `client.first_name`.
    #[must_use]
    pub const fn alias(self) -> &'static str {
        self.row().alias
    }

    /// What it tells about.
    #[must_use]
    pub const fn group(self) -> Group {
        self.row().group
    }

    /// The events in which it has a meaning.
    #[must_use]
    pub const fn events(self) -> &'static [Event] {
        self.row().events
    }

    /// The placeholder whose code these digits are, written without leading zeros.
    #[must_use]
    pub fn from_digits(digits: &str) -> Option<Self> {
        let plain = digits == "0" || !digits.starts_with('0');
        let code: u8 = digits.parse().ok().filter(|_| plain)?;
        Self::ALL.iter().copied().find(|one| one.code() == Some(code))
    }

    /// The placeholder of this alias, in any case.
    #[must_use]
    pub fn from_alias(alias: &str) -> Option<Self> {
        Self::from_listed_alias(alias)
            .or_else(|| Self::ALL.iter().copied().find(|one| one.alias().eq_ignore_ascii_case(alias)))
    }

    /// Whether aliases of the form `prefix.name` exist, in any case: `client`, `link`, ...
    #[must_use]
    pub fn is_prefix(prefix: &str) -> bool {
        let known =
            |alias: &'static str| alias.split_once('.').is_some_and(|(one, _)| one.eq_ignore_ascii_case(prefix));
        ROWS.iter().any(|row| known(row.alias))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes that clinics know, by heart or from their old texts.
    const CODES: &str = "0 centre.name, 1 centre.phone, 3 client.first_name, 4 client.last_name, \
        5 resource.name, 6 resource.address, 7 resource.phone, 8 appointment.date, \
        9 appointment.start_time, 10 appointment.end_time, 11 appointment.service, \
        12 appointment.price, 13 appointment.duration, 14 appointment.notes, \
        23 appointment.preparation, 24 location.notes, 25 appointment.weekday, \
        26 appointment.day_month, 27 location.name, 28 location.town, 29 location.phone, \
        30 location.address, 31 appointment.long_date, 32 appointment.month, 33 appointment.day, \
        35 client.mobile, 36 client.address, 37 appointment.group, 38 centre.website, \
        39 appointment.tariff";

    #[test]
    fn codes_are_those_that_clinics_know() {
        let mut rows: Vec<_> = ROWS.iter().filter_map(|row| Some((row.code?, row.alias))).collect();
        rows.sort_unstable();
        let shown: Vec<_> = rows.iter().map(|(code, alias)| format!("{code} {alias}")).collect();
        assert_eq!(shown.join(", "), CODES);
    }

    #[test]
    fn codes_and_aliases_lead_back_to_their_placeholder() {
        for &one in Placeholder::ALL {
            assert_eq!(Placeholder::from_alias(&one.alias().to_uppercase()), Some(one));
            if let Some(code) = one.code() {
                assert_eq!(Placeholder::from_digits(&code.to_string()), Some(one));
                assert_eq!(Placeholder::from_digits(&format!("0{code}")), None);
            }
        }
    }
}
