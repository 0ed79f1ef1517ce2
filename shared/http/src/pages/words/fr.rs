//! The pages in French.

use super::Words;

pub(super) const WORDS: Words = Words {
    title: "Votre rendez-vous",
    patient: "Pour",
    with: "Avec",
    confirm: "Oui, je viendrai",
    cancel: "Annuler le rendez-vous",
    other_time: "J’ai besoin d’un autre horaire",
    undo: "Revenir en arrière",
    question: "Pourrez-vous venir ?",
    confirmed: "Vous avez confirmé. Nous vous attendons.",
    cancelled: "Ce rendez-vous est annulé.",
    noted: "Nous avons noté que vous souhaitez un autre horaire et vous contacterons. D’ici là, votre rendez-vous est maintenu.",
    undo_until: ["Ce n’est pas ce que vous vouliez ? Vous pouvez revenir en arrière jusqu’à ", "."],
    requested: "Nous vérifions encore cet horaire et vous écrirons.",
    over: "Ce rendez-vous a commencé ou est passé.",
    too_late: "Il n’est plus possible d’annuler ici.",
    call: "Appelez-nous :",
    others: "Vos autres rendez-vous",
    void: "Ce rendez-vous a changé",
    void_then: "Ce lien concernait un horaire précédent. Vous trouverez le bon dans notre dernier message.",
    unknown: "Ce lien ne fonctionne pas",
    unknown_then: "Ouvrez-le à nouveau depuis notre message. Si cela ne suffit pas, appelez votre centre.",
    failed: "Cela n’a pas fonctionné",
    failed_then: "Réessayez dans un instant.",
};
