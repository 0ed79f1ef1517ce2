//! The product's reminder to a household: whose visits, when and where, and nothing of what they are for.

use super::super::EmailText;
use crate::Language;

/// The texts of a language.
struct Text {
    sms: &'static str,
    subject: &'static str,
    html: &'static str,
}

/// The SMS that reminds a household. All its visits are in `[appointment.others]`.
#[must_use]
pub const fn household_sms(language: Language) -> &'static str {
    text(language).sms
}

/// The e-mail that reminds a household.
#[must_use]
pub const fn household_email(language: Language) -> EmailText<'static> {
    let text = text(language);
    EmailText { subject: text.subject, html: text.html }
}

macro_rules! text {
    ($sms:literal, $invites:literal, $subject:literal, $hello:literal, $opening:literal, $answer:literal, $call:literal, $bye:literal) => {
        Text {
            sms: concat!($sms, " [appointment.others]. ", $invites, " [link.answer]. [centre.name]"),
            subject: $subject,
            html: concat!(
                "<p>",
                $hello,
                "</p>\n<p>",
                $opening,
                "</p>\n<p><strong>[appointment.others]</strong></p>\n<p><a href=\"[link.answer]\">",
                $answer,
                "</a></p>\n<p>",
                $call,
                " [centre.phone]</p>\n<p>",
                $bye,
                "<br>\n[centre.name]</p>\n"
            ),
        }
    };
}

const fn text(language: Language) -> Text {
    match language {
        Language::En => text!(
            "Reminder:",
            "Confirm or cancel:",
            "Reminder: your appointments",
            "Hello [client.first_name],",
            "This is a friendly reminder of the appointments that you have with us:",
            "Confirm or cancel",
            "If somebody cannot come, please call us early, so that someone else can have the time:",
            "Kind regards"
        ),
        Language::It => text!(
            "Promemoria:",
            "Confermi o disdica:",
            "Promemoria: i vostri appuntamenti",
            "Buongiorno [client.first_name],",
            "Vi ricordiamo gli appuntamenti che avete da noi:",
            "Confermi o disdica",
            "Se qualcuno non può venire ci chiami per tempo, così un altro potrà avere il posto:",
            "Un cordiale saluto"
        ),
        Language::Es => text!(
            "Recordatorio:",
            "Confirme o anule:",
            "Recordatorio: sus citas",
            "Hola [client.first_name]:",
            "Les recordamos las citas que tienen con nosotros:",
            "Confirmar o anular",
            "Si alguien no puede venir, llámenos con tiempo para que otra persona aproveche la hora:",
            "Un cordial saludo"
        ),
        Language::Fr => text!(
            "Rappel :",
            "Confirmer ou annuler :",
            "Rappel : vos rendez-vous",
            "Bonjour [client.first_name],",
            "Nous vous rappelons les rendez-vous que vous avez chez nous :",
            "Confirmer ou annuler",
            "Si quelqu'un ne peut pas venir, appelez-nous à temps, pour que l'horaire serve à quelqu'un d'autre :",
            "Bien cordialement"
        ),
        Language::Nb => text!(
            "Påminnelse:",
            "Bekreft eller avbestill:",
            "Påminnelse: timene deres",
            "Hei [client.first_name],",
            "Vi minner om timene som dere har hos oss:",
            "Bekreft eller avbestill",
            "Hvis noen ikke kan komme, ring oss i god tid, så kan en annen få timen:",
            "Vennlig hilsen"
        ),
    }
}
