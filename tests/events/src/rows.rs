//! What no function can be asked: the rule of each event's time in a sentence, and which test shows its message.

use carebell_domain::{Channel, Event};

/// A test that shows a message on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The file, from the root of the repository.
    pub file: &'static str,
    /// The test's name.
    pub test: &'static str,
}

/// An event.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Which.
    pub event: Event,
    /// When it is due.
    pub due: &'static str,
    /// What shows it, by each of its channels.
    pub shown: &'static [(Channel, Shown)],
}

const fn e2e(channel: Channel, file: &'static str, test: &'static str) -> (Channel, Shown) {
    (channel, Shown { file, test })
}

const ANSWERS: &str = "tests/e2e/tests/answers.rs";
const BOOKING: &str = "tests/e2e/tests/booking.rs";
const REMINDERS: &str = "tests/e2e/tests/reminders.rs";
const CENTRE: &str = "tests/e2e/tests/centre.rs";
const NOTICES: &str = "shared/store/tests/table/notices.rs";
const CALENDAR: &str = "tests/e2e/tests/calendar.rs";

/// Both channels, shown by one test.
macro_rules! both {
    ($file:ident, $test:literal) => {
        &[e2e(Channel::Sms, $file, $test), e2e(Channel::Email, $file, $test)]
    };
}

/// Every event.
pub const ROWS: &[Row] = &[
    Row {
        event: Event::AppointmentRequested,
        due: "once the request has settled",
        shown: both!(BOOKING, "a_request_and_its_approval_are_told"),
    },
    Row {
        event: Event::AppointmentCreated,
        due: "once the booking has settled",
        shown: both!(BOOKING, "both_channels_tell_it_in_the_clients_language"),
    },
    Row {
        event: Event::AppointmentApproved,
        due: "once the approval has settled",
        shown: both!(BOOKING, "a_request_and_its_approval_are_told"),
    },
    Row {
        event: Event::AppointmentModified,
        due: "once the change has settled",
        shown: both!(BOOKING, "a_move_and_a_cancellation_are_told_too"),
    },
    Row {
        event: Event::AppointmentCancelled,
        due: "once the cancellation has settled; a client's own when it can no longer be taken back",
        shown: both!(BOOKING, "a_move_and_a_cancellation_are_told_too"),
    },
    Row {
        event: Event::AppointmentReminder,
        due: "the lead before the start; later, at the booking, the approval, the move, or the change of settings",
        shown: both!(REMINDERS, "what_is_due_goes_and_what_is_not_waits"),
    },
    Row {
        event: Event::AppointmentSecondReminder,
        due: "its own lead before the start",
        shown: &[e2e(Channel::Sms, CALENDAR, "a_second_reminder_goes_to_the_unreliable")],
    },
    Row {
        event: Event::Recall,
        due: "the interval after the visit, at the day's first opening, or at 09:00 where there are no sending hours",
        shown: both!(CALENDAR, "a_recall_calls_a_past_visit_back_once"),
    },
    Row {
        event: Event::ThankYou,
        due: "the delay after the end of the visit",
        shown: both!(CALENDAR, "thanks_follow_a_visit"),
    },
    Row {
        event: Event::SatisfactionSurvey,
        due: "the delay after the end of the visit",
        shown: both!(ANSWERS, "a_questionnaire_follows_a_visit_and_its_answer_is_shown"),
    },
    Row {
        event: Event::CentreClientConfirmed,
        due: "when it can no longer be taken back; further ones of the hour that follows when it is over",
        shown: &[e2e(Channel::Email, NOTICES, "a_notice_is_kept_with_the_appointment_or_not_at_all")],
    },
    Row {
        event: Event::CentreClientCancelled,
        due: "when it can no longer be taken back; further ones of the hour that follows when it is over",
        shown: &[e2e(Channel::Email, NOTICES, "a_notice_is_kept_with_the_appointment_or_not_at_all")],
    },
    Row {
        event: Event::CentreClientAnswers,
        due: "at the hour of the centre's choice, in place of the two before",
        shown: &[e2e(Channel::Email, NOTICES, "very_many_are_one_mail")],
    },
    Row {
        event: Event::CentrePoorAnswer,
        due: "at once; further ones of the hour that follows when it is over",
        shown: &[e2e(Channel::Email, NOTICES, "each_administrator_is_told_at_once_and_then_of_what_was_gathered")],
    },
    Row {
        event: Event::CentreActionRequired,
        due: "at once; further ones of the hour that follows when it is over",
        shown: &[e2e(Channel::Email, CENTRE, "an_event_that_cannot_be_taken_in_is_told_to_each_administrator")],
    },
];
