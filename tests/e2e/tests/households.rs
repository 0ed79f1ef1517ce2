//! Clients who are written to at one number and mailbox.

use anyhow::{Context, Result, ensure};
use carebell_carrier::Kind;
use carebell_e2e::{Clinic, Contact, Visit, cloud, press, until};
use serde_json::json;

#[test]
fn a_household_gets_one_reminder_and_one_page_answers_for_all() -> Result<()> {
    let clinic = Clinic::with(|settings| {
        settings["events"] = json!({});
        settings["households"] = json!(true);
    })?;
    let contact = |name: &str| Contact::both("home", 1).field("language", json!("en")).field("first_name", json!(name));
    let (anna, luca) = (clinic.person(&contact("Anna"))?, clinic.person(&contact("Luca"))?);
    let (one, other) = (clinic.book(&anna, Visit::in_hours(30))?, clinic.book(&luca, Visit::in_hours(31))?);
    let both = json!({ "enabled": true, "sms": true, "email": true });
    clinic.change_settings(|settings| settings["events"]["appointment_reminder"] = both)?;

    for kind in [Kind::Sms, Kind::Email] {
        let message = anna.receives(kind)?;
        let text = match kind {
            Kind::Sms => message.sms().map(|sms| sms.text.clone()),
            Kind::Email => message.email().and_then(|email| email.text.clone()),
        };
        let text = text.context("a text")?;
        ensure!(text.contains("Anna, ") && text.contains("Luca, ") && !text.contains("Dr"), "{text}");
    }
    let skipped = |visit: &Visit| -> Result<usize> {
        let mut skipped = 0;
        for channel in ["sms", "email"] {
            let lines = clinic.timeline(visit, "reminder", channel)?;
            skipped += lines.iter().filter(|line| line["rules"][0]["reason"] == "reminded_today").count();
        }
        Ok(skipped)
    };
    until("the others' skips", || Ok((skipped(&one)? + skipped(&other)? == 2).then_some(())))?;
    // They have one address: whoever asks gets what both got.
    ensure!(luca.count() == (1, 1), "{:?}", luca.count());

    let path = anna.link(Kind::Sms)?;
    let page = cloud().api().get(&path, None)?;
    ensure!(page.status == 200 && page.text.contains("Anna") && page.text.contains("Luca"), "{}", page.text);
    press(&path, &one, "confirm")?;
    press(&path, &other, "cancel")?;
    ensure!(clinic.get(&one.path)?["status"] == "confirmed");
    ensure!(clinic.get(&other.path)?["status"] == "cancelled");
    Ok(())
}
