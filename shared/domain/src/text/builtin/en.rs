//! The product's texts in English.

use super::Text;
use crate::Event;

macro_rules! words {
    (hello) => {
        "Hello [client.first_name],"
    };
    (when) => {
        "[appointment.long_date] at [appointment.start_time]"
    };
    (details) => {
        "For: [patient.name]<br>\nWith: [resource.name]<br>\nService: [appointment.service]"
    };
    (neutral) => {
        "For: [patient.name]"
    };
    (prepare details) => {
        "<p>How to prepare: [appointment.preparation]</p>\n<p>Please note: [appointment.notes]</p>\n"
    };
    (prepare neutral) => {
        ""
    };
    (others) => {
        "We also expect you on: [appointment.others]"
    };
    (answer) => {
        "Confirm or cancel"
    };
    (visit) => {
        "Your visit: [appointment.long_date]"
    };
    (bye) => {
        "Kind regards"
    };
}

pub(super) const fn text(event: Event) -> Text {
    match event {
        Event::AppointmentRequested => text!(
            words short,
            "Hello [client.first_name], we have your request for [appointment.long_date] at [appointment.start_time], \
            [location.name]. We will confirm it soon. [centre.name]",
            "Your request for [appointment.long_date] at [appointment.start_time]",
            "Thank you for your request. We will check the time and write to you as soon as it is confirmed:",
            "If anything changes in the meantime, please call us:"
        ),
        Event::AppointmentCreated => text!(
            words inviting,
            "Hello [client.first_name], your visit is booked: [appointment.long_date] at [appointment.start_time], \
            [location.name]. Confirm or cancel: [link.answer]. To change it, call: [centre.phone]. [centre.name]",
            "Your appointment on [appointment.long_date] at [appointment.start_time]",
            "Your appointment is booked. We look forward to seeing you:",
            "If you need another time, please call us:"
        ),
        Event::AppointmentApproved => text!(
            words inviting,
            "Hello [client.first_name], we confirm your visit: [appointment.long_date] at [appointment.start_time], \
            [location.name]. Confirm or cancel: [link.answer]. To change it, call: [centre.phone]. [centre.name]",
            "Confirmed: your appointment on [appointment.long_date] at [appointment.start_time]",
            "Your request is confirmed. We look forward to seeing you:",
            "If you need another time, please call us:"
        ),
        Event::AppointmentModified => text!(
            words inviting,
            "Hello [client.first_name], your visit has changed: [appointment.long_date] at [appointment.start_time], \
            [location.name]. Confirm or cancel: [link.answer]. For questions call: [centre.phone]. [centre.name]",
            "Changed: your appointment is now on [appointment.long_date] at [appointment.start_time]",
            "Your appointment has changed. This is how it stands now:",
            "If this does not suit you, please call us:"
        ),
        Event::AppointmentCancelled => text!(
            words short,
            "Hello [client.first_name], your visit on [appointment.long_date] at [appointment.start_time], \
            [location.name], is cancelled. To rebook call: [centre.phone]. [centre.name]",
            "Cancelled: your appointment on [appointment.long_date] at [appointment.start_time]",
            "Your appointment has been cancelled, and you need do nothing more. It was this one:",
            "We will gladly find you another time. Please call us:"
        ),
        Event::AppointmentReminder => text!(
            words reminding,
            "Hello [client.first_name], we'll see you on [appointment.long_date] at [appointment.start_time], \
            [location.name]. Also: [appointment.others]. Confirm or cancel: [link.answer]. \
            If you can't come, call: [centre.phone]. [centre.name]",
            "Reminder: your appointment on [appointment.long_date] at [appointment.start_time]",
            "This is a friendly reminder of your appointment with us:",
            "If you cannot come, please call us early, so that someone else can have the time:"
        ),
        Event::AppointmentSecondReminder => Text {
            sms: "Hello [client.first_name], see you soon: [appointment.long_date] at [appointment.start_time], \
                [location.name]. Also: [appointment.others]. Confirm or cancel: [link.answer]. \
                If you can't come, call: [centre.phone]. [centre.name]",
            ..text(Event::AppointmentReminder)
        },
        Event::Recall => letter!(
            words,
            "Hello [client.first_name], it is time for the next visit. For: [patient.name]. To book, call: \
            [centre.phone]. [centre.name]",
            "Time for the next visit",
            "It is time to come and see us again. The last time was this:",
            "To find a time that suits you, please call us:"
        ),
        Event::ThankYou => letter!(
            words,
            "Hello [client.first_name], thank you for your visit. If you have any questions, call: \
            [centre.phone]. [centre.name]",
            "Thank you for your visit",
            "Thank you for your visit. We hope that all went well.",
            "If you have any questions, please call us:"
        ),
        Event::SatisfactionSurvey => survey!(
            words,
            "Hello [client.first_name], how was your visit? Tell us in a minute: [link.survey]",
            "How was your visit?",
            "How was your visit? A few clicks are enough, and they help us to do better.",
            "Tell us"
        ),
    }
}
