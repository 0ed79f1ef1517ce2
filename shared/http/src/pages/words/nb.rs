//! The pages in Norwegian bokmål.

use super::Words;

pub(super) const WORDS: Words = Words {
    title: "Timen din",
    patient: "For",
    with: "Hos",
    confirm: "Ja, jeg kommer",
    cancel: "Avbestill timen",
    other_time: "Jeg trenger en annen tid",
    undo: "Angre",
    question: "Kan du komme?",
    confirmed: "Du har bekreftet. Velkommen til oss.",
    cancelled: "Denne timen er avbestilt.",
    noted: "Vi har notert at du trenger en annen tid, og tar kontakt. Inntil da står timen din.",
    undo_until: ["Var det ikke meningen? Du kan angre til kl. ", "."],
    requested: "Vi sjekker fortsatt denne tiden og skriver til deg.",
    over: "Denne timen har begynt eller er over.",
    too_late: "Det er for sent å avbestille her.",
    call: "Ring oss:",
    others: "De andre timene dine",
    void: "Denne timen er endret",
    void_then: "Denne lenken gjaldt et tidligere tidspunkt. Den riktige finner du i den siste meldingen fra oss.",
    unknown: "Denne lenken virker ikke",
    unknown_then: "Åpne den fra meldingen vår en gang til. Hjelper ikke det, ring klinikken din.",
    failed: "Det virket ikke",
    failed_then: "Prøv igjen om et øyeblikk.",
};
