//! The pages in Spanish.

use super::Words;

pub(super) const WORDS: Words = Words {
    title: "Su cita",
    patient: "Para",
    with: "Con",
    confirm: "Sí, acudiré",
    cancel: "Anular la cita",
    other_time: "Necesito otra hora",
    undo: "Deshacer",
    question: "¿Podrá venir?",
    confirmed: "Ha confirmado. Le esperamos.",
    cancelled: "Esta cita está anulada.",
    noted: "Hemos anotado que necesita otra hora y le contactaremos. Hasta entonces su cita sigue en pie.",
    undo_until: ["¿No era lo que quería? Puede deshacerlo hasta las ", "."],
    requested: "Todavía estamos comprobando esta hora y le escribiremos.",
    over: "Esta cita ha empezado o ya ha pasado.",
    too_late: "Ya no es posible anularla aquí.",
    call: "Llámenos:",
    others: "Sus otras citas",
    void: "Esta cita ha cambiado",
    void_then: "Este enlace era de una hora anterior. Encontrará el correcto en nuestro último mensaje.",
    unknown: "Este enlace no funciona",
    unknown_then: "Ábralo de nuevo desde nuestro mensaje. Si no basta, llame a su centro.",
    failed: "No ha funcionado",
    failed_then: "Inténtelo de nuevo en un momento.",
};
