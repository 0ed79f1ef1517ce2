//! A booking through the API becomes an e-mail and an SMS, their receipts, and counts.

use anyhow::{Context, Result};
use carebell_carrier::Kind;
use carebell_e2e::{Clinic, Contact, Visit, cloud, counts};
use serde_json::json;

/// The client's language, how the subject of the e-mail begins, and the SMS.
const LANGUAGES: [(&str, &str, &str); 5] = [
    ("en", "Your appointment on ", "Hello Anna, your visit is booked: "),
    ("it", "Il Suo appuntamento: ", "Buongiorno Anna, appuntamento fissato: "),
    ("es", "Su cita: ", "Hola Anna, su cita queda reservada: "),
    ("fr", "Votre rendez-vous : ", "Bonjour Anna, rendez-vous pris : "),
    ("nb", "Timen din: ", "Hei Anna, timen din er bestilt: "),
];

#[test]
fn both_channels_tell_it_in_the_clients_language() -> Result<()> {
    let clinic = Clinic::with(|settings| settings["senders"]["sms_name"] = json!("Aurora"))?;
    for (digits, (language, subject, text)) in (0..).zip(LANGUAGES) {
        let contact = Contact::both(language, digits).field("language", json!(language));
        let person = clinic.person(&contact)?;
        clinic.book(&person, Visit::in_hours(72))?;

        let message = person.receives(Kind::Email)?;
        let email = message.email().context("an e-mail")?;
        let shown = clinic.message(&person, "created", "email", "delivered")?;
        assert!(email.subject.starts_with(subject), "{}", email.subject);
        assert_eq!(email.tags["tenant"], clinic.tenant);
        assert_eq!(email.tags["message"], shown.id());
        assert_eq!(email.configuration_set.as_deref(), Some(cloud().outputs().get("ConfigurationSet")?));
        assert!(email.from.contains("Centro Aurora"), "{}", email.from);
        for part in [&email.html, &email.text] {
            assert!(part.as_ref().is_some_and(|part| part.contains("Bianchi") && part.contains("Anna")), "{part:?}");
        }

        let message = person.receives(Kind::Sms)?;
        let sms = message.sms().context("an SMS")?;
        assert!(sms.text.starts_with(text), "{}", sms.text);
        assert_eq!(sms.sender_id(), Some("Aurora"));
        assert_eq!(sms.attribute("AWS.SNS.SMS.SMSType"), Some("Transactional"));
        let shown = clinic.whole_message(&person, "created", "sms", "delivered")?;
        assert_eq!(shown["text"], sms.text.as_str());
        assert_eq!(shown["language"], language);
        assert_eq!(shown["segments"], sms.parts);
        assert_eq!(shown["recipient"], person.mobile.as_str());
    }
    clinic.counted(&counts([("created", "email", "delivered", 5), ("created", "sms", "delivered", 5)]))
}

#[test]
fn an_opened_mail_is_shown_as_read_only_where_that_was_agreed_to() -> Result<()> {
    let clinic = Clinic::with(|settings| settings["events"]["appointment_created"]["open_tracking"] = json!(true))?;
    let agrees = clinic.person(&Contact::none().mailbox("open").field("tracking", json!({ "given": true })))?;
    let does_not = clinic.person(&Contact::none().mailbox("open-untold"))?;
    for person in [&agrees, &does_not] {
        clinic.book(person, Visit::in_hours(72))?;
    }
    let shown = clinic.message(&agrees, "created", "email", "read")?;
    assert_eq!(shown.steps(), ["sent", "delivered", "read"]);
    clinic.message(&does_not, "created", "email", "delivered")?;
    for (person, set) in [(&agrees, "ConfigurationSetTracked"), (&does_not, "ConfigurationSet")] {
        let message = person.receives(Kind::Email)?;
        let used = message.email().and_then(|email| email.configuration_set.as_deref());
        assert_eq!(used, Some(cloud().outputs().get(set)?));
    }
    clinic.counted(&counts([
        ("created", "email", "read", 1),
        ("created", "email", "delivered", 1),
        ("created", "sms", "no_address", 2),
    ]))
}

#[test]
fn a_move_and_a_cancellation_are_told_too() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.person(&Contact::both("anna", 1).field("language", json!("en")))?;
    let visit = clinic.book(&person, Visit::in_hours(72))?;
    clinic.message(&person, "created", "email", "delivered")?;
    clinic.message(&person, "created", "sms", "delivered")?;
    clinic.move_to(&visit, Visit::in_hours(96))?;
    clinic.message(&person, "modified", "email", "delivered")?;
    clinic.message(&person, "modified", "sms", "delivered")?;
    clinic.cancel(&visit)?;
    clinic.message(&person, "cancelled", "email", "delivered")?;
    clinic.message(&person, "cancelled", "sms", "delivered")?;
    assert_eq!(person.count(), (3, 3));
    // A second cancellation of what is cancelled changes nothing.
    clinic.cancel(&visit)?;
    let texts: Vec<String> =
        person.received(Kind::Sms).iter().filter_map(|one| Some(one.sms()?.text.clone())).collect();
    let begins =
        ["Hello Anna, your visit is booked", "Hello Anna, your visit has changed", "Hello Anna, your visit on"];
    assert!(texts.iter().zip(begins).all(|(text, begin)| text.starts_with(begin)), "{texts:?}");
    Ok(())
}

#[test]
fn a_request_and_its_approval_are_told() -> Result<()> {
    let clinic = Clinic::with(|settings| {
        let on = json!({ "enabled": true, "sms": true, "email": true });
        settings["events"] = json!({ "appointment_requested": on, "appointment_approved": on });
    })?;
    let person = clinic.person(&Contact::both("anna", 1).field("language", json!("en")))?;
    let mut body = Visit::body(&person.id, Visit::in_hours(72))?;
    body["status"] = json!("requested");
    let made = clinic.add("/v1/appointments", &body)?;
    for channel in ["email", "sms"] {
        clinic.message(&person, "requested", channel, "delivered")?;
    }
    let path = format!("/v1/appointments/{}/approve", made["id"].as_str().context("an identifier")?);
    clinic.call(ureq::http::Method::POST, &path, &[], None)?;
    for channel in ["email", "sms"] {
        clinic.message(&person, "approved", channel, "delivered")?;
    }
    assert_eq!(person.count(), (2, 2));
    Ok(())
}

#[test]
fn a_booking_that_is_cancelled_while_it_settles_is_told_to_nobody() -> Result<()> {
    let clinic = Clinic::with(|settings| settings["settling_seconds"] = json!(5))?;
    let (quick, slow) = (clinic.person(&Contact::both("quick", 1))?, clinic.person(&Contact::both("slow", 2))?);
    let visit = clinic.book(&quick, Visit::in_hours(72))?;
    clinic.cancel(&visit)?;
    // Booked later and settled later: once this one is told of, the other one's time is over.
    let visit = clinic.book(&slow, Visit::in_hours(72))?;
    clinic.move_to(&visit, Visit::in_hours(73))?;
    clinic.message(&slow, "created", "email", "delivered")?;
    clinic.message(&slow, "created", "sms", "delivered")?;
    assert_eq!(slow.count(), (1, 1));
    assert_eq!(quick.count(), (0, 0));
    Ok(())
}
