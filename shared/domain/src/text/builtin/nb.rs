//! The product's texts in Norwegian bokmål. They address the client with "du".

use super::Text;
use crate::Event;

macro_rules! words {
    (hello) => {
        "Hei [client.first_name],"
    };
    (when) => {
        "[appointment.long_date] kl. [appointment.start_time]"
    };
    (details) => {
        "For: [patient.name]<br>\nHos: [resource.name]<br>\nTjeneste: [appointment.service]"
    };
    (neutral) => {
        "For: [patient.name]"
    };
    (prepare details) => {
        "<p>Slik forbereder du deg: [appointment.preparation]</p>\n<p>Husk: [appointment.notes]</p>\n"
    };
    (prepare neutral) => {
        ""
    };
    (others) => {
        "Vi ser deg også: [appointment.others]"
    };
    (answer) => {
        "Bekreft eller avbestill"
    };
    (visit) => {
        "Besøket ditt: [appointment.long_date]"
    };
    (bye) => {
        "Vennlig hilsen"
    };
}

pub(super) const fn text(event: Event) -> Text {
    match event {
        Event::AppointmentRequested => text!(
            words short,
            "Hei [client.first_name], vi har fått ønsket ditt om time: [appointment.long_date] kl. \
            [appointment.start_time], [location.name]. Vi bekrefter snart. [centre.name]",
            "Ønsket ditt om time: [appointment.long_date] kl. [appointment.start_time]",
            "Takk for at du ønsker time hos oss. Vi sjekker tidspunktet og skriver til deg så snart det er bekreftet:",
            "Ring oss gjerne hvis noe endrer seg i mellomtiden:"
        ),
        Event::AppointmentCreated => text!(
            words inviting,
            "Hei [client.first_name], timen din er bestilt: [appointment.long_date] kl. [appointment.start_time], \
            [location.name]. Bekreft eller avbestill: [link.answer]. Vil du endre den, ring: [centre.phone]. \
            [centre.name]",
            "Timen din: [appointment.long_date] kl. [appointment.start_time]",
            "Timen din er bestilt. Vi gleder oss til å se deg:",
            "Passer et annet tidspunkt bedre, så ring oss:"
        ),
        Event::AppointmentApproved => text!(
            words inviting,
            "Hei [client.first_name], timen din er bekreftet: [appointment.long_date] kl. [appointment.start_time], \
            [location.name]. Bekreft eller avbestill: [link.answer]. Vil du endre den, ring: [centre.phone]. \
            [centre.name]",
            "Bekreftet: timen din, [appointment.long_date] kl. [appointment.start_time]",
            "Timen du ønsket er bekreftet. Vi gleder oss til å se deg:",
            "Passer et annet tidspunkt bedre, så ring oss:"
        ),
        Event::AppointmentModified => text!(
            words inviting,
            "Hei [client.first_name], timen din er endret: [appointment.long_date] kl. [appointment.start_time], \
            [location.name]. Bekreft eller avbestill: [link.answer]. Passer det ikke, ring: [centre.phone]. \
            [centre.name]",
            "Endret: timen din, [appointment.long_date] kl. [appointment.start_time]",
            "Timen din er endret. Slik er den nå:",
            "Passer det ikke, så ring oss:"
        ),
        Event::AppointmentCancelled => text!(
            words short,
            "Hei [client.first_name], timen din er avlyst: [appointment.long_date] kl. [appointment.start_time], \
            [location.name]. Ring for ny time: [centre.phone]. [centre.name]",
            "Avlyst: timen din, [appointment.long_date] kl. [appointment.start_time]",
            "Timen din er avlyst, og du trenger ikke gjøre noe mer. Det gjaldt denne:",
            "Vi finner gjerne en ny time til deg. Ring oss:"
        ),
        Event::AppointmentReminder => text!(
            words reminding,
            "Hei [client.first_name], velkommen til time: [appointment.long_date] kl. [appointment.start_time], \
            [location.name]. Også: [appointment.others]. Bekreft eller avbestill: [link.answer]. \
            Kan du ikke komme, ring: [centre.phone]. [centre.name]",
            "Påminnelse: [appointment.long_date] kl. [appointment.start_time]",
            "Vi minner om timen din hos oss:",
            "Kan du ikke komme, ring oss i god tid, så noen andre kan få timen:"
        ),
        Event::AppointmentSecondReminder => Text {
            sms: "Hei [client.first_name], snart ses vi: [appointment.long_date] kl. [appointment.start_time], \
                [location.name]. Også: [appointment.others]. Bekreft eller avbestill: [link.answer]. \
                Kan du ikke komme, ring: [centre.phone]. [centre.name]",
            ..text(Event::AppointmentReminder)
        },
        Event::Recall => letter!(
            words,
            "Hei [client.first_name], det er på tide med neste time. For: [patient.name]. Ring og bestill: \
            [centre.phone]. [centre.name]",
            "Det er på tide med neste time",
            "Det er på tide å komme til oss igjen. Sist var dette:",
            "Ring oss, så finner vi et tidspunkt som passer:"
        ),
        Event::ThankYou => letter!(
            words,
            "Hei [client.first_name], takk for besøket. Har du spørsmål, ring: \
            [centre.phone]. [centre.name]",
            "Takk for besøket",
            "Takk for besøket. Vi håper alt gikk bra.",
            "Har du spørsmål, så ring oss:"
        ),
        Event::SatisfactionSurvey => survey!(
            words,
            "Hei [client.first_name], hvordan var besøket? Fortell oss på et minutt: [link.survey]",
            "Hvordan var besøket?",
            "Hvordan var besøket hos oss? Noen få klikk er nok, og de hjelper oss å bli bedre.",
            "Si hva du mener"
        ),
    }
}
