//! The product's texts in Italian. They address the client with "Lei".

use super::Text;
use crate::Event;

macro_rules! words {
    (hello) => {
        "Buongiorno [client.first_name],"
    };
    (when) => {
        "[appointment.long_date] alle [appointment.start_time]"
    };
    (details) => {
        "Per: [patient.name]<br>\nCon: [resource.name]<br>\nPrestazione: [appointment.service]"
    };
    (neutral) => {
        "Per: [patient.name]"
    };
    (prepare details) => {
        "<p>Come prepararsi: [appointment.preparation]</p>\n<p>Da ricordare: [appointment.notes]</p>\n"
    };
    (prepare neutral) => {
        ""
    };
    (others) => {
        "La aspettiamo anche: [appointment.others]"
    };
    (answer) => {
        "Confermi o disdica"
    };
    (visit) => {
        "La Sua visita: [appointment.long_date]"
    };
    (bye) => {
        "Un cordiale saluto"
    };
}

pub(super) const fn text(event: Event) -> Text {
    match event {
        Event::AppointmentRequested => text!(
            words short,
            "Buongiorno [client.first_name], abbiamo ricevuto la richiesta per [appointment.long_date] alle \
            [appointment.start_time], [location.name]. La confermeremo presto. [centre.name]",
            "La Sua richiesta per [appointment.long_date] alle [appointment.start_time]",
            "grazie per la Sua richiesta. Verifichiamo l'orario e Le scriviamo appena è confermato:",
            "Se nel frattempo cambia qualcosa, ci chiami:"
        ),
        Event::AppointmentCreated => text!(
            words inviting,
            "Buongiorno [client.first_name], appuntamento fissato: [appointment.long_date] alle \
            [appointment.start_time], [location.name]. Confermi o disdica: [link.answer]. Per spostarlo: \
            [centre.phone]. [centre.name]",
            "Il Suo appuntamento: [appointment.long_date] alle [appointment.start_time]",
            "il Suo appuntamento è fissato. La aspettiamo:",
            "Se preferisce un altro orario, ci chiami:"
        ),
        Event::AppointmentApproved => text!(
            words inviting,
            "Buongiorno [client.first_name], appuntamento confermato: [appointment.long_date] alle \
            [appointment.start_time], [location.name]. Confermi o disdica: [link.answer]. Per spostarlo: \
            [centre.phone]. [centre.name]",
            "Confermato: [appointment.long_date] alle [appointment.start_time]",
            "la Sua richiesta è confermata. La aspettiamo:",
            "Se preferisce un altro orario, ci chiami:"
        ),
        Event::AppointmentModified => text!(
            words inviting,
            "Buongiorno [client.first_name], appuntamento cambiato: [appointment.long_date] alle \
            [appointment.start_time], [location.name]. Confermi o disdica: [link.answer]. Per spostarlo: \
            [centre.phone]. [centre.name]",
            "Cambiato: il Suo appuntamento è ora [appointment.long_date] alle [appointment.start_time]",
            "il Suo appuntamento è cambiato. Ora è così:",
            "Se così non Le va bene, ci chiami:"
        ),
        Event::AppointmentCancelled => text!(
            words short,
            "Buongiorno [client.first_name], appuntamento annullato: [appointment.long_date] alle \
            [appointment.start_time], [location.name]. Per un altro: [centre.phone]. [centre.name]",
            "Annullato: il Suo appuntamento di [appointment.long_date] alle [appointment.start_time]",
            "il Suo appuntamento è stato annullato e non deve fare altro. Era questo:",
            "Saremo lieti di trovarLe un altro orario. Ci chiami:"
        ),
        Event::AppointmentReminder => text!(
            words reminding,
            "Buongiorno [client.first_name], La aspettiamo [appointment.long_date] alle [appointment.start_time], \
            [location.name]. Anche: [appointment.others]. Confermi o disdica: [link.answer]. \
            Se non può venire chiami: [centre.phone]. [centre.name]",
            "Promemoria: [appointment.long_date] alle [appointment.start_time]",
            "Le ricordiamo il Suo appuntamento da noi:",
            "Se non può venire ci chiami per tempo, così un altro potrà avere il posto:"
        ),
        Event::AppointmentSecondReminder => Text {
            sms: "Buongiorno [client.first_name], a presto: [appointment.long_date] alle [appointment.start_time], \
                [location.name]. Anche: [appointment.others]. Confermi o disdica: [link.answer]. \
                Se non può venire chiami: [centre.phone]. [centre.name]",
            ..text(Event::AppointmentReminder)
        },
        Event::Recall => letter!(
            words,
            "Buongiorno [client.first_name], è tempo della prossima visita. Per: [patient.name]. Per prenotare: \
            [centre.phone]. [centre.name]",
            "È tempo della prossima visita",
            "è tempo di rivederci. L'ultima volta è stata questa:",
            "Per trovare l'orario che preferisce, ci chiami:"
        ),
        Event::ThankYou => letter!(
            words,
            "Buongiorno [client.first_name], grazie della Sua visita. Per qualsiasi domanda: \
            [centre.phone]. [centre.name]",
            "Grazie della Sua visita",
            "grazie della Sua visita. Speriamo che tutto sia andato bene.",
            "Per qualsiasi domanda, ci chiami:"
        ),
        Event::SatisfactionSurvey => survey!(
            words,
            "Gentile [client.first_name], come è andata la visita? Ce lo dica in un minuto: [link.survey]",
            "Come è andata la Sua visita?",
            "Come è andata la Sua visita? Bastano pochi clic, e ci aiutano a migliorare.",
            "Ci dica la Sua"
        ),
    }
}
