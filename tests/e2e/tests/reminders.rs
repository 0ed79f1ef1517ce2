//! Reminders, sent by the sweep that the scheduler starts each minute.

use anyhow::{Context, Result};
use carebell_carrier::Kind;
use carebell_e2e::{Bus, Clinic, Contact, Visit, counts, invoke, queue_event};
use serde_json::{Value, json};

/// A clinic that sends reminders and nothing else. Their lead is two days: one for a visit of tomorrow is due at once.
fn clinic(change: impl FnOnce(&mut Value)) -> Result<Clinic> {
    Clinic::with(|settings| {
        let reminder = json!({ "enabled": true, "sms": true, "email": true });
        settings["events"] = json!({ "appointment_reminder": reminder });
        settings["one_reminder_a_day"] = json!(false);
        change(settings);
    })
}

#[test]
fn what_is_due_goes_and_what_is_not_waits() -> Result<()> {
    let clinic = clinic(|_| {})?;
    let due = clinic.person(&Contact::both("due", 1).field("language", json!("en")))?;
    let later = clinic.person(&Contact::both("later", 2))?;
    clinic.book(&due, Visit::in_hours(30))?;
    let waiting = clinic.book(&later, Visit::in_hours(24 * 10))?;
    clinic.message(&due, "reminder", "email", "delivered")?;
    clinic.message(&due, "reminder", "sms", "delivered")?;
    let message = due.receives(Kind::Email)?;
    let email = message.email().context("an e-mail")?;
    assert!(email.subject.starts_with("Reminder: your appointment on "), "{}", email.subject);
    clinic.counted(&counts([("reminder", "email", "delivered", 1), ("reminder", "sms", "delivered", 1)]))?;
    assert_eq!(later.count(), (0, 0));
    for channel in ["sms", "email"] {
        let lines = clinic.timeline(&waiting, "reminder", channel)?;
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0]["what"], "planned");
        let due = waiting.start - jiff::SignedDuration::from_hours(48);
        assert_eq!(
            lines[0]["at"].as_str().context("an instant")?.parse::<jiff::Timestamp>()?.duration_until(due).as_hours(),
            0
        );
    }
    Ok(())
}

#[test]
fn one_a_day_names_the_others() -> Result<()> {
    let clinic = clinic(|settings| settings["one_reminder_a_day"] = json!(true))?;
    let person = clinic.outsider("client-1", "anna", 1)?;
    let visits = [30, 33].map(|hours| Bus::books(&clinic, &format!("visit-{hours}"), &person, Visit::in_hours(hours)));
    let [first, second] = visits;
    let (first, second) = (first?, second?);
    // In one batch, so that no sweep comes between the two.
    let bodies = [first.event().to_string(), second.event().to_string()];
    invoke("appointment-ingest", &queue_event(&[&bodies[0], &bodies[1]]))?;
    for channel in ["email", "sms"] {
        let sent = clinic.message(&person, "reminder", channel, "delivered")?;
        let skipped = clinic.message(&person, "reminder", channel, "skipped")?;
        assert_eq!(skipped.reason(), "reminded_today");
        assert_eq!(skipped.0["rules"][0]["message"], sent.id());
        assert_eq!(sent.0["appointment"], first.visit()?.id.as_str());
        assert_eq!(skipped.0["appointment"], second.visit()?.id.as_str());
    }
    let message = person.receives(Kind::Sms)?;
    let text = &message.sms().context("an SMS")?.text;
    assert!(text.contains("Also: "), "{text}");
    assert_eq!(person.count(), (1, 1));
    Ok(())
}

#[test]
fn a_skip_has_its_reason_in_summary_timeline_and_counts() -> Result<()> {
    let clinic = clinic(|settings| settings["privacy_only"] = json!(true))?;
    let agrees = || Contact::none().field("privacy", json!({ "given": true }));
    let wants = |sms: bool, email: bool| json!({ "sms": sms, "email": email, "voice": false });
    let cases = [
        ("privacy_not_given", "sms", Contact::both("private", 1)),
        ("no_address", "sms", agrees().mailbox("mail-only")),
        ("no_address", "email", agrees().digits(2)),
        ("channel_not_wanted", "sms", agrees().mailbox("mail").digits(3).field("preferences", wants(false, true))),
        ("client_wants_none", "email", agrees().mailbox("none").digits(4).field("preferences", wants(false, false))),
        (
            "patient_gone",
            "email",
            agrees()
                .mailbox("gone")
                .digits(5)
                .field("own_state", json!({ "state": "deceased", "since": "2026-01-07" })),
        ),
        ("address_invalid", "sms", agrees().mailbox("abroad").field("mobile", json!("+1 202 555 0101"))),
    ];
    let mut booked = Vec::new();
    for (reason, channel, contact) in cases {
        let person = clinic.person(&contact)?;
        let visit = clinic.book(&person, Visit::in_hours(30))?;
        booked.push((reason, channel, person, visit));
    }
    for (reason, channel, person, visit) in &booked {
        let shown = clinic.message(person, "reminder", channel, "skipped")?;
        assert_eq!(shown.reason(), *reason);
        assert!(shown.0["rules"][0]["sentence"].as_str().is_some_and(|sentence| sentence.ends_with('.')));
        let lines = clinic.timeline(visit, "reminder", channel)?;
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_eq!((&lines[0]["what"], &lines[0]["status"]), (&json!("message"), &json!("skipped")));
        assert_eq!(lines[0]["rules"][0]["reason"], *reason);
    }
    clinic.counted(&counts([
        ("reminder", "sms", "privacy_not_given", 1),
        ("reminder", "email", "privacy_not_given", 1),
        ("reminder", "sms", "no_address", 1),
        ("reminder", "email", "delivered", 3),
        ("reminder", "sms", "delivered", 1),
        ("reminder", "email", "no_address", 1),
        ("reminder", "sms", "channel_not_wanted", 1),
        ("reminder", "sms", "client_wants_none", 1),
        ("reminder", "email", "client_wants_none", 1),
        ("reminder", "sms", "patient_gone", 1),
        ("reminder", "email", "patient_gone", 1),
        ("reminder", "sms", "address_invalid", 1),
    ]))
}

#[test]
fn a_cancelled_visit_is_not_remembered_and_a_moved_one_anew() -> Result<()> {
    let clinic = clinic(|_| {})?;
    let (cancels, moves) = (clinic.person(&Contact::both("cancels", 1))?, clinic.person(&Contact::both("moves", 2))?);
    let visit = clinic.book(&cancels, Visit::in_hours(30))?;
    clinic.cancel(&visit)?;
    let visit = clinic.book(&moves, Visit::in_hours(30))?;
    clinic.message(&moves, "reminder", "email", "delivered")?;
    clinic.message(&moves, "reminder", "sms", "delivered")?;
    clinic.move_to(&visit, Visit::in_hours(36))?;
    clinic.counted(&counts([("reminder", "email", "delivered", 2), ("reminder", "sms", "delivered", 2)]))?;
    assert_eq!(moves.count(), (2, 2));
    assert_eq!(cancels.count(), (0, 0));
    Ok(())
}
