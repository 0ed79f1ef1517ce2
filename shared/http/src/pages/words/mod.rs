//! What the pages say, in each language.

mod en;
mod es;
mod fr;
mod it;
mod nb;

use carebell_domain::Language;

/// Every sentence of the pages.
pub(super) struct Words {
    /// The page's title.
    pub(super) title: &'static str,
    /// Before the name of the patient.
    pub(super) patient: &'static str,
    /// Before the name of the doctor or room.
    pub(super) with: &'static str,
    /// The button to confirm.
    pub(super) confirm: &'static str,
    /// The button to cancel.
    pub(super) cancel: &'static str,
    /// The button to ask for another time.
    pub(super) other_time: &'static str,
    /// The button that takes an answer back.
    pub(super) undo: &'static str,
    /// Asks for an answer.
    pub(super) question: &'static str,
    /// It is confirmed.
    pub(super) confirmed: &'static str,
    /// It is cancelled.
    pub(super) cancelled: &'static str,
    /// The wish for another time is noted.
    pub(super) noted: &'static str,
    /// Until when an answer can be taken back, with a gap for the time.
    pub(super) undo_until: [&'static str; 2],
    /// It awaits approval.
    pub(super) requested: &'static str,
    /// Its time has come, or is over.
    pub(super) over: &'static str,
    /// Cancelling has to be done by telephone.
    pub(super) too_late: &'static str,
    /// Before the telephone number.
    pub(super) call: &'static str,
    /// Heads the other appointments.
    pub(super) others: &'static str,
    /// Title of the questionnaire.
    pub(super) survey: &'static str,
    /// Asks for the rating.
    pub(super) survey_rating: &'static str,
    /// What the lowest and the highest number mean.
    pub(super) survey_ends: [&'static str; 2],
    /// What they mean where one is asked whether one would recommend the clinic.
    pub(super) survey_recommend: [&'static str; 2],
    /// Asks for a comment.
    pub(super) survey_comment: &'static str,
    /// The button of the questionnaire.
    pub(super) survey_send: &'static str,
    /// Thanks for it.
    pub(super) survey_thanks: &'static str,
    /// It cannot be answered any more.
    pub(super) survey_over: &'static str,
    /// The rating is missing.
    pub(super) survey_choose: &'static str,
    /// A text is too long, with a gap for the limit.
    pub(super) survey_long: [&'static str; 2],
    /// Title of the page of a void link.
    pub(super) void: &'static str,
    /// What to do about a void link.
    pub(super) void_then: &'static str,
    /// Title of the page of a link that leads nowhere.
    pub(super) unknown: &'static str,
    /// What to do about it.
    pub(super) unknown_then: &'static str,
    /// Title of the page shown when something failed.
    pub(super) failed: &'static str,
    /// What to do about it.
    pub(super) failed_then: &'static str,
}

impl Words {
    /// The words of a language.
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &en::WORDS,
            Language::It => &it::WORDS,
            Language::Es => &es::WORDS,
            Language::Fr => &fr::WORDS,
            Language::Nb => &nb::WORDS,
        }
    }
}
