//! The product's texts in French. They address the client with "vous".
//!
//! The SMS avoid ç, ê and the other signs that GSM-7 lacks.

use super::Text;
use crate::Event;

macro_rules! words {
    (hello) => {
        "Bonjour [client.first_name],"
    };
    (when) => {
        "[appointment.long_date] à [appointment.start_time]"
    };
    (details) => {
        "Pour : [patient.name]<br>\nAvec : [resource.name]<br>\nPrestation : [appointment.service]"
    };
    (neutral) => {
        "Pour : [patient.name]"
    };
    (prepare details) => {
        "<p>Comment vous préparer : [appointment.preparation]</p>\n<p>À noter : [appointment.notes]</p>\n"
    };
    (prepare neutral) => {
        ""
    };
    (others) => {
        "Nous vous attendons aussi : [appointment.others]"
    };
    (answer) => {
        "Confirmer ou annuler"
    };
    (visit) => {
        "Votre visite : [appointment.long_date]"
    };
    (bye) => {
        "Bien cordialement"
    };
}

pub(super) const fn text(event: Event) -> Text {
    match event {
        Event::AppointmentRequested => text!(
            words short,
            "Bonjour [client.first_name], nous avons noté votre demande : [appointment.long_date] à \
            [appointment.start_time], [location.name]. Nous la confirmerons vite. [centre.name]",
            "Votre demande : [appointment.long_date] à [appointment.start_time]",
            "Merci de votre demande. Nous vérifions l'horaire et vous écrivons dès qu'il est confirmé :",
            "Si quelque chose change d'ici là, appelez-nous :"
        ),
        Event::AppointmentCreated => text!(
            words inviting,
            "Bonjour [client.first_name], rendez-vous pris : [appointment.long_date] à [appointment.start_time], \
            [location.name]. Confirmer ou annuler : [link.answer]. Pour le changer : [centre.phone]. [centre.name]",
            "Votre rendez-vous : [appointment.long_date] à [appointment.start_time]",
            "Votre rendez-vous est pris. Nous vous attendons :",
            "Si vous préférez un autre horaire, appelez-nous :"
        ),
        Event::AppointmentApproved => text!(
            words inviting,
            "Bonjour [client.first_name], rendez-vous confirmé : [appointment.long_date] à [appointment.start_time], \
            [location.name]. Confirmer ou annuler : [link.answer]. Pour le changer : [centre.phone]. [centre.name]",
            "Confirmé : votre rendez-vous, [appointment.long_date] à [appointment.start_time]",
            "Votre demande est confirmée. Nous vous attendons :",
            "Si vous préférez un autre horaire, appelez-nous :"
        ),
        Event::AppointmentModified => text!(
            words inviting,
            "Bonjour [client.first_name], rendez-vous modifié : [appointment.long_date] à [appointment.start_time], \
            [location.name]. Confirmer ou annuler : [link.answer]. Pour le changer : [centre.phone]. [centre.name]",
            "Modifié : votre rendez-vous, [appointment.long_date] à [appointment.start_time]",
            "Votre rendez-vous a changé. Voici ce qu'il en est maintenant :",
            "Si cela ne vous convient pas, appelez-nous :"
        ),
        Event::AppointmentCancelled => text!(
            words short,
            "Bonjour [client.first_name], rendez-vous annulé : [appointment.long_date] à [appointment.start_time], \
            [location.name]. Pour en prendre un autre : [centre.phone]. [centre.name]",
            "Annulé : votre rendez-vous, [appointment.long_date] à [appointment.start_time]",
            "Votre rendez-vous est annulé et vous n'avez rien d'autre à faire. C'était celui-ci :",
            "Nous vous trouverons volontiers un autre horaire. Appelez-nous :"
        ),
        Event::AppointmentReminder => text!(
            words reminding,
            "Bonjour [client.first_name], nous vous attendons : [appointment.long_date] à [appointment.start_time], \
            [location.name]. Et aussi : [appointment.others]. Confirmer ou annuler : [link.answer]. \
            En cas d'imprévu : [centre.phone]. [centre.name]",
            "Rappel : [appointment.long_date] à [appointment.start_time]",
            "Nous vous rappelons votre rendez-vous chez nous :",
            "Si vous ne pouvez pas venir, appelez-nous à temps, pour que l'horaire serve à quelqu'un d'autre :"
        ),
        Event::AppointmentSecondReminder => Text {
            sms: "Bonjour [client.first_name], votre visite approche : [appointment.long_date] à [appointment.start_time], \
                [location.name]. Et aussi : [appointment.others]. Confirmer ou annuler : [link.answer]. \
                En cas d'imprévu : [centre.phone]. [centre.name]",
            ..text(Event::AppointmentReminder)
        },
        Event::Recall => letter!(
            words,
            "Bonjour [client.first_name], il est temps de prendre le prochain rendez-vous. Pour : [patient.name]. \
            Appelez le : [centre.phone]. [centre.name]",
            "Il est temps de revenir nous voir",
            "Il est temps de revenir nous voir. La dernière fois, c'était :",
            "Pour trouver l'horaire qui vous convient, appelez-nous :"
        ),
        Event::ThankYou => letter!(
            words,
            "Bonjour [client.first_name], merci de votre visite. Pour toute question : \
            [centre.phone]. [centre.name]",
            "Merci de votre visite",
            "Merci de votre visite. Nous espérons que tout s'est bien passé.",
            "Pour toute question, appelez-nous :"
        ),
        Event::SatisfactionSurvey => survey!(
            words,
            "Bonjour [client.first_name], comment s'est passée votre visite ? Votre avis : [link.survey]",
            "Comment s’est passée votre visite ?",
            "Comment s’est passée votre visite ? Quelques clics suffisent, et ils nous aident à progresser.",
            "Donner mon avis"
        ),
    }
}
