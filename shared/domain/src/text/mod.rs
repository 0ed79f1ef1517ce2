//! Texts: placeholders, the product's own texts, and how a text becomes a message.
//!
//! The way of a message: [`choose_sms`] or [`choose_email`] finds the text that holds and with it the language;
//! [`compose_sms`] or [`compose_email`] puts the [`Values`] in, written for that language, and closes up what is
//! missing. Before a text is saved, [`lint`](lint::lint) says what is wrong with it.
//!
//! ```
//! use carebell_domain::locale::Locale;
//! use carebell_domain::text::placeholders::Placeholder;
//! use carebell_domain::text::{Languages, Values, choose_sms, compose_sms};
//! use carebell_domain::{Event, Language};
//!
//! let values = Values::new()
//!     .text(Placeholder::ClientFirstName, "Anna")
//!     .start(jiff::civil::date(2026, 6, 3).at(15, 30, 0, 0));
//! let languages = Languages { client: Some(Language::It), centre: Language::En };
//! let own = |_| Some("Ciao [client.first_name], a [TRD25] alle [TRD9], [location.name]!");
//! let chosen = choose_sms(Event::AppointmentReminder, languages, false, false, own);
//! let sms = compose_sms(chosen.text, Locale::at(chosen.language, Some("IT")), &values);
//! assert_eq!(sms, "Ciao Anna, a Mercoledì alle 15:30!");
//! ```

pub mod builtin;
mod choose;
mod compose;
mod frame;
mod happened;
mod html_to_text;
pub mod legend;
pub mod lexer;
pub mod lint;
mod markup;
mod medium;
pub mod placeholders;
mod render;
mod signs;
mod values;

pub use choose::{Chosen, Languages, choose_email, choose_sms, household_email, household_sms};
pub use compose::{Email, compose_email, compose_sms};
pub use happened::{Line, happened};
pub use html_to_text::html_to_text;
pub use medium::Medium;
pub use render::render;
pub use signs::is_blank;
pub use values::{OtherAppointment, Values};

/// The texts of an e-mail, with their placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmailText<'t> {
    /// The subject, plain text.
    pub subject: &'t str,
    /// The body: a fragment of safe HTML, without a frame.
    pub html: &'t str,
}
