use std::fmt::Write as _;

use jiff::civil::date;

use super::super::lexer::{PieceKind, Template};
use super::super::lint::lint;
use super::super::placeholders::Placeholder::{self, *};
use super::super::{Line, OtherAppointment, Values, compose_email, compose_sms, happened as told};
use super::*;
use crate::Channel;
use crate::centre::Happened as What;
use crate::locale::{Locale, Money};
use crate::sms::{Encoding, costly_signs, measure, plain_letters};

/// As long as a link can be.
const LINK: &str = "https://visite.carebell.it/p/EZ5q3mTtAZdUBhdZr2b6T2sQ9o3GJb1oVh9Qk8rYw2n0x4c6E8g";

fn every_text() -> impl Iterator<Item = (Event, Language)> {
    Event::ALL.into_iter().flat_map(|event| Language::ALL.map(|language| (event, language)))
}

/// Everything that a message can have; `event` decides over what only some can.
fn full(event: Event) -> Values<'static> {
    let texts = [
        (CentreName, "Studio Rossi"),
        (CentrePhone, "+39 06 1234567"),
        (CentreWebsite, "www.studiorossi.example"),
        (ClientFirstName, "Anna"),
        (PatientName, "Luca"),
        (ResourceName, "Dott. Bianchi"),
        (AppointmentService, "ECG, Visita"),
        (AppointmentNotes, "Portare il referto"),
        (AppointmentPreparation, "A digiuno\nda 6 ore"),
        (AppointmentGroup, "Cardiologia"),
        (LocationName, "Sede Centro"),
        (LocationAddress, "Via Roma 1"),
        (LocationTown, "Milano"),
        (LocationNotes, "Secondo piano"),
    ];
    let mut values = texts.into_iter().fold(Values::new(), |values, (one, text)| values.text(one, text));
    values = values.start(date(2026, 6, 3).at(15, 30, 0, 0)).end(date(2026, 6, 3).at(16, 15, 0, 0)).minutes(45);
    if event.is_reminder() {
        values = values.other(OtherAppointment {
            who: None,
            start: date(2026, 6, 3).at(17, 0, 0, 0),
            place: "Sede Sud".into(),
        });
    }
    if LinkAnswer.events().contains(&event) {
        values = values.text(LinkAnswer, LINK);
    }
    if LinkSurvey.events().contains(&event) {
        values = values.text(LinkSurvey, LINK);
    }
    if event.is_to_centre() {
        let line = Line { happened: &What::Confirmed, client: Some("Anna <Verdi>".into()), visit: None };
        values = values.text(Happened, told(&[line.clone(), line], Locale::from(Language::En)));
    }
    values.price(Money { minor: 3500, currency: "EUR" })
}

/// What every appointment has.
fn sparse() -> Values<'static> {
    Values::new()
        .start(date(2026, 6, 3).at(15, 30, 0, 0))
        .text(CentreName, "Studio Rossi")
        .text(LocationName, "Sede Centro")
}

/// Values that try to be more than values.
fn hostile(event: Event) -> Values<'static> {
    full(event)
        .text(ClientFirstName, "<script>alert('x')</script>\r\nBcc: a@b.example")
        .text(CentreName, "R&D \"Rossi\" [TRD3] TRD3")
        .text(LocationName, "\u{202e}Centro\u{200f}\0 🏥")
        .text(ResourceName, "[client.first_name] <b>")
}

fn shown(event: Event, language: Language, values: &Values<'_>) -> String {
    let locale = Locale::from(language);
    let email = compose_email(email(event, language, values.is_confidential()), locale, values);
    let invited = if values.has(LinkAnswer) { invited_sms(event, language) } else { None };
    let sms = compose_sms(invited.unwrap_or_else(|| sms(event, language)), locale, values);
    let sms = if event.channels().contains(&Channel::Sms) { format!("SMS: {sms}\n") } else { String::new() };
    format!("{sms}Subject: {}\n{}\n", email.subject, email.text)
}

fn every_text_with(values: impl Fn(Event) -> Values<'static>) -> String {
    let mut out = String::new();
    for (event, language) in every_text() {
        let text = shown(event, language, &values(event));
        write!(out, "===== {event} {language}\n{text}").expect("a string");
    }
    out
}

#[test]
fn with_every_value() {
    insta::assert_snapshot!(every_text_with(full));
}

#[test]
fn with_few_values() {
    insta::assert_snapshot!(every_text_with(|_| sparse()));
}

#[test]
fn with_hostile_values() {
    insta::assert_snapshot!(every_text_with(hostile));
}

#[test]
fn about_a_confidential_service() {
    insta::assert_snapshot!(every_text_with(|event| full(event).confidential()));
}

#[test]
fn to_a_household() {
    let visit = |who: &'static str, day, hour| OtherAppointment {
        who: Some(who.into()),
        start: date(2026, 6, day).at(hour, 30, 0, 0),
        place: "Sede Centro".into(),
    };
    let whole = || {
        let visits = [visit("Anna", 5, 9), visit("Luca <b>[TRD3]", 5, 17), visit("Rex", 6, 10)];
        let named = full(Event::AppointmentCreated).text(LinkAnswer, LINK);
        visits.into_iter().fold(named, Values::other).confidential()
    };
    let mut out = String::new();
    for language in Language::ALL {
        let (email, sms) = (household_email(language), household_sms(language));
        for text in [email.subject, email.html, sms] {
            assert_eq!(lint(text, Event::AppointmentReminder, true), [], "{language}");
        }
        let locale = Locale::from(language);
        let sms = compose_sms(sms, locale, &whole());
        let email = compose_email(email, locale, &whole());
        writeln!(out, "===== {language}\nSMS: {sms}\nSubject: {}\n{}", email.subject, email.text).expect("a string");
    }
    insta::assert_snapshot!(out);
}

#[test]
fn one_whole_document() {
    let event = Event::AppointmentReminder;
    let text = email(event, Language::En, false);
    insta::assert_snapshot!(compose_email(text, Locale::at(Language::En, Some("US")), &hostile(event)).html);
}

#[test]
fn no_value_makes_markup_or_lines_of_its_own() {
    for (event, language) in every_text() {
        let email = compose_email(email(event, language, false), Locale::from(language), &hostile(event));
        assert!(!email.html.contains("<script") && !email.html.contains('\u{202e}'), "{event} {language}");
        assert!(!email.subject.contains(char::is_control), "{event} {language}");
    }
}

#[test]
fn all_pass_their_own_lint() {
    for (event, language) in every_text() {
        for text in [email(event, language, false), email(event, language, true)] {
            let invited = invited_sms(event, language).unwrap_or_default();
            for text in [text.subject, text.html, sms(event, language), invited] {
                assert_eq!(lint(text, event, true), [], "{event} {language}");
                let codes = text.contains("TRD");
                assert!(!codes, "{event} {language}: aliases are what people read");
            }
        }
    }
}

#[test]
fn neutral_texts_name_nothing_that_tells_of_the_treatment() {
    for (event, language) in every_text() {
        let neutral = email(event, language, true);
        let invited = invited_sms(event, language).unwrap_or_default();
        for text in [neutral.subject, neutral.html, sms(event, language), invited] {
            let template = Template::parse(text);
            let hidden: Vec<Placeholder> =
                named(&template).filter(|one| !full(event).confidential().has(*one)).collect();
            assert_eq!(hidden, [], "{event} {language}");
        }
    }
}

fn named(template: &Template<'_>) -> impl Iterator<Item = Placeholder> {
    template.pieces().iter().filter_map(|piece| match piece.kind {
        PieceKind::Placeholder(one) => Some(one),
        _ => None,
    })
}

#[test]
fn an_sms_is_one_segment() {
    assert_eq!(LINK.len(), 80);
    for (event, language) in every_text().filter(|(event, _)| event.channels().contains(&Channel::Sms)) {
        for text in [Some(sms(event, language)), invited_sms(event, language)].into_iter().flatten() {
            let invites = Some(text) == invited_sms(event, language);
            for piece in Template::parse(text).pieces() {
                if let PieceKind::Literal(text) = piece.kind {
                    assert_eq!(costly_signs(text).count(), 0, "{event} {language}: {text}");
                }
            }
            for (locale, day) in [Locale::at(language, Some("US")), Locale::from(language)]
                .into_iter()
                .flat_map(|locale| (1..=365).map(move |day| (locale, day)))
            {
                let values = Values::new()
                    .start(date(2026, 1, 1).at(22, 30, 0, 0) + jiff::Span::new().days(day))
                    .text(ClientFirstName, "Massimiliano")
                    .text(LocationName, "Poliambulatorio Nord")
                    .text(CentreName, "Poliambulatorio Nord")
                    .text(CentrePhone, "+39 06 12345678")
                    .maybe(LinkAnswer, invites.then_some(LINK))
                    .maybe(LinkSurvey, LinkSurvey.events().contains(&event).then_some(LINK));
                let body = compose_sms(text, locale, &values);
                let measure = measure(&plain_letters(&body));
                assert_eq!((measure.encoding, measure.parts), (Encoding::Gsm7, 1), "{event}: {body}");
            }
        }
    }
}
