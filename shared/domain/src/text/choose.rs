//! Which text holds, and so in which language a message is.
//!
//! The tenant's in the client's language, else the product's in that language, else the tenant's in the centre's
//! language, else the product's in that language, else English. The product has texts in every language that a client
//! or a centre can have, so the search ends at the second step, or at the fourth for a client of unknown language.
//! About a confidential service the product's neutral text speaks, whatever texts the tenant has.

use super::{EmailText, builtin};
use crate::{Event, Language};

/// The languages between which a text is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Languages {
    /// The client's; none where it is not known or not one of ours.
    pub client: Option<Language>,
    /// The centre's own.
    pub centre: Language,
}

/// The text that holds. All of the message is in its language, dates and sums included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen<T> {
    /// The language of the message.
    pub language: Language,
    /// The text, with its placeholders.
    pub text: T,
    /// Whether it is the tenant's own.
    pub own: bool,
}

/// The text of an SMS. `own` gives the tenant's text in a language, where it has one. The product's own is the shorter
/// one with room for a link where the client is invited to confirm or cancel.
pub fn choose_sms<'t>(
    event: Event,
    languages: Languages,
    confidential: bool,
    invited: bool,
    own: impl FnOnce(Language) -> Option<&'t str>,
) -> Chosen<&'t str> {
    choose(languages, confidential, own, |language| {
        let text = if invited { builtin::invited_sms(event, language) } else { None };
        text.unwrap_or_else(|| builtin::sms(event, language))
    })
}

/// The texts of an e-mail. `own` gives the tenant's texts in a language, where it has them.
pub fn choose_email<'t>(
    event: Event,
    languages: Languages,
    confidential: bool,
    own: impl FnOnce(Language) -> Option<EmailText<'t>>,
) -> Chosen<EmailText<'t>> {
    choose(languages, confidential, own, |language| builtin::email(event, language, confidential))
}

/// The text of an SMS to a household: always the product's, which tells nothing of what anybody is treated for.
#[must_use]
pub fn household_sms(languages: Languages) -> Chosen<&'static str> {
    choose(languages, true, |_| None, builtin::household_sms)
}

/// The texts of an e-mail to a household.
#[must_use]
pub fn household_email(languages: Languages) -> Chosen<EmailText<'static>> {
    choose(languages, true, |_| None, builtin::household_email)
}

fn choose<T>(
    languages: Languages,
    confidential: bool,
    own: impl FnOnce(Language) -> Option<T>,
    product: impl FnOnce(Language) -> T,
) -> Chosen<T> {
    let language = languages.client.unwrap_or(languages.centre);
    let own = if confidential { None } else { own(language) };
    Chosen { language, own: own.is_some(), text: own.unwrap_or_else(|| product(language)) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::Language::{En, Fr, It, Nb};

    #[rstest]
    #[case::own_in_the_clients_language(Some(Fr), It, &[Fr, It], false, Fr, true)]
    #[case::product_in_the_clients_before_own_in_the_centres(Some(Fr), It, &[It], false, Fr, false)]
    #[case::unknown_language_own(None, It, &[It, En], false, It, true)]
    #[case::unknown_language_product(None, Nb, &[It, En], false, Nb, false)]
    #[case::confidential(Some(Fr), It, &[Fr, It], true, Fr, false)]
    fn the_first_that_exists(
        #[case] client: Option<Language>,
        #[case] centre: Language,
        #[case] own: &[Language],
        #[case] confidential: bool,
        #[case] language: Language,
        #[case] is_own: bool,
    ) {
        let has = |language| own.contains(&language).then_some("own");
        let event = Event::AppointmentReminder;
        let text = if is_own { "own" } else { builtin::sms(event, language) };
        let chosen = choose_sms(event, Languages { client, centre }, confidential, false, has);
        assert_eq!(chosen, Chosen { language, text, own: is_own });
    }

    #[test]
    fn the_invitation_has_a_text_of_its_own() {
        let languages = Languages { client: Some(En), centre: It };
        let text = |event, invited| choose_sms(event, languages, false, invited, |_| None).text;
        let reminder = Event::AppointmentReminder;
        assert_eq!(Some(text(reminder, true)), builtin::invited_sms(reminder, En));
        assert_eq!(text(reminder, false), builtin::sms(reminder, En));
        assert_eq!(text(Event::ThankYou, true), builtin::sms(Event::ThankYou, En));
        assert_eq!(choose_sms(reminder, languages, false, true, |_| Some("own")).text, "own");
    }
}
