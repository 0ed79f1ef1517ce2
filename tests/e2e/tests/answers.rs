//! Clients' answers by the link in a message: confirmed, cancelled, taken back; nothing for link scanners.

use anyhow::{Context, Result, ensure};
use carebell_carrier::Kind;
use carebell_e2e::{Clinic, Contact, Visit, cloud, press, until};
use serde_json::json;
use ureq::http::Method;

/// A clinic whose only messages are reminders, the second one too; what is booked for tomorrow is reminded of at once.
fn clinic() -> Result<Clinic> {
    Clinic::with(|settings| {
        let both = json!({ "enabled": true, "sms": true, "email": true });
        settings["events"] = json!({ "appointment_reminder": both, "appointment_cancelled": both });
        settings["reminder"] = json!({ "lead": { "days": 2 }, "minimum_notice_hours": 0, "cancel_until_hours": 1 });
    })
}

#[test]
fn a_scanner_changes_nothing_and_a_press_confirms() -> Result<()> {
    let clinic = clinic()?;
    let person = clinic.person(&Contact::both("answers", 1).field("language", json!("en")))?;
    let visit = clinic.book(&person, Visit::in_hours(30))?;
    let before = clinic.get(&visit.path)?;
    for kind in [Kind::Sms, Kind::Email] {
        let path = person.link(kind)?;
        for method in [Method::GET, Method::HEAD] {
            let page = cloud().api().call(method, &path, None, &[], None)?;
            ensure!(page.status == 200, "{} {}", page.status, page.text);
        }
        ensure!(clinic.get(&visit.path)? == before);
    }
    let path = person.link(Kind::Sms)?;
    let page = press(&path, &visit, "confirm")?;
    ensure!(page.status == 200 && page.text.contains("You have confirmed"), "{}", page.text);
    ensure!(clinic.get(&visit.path)?["status"] == "confirmed");
    let shown = clinic.message(&person, "reminder", "sms", "clicked")?;
    ensure!(shown.steps().contains(&"clicked"), "{:?}", shown.steps());
    press(&path, &visit, "undo")?;
    ensure!(clinic.get(&visit.path)?["status"] == "booked");
    // The desk is told of what it has to do at once; of the rest when it can no longer be taken back.
    let desk = clinic.administrator("desk")?;
    press(&path, &visit, "other_time")?;
    let mail = desk.receives(Kind::Email)?;
    let text = mail.email().and_then(|email| email.text.as_ref()).context("a text")?;
    ensure!(text.contains("Chiede un altro orario: Anna Rossi, "), "{text}");
    Ok(())
}

#[test]
fn a_cancellation_is_told_once_it_stands_and_a_moved_visit_has_a_new_link() -> Result<()> {
    let clinic = clinic()?;
    let person = clinic.person(&Contact::both("cancels-by-link", 1).field("language", json!("en")))?;
    let visit = clinic.book(&person, Visit::in_hours(30))?;
    let path = person.link(Kind::Email)?;
    let page = press(&path, &visit, "cancel")?;
    ensure!(page.text.contains("is cancelled") && page.text.contains("Undo"), "{}", page.text);
    ensure!(clinic.get(&visit.path)?["answer"]["kind"] == "cancelled");
    // The client is told when it can no longer be taken back: ten minutes from now.
    let lines = clinic.timeline(&visit, "cancelled", "email")?;
    ensure!(lines.len() == 1 && lines[0]["what"] == "waiting", "{lines:?}");
    press(&path, &visit, "undo")?;
    ensure!(clinic.timeline(&visit, "cancelled", "email")?.is_empty());
    clinic.move_to(&visit, Visit::in_hours(31))?;
    let page = cloud().api().get(&path, None)?;
    ensure!(page.status == 410 && !page.text.contains("<button"), "{}", page.text);
    let again = until("the new reminder", || Ok((person.received(Kind::Email).len() == 2).then_some(())));
    again?;
    ensure!(person.count().0 == 2);
    Ok(())
}

#[test]
fn a_questionnaire_follows_a_visit_and_its_answer_is_shown() -> Result<()> {
    let clinic = Clinic::with(|settings| {
        settings["events"] = json!({ "satisfaction_survey": { "enabled": true, "sms": true, "email": true } });
        settings["after_visit"] = json!({ "sends": "satisfaction_survey", "delay_minutes": 0 });
        settings["survey"] = json!({
            "days_between": 30, "questions": [{ "kind": "recommend", "texts": { "en": "Would you recommend us?" } }],
        });
    })?;
    let person = clinic.person(&Contact::both("asked", 1).field("language", json!("en")))?;
    // Two visits of half an hour that end in a minute or two: the client is asked about the first.
    let start = Visit::in_hours(0) - jiff::SignedDuration::from_mins(28);
    for at in [start, start + jiff::SignedDuration::from_secs(1)] {
        clinic.book(&person, at)?;
    }
    let path = person.link(Kind::Sms)?;
    let page = cloud().api().get(&path, None)?;
    ensure!(page.status == 200 && page.text.contains("Would you recommend us?"), "{} {}", page.status, page.text);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let answer =
        cloud().api().call(Method::POST, &path, None, &form, Some("rating=5&q0=10&comment=Kind".to_owned()))?;
    ensure!(answer.status == 303 || answer.status == 200, "{} {}", answer.status, answer.text);
    let listed = clinic.get("/v1/survey-answers")?;
    ensure!(listed["items"][0]["rating"] == 5 && listed["items"][0]["comment"] == "Kind", "{listed}");
    clinic.message(&person, "satisfaction_survey", "sms", "clicked")?;
    clinic.message(&person, "satisfaction_survey", "email", "delivered")?;
    let skipped = clinic.message(&person, "satisfaction_survey", "sms", "skipped")?;
    ensure!(skipped.reason() == "asked_recently", "{}", skipped.reason());
    ensure!(person.count() == (1, 1));
    Ok(())
}
