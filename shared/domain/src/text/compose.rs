//! From a text and its values to what a provider is given.

use super::EmailText;
use super::builtin::missing_sentences;
use super::frame::framed;
use super::html_to_text::html_to_text;
use super::lexer::Template;
use super::medium::Medium;
use super::render::render;
use super::values::Values;
use crate::locale::Locale;

/// An e-mail, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    /// The subject: one line.
    pub subject: String,
    /// The HTML part, a whole document.
    pub html: String,
    /// The plain-text part, which says the same.
    pub text: String,
}

/// The body of an SMS. Which of its letters GSM-7 lacks, and what it costs, is for [`crate::sms`] to say.
#[must_use]
pub fn compose_sms(text: &str, locale: Locale, values: &Values<'_>) -> String {
    body(text, locale, values, Medium::Sms).trim().to_owned()
}

/// The parts of an e-mail.
#[must_use]
pub fn compose_email(text: EmailText<'_>, locale: Locale, values: &Values<'_>) -> Email {
    let subject = render(&Template::parse(text.subject), values, locale, Medium::Subject);
    let mut subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    if subject.is_empty() {
        // A mail without a subject looks like spam: better the bare name of the sender.
        subject = render(&Template::parse("[centre.name]"), values, locale, Medium::Subject);
    }
    let body = body(text.html, locale, values, Medium::Html);
    Email { html: framed(body.trim(), &subject, locale, values), text: html_to_text(&body), subject }
}

/// The text with its values, and what the rules need that it does not say.
fn body(text: &str, locale: Locale, values: &Values<'_>, medium: Medium) -> String {
    let template = Template::parse(text);
    let mut body = render(&template, values, locale, medium);
    let added = missing_sentences(&template, values, locale.language, medium);
    if !added.is_empty() {
        body.truncate(body.trim_end().len());
        let between = match medium {
            Medium::Html => "\n",
            // A signature or a phone number may end without a full stop.
            _ if body.ends_with(char::is_alphanumeric) => ". ",
            _ => " ",
        };
        body.push_str(if body.is_empty() { "" } else { between });
        body.push_str(&render(&Template::parse(added), values, locale, medium));
    }
    body
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::placeholders::Placeholder;
    use super::super::values::OtherAppointment;
    use super::*;
    use crate::Language;

    fn values() -> Values<'static> {
        Values::new()
            .text(Placeholder::CentreName, "Studio <Rossi>")
            .text(Placeholder::ClientFirstName, "Anna\r\nBcc: x")
    }

    #[test]
    fn subject_is_one_line_and_never_empty() {
        let subject = |text| compose_email(EmailText { subject: text, html: "" }, Locale::default(), &values()).subject;
        assert_eq!(subject("Hello\u{7}\n [client.first_name],  [client.last_name]"), "Hello Anna Bcc: x");
        assert_eq!(subject("[client.last_name]"), "Studio <Rossi>");
    }

    #[test]
    fn both_parts_say_the_same() {
        let text = EmailText { subject: "x", html: "<p>Hello [client.first_name]</p><p>[centre.name]</p>" };
        let email = compose_email(text, Locale::default(), &values());
        assert_eq!(email.text, "Hello Anna\nBcc: x\n\nStudio <Rossi>");
        assert!(email.html.contains("<p>Hello Anna<br>Bcc: x</p><p>Studio &lt;Rossi&gt;</p>"));
    }

    #[test]
    fn what_the_rules_need_is_added_once() {
        let other = OtherAppointment { who: None, start: date(2026, 6, 3).at(17, 0, 0, 0), place: "Centro".into() };
        let values = values().other(other).text(Placeholder::LinkAnswer, "https://e.org/a");
        let locale = Locale::from(Language::It);
        assert_eq!(
            compose_sms("Tel: [location.phone]\n\nCiao", locale, &values),
            "Ciao. La aspettiamo anche: Mercoledì 3 Giugno 17:00, Centro. Confermi o disdica: https://e.org/a"
        );
        assert_eq!(
            compose_sms("[appointment.others]!", locale, &values),
            "Mercoledì 3 Giugno 17:00, Centro! Confermi o disdica: https://e.org/a"
        );
        let text = EmailText { subject: "x", html: "<p><a href=\"[link.answer]\">Sì o no</a></p>" };
        assert_eq!(
            compose_email(text, locale, &values).text,
            "Sì o no (https://e.org/a)\n\nLa aspettiamo anche: Mercoledì 3 Giugno 17:00, Centro"
        );
    }
}
