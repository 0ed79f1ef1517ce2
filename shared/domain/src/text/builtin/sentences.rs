//! Sentences that the product adds to a tenant's text that leaves out what the rules need.

use super::super::lexer::Template;
use super::super::medium::Medium;
use super::super::placeholders::Placeholder;
use super::super::values::Values;
use crate::Language;

/// What must be added to `template`, as a text with placeholders, because the values have it and the text does not name
/// it: the other appointments of a reminder, and the page to confirm or cancel. Empty where nothing is needed.
///
/// The rules speak through the values: who calls sets these two only where the message needs them.
#[must_use]
pub fn missing_sentences(
    template: &Template<'_>,
    values: &Values<'_>,
    language: Language,
    medium: Medium,
) -> &'static str {
    let lacks = |placeholder| !template.names(placeholder) && values.has(placeholder);
    let (others, answer) = (lacks(Placeholder::AppointmentOthers), lacks(Placeholder::LinkAnswer));
    let [both, only_others, only_answer] = match medium {
        Medium::Sms => plain(language),
        Medium::Html => html(language),
        Medium::Subject => return "",
    };
    match (others, answer) {
        (true, true) => both,
        (true, false) => only_others,
        (false, true) => only_answer,
        (false, false) => "",
    }
}

/// Both sentences, that of the others, that of the answer, for each medium.
macro_rules! forms {
    ($others:literal, $answer:literal) => {
        (
            [
                concat!($others, " [appointment.others]. ", $answer, " [link.answer]"),
                concat!($others, " [appointment.others]."),
                concat!($answer, " [link.answer]"),
            ],
            [
                concat!("<p>", $others, " [appointment.others]</p><p>", $answer, " [link.answer]</p>"),
                concat!("<p>", $others, " [appointment.others]</p>"),
                concat!("<p>", $answer, " [link.answer]</p>"),
            ],
        )
    };
}

type Forms = [&'static str; 3];

const fn plain(language: Language) -> Forms {
    both(language).0
}

const fn html(language: Language) -> Forms {
    both(language).1
}

const fn both(language: Language) -> (Forms, Forms) {
    match language {
        Language::En => forms!("We also expect you on:", "Confirm or cancel:"),
        Language::It => forms!("La aspettiamo anche:", "Confermi o disdica:"),
        Language::Es => forms!("Otras citas:", "Confirme o anule:"),
        Language::Fr => forms!("Nous vous attendons aussi :", "Confirmer ou annuler :"),
        Language::Nb => forms!("Vi ser deg også:", "Bekreft eller avbestill:"),
    }
}
