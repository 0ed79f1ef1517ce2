//! Texts with placeholders, and the HTML that tenants write.

use carebell_domain::locale::{Locale, Money};
use carebell_domain::text::lexer::{PieceKind, Template};
use carebell_domain::text::lint::lint;
use carebell_domain::text::placeholders::Placeholder;
use carebell_domain::text::{EmailText, Medium, Values, compose_email, compose_sms, html_to_text, render};
use carebell_domain::{Event, Language};
use carebell_http::fuzzing::clean_html;
use jiff::civil::date;

use super::{parts, text_of};
use crate::checks::{harm, is_one_line, is_plain_text, tags};

/// What no value may contain, so that a value can be told by it.
const MARK: &str = "qQq";
/// The longest input: each is rendered many times.
const LONGEST: usize = 4_000;

/// A text, and the values of the placeholders that it names, in order of their first place in it.
pub fn text(data: &[u8]) {
    let input = text_of(&data[..data.len().min(LONGEST)]);
    let mut parts = parts(&input);
    let text = parts.next().unwrap_or_default();
    let template = Template::parse(text);
    covers(&template);
    for event in Event::ALL {
        for finding in lint(text, event, text.len().is_multiple_of(2)) {
            let at: String = text.chars().skip(finding.position).take(finding.written.chars().count()).collect();
            assert_eq!(at, finding.written, "a finding stands where it is said to");
        }
    }
    let mut named: Vec<Placeholder> = Vec::new();
    for piece in template.pieces() {
        if let PieceKind::Placeholder(one) = piece.kind
            && !named.contains(&one)
        {
            named.push(one);
        }
    }
    let given: Vec<(Placeholder, &str)> = named.into_iter().zip(parts).collect();
    let values = given.iter().fold(known(), |values, (one, value)| values.text(*one, *value));
    let locale = Locale::from(Language::ALL[text.len() % Language::ALL.len()]);
    composes(text, locale, &values);
    if !input.contains(MARK) {
        values_are_opaque(text, locale, &given, &values);
    }
}

/// HTML that a tenant saves. What is left of it can do nothing, and nor can what is left of that.
pub fn html(data: &[u8]) {
    let html = text_of(&data[..data.len().min(LONGEST)]);
    let cleaned = clean_html(&html);
    assert_eq!(harm(&cleaned), None, "{cleaned:?} of {html:?}");
    assert_eq!(harm(&clean_html(&cleaned)), None, "{cleaned:?} cleaned again");
    let _ = html_to_text(&html);
    let shown = html_to_text(&cleaned);
    assert!(!shown.starts_with('\n') && !shown.ends_with('\n'), "{shown:?}");
}

/// Dates, times, a price and a length: what every text may name without being given it.
fn known() -> Values<'static> {
    let start = date(2026, 6, 3).at(15, 30, 0, 0);
    Values::new().start(start).minutes(45).price(Money { minor: 9_000, currency: "EUR" })
}

/// The pieces of a text are the text.
fn covers(template: &Template<'_>) {
    let mut at = 0;
    for piece in template.pieces() {
        assert!(piece.span.start == at && piece.span.end > at, "pieces without gaps");
        if let PieceKind::Literal(text) = piece.kind {
            assert_eq!(text, &template.source()[piece.span.clone()]);
        }
        at = piece.span.end;
    }
    assert_eq!(at, template.source().len());
}

/// Whatever text and values are, what goes out is fit for its medium.
fn composes(text: &str, locale: Locale, values: &Values<'_>) {
    let sms = compose_sms(text, locale, values);
    assert!(is_plain_text(&sms), "{sms:?}");
    let html = clean_html(text);
    let email = compose_email(EmailText { subject: text, html: &html }, locale, values);
    assert!(is_one_line(&email.subject), "{:?}", email.subject);
    let body = render(&Template::parse(&html), values, locale, Medium::Html);
    assert_eq!(harm(&body), None, "{body:?}");
}

/// A value is never searched for anything: the text with it is the text with another value, put in its place.
fn values_are_opaque(text: &str, locale: Locale, given: &[(Placeholder, &str)], values: &Values<'_>) {
    let mark = |at: usize| format!("{MARK}{at}{MARK}");
    for medium in [Medium::Sms, Medium::Subject] {
        let alone = |one: Placeholder| {
            let name = format!("[{}]", one.alias());
            render(&Template::parse(&name), values, locale, medium)
        };
        // Without anything to see, a value counts as missing: for both.
        let shown: Vec<(usize, Placeholder, String)> =
            given.iter().enumerate().map(|(at, (one, _))| (at, *one, alone(*one))).collect();
        let marked = shown.iter().fold(known(), |marked, (at, one, form)| {
            marked.text(*one, if form.is_empty() { String::new() } else { mark(*at) })
        });
        let mut expected = render(&Template::parse(text), &marked, locale, medium);
        for (at, _, form) in &shown {
            expected = expected.replace(&mark(*at), form);
        }
        assert_eq!(render(&Template::parse(text), values, locale, medium), expected, "{medium:?}");
    }
    // In an attribute a value can be refused: then what was to hold it is missing too.
    if given.iter().any(|(_, value)| value.contains(':')) {
        return;
    }
    let html = clean_html(text);
    let template = Template::parse(&html);
    let marked = given.iter().enumerate().fold(known(), |marked, (at, (one, value))| {
        let missing = render(
            &Template::parse("TRD3"),
            &Values::new().text(Placeholder::ClientFirstName, *value),
            locale,
            Medium::Sms,
        )
        .is_empty();
        marked.text(*one, if missing { String::new() } else { mark(at) })
    });
    let form = |values: &Values<'_>| -> Vec<(String, Vec<String>)> {
        let tags = tags(&render(&template, values, locale, Medium::Html)).into_iter().filter(|tag| tag.name != "br");
        tags.map(|tag| (tag.name, tag.attributes.into_iter().map(|(name, _)| name).collect())).collect()
    };
    assert_eq!(form(values), form(&marked), "no value makes or unmakes a tag");
}
