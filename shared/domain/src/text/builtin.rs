//! The product's own texts: every event, channel and language.
//!
//! They are written so that they read well with any value missing: what may be missing stands last in its sentence,
//! behind a label that goes with it, or on a line of its own. Every SMS is one segment for names of up to 12 and places
//! of up to 20 characters, and its own signs are all in GSM-7. An SMS has no room for service, resource or price, so
//! the one text serves confidential services too; e-mails have a neutral form for them.

/// A body: greeting, opening, when and where, details, what to do, farewell. The pieces are `$words`, a macro of each
/// language, because `concat!` takes literals only.
macro_rules! body {
    ($words:ident, $details:ident, $opening:literal, $then:expr) => {
        concat!(
            "<p>",
            $words!(hello),
            "</p>\n<p>",
            $opening,
            "</p>\n<p><strong>",
            $words!(when),
            "</strong><br>\n\
            [location.name]<br>\n[location.address], [location.town]</p>\n<p>",
            $words!($details),
            "</p>\n",
            $then,
            "<p>",
            $words!(bye),
            "<br>\n[centre.name]</p>\n"
        )
    };
}

/// What stands between the details and the farewell, by the kind of event: `short` only says whom to call.
macro_rules! then {
    (short, $words:ident, $details:ident, $call:literal) => {
        concat!("<p>", $call, " [centre.phone]</p>\n")
    };
    (inviting, $words:ident, $details:ident, $call:literal) => {
        concat!(
            $words!(prepare $details), "<p>[location.notes]</p>\n<p><a href=\"[link.answer]\">", $words!(answer),
            "</a></p>\n", then!(short, $words, $details, $call)
        )
    };
    (reminding, $words:ident, $details:ident, $call:literal) => {
        concat!("<p>", $words!(others), "</p>\n", then!(inviting, $words, $details, $call))
    };
}

macro_rules! text {
    ($words:ident $kind:ident, $sms:literal, $subject:literal, $opening:literal, $call:literal) => {
        Text {
            sms: $sms,
            subject: $subject,
            html: body!($words, details, $opening, then!($kind, $words, details, $call)),
            neutral_html: body!($words, neutral, $opening, then!($kind, $words, neutral, $call)),
        }
    };
}

/// A message about a visit that is over: greeting, opening, the visit, what to do, farewell.
macro_rules! letter {
    ($words:ident, $sms:literal, $subject:literal, $opening:literal, $call:literal) => {
        Text {
            sms: $sms,
            subject: $subject,
            html: letter!(@body $words, details, $opening, $call),
            neutral_html: letter!(@body $words, neutral, $opening, $call),
        }
    };
    (@body $words:ident, $details:ident, $opening:literal, $call:literal) => {
        concat!(
            "<p>",
            $words!(hello),
            "</p>\n<p>",
            $opening,
            "</p>\n<p>",
            $words!(visit),
            "<br>\n",
            $words!($details),
            "</p>\n<p>",
            $call,
            " [centre.phone]</p>\n<p>",
            $words!(bye),
            "<br>\n[centre.name]</p>\n"
        )
    };
}

/// A questionnaire: greeting, opening, the visit, the button, farewell.
macro_rules! survey {
    ($words:ident, $sms:literal, $subject:literal, $opening:literal, $button:literal) => {
        Text {
            sms: $sms,
            subject: $subject,
            html: survey!(@body $words, details, $opening, $button),
            neutral_html: survey!(@body $words, neutral, $opening, $button),
        }
    };
    (@body $words:ident, $details:ident, $opening:literal, $button:literal) => {
        concat!(
            "<p>",
            $words!(hello),
            "</p>\n<p>",
            $opening,
            "</p>\n<p>",
            $words!(visit),
            "<br>\n",
            $words!($details),
            "</p>\n<p><a href=\"[link.survey]\">",
            $button,
            "</a></p>\n<p>",
            $words!(bye),
            "<br>\n[centre.name]</p>\n"
        )
    };
}

/// An e-mail to the centre's administrators. It tells nothing of a treatment, so there is one form.
macro_rules! told {
    ($words:ident, $subject:literal, $opening:literal) => {
        Text {
            sms: "",
            subject: $subject,
            html: told!(@body $words, $opening),
            neutral_html: told!(@body $words, $opening),
        }
    };
    (@body $words:ident, $opening:literal) => {
        concat!("<p>", $opening, "</p>\n<p>[happened]</p>\n<p>", $words!(staff), " [centre.name].</p>\n")
    };
}

mod en;
mod es;
mod fr;
mod household;
mod invited;
mod it;
mod nb;
mod sentences;
#[cfg(test)]
mod tests;

pub use household::{household_email, household_sms};
pub use invited::invited_sms;
pub use sentences::missing_sentences;

use super::EmailText;
use crate::{Event, Language};

/// The texts of an event in a language.
struct Text {
    sms: &'static str,
    subject: &'static str,
    html: &'static str,
    neutral_html: &'static str,
}

/// The product's SMS. It is neutral, so it serves confidential services too.
#[must_use]
pub const fn sms(event: Event, language: Language) -> &'static str {
    text(event, language).sms
}

/// The product's e-mail; `neutral` is the form for confidential services, which names neither service, preparation,
/// group, resource nor price.
#[must_use]
pub const fn email(event: Event, language: Language, neutral: bool) -> EmailText<'static> {
    let text = text(event, language);
    EmailText { subject: text.subject, html: if neutral { text.neutral_html } else { text.html } }
}

const fn text(event: Event, language: Language) -> Text {
    match language {
        Language::En => en::text(event),
        Language::It => it::text(event),
        Language::Es => es::text(event),
        Language::Fr => fr::text(event),
        Language::Nb => nb::text(event),
    }
}
