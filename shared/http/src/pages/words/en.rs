//! The pages in English.

use super::Words;

pub(super) const WORDS: Words = Words {
    title: "Your appointment",
    patient: "For",
    with: "With",
    confirm: "Yes, I will come",
    cancel: "Cancel the appointment",
    other_time: "I need another time",
    undo: "Undo",
    question: "Will you be able to come?",
    confirmed: "You have confirmed. We look forward to seeing you.",
    cancelled: "This appointment is cancelled.",
    noted: "We have noted that you need another time and will get in touch. Until then your appointment stands.",
    undo_until: ["Not what you meant? You can undo this until ", "."],
    requested: "We are still checking this time and will write to you.",
    over: "This appointment has begun or is over.",
    too_late: "It is too late to cancel here.",
    call: "Please call us:",
    others: "Your other appointments",
    void: "This appointment has changed",
    void_then: "This link was for an earlier time. You will find the right one in our latest message.",
    unknown: "This link does not work",
    unknown_then: "Please open it from our message once more. If that does not help, call your clinic.",
    failed: "That did not work",
    failed_then: "Please try again in a moment.",
};
