//! Phone numbers and mailboxes as people enter them.

use carebell_domain::contact::{Country, EmailAddress, PhoneNumber, sms_allowed};

use super::text_of;

/// A country's code, and a number as it is dialled there. What is accepted can be stored, read back and entered again
/// as it is stored; a refusal does not repeat the number.
pub fn phone(data: &[u8]) {
    let input = text_of(data);
    let (code, entered) = input.split_once('\n').unwrap_or(("IT", &input));
    let country = Country::parse(code).unwrap_or(Country::IT);
    let number = match PhoneNumber::parse(entered, country) {
        Ok(number) => number,
        Err(error) => {
            let told = error.to_string();
            let digits: String = entered.chars().filter(char::is_ascii_digit).collect();
            assert!(digits.len() < 6 || !told.contains(&digits), "{told}");
            return;
        }
    };
    let e164 = number.e164();
    let form = e164
        .strip_prefix('+')
        .is_some_and(|digits| (7..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit()));
    assert!(form, "{e164} is not E.164");
    assert!(number.entered().chars().count() <= 40, "what was entered is kept short");
    let json = serde_json::to_string(&number).expect("a number can be stored");
    let read: PhoneNumber = serde_json::from_str(&json).expect("a stored number can be read");
    assert!(read == number, "{json} reads as another number");
    for other in [country, Country::NO, Country::US] {
        let again = PhoneNumber::parse(e164, other);
        assert!(again.as_ref().is_ok_and(|again| again.e164() == e164), "{e164} in {other} is {again:?}");
    }
    let allowed = number.country().into_iter().collect::<Vec<_>>();
    if sms_allowed(&number, &allowed).is_ok() {
        assert!(!allowed.is_empty(), "an SMS to no country");
    }
    assert!(sms_allowed(&number, &[]).is_err(), "an SMS to a country that is not allowed");
}

/// A mailbox. What is accepted is ASCII that can stand in a header, and is accepted again as it is.
pub fn email(data: &[u8]) {
    let entered = text_of(data);
    let address = match EmailAddress::parse(&entered) {
        Ok(address) => address,
        Err(error) => {
            let told = error.to_string();
            assert!(entered.trim().len() < 8 || !told.contains(entered.trim()), "{told}");
            return;
        }
    };
    for address in [Some(address.clone()), address.likely_typo()].into_iter().flatten() {
        let text = address.as_str();
        assert!(text.len() <= 254 && text.bytes().all(|byte| byte.is_ascii_graphic()), "{text:?}");
        assert!(!text.contains(['<', '>', '"', ',', ';', ':', '(', ')', '\\']), "{text:?} is more than a mailbox");
        assert!(text.ends_with(address.domain()) && !address.domain().contains(|one: char| one.is_ascii_uppercase()));
        assert!(EmailAddress::parse(text).is_ok_and(|again| again == address), "{text:?} is another one when read");
    }
    let json = serde_json::to_string(&address).expect("a mailbox can be stored");
    assert!(serde_json::from_str::<EmailAddress>(&json).is_ok_and(|read| read == address), "{json}");
}
