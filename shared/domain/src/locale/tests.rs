//! Every form in every language, as snapshots, and the rules that hold on every day of the year.

use std::fmt::Write as _;

use jiff::civil::{Date, Time, date, time};
use proptest::prelude::*;

use super::{Locale, Money};
use crate::Language;

fn locales() -> impl Iterator<Item = Locale> {
    let american = Locale::at(Language::En, Some("us"));
    Language::ALL.into_iter().map(Locale::from).chain([american])
}

#[test]
fn every_form_in_every_language() {
    let days = [date(2026, 6, 3), date(2026, 8, 31), date(2027, 2, 1), date(2026, 12, 26)];
    let times = [time(0, 0, 0, 0), time(9, 5, 0, 0), time(12, 0, 59, 0), time(15, 30, 0, 0), time(23, 59, 0, 0)];
    let sums = [
        (3500, "EUR"),
        (123_450, "EUR"),
        (123_456_789, "NOK"),
        (0, "GBP"),
        (999, "USD"),
        (1500, "JPY"),
        (-250, "GBP"),
        (-250, "NOK"),
        (12_345, "KWD"),
        (5000, "CHF"),
    ];
    let mut shown = String::new();
    for locale in locales() {
        writeln!(shown, "{}", locale.tag()).expect("a string");
        for day in days {
            let forms = [locale.date(day), locale.day_month(day), locale.long_date(day), locale.weekday(day)];
            writeln!(shown, "  {} | {}", forms.join(" | "), locale.month(day)).expect("a string");
        }
        let list = |texts: Vec<String>| texts.join(" | ").replace('\u{a0}', "~").replace('\u{202f}', "^");
        writeln!(shown, "  {}", list(times.map(|one| locale.time(one)).to_vec())).expect("a string");
        let sums = sums.map(|(minor, currency)| locale.money(Money { minor, currency }));
        writeln!(shown, "  {}", list(sums.to_vec())).expect("a string");
        let lengths = [0, 1, 45, 60, 61, 90, 120].map(|minutes| locale.duration(minutes));
        writeln!(shown, "  {}", list(lengths.to_vec())).expect("a string");
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn only_english_has_an_american_form_and_only_in_the_united_states() {
    for language in Language::ALL {
        for country in [None, Some("GB"), Some("IT"), Some("USA"), Some("")] {
            assert!(!Locale::at(language, country).american, "{language} in {country:?}");
        }
        assert_eq!(Locale::at(language, Some("US")).american, language == Language::En);
    }
}

#[test]
fn the_long_dates_that_clinics_know() {
    let monday = date(2024, 6, 3);
    for (language, expected) in [
        (Language::En, "Monday 3 June"),
        (Language::It, "Lunedì 3 Giugno"),
        (Language::Es, "Lunes 3 de junio"),
        (Language::Fr, "Lundi 3 juin"),
        (Language::Nb, "Mandag 3. juni"),
    ] {
        assert_eq!(Locale::from(language).long_date(monday), expected);
    }
    assert_eq!(Locale::at(Language::En, Some("US")).long_date(monday), "Monday, June 3");
}

proptest! {
    #[test]
    fn names_begin_with_a_capital_and_figures_are_two_digits(days in 0..40_000_i32, minute in 0..1440_i32) {
        let day = Date::constant(1980, 1, 1) + jiff::Span::new().days(days);
        let at = Time::midnight() + jiff::Span::new().minutes(minute);
        for locale in locales() {
            for name in [locale.weekday(day), locale.month(day), locale.long_date(day)] {
                prop_assert!(name.starts_with(char::is_uppercase), "{name}");
            }
            prop_assert_eq!(locale.date(day).len(), 10);
            let clock = locale.time(at);
            prop_assert_eq!(clock.len(), if locale.american { clock.len() } else { 5 });
            prop_assert_eq!(clock.ends_with('M'), locale.american);
        }
    }
}
