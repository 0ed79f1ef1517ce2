//! What goes by the calendar beside the first reminder: the second, recalls, thanks.

use anyhow::{Context, Result, ensure};
use carebell_carrier::Kind;
use carebell_e2e::{Clinic, Contact, Visit, invoke, now, sample};
use jiff::SignedDuration;
use serde_json::{Value, json};

/// A clinic that sends this event and nothing else.
fn clinic(event: &str, on: &Value, change: impl FnOnce(&mut Value)) -> Result<Clinic> {
    Clinic::with(|settings| {
        settings["events"] = json!({ event: on });
        settings["one_reminder_a_day"] = json!(false);
        change(settings);
    })
}

#[test]
fn a_second_reminder_goes_to_the_unreliable() -> Result<()> {
    let sms = json!({ "enabled": true, "sms": true, "email": false });
    // Due a minute or two from now, for a visit of tomorrow.
    let (start, lead) = (Visit::in_hours(30) + SignedDuration::from_mins(3), 30 * 60 + 1);
    let clinic = clinic("appointment_second_reminder", &sms, |settings| {
        settings["second_reminder"] =
            json!({ "lead": { "minutes": lead }, "minimum_notice_hours": 0, "only_unreliable": true });
    })?;
    let says = json!({ "unreliable": true, "reason": "twice late", "until": "9999-12-31" });
    let unreliable = clinic.person(&Contact::both("late", 1).field("reliability", says))?;
    let reliable = clinic.person(&Contact::both("early", 2))?;
    let shown = clinic.get(&format!("/v1/clients/{}", unreliable.id))?;
    ensure!(shown["unreliable"] == true && shown["may_book_online"] == false, "{shown}");
    for person in [&unreliable, &reliable] {
        clinic.book(person, start)?;
    }
    clinic.message(&unreliable, "second_reminder", "sms", "delivered")?;
    let skipped = clinic.message(&reliable, "second_reminder", "sms", "skipped")?;
    assert_eq!(skipped.reason(), "client_reliable");
    assert_eq!((unreliable.count(), reliable.count()), ((0, 1), (0, 0)));
    Ok(())
}

#[test]
fn a_recall_calls_a_past_visit_back_once() -> Result<()> {
    let both = json!({ "enabled": true, "sms": true, "email": true });
    let clinic = clinic("recall", &both, |settings| {
        settings["recall"] = json!({
            "intervals": [{ "months": 3 }, { "months": 6 }, { "months": 12 }], "visits_from": "2020-01-01",
        });
    })?;
    let person = clinic.person(&Contact::both("recalled", 1).field("language", json!("en")))?;
    let start = now() - SignedDuration::from_hours(24 * 40);
    let mut body = Visit::body(&person.id, start)?;
    body["recall"] = json!({ "weeks": 5 });
    let made = clinic.add("/v1/appointments", &body)?;
    ensure!(made["recall"] == json!({ "weeks": 5 }), "{made}");
    // Twice: what the first has handed over, the second finds done or on its way.
    invoke("recall-sweep", &sample("recall-sweep")?)?;
    invoke("recall-sweep", &sample("recall-sweep")?)?;
    for channel in ["sms", "email"] {
        clinic.message(&person, "recall", channel, "delivered")?;
    }
    let text = person.receives(Kind::Sms)?.sms().context("an SMS")?.text.clone();
    assert!(text.contains("it is time for the next visit"), "{text}");
    assert_eq!(person.count(), (1, 1));
    Ok(())
}

#[test]
fn thanks_follow_a_visit() -> Result<()> {
    let both = json!({ "enabled": true, "sms": true, "email": true });
    let clinic = clinic("thank_you", &both, |settings| {
        settings["after_visit"] = json!({ "sends": "thank_you", "delay_minutes": 0 });
    })?;
    let (came, missed) = (clinic.person(&Contact::both("came", 1))?, clinic.person(&Contact::both("missed", 2))?);
    // Visits of half an hour that end in a minute or two.
    let start = Visit::in_hours(0) - SignedDuration::from_mins(28);
    clinic.book(&came, start)?;
    let visit = clinic.book(&missed, start)?;
    clinic.call(ureq::http::Method::POST, &format!("{}/no-show", visit.path), &[], None)?;
    for channel in ["sms", "email"] {
        clinic.message(&came, "thank_you", channel, "delivered")?;
    }
    assert_eq!((came.count(), missed.count()), ((1, 1), (0, 0)));
    Ok(())
}
