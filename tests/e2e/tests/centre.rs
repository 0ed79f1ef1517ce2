//! What the centre's administrators are told, by e-mail.

use anyhow::{Context, Result, ensure};
use carebell_carrier::Kind;
use carebell_e2e::{Bus, Clinic, Letter, Person, Shown, Visit, until};
use serde_json::json;

/// The message to an administrator, once it stands where it should.
fn told(clinic: &Clinic, to: &str, event: &str, status: &str) -> Result<Shown> {
    until(&format!("{event} to be {status}"), || {
        let page = clinic.get(&format!("/v1/messages?event={event}"))?;
        let shown = page["items"].as_array().context("a page")?.iter().cloned().map(Shown);
        Ok(shown.into_iter().find(|one| one.0["recipient"] == json!(to) && one.status() == status))
    })
}

#[test]
fn an_event_that_cannot_be_taken_in_is_told_to_each_administrator() -> Result<()> {
    // The master switch stops what goes to clients.
    let clinic = Clinic::with(|settings| settings["master"] = json!(false))?;
    let admins = [clinic.administrator("ada")?, clinic.administrator("bea")?];
    let person = clinic.outsider("client-1", "anna", 1)?;
    let garbled = |name: &str| {
        let mut event = Bus::books(&clinic, name, &person, Visit::in_hours(72))?;
        event.detail["client"]["email"] = json!("anna");
        event.publish()
    };
    garbled("first")?;
    for admin in &admins {
        let mail = admin.receives(Kind::Email)?;
        let email = mail.email().context("an e-mail")?;
        let text = email.text.as_ref().context("a text")?;
        ensure!(email.subject == "Serve un intervento", "{}", email.subject);
        ensure!(text.contains("org.example.agenda") && text.contains("detail.client.email"), "{text}");
        let shown = told(&clinic, &admin.email, "centre_action_required", "delivered")?;
        ensure!(shown.steps() == ["sent", "delivered"] && shown.0["client"].is_null(), "{}", shown.0);
    }
    // What happens within the hour is gathered: the second one waits, and is kept.
    garbled("second")?;
    Letter::of(&clinic, "second")?;
    ensure!(admins.iter().all(|admin: &Person| admin.count() == (1, 0)));
    Ok(())
}

#[test]
fn without_an_administrator_the_summary_says_so() -> Result<()> {
    let clinic = Clinic::open()?;
    let person = clinic.outsider("client-1", "anna", 1)?;
    let mut event = Bus::books(&clinic, "visit-1", &person, Visit::in_hours(72))?;
    event.detail["schema"] = json!(9);
    event.publish()?;
    let skipped = until("the skip", || {
        let page = clinic.get("/v1/messages?event=centre_action_required")?;
        Ok(page["items"].as_array().context("a page")?.first().cloned().map(Shown))
    })?;
    ensure!((skipped.status(), skipped.reason()) == ("skipped", "no_address"), "{}", skipped.0);
    Ok(())
}
