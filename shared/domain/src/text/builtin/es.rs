//! The product's texts in Spanish. They address the client with "usted".
//!
//! The SMS avoid á, í, ó and ú, which GSM-7 lacks.

use super::Text;
use crate::Event;

macro_rules! words {
    (hello) => {
        "Hola [client.first_name]:"
    };
    (when) => {
        "[appointment.long_date], [appointment.start_time]"
    };
    (details) => {
        "Para: [patient.name]<br>\nCon: [resource.name]<br>\nServicio: [appointment.service]"
    };
    (neutral) => {
        "Para: [patient.name]"
    };
    (prepare details) => {
        "<p>Cómo prepararse: [appointment.preparation]</p>\n<p>Tenga en cuenta: [appointment.notes]</p>\n"
    };
    (prepare neutral) => {
        ""
    };
    (others) => {
        "También le esperamos: [appointment.others]"
    };
    (answer) => {
        "Confirmar o anular"
    };
    (visit) => {
        "Su visita: [appointment.long_date]"
    };
    (bye) => {
        "Un cordial saludo"
    };
}

pub(super) const fn text(event: Event) -> Text {
    match event {
        Event::AppointmentRequested => text!(
            words short,
            "Hola [client.first_name], hemos recibido su solicitud: [appointment.long_date], \
            [appointment.start_time], [location.name]. Pronto la confirmaremos. [centre.name]",
            "Su solicitud: [appointment.long_date], [appointment.start_time]",
            "Gracias por su solicitud. Comprobaremos la hora y le escribiremos en cuanto esté confirmada:",
            "Si entretanto cambia algo, llámenos:"
        ),
        Event::AppointmentCreated => text!(
            words inviting,
            "Hola [client.first_name], su cita queda reservada: [appointment.long_date], [appointment.start_time], \
            [location.name]. Confirme o anule: [link.answer]. Para cambiarla: [centre.phone]. [centre.name]",
            "Su cita: [appointment.long_date], [appointment.start_time]",
            "Su cita queda reservada. Le esperamos:",
            "Si prefiere otra hora, llámenos:"
        ),
        Event::AppointmentApproved => text!(
            words inviting,
            "Hola [client.first_name], su cita queda confirmada: [appointment.long_date], [appointment.start_time], \
            [location.name]. Confirme o anule: [link.answer]. Para cambiarla: [centre.phone]. [centre.name]",
            "Confirmada: su cita, [appointment.long_date], [appointment.start_time]",
            "Su solicitud queda confirmada. Le esperamos:",
            "Si prefiere otra hora, llámenos:"
        ),
        Event::AppointmentModified => text!(
            words inviting,
            "Hola [client.first_name], su cita ha cambiado: [appointment.long_date], [appointment.start_time], \
            [location.name]. Confirme o anule: [link.answer]. Para cambiarla: [centre.phone]. [centre.name]",
            "Cambio: su cita, [appointment.long_date], [appointment.start_time]",
            "Su cita ha cambiado. Ahora queda así:",
            "Si no le viene bien, llámenos:"
        ),
        Event::AppointmentCancelled => text!(
            words short,
            "Hola [client.first_name], su cita queda anulada: [appointment.long_date], [appointment.start_time], \
            [location.name]. Para pedir otra: [centre.phone]. [centre.name]",
            "Anulada: su cita, [appointment.long_date], [appointment.start_time]",
            "Su cita ha quedado anulada y no tiene que hacer nada más. Era esta:",
            "Con gusto le buscaremos otra hora. Llámenos:"
        ),
        Event::AppointmentReminder => text!(
            words reminding,
            "Hola [client.first_name], le esperamos: [appointment.long_date], [appointment.start_time], \
            [location.name]. Otra cita: [appointment.others]. Confirme o anule: [link.answer]. \
            Si no puede venir, llame al: [centre.phone]. [centre.name]",
            "Recordatorio: [appointment.long_date], [appointment.start_time]",
            "Le recordamos su cita con nosotros:",
            "Si no puede venir, llámenos con tiempo para que otra persona aproveche la hora:"
        ),
        Event::AppointmentSecondReminder => Text {
            sms: "Hola [client.first_name], hasta pronto: [appointment.long_date], [appointment.start_time], \
                [location.name]. Otra cita: [appointment.others]. Confirme o anule: [link.answer]. \
                Si no puede venir, llame al: [centre.phone]. [centre.name]",
            ..text(Event::AppointmentReminder)
        },
        Event::Recall => letter!(
            words,
            "Hola [client.first_name], ya toca la siguiente visita. Para: [patient.name]. Pida cita: \
            [centre.phone]. [centre.name]",
            "Ya toca la siguiente visita",
            "Ya es hora de volver a vernos. La última vez fue esta:",
            "Para encontrar la hora que le convenga, llámenos:"
        ),
        Event::ThankYou => letter!(
            words,
            "Hola [client.first_name], gracias por su visita. Si tiene alguna pregunta, llame al: \
            [centre.phone]. [centre.name]",
            "Gracias por su visita",
            "Gracias por su visita. Esperamos que todo haya ido bien.",
            "Si tiene alguna pregunta, llámenos:"
        ),
        Event::SatisfactionSurvey => survey!(
            words,
            "Hola [client.first_name], ¿qué tal fue su visita? Cuéntenos en un minuto: [link.survey]",
            "¿Cómo fue su visita?",
            "¿Cómo fue su visita? Bastan unos clics, y nos ayudan a mejorar.",
            "Dar mi opinión"
        ),
    }
}
