//! What has happened, in words, for the centre's administrators: a line for each notice of a mail.

use std::borrow::Cow;

use jiff::civil::DateTime;

use crate::Language;
use crate::centre::Happened;
use crate::locale::Locale;

/// Most lines of a mail; the others are counted.
const MOST_LINES: usize = 200;

/// What a line tells.
#[derive(Clone, Debug)]
pub struct Line<'l> {
    /// What has happened.
    pub happened: &'l Happened,
    /// The client's name, where it is known.
    pub client: Option<Cow<'l, str>>,
    /// Start and place of the appointment, in the zone of its location.
    pub visit: Option<(DateTime, &'l str)>,
}

/// The lines of a mail.
#[must_use]
pub fn happened(lines: &[Line<'_>], locale: Locale) -> String {
    let mut written: Vec<String> = lines.iter().take(MOST_LINES).map(|line| line.written(locale)).collect();
    let more = lines.len().saturating_sub(MOST_LINES);
    if more > 0 {
        written.push(match locale.language {
            Language::En => format!("and {more} more"),
            Language::It => format!("e altri {more}"),
            Language::Es => format!("y {more} más"),
            Language::Fr => format!("et {more} autres"),
            Language::Nb => format!("og {more} til"),
        });
    }
    written.join("\n")
}

impl Line<'_> {
    fn written(&self, locale: Locale) -> String {
        let visit = self.visit.as_ref();
        let when = visit.map(|(start, _)| format!("{} {}", locale.long_date(start.date()), locale.time(start.time())));
        let place = visit.map(|(_, place)| *place).filter(|place| !place.is_empty());
        let why = if let Happened::NotTakenIn { why, .. } = self.happened { Some(why.as_str()) } else { None };
        let parts: Vec<&str> = [self.client.as_deref(), when.as_deref(), place, why].into_iter().flatten().collect();
        let label = label(self.happened, locale.language);
        let colon = if locale.language == Language::Fr { " :" } else { ":" };
        if parts.is_empty() { label.into_owned() } else { format!("{label}{colon} {}", parts.join(", ")) }
    }
}

fn label(happened: &Happened, language: Language) -> Cow<'static, str> {
    let [en, it, es, fr, nb]: [Cow<'static, str>; 5] = match happened {
        Happened::Confirmed => ["Confirmed", "Confermato", "Confirmada", "Confirmé", "Bekreftet"].map(Cow::Borrowed),
        Happened::Cancelled => ["Cancelled", "Disdetto", "Anulada", "Annulé", "Avbestilt"].map(Cow::Borrowed),
        Happened::PoorAnswer { rating } => [
            format!("Rating {rating} of 5").into(),
            format!("Voto {rating} su 5").into(),
            format!("Valoración {rating} de 5").into(),
            format!("Note {rating} sur 5").into(),
            format!("Vurdering {rating} av 5").into(),
        ],
        Happened::OtherTime => [
            "Asks for another time",
            "Chiede un altro orario",
            "Pide otra hora",
            "Demande un autre horaire",
            "Ber om en annen tid",
        ]
        .map(Cow::Borrowed),
        Happened::NotTakenIn { source, .. } => [
            format!("An event of {source} could not be taken in").into(),
            format!("Un evento di {source} non è stato acquisito").into(),
            format!("No se pudo procesar un evento de {source}").into(),
            format!("Un événement de {source} n'a pas pu être traité").into(),
            format!("En hendelse fra {source} kunne ikke behandles").into(),
        ],
    };
    match language {
        Language::En => en,
        Language::It => it,
        Language::Es => es,
        Language::Fr => fr,
        Language::Nb => nb,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn in_every_language() {
        let start = jiff::civil::date(2026, 6, 3).at(15, 30, 0, 0);
        let (source, why) = ("practice.example".to_owned(), "/appointment/start: no zone".to_owned());
        let all = [
            Happened::Confirmed,
            Happened::Cancelled,
            Happened::PoorAnswer { rating: 2 },
            Happened::OtherTime,
            Happened::NotTakenIn { source, why },
        ];
        let mut out = String::new();
        for language in Language::ALL {
            let lines: Vec<Line<'_>> = all
                .iter()
                .map(|happened| {
                    let about = !matches!(happened, Happened::NotTakenIn { .. });
                    let client = about.then_some("Anna Verdi".into());
                    Line { happened, client, visit: about.then_some((start, "Sede Centro")) }
                })
                .collect();
            writeln!(out, "===== {language}\n{}", happened(&lines, Locale::from(language))).expect("a string");
        }
        insta::assert_snapshot!(out);
    }

    #[test]
    fn very_many_are_counted() {
        let line = Line { happened: &Happened::OtherTime, client: None, visit: None };
        let written = happened(&vec![line; MOST_LINES + 3], Locale::from(Language::En));
        assert_eq!(written.lines().count(), MOST_LINES + 1);
        assert!(written.ends_with("Asks for another time\nand 3 more"), "{written}");
    }
}
