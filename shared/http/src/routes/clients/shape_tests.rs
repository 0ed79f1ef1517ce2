use rstest::rstest;

use super::*;

const TODAY: Date = jiff::civil::date(2026, 6, 2);

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn around(before: Option<&Client>) -> Around<'_> {
    Around {
        before,
        country: Country::parse("IT").expect("a country"),
        preferences: Preferences::ALL,
        role: Role::Operator,
        now: at("2026-06-01T08:00:00Z"),
    }
}

fn read(body: &str, before: Option<&Client>) -> Result<Client, usize> {
    let new: NewClient = crate::body::parse(body.as_bytes()).map_err(|_| 1_usize)?;
    let mut faults = Faults::default();
    let client = new.check("c".parse().expect("an identifier"), &around(before), &mut faults);
    faults.done().map(|()| client).map_err(|_| 2)
}

#[test]
fn a_consent_is_recorded_once_with_date_and_origin() {
    let given = read(r#"{"last_name":"Rossi","privacy":{"given":true}}"#, None).expect("a client");
    let consent = given.privacy.expect("recorded");
    assert_eq!((consent.at, consent.origin), (at("2026-06-01T08:00:00Z"), ConsentOrigin::Operator));

    let earlier = Client { privacy: Some(Consent { at: at("2026-01-01T08:00:00Z"), ..consent }), ..given };
    for (body, expected) in [
        (r#"{"last_name":"Rossi"}"#, "2026-01-01T08:00:00Z"),
        (r#"{"last_name":"Rossi","privacy":{"given":true}}"#, "2026-01-01T08:00:00Z"),
        (r#"{"last_name":"Rossi","privacy":{"given":false}}"#, "2026-06-01T08:00:00Z"),
        (r#"{"last_name":"Rossi","privacy":{"given":true,"origin":"public_page"}}"#, "2026-06-01T08:00:00Z"),
    ] {
        let client = read(body, Some(&earlier)).expect(body);
        assert_eq!(client.privacy.map(|consent| consent.at), Some(at(expected)), "{body}");
    }
}

#[rstest]
#[case::no_name(r#"{"first_name":" "}"#)]
#[case::no_name_to_be_seen("{\"first_name\":\"\u{200b}\",\"last_name\":\"\u{202e}\"}")]
#[case::impossible_number(r#"{"last_name":"R","mobile":"123"}"#)]
#[case::impossible_mailbox(r#"{"last_name":"R","email":"a@b@c"}"#)]
#[case::line_break(r#"{"last_name":"R\nBcc: x"}"#)]
#[case::future(r#"{"last_name":"R","privacy":{"given":true,"at":"2026-06-02T08:00:00Z"}}"#)]
#[case::unknown_field(r#"{"last_name":"R","nickname":"x"}"#)]
#[case::unknown_language(r#"{"last_name":"R","language":"de"}"#)]
fn bad_clients_are_refused(#[case] body: &str) {
    assert!(read(body, None).is_err());
}

#[test]
fn what_looks_like_a_slip_is_said() {
    let client = read(r#"{"last_name":"R","mobile":"06 1234 5678","email":"r@gmial.com"}"#, None).expect("a client");
    let shape = ClientShape::show(client, TODAY);
    let said: Vec<(&str, Option<&str>)> =
        shape.warnings.iter().map(|one| (one.pointer.as_str(), one.suggestion.as_deref())).collect();
    assert_eq!(said, [("/mobile", None), ("/email", Some("r@gmail.com"))]);
}

#[test]
fn what_an_answer_shows_may_be_sent_back() {
    let client = read(r#"{"last_name":"R","mobile":"06 1234 5678","privacy":{"given":true}}"#, None).expect("a client");
    let shown = serde_json::to_string(&ClientShape::show(client.clone(), TODAY)).expect("JSON");
    assert_eq!(read(&shown, Some(&client)), Ok(client));
}

#[test]
fn what_the_desk_says_holds_until_its_last_day() {
    let client =
        read(r#"{"last_name":"R","reliability":{"unreliable":true,"reason":"twice late","until":"2026-06-02"}}"#, None);
    let client = client.expect("a client");
    for (today, unreliable) in [(TODAY, true), (jiff::civil::date(2026, 6, 3), false)] {
        let shown = ClientShape::show(client.clone(), today);
        assert_eq!((shown.unreliable, shown.may_book_online), (unreliable, !unreliable), "{today}");
    }
    // One that does not speak of it leaves it.
    assert_eq!(read(r#"{"last_name":"R"}"#, Some(&client)).expect("a client").reliability, client.reliability);
}
