//! The product's SMS with the invitation to confirm or cancel.
//!
//! The link takes half of a segment, so these say only who, when and where. With a name of 12 signs, a place of 20 and a
//! link of 80 each is one segment, in a country with twelve-hour times too.

use crate::{Event, Language};

/// The SMS of an event in a language with the invitation; `None` for an event that never carries one.
#[must_use]
pub const fn invited_sms(event: Event, language: Language) -> Option<&'static str> {
    let texts = texts(language);
    match event {
        Event::AppointmentCreated => Some(texts.created),
        Event::AppointmentApproved => Some(texts.approved),
        Event::AppointmentModified => Some(texts.modified),
        Event::AppointmentReminder | Event::AppointmentSecondReminder => Some(texts.reminder),
        _ => None,
    }
}

struct Texts {
    created: &'static str,
    approved: &'static str,
    modified: &'static str,
    reminder: &'static str,
}

/// When and where.
macro_rules! visit {
    () => {
        "[appointment.weekday] [appointment.day_month] [appointment.start_time], [location.name]. "
    };
}

macro_rules! texts {
    ($created:literal, $approved:literal, $modified:literal, $also:literal, $answer:literal) => {
        Texts {
            created: concat!($created, " ", visit!(), $answer, " [link.answer]"),
            approved: concat!($approved, " ", visit!(), $answer, " [link.answer]"),
            modified: concat!($modified, " ", visit!(), $answer, " [link.answer]"),
            reminder: concat!(
                "[client.first_name], ",
                visit!(),
                $also,
                " [appointment.others]. ",
                $answer,
                " [link.answer]"
            ),
        }
    };
}

const fn texts(language: Language) -> Texts {
    match language {
        Language::En => texts!("Visit booked:", "Visit approved:", "Visit changed:", "Also:", "Confirm/cancel:"),
        Language::It => {
            texts!("Prenotato:", "Approvato:", "Nuovo orario:", "Anche:", "Confermi/disdica:")
        }
        Language::Es => texts!("Cita reservada:", "Cita aprobada:", "Cita cambiada:", "También:", "Confirme/anule:"),
        Language::Fr => texts!("Réservé :", "Accepté :", "Modifié :", "Aussi :", "Confirmer/annuler :"),
        Language::Nb => texts!("Time bestilt:", "Time godkjent:", "Time endret:", "Også:", "Bekreft/avbestill:"),
    }
}
