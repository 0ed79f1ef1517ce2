//! A change of settings takes effect on what is already planned.

use anyhow::{Result, ensure};
use carebell_e2e::{Clinic, Contact, Visit};
use serde_json::json;

#[test]
fn a_longer_lead_brings_a_reminder_forward_and_a_switch_makes_it_appear() -> Result<()> {
    let email = json!({ "enabled": true, "sms": false, "email": true });
    let clinic = Clinic::with(|settings| {
        settings["events"] = json!({ "appointment_reminder": email });
        settings["reminder"] = json!({ "lead": { "hours": 2 }, "minimum_notice_hours": 0 });
    })?;
    let person = clinic.person(&Contact::both("sooner", 1))?;
    let visit = clinic.book(&person, Visit::in_hours(30))?;
    let planned = clinic.timeline(&visit, "reminder", "email")?;
    ensure!(planned.len() == 1 && planned[0]["what"] == "planned", "{planned:?}");
    clinic.change_settings(|settings| settings["reminder"]["lead"] = json!({ "days": 2 }))?;
    clinic.message(&person, "reminder", "email", "delivered")?;
    ensure!(person.count() == (1, 0));

    // What is off plans nothing, until it is switched on.
    let clinic = Clinic::with(|settings| settings["events"] = json!({}))?;
    let person = clinic.person(&Contact::both("switched", 1))?;
    clinic.book(&person, Visit::in_hours(30))?;
    clinic.change_settings(|settings| settings["events"]["appointment_reminder"] = email)?;
    clinic.message(&person, "reminder", "email", "delivered")?;
    ensure!(person.count() == (1, 0));
    Ok(())
}
