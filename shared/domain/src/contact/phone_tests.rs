//! Phone numbers as people write them.

use proptest::prelude::*;

use super::{Country, LineKind, PhoneError, PhoneNumber};

fn country(code: &str) -> Country {
    Country::parse(code).unwrap()
}

#[test]
fn accepted_in_every_form_of_the_country() {
    use LineKind::{Fixed, Mobile, Special, Unknown};
    let table = [
        ("333 1234567", "IT", "+393331234567", Mobile),
        ("333/12.34.567", "IT", "+393331234567", Mobile),
        (" +39 333-123 4567 ", "IT", "+393331234567", Mobile),
        ("0039 333 1234567", "IT", "+393331234567", Mobile),
        ("(+39) 333 1234567", "IT", "+393331234567", Mobile),
        ("39 333 1234567", "IT", "+393331234567", Mobile),
        ("\u{202a}+39\u{a0}333\u{a0}123\u{2011}4567\u{202c}", "IT", "+393331234567", Mobile),
        ("06 1234 5678", "IT", "+390612345678", Fixed),
        ("+39 06 12345678", "FR", "+390612345678", Fixed),
        ("899 123456", "IT", "+39899123456", Special),
        ("600 12 34 56", "ES", "+34600123456", Mobile),
        ("912 345 678", "ES", "+34912345678", Fixed),
        ("06 12 34 56 78", "FR", "+33612345678", Mobile),
        ("+33 (0)1 23 45 67 89", "IT", "+33123456789", Fixed),
        ("06 39 98 12 34", "FR", "+33639981234", Unknown),
        ("900 12 345", "NO", "+4790012345", Mobile),
        ("22 12 34 56", "NO", "+4722123456", Fixed),
        ("07911 123456", "GB", "+447911123456", Mobile),
        ("+44 (0)20 7946 0958", "US", "+442079460958", Fixed),
        ("(212) 555-0123", "US", "+12125550123", Unknown),
        ("1 212 555 0123", "US", "+12125550123", Unknown),
        ("011 39 333 1234567", "US", "+393331234567", Mobile),
        ("+1 999 555 0123", "IT", "+19995550123", Unknown),
        ("900 555 0123", "US", "+19005550123", Special),
        ("+881 6 1234 5678", "IT", "+881612345678", Mobile),
    ];
    for (entered, code, e164, kind) in table {
        let number = PhoneNumber::parse(entered, country(code)).unwrap();
        assert_eq!((number.e164(), number.kind()), (e164, kind), "{entered} in {code}");
        assert_eq!(number.likely_landline(), kind == Fixed, "{entered} in {code}");
    }
}

#[test]
fn refused_with_the_rule_that_failed() {
    use PhoneError::{AreaCodeMissing, CountryCode, Empty, EnteredTooLong, Length, Sign, TooLong, TooShort};
    let table = [
        ("", "IT", Empty),
        (" + ", "IT", Empty),
        ("-", "IT", Empty),
        (&"1".repeat(41), "IT", EnteredTooLong { limit: 40, size: 41 }),
        ("333 1234567 int. 5", "IT", Sign { at: 13 }),
        ("mamma 333 1234567", "IT", Sign { at: 1 }),
        ("333 1234567, 06 12345678", "IT", Sign { at: 12 }),
        ("*31#333", "IT", Sign { at: 1 }),
        ("39+333", "IT", Sign { at: 3 }),
        ("333\n1234567", "IT", Sign { at: 4 }),
        ("٣٣٣١٢٣٤٥٦٧", "IT", Sign { at: 1 }),
        ("+999 123456", "IT", CountryCode),
        ("333 1234567", "AQ", CountryCode),
        ("555 0123", "US", AreaCodeMissing { digits: 7 }),
        ("113", "IT", TooShort { digits: 3 }),
        ("0039 3", "IT", TooShort { digits: 5 }),
        ("000 764215386", "DE", Length { digits: 12 }),
        // German numbers have up to 15 digits, E.164 leaves room for 13 of them.
        ("+49 1234", "IT", TooShort { digits: 6 }),
        ("+49 123456789012345", "IT", TooLong { limit: 15, digits: 17 }),
        ("333 1234567 / 06 12345678", "IT", TooLong { limit: 15, digits: 20 }),
        ("02 123456789012", "IT", TooLong { limit: 15, digits: 14 }),
    ];
    for (entered, code, expected) in table {
        assert_eq!(PhoneNumber::parse(entered, country(code)), Err(expected), "{entered} in {code}");
    }
}

#[test]
fn countries() {
    let table = [
        ("+393331234567", Some("IT")),
        ("+390669812345", Some("IT")),
        ("+33639981234", Some("FR")),
        ("+12125550123", Some("US")),
        ("+14165550123", Some("CA")),
        ("+18765550123", Some("JM")),
        ("+447781123456", Some("GG")),
        ("+77011234567", Some("KZ")),
        ("+79161234567", Some("RU")),
        ("+38344123456", Some("XK")),
        ("+19005550123", None),
        ("+18005550123", None),
        ("+881612345678", None),
        ("+870773123456", None),
    ];
    for (e164, expected) in table {
        let number = PhoneNumber::from_e164(e164).unwrap();
        assert_eq!(number.country(), expected.map(country), "{e164}");
    }
}

#[test]
fn json_has_both_forms_and_is_read_back() {
    let number = PhoneNumber::parse("06 1234 5678", Country::IT).unwrap();
    let json = r#"{"e164":"+390612345678","entered":"06 1234 5678","kind":"fixed"}"#;
    assert_eq!(serde_json::to_string(&number).unwrap(), json);
    assert_eq!(serde_json::from_str::<PhoneNumber>(json).unwrap(), number);

    let unknown = r#"{"e164":"+12125550123","entered":"212 555 0123"}"#;
    let number: PhoneNumber = serde_json::from_str(unknown).unwrap();
    assert_eq!(number.kind(), LineKind::Unknown);
    assert_eq!(serde_json::to_string(&number).unwrap(), unknown);
}

#[test]
fn a_stored_number_must_be_e164() {
    for e164 in ["", "+", "393331234567", "+39333", "+0393331234567", "+39 333", "+1234567890123456", "+3933312345a"] {
        let size = e164.chars().count();
        let expected = PhoneError::NotE164 { least: 7, limit: 15, size };
        assert_eq!(PhoneNumber::from_e164(e164), Err(expected), "{e164}");
        let json = serde_json::json!({ "e164": e164, "entered": "x" });
        assert!(serde_json::from_value::<PhoneNumber>(json).is_err(), "{e164}");
    }
}

#[test]
fn neither_debug_nor_errors_show_the_number() {
    let number = PhoneNumber::parse("333 1234567", Country::IT).unwrap();
    assert_eq!(format!("{number:?} {:?}", Some(&number)), "PhoneNumber(..) Some(PhoneNumber(..))");
    let error = PhoneNumber::parse("333 1234567 int. 5", Country::IT).unwrap_err();
    assert!(!error.to_string().contains("333"));
}

proptest! {
    #[test]
    fn any_text_has_an_answer_that_can_be_stored(entered in "[+0-9 ()./-]{0,20}|.{0,50}", code in "IT|US|FR|AQ") {
        if let Ok(number) = PhoneNumber::parse(&entered, country(&code)) {
            let again = PhoneNumber::parse(number.e164(), Country::NO).unwrap();
            prop_assert_eq!(again.e164(), number.e164());
            let json = serde_json::to_string(&number).unwrap();
            prop_assert!(serde_json::from_str::<PhoneNumber>(&json).unwrap() == number);
        }
    }
}
