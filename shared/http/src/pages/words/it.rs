//! The pages in Italian.

use super::Words;

pub(super) const WORDS: Words = Words {
    title: "Il Suo appuntamento",
    patient: "Per",
    with: "Con",
    confirm: "Sì, verrò",
    cancel: "Disdico l'appuntamento",
    other_time: "Vorrei un altro orario",
    undo: "Annulla",
    question: "Potrà venire?",
    confirmed: "Ha confermato. La aspettiamo.",
    cancelled: "Questo appuntamento è disdetto.",
    noted: "Abbiamo preso nota che vorrebbe un altro orario e La contatteremo. Fino ad allora l'appuntamento resta valido.",
    undo_until: ["Non era quello che voleva? Può tornare indietro fino alle ", "."],
    requested: "Stiamo ancora verificando questo orario e Le scriveremo.",
    over: "Questo appuntamento è iniziato o è già passato.",
    too_late: "Non è più possibile disdire da qui.",
    call: "Ci chiami:",
    others: "I Suoi altri appuntamenti",
    void: "Questo appuntamento è cambiato",
    void_then: "Questo link riguardava un orario precedente. Trova quello giusto nel nostro ultimo messaggio.",
    unknown: "Questo link non funziona",
    unknown_then: "Lo apra di nuovo dal nostro messaggio. Se non basta, chiami il Suo centro.",
    failed: "Non ha funzionato",
    failed_then: "Riprovi tra un momento.",
};
